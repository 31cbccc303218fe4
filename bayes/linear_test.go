package bayes

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	"github.com/bayeskit/bayeskit/prob/probtest"
)

// threePredictors returns rows of an intercept and two predictors, one of them
// far from 0.
func threePredictors(offset float64) func(*rand.Rand) LeastSquares {
	return func(r *rand.Rand) (s LeastSquares) {
		for range 1 + r.IntN(4) {
			s = s.Merge(Response(offset+r.NormFloat64(), 1, r.NormFloat64(), offset+r.ExpFloat64()))
		}
		return s
	}
}

func noisy(draw func(*rand.Rand) LeastSquares) func(*rand.Rand) KnownNoise {
	return func(r *rand.Rand) KnownNoise {
		return draw(r).KnownNoise(0.5 + r.ExpFloat64()).Merge(draw(r).KnownNoise(0.3))
	}
}

// correlatedPrior is no independent one: the posterior of another prior.
func correlatedPrior() LinearNormalInverseGamma {
	d := IndependentCoefficients([]float64{1, -2, 0.5}, []float64{10, 2, 3}, 2, 3)
	return d.Update(Response(3, 1, 2, -1).Merge(Response(-1, 1, 0.5, 4)))
}

func TestLinearLaws(t *testing.T) {
	for _, offset := range []float64{0, 100} {
		laws(t, IndependentCoefficients([]float64{1, -2, 0.5}, []float64{10, 2, 3}, 2, 3), threePredictors(offset))
		laws(t, correlatedPrior(), threePredictors(offset))
		laws(t, IndependentNormals([]float64{1, -2, 0.5}, []float64{10, 2, 3}), noisy(threePredictors(offset)))
	}
}

func TestLinearExact(t *testing.T) {
	for _, offset := range []float64{0, 1, 1e4} {
		t.Run(fmt.Sprint(offset), func(t *testing.T) {
			draw := threePredictors(offset)
			exactly(t, IndependentCoefficients([]float64{1, -2, 0.5}, []float64{10, 2, 3}, 2, 3), Response(1e6, 1, 1, 1), draw)
			exactly(t, IndependentNormals([]float64{1, -2, 0.5}, []float64{10, 2, 3}), Response(3, 1, 1e5, 1).KnownNoise(1), noisy(draw))
		})
	}
	exactly(t, IndependentCoefficients(make([]float64, 3), []float64{inf, inf, inf}, -1.5, 0), Response(1e6, 1, 1, 1), threePredictors(1e4))
}

var inf = math.Inf(1)

// TestLinearIsNIG: with an intercept and nothing else, a regression is a normal
// sample, for posterior, evidence, prediction and improper priors alike.
func TestLinearIsNIG(t *testing.T) {
	rng := prob.NewSeed(7).Rand()
	for _, offset := range []float64{0, 1e8} {
		nig := NormalInverseGamma{offset - 1, 0.25, 2, 3}
		reg := IndependentCoefficients([]float64{offset - 1}, []float64{2}, 2, 3)
		var m Moments
		rows := NewRows(1)
		for range 2000 {
			y := offset + rng.NormFloat64()
			m = m.Merge(Reals(y))
			rows.Add(y, 1)
		}
		s := rows.LeastSquares()
		near(t, "evidence", reg.LogEvidence(s), nig.LogEvidence(m))
		got, want := reg.Update(s), nig.Update(m)
		near(t, "mean", got.Mean[0], want.Mu)
		near(t, "count", got.Root[0]*got.Root[0], want.Count)
		near(t, "shape", got.Shape, want.Shape)
		near(t, "scale", got.Scale, want.Scale)
		p, q := got.Predictive(1), want.Predictive()
		near(t, "predictive", p.Scale, q.Scale)
		near(t, "predictive", p.Loc, q.Loc)
		ms, ns := got.Marginals(), want.Marginals()
		for i := range ms {
			near(t, ms[i].Name, ms[i].Quantile(0.1), ns[i].Quantile(0.1))
		}
		flat := IndependentCoefficients([]float64{0}, []float64{inf}, -0.5, 0).Update(s)
		ref := NormalInverseGamma{0, 0, -0.5, 0}.Update(m)
		near(t, "reference scale", flat.Scale, ref.Scale)
		near(t, "reference mean", flat.Mean[0], ref.Mu)
	}
}

// TestRows compares blocks with one row at a time, for predictors that are
// clustered, far from 0, dummies and nearly collinear: condition numbers up to
// 1e8. Both are near enough exact to agree to 1e-12 of each number.
func TestRows(t *testing.T) {
	rng := prob.NewSeed(8).Rand()
	for name, next := range map[string]func(x []float64) float64{
		"standard": func(x []float64) float64 { return x[1] - 2*x[2] + rng.NormFloat64() },
		"far":      func(x []float64) float64 { x[1] += 1e8; x[2] -= 1e4; return 1e8 + x[1] + rng.NormFloat64() },
		"nearly":   func(x []float64) float64 { x[2] = x[1] + 1e-8*x[2]; return x[1] + rng.NormFloat64() },
		"dummies": func(x []float64) float64 {
			x[1], x[2], x[3] = float64(rng.IntN(2)), float64(rng.IntN(2)), 0
			return x[1] + rng.NormFloat64()
		},
		"no intercept": func(x []float64) float64 { x[0] = rng.NormFloat64(); return x[0] },
	} {
		rows := NewRows(4)
		var one LeastSquares
		for range 3*blockLen + 40 {
			x := []float64{1, rng.NormFloat64(), rng.NormFloat64(), rng.ExpFloat64()}
			y := next(x)
			rows.Add(y, x...)
			one = one.Merge(Response(y, x...))
		}
		all := rows.LeastSquares()
		for i := range all.tri.d {
			a, b := all.tri.d[i].Hi, one.tri.d[i].Hi
			if math.Abs(a-b) > 1e-12*math.Abs(b)+1e-24*one.tri.length2(i).Hi {
				t.Errorf("%s: squared length %d is %g in blocks, %g row by row", name, i, a, b)
			}
		}
		prior := IndependentCoefficients(make([]float64, 4), []float64{1e9, 10, 10, 10}, 1, 1)
		if a, b := prior.LogEvidence(all), prior.LogEvidence(one); !(math.Abs(a-b) <= 1e-12*math.Abs(b)) {
			t.Errorf("%s: log evidence %.17g in blocks, %.17g row by row", name, a, b)
		}
	}
}

// TestRowsTimes: a row that stands for three is three rows.
func TestRowsTimes(t *testing.T) {
	a, b := NewRows(2), NewRows(2)
	for i := range 20 {
		x := float64(i * i % 7)
		a.AddTimes(3, x+0.1*float64(i), 1, x)
		for range 3 {
			b.Add(x+0.1*float64(i), 1, x)
		}
	}
	prior := IndependentCoefficients([]float64{0, 0}, []float64{1, 1}, 1, 1)
	near(t, "times", prior.LogEvidence(a.LeastSquares()), prior.LogEvidence(b.LeastSquares()))
}

func TestCollinear(t *testing.T) {
	rows := NewRows(3)
	var one LeastSquares
	for i := range 40 {
		x := float64(i) / 3
		rows.Add(2*x+float64(i%3), 1, x, 3*x+0.1)
		one = one.Merge(Response(2*x+float64(i%3), 1, x, 3*x+0.1))
	}
	collinearData(t, rows.LeastSquares())
	collinearData(t, one)
}

// collinearData checks what is said of data whose third predictor is, but for
// rounding, a combination of the first two.
func collinearData(t *testing.T, s LeastSquares) {
	t.Helper()
	if _, err := s.Coefficients(); err == nil || !strings.Contains(err.Error(), "predictor 3 is a combination") {
		t.Errorf("coefficients of collinear predictors: error %v", err)
	}
	flat := IndependentCoefficients(make([]float64, 3), []float64{inf, inf, inf}, -1.5, 0)
	flat.Names = []string{"(intercept)", "x", "copy"}
	post := flat.Update(s)
	if err := post.Proper(); !errors.Is(err, ErrImproper) || !strings.Contains(err.Error(), "copy") {
		t.Errorf("flat prior: error %v, want one that names copy", err)
	}
	if m := post.Marginals()[1]; !math.IsNaN(m.Mean()) {
		t.Errorf("marginal of an improper posterior has mean %g", m.Mean())
	}
	proper := IndependentCoefficients(make([]float64, 3), []float64{10, 10, 10}, 1, 1)
	if err := proper.Update(s).Proper(); err != nil {
		t.Errorf("proper prior: %v", err)
	}
	if le := proper.LogEvidence(s); math.IsNaN(le) || math.IsInf(le, 0) {
		t.Errorf("proper prior: log evidence %g", le)
	}
	if _, err := Zellner(s, 10, 1, 1); err == nil || !strings.Contains(err.Error(), "predictor 3") {
		t.Errorf("g prior of collinear predictors: error %v", err)
	}
}

// TestZellner: the g prior shrinks least squares by g/(1+g).
func TestZellner(t *testing.T) {
	s := threePredictors(2)(prob.NewSeed(3).Rand())
	for s.N < 10 {
		s = s.Merge(threePredictors(2)(prob.NewSeed(uint64(s.N)).Rand()))
	}
	prior, err := Zellner(s, 4, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	beta, _ := s.Coefficients()
	for i, m := range prior.Update(s).Mean {
		near(t, "shrinkage", m, 0.8*beta[i])
	}
	// |Λ'|/|Λ| = (1+g)³ here.
	post := prior.Update(s)
	near(t, "determinant", post.Root[0]*post.Root[3]*post.Root[5], math.Pow(5, 1.5)*prior.Root[0]*prior.Root[3]*prior.Root[5])
}

// TestLinearPredictive: the predictive density of a row is its evidence, and
// the terms along a stream add up to that of the batch.
func TestLinearPredictive(t *testing.T) {
	rng := prob.NewSeed(9).Rand()
	prior, known := correlatedPrior(), IndependentNormals([]float64{1, -2, 0.5}, []float64{10, 2, 3})
	post, knownPost := prior, known
	var all LeastSquares
	sum, knownSum := 0.0, 0.0
	for range 50 {
		x := []float64{1, rng.NormFloat64(), 5 + rng.NormFloat64()}
		y := rng.NormFloat64()
		row := Response(y, x...)
		lp, knownLP := post.Predictive(x...).LogProb([]float64{y}, nil), knownPost.Predictive(0.7, x...).LogProb([]float64{y}, nil)
		near(t, "predictive", lp, post.LogEvidence(row))
		near(t, "known predictive", knownLP, knownPost.LogEvidence(NoisyResponse(y, 0.7, x...)))
		sum, knownSum = sum+lp, knownSum+knownLP
		post, knownPost, all = post.Update(row), knownPost.Update(row.KnownNoise(0.7)), all.Merge(row)
	}
	near(t, "prequential", sum, prior.LogEvidence(all))
	near(t, "known prequential", knownSum, known.LogEvidence(all.KnownNoise(0.7)))
}

// TestLinearRand: draws have the moments of the marginals, to 5 standard errors
// of 20 000 draws.
func TestLinearRand(t *testing.T) {
	const n = 20000
	rng := prob.NewSeed(10).Rand()
	d := correlatedPrior()
	d.Shape = 6 // enough moments
	x, sum, squares := make([]float64, d.Dim()), make([]float64, d.Dim()), make([]float64, d.Dim())
	for range n {
		d.Rand(rng, x)
		for i, v := range x {
			sum[i] += v
			squares[i] += v * v
		}
	}
	for i, m := range d.Marginals()[:d.Dim()] {
		mean := sum[i] / n
		if v := squares[i]/n - mean*mean; math.Abs(mean-m.Mean()) > 5*math.Sqrt(m.Var()/n) || math.Abs(v/m.Var()-1) > 0.1 {
			t.Errorf("%s: draws have mean %g, variance %g, want %g and %g", m.Name, mean, v, m.Mean(), m.Var())
		}
	}
}

func TestLinearJSON(t *testing.T) {
	d := correlatedPrior()
	d.Names = []string{"a", "b", "c"}
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var back LinearNormalInverseGamma
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, d) {
		t.Errorf("%s reads back as %v (error %v)", text, back, err)
	}
	k := IndependentNormals([]float64{1, 2}, []float64{3, inf})
	text, _ = json.Marshal(k)
	var known LinearNormal
	if err := json.Unmarshal(text, &known); err != nil || !reflect.DeepEqual(known, k) {
		t.Errorf("%s reads back as %v (error %v)", text, known, err)
	}
	for _, c := range []struct {
		dst        any
		text, want string
	}{
		{new(LeastSquares), `{"n":2,"d":[1,-1],"u":[0]}`, "the response"},
		{new(LeastSquares), `{"n":2,"d":[1,1],"u":[]}`, "0 numbers in u"},
		{new(LeastSquares), `{"n":-2,"d":[1,1],"u":[1]}`, "no data"},
		{new(LeastSquares), `{"n":0,"d":[1,1],"u":[1]}`, "no data"},
		{new(KnownNoise), `{"n":2,"d":[1,1],"u":[1],"x":3}`, "unknown field"},
		{new(LinearNormalInverseGamma), `{"family":"linear-normal","params":{"mean":[1],"root":[1]}}`, "found family"},
		{new(LinearNormalInverseGamma), `{"family":"linear-normal-inverse-gamma","params":{"mean":[1],"root":[1,2],"shape":1,"scale":1}}`, "want 1"},
		{new(LinearNormal), `{"family":"linear-normal","params":{"mean":[1],"root":[-1]}}`, "0 or above"},
	} {
		if err := json.Unmarshal([]byte(c.text), c.dst); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%T from %s: error %v, want one about %q", c.dst, c.text, err, c.want)
		}
	}
}

// TestLinearAliases: what callers do to their slices later reaches nothing.
func TestLinearAliases(t *testing.T) {
	x, mean := []float64{1, 2}, []float64{0, 0}
	s, prior := Response(3, x...), IndependentCoefficients(mean, []float64{1, 1}, 1, 1)
	before := prior.LogEvidence(s)
	sum := s.Merge(LeastSquares{})
	x[0], mean[0] = 100, 100
	prior.Update(s).Mean[0] = 100
	s.Merge(s)
	s.Scale(3)
	if after := prior.LogEvidence(sum); after != before || !slices.Equal(prior.Mean, []float64{0, 0}) {
		t.Errorf("log evidence %g, before %g", after, before)
	}
}

func BenchmarkLinear(b *testing.B) {
	s := Response(1, 1, 2)
	updating(b, IndependentCoefficients([]float64{0, 0}, []float64{1, 1}, 1, 1), s.Merge(Response(2, 1, 3)))
}

// BenchmarkRows is a stream of rows with 10 predictors; the aim is 10⁶ rows a
// second on a core, without allocating.
func BenchmarkRows(b *testing.B) {
	for _, p := range []int{2, 10, 30} {
		b.Run(fmt.Sprint(p), func(b *testing.B) {
			rng := prob.NewSeed(1).Rand()
			data := make([][]float64, 1000)
			for i := range data {
				data[i] = []float64{1}
				for len(data[i]) < p+1 { // the last is the response
					data[i] = append(data[i], rng.NormFloat64())
				}
			}
			rows := NewRows(p)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				row := data[i%len(data)]
				rows.Add(row[p], row[:p]...)
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}

// TestLinearUndoesOnlyItsOwn: a row with one number of another row is not it.
func TestLinearUndoesOnlyItsOwn(t *testing.T) {
	rest := Response(3, 1, 2).Merge(Response(7, 1, 5).Scale(-1))
	if err := rest.Check(); err == nil {
		t.Errorf("a row less another passes its check: %+v", rest)
	}
	if rest := Response(3, 1, 2).Merge(Response(3, 1, 2).Scale(-1)); !reflect.DeepEqual(rest, LeastSquares{}) {
		t.Errorf("a row less itself is %+v", rest)
	}
}

func TestLinearGradient(t *testing.T) {
	x := []float64{0.3, -1.2, 2, 0.8}
	flat := IndependentCoefficients(make([]float64, 3), []float64{inf, inf, inf}, -1.5, 0)
	probtest.Gradient(t, correlatedPrior(), x)
	probtest.Gradient(t, flat.Update(Response(3, 1, 2, -1)), x)
	probtest.Gradient(t, IndependentNormals([]float64{1, -2, 0.5}, []float64{10, 2, inf}), x[:3])
	near(t, "reference prior", flat.LogProb(x, nil), -math.Log(0.8)) // 1/σ²
}
