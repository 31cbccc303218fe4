package causal

// A Contribution is what one stratum adds to a crude difference.
type Contribution struct {
	Stratum     string
	Rate        float64 // because the risk there depends on treatment
	Composition float64 // because treated and control are there in unequal shares
}

// A Decomposition splits a crude difference exactly: crude = Rate + Composition.
type Decomposition struct {
	Rate, Composition float64
	Strata            []Contribution // add up to Rate and Composition
}

// Kitagawa splits the crude difference into what is due to the risks within strata
// and what to the strata's shares, each weighted with the mean of the two treatments
// (Kitagawa 1955, doi:10.1080/01621459.1955.10501299): with w_tz the share of
// stratum z among those of treatment t,
//
//	rate        Σ ½(w₁+w₀)·(p₁−p₀)
//	composition Σ (w₁−w₀)·(½(p₁+p₀) − p̄).
//
// p̄, the mean of the two crude risks, changes no sum; with it a stratum contributes
// to the composition as its risk departs from the usual. It fails with a
// [*PositivityError] if a cell is empty.
func (c Comparison) Kitagawa() (Decomposition, error) {
	if gaps := c.Gaps(); gaps != nil {
		return Decomposition{nan, nan, nil}, &PositivityError{gaps}
	}
	var d Decomposition
	crude := c.Crude()
	usual := (crude.Treated + crude.Control) / 2
	w1, w0 := shares(c.Mix(Treated)), shares(c.Mix(Untreated))
	for z, s := range c.Strata {
		p := s.Effect()
		part := Contribution{
			Stratum:     s.Name(),
			Rate:        (w1[z] + w0[z]) / 2 * p.Difference(),
			Composition: (w1[z] - w0[z]) * ((p.Treated+p.Control)/2 - usual),
		}
		d.Rate += part.Rate
		d.Composition += part.Composition
		d.Strata = append(d.Strata, part)
	}
	return d, nil
}
