package bayes

import (
	"fmt"
	"math"
	"strings"
)

// An Outcome is the kind of number or label that one observation is.
type Outcome string

// The outcomes, each with the fields of an [Observation] that it uses.
const (
	Binary      Outcome = "0 or 1"                                // Y
	OfTrials    Outcome = "successes of a known number of trials" // Y, Trials
	Count       Outcome = "0, 1, 2, …"                            // Y, Exposure
	Duration    Outcome = "a time, 0 or above"                    // Y, Censored
	Positive    Outcome = "a number above 0"                      // Y
	NotNegative Outcome = "a number, 0 or above"                  // Y
	Angle       Outcome = "an angle in radians, up to a turn"     // Y
	Real        Outcome = "a number"                              // Y, SD
	Label       Outcome = "a label"                               // Y, the index that [Learner.Level] gives it
	Explained   Outcome = "a number and its predictors"           // Y, X
	Numbers     Outcome = "numbers, one for each column"          // X
	Counts      Outcome = "counts, one for each category"         // Counts
)

// An Observation is one row of data in the terms of a [Likelihood].
type Observation struct {
	Y        float64
	Trials   float64   // number of trials of which Y succeeded
	Exposure float64   // how long, or over how much, Y events were counted
	Censored bool      // the event had not happened by time Y
	SD       float64   // standard deviation of Y, where each row has its own
	Counts   []float64 // not retained
	X        []float64 // predictors of Y, without the 1 of an intercept, or the numbers of several columns; not retained
}

// A Likelihood says, at run time, what one row of data is and how probable the
// parameters make it. [ParseLikelihood] and [DefaultLikelihood] return one.
type Likelihood struct {
	Family string  // "bernoulli", "poisson", "table" …
	Params []Param // what is known beforehand: r, sd; in a table the hypotheses' names and the probabilities by label
	table  *table
}

// Outcome returns the kind of observation.
func (l Likelihood) Outcome() Outcome {
	f, _ := findLikelihood(l.Family)
	return f.Outcome
}

// String returns the spec that [ParseLikelihood] reads back.
func (l Likelihood) String() string {
	if l.table != nil {
		return l.table.String()
	}
	if m, ok := l.Linear(); ok {
		return m.spec()
	}
	if l.Family == multivariateNormal {
		return vectorSpec(l.Family, l.Params)
	}
	if len(l.Params) == 0 {
		return l.Family
	}
	args := make([]string, len(l.Params))
	for i, p := range l.Params {
		args[i] = fmt.Sprintf("%s=%v", p.Name, p.Value)
	}
	return l.Family + "(" + strings.Join(args, ", ") + ")"
}

// short returns the spec, of a table the word.
func (l Likelihood) short() string {
	if l.table != nil {
		return "table"
	}
	return l.String()
}

// param returns the value of a known parameter, NaN if it is not given.
func (l Likelihood) param(name string) float64 {
	for _, p := range l.Params {
		if v, ok := p.Value.(float64); ok && p.Name == name {
			return v
		}
	}
	return math.NaN()
}

// eachRow is the value of a normal likelihood's sd where each row has its own.
const eachRow = "rows"

// OwnSD reports whether each row comes with a standard deviation of its own, an
// observation's SD: normal(sd=rows).
func (l Likelihood) OwnSD() bool {
	return l.Family == "normal" && len(l.Params) == 1 && l.Params[0].Value == eachRow
}

// least returns the least number that can be observed.
func (l Likelihood) least() float64 {
	if l.Family == "pareto" {
		return l.param("min")
	}
	return math.Inf(-1)
}

// A table gives P(label | hypothesis) for finitely many of each.
type table struct {
	labels []string
	p      [][]float64 // by label, then by hypothesis
}

func (t *table) String() string {
	rows := make([]string, len(t.labels))
	for i, l := range t.labels {
		ps := make([]string, len(t.p[i]))
		for j, p := range t.p[i] {
			ps[j] = fmt.Sprintf("%g", p)
		}
		rows[i] = l + ": " + strings.Join(ps, ", ")
	}
	return strings.Join(rows, "; ")
}

// check reports probabilities out of range, rows of unlike length, and a
// hypothesis under which the labels' probabilities add up to more than 1. They
// may add up to less: then there are labels that the table does not list.
func (t *table) check() error {
	if len(t.labels) == 0 {
		return fmt.Errorf("likelihood: no labels")
	}
	sums := make([]float64, len(t.p[0]))
	for i, row := range t.p {
		if len(row) != len(sums) {
			return fmt.Errorf("likelihood: %s has %d probabilities, %s has %d: give one for each hypothesis", t.labels[i], len(row), t.labels[0], len(sums))
		}
		for j, p := range row {
			if !(p >= 0 && p <= 1) {
				return fmt.Errorf("likelihood: P(%s) = %g, want a number from 0 to 1", t.labels[i], p)
			}
			sums[j] += p
		}
	}
	for j, s := range sums {
		if s > 1+1e-6 {
			return fmt.Errorf("likelihood: under hypothesis %d the probabilities of the labels add up to %g, more than 1", j+1, s)
		}
	}
	return nil
}

// whole reports whether y is a whole number from 0 up that a float64 can count.
func whole(y float64) bool { return y >= 0 && y <= 1<<53 && y == float64(int64(y)) }

// admits reports why o cannot have been observed.
func (k Outcome) admits(o Observation) error {
	switch k {
	case Binary:
		if o.Y != 0 && o.Y != 1 {
			return fmt.Errorf("%g is not 0 or 1", o.Y)
		}
	case OfTrials:
		switch {
		case !whole(o.Trials):
			return fmt.Errorf("%g is not a number of trials: want 0, 1, 2, …", o.Trials)
		case !whole(o.Y):
			return fmt.Errorf("%g is not a number of successes: want 0, 1, 2, …", o.Y)
		case o.Y > o.Trials:
			return fmt.Errorf("%g successes of %g trials: there cannot be more successes than trials", o.Y, o.Trials)
		}
	case Count:
		switch {
		case !whole(o.Y):
			return fmt.Errorf("%g is not a count: want 0, 1, 2, …", o.Y)
		case !(o.Exposure > 0) || math.IsInf(o.Exposure, 1):
			return fmt.Errorf("exposure %g: want a number above 0", o.Exposure)
		}
	case Duration:
		if !(o.Y >= 0) || math.IsInf(o.Y, 1) {
			return fmt.Errorf("%g is not a time: want 0 or above", o.Y)
		}
	case NotNegative:
		if !(o.Y >= 0) || math.IsInf(o.Y, 1) {
			return fmt.Errorf("%g is not a number, 0 or above", o.Y)
		}
	case Positive:
		if !(o.Y > 0) || math.IsInf(o.Y, 1) {
			return fmt.Errorf("%g is not a number above 0", o.Y)
		}
	case Angle:
		if !(math.Abs(o.Y) <= 2*math.Pi) {
			return fmt.Errorf("%g is not an angle in radians, from -2π to 2π: of degrees multiply by π/180", o.Y)
		}
	case Real, Explained:
		if math.IsNaN(o.Y) || math.IsInf(o.Y, 0) {
			return fmt.Errorf("%g is not a finite number", o.Y)
		}
	case Counts:
		for _, c := range o.Counts {
			if !whole(c) {
				return fmt.Errorf("%g is not a count: want 0, 1, 2, …", c)
			}
		}
	}
	return nil
}

// admitted returns how many of y, from the first on, admits would let pass as
// observations of nothing but Y, in a loop that a column of 10⁷ can afford.
func (k Outcome) admitted(y []float64) int {
	switch k {
	case Binary:
		for i, v := range y {
			if v*(1-v) != 0 { // one test that nearly never fails, where two would each fail half the time
				return i
			}
		}
	case Count:
		for i, v := range y {
			if !whole(v) {
				return i
			}
		}
	case Duration, NotNegative:
		for i, v := range y {
			if !(v >= 0 && v <= math.MaxFloat64) {
				return i
			}
		}
	case Angle:
		for i, v := range y {
			if !(math.Abs(v) <= 2*math.Pi) {
				return i
			}
		}
	case Positive:
		for i, v := range y {
			if !(v > 0 && v <= math.MaxFloat64) {
				return i
			}
		}
	default:
		for i, v := range y {
			if !(math.Abs(v) <= math.MaxFloat64) {
				return i
			}
		}
	}
	return len(y)
}

// size returns how many observations o is: a binomial count is as many as its
// trials.
func (k Outcome) size(o Observation) float64 {
	switch k {
	case OfTrials:
		return o.Trials
	case Counts:
		n := 0.0
		for _, c := range o.Counts {
			n += c
		}
		return n
	}
	return 1
}
