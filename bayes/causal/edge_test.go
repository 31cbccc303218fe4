package causal

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// tabulate reads rows of "stratum treatment outcome count".
func tabulate(t *testing.T, rows ...string) *Table {
	t.Helper()
	table := new(Table)
	for _, r := range rows {
		f := strings.Fields(r)
		if err := table.Add(table.Treatment.Code(f[1]), table.Outcome.Code(f[2]), table.Strata.Code(f[0]), number(t, f[3])); err != nil {
			t.Fatal(err)
		}
	}
	return table
}

func compared(t *testing.T, rows ...string) Comparison {
	t.Helper()
	c, err := tabulate(t, rows...).Compare("drug", "none", "died")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func posterior(t *testing.T, c Comparison, s Sampling) Posterior {
	t.Helper()
	if s.Draws == 0 {
		s.Draws = 4000
	}
	post, err := c.Posterior(context.Background(), prob.NewSeed(1), s)
	if err != nil {
		t.Fatal(err)
	}
	return post
}

func TestNobodyTreatedInAStratum(t *testing.T) {
	c := compared(t, "old drug died 3", "old drug lived 7", "old none died 6", "old none lived 4",
		"young none died 1", "young none lived 19")
	if gaps := c.Gaps(); len(gaps) != 1 || gaps[0] != (Gap{"young", "drug", 0.5}) {
		t.Errorf("gaps %v", gaps)
	}
	_, err := c.Average(Everyone)
	var gap *PositivityError
	want := `the data hold no answer: nobody in stratum "young" had "drug"; trim those strata or ask for bounds`
	if !errors.As(err, &gap) || err.Error() != want {
		t.Errorf("ATE: %v, want %s", err, want)
	}
	if _, err := c.Kitagawa(); !errors.As(err, &gap) {
		t.Errorf("Kitagawa: %v", err)
	}
	// Of the treated something is known: none of them is young.
	att, err := c.Average(Treated)
	if err != nil || att != (Effect{0.3, 0.6}) {
		t.Errorf("ATT %v, %v", att, err)
	}
	if got := c.Signs(); got != "-." {
		t.Errorf("signs %s", got)
	}

	post := posterior(t, c, Sampling{})
	if post.Withheld[Everyone] == nil || post.Withheld[Untreated] == nil || post.Withheld[Treated] != nil {
		t.Errorf("withheld: %v", post.Withheld)
	}
	if v := post.Verdicts; v.Reversal.Holds || !math.IsNaN(v.Reversal.Probability) || v.Reversal.String() != "withheld" || v.Outside.String() != "withheld" ||
		v.Every.String() != "withheld" || v.Confounded.String() != "withheld" || math.IsNaN(v.CrudeSign.Probability) {
		t.Errorf("verdicts: %v", v)
	}
	// Of the treated a reversal can be judged: 0.3 against 7/30 over all, against 0.6
	// among the old.
	if r := post.Reversals; !r[Treated].Holds || !(r[Treated].Probability > 0.66) || r[Everyone].String() != "withheld" || post.OutsideRatio.String() != "withheld" {
		t.Errorf("reversals %v, outside %v", r, post.OutsideRatio)
	}
	for what, s := range map[string]Summary{"ATE": post.Adjusted[Everyone].Difference, "ATC": post.Adjusted[Untreated].Ratio, "young": post.Strata[1].Difference, "bias": post.Bias.Difference} {
		if !math.IsNaN(s.Mean) || !math.IsNaN(s.Low) || !math.IsNaN(s.High) {
			t.Errorf("%s is not withheld: %v", what, s)
		}
	}
	// The ATT is that of the old, drawn alone: it has no part of the prior of the young.
	alone := posterior(t, c.Trim(), Sampling{})
	a, b := post.Adjusted[Treated].Difference, alone.Adjusted[Treated].Difference
	if math.Abs(a.Mean-b.Mean) > 5*math.Hypot(a.StdErr, b.StdErr) || math.Abs(a.Low-b.Low) > 5*math.Hypot(a.LowErr, b.LowErr) {
		t.Errorf("ATT %v, of the old alone %v", a, b)
	}

	// Worst cases: drug among the young kills none or all.
	bounds := c.Bounds(c.Mix(Everyone))
	if bounds != (Bounds{Treated: bayes.Interval{Low: 0.15, High: 0.65}, Control: bayes.Interval{Low: 0.325, High: 0.325}}) {
		t.Errorf("bounds %v", bounds)
	}
	if d := bounds.Difference(); math.Abs(d.Low+0.175) > 1e-15 || math.Abs(d.High-0.325) > 1e-15 {
		t.Errorf("bounds of the difference %v", d)
	}
	if r := bounds.Ratio(); math.Abs(r.Low-0.15/0.325) > 1e-15 || math.Abs(r.High-2) > 1e-15 {
		t.Errorf("bounds of the ratio %v", r)
	}

	trimmed := c.Trim()
	if len(trimmed.Strata) != 1 || len(trimmed.Dropped) != 1 || trimmed.Dropped[0].Name() != "young" {
		t.Fatalf("trimmed: %v", trimmed)
	}
	ate, err := trimmed.Average(Everyone)
	if err != nil || ate != (Effect{0.3, 0.6}) || trimmed.Crude() != ate {
		t.Errorf("trimmed ATE %v, %v", ate, err)
	}
	want = "ATE: drug against none, averaged over everyone in the table in the 1 of 2 strata that hold both treatments (50% of them)"
	if got := trimmed.Estimand(Everyone); got != want {
		t.Errorf("estimand %q, want %q", got, want)
	}
	if got := c.Estimand(Treated); got != "ATT: drug against none, averaged over the treated" {
		t.Errorf("estimand %q", got)
	}
}

// A cell without anybody, where all is known but one bound is infinite.
func TestRateBounds(t *testing.T) {
	var table Table
	for _, r := range [][4]float64{{0, 0, 3, 10}, {1, 0, 2, 20}, {1, 1, 5, 10}} {
		if err := table.AddRate(int(r[0]), int(r[1]), r[2], r[3]); err != nil {
			t.Fatal(err)
		}
	}
	table.Treatment.Code("a")
	table.Treatment.Code("b")
	table.Strata.Code("x")
	table.Strata.Code("y")
	c, err := table.Compare("a", "b", "")
	if err != nil {
		t.Fatal(err)
	}
	b := c.Bounds(c.Mix(Everyone))
	close2(t, "treated", b.Treated.Low, 0.75*0.3)
	close2(t, "control", b.Control.Low, 0.75*0.1+0.25*0.5)
	close2(t, "control", b.Control.High, b.Control.Low)
	if !math.IsInf(b.Treated.High, 1) {
		t.Errorf("bounds %v", b)
	}
}

func TestEverybodyDiedInAStratum(t *testing.T) {
	c := compared(t, "old drug died 10", "old none died 5", "young drug died 2", "young drug lived 8", "young none died 3", "young none lived 7")
	ate, err := c.Average(Everyone)
	if err != nil {
		t.Fatal(err)
	}
	close2(t, "ATE", ate.Difference(), -0.1*20./35)
	if got := c.Signs(); got != "0-" {
		t.Errorf("signs %s", got)
	}
	post := posterior(t, c, Sampling{})
	for _, s := range []Summary{post.Strata[0].Difference, post.Strata[0].Ratio, post.Strata[0].OddsRatio, post.Adjusted[Everyone].OddsRatio} {
		if math.IsNaN(s.Mean) || math.IsInf(s.Mean, 0) || math.IsInf(s.High, 0) || !(s.Low < s.Median && s.Median < s.High) {
			t.Errorf("summary %+v", s)
		}
	}
	if post.Verdicts.Every.Holds {
		t.Error("a stratum without effect has the opposite sign")
	}
}

func TestOneStratumOnly(t *testing.T) {
	c := compared(t, "all drug died 3", "all drug lived 7", "all none died 6", "all none lived 4")
	post := posterior(t, c, Sampling{})
	v := post.Verdicts
	if v.Reversal.Holds || v.Every.Holds || v.Outside.Holds || v.Confounded.Holds || v.Outside.Probability != 0 || !math.IsNaN(v.Confounded.Probability) {
		t.Errorf("verdicts %v", v)
	}
	if post.Bias.Difference != (Summary{}) || post.Bias.Ratio.Mean != 1 {
		t.Errorf("bias %v", post.Bias)
	}
	if d := math.Abs(post.Crude.Difference.Mean - post.Adjusted[Everyone].Difference.Mean); d > 1e-15 {
		t.Errorf("crude and adjusted are %g apart", d)
	}
	// No column at all is one stratum as well.
	var table Table
	for i, n := range []float64{3, 7, 6, 4} {
		if err := table.Add(table.Treatment.Code([]string{"drug", "none"}[i/2]), table.Outcome.Code([]string{"died", "lived"}[i%2]), table.Strata.Code(), n); err != nil {
			t.Fatal(err)
		}
	}
	bare, err := table.Compare("drug", "none", "died")
	if err != nil || len(bare.Strata) != 1 || bare.Strata[0].Name() != "all" || bare.Crude() != c.Crude() {
		t.Errorf("without strata: %v, %v", bare, err)
	}
}

func TestZeroCounts(t *testing.T) {
	c := compared(t, "a drug died 3", "a drug lived 7", "a none died 6", "a none lived 4",
		"a drug unknown 0", "b drug died 0", "b none lived 0", "a other died 0")
	if len(c.Strata) != 1 || c.Strata[0].Name() != "a" || c.Strata[0].Others != 0 {
		t.Errorf("strata %v", c.Strata)
	}
	table := tabulate(t, "a drug died 3", "a drug unknown 0", "a other died 0")
	names, totals := table.Outcomes()
	if len(names) != 1 || totals[0] != 3 {
		t.Errorf("outcomes %v %v", names, totals)
	}
	if names, _ := table.Treatments(); len(names) != 1 {
		t.Errorf("treatments %v", names)
	}
	var empty Table
	if _, err := empty.Compare("drug", "none", "died"); err == nil {
		t.Error("an empty table compares")
	}
	// Cells without events: ratios are 0 or infinite, their posteriors neither.
	c = compared(t, "a drug died 0", "a drug lived 7", "a none died 6", "a none lived 4")
	if mh := c.MantelHaenszel(); mh.Ratio.Value != 0 || mh.OddsRatio.Value != 0 {
		t.Errorf("Mantel–Haenszel %v", mh)
	}
	if s := posterior(t, c, Sampling{}).Crude.Ratio; !(s.Low > 0) || math.IsInf(s.High, 1) {
		t.Errorf("ratio %v", s)
	}
}

// At 10¹⁵ people intervals are some 10⁻⁸ wide, and nothing is lost or overflows.
func TestHugeCounts(t *testing.T) {
	c := compared(t, "a drug died 100000000000000", "a drug lived 900000000000000", "a none died 100000002000000", "a none lived 900000000000000",
		"b drug died 40000", "b drug lived 60000", "b none died 900000000000000", "b none lived 100000000000000")
	plain, _ := c.CMH()
	mh := c.MantelHaenszel()
	if h := c.Homogeneity(); math.IsNaN(plain.Value) || math.IsInf(mh.OddsRatio.Value, 0) || math.IsNaN(mh.OddsRatio.StdErr) || math.IsNaN(mh.Difference.StdErr) || math.IsNaN(h.Value) {
		t.Errorf("CMH %v, Mantel–Haenszel %v, homogeneity %v", plain, mh, h)
	}
	post := posterior(t, c, Sampling{})
	a := post.Strata[0].Difference
	// p = 0.1 of 10¹⁵ each: the standard deviation of the difference is √(2·0.09/10¹⁵).
	p1, p0 := 0.1, 100000002000000./1000000002000000
	if sd := math.Sqrt(2 * 0.09 / 1e15); math.Abs(a.Mean-(p1-p0)) > 5*sd/math.Sqrt(4000) || math.Abs((a.High-a.Low)/(2*1.96*sd)-1) > 0.1 {
		t.Errorf("difference %v, want %g with standard deviation %g", a, p1-p0, sd)
	}
	if v := post.Verdicts; v.Reversal.Holds || math.IsNaN(v.Reversal.Probability) {
		t.Errorf("verdicts %v", v)
	}
	var table Table
	for range 9 {
		for x := range 2 {
			if err := table.Add(x, 0, 0, 1e15); err != nil {
				t.Fatal(err)
			}
		}
	}
	table.Treatment.Code("drug")
	table.Treatment.Code("none")
	table.Outcome.Code("died")
	table.Strata.Code("all")
	if err := table.Add(0, table.Outcome.Code("lived"), 0, 1); err != nil {
		t.Fatal(err)
	}
	if _, err := table.Compare("drug", "none", "died"); err == nil || !strings.Contains(err.Error(), "people, want at most 2^53") {
		t.Errorf("1.8e16 people: %v", err)
	}
}

func TestCompareErrors(t *testing.T) {
	some := []string{"a drug died 3", "a drug lived 7", "a none died 6", "a none lived 4"}
	for _, x := range []struct {
		what                    string
		rows                    []string
		treated, control, event string
		want                    string
	}{
		{"treatment constant", some[:2], "drug", "none", "died", `the treatment has no level "none": it has drug`},
		{"treatment constant, in effect", append(some[:2:2], "a none died 0"), "drug", "none", "died", `nobody had "none": an effect takes people with both treatments`},
		{"outcome constant", []string{"a drug died 3", "a none died 6"}, "drug", "none", "died", `the outcome is always "died", so nothing to explain`},
		{"outcome constant, in effect", []string{"a drug died 3", "a none died 6", "a none lived 0"}, "drug", "none", "lived", `the outcome is never "lived", so nothing to explain`},
		{"no such outcome", some, "drug", "none", "dead", `the outcome has no level "dead": it has died, lived`},
		{"no such treatment", some, "drugs", "none", "died", `the treatment has no level "drugs": it has drug, none`},
		{"itself", some, "drug", "drug", "died", `they are the same treatment: nothing to compare`},
		{"stratum is the treatment", []string{"drug drug died 3", "drug drug lived 7", "none none died 6", "none none lived 4"}, "drug", "none", "died",
			`no stratum holds people of both treatments: the strata tell "drug" from "none", so within them there is nothing to compare; stratify by something else`},
	} {
		_, err := tabulate(t, x.rows...).Compare(x.treated, x.control, x.event)
		want := `comparing "` + x.treated + `" with "` + x.control + `": ` + x.want
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", x.what, err, want)
		}
	}
	var quiet Table
	for x, name := range []string{"drug", "none"} {
		if err := quiet.AddRate(quiet.Treatment.Code(name), quiet.Strata.Code("a"), 0, 10+float64(x)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := quiet.Compare("drug", "none", ""); err == nil || err.Error() != `comparing "drug" with "none": there are no events at all, so nothing to explain` {
		t.Errorf("rates without events: %v", err)
	}
	mixed := tabulate(t, some...)
	if err := mixed.AddRate(0, 0, 1, 2); err != nil {
		t.Fatal(err)
	}
	if _, err := mixed.Compare("drug", "none", "died"); err == nil || !strings.Contains(err.Error(), "both counts of people and rates of events") {
		t.Errorf("counts and rates: %v", err)
	}
}

// Comparisons that do not come from a table are checked too.
func TestCheckErrors(t *testing.T) {
	good := compared(t, "a drug died 3", "a drug lived 7", "a none died 6", "a none lived 4")
	for _, x := range []struct {
		cell Cell
		rate bool
		want string
	}{
		{Cell{-1, 4}, false, `stratum "a": a count of -1: counts are not negative`},
		{Cell{1, 4.5}, false, `stratum "a": a count of 4.5: counts are whole numbers`},
		{Cell{5, 4}, false, `stratum "a": 5 events among 4 people`},
		{Cell{math.NaN(), 4}, false, `stratum "a": a count of NaN: counts are whole numbers`},
		{Cell{1.5, 4}, true, `stratum "a": a count of 1.5: counts are whole numbers`},
		{Cell{1, -4}, true, `stratum "a": 1 events in an exposure of -4`},
		{Cell{1, 0}, true, `stratum "a": 1 events in an exposure of 0`},
	} {
		c := good
		c.Rate, c.Strata = x.rate, []Stratum{{Levels: []string{"a"}, Treated: x.cell, Control: Cell{6, 10}}}
		if err := c.Check(); err == nil || err.Error() != x.want {
			t.Errorf("%v: %v, want %s", x.cell, err, x.want)
		}
		if _, err := c.Posterior(context.Background(), prob.NewSeed(1), Sampling{}); err == nil {
			t.Errorf("%v has a posterior", x.cell)
		}
	}
	for _, x := range []struct {
		s    Sampling
		want string
	}{
		{Sampling{Draws: 5}, "5 draws, want 100 or more"},
		{Sampling{Level: 95}, "a level of 95, want between 0 and 1"},
		{Sampling{Prior: Prior{Share: -1}}, "a concentration of -1 for the shares of strata, want above 0"},
		{Sampling{Prior: Prior{Risk: bayes.Beta{Alpha: 1}}}, "integrates to infinity"},
		{Sampling{Prior: Prior{Risk: bayes.Beta{Alpha: -1, Beta: 1}}}, "alpha"},
		{Sampling{Mix: []float64{1, 2}}, "another population's mix of 2 strata, want 1"},
		{Sampling{Mix: []float64{-1}}, `another population's mix has -1 in stratum "a"`},
		{Sampling{Mix: []float64{0}}, "another population's mix is empty"},
	} {
		if _, err := good.Posterior(context.Background(), prob.NewSeed(1), x.s); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%+v: %v, want %s", x.s, err, x.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := good.Posterior(ctx, prob.NewSeed(1), Sampling{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// An observed crude effect of exactly 0 has no sign to reverse.
func TestNoCrudeEffect(t *testing.T) {
	c := compared(t, "a drug died 5", "a drug lived 5", "b drug died 1", "b drug lived 9", "a none died 4", "a none lived 4", "b none died 2", "b none lived 10")
	if d := c.Crude().sign(); d != 0 {
		t.Fatalf("crude sign %d", d)
	}
	v := posterior(t, c, Sampling{}).Verdicts
	if v.Reversal.String() != "withheld" || v.Every.String() != "withheld" || math.IsNaN(v.Outside.Probability) {
		t.Errorf("verdicts %v", v)
	}
}

// A level of an outcome of three against the rest; a treatment of three against a
// named baseline, with everyone meaning all three.
func TestCategories(t *testing.T) {
	rows := []string{"a drug died 1", "a drug ill 2", "a drug well 7", "a none died 3", "a none ill 3", "a none well 4", "a both well 80",
		"b drug died 1", "b drug well 1", "b none ill 5", "b none well 5", "b both ill 10"}
	table := tabulate(t, rows...)
	c, err := table.Compare("drug", "none", "ill")
	if err != nil {
		t.Fatal(err)
	}
	ate := average(t, c, Everyone)
	close2(t, "do(drug)", ate.Treated, (100*0.2+22*0)/122)
	close2(t, "do(none)", ate.Control, (100*0.3+22*0.5)/122)
	both, err := table.Compare("both", "none", "ill")
	if err != nil {
		t.Fatal(err)
	}
	close2(t, "do(none), whatever it is compared with", average(t, both, Everyone).Control, ate.Control)
	all, err := table.Contrasts("none", "ill")
	if err != nil || len(all) != 2 || all[0].Treated != "both" || all[1].Treated != "drug" || all[1].Crude() != c.Crude() {
		t.Errorf("contrasts %v, %v", all, err)
	}
	if _, err := tabulate(t, rows[:1]...).Contrasts("drug", "died"); err == nil || err.Error() != `nothing to compare with "drug": nobody had another treatment` {
		t.Errorf("contrasts of one treatment: %v", err)
	}
	if names, totals := table.Treatments(); strings.Join(names, " ") != "both drug none" || totals[0] != 90 {
		t.Errorf("treatments %v %v", names, totals)
	}
}

// Sparse tables of all kinds: nothing panics, what the data hold is a number, and what
// they do not hold is NaN.
func TestSparseTables(t *testing.T) {
	rng := prob.NewSeed(13).Rand()
	compared, withheld := 0, 0
	for i := range 3000 {
		table := new(Table)
		for range 1 + rng.IntN(12) {
			z := table.Strata.Code([]string{"a", "b", "c"}[rng.IntN(3)])
			x := table.Treatment.Code([]string{"drug", "none", "both"}[rng.IntN(3)])
			n := float64(rng.IntN(4))
			var err error
			if i%3 == 0 {
				err = table.AddRate(x, z, n, n+rng.Float64())
			} else {
				err = table.Add(x, table.Outcome.Code([]string{"died", "lived"}[rng.IntN(2)]), z, n)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		event := "died"
		if i%3 == 0 {
			event = ""
		}
		c, err := table.Compare("drug", "none", event)
		if err != nil {
			continue
		}
		compared++
		gaps := c.Gaps()
		for _, e := range c.Estimates() {
			switch e.Name {
			case "do_p1", "do_p0", "ate_rd", "kitagawa_rate", "kitagawa_composition":
				if math.IsNaN(e.Value) != (gaps != nil) {
					t.Errorf("%s = %g with gaps %v", e.Name, e.Value, gaps)
				}
			case "n", "crude_p1", "crude_p0", "crude_rd", "mh_rd":
				if math.IsNaN(e.Value) || math.IsInf(e.Value, 0) {
					t.Errorf("%s = %g of %v", e.Name, e.Value, c)
				}
			}
		}
		c.Homogeneity()
		if b := c.Bounds(c.Mix(Everyone)).Difference(); !(b.Low <= b.High) {
			t.Errorf("bounds %v", b)
		}
		post := posterior(t, c, Sampling{Draws: 100})
		for of := range post.Withheld {
			_, err := c.Average(Target(of))
			for _, s := range []Summary{post.Adjusted[of].Difference, post.Adjusted[of].Ratio} {
				if (err == nil) != (post.Withheld[of] == nil) || math.IsNaN(s.Mean) != (err != nil) || math.IsInf(s.Mean, 0) {
					t.Errorf("%v: %v, posterior %v", Target(of), err, s)
				}
			}
			if err != nil {
				withheld++
			}
		}
		if trimmed := c.Trim(); trimmed.Check() == nil {
			if _, err := trimmed.Average(Everyone); err != nil || trimmed.Gaps() != nil {
				t.Errorf("trimmed: %v", err)
			}
		}
	}
	if compared < 500 || withheld < 200 {
		t.Errorf("%d compared, %d withheld: too few to be a test", compared, withheld)
	}
}
