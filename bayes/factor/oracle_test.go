package factor

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// TestOracle compares with the mpmath values of testdata/factor.csv. The tolerance
// is the Value's own bound on its error, with 1e-13 of the size for the rounding of
// the arguments' arithmetic, so the test is of that bound as well.
func TestOracle(t *testing.T) {
	seen := map[string]int{}
	for _, row := range readCSV(t, "testdata/factor.csv") {
		kind, want := row[0], number(t, row[2])
		var a []float64
		for _, field := range strings.Fields(row[1]) {
			a = append(a, number(t, field))
		}
		got, err := golden(kind, a)
		if err != nil {
			t.Errorf("%s %s: %v", kind, row[1], err)
			continue
		}
		tol := got.Err + 1e-13*(1+math.Abs(want))
		if diff := math.Abs(float64(got.Log) - want); !(diff <= tol) {
			t.Errorf("%s %s: log BF = %.15g, want %.15g within %.2g, off by %.2g", kind, row[1], float64(got.Log), want, tol, diff)
		}
		if limit := 1e-11 + 3e-15*math.Abs(want) + goldenNoise(kind, a); !(got.Err <= limit) {
			t.Errorf("%s %s: the error is put at %.2g, want at most %.2g", kind, row[1], got.Err, limit)
		}
		seen[kind]++
	}
	for _, kind := range []string{"t", "tinterval", "correlation", "proportion", "betaproportion", "table", "regression", "anova"} {
		if seen[kind] == 0 {
			t.Errorf("no golden values of kind %s", kind)
		}
	}
}

// goldenNoise is what rounding makes unavoidable: a unit in the last place of the
// log likelihood.
func goldenNoise(kind string, a []float64) float64 {
	switch kind {
	case "proportion", "betaproportion":
		return 1e-15 * a[1] // n·log 2
	case "t", "regression":
		return 1e-15 * math.Abs(a[1])
	}
	return 0
}

func golden(kind string, a []float64) (Value, error) {
	switch kind {
	case "t":
		s := OneSampleT(a[0], a[1])
		if a[2] > 0 {
			s = TwoSampleT(a[0], a[1], a[2])
		}
		return TTest{a[3]}.Factor(s)
	case "tinterval":
		test, err := TTest{a[2]}.Test(OneSampleT(a[0], a[1]))
		if err != nil {
			return Value{}, err
		}
		low, high := a[3], a[4]
		switch { // ±1e9 stands for ±∞
		case low < -1e8:
			return test.Less(), nil
		case high > 1e8:
			return test.Greater(), nil
		}
		return test.Within(low, high)
	case "correlation":
		test, err := Correlation{a[2]}.Test(a[0], a[1])
		if err != nil || a[3] < 0 {
			return test.Factor(), err
		}
		return test.Greater(), nil
	case "proportion":
		test, err := Proportion{Null: a[2], Scale: a[3]}.Test(a[0], a[1])
		return test.Factor(), err
	case "betaproportion":
		test, err := Proportion{Null: a[2], Beta: &prob.Beta{Alpha: a[3], Beta: a[4]}}.Test(a[0], a[1])
		return test.Factor(), err
	case "table":
		rows := int(a[2])
		cells := a[3:]
		var counts [][]float64
		for i := range rows {
			counts = append(counts, cells[i*len(cells)/rows:(i+1)*len(cells)/rows])
		}
		return Table{Sampling(a[0]), a[1]}.Factor(counts)
	case "regression":
		return Regression{a[3]}.Factor(FitOf(int(a[0]), int(a[1]), a[2]))
	default:
		var g Groups
		for i := 2; i < len(a); i += 2 {
			g = append(g, Sample{N: a[i], Mean: a[i+1]})
		}
		g[0].SS = a[1]
		return ANOVA{a[0]}.Factor(g)
	}
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}
