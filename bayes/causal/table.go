package causal

import (
	"errors"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// Table counts outcomes by treatment and stratum. It is a statistic: the order of
// what is added does not matter, tables merge, and the zero value is one without
// data, with which merging changes nothing. Outcomes are either categories, counted
// by [Table.Add], or events over an exposure, by [Table.AddRate].
//
//	var t causal.Table
//	err := t.Add(t.Treatment.Code("drug"), t.Outcome.Code("recovered"), t.Strata.Code("male"), 18)
//
// A Table is for one goroutine, and once in use it is not copied but by Merge.
type Table struct {
	Treatment, Outcome Levels
	Strata             Strata

	counts     []float64      // [stratum][treatment][outcome]
	rates      []bayes.Events // [stratum][treatment]
	nt, ny, nz int            // what counts have room for
	rt, rz     int            // what rates have room for
}

const (
	// maxCount is the greatest count: up to it float64s are whole and sums exact.
	maxCount = 1 << 53

	// maxLevels and maxStrata bound memory: data beyond them are no categories.
	maxLevels = 1000
	maxStrata = 1 << 20
)

// Add counts count people with these codes. It does not allocate but for new
// levels. It fails, and changes nothing, if count is not a whole number from 0 to
// 2⁵³, or if there are more than 1,000 treatments or outcomes, or 2²⁰ strata.
func (t *Table) Add(treatment, outcome, stratum int, count float64) error {
	if !(count >= 0 && count <= maxCount) || count != math.Trunc(count) {
		return badCount(count)
	}
	if treatment >= t.nt || outcome >= t.ny || stratum >= t.nz {
		if err := tooMany(treatment, outcome, stratum); err != nil {
			return err
		}
		t.grow(treatment, outcome, stratum)
	}
	t.counts[(stratum*t.nt+treatment)*t.ny+outcome] += count
	return nil
}

func badCount(count float64) error {
	switch {
	case count < 0:
		return fmt.Errorf("a count of %g: counts are not negative", count)
	case count > maxCount:
		return fmt.Errorf("a count of %g: counts are at most 2^53", count)
	}
	return fmt.Errorf("a count of %g: counts are whole numbers", count)
}

// AddRate counts events, a whole number, over an exposure: person-years, kilometres.
// Events without exposure are impossible. It fails as Add does.
func (t *Table) AddRate(treatment, stratum int, events, exposure float64) error {
	switch {
	case !(events >= 0 && events <= maxCount) || events != math.Trunc(events):
		return badCount(events)
	case !(exposure >= 0) || math.IsInf(exposure, 1):
		return fmt.Errorf("an exposure of %g: exposures are finite and not negative", exposure)
	case exposure == 0 && events > 0:
		return fmt.Errorf("%g events in an exposure of 0: nothing happens in no time", events)
	}
	if treatment >= t.rt || stratum >= t.rz {
		if err := tooMany(treatment, 0, stratum); err != nil {
			return err
		}
		t.growRates(treatment, stratum)
	}
	cell := &t.rates[stratum*t.rt+treatment]
	*cell = cell.Merge(bayes.Events{Count: events, Exposure: exposure})
	return nil
}

var (
	errTreatments = errors.New("the treatment has more than 1000 levels: a treatment is a category; group its values")
	errOutcomes   = errors.New("the outcome has more than 1000 levels: an outcome is a category here; group its values")
	errStrata     = errors.New("more than 1048576 strata: group the values of what is stratified by")
)

func tooMany(treatment, outcome, stratum int) error {
	switch {
	case treatment >= maxLevels:
		return errTreatments
	case outcome >= maxLevels:
		return errOutcomes
	case stratum >= maxStrata:
		return errStrata
	}
	return nil
}

// grow makes room in counts.
func (t *Table) grow(treatment, outcome, stratum int) {
	nt, ny, nz := room(t.nt, treatment), room(t.ny, outcome), room(t.nz, stratum)
	if nt == t.nt && ny == t.ny {
		t.counts = append(t.counts, make([]float64, (nz-t.nz)*nt*ny)...)
		t.nz = nz
		return
	}
	counts := make([]float64, nz*nt*ny)
	for i := range t.nz * t.nt {
		z, x := i/t.nt, i%t.nt
		copy(counts[(z*nt+x)*ny:], t.counts[i*t.ny:(i+1)*t.ny])
	}
	t.counts, t.nt, t.ny, t.nz = counts, nt, ny, nz
}

// growRates makes room in rates.
func (t *Table) growRates(treatment, stratum int) {
	rt, rz := room(t.rt, treatment), room(t.rz, stratum)
	rates := make([]bayes.Events, rz*rt)
	for z := range t.rz {
		copy(rates[z*rt:], t.rates[z*t.rt:(z+1)*t.rt])
	}
	t.rates, t.rt, t.rz = rates, rt, rz
}

// room returns a number above code: have, or at least twice as many.
func room(have, code int) int {
	if code < have {
		return have
	}
	return max(2, 2*have, code+1)
}

// count returns the people in a cell; codes beyond what was added have none.
func (t *Table) count(treatment, outcome, stratum int) float64 {
	if treatment >= t.nt || outcome >= t.ny || stratum >= t.nz {
		return 0
	}
	return t.counts[(stratum*t.nt+treatment)*t.ny+outcome]
}

// rate returns the events and exposure of a cell.
func (t *Table) rate(treatment, stratum int) bayes.Events {
	if treatment >= t.rt || stratum >= t.rz {
		return bayes.Events{}
	}
	return t.rates[stratum*t.rt+treatment]
}
