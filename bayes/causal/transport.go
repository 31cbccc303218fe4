package causal

import "fmt"

// Transported is what a population other than that of the data would show.
type Transported struct {
	// Causal is the pair of risks if everybody there were treated, and if nobody were.
	Causal Effect

	// Observed is the pair of risks among those who would be treated there, and among
	// those who would not: P(y | t).
	Observed Effect
}

// Transport returns what would be seen in a population with another mix of strata, or
// in which treatment is given differently. What is carried over are the risks p_tz
// within strata, because they say how treatment works on people who are alike. With
// mix the shares P*(z) there and treated those of each stratum that would be treated,
// P*(t|z),
//
//	causal    Σ_z P*(z)·p_tz
//	observed  Σ_z P*(z|t)·p_tz,  P*(z|t) ∝ P*(z)·P*(t|z).
//
// The first does not depend on who is treated, the second does: a prediction of y
// from t, however good, is wrong as soon as treatment is decided in another way; where
// treatment does not depend on the stratum the two agree. A nil mix is that of
// everyone, a nil treated the proportions observed among the two treatments.
//
// It rests on what adjustment rests on, the strata being all that treatment and outcome
// have in common, and on p_tz being the same there. It fails with a [*PositivityError]
// where a stratum of that population lacks a treatment in the data, and if a share
// treated is not between 0 and 1. It panics if mix or treated are not one number for
// each stratum.
func (c Comparison) Transport(mix, treated []float64) (Transported, error) {
	if mix == nil {
		mix = c.Mix(Everyone)
	}
	if treated == nil {
		for _, s := range c.Strata {
			treated = append(treated, s.Treated.Total/(s.Treated.Total+s.Control.Total))
		}
	}
	c.mustMatch("Transport", mix)
	c.mustMatch("Transport", treated)
	causal, err := c.Standardised(mix)
	if err != nil {
		return Transported{}, err
	}
	there := Transported{Causal: causal}
	var n Effect // how many have each treatment
	for z, w := range shares(mix) {
		e := treated[z]
		if w == 0 {
			continue
		}
		if !(e >= 0 && e <= 1) {
			return Transported{}, fmt.Errorf("stratum %q: a share treated of %g, want 0 to 1", c.Strata[z].Name(), e)
		}
		p := c.Strata[z].Effect()
		n.Treated += w * e
		n.Control += w * (1 - e)
		there.Observed.Treated += w * e * p.Treated
		there.Observed.Control += w * (1 - e) * p.Control
	}
	there.Observed.Treated /= n.Treated // NaN if nobody is
	there.Observed.Control /= n.Control
	return there, nil
}
