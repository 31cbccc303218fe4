package causal

import (
	"math"
	"testing"
)

var lalonde = Regression{Treatment: "treat", Outcome: "re78",
	Covariates: []string{"age", "educ", "race", "married", "nodegree", "re74", "re75"}}

// The published answers of the MatchIt data: crude −635.03, and adjusted for the eight
// numbers that seven covariates amount to +1548.24 with a standard error of 781.3.
func TestRegressionLalonde(t *testing.T) {
	d := rowData(t, "lalonde.csv")
	r, err := lalonde.Fit(d)
	if err != nil {
		t.Fatal(err)
	}
	wantNear(t, "crude", r.Crude.Estimate, -635.03, 0.005)
	wantNear(t, "adjusted", r.Adjusted.Estimate, 1548.24, 0.005)
	wantNear(t, "standard error", r.Adjusted.StdErr, 781.3, 0.05)
	wantNear(t, "degrees of freedom", r.Adjusted.DF, 614-10, 0)
	p, err := r.Posterior(NormalModel{})
	if err != nil {
		t.Fatal(err)
	}
	wantNear(t, "P(reversal)", p.Verdicts.Reversal.Probability, 0.976, 0.001) // P(t₆₀₄ < 1548.24/781.28)
	if !p.Verdicts.Reversal.Holds || math.Abs(p.Within.Low-(1548.24-1.9639*781.28)) > 0.1 {
		t.Errorf("%+v", p)
	}
}

// The published answers of the penguins and irises.
func TestSlopesPublished(t *testing.T) {
	for _, c := range []struct {
		file, x, y, by   string
		crude, crudeSE   float64
		strata           []float64
		within, withinSE float64
	}{
		{"penguins.csv", "bill_length_mm", "bill_depth_mm", "species", -0.0850, 0.0191, []float64{0.1788, 0.2222, 0.2048}, 0.1999, 0.0175},
		{"iris.csv", "Sepal.Length", "Sepal.Width", "Species", -0.0619, 0.0430, []float64{0.7985, 0.3197, 0.2319}, 0.3499, 0.0463},
	} {
		d := rowData(t, c.file)
		s := slopesBy(t, d, c.x, c.y, c.by)
		const digits = 0.5e-4
		wantNear(t, c.file+" crude", s.Crude.Estimate, c.crude, digits)
		wantNear(t, c.file+" crude error", s.Crude.StdErr, c.crudeSE, digits)
		wantNear(t, c.file+" within", s.Within.Estimate, c.within, digits)
		wantNear(t, c.file+" within error", s.Within.StdErr, c.withinSE, digits)
		for i, want := range c.strata {
			wantNear(t, c.file+" "+s.Strata[i].Name(), s.Strata[i].Estimate, want, digits)
		}
		// The stratum as a factor is a covariate like any other.
		r, err := Regression{Treatment: c.x, Outcome: c.y, Covariates: []string{c.by}}.Fit(d)
		if err != nil {
			t.Fatal(err)
		}
		wantNear(t, c.file+" regression", r.Adjusted.Estimate, s.Within.Estimate, 1e-14)
		wantNear(t, c.file+" regression error", r.Adjusted.StdErr, s.Within.StdErr, 1e-15)
	}
}
