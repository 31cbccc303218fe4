package causal_test

import (
	"context"
	"fmt"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/prob"
)

// Days in hospital under two drugs, known by number, mean and standard deviation: b is
// given to the severe cases, who stay longer, but shortens their stay.
func ExampleMeanComparison() {
	cell := func(n, mean, sd float64) bayes.Moments {
		return bayes.Moments{N: n, Mean: mean, SS: (n - 1) * sd * sd}
	}
	c := causal.MeanComparison{Outcome: "days", Treated: "b", Control: "a", Strata: []causal.MeanStratum{
		{Levels: []string{"mild"}, Treated: cell(20, 4.1, 1.5), Control: cell(80, 5.0, 1.4)},
		{Levels: []string{"severe"}, Treated: cell(70, 9.8, 2.5), Control: cell(30, 11.2, 2.9)},
	}}
	e, _ := c.Average(causal.Everyone)
	parts, _ := c.Kitagawa()
	fmt.Printf("crude %+.2f = within %+.2f and mix %+.2f\n", c.Crude().Difference(), parts.Rate, parts.Composition)
	p, err := c.Posterior(context.Background(), prob.NewSeed(1), causal.NormalModel{})
	if err != nil {
		fmt.Println(err)
		return
	}
	ate := p.Adjusted[causal.Everyone]
	fmt.Printf("adjusted %+.2f, between %.1f and %.1f\n", e.Difference(), ate.Low, ate.High)
	fmt.Println("reversal", p.Verdicts.Reversal)
	// Output:
	// crude +1.84 = within -1.16 and mix +3.01
	// adjusted -1.15, between -1.9 and -0.4
	// reversal holds; virtually certain (P = 0.999 ± 0.000)
}

// A table takes rows as they come.
func ExampleMeanTable() {
	t := causal.MeanTable{Outcome: "days"}
	for _, row := range []struct {
		drug, ward string
		days       float64
	}{{"a", "north", 4}, {"a", "north", 6}, {"b", "north", 3}, {"b", "north", 4}, {"a", "south", 9}, {"a", "south", 12}, {"b", "south", 8}, {"b", "south", 9}, {"b", "south", 10}} {
		if err := t.Add(t.Treatment.Code(row.drug), t.Strata.Code(row.ward), row.days); err != nil {
			fmt.Println(err)
			return
		}
	}
	c, err := t.Compare("b", "a")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range c.Strata {
		fmt.Printf("%s %+.1f\n", s.Name(), s.Effect().Difference())
	}
	fmt.Printf("crude %+.2f, weighted by overlap %+.2f\n", c.Crude().Difference(), c.Overlap())
	// Output:
	// north -1.5
	// south -1.5
	// crude -0.95, weighted by overlap -1.50
}

// More of a fertiliser goes with smaller plants, because poor fields get more of it.
func ExampleSlopeTable() {
	t := causal.SlopeTable{Treatment: "fertiliser", Outcome: "height"}
	rng := prob.NewSeed(1).Rand()
	for i := range 90 {
		field, poor := []string{"rich", "middling", "poor"}[i%3], float64(i%3)
		x := 2*poor + rng.NormFloat64()
		if err := t.Add(t.Strata.Code(field), x, 50-8*poor+2*x+2*rng.NormFloat64()); err != nil {
			fmt.Println(err)
			return
		}
	}
	s, err := t.Slopes()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("over all %+.2f = within fields %+.2f and between them %+.2f\n", s.Crude.Estimate, s.WithinPart, s.BetweenPart)
	p, err := s.Posterior(causal.NormalModel{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("within fields %+.2f, between %.1f and %.1f\n", s.Within.Estimate, p.Within.Low, p.Within.High)
	fmt.Println("reversal", p.Verdicts.Reversal)
	fmt.Println("in every field", p.Verdicts.Every)
	// Output:
	// over all -1.07 = within fields +0.39 and between them -1.46
	// within fields +1.79, between 1.3 and 2.2
	// reversal holds; virtually certain (P = 1.000 ± 0.000)
	// in every field holds; virtually certain (P = 0.999 ± 0.000)
}

// Covariates of any kind, one after the other or several at once.
func ExampleRegression() {
	d := clinic()
	r, err := causal.Regression{Treatment: "drug", Treated: "new", Control: "old", Outcome: "score", Covariates: []string{"age", "ward"}}.Fit(d)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("crude %+.2f ± %.2f, adjusted %+.2f ± %.2f\n", r.Crude.Estimate, r.Crude.StdErr, r.Adjusted.Estimate, r.Adjusted.StdErr)
	p, err := r.Posterior(causal.NormalModel{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("reversal", p.Verdicts.Reversal)
	fmt.Printf("beyond what the other drug's patients were like: %.0f%% of the patients\n", 100*r.Alone)
	// Output:
	// crude -6.64 ± 0.65, adjusted +3.02 ± 0.33
	// reversal holds; virtually certain (P = 1.000 ± 0.000)
	// beyond what the other drug's patients were like: 2% of the patients
}

// clinic are made-up patients: the new drug is given to the old, who score less.
func clinic() causal.Data {
	rng := prob.NewSeed(2).Rand()
	age, score := causal.Column{Name: "age"}, causal.Column{Name: "score"}
	drug := causal.Column{Name: "drug", Levels: []string{"old", "new"}}
	ward := causal.Column{Name: "ward", Levels: []string{"east", "west"}}
	for range 800 {
		a := 50 + 12*rng.NormFloat64()
		var given int32
		if a+14*rng.NormFloat64() > 50 {
			given = 1
		}
		w := int32(rng.IntN(2))
		age.Values = append(age.Values, a)
		drug.Codes, ward.Codes = append(drug.Codes, given), append(ward.Codes, w)
		score.Values = append(score.Values, 100-0.8*a+3*float64(given)+2*float64(w)+4*rng.NormFloat64())
	}
	return causal.Data{Columns: []causal.Column{drug, score, age, ward}}
}

// Two bands of age leave too much of it in each to see what the drug does.
func ExampleBanding() {
	b := causal.Banding{Treatment: "drug", Treated: "new", Control: "old", Outcome: "score", By: "age", Bands: []int{2, 5, 10}}
	found, err := b.Run(context.Background(), prob.NewSeed(1), clinic())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range found.Ways {
		fmt.Printf("%-16s %+.2f of %.0f%%, P(reversal) = %.3f\n", w.Name, w.Estimate, 100*w.Kept, w.Reversal.Probability)
	}
	fmt.Println("all agree:", found.Agree())
	// Output:
	// 2 bands          -0.54 of 100%, P(reversal) = 0.144
	// 5 bands          +2.43 of 100%, P(reversal) = 1.000
	// 10 bands         +3.12 of 100%, P(reversal) = 1.000
	// value            +3.18 of 100%, P(reversal) = 1.000
	// value and square +3.18 of 100%, P(reversal) = 1.000
	// all agree: false
}

// Bands of about equally many, equal values together.
func ExampleQuantileBands() {
	b := causal.QuantileBands([]float64{18, 19, 19, 19, 25, 31, 44, 52, 60}, nil, 3)
	for i, name := range b.Names() {
		fmt.Println(i, name)
	}
	fmt.Println(b.Of(19), b.Of(20))
	// Output:
	// 0 1: up to 19
	// 1 2: above 19, up to 31
	// 2 3: above 31
	// 0 1
}

// Nobody says by what to stratify: among other columns there is age.
func ExampleSearch() {
	s := causal.Search{Treatment: "drug", Treated: "new", Control: "old", Outcome: "score"}
	found, err := s.Run(context.Background(), prob.NewSeed(1), clinic())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d tried, %d claimed, a share of at most %g of these expected to be false\n", found.Tried, found.Claimed, found.Rate)
	for _, c := range found.Candidates {
		fmt.Printf("%v: crude %+.2f, within %+.2f, P(reversal) = %.3f", c.By, c.Crude, c.Adjusted, c.Reversal.Probability)
		switch {
		case c.Claimed:
			fmt.Print(", claimed")
		case c.Within != "":
			fmt.Print(", as by ", c.Within)
		}
		fmt.Println()
	}
	// Output:
	// 3 tried, 1 claimed, a share of at most 0.05 of these expected to be false
	// [age]: crude -6.64, within +2.43, P(reversal) = 1.000, claimed
	// [age ward]: crude -6.64, within +2.25, P(reversal) = 1.000, as by age
	// [ward]: crude -6.64, within -6.69, P(reversal) = 0.000
}
