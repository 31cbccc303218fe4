package causal

import (
	"context"
	"fmt"

	"github.com/bayeskit/bayeskit/prob"
)

// byBands is the way of k bands: as strata of a table of slopes, counts or means, by
// what treatment and outcome are.
func (b Banding) byBands(ctx context.Context, seed prob.Seed, data Data, d *design, by Column, k int) (Way, error) {
	r := bandRows{data: data, d: d, values: make([]float64, by.Len())}
	for i, ok := range d.complete {
		if r.values[i] = nan; ok {
			r.values[i] = by.number(i)
			r.all += data.times(i)
		}
	}
	r.bands = QuantileBands(r.values, data.Counts, k)
	w := Way{Name: fmt.Sprintf("%d bands", r.bands.Len()), Bands: r.bands}
	var err error
	switch {
	case d.treatment.names[1] == "":
		err = b.bandedSlopes(&w, r)
	case d.outcome.names[1] != "":
		err = b.bandedRisks(ctx, seed, &w, r)
	default:
		err = b.bandedMeans(ctx, seed, &w, r)
	}
	return w, err
}

// bandRows are the rows in which nothing is missing, by band.
type bandRows struct {
	data   Data
	d      *design
	values []float64
	bands  Bands
	all    float64
}

// addTo adds all rows to a table, whose strata are the bands.
func (r bandRows) addTo(strata *Strata, add func(stratum int, x, y, n float64) error) error {
	for _, name := range r.bands.Names() {
		strata.Code(name)
	}
	for i, ok := range r.d.complete {
		if !ok {
			continue
		}
		if err := add(r.bands.Of(r.values[i]), r.d.treatment.numbers[i], r.d.outcome.numbers[i], r.data.times(i)); err != nil {
			return err
		}
	}
	return nil
}

func (b Banding) bandedSlopes(w *Way, r bandRows) error {
	t := SlopeTable{Treatment: b.Treatment, Outcome: b.Outcome}
	err := r.addTo(&t.Strata, func(stratum int, x, y, n float64) error {
		if n == 1 {
			return t.Add(stratum, x, y) // faster
		}
		return t.AddTimes(stratum, x, y, n)
	})
	if err != nil {
		return err
	}
	s, err := t.Slopes()
	if err != nil {
		return err
	}
	p, err := s.Posterior(b.Model)
	w.Estimate, w.Effect, w.Reversal, w.Kept = s.Within.Estimate, p.Within, p.Verdicts.Reversal, 1
	return err
}

func (b Banding) bandedRisks(ctx context.Context, seed prob.Seed, w *Way, r bandRows) error {
	var t Table
	for _, name := range r.d.treatment.names {
		t.Treatment.Code(name)
	}
	event := r.d.outcome.names[1]
	t.Outcome.Code("not " + event)
	t.Outcome.Code(event)
	err := r.addTo(&t.Strata, func(stratum int, x, y, n float64) error { return t.Add(int(x), int(y), stratum, n) })
	if err != nil {
		return err
	}
	c, err := t.Compare(r.d.treatment.names[1], r.d.treatment.names[0], event)
	if err != nil {
		return err
	}
	c = c.Trim()
	e, err := c.Average(Everyone)
	if err != nil {
		return err
	}
	p, err := c.Posterior(ctx, seed, Sampling{Level: b.Model.Level})
	w.Estimate, w.Effect, w.Reversal = e.Difference(), p.Adjusted[Everyone].Difference, p.Verdicts.Reversal
	w.Kept = totalOf(c.Strata) / r.all
	return err
}

func (b Banding) bandedMeans(ctx context.Context, seed prob.Seed, w *Way, r bandRows) error {
	t := MeanTable{Outcome: b.Outcome}
	for _, name := range r.d.treatment.names {
		t.Treatment.Code(name)
	}
	err := r.addTo(&t.Strata, func(stratum int, x, y, n float64) error {
		if n == 1 {
			return t.Add(int(x), stratum, y) // faster
		}
		return t.AddTimes(int(x), stratum, y, n)
	})
	if err != nil {
		return err
	}
	c, err := t.Compare(r.d.treatment.names[1], r.d.treatment.names[0])
	if err != nil {
		return err
	}
	c = c.Trim()
	e, err := c.Average(Everyone)
	if err != nil {
		return err
	}
	m := b.Model
	m.OneVariance = m.OneVariance || m.Prior == nil && searchModel(c).OneVariance
	p, err := c.Posterior(ctx, seed, m)
	w.Estimate, w.Effect, w.Reversal = e.Difference(), p.Adjusted[Everyone], p.Verdicts.Reversal
	for _, s := range c.Strata {
		w.Kept += s.Total() / r.all
	}
	return err
}
