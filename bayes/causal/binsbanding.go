package causal

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/bayeskit/bayeskit/prob"
)

// Banding adjusts for a column of numbers in more than one way: cut into bands, few and
// many, and by regression on the value itself, straight and curved. Bands leave within
// them what the column does there; a line is wrong where the truth is curved. Where
// they do not agree the verdict is that of the method, not of the data.
type Banding struct {
	Treatment, Outcome, By  string // columns
	Treated, Control, Event string // levels, as in a [Search]

	Bands []int // numbers of bands to try; nil: 5, 2, 3 and 10

	// Model is that of outcomes that are numbers. Under the reference prior bands of
	// which a cell has fewer than 4 rows, or equal ones, get one variance for all cells.
	Model NormalModel
}

// Banded is what [Banding.Run] found.
type Banded struct {
	By    string
	Crude float64 // observed

	// Ways are the ways of adjusting: bands in the order asked for, then the value and
	// the value with its square.
	Ways []Way
}

// A Way is one way of adjusting for a column of numbers.
type Way struct {
	Name     string  // "5 bands", "value", "value and square"
	Bands    Bands   // the cuts; none for a regression on the value
	Estimate float64 // observed effect, adjusted
	Effect   Summary // its posterior
	Reversal Verdict

	// Kept is the share of the rows that count: bands without one of the treatments are
	// left out.
	Kept float64
}

// Agree reports whether all ways come to the same verdict: that the effect is reversed,
// or that it is not.
func (b Banded) Agree() bool {
	for _, w := range b.Ways {
		if w.Reversal.Holds != b.Ways[0].Reversal.Holds {
			return false
		}
	}
	return true
}

// String says in a sentence or two what the ways come to.
func (b Banded) String() string {
	var yes, no []string
	for _, w := range b.Ways {
		said := fmt.Sprintf("%s (%.4g, P = %.3f)", w.Name, w.Estimate, w.Reversal.Probability)
		if w.Reversal.Holds {
			yes = append(yes, said)
		} else {
			no = append(no, said)
		}
	}
	switch {
	case len(no) == 0:
		return fmt.Sprintf("Adjusting for %s reverses the crude %.4g however it is done: %s.", b.By, b.Crude, strings.Join(yes, ", "))
	case len(yes) == 0:
		return fmt.Sprintf("Adjusting for %s does not reverse the crude %.4g, however it is done: %s.", b.By, b.Crude, strings.Join(no, ", "))
	}
	return fmt.Sprintf("Whether adjusting for %s reverses the crude %.4g depends on how it is done. Reversed by %s. Not by %s.",
		b.By, b.Crude, strings.Join(yes, ", "), strings.Join(no, ", "))
}

// Run adjusts in every way. It fails if there are no such columns or levels, if By is
// not of numbers, or if none of its bands has both treatments.
func (b Banding) Run(ctx context.Context, seed prob.Seed, data Data) (Banded, error) {
	r, err := b.run(ctx, seed, data)
	if err != nil && ctx.Err() == nil {
		return r, fmt.Errorf("adjusting for %q by bands and by value: %w", b.By, err)
	}
	return r, err
}

func (b Banding) run(ctx context.Context, seed prob.Seed, data Data) (Banded, error) {
	r := Banded{By: b.By}
	if err := data.Check(); err != nil {
		return r, err
	}
	at, err := data.find(b.By)
	if err != nil {
		return r, err
	}
	by := data.Columns[at]
	if !by.Numeric() {
		return r, errors.New("it is not a column of numbers")
	}
	if b.Bands == nil {
		b.Bands = []int{5, 2, 3, 10}
	}
	// Every way is about the same rows: those in which nothing is missing.
	reg := Regression{Treatment: b.Treatment, Outcome: b.Outcome, Treated: b.Treated, Control: b.Control, Event: b.Event, Covariates: []string{b.By}}
	d, err := reg.design(data)
	if err != nil {
		return r, err
	}
	fitted, err := reg.Fit(data)
	if err != nil {
		return r, err
	}
	r.Crude = fitted.Crude.Estimate
	for i, k := range b.Bands {
		if k < 2 {
			return r, fmt.Errorf("%d bands, want 2 or more", k)
		}
		w, err := b.byBands(ctx, seed.Child(uint64(i)), data, d, by, k)
		if err != nil {
			return r, fmt.Errorf("%d bands: %w", k, err)
		}
		r.Ways = append(r.Ways, w)
	}
	value, err := b.byValue("value", fitted)
	if err != nil {
		return r, err
	}
	squared, err := b.squared(reg, data, by)
	if err != nil {
		return r, err
	}
	r.Ways = append(r.Ways, value, squared)
	return r, nil
}

// byValue is the way of a regression.
func (b Banding) byValue(name string, fitted Regressed) (Way, error) {
	p, err := fitted.Posterior(b.Model)
	return Way{Name: name, Estimate: fitted.Adjusted.Estimate, Effect: p.Within, Reversal: p.Verdicts.Reversal, Kept: 1}, err
}

// squared regresses on the value and its square, about the mean.
func (b Banding) squared(reg Regression, data Data, by Column) (Way, error) {
	square := Column{Name: b.By + "²", Values: make([]float64, by.Len())}
	var centre running
	for i := range square.Values {
		if x := by.number(i); !math.IsNaN(x) {
			centre.add(x)
		}
	}
	for i := range square.Values {
		x := by.number(i) - centre.mean
		square.Values[i] = x * x
	}
	reg.Covariates = append(reg.Covariates, square.Name)
	data.Columns = append(append([]Column(nil), data.Columns...), square)
	fitted, err := reg.Fit(data)
	if err != nil {
		return Way{}, err
	}
	return b.byValue("value and square", fitted)
}
