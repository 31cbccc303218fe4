package probtest

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// density is a LogDensity over ℝ made of functions.
type density struct{ value, slope func(x float64) float64 }

func (d density) Dim() int { return 1 }
func (d density) LogProb(x, grad []float64) float64 {
	if grad != nil && d.slope != nil {
		grad[0] = d.slope(x[0])
	}
	return d.value(x[0])
}

func TestGradientNoticesErrors(t *testing.T) {
	points := [][]float64{{-2}, {0}, {1e-9}, {0.7}, {30}}
	for _, d := range []prob.LogDensity{
		prob.Normal{Mu: 0, Sigma: 1},
		prob.Normal{Mu: 1e6, Sigma: 1e12},
		density{func(x float64) float64 { return -2 * math.Log1p(x*x) }, func(x float64) float64 { return -4 * x / (1 + x*x) }},
		density{func(x float64) float64 { return 3 }, func(x float64) float64 { return 0 }},
	} {
		Gradient(t, d, points...)
	}
	Gradient(t, prob.Normal{Mu: 0, Sigma: 1e-6}, []float64{0}, []float64{1e-6}, []float64{-3e-5})

	square := func(x float64) float64 { return -x * x / 2 }
	for name, d := range map[string]density{
		"sign":                   {square, func(x float64) float64 { return x }},
		"one part in a million":  {square, func(x float64) float64 { return -x * (1 + 1e-6) }},
		"grad left as it was":    {square, nil},
		"NaN":                    {square, func(x float64) float64 { return math.NaN() }},
		"constant added":         {square, func(x float64) float64 { return -x + 1e-6 }},
		"noise instead of slope": {func(x float64) float64 { return square(x) + 0.01*math.Mod(x*1e9*math.Pi, 1) }, func(x float64) float64 { return -x }},
	} {
		complains(t, name, "∂/∂x", func(t testing.TB) { Gradient(t, d, points...) })
	}
	complains(t, "x modified", "changed x", func(t testing.TB) { Gradient(t, careless{}, []float64{1}) })
}

type careless struct{ prob.Normal }

func (careless) LogProb(x, grad []float64) float64 {
	if grad != nil {
		grad[0] = 0
	}
	x[0] = 2
	return 0
}

// scored is a normal whose score may be wrong in σ.
type scored struct {
	prob.Normal
	factor float64
}

func (d scored) Score(x, grad []float64) { d.Normal.Score(x, grad); grad[1] *= d.factor }

func TestScoreNoticesErrors(t *testing.T) {
	build := func(factor float64) func(p []float64) Scored {
		return func(p []float64) Scored { return scored{prob.Normal{Mu: p[0], Sigma: p[1]}, factor} }
	}
	Score(t, build(1), []float64{1, 2}, []float64{0.3}, []float64{7})
	complains(t, "σ for σ²", "score[1]", func(t testing.TB) { Score(t, build(2), []float64{1, 2}, []float64{0.3}) })
}

// bent is a positive bijector with one method wrong.
type bent struct {
	prob.Bijector
	jac, inverse, pull float64
}

func (b bent) Forward(y, x []float64) float64 { return b.Bijector.Forward(y, x) + b.jac }
func (b bent) Inverse(x, y []float64)         { b.Bijector.Inverse(x, y); x[0] += b.inverse }
func (b bent) Pullback(gx, x, y, gy []float64) {
	b.Bijector.Pullback(gx, x, y, gy)
	gx[0] += b.pull
}

func TestBijectorNoticesErrors(t *testing.T) {
	xs := [][]float64{{0}, {-3}, {2.5}}
	Bijector(t, bent{Bijector: prob.Positive(1)}, xs...)
	complains(t, "log-determinant", "log |det J|", func(t testing.TB) { Bijector(t, bent{prob.Positive(1), 1e-6, 0, 0}, xs...) })
	complains(t, "inverse", "Inverse", func(t testing.TB) { Bijector(t, bent{prob.Positive(1), 0, 1e-12, 0}, xs...) })
	complains(t, "pullback", "Pullback", func(t testing.TB) { Bijector(t, bent{prob.Positive(1), 0, 0, 1e-6}, xs...) })
	complains(t, "length", "len(x)", func(t testing.TB) { Bijector(t, prob.Positive(1), []float64{1, 2}) })
}

var sink []float64

// lik is a unit Gaussian likelihood with a choice of mistakes.
type lik struct{ mistake string }

func (lik) Dim() int { return 1 }
func (l lik) LogProb(y, eta, rows, grad []float64) (sum float64) {
	for i, m := range eta {
		lp := -0.5 * (y[i] - m) * (y[i] - m)
		if l.mistake == "first row" && i == 0 {
			lp *= float64(len(y))
		}
		sum += lp
		if rows != nil {
			rows[i] = lp
		}
		if grad != nil && l.mistake == "sum" {
			sum += 1e-3
		}
		if grad != nil {
			grad[i] = y[i] - m
			if l.mistake == "sign" {
				grad[i] = -grad[i]
			}
		}
	}
	switch l.mistake {
	case "constant":
		sum--
	case "eta":
		if len(eta) > 0 {
			eta[0] = 1
		}
	case "allocates":
		sink = make([]float64, 1)
	}
	return sum
}

func TestLikelihoodNoticesErrors(t *testing.T) {
	y, eta := []float64{1, -2, 3}, []float64{0.5, 0.25, -4}
	Likelihood[float64](t, lik{}, y, eta)
	for mistake, want := range map[string]string{
		"sign":      "∂/∂η",
		"sum":       "without outputs",
		"constant":  "no observations",
		"eta":       "changed eta",
		"first row": "alone",
		"allocates": "allocates",
	} {
		complains(t, mistake, want, func(t testing.TB) {
			Likelihood[float64](t, lik{mistake}, y, append([]float64(nil), eta...))
		})
	}
	complains(t, "length of eta", "len(eta)", func(t testing.TB) {
		defer func() { recover() }() // the recorder's Fatalf does not stop
		Likelihood[float64](t, lik{}, y, eta[:2])
	})
}

func TestGoldenNoticesErrors(t *testing.T) {
	normal := func(name string, p []float64) prob.LogDensity {
		if name != "normal" {
			return nil
		}
		return prob.Normal{Mu: p[0], Sigma: p[1]}
	}
	write := func(rows string) string {
		path := filepath.Join(t.TempDir(), "golden.csv")
		if err := os.WriteFile(path, []byte("family,params,function,x,value,condition\n"+rows), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	Golden(t, write("# a comment\nnormal,0 1,logprob,0,-0.918938533204672741780\nnormal,0 1,survival,10,7.61985302416052606597e-24,7.7e-22\nnormal,3 2,mean,,3\nnormal,3 2,var,,4,0\n"), 4*eps, normal)
	for row, want := range map[string]string{
		"":                                  "no golden values",
		"normal,0 1,logprob,0,-0.9189":      "off by",
		"normal,0 1,cdf,0,nan":              "want NaN",
		"normal,0 1,quantile,1,3":           "want 3",
		"normal,0 1,quantile,0.5,inf":       "want +Inf",
		"normal,0 1,quartile,0.5,0":         "unknown function",
		"gaussian,0 1,cdf,0.5,0":            "unknown family",
		"normal,0 1,cdf,0":                  "columns",
		"normal,0 1,cdf,0,0.5 1":            "single numbers",
		"normal,0 one,cdf,0,0.5":            "invalid syntax",
		"normal,0 1,cdf,0 0,0.5":            "of 2 numbers",
		"normal,0 1,survival,10,7.6199e-24": "off by",
	} {
		complains(t, row, want, func(t testing.TB) { Golden(t, write(row+"\n"), 4*eps, normal) })
	}
}
