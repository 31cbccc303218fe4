package causal_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/prob"
)

// kidneyStones is Charig's table of two operations by the size of the stone.
func kidneyStones() *causal.Table {
	t := new(causal.Table)
	for _, r := range []struct {
		size, operation, outcome string
		n                        float64
	}{
		{"small", "open", "success", 81}, {"small", "open", "failure", 6},
		{"small", "keyhole", "success", 234}, {"small", "keyhole", "failure", 36},
		{"large", "open", "success", 192}, {"large", "open", "failure", 71},
		{"large", "keyhole", "success", 55}, {"large", "keyhole", "failure", 25},
	} {
		if err := t.Add(t.Treatment.Code(r.operation), t.Outcome.Code(r.outcome), t.Strata.Code(r.size), r.n); err != nil {
			log.Fatal(err)
		}
	}
	return t
}

func ExampleTable() {
	c, err := kidneyStones().Compare("open", "keyhole", "success")
	if err != nil {
		log.Fatal(err)
	}
	crude := c.Crude()
	fmt.Printf("crude  %.3f against %.3f: %+.3f\n", crude.Treated, crude.Control, crude.Difference())
	for _, s := range c.Strata {
		e := s.Effect()
		fmt.Printf("%s  %.3f against %.3f: %+.3f\n", s.Name(), e.Treated, e.Control, e.Difference())
	}
	ate, err := c.Average(causal.Everyone)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("do     %.3f against %.3f: %+.3f\n", ate.Treated, ate.Control, ate.Difference())
	// Output:
	// crude  0.780 against 0.826: -0.046
	// large  0.730 against 0.688: +0.043
	// small  0.931 against 0.867: +0.064
	// do     0.833 against 0.779: +0.054
}

// Two shards of a stream, merged.
func ExampleTable_Merge() {
	var monday, tuesday causal.Table
	add := func(t *causal.Table, treatment, outcome, stratum string) {
		if err := t.Add(t.Treatment.Code(treatment), t.Outcome.Code(outcome), t.Strata.Code(stratum), 1); err != nil {
			log.Fatal(err)
		}
	}
	add(&monday, "new", "bought", "returning")
	add(&tuesday, "old", "left", "first visit")
	add(&tuesday, "new", "bought", "returning")
	week := monday.Merge(tuesday)
	for e := range week.Entries() {
		fmt.Println(e.Strata, e.Treatment, e.Outcome, e.Count)
	}
	// Output:
	// [first visit] old left 1
	// [returning] new bought 2
}

func ExampleComparison_Posterior() {
	c, err := kidneyStones().Compare("open", "keyhole", "success")
	if err != nil {
		log.Fatal(err)
	}
	post, err := c.Posterior(context.Background(), prob.NewSeed(1), causal.Sampling{})
	if err != nil {
		log.Fatal(err)
	}
	ate := post.Adjusted[causal.Everyone].Difference
	fmt.Printf("ATE %+.2f, 95%% interval %+.2f to %+.2f\n", ate.Mean, ate.Low, ate.High)
	v := post.Verdicts
	fmt.Println("reversal           ", v.Reversal)
	fmt.Println("in every stratum   ", v.Every)
	fmt.Println("outside the strata ", v.Outside)
	fmt.Println("confounded         ", v.Confounded)
	// Output:
	// ATE +0.05, 95% interval -0.01 to +0.12
	// reversal            holds; very likely (P = 0.942 ± 0.001)
	// in every stratum    holds; likely (P = 0.740 ± 0.002)
	// outside the strata  holds; extremely likely (P = 0.982 ± 0.001)
	// confounded          holds; virtually certain (P = 1.000 ± 0.000)
}

func ExampleComparison_MantelHaenszel() {
	c, err := kidneyStones().Compare("open", "keyhole", "success")
	if err != nil {
		log.Fatal(err)
	}
	or := c.MantelHaenszel().OddsRatio
	iv := or.Interval(0.95)
	_, corrected := c.CMH()
	fmt.Printf("odds ratio %.3f, 95%% interval %.3f to %.3f\n", or.Value, iv.Low, iv.High)
	fmt.Printf("no effect: χ² = %.3f, p = %.3f\n", corrected.Value, corrected.P())
	fmt.Printf("same odds ratio in all strata: p = %.2f\n", c.Homogeneity().P())
	// Output:
	// odds ratio 1.447, 95% interval 0.916 to 2.286
	// no effect: χ² = 2.091, p = 0.148
	// same odds ratio in all strata: p = 0.33
}

func ExampleComparison_Kitagawa() {
	c, err := kidneyStones().Compare("open", "keyhole", "success")
	if err != nil {
		log.Fatal(err)
	}
	d, err := c.Kitagawa()
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range d.Strata {
		fmt.Printf("%s  rate %+.3f  composition %+.3f\n", s.Stratum, s.Rate, s.Composition)
	}
	fmt.Printf("all    rate %+.3f  composition %+.3f  crude %+.3f\n", d.Rate, d.Composition, c.Crude().Difference())
	// Output:
	// large  rate +0.021  composition -0.049
	// small  rate +0.033  composition -0.050
	// all    rate +0.054  composition -0.099  crude -0.046
}

// Nobody young was treated: the data say nothing of what treatment does to the young.
func ExamplePositivityError() {
	c := causal.Comparison{Treated: "drug", Control: "none", Event: "died", Strata: []causal.Stratum{
		{Levels: []string{"old"}, Treated: causal.Cell{Events: 3, Total: 10}, Control: causal.Cell{Events: 6, Total: 10}},
		{Levels: []string{"young"}, Control: causal.Cell{Events: 1, Total: 20}},
	}}
	_, err := c.Average(causal.Everyone)
	var gap *causal.PositivityError
	fmt.Println(errors.As(err, &gap), err)
	b := c.Bounds(c.Mix(causal.Everyone)).Difference()
	fmt.Printf("at worst %+.3f to %+.3f\n", b.Low, b.High)
	trimmed := c.Trim()
	ate, _ := trimmed.Average(causal.Everyone)
	fmt.Printf("%+.3f is the %s\n", ate.Difference(), trimmed.Estimand(causal.Everyone))
	// Output:
	// true the data hold no answer: nobody in stratum "young" had "drug"; trim those strata or ask for bounds
	// at worst -0.175 to +0.325
	// -0.300 is the ATE: drug against none, averaged over everyone in the table in the 1 of 2 strata that hold both treatments (50% of them)
}

// Why an effect survives a change of the data's distribution and a prediction does not.
// Men took Pearl's drug far more often than women, and recover more often anyway: so
// P(recovery | drug) exceeds P(recovery | no drug), though the drug harms. Let a doctor
// give it to those who are worse off, or a coin decide: what is observed turns round,
// the effect does not.
func ExampleComparison_Transport() {
	c := causal.Comparison{Treated: "drug", Control: "no drug", Event: "recovered", Strata: []causal.Stratum{
		{Levels: []string{"female"}, Treated: causal.Cell{Events: 2, Total: 10}, Control: causal.Cell{Events: 9, Total: 30}},
		{Levels: []string{"male"}, Treated: causal.Cell{Events: 18, Total: 30}, Control: causal.Cell{Events: 7, Total: 10}},
	}}
	for _, policy := range []struct {
		who     string
		mix     []float64
		treated []float64 // of women, of men
	}{
		{"as observed", nil, nil},
		{"a coin decides", nil, []float64{0.5, 0.5}},
		{"women first", nil, []float64{0.75, 0.25}},
		{"women first, 3 in 4 women", []float64{3, 1}, []float64{0.75, 0.25}},
	} {
		there, err := c.Transport(policy.mix, policy.treated)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%-26s effect %+.2f  observed %+.2f\n", policy.who, there.Causal.Difference(), there.Observed.Difference())
	}
	// Output:
	// as observed                effect -0.10  observed +0.10
	// a coin decides             effect -0.10  observed -0.10
	// women first                effect -0.10  observed -0.30
	// women first, 3 in 4 women  effect -0.10  observed -0.26
}

func ExampleEValue() {
	// Smokers died of lung cancer 10.7 times as often (Hammond and Horn 1958).
	fmt.Printf("%.2f\n", causal.EValue(10.72978))
	fmt.Printf("%.2f\n", causal.EValue(0.80)) // of something that protects
	// A confounder five times as frequent among the exposed: how much would it have to
	// raise the risk?
	fmt.Printf("%.2f\n", causal.StrengthNeeded(3.9, 5))
	// Output:
	// 20.95
	// 1.81
	// 14.18
}

func ExampleRecipe() {
	table, err := causal.Recipe{Crude: 0.1, Within: -0.1, People: 400}.Table(prob.NewSeed(3).Rand())
	if err != nil {
		log.Fatal(err)
	}
	c, err := table.Compare("treated", "control", "yes")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("all: %+.2f\n", c.Crude().Difference())
	for _, s := range c.Strata {
		fmt.Printf("stratum %s: %g of %g against %g of %g\n", s.Name(), s.Treated.Events, s.Treated.Total, s.Control.Events, s.Control.Total)
	}
	// Output:
	// all: +0.10
	// stratum 1: 3 of 69 against 16 of 118
	// stratum 2: 112 of 131 against 78 of 82
}

// Rates: deaths in person-years, by smoking and age (Doll and Hill's British doctors, as
// Breslow and Day tabulate the first two ages).
func ExampleTable_AddRate() {
	var t causal.Table
	for _, r := range []struct {
		age, smoker   string
		deaths, years float64
	}{
		{"35-44", "yes", 32, 52407}, {"35-44", "no", 2, 18790},
		{"45-54", "yes", 104, 43248}, {"45-54", "no", 12, 10673},
	} {
		if err := t.AddRate(t.Treatment.Code(r.smoker), t.Strata.Code(r.age), r.deaths, r.years); err != nil {
			log.Fatal(err)
		}
	}
	c, err := t.Compare("yes", "no", "")
	if err != nil {
		log.Fatal(err)
	}
	rr := c.MantelHaenszel().Ratio
	iv := rr.Interval(0.95)
	fmt.Printf("rate ratio %.2f, 95%% interval %.2f to %.2f\n", rr.Value, iv.Low, iv.High)
	// Output:
	// rate ratio 2.62, 95% interval 1.52 to 4.52
}
