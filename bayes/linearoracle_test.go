package bayes

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestRegressionOracle holds log evidence against 80-digit values: up to 10⁶
// rows, offsets of 10⁸, condition numbers up to 1e10. 1e-11 of the value, or
// absolute if that is more, is the bound, as for every conjugate pair.
func TestRegressionOracle(t *testing.T) {
	f, err := os.Open("testdata/regression.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	data := map[string]LeastSquares{}
	for _, row := range table[1:] {
		s, ok := data[row[1]]
		if !ok {
			s = leastSquaresOf(t, row[1])
			data[row[1]] = s
		}
		kind, rest, _ := strings.Cut(row[0], " ")
		parts := strings.Split(rest, "/")
		means, sds, tail := floats(t, parts[0]), floats(t, parts[1]), floats(t, parts[2])
		var got float64
		if kind == "nig" {
			got = IndependentCoefficients(means, sds, tail[0], tail[1]).LogEvidence(s)
		} else {
			got = IndependentNormals(means, sds).LogEvidence(s.KnownNoise(tail[0]))
		}
		want, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		if d := math.Abs(got - want); !(d <= 1e-11*math.Max(1, math.Abs(want))) {
			t.Errorf("%s; %s: log evidence %.17g, want %.17g (off by %.2g)", row[0], row[1], got, want, d)
		}
	}
	if len(table) < 80 {
		t.Errorf("%d rows, want 80 or more", len(table))
	}
}

// leastSquaresOf reads the data of a row of regression.csv.
func leastSquaresOf(t *testing.T, data string) (s LeastSquares) {
	t.Helper()
	kind, rest, _ := strings.Cut(data, " ")
	if kind == "wave" {
		p := floats(t, rest)
		offset, slope, spread := p[1], p[2], p[3]
		rows := NewRows(3)
		for i := range int(p[0]) {
			i %= 101 * 7 * 13
			a, b, c := float64(37*i%101), float64(i%7), float64(11*i%13)-6
			x := offset + a
			rows.Add(float64(slope*a)+c+offset, 1, x, x+float64(spread*b))
		}
		return rows.LeastSquares()
	}
	for _, part := range strings.Split(rest, ";") {
		times, numbers, found := strings.Cut(strings.TrimSpace(part), "*")
		if !found {
			times, numbers = "1", times
		}
		n, err := strconv.ParseFloat(times, 64)
		if err != nil {
			t.Fatal(err)
		}
		v := floats(t, numbers)
		s = s.Merge(Response(v[0], v[1:]...).Scale(n))
	}
	return s
}
