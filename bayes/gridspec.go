package bayes

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/prob"
)

// Grids by name: how a prior that has a name is written, and a posterior is stored.

// specOfDist returns the name and the parameters of a distribution that Parse
// knows as a prior, "" if there is none.
func specOfDist(d prob.Univariate) (family string, params []Param) {
	switch d := d.(type) {
	case prob.Normal:
		return "normal", []Param{{"mean", d.Mu}, {"sd", d.Sigma}}
	case prob.Gamma:
		return "gamma", []Param{{"shape", d.Shape}, {"rate", d.Rate}}
	case prob.InverseGamma:
		return "inverse-gamma", []Param{{"shape", d.Shape}, {"scale", d.Scale}}
	case prob.Beta:
		return "beta", []Param{{"alpha", d.Alpha}, {"beta", d.Beta}}
	case prob.LogNormal:
		return "lognormal", []Param{{"mu", d.Mu}, {"sigma", d.Sigma}}
	case prob.Logistic:
		return "logistic", []Param{{"loc", d.Loc}, {"scale", d.Scale}}
	case prob.StudentT:
		return "student-t", []Param{{"df", d.DF}, {"loc", d.Loc}, {"scale", d.Scale}}
	case prob.Cauchy:
		return "cauchy", []Param{{"loc", d.Loc}, {"scale", d.Scale}}
	case prob.Laplace:
		return "laplace", []Param{{"loc", d.Loc}, {"scale", d.Scale}}
	case prob.Uniform:
		return "uniform", []Param{{"low", d.Low}, {"high", d.High}}
	case prob.HalfNormal:
		return "half-normal", []Param{{"sd", d.Sigma}}
	case prob.HalfCauchy:
		return "half-cauchy", []Param{{"scale", d.Scale}}
	}
	return "", nil
}

// distOf returns the distribution of a prior of one number, nil if b is none.
func distOf(b Belief) prob.Univariate {
	switch b := b.(type) {
	case Normal:
		return prob.Normal(b)
	case Gamma:
		return prob.Gamma(b)
	case InverseGamma:
		return prob.InverseGamma(b)
	case Beta:
		return prob.Beta(b)
	case Grid:
		return b.prior
	}
	return nil
}

// plain returns the prior that a grid begins with, as Parse returns it. Its link is
// settled by the likelihood.
func plain(d prob.Univariate) Belief {
	return Grid{prior: d, axis: axisOnto(d.Quantile(0), d.Quantile(1))}
}

// everywhere are the likelihoods of one parameter, those of a probability first and
// that of a mean last.
func everywhere() []string {
	return append(append(slices.Clip(trialsLikelihood), eventsLikelihood...), "weibull", "uniform", "normal")
}

// gridFamilies are the families of priors that are conjugate to nothing.
func gridFamilies() []Family {
	everywhere := everywhere()
	above0 := everywhere[len(trialsLikelihood):]
	const line = "−∞ to ∞: of a mean itself, of the log of what is above 0, of the log odds of a probability"
	const half = "what is above 0, or a mean"
	loc := ParamDoc{"loc", "where it is centred", nil}
	scale := ParamDoc{"scale", "its width, above 0", nil}
	return []Family{
		{Name: "lognormal", About: "a parameter above 0 whose logarithm is normal", Params: []ParamDoc{{"mu", "mean of the logarithm", nil}, {"sigma", "its standard deviation, above 0", nil}},
			Support: half, Likelihoods: above0, build: func(a []float64) Belief { return plain(prob.LogNormal{Mu: a[0], Sigma: a[1]}) }},
		{Name: "half-normal", About: "a parameter above 0: a normal distribution of mean 0, folded", Params: []ParamDoc{{"sd", "standard deviation before folding, above 0", nil}},
			Support: half, Likelihoods: above0, build: func(a []float64) Belief { return plain(prob.HalfNormal{Sigma: a[0]}) }},
		{Name: "half-cauchy", About: "a parameter above 0: a Cauchy distribution around 0, folded", Params: []ParamDoc{{"scale", "its median, above 0", nil}},
			Support: half, Likelihoods: above0, build: func(a []float64) Belief { return plain(prob.HalfCauchy{Scale: a[0]}) }},
		{Name: "uniform", About: "a parameter from low to high, all alike probable", Params: []ParamDoc{{"low", "lower end; below 0 it is of a logarithm or of log odds, where the parameter cannot be", nil}, {"high", "upper end", nil}},
			Support: "low to high", Likelihoods: everywhere, build: func(a []float64) Belief { return plain(prob.Uniform{Low: a[0], High: a[1]}) }},
		{Name: "logistic", About: "any number; logistic(0, 1) of log odds is beta(1, 1) of the probability", Params: []ParamDoc{loc, scale},
			Support: line, Likelihoods: everywhere, build: func(a []float64) Belief { return plain(prob.Logistic{Loc: a[0], Scale: a[1]}) }},
		{Name: "student-t", About: "any number; heavy tails give way to data that disagree", Params: []ParamDoc{{"df", "degrees of freedom, above 0", nil}, loc, scale},
			Support: line, Likelihoods: everywhere, build: func(a []float64) Belief { return plain(prob.StudentT{DF: a[0], Loc: a[1], Scale: a[2]}) }},
		{Name: "cauchy", About: "any number; tails so heavy that there is no mean", Params: []ParamDoc{loc, scale},
			Support: line, Likelihoods: everywhere, build: func(a []float64) Belief { return plain(prob.Cauchy{Loc: a[0], Scale: a[1]}) }},
		{Name: "laplace", About: "any number; a peak at loc, which shrinks estimates", Params: []ParamDoc{loc, scale},
			Support: line, Likelihoods: everywhere, build: func(a []float64) Belief { return plain(prob.Laplace{Loc: a[0], Scale: a[1]}) }},
	}
}

// gridUnder returns prior as a grid for the parameter of lik; ok is false where
// there can be none. The prior is of the parameter itself, if it can only take the
// parameter's values, and of its log or log odds, if it takes negative values that
// the parameter cannot.
func gridUnder(prior Belief, lik Likelihood) (g Grid, ok bool, err error) {
	d := distOf(prior)
	if d == nil || prior.Proper() != nil {
		return g, false, nil
	}
	name, s := lik.parameter(0)
	low, high := d.Quantile(0), d.Quantile(1)
	link := Same
	switch {
	case s == anywhere, s == positive && low >= 0, s == probability && low >= 0 && high <= 1:
	case low < 0 && s == positive:
		link = Log
	case low < 0 && s == probability:
		link = Logit
	default:
		return g, false, nil
	}
	if _, isBeta := prior.(Beta); isBeta && s != probability {
		return g, false, nil // conjugate to other data: likely a slip
	}
	g, isGrid := prior.(Grid)
	if isGrid && len(g.data) > 0 && g.link != link {
		return g, false, fmt.Errorf("%v is about another parameter than the %s of a %s likelihood", g, name, lik.Family)
	}
	if !isGrid || len(g.data) == 0 {
		g, err = NewGrid(d, link)
	}
	return g, true, err
}

// Family returns the name of the prior, and "grid" for a posterior or a prior that
// has none.
func (g Grid) Family() string {
	if family, _ := specOfDist(g.prior); family != "" && len(g.data) == 0 {
		return family
	}
	return "grid"
}

// Params returns those of the prior, or the mean and the standard deviation of a
// posterior of θ.
func (g Grid) Params() []Param {
	if family, params := specOfDist(g.prior); family != "" && len(g.data) == 0 {
		return params
	}
	m := g.parameter()
	mean, variance := m.Mean(), m.Var()
	return []Param{{"mean", mean}, {"sd", math.Sqrt(variance)}}
}

// String returns the spec of a prior, and of a posterior its mean and standard
// deviation, which is not read back: [MarshalBelief] keeps all of it.
func (g Grid) String() string {
	if len(g.data) == 0 {
		return fmt.Sprint(g.prior)
	}
	p := g.Params()
	return fmt.Sprintf("grid(mean=%g, sd=%g)", p[0].Value, p[1].Value)
}

func (g Grid) MarshalJSON() ([]byte, error)     { return MarshalBelief(g) }
func (g *Grid) UnmarshalJSON(data []byte) error { return readAs(g, data) }

// jsonGrid is a posterior: a prior, of what, and the data.
type jsonGrid struct {
	Mean  jsonNumber      `json:"mean"`
	SD    jsonNumber      `json:"sd"`
	Prior json.RawMessage `json:"prior"`
	Link  Link            `json:"link,omitempty"`
	Data  []jsonStat      `json:"data"`
}

type jsonStat struct {
	Statistic string          `json:"statistic"`
	Value     json.RawMessage `json:"value"`
}

func (g Grid) marshal() ([]byte, error) {
	family, params := specOfDist(g.prior)
	if family == "" {
		return nil, fmt.Errorf("a prior of type %T has no name to store it by", g.prior)
	}
	if len(g.data) == 0 {
		return json.Marshal(fields{{"family", family}, {"params", paramFields(params)}})
	}
	prior, err := json.Marshal(fields{{"family", family}, {"params", paramFields(params)}})
	if err != nil {
		return nil, err
	}
	p := g.Params()
	doc := jsonGrid{jsonNumber(p[0].Value.(float64)), jsonNumber(p[1].Value.(float64)), prior, g.link, nil}
	for _, s := range g.data {
		name := ""
		switch s.(type) {
		case Trials:
			name = "trials"
		case Events:
			name = "events"
		case Measurements:
			name = "measurements"
		case Deviations:
			name = "deviations"
		case Extent:
			name = "extent"
		default:
			return nil, fmt.Errorf("data of type %T have no name to store them by", s)
		}
		value, err := json.Marshal(s)
		if err != nil {
			return nil, err
		}
		doc.Data = append(doc.Data, jsonStat{name, value})
	}
	return json.Marshal(fields{{"family", "grid"}, {"params", doc}})
}

func unmarshalGrid(params []byte, depth int) (Belief, error) {
	var doc struct {
		Prior json.RawMessage
		Link  Link
		Data  []jsonStat
	}
	if err := json.Unmarshal(params, &doc); err != nil {
		return nil, fmt.Errorf("grid: %w", err)
	}
	prior, err := unmarshalBelief(doc.Prior, depth+1)
	if err != nil {
		return nil, fmt.Errorf("grid: %w", err)
	}
	d := distOf(prior)
	if p, isGrid := prior.(Grid); d == nil || isGrid && len(p.data) > 0 || prior.Proper() != nil {
		return nil, fmt.Errorf("grid: %v is no prior for one", prior)
	}
	switch doc.Link {
	case Same, Log, Logit:
	default:
		return nil, fmt.Errorf("grid: unknown link %q: want log, logit or none", doc.Link)
	}
	g, err := NewGrid(d, doc.Link)
	if err != nil {
		return nil, err
	}
	for _, s := range doc.Data {
		switch s.Statistic {
		case "trials":
			err = addTo[Trials](&g, s.Value)
		case "events":
			err = addTo[Events](&g, s.Value)
		case "measurements":
			err = addTo[Measurements](&g, s.Value)
		case "deviations":
			err = addTo[Deviations](&g, s.Value)
		case "extent":
			err = addTo[Extent](&g, s.Value)
		default:
			err = fmt.Errorf("unknown statistic %q", s.Statistic)
		}
		if err != nil {
			return nil, fmt.Errorf("grid: %w", err)
		}
	}
	return g, nil
}

func addTo[S Stat[S]](g *Grid, data []byte) error {
	var s S
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	*g = g.Update(s)
	return nil
}

// anyGrid is Grid as a prior for the statistic S, which merges what it is updated
// with one after the other.
type anyGrid[S Stat[S]] struct{ Grid }

func (a anyGrid[S]) Update(s S) Any[S] {
	g := a.Grid
	if k := len(g.data); k > 0 {
		if last, ok := g.data[k-1].(S); ok {
			g.data, s = g.data[:k-1:k-1], last.Merge(s)
		}
	}
	return anyGrid[S]{g.Update(s)}
}
func (a anyGrid[S]) LogEvidence(s S) float64 { return a.Grid.LogEvidence(s) }
func (a anyGrid[S]) unwrap() Belief          { return a.Grid }
