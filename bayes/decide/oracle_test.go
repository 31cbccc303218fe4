package decide

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// parse reads a distribution as testdata/decide.py writes it.
func parse(t *testing.T, spec string) prob.Univariate {
	t.Helper()
	name, list, _ := strings.Cut(strings.TrimSuffix(spec, ")"), "(")
	var p [4]float64
	for i, s := range strings.Split(list, ";") {
		var err error
		if p[i], err = strconv.ParseFloat(s, 64); err != nil {
			t.Fatal(err)
		}
	}
	switch name {
	case "beta":
		return prob.Beta{Alpha: p[0], Beta: p[1]}
	case "gamma":
		return prob.Gamma{Shape: p[0], Rate: p[1]}
	case "normal":
		return prob.Normal{Mu: p[0], Sigma: p[1]}
	case "lognormal":
		return prob.LogNormal{Mu: p[0], Sigma: p[1]}
	case "student-t":
		return prob.StudentT{DF: p[0], Loc: p[1], Scale: p[2]}
	case "normal-inverse-gamma":
		return NewLogNormalMean(bayes.NormalInverseGamma{Mu: p[0], Count: p[1], Shape: p[2], Scale: p[3]})
	}
	t.Fatalf("unknown distribution %s", spec)
	return nil
}

// hidden is a distribution whose family cannot be seen, so that no closed form and no
// knowledge of its shape is used.
type hidden struct{ prob.Univariate }

// The golden values of testdata/decide.py. Relative errors of probabilities are
// within 1e-11, plus 1e-13 for each unit of their logarithm, which is the accuracy
// that prob states for a tail (64ε + 8ε·|log p|) times a hundred or so evaluations
// that do not err alike.
func TestOracle(t *testing.T) {
	f, err := os.Open("testdata/decide.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	worst := map[string]float64{}
	check := func(row []string, what string, got, want, tol float64) {
		t.Helper()
		e := math.Abs(got - want)
		worst[row[0]] = math.Max(worst[row[0]], e/tol)
		if !(e <= tol) {
			t.Errorf("%s %s: got %.17g, want %.17g, differ by %.2g, tolerance %.2g", strings.Join(row[:5], " "), what, got, want, e, tol)
		}
	}
	for _, row := range rows[1:] {
		want, err := strconv.ParseFloat(row[5], 64)
		if err != nil {
			t.Fatal(err)
		}
		var ds []prob.Univariate
		for _, spec := range row[1:4] {
			if spec != "" {
				ds = append(ds, parse(t, spec))
			}
		}
		arg, _ := strconv.ParseFloat(row[4], 64)
		relative := func(p float64) float64 { return p * (1e-11 + 1e-13*math.Abs(math.Log(p))) }
		switch row[0] {
		case "loggreater":
			tol := math.Abs(want) * 1e-13
			if want < -0.1 {
				tol += 1e-11
			} else {
				tol += 1e-11 * math.Abs(want)
			}
			got, bound := LogGreater(ds[0], ds[1])
			check(row, "", got, want, tol)
			if !(bound <= 1e-9*math.Max(1, math.Abs(want)*1e-3)) {
				t.Errorf("%v: bound %g", row, bound)
			}
			got, _ = LogGreater(hidden{ds[0]}, hidden{ds[1]})
			if hi := math.Max(ds[0].Mean(), ds[1].Mean()); hi < 0.9 || !strings.HasPrefix(row[1], "beta") { // 1 − x has digits
				check(row, "hidden", got, want, tol+1e-10)
			}
		case "loss":
			got, bound := ExpectedLoss(ds[0], ds[1])
			check(row, "", got, want, relative(want))
			if !(bound <= 1e-9*want) {
				t.Errorf("%v: bound %g", row, bound)
			}
		case "difference":
			check(row, "", Difference(ds[0], ds[1]).CDF(arg), want, relative(want))
		case "ratio":
			check(row, "", Ratio(ds[0], ds[1]).CDF(arg), want, relative(want))
			check(row, "lift", Lift(ds[0], ds[1]).CDF(arg-1), want, relative(want))
		case "inverse":
			got, _ := laws(ds[0]).reciprocal()
			check(row, "", got, want, 1e-13*want)
			got, _ = laws(hidden{ds[0]}).reciprocal()
			check(row, "hidden", got, want, 1e-11*want)
		case "best":
			got, bound := Best(ds...)
			check(row, "", got[0], want, relative(want))
			if !(bound <= 1e-9) {
				t.Errorf("%v: bound %g", row, bound)
			}
		case "cdf":
			check(row, "", ds[0].CDF(arg), want, 1e-12)
			if want < 1e-3 {
				check(row, "relative", ds[0].CDF(arg), want, 1e-8*want)
			}
		default:
			t.Errorf("unknown function %s", row[0])
		}
	}
	for name, w := range worst {
		t.Logf("%s: worst %.2g of the tolerance", name, w)
	}
	if len(worst) < 7 || len(rows) < 80 {
		t.Errorf("only %d rows of %d functions", len(rows), len(worst))
	}
}
