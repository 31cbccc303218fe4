package decide

import (
	"fmt"
	"math"
	"os"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// pairs are of every kind, extreme ones among them.
func pairs() map[string][2]prob.Univariate {
	nig := bayes.NormalInverseGamma{Mu: 3, Count: 200, Shape: 100, Scale: 80}
	spike := Mixture{[]float64{0.4, 0.6}, []prob.Univariate{Atom(0.25), prob.Beta{Alpha: 3, Beta: 9}}}
	return map[string][2]prob.Univariate{
		"betas":             {prob.Beta{Alpha: 150.5, Beta: 2230.5}, prob.Beta{Alpha: 120.5, Beta: 2280.5}},
		"betas, tiny rates": {prob.Beta{Alpha: 1.5, Beta: 1e9}, prob.Beta{Alpha: 2.5, Beta: 1e9}},
		"betas near 1":      {prob.Beta{Alpha: 1e9, Beta: 1.5}, prob.Beta{Alpha: 1e9, Beta: 2.5}},
		"betas, a million":  {prob.Beta{Alpha: 1e6 + 0.5, Beta: 1e6}, prob.Beta{Alpha: 1e6 + 800, Beta: 1e6 + 0.5}},
		"betas, far":        {prob.Beta{Alpha: 100.5, Beta: 2000.5}, prob.Beta{Alpha: 700.5, Beta: 2000.5}},
		"betas, U-shaped":   {prob.Beta{Alpha: 0.3, Beta: 0.2}, prob.Beta{Alpha: 0.1, Beta: 0.4}},
		"betas, unlike":     {prob.Beta{Alpha: 0.5, Beta: 0.5}, prob.Beta{Alpha: 3e5, Beta: 7e5}},
		"gammas":            {prob.Gamma{Shape: 30.5, Rate: 12}, prob.Gamma{Shape: 7.5, Rate: 4}},
		"normals":           {prob.Normal{Mu: 1, Sigma: 2}, prob.Normal{Mu: 0, Sigma: 1e-3}},
		"student t":         {prob.StudentT{DF: 3, Loc: 1, Scale: 2}, prob.StudentT{DF: 900, Loc: 0, Scale: 0.1}},
		"t, far":            {prob.StudentT{DF: 300, Loc: 0, Scale: 1}, prob.StudentT{DF: 400, Loc: 20, Scale: 1}},
		"t and normal":      {prob.StudentT{DF: 2.5, Loc: 0, Scale: 1}, prob.Normal{Mu: 50, Sigma: 0.5}},
		"lognormals":        {prob.LogNormal{Mu: 1, Sigma: 0.5}, prob.LogNormal{Mu: 1.25, Sigma: 0.75}},
		"lognormal means":   {NewLogNormalMean(nig), NewLogNormalMean(bayes.NormalInverseGamma{Mu: 3.1, Count: 90, Shape: 45, Scale: 40})},
		"mixtures":          {Mixture{[]float64{0.5, 0.5}, []prob.Univariate{prob.Beta{Alpha: 30, Beta: 70}, prob.Beta{Alpha: 1, Beta: 1}}}, prob.Beta{Alpha: 12, Beta: 20}},
		"spike and slab":    {spike, prob.Beta{Alpha: 2.5, Beta: 6.5}},
		"two spikes":        {spike, Mixture{[]float64{0.1, 0.9}, []prob.Univariate{Atom(0.25), prob.Beta{Alpha: 30, Beta: 90}}}},
	}
}

// tied returns P(A = B).
func tied(a, b prob.Univariate) (p float64) {
	for i, x := range laws(a).laws {
		for j, y := range laws(b).laws {
			u, ok1 := x.point()
			v, ok2 := y.point()
			if ok1 && ok2 && u == v {
				p += math.Exp(laws(a).logWeights[i] + laws(b).logWeights[j])
			}
		}
	}
	return p
}

// P(A > B) + P(B > A) + P(A = B) = 1, each from an integral of its own, and from
// whichever of the two densities; P(best of two) is the same; E max(b−a, 0) −
// E max(a−b, 0) = E b − E a. To 1e-11, a hundredth of what is promised.
func TestLaws(t *testing.T) {
	for name, p := range pairs() {
		a, b := p[0], p[1]
		la, lb := laws(a), laws(b)
		more, e1 := logExceeds(la, lb, false)
		less, e2 := logExceeds(lb, la, false)
		if sum := math.Exp(more) + math.Exp(less) + tied(a, b); !(math.Abs(sum-1) < 1e-11) {
			t.Errorf("%s: P(A > B) + P(B > A) + P(A = B) = 1 + %g, want 1", name, sum-1)
		}
		if e1 > 1e-9 || e2 > 1e-9 {
			t.Errorf("%s: bounds %g and %g", name, e1, e2)
		}
		best, _ := Best(a, b)
		if want := math.Exp(more) + tied(a, b); !(math.Abs(best[0]-want) < 1e-11) || !(math.Abs(best[0]+best[1]-1) < 1e-11) {
			t.Errorf("%s: best of two %v, want %g and a sum of 1", name, best, want)
		}
		x, _ := ExpectedLoss(a, b)
		y, _ := ExpectedLoss(b, a)
		gap := b.Mean() - a.Mean()
		if math.IsInf(a.Mean(), 1) {
			if !math.IsInf(x, 1) || !math.IsInf(y, 1) {
				t.Errorf("%s: losses %g and %g, want both infinite", name, x, y)
			}
			continue
		}
		if rounding := 0x1p-52 * (math.Abs(a.Mean()) + math.Abs(b.Mean())); !(math.Abs(x-y-gap) <= 1e-11*(x+y)+rounding) {
			t.Errorf("%s: loss %g less the converse %g is %g, want %g", name, x, y, x-y, gap)
		}
		d := Difference(a, b)
		if got := d.Survival(0); !(math.Abs(got-math.Exp(more)) < 1e-11) {
			t.Errorf("%s: P(A − B > 0) = %.15g, P(A > B) = %.15g", name, got, math.Exp(more))
		}
		if a.Quantile(0) >= 0 && b.Quantile(0) >= 0 {
			if got := Ratio(a, b).Survival(1); !(math.Abs(got-math.Exp(more)) < 1e-11) {
				t.Errorf("%s: P(A/B > 1) = %.15g, P(A > B) = %.15g", name, got, math.Exp(more))
			}
		}
	}
}

// Quantiles invert distribution functions, tails add up to 1, and the rope is their
// difference.
func TestContrasts(t *testing.T) {
	for name, p := range pairs() {
		for what, c := range map[string]Contrast{"difference": Difference(p[0], p[1]), "ratio": Ratio(p[0], p[1]), "lift": Lift(p[0], p[1])} {
			if name == "two spikes" { // jumps
				continue
			}
			if what == "ratio" && (name == "betas, U-shaped" || name == "betas near 1") {
				continue // quantiles near 1e-308, or that differ from 1 by few float64s
			}
			var ends [2]float64
			for i, q := range []float64{0.025, 0.9} {
				x := c.Quantile(q)
				if got := c.CDF(x); !(math.Abs(got-q) < 1e-10) {
					t.Errorf("%s, %s: CDF(Quantile(%g)) = %.12g at %g", name, what, q, got, x)
				}
				ends[i] = x
			}
			if got := c.InRope(ends[0], ends[1]); !(math.Abs(got-0.875) < 1e-10) {
				t.Errorf("%s, %s: %v holds %g, want 0.875", name, what, ends, got)
			}
		}
	}
}

// The sums for whole parameters and the integral agree, on a grid.
func TestBetaSums(t *testing.T) {
	for _, a := range []float64{1, 2, 7, 40} {
		for _, b := range []float64{1, 3.5, 60} {
			for _, c := range []float64{0.7, 5, 33} {
				for _, d := range []float64{1, 2.25, 100} {
					x, y := prob.Beta{Alpha: a, Beta: b}, prob.Beta{Alpha: c, Beta: d}
					for _, pair := range [][2]prob.Beta{{x, y}, {y, x}, {flip(x), flip(y)}, {flip(y), flip(x)}} {
						got, ok := betaSum(pair[0], pair[1])
						want, _ := newLaw(pair[0]).logGreaterBy(newLaw(pair[1]), 0)
						if ok && !(math.Abs(got-want) <= 1e-11*(1+math.Abs(want))) {
							t.Errorf("%v: sum %.15g, integral %.15g", pair, got, want)
						}
					}
				}
			}
		}
	}
}

func flip(d prob.Beta) prob.Beta { return prob.Beta{Alpha: d.Beta, Beta: d.Alpha} }

// The closed forms of normals, lognormals and gammas are the integrals.
func TestClosedForms(t *testing.T) {
	for _, name := range []string{"gammas", "normals", "lognormals"} {
		x, y := newLaw(pairs()[name][0]), newLaw(pairs()[name][1])
		got, ok := closedForm(x.d, y.d)
		want, _ := x.logGreaterBy(y, 0)
		if !ok || !(math.Abs(got-want) <= 1e-12*(1+math.Abs(want))) {
			t.Errorf("%s: %.15g, integral %.15g", name, got, want)
		}
		c := Ratio(x.d, y.d)
		for _, r := range []float64{0.5, 1, 3} {
			plain := Ratio(hidden{x.d}, hidden{y.d})
			if got, want := c.CDF(r), plain.CDF(r); name != "normals" && !(math.Abs(got-want) < 1e-11) {
				t.Errorf("%s: P(A/B ≤ %g) = %.15g, integral %.15g", name, r, got, want)
			}
			d, plain := Difference(x.d, y.d), Difference(hidden{x.d}, hidden{y.d})
			if got, want := d.CDF(r), plain.CDF(r); !(math.Abs(got-want) < 1e-11) {
				t.Errorf("%s: P(A − B ≤ %g) = %.15g, integral %.15g", name, r, got, want)
			}
		}
	}
}

// A place keeps what the sum of its parts has lost.
func TestPlace(t *testing.T) {
	if p := (place{1, 0}).plus(1e-20); p != (place{1, 1e-20}) {
		t.Errorf("1 + 1e-20 is %v", p)
	}
	if p := (place{0.1, 1e-20}).plus(0.2).plus(-0.2).plus(-0.1); !(math.Abs(p.x()-1e-20) < 1e-30) {
		t.Errorf("1e-20 came back as %g", p.x())
	}
	if p := (place{1, 0}).times(place{1, 1e-20}); p != (place{1, 1e-20}) {
		t.Errorf("1 × (1 + 1e-20) is %v", p)
	}
}

// A rope far out in either tail has the digits of a small probability.
func TestRopeInTails(t *testing.T) {
	d := Difference(prob.Normal{Mu: 0, Sigma: 0.6}, prob.Normal{Mu: 0, Sigma: 0.8}) // of sd 1
	want := math.Exp(prob.LogNormalCDF(-9)) - math.Exp(prob.LogNormalCDF(-10))
	for _, ends := range [][2]float64{{9, 10}, {-10, -9}} {
		if got := d.InRope(ends[0], ends[1]); !(math.Abs(got-want) <= 1e-12*want) {
			t.Errorf("P(%v) = %g, want %g", ends, got, want)
		}
	}
	if p := d.InRope(1, -1); p != 0 {
		t.Errorf("an empty rope holds %g", p)
	}
}

// Of certain values A is 0.25 or 0.9, B is 0.25 or 0.5: what ties is neither greater.
func TestTies(t *testing.T) {
	a := Mixture{[]float64{0.3, 0.7}, []prob.Univariate{Atom(0.25), Atom(0.9)}}
	b := Mixture{[]float64{0.5, 0.5}, []prob.Univariate{Atom(0.25), Atom(0.5)}}
	d, r := Difference(a, b), Ratio(a, b)
	g, _ := Greater(a, b)
	h, _ := Greater(b, a)
	loss, _ := ExpectedLoss(a, b)
	for what, v := range map[string][2]float64{
		"P(A > B)": {g, 0.7}, "P(B > A)": {h, 0.15}, "E max(B − A, 0)": {loss, 0.15 * 0.25},
		"P(A − B ≤ 0)": {d.CDF(0), 0.3}, "P(A − B > 0)": {d.Survival(0), 0.7}, "P(A − B = 0)": {d.InRope(0, 0), 0.15},
		"P(A/B ≤ 1)": {r.CDF(1), 0.3}, "P(A/B > 1)": {r.Survival(1), 0.7}, "E A/B": {r.Mean(), 0.705 * 3},
		"P(A/B ≤ 1.8)": {r.CDF(1.8), 0.65}, "Var A/B": {r.Var(), (0.3*0.0625+0.7*0.81)*10 - 0.705*3*0.705*3},
	} {
		if !(math.Abs(v[0]-v[1]) < 1e-12) {
			t.Errorf("%s = %.15g, want %g", what, v[0], v[1])
		}
	}
}

// Simulation: every statement about a pair is within 5 standard errors of the share
// or mean among draws. 10⁵ draws; with BAYESKIT_LONG in the environment 10⁷.
func TestSimulation(t *testing.T) {
	n := 100_000
	if os.Getenv("BAYESKIT_LONG") != "" {
		n = 10_000_000
	}
	for name, p := range pairs() {
		a, b := p[0], p[1]
		rng := prob.NewSeed(8).Rand()
		diff, ratio := Difference(a, b), Ratio(a, b)
		at, times := diff.Quantile(0.3), ratio.Quantile(0.8)
		var greater, below, under, rope int
		var loss, lossSq float64
		x, y := []float64{0}, []float64{0}
		for range n {
			a.Rand(rng, x)
			b.Rand(rng, y)
			d := x[0] - y[0]
			if d > 0 {
				greater++
			} else {
				loss -= d
				lossSq += d * d
			}
			if d <= at {
				below++
			}
			if x[0]/y[0] <= times {
				under++
			}
			if math.Abs(d) <= math.Abs(at) {
				rope++
			}
		}
		share := func(what string, k int, p float64) {
			t.Helper()
			se := math.Sqrt(p*(1-p)/float64(n)) + 1/float64(n)
			if got := float64(k) / float64(n); !(math.Abs(got-p) < 5*se) {
				t.Errorf("%s: %s = %.6f, of %d draws %.6f", name, what, p, n, got)
			}
		}
		g, _ := Greater(a, b)
		share("P(A > B)", greater, g)
		share("P(A − B ≤ q)", below, diff.CDF(at))
		share("P(|A − B| ≤ |q|)", rope, diff.InRope(-math.Abs(at), math.Abs(at)))
		if name != "betas, U-shaped" { // draws of 0
			share("P(A/B ≤ q)", under, ratio.CDF(times))
		}
		if l, _ := ExpectedLoss(a, b); !math.IsInf(l, 1) && lossSq > 0 {
			mean := loss / float64(n)
			se := math.Sqrt((lossSq/float64(n)-mean*mean)/float64(n)) + 1/float64(n)*b.Mean()
			if name != "t and normal" && !(math.Abs(mean-l) < 5*se) { // of finite variance
				t.Errorf("%s: loss %g, of %d draws %g ± %g", name, l, n, mean, se)
			}
		}
	}
}

// P(best) of k adds up to 1, and is right where one is far narrower than another.
func TestBestAddsUp(t *testing.T) {
	sets := map[string][]prob.Univariate{
		"k alike":       {prob.Beta{Alpha: 5.5, Beta: 9}, prob.Beta{Alpha: 5.5, Beta: 9}, prob.Beta{Alpha: 5.5, Beta: 9}, prob.Beta{Alpha: 5.5, Beta: 9}},
		"narrow, wide":  {prob.Normal{Mu: 0, Sigma: 1}, prob.Normal{Mu: 0.5, Sigma: 1e-6}, prob.Normal{Mu: 0.5000003, Sigma: 1e-6}, prob.StudentT{DF: 2, Loc: 0, Scale: 1}},
		"steps":         {prob.Beta{Alpha: 0.5, Beta: 0.5}, prob.Beta{Alpha: 1e8, Beta: 9e8}, prob.Beta{Alpha: 5e8, Beta: 5e8}, prob.Beta{Alpha: 9e8, Beta: 1e8}},
		"certain":       {Atom(0.5), Atom(0.5), prob.Beta{Alpha: 2, Beta: 2}, Atom(0.25)},
		"a wide family": {prob.Gamma{Shape: 0.5, Rate: 1}, prob.Gamma{Shape: 50, Rate: 100}, prob.LogNormal{Mu: -1, Sigma: 2}, prob.Gamma{Shape: 2, Rate: 5}},
	}
	for name, ds := range sets {
		p, bound := Best(ds...)
		sum := 0.0
		for _, v := range p {
			sum += v
		}
		if !(math.Abs(sum-1) < 1e-11) || bound > 1e-9 {
			t.Errorf("%s: P(best) = %v adds up to 1 + %g (bound %g)", name, p, sum-1, bound)
		}
	}
	if p, _ := Best(sets["k alike"]...); !(math.Abs(p[2]-0.25) < 1e-12) {
		t.Errorf("P(best) of four alike = %v", p)
	}
	// Steps: a Beta(½,½) exceeds 0.9 with probability 1 − (2/π)·asin √0.9.
	if p, _ := Best(sets["steps"]...); !(math.Abs(p[0]-(1-2/math.Pi*math.Asin(math.Sqrt(0.9)))) < 1e-6) {
		t.Errorf("P(best) over steps = %v", p)
	}
	// Certain: half of Beta(2,2) is above ½; the tie goes to the first.
	if p, _ := Best(sets["certain"]...); fmt.Sprintf("%.9f", p) != "[0.500000000 0.000000000 0.500000000 0.000000000]" {
		t.Errorf("P(best) = %v", p)
	}
}

// What is undefined is said to be so.
func TestUndefined(t *testing.T) {
	improper := bayes.Beta{Alpha: 0, Beta: 0}
	ok := prob.Beta{Alpha: 2, Beta: 3}
	if p, _ := Greater(improper, ok); !math.IsNaN(p) {
		t.Errorf("P(improper > B) = %g, want NaN", p)
	}
	if p, _ := Best(ok, improper); !math.IsNaN(p[0]) || !math.IsNaN(p[1]) {
		t.Errorf("P(best) = %v, want NaN", p)
	}
	if l, _ := ExpectedLoss(ok, improper); !math.IsNaN(l) {
		t.Errorf("loss = %g, want NaN", l)
	}
	if q := Difference(improper, ok).Quantile(0.5); !math.IsNaN(q) {
		t.Errorf("median = %g, want NaN", q)
	}
	if l, _ := ExpectedLoss(prob.Normal{Mu: 0, Sigma: 1}, prob.StudentT{DF: 1, Loc: 0, Scale: 1}); !math.IsInf(l, 1) {
		t.Errorf("loss against a Cauchy = %g, want +Inf", l)
	}
	for _, c := range []struct {
		name           string
		b              prob.Univariate
		mean, variance float64
	}{
		{"gamma of shape 1", prob.Gamma{Shape: 1, Rate: 1}, math.Inf(1), math.NaN()},
		{"gamma of shape 1.5", prob.Gamma{Shape: 1.5, Rate: 1}, 4, math.Inf(1)},
		{"hidden gamma of shape 1", hidden{prob.Gamma{Shape: 1, Rate: 1}}, math.Inf(1), math.NaN()},
		{"hidden gamma of shape 1.5", hidden{prob.Gamma{Shape: 1.5, Rate: 1}}, 4, math.Inf(1)},
		{"hidden gamma of shape 4", hidden{prob.Gamma{Shape: 4, Rate: 1}}, 2.0 / 3, math.NaN()},
		{"normal", prob.Normal{Mu: 100, Sigma: 1}, math.NaN(), math.NaN()},
	} {
		r := Ratio(prob.Gamma{Shape: 2, Rate: 1}, c.b)
		same := func(got, want float64) bool {
			return got == want || math.IsNaN(got) && math.IsNaN(want) || math.Abs(got-want) < 1e-9
		}
		if !same(r.Mean(), c.mean) || c.name != "hidden gamma of shape 4" && !same(r.Var(), c.variance) {
			t.Errorf("ratio to a %s: mean %g, variance %g, want %g, %g", c.name, r.Mean(), r.Var(), c.mean, c.variance)
		}
	}
	// Var A/B = E A²·E B⁻² − (E A/B)²: 6·(1/6) − (2/3)² = 5/9.
	if v := Ratio(prob.Gamma{Shape: 2, Rate: 1}, hidden{prob.Gamma{Shape: 4, Rate: 1}}).Var(); !(math.Abs(v-5./9) < 1e-9) {
		t.Errorf("variance of a ratio = %g, want 5/9", v)
	}
	// The closed forms of the moments of 1/B are the integrals.
	for _, d := range []prob.Univariate{prob.Gamma{Shape: 4, Rate: 3}, prob.Beta{Alpha: 3.5, Beta: 12}, prob.LogNormal{Mu: 1, Sigma: 0.5}} {
		m, v := laws(d).reciprocal()
		m2, v2 := laws(hidden{d}).reciprocal()
		if !(math.Abs(m-m2) < 1e-10*m) || !(math.Abs(v-v2) < 1e-8*v) {
			t.Errorf("1/%v: mean %.12g and variance %.12g, integrals %.12g and %.12g", d, m, v, m2, v2)
		}
	}
}
