package causal_test

import (
	"context"
	"fmt"

	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/prob"
)

func ExampleParseGraph() {
	g, err := causal.ParseGraph(`
		age -> {exercise, health}   # older people exercise less
		exercise -> weight -> health
		exercise <-> health         # and there is what nobody observed
	`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(g.Variables())
	fmt.Println(g.Parents("health"))
	_, err = causal.ParseGraph("a -> b; b -> c; c -> a")
	fmt.Println(err)
	// Output:
	// [age exercise health weight]
	// [age weight]
	// 1:19: a -> b -> c -> a is a cycle: a variable cannot be its own cause: leave one of these arrows out
}

func ExampleGraph_Adjustment() {
	g, err := causal.ParseGraph("sex -> {drug, cured}; drug -> dose -> cured")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, set := range [][]string{{"sex"}, {}, {"sex", "dose"}} {
		a, err := g.Adjustment("drug", "cured", set...)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(set, a.Valid)
		if !a.Valid {
			fmt.Println(" ", a.Fault, "by", a.Path)
		}
	}
	// Output:
	// [sex] true
	// [] false
	//   open path by drug <- sex -> cured
	// [sex dose] false
	//   mediator by drug -> dose -> cured
}

func ExampleGraph_AdjustmentSets() {
	g, err := causal.ParseGraph("x <- a -> m <- b -> y; x <- m -> y; x -> y")
	if err != nil {
		fmt.Println(err)
		return
	}
	sets, err := g.AdjustmentSets(causal.Question{Treatment: "x", Outcome: "y"})
	fmt.Println(sets.Minimal, err)
	sets, err = g.AdjustmentSets(causal.Question{Treatment: "x", Outcome: "y", Unobserved: []string{"m"}})
	fmt.Println(sets.Minimal, sets.Why, err)
	// Output:
	// [[a m] [m b]] <nil>
	// [] no set of observed variables blocks x <- m -> y <nil>
}

func ExampleGraph_Identify() {
	g, err := causal.ParseGraph("smoking -> tar -> cancer; smoking <-> cancer")
	if err != nil {
		fmt.Println(err)
		return
	}
	id, err := g.Identify(causal.Question{Treatment: "smoking", Outcome: "cancer"})
	fmt.Println(id.Identifiable, id.Sets.Minimal, id.FrontDoors, err)
	// Output: true [] [[tar]] <nil>
}

func ExampleGraph_Independencies() {
	g, err := causal.ParseGraph("rain -> wet <- sprinkler; wet -> slippery")
	if err != nil {
		fmt.Println(err)
		return
	}
	all, _ := g.Independencies(0)
	for _, i := range all {
		fmt.Println(i.A, i.B, i.Given)
	}
	// Output:
	// rain sprinkler []
	// rain slippery [wet]
	// sprinkler slippery [wet]
}

func ExampleNetwork_Query() {
	g, err := causal.ParseGraph("sprinkler -> wet <- rain")
	if err != nil {
		fmt.Println(err)
		return
	}
	levels := []string{"no", "yes"}
	n, err := causal.NewNetwork(g, []causal.Variable{{Name: "sprinkler", Levels: levels}, {Name: "wet", Levels: levels}, {Name: "rain", Levels: levels}},
		map[string][]float64{
			"sprinkler": {0.7, 0.3},
			"rain":      {0.8, 0.2},
			"wet":       {1, 0, 0.1, 0.9, 0.2, 0.8, 0, 1}, // sprinkler no: rain no, yes; sprinkler yes: rain no, yes
		})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"P(rain=yes | wet=yes)", "P(rain=yes | do(wet=yes))", "P(rain=yes | do(sprinkler=yes), wet=yes)"} {
		q, err := causal.ParseQuery(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		a, err := n.Query(q)
		fmt.Printf("%v = %.4f %v\n", a.Query, a.P(), err)
	}
	// Output:
	// P(rain=yes | wet=yes) = 0.4921 <nil>
	// P(rain=yes | do(wet=yes)) = 0.2000 <nil>
	// P(rain=yes | do(sprinkler=yes), wet=yes) = 0.2381 <nil>
}

func ExampleFit_Query() {
	data := causal.NewCrosstab("gender", "drug", "outcome") // Pearl's 80 patients
	data.Add(18, "male", "yes", "recovered")
	data.Add(12, "male", "yes", "ill")
	data.Add(7, "male", "no", "recovered")
	data.Add(3, "male", "no", "ill")
	data.Add(2, "female", "yes", "recovered")
	data.Add(8, "female", "yes", "ill")
	data.Add(9, "female", "no", "recovered")
	data.Add(21, "female", "no", "ill")
	q, err := causal.ParseQuery("P(outcome=recovered | do(drug=yes)) - P(outcome=recovered | do(drug=no))")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"gender -> {drug, outcome}; drug -> outcome", "drug -> gender -> outcome; drug -> outcome"} {
		g, err := causal.ParseGraph(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		f := &causal.Fit{Graph: g, Data: data}
		a, err := f.Query(q)
		fmt.Printf("%s: %.2f %v\n", text, a.P(), err)
	}
	// Output:
	// gender -> {drug, outcome}; drug -> outcome: -0.10 <nil>
	// drug -> gender -> outcome; drug -> outcome: 0.10 <nil>
}

func ExampleFit_Draw() {
	data := causal.NewCrosstab("z", "x", "y")
	for i, n := range []float64{18, 12, 7, 3, 2, 8, 9, 21} {
		data.Add(n, fmt.Sprint(i/4), fmt.Sprint(i/2%2), fmt.Sprint(i%2))
	}
	g, err := causal.ParseGraph("z -> {x, y}; x -> y")
	if err != nil {
		fmt.Println(err)
		return
	}
	q, err := causal.ParseQuery("P(y=1 | do(x=1))")
	if err != nil {
		fmt.Println(err)
		return
	}
	f := &causal.Fit{Graph: g, Data: data, Pseudo: 0.5}
	draws, err := f.Draw(context.Background(), prob.NewSeed(1), q, 4000)
	if err != nil {
		fmt.Println(err)
		return
	}
	flat := make([]float64, len(draws))
	for i, d := range draws {
		flat[i] = d[0]
	}
	iv, stdErr := causal.CentralOf(flat, 0.95)
	fmt.Printf("[%.2f, %.2f] ± %.3f\n", iv.Low, iv.High, stdErr)
	// Output: [0.35, 0.68] ± 0.004
}

func ExampleFit_Mediation() {
	data := causal.NewCrosstab("x", "m", "y")
	for i, n := range []float64{64, 16, 10, 10, 28, 12, 12, 48} {
		data.Add(n, fmt.Sprint(i/4), fmt.Sprint(i/2%2), fmt.Sprint(i%2))
	}
	g, err := causal.ParseGraph("x -> m -> y; x -> y")
	if err != nil {
		fmt.Println(err)
		return
	}
	q, err := causal.ParseQuery("P(y=1 | do(x=1)) - P(y=1 | do(x=0))")
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := (&causal.Fit{Graph: g, Data: data}).Mediation(q, "m")
	fmt.Printf("total %.2f, direct %.2f, indirect %.2f %v\n", m.Total, m.Direct, m.Indirect, err)
	// Output: total 0.34, direct 0.14, indirect 0.12 <nil>
}
