package causal

import (
	"context"
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// What R says of the tables in testdata/strata.csv: mantelhaen.test and metafor, see
// testdata/strata.R. Both sides evaluate the same formulas in float64: a sum of up to
// 60 terms of one sign, or of two where it nearly cancels, hence 1e-12 of the value and
// of the scale of its terms. Breslow and Day's test solves an equation, in R to a
// tolerance of 1e-4 times its least count or so: 1e-10.
func TestPooledOracle(t *testing.T) {
	tables := map[string]*Comparison{}
	for _, r := range readFile(t, "testdata/strata.csv") {
		c := tables[r["table"]]
		if c == nil {
			c = &Comparison{Treated: "treated", Control: "control", Event: "event", Rate: r["rate"] == "1"}
			tables[r["table"]] = c
		}
		c.Strata = append(c.Strata, Stratum{
			Levels:  []string{r["stratum"]},
			Treated: Cell{number(t, r["a"]), number(t, r["n1"])},
			Control: Cell{number(t, r["b"]), number(t, r["n0"])},
		})
	}
	seen := map[string]int{}
	for _, r := range readFile(t, "testdata/pooled.csv") {
		c := tables[r["table"]]
		if err := c.Check(); err != nil {
			t.Fatalf("%s: %v", r["table"], err)
		}
		mh := c.MantelHaenszel()
		plain, corrected := c.CMH()
		iv := mh.OddsRatio.Interval(0.95)
		got := map[string]float64{
			"rd": mh.Difference.Value, "rd_se": mh.Difference.StdErr,
			"rr": mh.Ratio.Value, "rr_se": mh.Ratio.StdErr,
			"or": mh.OddsRatio.Value, "or_se": mh.OddsRatio.StdErr, "or_low": iv.Low, "or_high": iv.High,
			"cmh": plain.Value, "cmh_p": plain.P(), "cmh_cc": corrected.Value, "cmh_cc_p": corrected.P(),
			"bdt": c.Homogeneity().Value, "bdt_p": c.Homogeneity().P(),
		}[r["quantity"]]
		want := number(t, r["value"])
		if len(c.Strata) == 1 && (r["quantity"] == "bdt" || r["quantity"] == "bdt_p") {
			want = nan // R has 0 on 0 degrees of freedom
		}
		tolerance := 1e-12 * math.Max(math.Abs(want), 0.01)
		if r["quantity"] == "bdt" || r["quantity"] == "bdt_p" {
			tolerance = 1e-10 * math.Max(want, 1)
		}
		if r["quantity"] == "cmh_p" || r["quantity"] == "cmh_cc_p" {
			tolerance = 1e-12 * want * (1 + plain.Value) // relative error of x is that of p times x
		}
		if !(math.Abs(got-want) <= tolerance) && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("%s %s = %.17g, want %.17g: off by %.2g, tolerance %.2g", r["table"], r["quantity"], got, want, got-want, tolerance)
		}
		seen[r["quantity"]]++
	}
	if len(tables) != 15 || len(seen) != 14 {
		t.Errorf("%d tables and quantities %v, want 15 and 14", len(tables), seen)
	}
}

// What numpy says of the posteriors of the published tables, see testdata/posterior.py.
// Tolerance: five standard errors of the two simulations together; of some 500
// comparisons none is then off by chance in 99.97% of seeds.
func TestPosteriorOracle(t *testing.T) {
	posteriors := map[string]Posterior{}
	checked := 0
	for _, r := range readFile(t, "testdata/posterior.csv") {
		key := r["table"] + " " + r["prior"]
		post, ok := posteriors[key]
		if !ok {
			var s Sampling
			if r["prior"] == "other" {
				s.Prior = Prior{Risk: bayes.Beta{Alpha: 1, Beta: 3}, Share: 2}
			}
			var err error
			if post, err = publishedComparison(t, r["table"]).Posterior(context.Background(), prob.NewSeed(11), s); err != nil {
				t.Fatal(err)
			}
			posteriors[key] = post
		}
		got, stderr := lookUp(t, post, r["quantity"])
		want, wantErr := number(t, r["value"]), number(t, r["stderr"])
		// A standard error of a quantile is itself estimated, from two order statistics
		// some √(np(1−p)) ranks apart: to about 15% at 40,000 draws and 2.5%.
		if !(math.Abs(got-want) <= 5*math.Hypot(1.15*stderr, wantErr)+1e-9) {
			t.Errorf("%s %s = %.6f ± %.6f, want %.6f ± %.6f", key, r["quantity"], got, stderr, want, wantErr)
		}
		checked++
	}
	if want := 574; checked != want {
		t.Errorf("%d numbers checked, want %d", checked, want)
	}
}

// lookUp returns a number of post, and its standard error, by its name in
// posterior.csv.
func lookUp(t *testing.T, post Posterior, name string) (value, stderr float64) {
	t.Helper()
	v := post.Verdicts
	switch name {
	case "p_reversal":
		return v.Reversal.Probability, v.Reversal.StdErr
	case "p_reversal_att":
		return post.Reversals[Treated].Probability, post.Reversals[Treated].StdErr
	case "p_reversal_atc":
		return post.Reversals[Untreated].Probability, post.Reversals[Untreated].StdErr
	case "p_outside_rr":
		return post.OutsideRatio.Probability, post.OutsideRatio.StdErr
	case "p_every":
		return v.Every.Probability, v.Every.StdErr
	case "p_outside":
		return v.Outside.Probability, v.Outside.StdErr
	case "p_crude":
		return v.CrudeSign.Probability, v.CrudeSign.StdErr
	case "p_bias":
		return v.Confounded.Probability, v.Confounded.StdErr
	}
	for prefix, s := range map[string]Summary{
		"rd_crude_": post.Crude.Difference, "rr_crude_": post.Crude.Ratio,
		"rd_ate_": post.Adjusted[Everyone].Difference, "rr_ate_": post.Adjusted[Everyone].Ratio,
		"or_ate_": post.Adjusted[Everyone].OddsRatio,
		"rd_att_": post.Adjusted[Treated].Difference, "rr_att_": post.Adjusted[Treated].Ratio,
		"rd_atc_": post.Adjusted[Untreated].Difference, "rr_atc_": post.Adjusted[Untreated].Ratio,
		"bias_": post.Bias.Difference, "rd_first_": post.Strata[0].Difference,
	} {
		switch name {
		case prefix + "low":
			return s.Low, s.LowErr
		case prefix + "high":
			return s.High, s.HighErr
		case prefix + "median": // √(π/2) standard errors of a normal mean, and then some
			return s.Median, 2 * s.StdErr
		}
	}
	t.Fatalf("no quantity %s", name)
	return 0, 0
}
