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
	scale(w float64)
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
func (e *typed[S]) scale(w float64)      { e.data = e.data.Scale(w) }

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
	case "categorical":
		_, k, _ := categories(prior)
		return pair(prior, lik, &typed[Tally]{add: tallyUp(k)})
	case "multinomial":
		return pair(prior, lik, &typed[Tally]{stat: func(o Observation) Tally { return Multinomial(o.Counts...) }})
	case "normal":
		if sd := lik.param("sd"); !math.IsNaN(sd) {
			return pair(prior, lik, &typed[Measurements]{stat: func(o Observation) Measurements { return Measurement(o.Y, sd) }, bulk: measurements(sd)})
		}
		if _, ok := lift[Measurements](prior); ok && prior.Family() != "point" {
			return nil, fmt.Errorf("a normal prior needs the measurements' known standard deviation: --likelihood 'normal(sd=…)', or use a normal-inverse-gamma prior")
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
	if !ok {
		names, _ := LikelihoodsOf(prior)
		return nil, fmt.Errorf("a %s prior cannot be updated under a %s likelihood: use %s", prior.Family(), lik.Family, list(names))
	}
	if _, isPoints := prior.(Points); isPoints {
		var none S
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
			switch lik.Outcome() {
			case Binary, OfTrials, Label, Counts:
				if !(v >= 0 && v <= 1) {
					want = "a probability from 0 to 1"
				}
			case Count, Duration:
				switch positive := lik.Family == "poisson" || lik.Family == "exponential"; {
				case positive && !(v > 0):
					want = "a rate above 0"
				case !positive && !(v > 0 && v <= 1):
					want = "a probability above 0, up to 1"
				}
			case Real:
				if i == 1 && !(v > 0) {
					want = "a variance above 0"
				}
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
