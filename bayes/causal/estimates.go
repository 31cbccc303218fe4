package causal

// An Estimate is a number of the observed table, not of a posterior, under the name
// that reports and files give it.
type Estimate struct {
	Name  string
	Value float64 // NaN where the data hold no answer
}

// Estimates returns the point estimates in a fixed order: n; crude_p1, crude_p0,
// crude_rd, crude_rr, crude_or; do_p1 and do_p0, the risks standardised to everyone;
// ate_rd, att_rd, atc_rd; std_rr, the ratio of do_p1 to do_p0; mh_or, mh_rr, mh_rd;
// cmh_chi2 and, with continuity correction, cmh_chi2_cc; kitagawa_rate and
// kitagawa_composition.
func (c Comparison) Estimates() []Estimate {
	n := 0.0
	for _, s := range c.Strata {
		n += s.Total()
	}
	crude, mh := c.Crude(), c.MantelHaenszel()
	ate, _ := c.Average(Everyone) // NaN if withheld
	att, _ := c.Average(Treated)
	atc, _ := c.Average(Untreated)
	plain, corrected := c.CMH()
	split, _ := c.Kitagawa()
	odds := crude.OddsRatio()
	if c.Rate {
		odds = nan
	}
	return []Estimate{
		{"n", n},
		{"crude_p1", crude.Treated}, {"crude_p0", crude.Control},
		{"crude_rd", crude.Difference()}, {"crude_rr", crude.Ratio()}, {"crude_or", odds},
		{"do_p1", ate.Treated}, {"do_p0", ate.Control},
		{"ate_rd", ate.Difference()}, {"att_rd", att.Difference()}, {"atc_rd", atc.Difference()},
		{"std_rr", ate.Ratio()},
		{"mh_or", mh.OddsRatio.Value}, {"mh_rr", mh.Ratio.Value}, {"mh_rd", mh.Difference.Value},
		{"cmh_chi2", plain.Value}, {"cmh_chi2_cc", corrected.Value},
		{"kitagawa_rate", split.Rate}, {"kitagawa_composition", split.Composition},
	}
}

// Signs returns the sign of the risk difference in each stratum: '+', '-', '0', or
// '.' where a cell is empty.
func (c Comparison) Signs() string {
	signs := make([]byte, len(c.Strata))
	for z, s := range c.Strata {
		switch d := s.Effect().Difference(); {
		case d > 0:
			signs[z] = '+'
		case d < 0:
			signs[z] = '-'
		case d == 0:
			signs[z] = '0'
		default:
			signs[z] = '.'
		}
	}
	return string(signs)
}
