package bayes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// Dirichlet is the Dirichlet distribution of the probabilities of categories,
// conjugate to [Tally]: Alpha[j] observations of category j seen beforehand, in
// effect. Elements of Alpha may be 0, which is improper.
type Dirichlet struct {
	Alpha []float64

	// Names labels the categories in String, Params and Marginals; nil numbers
	// them from 1.
	Names []string
}

// Update adds the counts to Alpha. It panics if t has more categories than d.
func (d Dirichlet) Update(t Tally) Dirichlet {
	d.mustHold("Update", t)
	post := Dirichlet{slices.Clone(d.Alpha), slices.Clone(d.Names)}
	for j, a := range d.Alpha {
		post.Alpha[j] = t.count(j).AddFloat(a).Float64()
	}
	return post
}

// LogEvidence returns, with n = Σ cⱼ, α₀ = Σ αⱼ and Γ ratios taken as wholes,
//
//	Σ log Γ(αⱼ+cⱼ)/Γ(αⱼ) − log Γ(α₀+n)/Γ(α₀) + c.
//
// It panics if t has more categories than d.
func (d Dirichlet) LogEvidence(t Tally) float64 {
	d.mustHold("LogEvidence", t)
	if d.Proper() != nil {
		return math.NaN()
	}
	if isImpossible(t.base) {
		return math.Inf(-1)
	}
	sum, alpha0, n := t.base, total{}, total{}
	for j, a := range d.Alpha {
		c := t.count(j)
		sum = sum.Add(dd.LogRising(dd.Of(a), c))
		alpha0, n = alpha0.AddFloat(a), n.Add(c)
	}
	return sum.Sub(dd.LogRising(alpha0, n)).Float64()
}

func (d Dirichlet) mustHold(method string, t Tally) {
	if len(t.Counts) > len(d.Alpha) {
		panic(fmt.Sprintf("bayes: Dirichlet.%s: counts of %d categories, want %d", method, len(t.Counts), len(d.Alpha)))
	}
}

// Check reports a parameter outside its range, 0 being allowed, fewer than two
// categories, and names that do not tell them apart.
func (d Dirichlet) Check() error {
	if len(d.Alpha) < 2 {
		return fmt.Errorf("dirichlet: %d categories, want 2 or more", len(d.Alpha))
	}
	if d.Names != nil && len(d.Names) != len(d.Alpha) {
		return fmt.Errorf("dirichlet: %d names for %d categories", len(d.Names), len(d.Alpha))
	}
	for j, a := range d.Alpha {
		name := d.name(j)
		if name == "" || slices.Contains(d.Names[:min(j, len(d.Names))], name) {
			return fmt.Errorf("dirichlet: name %q is empty or given twice", name)
		}
		if err := checkAll("dirichlet", atLeast0{"alpha[" + name + "]", a}); err != nil {
			return err
		}
	}
	return nil
}

// Proper implements [Prior].
func (d Dirichlet) Proper() error {
	for _, a := range d.Alpha {
		if !(a > 0) {
			return improper(d, "it integrates to infinity unless every alpha is above 0")
		}
	}
	return nil
}

// Predictive returns the distribution of the next observation, P(j) = αⱼ/α₀:
// the mean of d.
func (d Dirichlet) Predictive() prob.Categorical {
	alpha0 := 0.0
	for _, a := range d.Alpha {
		alpha0 += a
	}
	p := make([]float64, len(d.Alpha))
	for j, a := range d.Alpha {
		p[j] = a / alpha0
	}
	return prob.Categorical{P: p}
}

// PredictiveMultinomial returns the distribution of the counts in n more
// observations.
func (d Dirichlet) PredictiveMultinomial(n float64) prob.DirichletMultinomial {
	return prob.DirichletMultinomial{N: n, Alpha: slices.Clone(d.Alpha)}
}

// Family implements [Belief].
func (d Dirichlet) Family() string { return "dirichlet" }

// Params implements [Belief]: alpha as a whole, or one by one if they have names.
func (d Dirichlet) Params() []Param {
	if d.Names == nil {
		return []Param{{"alpha", slices.Clone(d.Alpha)}}
	}
	ps := make([]Param, len(d.Alpha))
	for j, a := range d.Alpha {
		ps[j] = Param{d.name(j), a}
	}
	return ps
}

// Marginals returns the distribution of each category's probability, the beta
// distribution of its αⱼ against the sum of the others.
func (d Dirichlet) Marginals() []Marginal {
	all := make([]Marginal, len(d.Alpha))
	for j, a := range d.Alpha {
		others := 0.0 // not α₀ − αⱼ, which cancels
		for i, b := range d.Alpha {
			if i != j {
				others += b
			}
		}
		all[j] = Marginal{"p[" + d.name(j) + "]", Beta{a, others}}
	}
	return all
}

// name returns the label of category j.
func (d Dirichlet) name(j int) string {
	if d.Names == nil || j >= len(d.Names) {
		return fmt.Sprint(j + 1)
	}
	return d.Names[j]
}

// String returns "dirichlet(1, 2)", or "dirichlet(a=1, b=2)" if the categories
// have names.
func (d Dirichlet) String() string {
	args := make([]string, len(d.Alpha))
	for j, a := range d.Alpha {
		if args[j] = fmt.Sprint(a); d.Names != nil {
			args[j] = d.name(j) + "=" + args[j]
		}
	}
	return "dirichlet(" + strings.Join(args, ", ") + ")"
}

// Dim returns the number of categories.
func (d Dirichlet) Dim() int { return len(d.Alpha) }

// Support implements [prob.Density].
func (d Dirichlet) Support() prob.Bijector { return prob.Dirichlet{Alpha: d.Alpha}.Support() }

// LogProb implements [prob.LogDensity]. An improper d has the log-density
// Σ (αⱼ−1)·log xⱼ, without a normaliser.
func (d Dirichlet) LogProb(x, grad []float64) float64 {
	if d.Proper() == nil {
		return prob.Dirichlet{Alpha: d.Alpha}.LogProb(x, grad)
	}
	var t Tally
	for _, a := range d.Alpha {
		t.Counts = append(t.Counts, a-1)
	}
	return t.LogProb(x, grad)
}

// Rand implements [prob.Distribution]; an improper d draws NaN.
func (d Dirichlet) Rand(rng *rand.Rand, x []float64) {
	if d.Proper() != nil {
		undefined(x)
		return
	}
	prob.Dirichlet{Alpha: d.Alpha}.Rand(rng, x)
}
