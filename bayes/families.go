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
	eventsLikelihood = []string{"poisson", "exponential", "gamma", "inverse-gamma", "pareto"}
)

// Families returns the families of priors that [Parse] knows.
func Families() []Family {
	return append(append(append(append(conjugateFamilies(), vectorFamilies()...), regressionFamilies()...), gridFamilies()...), otherFamilies()...)
}

func conjugateFamilies() []Family {
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
			Support: "λ > 0", Likelihoods: eventsLikelihood,
			Elicit: []string{"gamma(q05=1, q95=6)", "gamma(mean=3, ess=2)", "gamma(mean=3, sd=1)"},
			build:  func(a []float64) Belief { return Gamma{Shape: a[0], Rate: a[1]} },
		},
		{
			Name: "normal", About: "a mean μ of measurements of known sd; under other likelihoods log odds or a log (rate, scale …), on a grid",
			Params: []ParamDoc{
				{"mean", "prior mean", nil},
				{"sd", "prior standard deviation, above 0; inf is flat (also variance or precision)", []alias{varianceIsSD, precisionIsSD}},
			},
			Support: "−∞ < μ < ∞", Likelihoods: []string{"normal"},
			Elicit: []string{"normal(q05=-1, q95=3)"},
			build:  func(a []float64) Belief { return Normal{Mu: a[0], Sigma: a[1]} },
		},
		{
			Name: "local-level", About: "a level that drifts: a random walk, measured row by row (the Kalman filter); the order of rows matters",
			Params: []ParamDoc{
				{"mean", "prior mean of the level before the first row", nil},
				{"sd", "its prior standard deviation, above 0; inf is flat (also variance or precision)", []alias{varianceIsSD, precisionIsSD}},
				{"drift", "standard deviation of the level's step before each row, 0 or above", nil},
			},
			Support: "−∞ < level < ∞", Likelihoods: []string{"normal"},
			build: func(a []float64) Belief { return LocalLevel{a[0], a[1], a[2]} },
		},
		{
			Name: "inverse-gamma", About: "a scale θ: the variance of normal data of known mean, or the k-th power of the scale of Weibull data of known shape k",
			Params: []ParamDoc{
				{"shape", "half the number of values it is worth as a prior of a variance, 0 or above", nil},
				{"scale", "half the sum of their squares, 0 or above", nil},
			},
			Support: "θ > 0", Likelihoods: []string{"normal", "weibull"},
			build: func(a []float64) Belief { return InverseGamma{Shape: a[0], Scale: a[1]} },
		},
		{
			Name: "von-mises", About: "a direction, in radians: concentration kappa around mu seen beforehand, in effect",
			Params: []ParamDoc{
				{"mu", "prior direction", nil},
				{"kappa", "its concentration, 0 or above; 0 is any direction alike", nil},
			},
			Support: "all directions", Likelihoods: []string{"von-mises"},
			build: func(a []float64) Belief { return VonMises{a[0], a[1]} },
		},
		{
			Name: "pareto", About: "the upper end θ of data that are uniform from 0 on: shape values seen beforehand, in effect, the largest of them min",
			Params: []ParamDoc{
				{"min", "the largest value seen beforehand, in effect: θ is not below it", nil},
				{"shape", "how many values, 0 or above", nil},
			},
			Support: "θ ≥ min, and ≥ the largest value", Likelihoods: []string{"uniform"}, Default: "uniform",
			build: func(a []float64) Belief { return Pareto{a[0], a[1]} },
		},
		{
			Name: "normal-inverse-gamma", About: "mean μ and variance σ² of measurements: μ | σ² ~ normal(mean, variance σ²/count), σ² ~ inverse-gamma(shape, scale)",
			Params: []ParamDoc{
				{"mean", "prior mean of μ", nil},
				{"count", "how many measurements the prior mean is worth, 0 or above", nil},
				{"shape", "of the variance: half its prior degrees of freedom", nil},
				{"scale", "of the variance, whose prior mean is scale/(shape−1)", nil},
			},
			Support: "−∞ < μ < ∞, σ² > 0", Likelihoods: []string{"normal", "lognormal"}, Default: "normal",
			build: func(a []float64) Belief {
				return NormalInverseGamma{Mu: a[0], Count: a[1], Shape: a[2], Scale: a[3]}
			},
		},
	}
}

func otherFamilies() []Family {
	return []Family{
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
		{"gamma", "a number from a gamma distribution of known shape and rate λ", Positive, []ParamDoc{{"shape", "known shape, above 0", nil}}},
		{"inverse-gamma", "a number from an inverse gamma distribution of known shape and scale λ", Positive, []ParamDoc{{"shape", "known shape, above 0", nil}}},
		{"pareto", "a number from a Pareto distribution of known minimum and shape λ", Positive, []ParamDoc{{"min", "known minimum, above 0", nil}}},
		{"weibull", "a number from a Weibull distribution of known shape k whose scale to the power k is θ", Positive, []ParamDoc{{"shape", "known shape k, above 0", nil}}},
		{"uniform", "a number from 0 to θ, all alike probable", NotNegative, nil},
		{"von-mises", "an angle in radians from a von Mises distribution of known concentration around an unknown direction", Angle, []ParamDoc{{"kappa", "known concentration, above 0", nil}}},
		{"lognormal", "a number whose logarithm is normal with unknown mean μ and variance σ²", Positive, nil},
		{"normal", "a measurement: sd known under a normal prior, mean known under inverse-gamma, neither under normal-inverse-gamma", Real,
			[]ParamDoc{
				{"sd", "known standard deviation (also variance or precision), or rows: each row has its own", []alias{varianceIsSD, precisionIsSD}},
				{"mean", "known mean, in place of sd", nil},
			}},
		{multivariateNormal, "numbers in several columns: the covariance known under a multivariate-normal prior, unknown under normal-inverse-wishart", Numbers,
			[]ParamDoc{
				{"cov", "known covariance matrix, or a list for its diagonal", nil},
				{"sd", "in place of cov: known standard deviations, with corr, their correlations", nil},
				{"columns", "their names: --columns of the command", nil},
			}},
		{"linear", "a number and the predictors that explain it: linear(y ~ 1 + x1 + x2), or with known noise linear(y ~ 1 + x, sd=2)", Explained, nil},
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
	if linearBelief(b.Family()) {
		return []string{"linear"}, ""
	}
	f, _ := findFamily(b.Family())
	return f.Likelihoods, f.Default
}

// DefaultLikelihood returns the likelihood taken for b where none is named. It
// fails where there is no obvious one, listing those there are.
func DefaultLikelihood(b Belief) (Likelihood, error) {
	_, name := LikelihoodsOf(b)
	if name == "" {
		return Likelihood{}, fmt.Errorf("a %s prior needs a likelihood: %s", b.Family(), list(likelihoodSpecs(b)))
	}
	return Likelihood{Family: name}, nil
}

// likelihoodSpecs returns how the likelihoods that go with b are written.
func likelihoodSpecs(b Belief) []string {
	names, byDefault := LikelihoodsOf(b)
	specs := make([]string, len(names))
	for i, n := range names {
		specs[i] = specOf(n)
		if _, variance := lift[Deviations](b); n == "normal" && variance && b.Family() != "point" {
			specs[i] = "normal(mean=…)"
		} else if (n == "normal" || n == multivariateNormal) && byDefault == n {
			specs[i] = n
		}
	}
	return specs
}

// specOf returns how a likelihood is written whose prior has nothing to go by.
func specOf(name string) string {
	switch name {
	case "normal":
		return "normal(sd=…)"
	case "linear":
		return "linear(y ~ 1 + x)"
	case multivariateNormal:
		return "multivariate-normal(cov=…)"
	case "table":
		return "P(label | hypothesis), such as 'positive: 0.99, 0.1; negative: 0.01, 0.9'"
	}
	if f, ok := findLikelihood(name); ok && len(f.Params) > 0 {
		return signature(name, f.Params)
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
