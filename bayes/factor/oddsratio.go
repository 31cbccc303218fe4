package factor

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// An OddsRatio is the posterior of the log odds ratio log(π₁₁π₂₂/(π₁₂π₂₁)) of a 2×2
// table under the alternative. It is the same for the Poisson plan, the joint
// multinomial and either independent one: a difference of the log odds of two
// independent betas.
type OddsRatio struct{ nodes []oddsNode }

type oddsNode struct {
	u, weight float64 // log odds of the second row, and its posterior weight
	first     prob.Beta
}

// OddsRatio returns the posterior of the log odds ratio. It fails as Factor does,
// for tables other than 2×2 and for the hypergeometric plan, whose conditional
// prior is on tables and not on the ratio.
func (p Table) OddsRatio(counts [][]float64) (OddsRatio, error) {
	m, err := p.margins(counts)
	switch {
	case err != nil:
		return OddsRatio{}, err
	case len(m.rows) != 2 || len(m.cols) != 2:
		return OddsRatio{}, fmt.Errorf("a table of %d×%d has no one odds ratio", len(m.rows), len(m.cols))
	case p.Sampling == Hypergeometric:
		return OddsRatio{}, fmt.Errorf("the hypergeometric plan has no posterior of the odds ratio here: choose another sampling plan")
	}
	return oddsRatio(m), nil
}

// oddsRatio puts the second row's log odds on nodes of a quadrature, which leaves
// the first row's for the incomplete beta function.
func oddsRatio(m margins) OddsRatio {
	first := prob.Beta{Alpha: m.cells[0] + m.a, Beta: m.cells[1] + m.a}
	a, b := m.cells[2]+m.a, m.cells[3]+m.a
	norm := prob.LogBeta(a, b)
	f := func(u float64) float64 { return a*prob.LogExpit(u) + b*prob.LogExpit(-u) - norm }
	in := integrate(f, math.Inf(-1), math.Inf(1), around(math.Log(a/b), math.Sqrt(1/a+1/b)), 4e-16*(1+math.Abs(norm)))
	var r OddsRatio
	in.weighted(func(u, w float64) { r.nodes = append(r.nodes, oddsNode{u, w, first}) })
	return r
}

// CDF returns the posterior probability that the log odds ratio is below x.
func (r OddsRatio) CDF(x float64) float64 {
	sum := 0.0
	for _, n := range r.nodes {
		sum += n.weight * belowLogOdds(n.first, n.u+x)
	}
	return sum
}

// Survival returns the posterior probability that it is above x.
func (r OddsRatio) Survival(x float64) float64 {
	sum := 0.0
	for _, n := range r.nodes {
		sum += n.weight * belowLogOdds(prob.Beta{Alpha: n.first.Beta, Beta: n.first.Alpha}, -n.u-x)
	}
	return sum
}

// belowLogOdds returns P(logit θ < u) for a beta θ.
func belowLogOdds(b prob.Beta, u float64) float64 {
	if u > 0 { // expit u may be too near 1
		return prob.Beta{Alpha: b.Beta, Beta: b.Alpha}.Survival(prob.Expit(-u))
	}
	return b.CDF(prob.Expit(u))
}

// Effect returns the median and the central interval. It panics unless
// 0 < level < 1.
func (r OddsRatio) Effect(level float64) Effect {
	checkLevel(level)
	return effectOf(r.CDF, level)
}

// OneSided returns the factors of a positive and of a negative log odds ratio
// against independence, whose priors are the two halves of the symmetric one. It
// fails as OddsRatio does.
func (p Table) OneSided(counts [][]float64) (greater, less Value, err error) {
	v, err := p.Factor(counts)
	if err != nil {
		return v, v, err
	}
	r, err := p.OddsRatio(counts)
	if err != nil {
		return v, v, err
	}
	// the betas under the integral are right to 1e-12
	side := func(q float64) Value {
		return Value{v.Log + bayes.BayesFactor(math.Log(2*q)), v.Err + 1e-11}
	}
	return side(r.Survival(0)), side(r.CDF(0)), nil
}
