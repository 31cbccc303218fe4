package causal

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/bayeskit/bayeskit/prob"
)

// A Recipe makes tables in which the crude effect is one thing and the effect within
// every stratum another: with opposite signs, a reversal, and with equal effects, one
// in which nothing is confounded. For teaching, and for tests of what claims to find
// such tables.
type Recipe struct {
	Crude  float64 // risk difference over all, −1 to 1
	Within float64 // risk difference in every stratum, −1 to 1
	Strata int     // 2 or more; 0 means 2
	People float64 // 0 means 1,000
}

// Table returns a table made by r: treatments "treated" and "control", outcomes "yes"
// and "no", strata "1", "2", … of rising risk. Both effects are as prescribed up to
// the rounding of counts to whole people, and have the prescribed signs exactly, in all
// strata. Half of the people are treated. It fails if r asks for what cannot be: the two
// effects are at most about 0.9 − |Within| apart, and small effects need many people.
//
// Method: risks and sizes of the strata are drawn, and the treated are spread over them
// by a logistic curve in the risk, as steep as it takes.
func (r Recipe) Table(rng *rand.Rand) (Table, error) {
	if r.Strata == 0 {
		r.Strata = 2
	}
	if r.People == 0 {
		r.People = 1000
	}
	if err := r.check(); err != nil {
		return Table{}, fmt.Errorf("making a table: %w", err)
	}
	for try := range 200 {
		if t, ok := r.attempt(rng, float64(try)/10); ok {
			return t, nil
		}
	}
	return Table{}, fmt.Errorf("making a table: %g people in %d strata do not show effects of %g over all and %g within: "+
		"take more people, fewer strata or greater effects", r.People, r.Strata, r.Crude, r.Within)
}

func (r Recipe) check() error {
	switch {
	case r.Strata < 2 || r.Strata > 1000:
		return fmt.Errorf("%d strata, want 2 to 1000", r.Strata)
	case !(r.People >= 1 && r.People <= 1e15) || r.People != math.Trunc(r.People):
		return fmt.Errorf("%g people, want a whole number from 1 to 10^15", r.People)
	case !(math.Abs(r.Crude) < 1):
		return fmt.Errorf("a crude risk difference of %g, want between -1 and 1", r.Crude)
	case !(math.Abs(r.Within) < 1):
		return fmt.Errorf("a risk difference of %g within strata, want between -1 and 1", r.Within)
	case math.Abs(r.Crude-r.Within) > 0.9-math.Abs(r.Within):
		return errors.New("the crude effect and that within strata are further apart than risks between 0 and 1 allow")
	}
	return nil
}

// attempt makes one table, if its rounded counts show what they should. Risks are
// apart the more, the greater the spread.
func (r Recipe) attempt(rng *rand.Rand, spread float64) (Table, bool) {
	risk, size := r.strata(rng, spread)
	assign, ok := r.assignment(risk, size)
	if !ok {
		return Table{}, false
	}
	var t Table
	for z := range risk {
		n := math.Round(r.People * size[z])
		n1 := math.Round(n * assign[z])
		r.fill(&t, z, "treated", n1, risk[z]+r.Within)
		r.fill(&t, z, "control", n-n1, risk[z])
	}
	c, err := t.Compare("treated", "control", "yes")
	if err != nil || c.Gaps() != nil || c.Crude().sign() != signOf(r.Crude, 1) {
		return Table{}, false
	}
	for _, s := range c.Strata {
		if s.Effect().sign() != signOf(r.Within, 1) {
			return Table{}, false
		}
	}
	return t, true
}

// fill adds n people of whom a share has the event.
func (r Recipe) fill(t *Table, z int, treatment string, n, share float64) {
	x, stratum := t.Treatment.Code(treatment), t.Strata.Code(strconv.Itoa(z+1))
	events := math.Round(n * share)
	err := errors.Join(
		t.Add(x, t.Outcome.Code("yes"), stratum, events),
		t.Add(x, t.Outcome.Code("no"), stratum, n-events))
	if err != nil {
		panic(err) // counts are whole and no more than 10¹⁵
	}
}

// strata draws the risks of the controls, in rising order within what leaves room for
// the effect, evenly or, with a spread above 0, towards both ends; and the sizes, no
// stratum being much smaller than the rest.
func (r Recipe) strata(rng *rand.Rand, spread float64) (risk, size []float64) {
	low, high := 0.02+math.Max(0, -r.Within), 0.98-math.Max(0, r.Within)
	concentration := make([]float64, r.Strata)
	for z := range concentration {
		x := 2*rng.Float64() - 1
		x = math.Copysign(math.Pow(math.Abs(x), 1/(1+spread)), x)
		risk = append(risk, low+(high-low)*(1+x)/2)
		concentration[z] = 8
	}
	slices.Sort(risk)
	risk[0], risk[r.Strata-1] = low+(risk[0]-low)/4, high-(high-risk[r.Strata-1])/4
	return risk, prob.Draw(rng, prob.Dirichlet{Alpha: concentration})
}

// assignment returns the share treated in each stratum, expit(a + b·risk), with b such
// that what the strata contribute to the crude difference is Crude − Within and a such
// that half of all are treated.
func (r Recipe) assignment(risk, size []float64) (share []float64, ok bool) {
	share = make([]float64, len(risk))
	want := r.Crude - r.Within
	// bias sets share for a slope and returns Σ (w₁−w₀)·risk, w_t the strata's shares
	// among those of treatment t.
	bias := func(slope float64) (sum float64) {
		bisect(-math.Abs(slope)-1, math.Abs(slope)+1, func(a float64) float64 {
			half := -0.5
			for z, p := range risk {
				share[z] = prob.Expit(a + slope*(p-0.5))
				half += size[z] * share[z]
			}
			return half
		})
		for z, p := range risk {
			sum += 2 * size[z] * (2*share[z] - 1) * p
		}
		return sum
	}
	const steepest = 200
	off := math.Inf(1)
	bisect(-steepest, steepest, func(slope float64) float64 {
		off = bias(slope) - want
		return off
	})
	return share, math.Abs(off) < 1e-9
}

// bisect calls f, which increases, at points that close in on where it is 0; the last
// call is at the point found.
func bisect(low, high float64, f func(float64) float64) {
	for range 60 {
		mid := low + (high-low)/2
		v := f(mid)
		switch {
		case v == 0 || mid == low || mid == high:
			return
		case v < 0:
			low = mid
		default:
			high = mid
		}
	}
}
