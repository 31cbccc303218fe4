package tabular

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/internal/suggest"
	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/prob"
)

// A Likelihood is a family of distributions of the outcome, by name, with the one
// parameter that some have.
type Likelihood struct {
	Family    string   `json:"family"`
	Parameter *float64 `json:"parameter,omitempty"` // sd, df or k; nil for families without, or for its default
}

// A kind is what the outcome of a family is.
type kind int

const (
	number kind = iota
	count
	yesNo
	label
)

// A family describes one that Likelihood may name.
type family struct {
	name, parameter string
	fallback        float64 // value of the parameter where none is given; NaN for none
	kind            kind
	about           string
}

func families() []family {
	none := math.NaN()
	return []family{
		{"gaussian", "sd", none, number, "normal noise; one sd is learnt, or known: gaussian(sd=0.5)"},
		{"gaussian-per-target", "", none, number, "normal noise, an sd for each of several outcomes"},
		{"gaussian-rows", "", none, number, "normal noise whose sd depends on the inputs"},
		{"student-t", "df", 4, number, "noise with heavy tails: student-t(df=4); its scale is learnt"},
		{"laplace", "", none, number, "absolute error: the network is a median; its scale is learnt"},
		{"mixture", "k", 3, number, "a mixture of k normal distributions that depends on the inputs: mixture(k=3)"},
		{"poisson", "", none, count, "counts; the network is the logarithm of the rate"},
		{"negative-binomial", "", none, count, "counts that vary more than Poisson's; its size is learnt"},
		{"bernoulli", "", none, yesNo, "one of two labels; the network is the log odds of the second"},
		{"categorical", "", none, label, "one of k labels; the network is their softmax"},
	}
}

// Families returns the names of the families and what each is for.
func Families() (list [][2]string) {
	for _, f := range families() {
		list = append(list, [2]string{f.name, f.about})
	}
	return list
}

// ParseLikelihood reads a family's name, with its parameter or without: laplace,
// gaussian(sd=0.5), mixture(k=5). squared-error is the gaussian of sd √½, whose
// −log p is (y − ŷ)² and a constant.
func ParseLikelihood(spec string) (Likelihood, error) {
	if spec == "squared-error" {
		half := math.Sqrt2 / 2
		return Likelihood{"gaussian", &half}, nil
	}
	name, rest, given := strings.Cut(strings.ReplaceAll(spec, " ", ""), "(")
	f, err := lookup(name)
	if err != nil {
		return Likelihood{}, err
	}
	l := Likelihood{Family: f.name}
	if !given {
		return l, nil
	}
	inner, closed := strings.CutSuffix(rest, ")")
	key, value, named := strings.Cut(inner, "=")
	if !named {
		key, value = f.parameter, inner
	}
	v, err := strconv.ParseFloat(value, 64)
	switch {
	case !closed:
		return l, fmt.Errorf("likelihood %q: a closing parenthesis is missing", spec)
	case f.parameter == "":
		return l, fmt.Errorf("likelihood %q: %s has no parameter", spec, f.name)
	case key != f.parameter || err != nil:
		return l, fmt.Errorf("likelihood %q: want %s(%s=NUMBER)", spec, f.name, f.parameter)
	}
	l.Parameter = &v
	return l, l.check()
}

// OfLabels reports whether the family's outcomes are labels rather than numbers; false of
// the zero value, which is yet to be decided.
func (l Likelihood) OfLabels() bool {
	f, err := lookup(l.Family)
	return err == nil && (f.kind == yesNo || f.kind == label)
}

func lookup(name string) (family, error) {
	var known []string
	for _, f := range families() {
		if f.name == name {
			return f, nil
		}
		known = append(known, f.name)
	}
	if near, ok := suggest.Nearest(name, known); ok {
		return family{}, fmt.Errorf("likelihood %q is unknown: did you mean %s?", name, near)
	}
	return family{}, fmt.Errorf("likelihood %q is unknown: want one of %s", name, strings.Join(known, ", "))
}

// family returns the description; the name has been checked.
func (l Likelihood) family() family {
	f, err := lookup(l.Family)
	if err != nil {
		panic("tabular: " + err.Error())
	}
	return f
}

// parameter returns the parameter or its default, NaN if it has neither.
func (l Likelihood) parameter() float64 {
	if l.Parameter != nil {
		return *l.Parameter
	}
	return l.family().fallback
}

func (l Likelihood) check() error {
	f, err := lookup(l.Family)
	if err != nil {
		return err
	}
	p := l.parameter()
	switch {
	case l.Parameter != nil && f.parameter == "":
		return fmt.Errorf("likelihood %s has no parameter", f.name)
	case l.Parameter != nil && !(p > 0 && p <= math.MaxFloat64):
		return fmt.Errorf("likelihood %s: %s = %v: want a number above 0", f.name, f.parameter, p)
	case f.name == "mixture" && (p != math.Trunc(p) || p > 1000):
		return fmt.Errorf("likelihood mixture: k = %v: want a whole number from 1 to 1000", p)
	}
	return nil
}

// String returns the specification, which [ParseLikelihood] reads.
func (l Likelihood) String() string {
	f := l.family()
	if p := l.parameter(); !math.IsNaN(p) {
		return fmt.Sprintf("%s(%s=%g)", f.name, f.parameter, p)
	}
	return f.name
}

// ofNumbers returns the head of a family whose observations are numbers or counts.
func (l Likelihood) ofNumbers(outcomes []Column) mlp.Head[float64] {
	targets := len(outcomes)
	switch l.Family {
	case "gaussian":
		if l.Parameter != nil {
			return mlp.Gaussian(targets, *l.Parameter/outcomes[0].Width) // all have the same
		}
		return mlp.GaussianLearnt(targets)
	case "gaussian-per-target":
		return mlp.GaussianPerTarget(targets)
	case "gaussian-rows":
		return mlp.GaussianRows(targets)
	case "student-t":
		return mlp.StudentT(targets, l.parameter())
	case "laplace":
		return mlp.Laplace(targets)
	case "mixture":
		return mlp.MixtureDensity(targets, int(l.parameter()))
	case "poisson":
		return mlp.Poisson(targets)
	case "negative-binomial":
		return mlp.NegativeBinomial(targets)
	}
	panic("tabular: " + l.Family + " is not of numbers")
}

// outputs returns how many outputs of the network the outcomes take.
func (l Likelihood) outputs(outcomes []Column) int {
	switch l.family().kind {
	case yesNo:
		return mlp.Bernoulli(1).Outputs()
	case label:
		return mlp.Categorical(len(outcomes[0].Levels)).Outputs()
	}
	return l.ofNumbers(outcomes).Outputs()
}

// etaDim returns the length of η for a row, and learnt how many parameters the head learns.
func (l Likelihood) etaDim(outcomes []Column) (eta, learnt int) {
	switch l.family().kind {
	case yesNo:
		return 1, 0
	case label:
		return len(outcomes[0].Levels), 0
	}
	h := l.ofNumbers(outcomes)
	return h.EtaDim(), h.LearntDim()
}

// predictive returns the distribution of an outcome that is a number, in its units, from
// its share of η.
func (l Likelihood) predictive(eta []float64, c Column) prob.Univariate {
	at := func(v float64) float64 { return c.Center + c.Width*v }
	switch l.Family {
	case "gaussian", "gaussian-per-target", "gaussian-rows":
		if l.Parameter != nil {
			return prob.Normal{Mu: at(eta[0]), Sigma: *l.Parameter}
		}
		return prob.Normal{Mu: at(eta[0]), Sigma: c.Width * math.Exp(eta[1])}
	case "student-t":
		return prob.StudentT{DF: l.parameter(), Loc: at(eta[0]), Scale: c.Width * math.Exp(eta[1])}
	case "laplace":
		return prob.Laplace{Loc: at(eta[0]), Scale: c.Width * math.Exp(eta[1])}
	case "poisson":
		return prob.Poisson{Rate: math.Exp(eta[0])}
	case "negative-binomial":
		r, mu := math.Exp(eta[1]), math.Exp(eta[0])
		if r > 1e8*mu { // the variance is Poisson's to 1e-8, and 1 − P would have lost as many digits
			return prob.Poisson{Rate: mu}
		}
		return prob.NegativeBinomial{R: r, P: r / (r + mu)}
	case "mixture":
		k := len(eta) / 3
		m := normals{}
		lse := prob.LogSumExp(eta[:k])
		for j := range k {
			m.weights = append(m.weights, math.Exp(eta[j]-lse))
			m.parts = append(m.parts, prob.Normal{Mu: at(eta[k+j]), Sigma: c.Width * math.Exp(eta[2*k+j])})
		}
		return m
	}
	panic("tabular: " + l.Family + " is not of numbers")
}
