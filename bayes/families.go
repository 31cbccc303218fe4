package bayes

import (
	"fmt"
	"math"
)

// A Family describes a family of priors: what [Parse] accepts and what a
// program can tell its users.
type Family struct {
	Name        string
	About       string     // one line
	Params      []ParamDoc // in the order of positional arguments
	Support     string     // of the parameters of the model
	Likelihoods []string   // names of the likelihoods it can be updated under
	Default     string     // the one taken where none is named, "" if it must be
	Elicit      []string   // other ways of saying it, as examples
	build       func(args []float64) Belief
}

// A ParamDoc describes a hyperparameter or a known parameter of a likelihood.
type ParamDoc struct {
	Name    string
	About   string
	aliases []alias
}

// An alias is another name for a parameter, perhaps on another scale.
type alias struct {
	name string
	to   func(float64) float64 // nil: the same scale
}

var (
	scaleIsRate      = alias{"scale", func(s float64) float64 { return 1 / s }}
	varianceIsSD     = alias{"variance", math.Sqrt}
	precisionIsSD    = alias{"precision", func(p float64) float64 { return 1 / math.Sqrt(p) }}
	trialsLikelihood = []string{"bernoulli", "binomial", "geometric", "negative-binomial"}
)

// Families returns the families of priors that [Parse] knows.
func Families() []Family {
	return []Family{
		{
			Name: "beta", About: "a probability p: alpha successes and beta failures seen beforehand, in effect",
			Params: []ParamDoc{
				{"alpha", "prior successes, 0 or above", []alias{{"a", nil}}},
				{"beta", "prior failures, 0 or above", []alias{{"b", nil}}},
			},
			Support: "0 ≤ p ≤ 1", Likelihoods: trialsLikelihood, Default: "bernoulli",
			Elicit: []string{"beta(q05=0.1, q95=0.4)", "beta(mean=0.2, ess=10)", "beta(mean=0.2, sd=0.1)"},
			build:  func(a []float64) Belief { return Beta{a[0], a[1]} },
		},
		{
			Name: "dirichlet", About: "proportions of k labels: alpha[i] of label i seen beforehand, in effect",
			Params:  []ParamDoc{{"label", "one number for each label, 0 or above, positional or by the label's name", nil}},
			Support: "pᵢ ≥ 0, Σ pᵢ = 1", Likelihoods: []string{"categorical", "multinomial"}, Default: "categorical",
			Elicit: []string{"dirichlet(red=1, green=1, blue=2)"},
		},
		{
			Name: "gamma", About: "a rate λ: shape events in an exposure of rate seen beforehand, in effect",
			Params: []ParamDoc{
				{"shape", "prior events, 0 or above", nil},
				{"rate", "prior exposure, 0 or above (scale = 1/rate)", []alias{scaleIsRate}},
			},
			Support: "λ > 0", Likelihoods: []string{"poisson", "exponential"},
			Elicit: []string{"gamma(q05=1, q95=6)", "gamma(mean=3, ess=2)", "gamma(mean=3, sd=1)"},
			build:  func(a []float64) Belief { return Gamma{Shape: a[0], Rate: a[1]} },
		},
		{
			Name: "normal", About: "a mean μ of measurements of known standard deviation",
			Params: []ParamDoc{
				{"mean", "prior mean", nil},
				{"sd", "prior standard deviation, above 0; inf is flat (also variance or precision)", []alias{varianceIsSD, precisionIsSD}},
			},
			Support: "−∞ < μ < ∞", Likelihoods: []string{"normal"},
			Elicit: []string{"normal(q05=-1, q95=3)"},
			build:  func(a []float64) Belief { return Normal{Mu: a[0], Sigma: a[1]} },
		},
		{
			Name: "normal-inverse-gamma", About: "mean μ and variance σ² of measurements: μ | σ² ~ normal(mean, variance σ²/count), σ² ~ inverse-gamma(shape, scale)",
			Params: []ParamDoc{
				{"mean", "prior mean of μ", nil},
				{"count", "how many measurements the prior mean is worth, 0 or above", nil},
				{"shape", "of the variance: half its prior degrees of freedom", nil},
				{"scale", "of the variance, whose prior mean is scale/(shape−1)", nil},
			},
			Support: "−∞ < μ < ∞, σ² > 0", Likelihoods: []string{"normal"}, Default: "normal",
			build: func(a []float64) Belief {
				return NormalInverseGamma{Mu: a[0], Count: a[1], Shape: a[2], Scale: a[3]}
			},
		},
		{
			Name: "point", About: "a parameter that is known: its evidence is the likelihood there",
			Params:  []ParamDoc{{"value", "the parameter, or several, positional", nil}},
			Support: "the point itself", Likelihoods: likelihoodNames(),
			build: func(a []float64) Belief { return Point(a...) },
		},
		{
			Name: "hypotheses", About: "finitely many named hypotheses and their probabilities: 'sick: 0.1, well: 0.9'",
			Params:  []ParamDoc{{"name", "the probability of the hypothesis of that name; they add up to 1", nil}},
			Support: "the names", Likelihoods: []string{"table"},
		},
		{
			Name: "mixture", About: "a weighted sum of priors that take the same data: '0.5*beta(30,30) + 0.5*beta(1,1)'",
			Params:  []ParamDoc{{"weight*prior", "terms joined by +; the weights add up to 1", nil}},
			Support: "that of its components", Likelihoods: []string{"those of its components"},
		},
	}
}

// A LikelihoodFamily describes a likelihood that [ParseLikelihood] knows.
type LikelihoodFamily struct {
	Name    string
	About   string // the law of one observation
	Outcome Outcome
	Params  []ParamDoc // known parameters
}

// LikelihoodFamilies returns the likelihoods that [ParseLikelihood] knows.
func LikelihoodFamilies() []LikelihoodFamily {
	return []LikelihoodFamily{
		{"bernoulli", "success with probability p", Binary, nil},
		{"binomial", "k successes of n trials, in any order", OfTrials, nil},
		{"geometric", "failures before the first success", Count, nil},
		{"negative-binomial", "failures before the r-th success", Count, []ParamDoc{{"r", "number of successes waited for, above 0", nil}}},
		{"poisson", "events at rate λ over an exposure (1 if none is given)", Count, nil},
		{"exponential", "time until an event of rate λ; censored where it had not happened yet", Duration, nil},
		{"categorical", "one of k labels", Label, nil},
		{"multinomial", "counts of k labels, in any order", Counts, nil},
		{"normal", "a measurement: of known standard deviation under a normal prior, of unknown under normal-inverse-gamma", Real,
			[]ParamDoc{{"sd", "known standard deviation (also variance or precision)", []alias{varianceIsSD, precisionIsSD}}}},
		{"table", "labels with a probability under each hypothesis: 'positive: 0.99, 0.1; negative: 0.01, 0.9'", Label, nil},
	}
}

func findLikelihood(name string) (LikelihoodFamily, bool) {
	for _, f := range LikelihoodFamilies() {
		if f.Name == name {
			return f, true
		}
	}
	return LikelihoodFamily{}, false
}

func likelihoodNames() (names []string) {
	for _, f := range LikelihoodFamilies() {
		if f.Name != "table" {
			names = append(names, f.Name)
		}
	}
	return names
}

func findFamily(name string) (Family, bool) {
	for _, f := range Families() {
		if f.Name == name {
			return f, true
		}
	}
	return Family{}, false
}

func familyNames() (names []string) {
	for _, f := range Families() {
		names = append(names, f.Name)
	}
	return names
}

// LikelihoodsOf returns the names of the likelihoods that b can be updated
// under, and the one taken where none is named, "" if there is no obvious one.
func LikelihoodsOf(b Belief) (names []string, byDefault string) {
	b = unwrap(b)
	if m, ok := b.(mixture); ok {
		parts, _ := m.parts()
		for _, p := range parts {
			if _, point := p.(Points); !point {
				return LikelihoodsOf(p)
			}
		}
	}
	f, _ := findFamily(b.Family())
	return f.Likelihoods, f.Default
}

// DefaultLikelihood returns the likelihood taken for b where none is named. It
// fails where there is no obvious one, listing those there are.
func DefaultLikelihood(b Belief) (Likelihood, error) {
	names, name := LikelihoodsOf(b)
	if name == "" {
		specs := make([]string, len(names))
		for i, n := range names {
			specs[i] = specOf(n)
		}
		return Likelihood{}, fmt.Errorf("a %s prior needs a likelihood: %s", b.Family(), list(specs))
	}
	return Likelihood{Family: name}, nil
}

// specOf returns how a likelihood is written whose prior has nothing to go by.
func specOf(name string) string {
	switch name {
	case "normal":
		return "normal(sd=…)"
	case "negative-binomial":
		return "negative-binomial(r=…)"
	case "table":
		return "P(label | hypothesis), such as 'positive: 0.99, 0.1; negative: 0.01, 0.9'"
	}
	return name
}

// list joins names as "a, b or c".
func list(names []string) string {
	s := ""
	for i, n := range names {
		switch {
		case i == 0:
		case i == len(names)-1:
			s += " or "
		default:
			s += ", "
		}
		s += n
	}
	return s
}
