package probtest

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// Golden holds distributions against values computed elsewhere, read from a
// CSV file with a header row and the columns
//
//	family, params, function, x, value[, condition]
//
// params and x are numbers separated by spaces (x is one number but for
// multivariate families). function is logprob, cdf, logcdf, survival,
// logsurvival or quantile, whose argument is x; or mean or var, which take no
// argument. value is a decimal, inf, -inf or nan.
//
// A value passes if it is within tol·(|value| + condition). condition, 0 if the
// column is absent, is |x·∂value/∂x| + Σ|θ·∂value/∂θ|: how far the value moves,
// relative to the step, when the inputs do. With it, tol/2⁻⁵² counts the
// roundings of the inputs that the error amounts to, which is all that a
// backward stable method promises. A result below the smallest normal number
// passes if it is within that number of the value.
//
// family builds the distribution, nil for a name that it does not know. It is
// an error for the file to hold no rows.
func Golden(t testing.TB, path string, tol float64, family func(name string, params []float64) prob.LogDensity) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatalf("reading golden values: %v", err)
		return
	}
	defer f.Close()
	rows := csv.NewReader(f)
	rows.Comment = '#'
	rows.FieldsPerRecord = -1
	n := 0
	for header := true; ; header = false {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("reading golden values: %v", err)
			return
		}
		if header {
			continue
		}
		n++
		line, _ := rows.FieldPos(0)
		if err := golden(row, tol, family); err != nil {
			t.Errorf("%s:%d: %v", path, line, err)
		}
	}
	if n == 0 {
		t.Errorf("%s: no golden values", path)
	}
}

func golden(row []string, tol float64, family func(string, []float64) prob.LogDensity) error {
	if len(row) != 5 && len(row) != 6 {
		return fmt.Errorf("%d columns, want 5 or 6", len(row))
	}
	params, err := numbers(row[1])
	if err != nil {
		return err
	}
	x, err := numbers(row[3])
	if err != nil {
		return err
	}
	last, err := numbers(strings.Join(row[4:], " "))
	if err != nil {
		return err
	}
	if len(last) != len(row)-4 {
		return fmt.Errorf("value %q and condition are not single numbers", row[4:])
	}
	want, condition := last[0], 0.0
	if len(last) == 2 {
		condition = last[1]
	}
	d := family(row[0], params)
	if d == nil {
		return fmt.Errorf("unknown family %q", row[0])
	}
	got, err := apply(d, row[2], x)
	if err != nil {
		return err
	}
	limit := tol*(math.Abs(want)+condition) + 0x1p-1022
	if got == want || math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) <= limit && !math.IsInf(want, 0) {
		return nil
	}
	return fmt.Errorf("%v: %s(%s) = %v, want %v (off by %.3g, tolerance %.3g)", d, row[2], row[3], got, want, math.Abs(got-want), limit)
}

func apply(d prob.LogDensity, function string, x []float64) (float64, error) {
	if function == "logprob" {
		return d.LogProb(x, nil), nil
	}
	u, ok := d.(prob.Univariate)
	if !ok {
		return 0, fmt.Errorf("%v is not univariate: it has no %s", d, function)
	}
	switch function {
	case "mean":
		return u.Mean(), nil
	case "var":
		return u.Var(), nil
	}
	if len(x) != 1 {
		return 0, fmt.Errorf("%s of %d numbers, want 1", function, len(x))
	}
	switch function {
	case "cdf":
		return u.CDF(x[0]), nil
	case "logcdf":
		return u.LogCDF(x[0]), nil
	case "survival":
		return u.Survival(x[0]), nil
	case "logsurvival":
		return u.LogSurvival(x[0]), nil
	case "quantile":
		return u.Quantile(x[0]), nil
	}
	return 0, fmt.Errorf("unknown function %q", function)
}

func numbers(s string) ([]float64, error) {
	var out []float64
	for _, word := range strings.Fields(s) {
		v, err := strconv.ParseFloat(word, 64)
		if err != nil && !errors.Is(err, strconv.ErrRange) { // an underflowing value is 0
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}
