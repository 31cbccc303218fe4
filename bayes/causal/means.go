package causal

import (
	"errors"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// A MeanTable is what is kept of an outcome that is a number, by treatment and
// stratum: how many there are, their mean and their sum of squares about it. It is a
// statistic, as a [Table] is: the order of rows does not matter, tables merge, and the
// zero value is one without data. It is for one goroutine, and once in use it is not
// copied but by Merge.
type MeanTable struct {
	Outcome   string // the column's name
	Treatment Levels
	Strata    Strata

	cells  []meanCell // [stratum][treatment]
	nt, nz int        // what cells have room for
}

// A meanCell is a block of values that wait to become moments, all at once.
type meanCell struct {
	moments bayes.Moments
	waiting []float64
}

const waitingRoom = 64

func (c *meanCell) flush() bayes.Moments {
	if len(c.waiting) > 0 {
		c.moments = c.moments.Merge(bayes.Reals(c.waiting...))
		c.waiting = c.waiting[:0]
	}
	return c.moments
}

// Add adds an outcome. It does not allocate but for new cells. It fails, and changes
// nothing, if y is not finite, or if there are more than 1,000 treatments or 2²⁰
// strata.
func (t *MeanTable) Add(treatment, stratum int, y float64) error {
	c, err := t.at(treatment, stratum, y)
	if err != nil {
		return err
	}
	if c.waiting = append(c.waiting, y); len(c.waiting) >= waitingRoom {
		c.flush()
	}
	return nil
}

// AddTimes adds an outcome that count rows had, a whole number. It fails as Add does.
func (t *MeanTable) AddTimes(treatment, stratum int, y, count float64) error {
	if !(count >= 0 && count <= maxCount) || count != math.Trunc(count) {
		return badCount(count)
	}
	return t.AddMoments(treatment, stratum, bayes.Reals(y).Scale(count))
}

// AddMoments adds outcomes of which these are known: a literal Moments{N: n, Mean: m,
// SS: (n−1)·s²} is data known by their mean and standard deviation.
func (t *MeanTable) AddMoments(treatment, stratum int, m bayes.Moments) error {
	if err := m.Check(); err != nil {
		return err
	}
	c, err := t.at(treatment, stratum, m.Mean)
	if err == nil {
		c.moments = c.moments.Merge(m)
	}
	return err
}

func (t *MeanTable) at(treatment, stratum int, y float64) (*meanCell, error) {
	if y-y != 0 {
		return nil, notFinite("outcome", y)
	}
	if treatment >= t.nt || stratum >= t.nz {
		if err := tooMany(treatment, 0, stratum); err != nil {
			return nil, err
		}
		nt, nz := room(t.nt, treatment), room(t.nz, stratum)
		cells := make([]meanCell, nz*nt)
		for z := range t.nz {
			copy(cells[z*nt:], t.cells[z*t.nt:(z+1)*t.nt])
		}
		t.cells, t.nt, t.nz = cells, nt, nz
	}
	return &t.cells[stratum*t.nt+treatment], nil
}

// Cell returns the outcomes of a treatment in a stratum.
func (t *MeanTable) Cell(treatment, stratum int) bayes.Moments {
	if treatment >= t.nt || stratum >= t.nz {
		return bayes.Moments{}
	}
	return t.cells[stratum*t.nt+treatment].flush()
}

// Merge returns the table of all that is in t and u; it shares nothing with them. It
// panics if their strata are of different numbers of columns.
func (t *MeanTable) Merge(u *MeanTable) *MeanTable {
	m := &MeanTable{Outcome: t.Outcome, Treatment: t.Treatment.clone(), Strata: t.Strata.clone()}
	for _, from := range []*MeanTable{t, u} {
		treatment := translate(&m.Treatment, &from.Treatment)
		for z := range from.Strata.Len() {
			to := m.Strata.Code(from.Strata.Names(z)...)
			for x, code := range treatment {
				if cell := from.Cell(x, z); cell.N > 0 {
					c, _ := m.at(code, to, 0)
					c.moments = c.moments.Merge(cell)
				}
			}
		}
	}
	return m
}

// Compare sets treatment treated against control by the mean of the outcome. It
// fails if there are no such levels, or if no stratum holds rows of both.
func (t *MeanTable) Compare(treated, control string) (MeanComparison, error) {
	c, err := t.compare(treated, control)
	if err != nil {
		return MeanComparison{}, fmt.Errorf("comparing %q with %q: %w", treated, control, err)
	}
	return c, nil
}

func (t *MeanTable) compare(treated, control string) (MeanComparison, error) {
	c := MeanComparison{Outcome: t.Outcome, Treated: treated, Control: control}
	a, okA := t.Treatment.Lookup(treated)
	b, okB := t.Treatment.Lookup(control)
	switch {
	case !okA:
		return c, t.Treatment.missing("treatment", treated)
	case !okB:
		return c, t.Treatment.missing("treatment", control)
	case a == b:
		return c, errors.New("they are the same treatment: nothing to compare")
	}
	for _, z := range t.Strata.Order() {
		s := MeanStratum{Levels: t.Strata.Names(z), Treated: t.Cell(a, z), Control: t.Cell(b, z)}
		for x := range t.Treatment.Len() {
			if x != a && x != b {
				s.Others += t.Cell(x, z).N
			}
		}
		if s.Total() > 0 {
			c.Strata = append(c.Strata, s)
		}
	}
	return c, c.Check()
}
