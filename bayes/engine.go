package bayes

import (
	"errors"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// engine is a statistic of some type with its prior, behind one face.
type engine interface {
	empty() engine
	observe(o Observation, times float64) error
	observeAll(y []float64) error
	posterior(*levels) Belief
	logEvidence() float64
	logEvidenceAfter(earlier engine, order []int) (float64, error)
	merge(other engine, order []int) error
	scale(w float64) error
	marshal() ([]byte, error)
	unmarshal([]byte) error
}

// typed is the engine of statistic S.
type typed[S Stat[S]] struct {
	prior Any[S]
	data  S
	stat  func(Observation) S            // the likelihood of one observation
	add   func(*S, Observation, float64) // instead, where a new S for each row would allocate
	bulk  func([]float64) S              // optional
}

func (e *typed[S]) empty() engine {
	return &typed[S]{prior: e.prior, stat: e.stat, add: e.add, bulk: e.bulk}
}

func (e *typed[S]) observe(o Observation, times float64) error {
	if e.add != nil {
		e.add(&e.data, o, times)
		return nil
	}
	s := e.stat(o)
	if times != 1 {
		s = s.Scale(times)
		if err := s.Check(); err != nil {
			return err
		}
	}
	e.data = e.data.Merge(s)
	return nil
}

func (e *typed[S]) observeAll(y []float64) error {
	if e.bulk != nil {
		if len(y) > 0 {
			e.data = e.data.Merge(e.bulk(y))
		}
		return nil
	}
	for _, v := range y {
		if err := e.observe(Observation{Y: v, Exposure: 1}, 1); err != nil {
			return err
		}
	}
	return nil
}

func (e *typed[S]) posterior(ls *levels) Belief {
	return named(unwrap(e.prior.Update(e.data)), ls)
}

func (e *typed[S]) logEvidence() float64 { return e.prior.LogEvidence(e.data) }

func (e *typed[S]) scale(w float64) error {
	scaled := e.data.Scale(w)
	if err := scaled.Check(); err != nil {
		return err
	}
	e.data = scaled
	return nil
}

func (e *typed[S]) merge(other engine, order []int) error {
	o, ok := other.(*typed[S])
	if !ok {
		return errors.New("the statistics are of different kinds")
	}
	data := o.data
	if t, ok := any(data).(Tally); ok && order != nil {
		data = any(t.permute(order)).(S)
	}
	merged := e.data.Merge(data)
	if err := merged.Check(); err != nil {
		return err
	}
	e.data = merged
	return nil
}

// newEngine pairs a prior with a likelihood.
func newEngine(prior Belief, lik Likelihood) (engine, error) {
	switch lik.Family {
	case "linear":
		return newLines(prior, lik)
	case multivariateNormal:
		return newVectorEngine(prior, lik)
	case "bernoulli":
		return pair(prior, lik, &typed[Trials]{stat: func(o Observation) Trials { return Bernoulli(o.Y, 1-o.Y) }, bulk: bernoullis})
	case "binomial":
		return pair(prior, lik, &typed[Trials]{stat: func(o Observation) Trials { return Binomial(o.Y, o.Trials) }})
	case "geometric":
		return pair(prior, lik, &typed[Trials]{stat: func(o Observation) Trials { return Geometric(o.Y) }, bulk: geometrics})
	case "negative-binomial":
		r := lik.param("r")
		return pair(prior, lik, &typed[Trials]{stat: func(o Observation) Trials { return NegativeBinomial(r, o.Y) }})
	case "poisson":
		return pair(prior, lik, &typed[Events]{stat: func(o Observation) Events { return Poisson(o.Y, o.Exposure) }, bulk: poissons})
	case "exponential":
		return pair(prior, lik, &typed[Events]{stat: exponential, bulk: exponentials})
	case "gamma":
		shape, logGamma := lik.param("shape"), dd.LogGamma(dd.Of(lik.param("shape")))
		return pair(prior, lik, &typed[Events]{stat: func(o Observation) Events { return gammaOf(shape, logGamma, o.Y) }})
	case "inverse-gamma":
		shape, logGamma := lik.param("shape"), dd.LogGamma(dd.Of(lik.param("shape")))
		return pair(prior, lik, &typed[Events]{stat: func(o Observation) Events { return inverseGammaOf(shape, logGamma, o.Y) }})
	case "pareto":
		least := lik.param("min")
		return pair(prior, lik, &typed[Events]{stat: func(o Observation) Events { return ParetoOf(least, o.Y) }})
	case "weibull":
		shape := lik.param("shape")
		return pair(prior, lik, &typed[Deviations]{stat: func(o Observation) Deviations { return WeibullOf(shape, o.Y) }})
	case "uniform":
		return pair(prior, lik, &typed[Extent]{stat: func(o Observation) Extent { return UniformOf(o.Y) }})
	case "von-mises":
		kappa := lik.param("kappa")
		return pair(prior, lik, &typed[Directions]{stat: func(o Observation) Directions { return VonMisesOf(kappa, o.Y) }})
	case "lognormal":
		return pair(prior, lik, &typed[Moments]{stat: func(o Observation) Moments { return Lognormal(o.Y) }})
	case "categorical":
		_, k, _ := categories(prior)
		return pair(prior, lik, &typed[Tally]{add: tallyUp(k)})
	case "multinomial":
		return pair(prior, lik, &typed[Tally]{stat: func(o Observation) Tally { return Multinomial(o.Counts...) }})
	case "normal":
		if drift, ok := driftOf(prior); ok {
			return levelEngine(prior, lik, drift)
		}
		if lik.OwnSD() {
			return pair(prior, lik, &typed[Measurements]{stat: func(o Observation) Measurements { return Measurement(o.Y, o.SD) }})
		}
		if mean := lik.param("mean"); !math.IsNaN(mean) {
			return pair(prior, lik, &typed[Deviations]{stat: func(o Observation) Deviations { return NormalOf(mean, o.Y) }})
		}
		if sd := lik.param("sd"); !math.IsNaN(sd) {
			return pair(prior, lik, &typed[Measurements]{stat: func(o Observation) Measurements { return Measurement(o.Y, sd) }, bulk: measurements(sd)})
		}
		if _, ok := lift[Measurements](prior); ok && prior.Family() != "point" {
			return nil, fmt.Errorf("a normal prior needs the measurements' known standard deviation: --likelihood 'normal(sd=…)' or --sd COLUMN, or use a normal-inverse-gamma prior")
		}
		if _, ok := lift[Deviations](prior); ok && prior.Family() != "point" {
			return nil, fmt.Errorf("an inverse-gamma prior of a variance needs the known mean: --likelihood 'normal(mean=…)', or use a normal-inverse-gamma prior")
		}
		return pair(prior, lik, &typed[Moments]{stat: func(o Observation) Moments { return Reals(o.Y) }, bulk: func(y []float64) Moments { return Reals(y...) }})
	case "table":
		h, ok := prior.(Hypotheses)
		if ok && len(h.Names) != len(lik.table.p[0]) {
			return nil, fmt.Errorf("the likelihood gives %d probabilities for each label, but there are %d hypotheses", len(lik.table.p[0]), len(h.Names))
		}
		return pair(prior, lik, &typed[LogLiks]{add: lik.table.add(len(lik.table.p[0]))})
	}
	return nil, unknown("likelihood", lik.Family, likelihoodNames())
}

// pair gives e its prior, if the two match.
func pair[S Stat[S]](prior Belief, lik Likelihood, e *typed[S]) (engine, error) {
	p, ok := lift[S](prior)
	var none S
	if !ok && none.Dim() == 1 && lik.Family != "von-mises" { // which is a circle, and no line
		g, can, err := gridUnder(prior, lik)
		if err != nil {
			return nil, err
		}
		if p, ok = Any[S](anyGrid[S]{g}), can; ok {
			e.prior = p
			return e, nil
		}
	}
	if !ok {
		return nil, fmt.Errorf("a %s prior cannot be updated under a %s likelihood: use %s", prior.Family(), lik.short(), list(likelihoodSpecs(prior)))
	}
	if _, isPoints := prior.(Points); isPoints {
		if want := none.Dim(); want > 0 && p.Dim() != want {
			return nil, fmt.Errorf("%v has %d coordinates, a %s likelihood has %d parameters", prior, p.Dim(), lik.Family, want)
		}
		if err := inSupport(prior.(Points), lik); err != nil {
			return nil, err
		}
	}
	e.prior = p
	return e, nil
}

// inSupport reports a point that cannot be a parameter of lik.
func inSupport(d Points, lik Likelihood) error {
	for _, at := range d.At {
		for i, v := range at {
			var want string
			switch name, s := lik.parameter(i); {
			case s == probability && !(v >= 0 && v <= 1):
				want = "a probability from 0 to 1"
			case s == probability && lik.Outcome() == Count && v == 0:
				want = "a probability above 0, up to 1"
			case s == positive && !(v > 0):
				want = "a " + name + " above 0"
			}
			if want != "" {
				return fmt.Errorf("point: %g is no parameter of a %s likelihood: want %s", v, lik.Family, want)
			}
		}
		if o := lik.Outcome(); o == Label || o == Counts {
			total := 0.0
			for _, v := range at {
				total += v
			}
			if math.Abs(total-1) > 1e-6 {
				return fmt.Errorf("point: the probabilities add up to %g, want 1", total)
			}
		}
	}
	return nil
}

// driftOf returns the drift of a local level, or of a mixture of such, which must
// agree on it: NaN if they do not.
func driftOf(prior Belief) (drift float64, ok bool) {
	switch p := unwrap(prior).(type) {
	case LocalLevel:
		return p.Drift, true
	case mixture:
		parts, _ := p.parts()
		drift, ok = driftOf(parts[0])
		for _, part := range parts[1:] {
			if d, isLevel := driftOf(part); isLevel != ok || ok && d != drift {
				return math.NaN(), true
			}
		}
	}
	return drift, ok
}

// levelEngine pairs a local level with normal noise.
func levelEngine(prior Belief, lik Likelihood, drift float64) (engine, error) {
	sd := lik.param("sd")
	switch {
	case math.IsNaN(drift):
		return nil, errors.New("a mixture with a local level must be of local levels that agree on the drift: compare others with bayes evidence")
	case math.IsNaN(sd) && !lik.OwnSD():
		return nil, errors.New("a local-level prior needs the measurements' known standard deviation: --likelihood 'normal(sd=…)' or --sd COLUMN")
	}
	return pair(prior, lik, &typed[Walk]{stat: func(o Observation) Walk {
		if lik.OwnSD() {
			return walk(drift, o.Y, o.SD)
		}
		return walk(drift, o.Y, sd)
	}})
}

func exponential(o Observation) Events {
	if o.Censored {
		return Censored(o.Y)
	}
	return Exponential(o.Y)
}

func bernoullis(y []float64) Trials {
	s := 0.0
	for _, v := range y {
		s += v
	}
	return Bernoulli(s, float64(len(y))-s)
}

func geometrics(y []float64) Trials {
	f := 0.0
	for _, v := range y {
		f += v
	}
	return Trials{Successes: float64(len(y)), Failures: f}
}

func exponentials(y []float64) Events {
	t := 0.0
	for _, v := range y {
		t += v
	}
	return Events{Count: float64(len(y)), Exposure: t}
}

// poissons counts how often each small count occurs, so that each log y! is
// worked out once.
func poissons(y []float64) Events {
	var often [64]float64
	var all Events
	for _, v := range y {
		if v < float64(len(often)) {
			often[int(v)]++
		} else {
			all = all.Merge(Poisson(v, 1))
		}
	}
	for v, times := range often {
		if times > 0 {
			all = all.Merge(Poisson(float64(v), 1).Scale(times))
		}
	}
	return all
}

func measurements(sd float64) func([]float64) Measurements {
	variance := dd.Prod(sd, sd)
	each := Measurement(0, sd).base
	return func(y []float64) Measurements {
		t := Reals(y...)
		return newMeasurements(t.n().Div(variance), t.mean(), t.ss().Div(variance), each.Mul(t.n()))
	}
}

// tallyUp returns the function that counts one more of a category of k.
func tallyUp(k int) func(*Tally, Observation, float64) {
	return func(t *Tally, o Observation, times float64) {
		if t.Counts == nil {
			t.Counts = make([]float64, k)
		}
		t.Counts[int(o.Y)] += times
	}
}

// add returns the function that merges the likelihood of a label.
func (t *table) add(hypotheses int) func(*LogLiks, Observation, float64) {
	return func(l *LogLiks, o Observation, times float64) {
		if *l == nil {
			*l = make(LogLiks, hypotheses)
		}
		if times == 0 {
			return
		}
		for j, p := range t.p[int(o.Y)] {
			(*l)[j] += times * math.Log(p)
		}
	}
}
