package prob_test

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

func TestScaleLikelihoods(t *testing.T) {
	y := []float64{0.3, -2, 5, 1e3, 0}
	pairs := []float64{0.1, -1, 4, 0.5, 5.5, 3, -1, 6, 1e-3, -2}
	for _, df := range []float64{0.5, 4, 1e10} {
		probtest.Likelihood(t, prob.StudentTScale{DF: df}, y, pairs)
	}
	probtest.Likelihood(t, prob.LaplaceScale{}, y, pairs)
	probtest.Likelihood(t, prob.NegativeBinomialLogSize{}, []float64{0, 3, 1, 1000, 40}, []float64{0.3, -1, -2, 0.5, 4, 2, 6, 1, 3, 8})
	probtest.Likelihood(t, prob.GaussianMixture{K: 1}, y[:2], []float64{3, 0.1, -1, 0, 1, 2})
	// Both components matter at each y: where one does not, differences cannot tell a step
	// from nothing, and the golden values must.
	probtest.Likelihood(t, prob.GaussianMixture{K: 2}, y[:3], []float64{
		0.3, -1, 0.5, -1, 0.1, 0.7,
		1, 2, -3, 0, 1, 0,
		0, 2, 5.5, 4, -0.5, 1})
}

// TestScaleLikelihoodsGolden compares with testdata/likelihoods.csv, made at 50 digits. A
// row passes within 16 ulp of its value and of how far rounding η moves it.
func TestScaleLikelihoodsGolden(t *testing.T) {
	f, err := os.Open("testdata/likelihoods.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	num := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, row := range rows[1:] {
		constant, y, want, condition := num(row[1]), num(row[2]), num(row[5]), num(row[6])
		var eta []float64
		for s := range strings.FieldsSeq(row[3]) {
			eta = append(eta, num(s))
		}
		lik := map[string]prob.Likelihood[float64]{
			"student":     prob.StudentTScale{DF: constant},
			"laplace":     prob.LaplaceScale{},
			"negbinomial": prob.NegativeBinomialLogSize{},
			"mixture":     prob.GaussianMixture{K: int(constant)},
		}[row[0]]
		grad := make([]float64, len(eta))
		got := lik.LogProb([]float64{y}, eta, nil, grad)
		if row[4] != "logprob" {
			got = grad[int(num(row[4]))]
		}
		if tol := 16 * eps * (math.Abs(want) + condition); !(math.Abs(got-want) <= tol) {
			t.Errorf("%s(%v) %s at y = %v, η = %v: %v, want %v (tolerance %.2g)", row[0], constant, row[4], y, eta, got, want, tol)
		}
	}
	if len(rows) < 200 {
		t.Errorf("only %d golden values", len(rows))
	}
}

// TestScaleLikelihoodsNormalised checks ∫ p(y|η) dy = 1. The substitution y = sinh(u)
// turns tails of powers into exponential ones, so a trapezoid of step h on u has an error
// below e^(−π²·width/h) (Trefethen and Weideman 2014); the piecewise Gauss rule here is of
// order 64 on pieces of ¼, kinks at a boundary. The tail of t₄ beyond sinh(30) ≈ 5e12 is
// below 1e-45.
func TestScaleLikelihoodsNormalised(t *testing.T) {
	for _, c := range []struct {
		lik prob.Likelihood[float64]
		eta []float64
	}{
		{prob.StudentTScale{DF: 4}, []float64{0.5, -1}},
		{prob.StudentTScale{DF: 50}, []float64{-2, 1}},
		{prob.LaplaceScale{}, []float64{0, 0.7}},
		{prob.LaplaceScale{}, []float64{0, -2}},
		{prob.GaussianMixture{K: 1}, []float64{5, 0.5, -1}},
		{prob.GaussianMixture{K: 3}, []float64{0.3, -1, 2, 0.5, -2, 9, 0.1, -1, 2}},
	} {
		density := func(u float64) float64 {
			return math.Exp(c.lik.LogProb([]float64{math.Sinh(u)}, c.eta, nil, nil)) * math.Cosh(u)
		}
		var sum float64
		for a := -30.0; a < 30; a += 0.25 {
			sum += quad.Fixed(density, a, a+0.25, 64, quad.Legendre{}, 0)
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("%T at η = %v: integral %v, want 1", c.lik, c.eta, sum)
		}
	}
	// Counts: beyond 4,000 the tail of mean 20 and size e^0.3 has less than 1e-80.
	for _, eta := range [][]float64{{3, 0.3}, {0, 5}, {-2, -1}} {
		var sum float64
		for y := range 4000 {
			sum += math.Exp(prob.NegativeBinomialLogSize{}.LogProb([]float64{float64(y)}, eta, nil, nil))
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("negative binomial at η = %v: sum %v, want 1", eta, sum)
		}
	}
}

func TestScaleLikelihoodsAtTheEdges(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		name   string
		lik    prob.Likelihood[float64]
		y      float64
		eta    []float64
		finite bool
	}{
		{"perfect fit of a scale of e^-800", prob.StudentTScale{DF: 3}, 1, []float64{1, -800}, true},
		{"perfect fit of a scale of e^-800", prob.LaplaceScale{}, 1, []float64{1, -800}, true},
		{"a far outlier of t", prob.StudentTScale{DF: 3}, 1e300, []float64{0, -300}, true},
		{"a component far away", prob.GaussianMixture{K: 2}, 0, []float64{0, 0, 0, 1e200, 0, -5}, true},
		{"all components far away", prob.GaussianMixture{K: 2}, 1e200, []float64{0, 0, 0, 1, 0, -5}, false},
		{"a size of e^800", prob.NegativeBinomialLogSize{}, 7, []float64{1, 800}, true},
		{"a count of ½", prob.NegativeBinomialLogSize{}, 0.5, []float64{0, 0}, false},
	} {
		grad := make([]float64, len(c.eta))
		got := c.lik.LogProb([]float64{c.y}, c.eta, nil, grad)
		if c.finite == math.IsInf(got, -1) || got == inf || math.IsNaN(got) {
			t.Errorf("%s, %T: %v, finite should be %v", c.name, c.lik, got, c.finite)
		}
		for i, g := range grad {
			if c.finite && (math.IsNaN(g) || math.IsInf(g, 0)) {
				t.Errorf("%s, %T: gradient %d is %v", c.name, c.lik, i, g)
			}
		}
	}
}

func TestLikelihoodChecks(t *testing.T) {
	type checked interface{ Check() error }
	for _, l := range []checked{
		prob.Gaussian{}, prob.Gaussian{Sigma: math.Inf(1)}, prob.StudentTLocation{Scale: 1}, prob.StudentTLocation{DF: 1},
		prob.LaplaceLocation{Scale: -1}, prob.StudentTScale{}, prob.GaussianMixture{}, prob.CategoricalLogit{}, prob.NegativeBinomialLog{},
	} {
		if l.Check() == nil {
			t.Errorf("%#v: no error", l)
		}
	}
	for _, l := range []checked{prob.SquaredError(), prob.AbsoluteError(), prob.StudentTLocation{DF: 4, Scale: 2}, prob.StudentTScale{DF: 4}, prob.GaussianMixture{K: 1}} {
		if err := l.Check(); err != nil {
			t.Errorf("%#v: %v", l, err)
		}
	}
}
