package causal

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// pearl returns Pearl's made-up table of 80 patients.
func pearl() *Crosstab {
	c := NewCrosstab("gender", "treatment", "outcome")
	for _, r := range []struct {
		gender, treatment, outcome string
		n                          float64
	}{
		{"male", "drug", "recovered", 18}, {"male", "drug", "not_recovered", 12}, {"male", "no_drug", "recovered", 7}, {"male", "no_drug", "not_recovered", 3},
		{"female", "drug", "recovered", 2}, {"female", "drug", "not_recovered", 8}, {"female", "no_drug", "recovered", 9}, {"female", "no_drug", "not_recovered", 21},
	} {
		c.Add(r.n, r.gender, r.treatment, r.outcome)
	}
	return c
}

func ask(t testing.TB, f *Fit, text string) float64 {
	t.Helper()
	q, err := ParseQuery(text)
	if err != nil {
		t.Fatal(err)
	}
	a, err := f.Query(q)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return a.P()
}

// The same numbers, and opposite answers: what is between treatment and outcome
// decides (Pearl 2014, "Understanding Simpson's paradox").
func TestFitPearl(t *testing.T) {
	confounder := &Fit{Graph: mustParse(t, "gender -> {treatment, outcome}; treatment -> outcome"), Data: pearl()}
	mediator := &Fit{Graph: mustParse(t, "treatment -> gender -> outcome; treatment -> outcome"), Data: pearl()}
	for _, c := range []struct {
		f    *Fit
		text string
		want float64
	}{
		{confounder, "P(outcome=recovered | treatment=drug)", 0.5},
		{confounder, "P(outcome=recovered | treatment=no_drug)", 0.4},
		{confounder, "P(outcome=recovered | do(treatment=drug))", 0.4},
		{confounder, "P(outcome=recovered | do(treatment=no_drug))", 0.5},
		{confounder, "P(outcome=recovered | do(treatment=drug)) - P(outcome=recovered | do(treatment=no_drug))", -0.1},
		{confounder, "P(outcome=recovered | do(treatment=drug), gender=male)", 0.6},
		{confounder, "P(gender=male | do(treatment=drug))", 0.5},
		{confounder, "P(gender=male | treatment=drug)", 0.75},
		{mediator, "P(outcome=recovered | do(treatment=drug))", 0.5},
		{mediator, "P(outcome=recovered | do(treatment=no_drug))", 0.4},
	} {
		if got := ask(t, c.f, c.text); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("%s = %v, want %v", c.text, got, c.want)
		}
	}
	// pseudo-counts: p(male) 41/82, p(rec | male, drug) 19/32, p(rec | female, drug) 3/12
	confounder.Pseudo = 1
	if got, want := ask(t, confounder, "P(outcome=recovered | do(treatment=drug))"), 0.5*19/32+0.5*3/12; math.Abs(got-want) > 1e-15 {
		t.Errorf("with pseudo-counts: %v, want %v", got, want)
	}
}

// A combination that nobody has: withheld where it matters, by name, and not where it
// does not.
func TestFitUnlearnt(t *testing.T) {
	c := NewCrosstab("z", "x", "y")
	for _, r := range [][3]string{{"0", "0", "0"}, {"0", "1", "1"}, {"0", "1", "0"}, {"1", "0", "1"}, {"2", "0", "1"}} {
		c.Add(5, r[0], r[1], r[2])
	}
	f := &Fit{Graph: mustParse(t, "z -> {x, y}; x -> y"), Data: c}
	q, err := ParseQuery("P(y=1 | do(x=1))")
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Query(q)
	want := "the answer depends on p(y | z=1, x=1), and no row has z=1, x=1, nor 1 other combinations that matter"
	if e := (*UnlearntError)(nil); !errors.As(err, &e) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := f.Draw(context.Background(), prob.NewSeed(1), q, 10); err == nil {
		t.Error("draws of what is not known")
	}
	if got := ask(t, f, "P(y=1 | do(x=1), z=0)"); got != 0.5 {
		t.Errorf("where it does not matter: %v", got)
	}
	if got := ask(t, f, "P(y=1 | do(x=0))"); math.Abs(got-3./5*0-2./5) > 1e-15 {
		t.Errorf("where it does not matter: %v", got)
	}
	f.Pseudo = 0.5
	if got := ask(t, f, "P(y=1 | do(x=1))"); !(got > 0.4 && got < 0.6) {
		t.Errorf("with a prior: %v", got)
	}
	// the same through what is identified: front door, with x=1, m=0 never seen
	c = NewCrosstab("x", "m", "y")
	for _, r := range [][3]string{{"0", "0", "0"}, {"0", "1", "1"}, {"1", "1", "1"}, {"1", "1", "0"}} {
		c.Add(5, r[0], r[1], r[2])
	}
	f = &Fit{Graph: mustParse(t, "x -> m -> y; x <-> y"), Data: c}
	q, _ = ParseQuery("P(y=1 | do(x=0))")
	_, err = f.Query(q)
	want = "the answer depends on p(y | x=1, m=0), and no row has x=1, m=0"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if got := ask(t, f, "P(y=1 | do(x=1))"); got != 0.5*1+0.5*0.5 {
		t.Errorf("front door where it does not matter: %v", got)
	}
}

func TestFitErrors(t *testing.T) {
	q, _ := ParseQuery("P(outcome=recovered)")
	for _, c := range []struct {
		f    Fit
		want string
	}{
		{Fit{Graph: mustParse(t, "sex -> outcome"), Data: pearl()}, "the graph has sex and the data do not: if nobody observed it, add sex [latent] to the graph"},
		{Fit{Graph: mustParse(t, "gendr -> outcome"), Data: pearl()}, "the graph has gendr and the data do not: did you mean gender? If nobody observed it, add gendr [latent] to the graph"},
		{Fit{Graph: mustParse(t, "outcome"), Data: pearl(), Pseudo: -1}, "a pseudo-count of -1: want a number from 0"},
		{Fit{Graph: mustParse(t, "outcome"), Data: NewCrosstab("outcome")}, "there are no data, and no pseudo-count stands in for them"},
	} {
		if _, err := c.f.Query(q); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
	// 24 parents of two levels: 2²⁵ numbers
	names, text := []string{"y"}, ""
	for i := range 24 {
		names = append(names, fmt.Sprint("x", i))
		text += fmt.Sprintf("x%d -> y;", i)
	}
	c := NewCrosstab(names...)
	for level := range 2 {
		row := make([]string, len(names))
		for i := range row {
			row[i] = fmt.Sprint(level)
		}
		c.Add(1, row...)
	}
	q, _ = ParseQuery("P(y=1)")
	if _, err := (&Fit{Graph: mustParse(t, text), Data: c}).Query(q); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a table of 2²⁵ numbers: %v", err)
	}
	// a long chain is no burden: each table is small
	names, text = nil, ""
	for i := range 300 {
		names = append(names, fmt.Sprint("v", i))
		if i > 0 {
			text += fmt.Sprintf("v%d -> v%d;", i-1, i)
		}
	}
	c = NewCrosstab(names...)
	for level := range 2 {
		row := make([]string, len(names))
		for i := range row {
			row[i] = fmt.Sprint(level)
		}
		c.Add(1, row...)
	}
	if got := ask(t, &Fit{Graph: mustParse(t, text), Data: c}, "P(v299=1 | do(v0=1))"); got != 1 {
		t.Errorf("a chain: %v", got)
	}
}

// The draws of P(rec | do(drug)) have the moments of a product of independent betas:
// with p(male) = B ~ Beta(40.5, 40.5), and so on.
func TestFitDraw(t *testing.T) {
	f := &Fit{Graph: mustParse(t, "gender -> {treatment, outcome}; treatment -> outcome"), Data: pearl(), Pseudo: 0.5}
	q, err := ParseQuery("P(outcome=recovered | do(treatment=drug))")
	if err != nil {
		t.Fatal(err)
	}
	const n = 20000
	draws, err := f.Draw(context.Background(), prob.NewSeed(1), q, n)
	if err != nil || len(draws) != n {
		t.Fatal(err)
	}
	moments := func(a, b float64) (m, sq float64) { // E p, E p²
		return a / (a + b), a / (a + b) * (a + 1) / (a + b + 1)
	}
	g, g2 := moments(40.5, 40.5)
	m, m2 := moments(18.5, 12.5)
	w, w2 := moments(2.5, 8.5)
	mean := g*m + (1-g)*w
	second := g2*m2 + g2*w2 + 2*(g-g2)*m*w // E(1−g)² = E g² by symmetry
	sd := math.Sqrt(second - mean*mean)
	sum, sumSq := 0.0, 0.0
	flat := make([]float64, n)
	for i, d := range draws {
		flat[i] = d[0]
		sum += d[0] - mean
		sumSq += (d[0] - mean) * (d[0] - mean)
	}
	// five standard errors of a mean, and of a variance of nearly normal draws: σ²√(2/n)
	if math.Abs(sum/n) > 5*sd/math.Sqrt(n) || math.Abs(sumSq/n-sd*sd) > 5*sd*sd*math.Sqrt(2./n) {
		t.Errorf("mean off by %v, variance %v, want sd %v", sum/n, sumSq/n, sd)
	}
	iv, stdErr := CentralOf(flat, 0.95)
	inside := 0
	for _, d := range flat {
		if d >= iv.Low && d <= iv.High {
			inside++
		}
	}
	// an interval's end of n draws: √(p(1−p)/n) over the density there, 0.058/sd for a normal
	if want := math.Sqrt(0.025*0.975/n) / (0.0584 / sd); inside != 19000 && inside != 19001 || stdErr < want/2 || stdErr > want*2 {
		t.Errorf("%d inside %v, standard error %v, want about %v", inside, iv, stdErr, want)
	}
	again, err := f.Draw(context.Background(), prob.NewSeed(1), q, 100)
	if err != nil || again[99][0] != draws[99][0] {
		t.Errorf("draw 99 depends on more than the seed: %v, %v", again[99], draws[99])
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if d, err := f.Draw(ctx, prob.NewSeed(1), q, 100); !errors.Is(err, context.Canceled) || len(d) != 0 {
		t.Errorf("cancelled: %d draws, %v", len(d), err)
	}
	// a difference is drawn from one set of tables: of the same query, it is 0
	q.Minus = &Query{Of: q.Of, Do: q.Do}
	d, err := f.Draw(context.Background(), prob.NewSeed(1), q, 10)
	if err != nil || d[3][0] != 0 {
		t.Errorf("P − P = %v, %v", d, err)
	}
}
