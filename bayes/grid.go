package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/bayeskit/bayeskit/prob"
)

// A Link says of what function of a likelihood's parameter θ a prior is.
type Link string

// The links: of θ itself, of log θ, of the log odds log(θ/(1−θ)).
const (
	Same  Link = ""
	Log   Link = "log"
	Logit Link = "logit"
)

// of returns the θ that the link's value v is of.
func (l Link) of(v float64) float64 {
	switch l {
	case Log:
		return math.Exp(v)
	case Logit:
		return prob.Expit(v)
	}
	return v
}

// inverse returns the link's value at θ.
func (l Link) inverse(theta float64) float64 {
	switch l {
	case Log:
		return math.Log(theta)
	case Logit:
		return prob.Logit(theta)
	}
	return theta
}

// Grid is a prior of one parameter θ that need not be conjugate to anything, and
// its posterior: the prior times likelihoods, integrated numerically. Its statistic
// is any likelihood of one parameter, since all that is asked of it is its value;
// the prior is any continuous distribution, of θ or of a Link of it.
//
// The line is cut into panels that grow by doubling from each peak of the density
// outwards, and are halved until the integral stands to 1e-13 or so: evidence,
// means, quantiles and probabilities agree with those of conjugate pairs to 1e-8
// and better, however far the data lie from the prior and however many they are.
// What lies beyond probabilities of about 1e-18 is cut off, but for tails that fall
// as a power, which are followed. A peak is looked for between 121 quantiles of the
// prior and from the outermost of them outwards; likelihoods of one parameter have
// one, which cannot hide.
type Grid struct {
	prior  prob.Univariate
	link   Link
	data   []prob.LogDensity
	axis   axis // of the prior's variable
	panels *panels
}

// NewGrid returns the prior of θ by which link(θ) has the distribution d.
func NewGrid(d prob.Univariate, link Link) (Grid, error) {
	g := Grid{prior: d, link: link}
	if err := g.Check(); err != nil {
		return g, err
	}
	g.axis = axisOnto(d.Quantile(0), d.Quantile(1))
	return g, nil
}

// Update returns the posterior. What it holds grows with each call: merge
// statistics before, where they are of one kind.
func (g Grid) Update(s prob.LogDensity) Grid {
	g.data = append(slices.Clip(g.data), s)
	g.axis, g.panels = g.solve(g.data)
	return g
}

// LogEvidence returns log ∫ p(data | θ) p(θ) dθ.
func (g Grid) LogEvidence(s prob.LogDensity) float64 {
	_, all := g.solve(append(slices.Clip(g.data), s))
	if g.panels == nil {
		return all.log
	}
	return all.log - g.panels.log
}

// Data that bound the parameter from below, and data whose likelihood is better
// known as a function of the log odds than of a probability that rounds to 1, say
// so.
type (
	bounding interface{ leastParameter() float64 }
	ofOdds   interface{ logProbOdds(logit float64) float64 }
)

func (t Extent) leastParameter() float64 { return t.Max }

func (t Trials) logProbOdds(u float64) float64 {
	if isImpossible(t.base) {
		return math.Inf(-1)
	}
	lp := t.base.AddFloat(t.Successes * prob.LogExpit(u))
	return lp.AddFloat(t.Failures * prob.LogExpit(-u)).Float64()
}

// solve integrates the prior times the likelihoods of data.
func (g Grid) solve(data []prob.LogDensity) (axis, *panels) {
	low, high := g.prior.Quantile(0), g.prior.Quantile(1)
	for _, s := range data {
		if b, ok := s.(bounding); ok {
			low = math.Max(low, g.link.inverse(b.leastParameter()))
		}
	}
	a := axisOnto(low, high)
	if !(low < high) {
		return a, &panels{log: math.Inf(-1)}
	}
	f := func(t float64) float64 {
		v := a.to(t)
		theta := g.link.of(v)
		lp := g.prior.LogProb([]float64{v}, nil) + a.logSlope(t)
		for _, s := range data {
			if o, ok := s.(ofOdds); ok && g.link == Logit {
				lp += o.logProbOdds(v)
			} else if ok && low == 0 && high == 1 { // t is the log odds
				lp += o.logProbOdds(t)
			} else {
				lp += s.LogProb([]float64{theta}, nil)
			}
		}
		if math.IsNaN(lp) { // −∞ + ∞ at an end
			return math.Inf(-1)
		}
		return lp
	}
	return a, newPanels(f, g.knots(f, a))
}

// mostLogMass bounds the logs of the shares that panels are followed down to.
const mostLogMass = 42

// knots returns where panels of f begin and end.
func (g Grid) knots(f func(float64) float64, a axis) (knots []float64) {
	var scan []float64
	for k := -60; k <= 60; k++ {
		v := g.prior.Quantile(prob.Expit(float64(k) / 2))
		if t := a.from(math.Max(v, a.low)); !math.IsNaN(t) && !math.IsInf(t, 0) {
			scan = append(scan, t)
		}
	}
	if len(scan) == 0 { // the prior lies where the data rule everything out: begin near
		scan = []float64{0}
	}
	scan = slices.Compact(scan)
	scan = append(climb(f, scan[0], -1), scan...)
	scan = append(scan, climb(f, scan[len(scan)-1], 1)...)
	slices.Sort(scan)
	var tops []float64
	best := math.Inf(-1)
	for i, t := range scan {
		l, r := scan[max(i-1, 0)], scan[min(i+1, len(scan)-1)]
		if f(t) > math.Inf(-1) && f(t) >= f(l) && f(t) >= f(r) {
			top := golden(f, l, r)
			if f(top) < f(t) {
				top = t
			}
			tops = append(tops, top)
			best = math.Max(best, f(top))
		}
	}
	for _, top := range tops {
		if f(top) > best-mostLogMass {
			knots = append(knots, top)
			knots = append(knots, ladder(f, a, top, best, -1)...)
			knots = append(knots, ladder(f, a, top, best, 1)...)
		}
	}
	if l, ok := g.prior.(prob.Laplace); ok { // whose density has a kink
		knots = append(knots, a.from(math.Max(l.Loc, a.low)))
	}
	return slices.DeleteFunc(knots, func(t float64) bool { return math.IsNaN(t) || math.IsInf(t, 0) })
}

// climb returns points from t outwards, further and further, until f falls.
func climb(f func(float64) float64, t float64, side float64) (points []float64) {
	for step := math.Max(1, math.Abs(t)) / 4; step < 1e300; step *= 2 {
		next := t + side*step
		points = append(points, next)
		if f(next) < f(t) || math.IsInf(next, 0) {
			break
		}
		t = next
	}
	return points
}

// ladder returns points from a peak outwards, each twice as far as the one before,
// the first where f has fallen by about 1, the last where neither the density nor
// second moments have anything left.
func ladder(f func(float64) float64, a axis, top, best, side float64) (points []float64) {
	w := math.Max(math.Abs(top), 1) * 0x1p-6
	for range 200 {
		if f(top)-f(top+side*w) < 1 {
			break
		}
		w /= 2
	}
	for range 200 {
		if f(top)-f(top+side*w) > 0.5 || w > 1e100 {
			break
		}
		w *= 2
	}
	if top+side*w == top { // a step in f, or sharper than floats are
		w = 4 * 0x1p-52 * math.Max(math.Abs(top), 0x1p-1000)
	}
	unit := math.Abs(a.to(top+side*w) - a.to(top))
	for k, step := 0, w; k < 300; k, step = k+1, step*2 {
		t := top + side*step
		if math.IsInf(t, 0) || math.Abs(t) > 700 && !math.IsInf(a.low, -1) {
			break
		}
		points = append(points, t)
		far := 2 * math.Log1p(math.Abs(a.to(t)-a.to(top))/unit)
		if f(t)+math.Log(step/w)+far < best-mostLogMass && k > 1 {
			break
		}
	}
	return points
}

// Proper implements [Prior].
func (g Grid) Proper() error { return nil }

// Check reports a parameter of the prior outside its range, and a prior that has
// no density everywhere.
func (g Grid) Check() error {
	if c, ok := g.prior.(interface{ Check() error }); ok {
		if err := c.Check(); err != nil {
			return err
		}
	}
	if low, high := g.prior.Quantile(0), g.prior.Quantile(1); !(low < high) {
		return fmt.Errorf("%v: it has no density, from %g to %g", g.prior, low, high)
	}
	return nil
}

// variable returns the distribution of the prior's variable, link(θ).
func (g Grid) variable() gridCurve {
	if g.panels != nil {
		return gridCurve{g.panels, g.axis}
	}
	a, p := g.solve(nil)
	return gridCurve{p, a}
}

// parameter returns the distribution of θ.
func (g Grid) parameter() gridCurve {
	v := g.variable()
	return gridCurve{v.p, v.a.then(g.link)}
}

// Dim returns 1.
func (g Grid) Dim() int { return 1 }

// LogProb returns the log-density of θ at x[0].
func (g Grid) LogProb(x, grad []float64) float64 { return g.parameter().LogProb(x, grad) }

// Rand implements [prob.Distribution].
func (g Grid) Rand(rng *rand.Rand, x []float64) {
	if g.panels == nil {
		g.prior.Rand(rng, x)
		x[0] = g.link.of(x[0])
		return
	}
	g.parameter().Rand(rng, x)
}

// Marginals returns the distribution of θ, and before it that of its log or log
// odds, where the prior is of these.
func (g Grid) Marginals() []Marginal {
	theta := Marginal{"theta", g.parameter()}
	switch g.link {
	case Log:
		return []Marginal{{"log theta", g.variable()}, theta}
	case Logit:
		return []Marginal{{"log odds", g.variable()}, theta}
	}
	return []Marginal{theta}
}

// predict averages the law of one observation over θ: at the nodes of the panels,
// leaving out those that together weigh less than 1e-15.
func (g Grid) predict(lik Likelihood) Prediction {
	d := g.parameter()
	if lik.OwnSD() || len(d.p.knots) == 0 {
		return Prediction{}
	}
	if o := lik.Outcome(); o == Binary || o == OfTrials {
		return Prediction{Number: prob.Bernoulli{P: d.Mean()}}
	}
	if lik.Family == "uniform" {
		return Prediction{Number: uniformUnder{d}}
	}
	var b blend
	for i := 0; i+1 < len(d.p.knots); i++ {
		c, h := d.p.knots[i]+(d.p.knots[i+1]-d.p.knots[i])/2, (d.p.knots[i+1]-d.p.knots[i])/2
		for _, n := range gauss16() {
			for _, t := range [2]float64{c - h*n[0], c + h*n[0]} {
				if lw := d.p.f(t) - d.p.log + math.Log(h*n[1]); lw > -50 {
					b.logWeights = append(b.logWeights, lw)
					b.parts = append(b.parts, sampling([]float64{d.a.to(t)}, lik, nil).Number)
				}
			}
		}
	}
	total := prob.LogSumExp(b.logWeights)
	for i := range b.logWeights {
		b.logWeights[i] -= total
	}
	return Prediction{Number: b}
}
