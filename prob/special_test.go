package prob

import (
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/bayeskit/bayeskit/internal/dd"
)

const eps = 0x1p-52

// golden is a row of testdata/special.csv: a function, its arguments and its values.
type golden struct {
	name string
	num  []float64
}

func goldens(t testing.TB) []golden {
	t.Helper()
	f, err := os.Open("testdata/special.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []golden
	for _, rec := range records {
		g := golden{name: rec[0]}
		for _, s := range rec[1:] {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatal(err)
			}
			g.num = append(g.num, v)
		}
		out = append(out, g)
	}
	return out
}

// worst keeps the largest error seen of each function, in units of its bound.
type worst map[string]float64

func (w worst) check(t *testing.T, g golden, what string, got, want, bound float64) {
	t.Helper()
	diff := math.Abs(got - want)
	if got == want {
		diff = 0 // infinities
	}
	if !(diff <= bound) {
		t.Errorf("%s%v: %s = %.17g, want %.17g, error %.3g, want ≤ %.3g", g.name, g.num, what, got, want, diff, bound)
	}
	if bound > 0 {
		w[what] = math.Max(w[what], diff/bound)
	}
}

// TestSpecialGolden compares every special function with testdata/special.csv. The
// bounds are those of the doc comments.
func TestSpecialGolden(t *testing.T) {
	w := worst{}
	for _, g := range goldens(t) {
		a := func(i int) float64 { return g.num[i] }
		want := g.num[len(g.num)-1]
		size := math.Abs(want)
		one := func(got, bound float64) { w.check(t, g, g.name, got, want, bound) }
		switch g.name {
		case "log1pexp":
			one(Log1pExp(a(0)), 2*eps*size)
		case "log1mexp":
			one(Log1mExp(a(0)), 2*eps*size)
		case "expit":
			one(Expit(a(0)), 2*eps*size)
		case "logexpit":
			one(LogExpit(a(0)), 2*eps*size)
		case "logit":
			one(Logit(a(0)), 2*eps*size)
		case "logaddexp":
			one(LogAddExp(a(0), a(1)), 2*eps+eps*size)
			one(LogAddExp(a(1), a(0)), 2*eps+eps*size)
			one(LogSumExp([]float64{a(1), math.Inf(-1), a(0)}), 5*eps+eps*size)
		case "logsubexp":
			one(LogSubExp(a(0), a(1)), 2*eps+eps*(math.Abs(a(0))+size))
		case "loggamma":
			one(LogGamma(a(0)), 4*eps*size)
		case "loggamma1p":
			one(logGamma1p(a(0)), 4*eps*size)
		case "digamma":
			one(Digamma(a(0)), 8*eps*size)
		case "trigamma":
			one(Trigamma(a(0)), 4*eps*size)
		case "stirlerr":
			bound := 4 * eps * size
			if a(0) < 1 {
				bound = 4 * eps * math.Max(1, size)
			}
			one(stirlerr(a(0)), bound)
		case "bd0":
			one(bd0(a(0), a(1)), 8*eps*size)
		case "expm1excess":
			one(expm1Excess(a(0)), 4*eps*size)
		case "log1pdefect":
			one(log1pDefect(a(0)), 8*eps*size)
		case "logbeta":
			one(LogBeta(a(0), a(1)), 8*eps*math.Max(1, size))
		case "logrising":
			bound := 8 * eps * math.Abs(a(1)) * (1 + 1/a(0) + math.Abs(math.Log(a(0))))
			if math.Abs(a(1)) > a(0)/2 {
				bound = 4 * eps * math.Max(LogGamma(a(0)+a(1)), math.Max(1, LogGamma(a(0))))
			}
			one(LogRising(a(0), a(1)), bound)
		case "logchoose":
			one(LogChoose(a(0), a(1)), 8*eps*math.Max(1, size))
		case "lognormalcdf":
			one(LogNormalCDF(a(0)), 4*eps*size)
		case "erfcx":
			one(erfcx(a(0)), 4*eps*size)
		case "normalquantilelog":
			one(normalQuantileLog(a(0), false), 8*eps*size)
			w.check(t, g, "upper", normalQuantileLog(a(0), true), -want, 8*eps*size)
		case "loggammainc":
			p, q := logGammaInc(a(0), a(1))
			w.tails(t, g, p, q, a(2), a(3))
		case "logbetainc":
			p, q := logBetaInc(a(0), a(1), a(2), a(3))
			w.tails(t, g, p, q, a(4), a(5))
		default:
			t.Fatalf("unknown function %q", g.name)
		}
	}
	for name, e := range w {
		t.Logf("%s: worst error %.2g of the bound", name, e)
	}
}

// tails checks the logs of two probabilities that sum to 1, of which the smaller has
// the relative error rel: log(1−p) then has the error rel·p/(1−p) ≤ 2·rel·|log(1−p)|
// for p ≤ ½, and one rounding.
func (w worst) tails(t *testing.T, g golden, p, q, wantP, wantQ float64) {
	t.Helper()
	rel := 64*eps + 8*eps*math.Abs(math.Min(wantP, wantQ))
	bound := func(want, other float64) float64 {
		if want < other {
			return rel
		}
		return (2*rel + 2*eps) * math.Abs(want)
	}
	w.check(t, g, g.name+" lower", p, wantP, bound(wantP, wantQ))
	w.check(t, g, g.name+" upper", q, wantQ, bound(wantQ, wantP))
}

// TestLogGammasAtRandom compares the float64 log-gammas with the double-double ones,
// which testdata/dd.py checks, between the golden points. The bounds are those of the
// doc comments, plus the 4e-18 of package dd.
func TestLogGammasAtRandom(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	near := func(what string, args []float64, got float64, want dd.Float, bound float64) {
		t.Helper()
		if d := math.Abs(want.Sub(dd.Of(got)).Float64()); !(d <= bound+4e-18) {
			t.Errorf("%s%v = %.17g, want %.17g, error %.3g, want ≤ %.3g", what, args, got, want.Float64(), d, bound)
		}
	}
	for range 20000 {
		a, b := math.Exp(6*rng.NormFloat64()), math.Exp(6*rng.NormFloat64())
		if rng.IntN(2) == 0 {
			a, b = 20*rng.Float64()+1e-3, 20*rng.Float64()+1e-3
		}
		da, db := dd.Of(a), dd.Of(b)
		w := dd.LogGamma(da)
		near("LogGamma", []float64{a}, LogGamma(a), w, 4*eps*math.Abs(w.Hi))
		w = dd.LogBeta(da, db)
		near("LogBeta", []float64{a, b}, LogBeta(a, b), w, 8*eps*math.Max(1, math.Abs(w.Hi)))
		k := a * (rng.Float64() - 0.5)
		near("LogRising", []float64{a, k}, LogRising(a, k), dd.LogRising(da, dd.Of(k)), 8*eps*math.Abs(k)*(1+1/a+math.Abs(math.Log(a))))
		n := math.Floor(math.Exp(30 * rng.Float64()))
		m := math.Floor(math.Pow(n, rng.Float64()))
		w = dd.LogChoose(dd.Of(n), dd.Of(m))
		near("LogChoose", []float64{n, m}, LogChoose(n, m), w, 8*eps*math.Max(1, w.Hi))
	}
}

// What is not a number has no remainder, and no recursion without end.
func TestStirlerrNaN(t *testing.T) {
	if got := stirlerr(math.NaN()); !math.IsNaN(got) {
		t.Errorf("stirlerr(NaN) = %g", got)
	}
}
