package factor

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// An ANOVA is the test that several groups have one mean. Under the alternative
// the standardised effects, which add up to 0, are multivariate Cauchy of scale r in
// the a−1 dimensions that are left: normal of variance g, with g
// inverse-gamma(½, ½r²) (Rouder, Morey, Speckman and Province 2012,
// doi:10.1016/j.jmp.2012.08.001: one fixed factor). Given g the group means are
// exchangeable, so with w_j = n_j/(1+gn_j) and m the mean of the ȳ_j weighted by w_j,
//
//	BF₁₀ = ∫₀^∞ [∏(1+gn_j)·Σw_j/N]^−½ · [(SSW + Σw_j(ȳ_j−m)²)/SST]^−½(N−1) IG(g; ½, ½r²) dg.
//
// Two groups are the two-sample t test with r√2 for its scale. Several factors and
// random ones would need one g each and an integral over all, and are left out.
type ANOVA struct {
	Scale float64 // r; 0 means ½
}

// Groups are the samples of a one-way layout, in order of their numbers.
type Groups []Sample

// Add takes an observation of group i (from 0), new or not. A NaN is a missing one:
// Add returns false.
func (g *Groups) Add(i int, x float64) bool {
	for len(*g) <= i {
		*g = append(*g, Sample{})
	}
	return (*g)[i].Add(x)
}

// layout is what the factor needs of Groups; empty ones are left out.
type layout struct {
	index        []int // of each group among the Groups
	n, mean      []float64
	total, grand float64 // N and the mean of all
	within       float64
	between      float64
}

// N returns the number of observations.
func (g Groups) N() (n float64) {
	for _, s := range g {
		n += s.N
	}
	return n
}

func (g Groups) layout() (l layout, err error) {
	size := 0.0
	for i, s := range g {
		if s.N > 0 {
			l.index, l.n, l.mean = append(l.index, i), append(l.n, s.N), append(l.mean, s.Mean)
			l.total += s.N
			l.grand += (s.Mean - l.grand) * (s.N / l.total)
			l.within += s.SS
			size = math.Max(size, math.Abs(s.Mean))
		}
	}
	for j, n := range l.n {
		l.between += n * (l.mean[j] - l.grand) * (l.mean[j] - l.grand)
	}
	switch {
	case len(l.n) < 2:
		return l, undefined("there are observations of %d group: want two at least", len(l.n))
	case !(l.total > float64(len(l.n))):
		return l, undefined("%v observations in %d groups do not show how they vary within", l.total, len(l.n))
	case !(math.Sqrt(l.within/l.total) > 4e-16*size):
		return l, undefined("the observations do not vary within their groups")
	}
	return l, nil
}

// FStatistic returns the classical F and its degrees of freedom. It fails as
// [ANOVA.Factor] does.
func (g Groups) FStatistic() (f, between, within float64, err error) {
	l, err := g.layout()
	if err != nil {
		return 0, 0, 0, err
	}
	between, within = float64(len(l.n)-1), l.total-float64(len(l.n))
	return l.between / between / (l.within / within), between, within, nil
}

// Factor returns the Bayes factor of different means against one mean. It fails,
// with [ErrUndefined], for fewer than two groups and where nothing varies within
// them.
func (p ANOVA) Factor(g Groups) (Value, error) {
	in, noise, err := p.integral(g)
	if err != nil {
		return Value{}, err
	}
	return Value{bayes.BayesFactor(in.log), in.err + noise + 4e-16*math.Abs(in.log)}, nil
}

func (p ANOVA) integral(g Groups) (in integral, noise float64, err error) {
	r, err := checkScale("the scale of the prior on the effects", p.Scale, 0.5)
	if err != nil {
		return in, 0, err
	}
	l, err := g.layout()
	if err != nil {
		return in, 0, err
	}
	sst := l.within + l.between
	f := func(v float64) float64 {
		s := l.given(math.Exp(v) * r * r)
		// SSW + Q = SST − (SSB − Q): near SST while little is explained
		fit := math.Log((l.within + s.between) / sst)
		if x := (l.between - s.between) / sst; x < 0.5 {
			fit = math.Log1p(-x)
		}
		return -s.logDet/2 - (l.total-1)/2*fit + logHalfIG(v)
	}
	noise = 4e-16 * (float64(len(l.n)) - (l.total-1)*math.Log(l.within/sst))
	a := float64(len(l.n) - 1)
	return integrate(f, math.Inf(-1), math.Inf(1), logGKnots(r*r*l.total/(a+1), a, l.total-1, l.within/sst), noise), noise, nil
}

// given is the layout with the variance g of the effects known.
type given struct {
	logDet  float64 // log of ∏(1+gn_j)·Σw_j/N
	mean    float64 // m
	weight  float64 // Σw_j
	between float64 // Σw_j(ȳ_j−m)²
}

func (l layout) given(g float64) (s given) {
	for j, n := range l.n {
		w := n / (1 + g*n)
		s.logDet += math.Log1p(g * n)
		s.weight += w
		s.mean += (l.mean[j] - s.mean) * (w / s.weight)
	}
	for j, n := range l.n {
		s.between += n / (1 + g*n) * (l.mean[j] - s.mean) * (l.mean[j] - s.mean)
	}
	s.logDet += math.Log(s.weight / l.total)
	return s
}

// Means returns the posterior of the mean of each group under the alternative, NaN
// for those without observations. It fails as Factor does, and panics unless
// 0 < level < 1.
func (p ANOVA) Means(g Groups, level float64) ([]Effect, error) {
	checkLevel(level)
	in, _, err := p.integral(g)
	if err != nil {
		return nil, err
	}
	r, _ := checkScale("", p.Scale, 0.5)
	l, _ := g.layout()
	effects := make([]Effect, len(g))
	for i := range effects {
		effects[i] = Effect{math.NaN(), math.NaN(), math.NaN()}
	}
	for j, i := range l.index {
		var m tMixture
		in.weighted(func(v, w float64) {
			g := math.Exp(v) * r * r
			s := l.given(g)
			keep := 1 / (1 + g*l.n[j]) // of the common mean
			variance := g*keep + keep*keep/s.weight
			m.add(w, prob.StudentT{DF: l.total - 1, Loc: l.grand + (1-keep)*(l.mean[j]-l.grand) + keep*(s.mean-l.grand),
				Scale: math.Sqrt(variance * (l.within + s.between) / (l.total - 1))})
		})
		effects[i] = shifted(m, l.grand, level)
	}
	return effects, nil
}

// shifted summarises m about an origin near which it lies, so that bisection works
// on the scale of its spread.
func shifted(m tMixture, origin, level float64) Effect {
	e := effectOf(func(x float64) float64 { return m.cdf(origin + x) }, level)
	return Effect{origin + e.Median, origin + e.Low, origin + e.High}
}

// String returns "3 groups of 10, 11, 12".
func (g Groups) String() string {
	s := fmt.Sprintf("%d groups of ", len(g))
	for i, x := range g {
		if i > 0 {
			s += ", "
		}
		s += fmt.Sprint(x.N)
	}
	return s
}
