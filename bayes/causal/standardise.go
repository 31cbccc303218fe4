package causal

import (
	"fmt"
	"slices"
)

// Crude returns the risks among all treated and all control, strata ignored.
func (c Comparison) Crude() Effect {
	var treated, control Cell
	for _, s := range c.Strata {
		treated, control = treated.plus(s.Treated), control.plus(s.Control)
	}
	return Effect{treated.Risk(), control.Risk()}
}

// Mix returns the total that each stratum contributes to the population of a target,
// in the order of Strata.
func (c Comparison) Mix(t Target) []float64 {
	mix := make([]float64, len(c.Strata))
	for z, s := range c.Strata {
		mix[z] = [...]float64{s.Total(), s.Treated.Total, s.Control.Total}[t]
	}
	return mix
}

// MixOf returns the total that each stratum of c has in another population, given as
// a table with the same columns of strata. It fails if that population has people in
// strata that c does not know.
func (c Comparison) MixOf(population *Table) ([]float64, error) {
	at := map[string]int{}
	for z, s := range c.Strata {
		at[fmt.Sprintf("%q", s.Levels)] = z
	}
	mix, total := make([]float64, len(c.Strata)), 0.0
	for z := range population.Strata.Len() {
		n := 0.0
		for x := range population.Treatment.Len() {
			n += population.cell(x, -1, z).Total
		}
		if n == 0 {
			continue
		}
		names := population.Strata.Names(z)
		to, ok := at[fmt.Sprintf("%q", names)]
		if !ok {
			return nil, fmt.Errorf("the new population has %g in stratum %q, about which the data say nothing", n, Stratum{Levels: names}.Name())
		}
		mix[to] += n
		total += n
	}
	if total == 0 {
		return nil, fmt.Errorf("the new population is empty")
	}
	return mix, nil
}

// Standardised returns the risks had all in a population been treated, and had none:
//
//	Σ mix_z·p_tz / Σ mix_z,
//
// p_tz the risk under treatment t in stratum z (direct standardisation; the
// g-formula, and the adjustment formula where the strata suffice). Mix is the
// population's total in each stratum, or its share. It fails with a
// [*PositivityError] where a stratum that is part of the population has nobody with
// one of the treatments. It panics if mix is not one number for each stratum.
func (c Comparison) Standardised(mix []float64) (Effect, error) {
	c.mustMatch("Standardised", mix)
	if gaps := c.gaps(mix); gaps != nil {
		return Effect{nan, nan}, &PositivityError{gaps}
	}
	var e Effect
	for z, w := range shares(mix) {
		if w > 0 {
			p := c.Strata[z].Effect()
			e.Treated += w * p.Treated
			e.Control += w * p.Control
		}
	}
	return e, nil
}

// Average returns the effect standardised to the population of a target.
func (c Comparison) Average(t Target) (Effect, error) { return c.Standardised(c.Mix(t)) }

func (c Comparison) mustMatch(method string, mix []float64) {
	if len(mix) != len(c.Strata) {
		panic(fmt.Sprintf("causal: Comparison.%s: len(mix) = %d, want %d strata", method, len(mix), len(c.Strata)))
	}
}

// shares returns weights divided by their sum.
func shares(weights []float64) []float64 {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	w := slices.Clone(weights)
	for z := range w {
		w[z] /= sum
	}
	return w
}
