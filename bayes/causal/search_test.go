package causal

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// publishedData returns an example table as columns stratum, treatment and outcome,
// with counts.
func publishedData(t testing.TB, name string) (d Data, s Search) {
	t.Helper()
	c := publishedComparison(t, name)
	by := Column{Name: "stratum"}
	treatment := Column{Name: "treatment", Levels: []string{c.Control, c.Treated}}
	outcome := Column{Name: "outcome", Levels: []string{"no " + c.Event, c.Event}}
	for z, stratum := range c.Strata {
		by.Levels = append(by.Levels, stratum.Name())
		for x, cell := range []Cell{stratum.Control, stratum.Treated} {
			for y, n := range []float64{cell.Total - cell.Events, cell.Events} {
				by.Codes = append(by.Codes, int32(z))
				treatment.Codes, outcome.Codes = append(treatment.Codes, int32(x)), append(outcome.Codes, int32(y))
				d.Counts = append(d.Counts, int64(n))
			}
		}
	}
	d.Columns = []Column{by, treatment, outcome}
	return d, Search{Treatment: "treatment", Outcome: "outcome", Treated: c.Treated, Control: c.Control, Event: c.Event}
}

// rowByRow returns the data with a row for each count.
func rowByRow(d Data) (rows Data) {
	for _, c := range d.Columns {
		wide := c
		wide.Codes, wide.Values = nil, nil
		for i, n := range d.Counts {
			for range n {
				if c.Values != nil {
					wide.Values = append(wide.Values, c.Values[i])
				} else {
					wide.Codes = append(wide.Codes, c.Codes[i])
				}
			}
		}
		rows.Columns = append(rows.Columns, wide)
	}
	return rows
}

func mustRun(t testing.TB, s Search, seed uint64, d Data) Found {
	t.Helper()
	f, err := s.Run(context.Background(), prob.NewSeed(seed), d)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The published paradoxes, with the probabilities of 100,000 draws of an independent
// program, their Monte Carlo error about 0.002 and printed to three decimals: 3 errors
// and half a unit, and 4 of ours.
func TestSearchPublished(t *testing.T) {
	for name, want := range map[string]float64{"ucb_admissions": 0.987, "kidney_stones": 0.942, "death_penalty_radelet1981": 0.824,
		"baseball_jeter_justice": 0.548, "covid_uk_delta_2021": 1, "pearl_drug": 0.780, "birthwt_low": 0.003} {
		d, s := publishedData(t, name)
		f := mustRun(t, s, 1, d)
		if f.Tried != 1 || len(f.Candidates) != 1 {
			t.Fatalf("%s: %+v", name, f)
		}
		c := f.Candidates[0]
		wantNear(t, name, c.Reversal.Probability, want, 3*0.002*2*math.Sqrt(want*(1-want))+0.0005+4*c.Reversal.StdErr)
		comparison := publishedComparison(t, name)
		ate, _ := comparison.Average(Everyone)
		wantNear(t, name+" crude", c.Crude, comparison.Crude().Difference(), 1e-14)
		wantNear(t, name+" adjusted", c.Adjusted, ate.Difference(), 1e-14)
		if claimed := want >= 0.95; c.Claimed != claimed {
			t.Errorf("%s: claimed %v, want %v", name, c.Claimed, claimed)
		}
		if c.Kept != 1 || c.Rows != totalOf(comparison.Strata) || c.Strata != len(comparison.Strata) || c.Event != comparison.Event {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

// noise returns n rows of unrelated columns: of two levels, of four, and of numbers.
func noise(rng *rand.Rand, rows, columns int) (d Data) {
	for k := range columns {
		c := Column{Name: fmt.Sprintf("noise%d", k)}
		if k%3 == 2 {
			for range rows {
				c.Values = append(c.Values, rng.NormFloat64())
			}
		} else {
			c.Levels = []string{"p", "q", "r", "s"}[:2+2*(k%3)]
			for range rows {
				c.Codes = append(c.Codes, int32(rng.IntN(len(c.Levels))))
			}
		}
		d.Columns = append(d.Columns, c)
	}
	return d
}

// Among other columns the one that reverses is first, and pairs with it are said to be
// within it; and 0.987 is not enough where 28 were tried.
func TestSearchAmongOthers(t *testing.T) {
	for name, claimed := range map[string]bool{"covid_uk_delta_2021": true, "ucb_admissions": false} {
		d, s := publishedData(t, name)
		if name == "covid_uk_delta_2021" {
			for i := range d.Counts {
				d.Counts[i] = (d.Counts[i] + 4) / 5
			}
		}
		d = rowByRow(d)
		d.Columns = append(d.Columns, noise(prob.NewSeed(5).Rand(), d.Columns[0].Len(), 6).Columns...)
		f := mustRun(t, s, 1, d)
		if f.Tried != 7+21 {
			t.Errorf("%s: %d tried, want 28", name, f.Tried)
		}
		if got := f.Claimed > 0; got != claimed {
			t.Errorf("%s: %d claimed", name, f.Claimed)
		}
		for _, c := range f.Candidates {
			has := c.By[0] == "stratum"
			switch {
			case c.Claimed && len(c.By) > 1, c.Claimed && !has:
				t.Errorf("%s: claimed %+v", name, c)
			case claimed && len(c.By) == 2 && has != (c.Within == "stratum"):
				t.Errorf("%s: within %q: %+v", name, c.Within, c)
			case has && c.Reversal.Probability < 0.5, !has && c.Reversal.Probability > 0.5:
				t.Errorf("%s: %+v", name, c)
			}
		}
		if f.Candidates[0].By[0] != "stratum" {
			t.Errorf("%s: first is %+v", name, f.Candidates[0])
		}
	}
}

// A pair may reverse what neither column does alone: treatment goes with whether two
// coins agree, and so does the outcome.
func TestSearchPairs(t *testing.T) {
	rng := prob.NewSeed(6).Rand()
	d := noise(rng, 4000, 4)
	var x, y Column
	x.Name, y.Name, x.Levels, y.Levels = "x", "y", []string{"no", "yes"}, []string{"no", "yes"}
	a, b := d.Columns[0].Codes, d.Columns[3].Codes
	for i := range a {
		agree := 0.0
		if a[i] == b[i] {
			agree = 1
		}
		treated := int32(rng.Float64() + 0.25 + 0.5*agree)
		x.Codes = append(x.Codes, treated)
		y.Codes = append(y.Codes, int32(rng.Float64()+0.3+0.5*agree-0.15*float64(treated)))
	}
	d.Columns = append(d.Columns, x, y)
	f := mustRun(t, Search{Treatment: "x", Outcome: "y"}, 1, d)
	if f.Claimed != 1 || strings.Join(f.Candidates[0].By, " ") != "noise0 noise3" || f.Candidates[0].Within != "" {
		t.Errorf("%d claimed, first %+v", f.Claimed, f.Candidates[0])
	}
	// The same with nobody naming treatment and outcome: among others it is there, both ways.
	f = mustRun(t, Search{}, 1, d)
	found := 0
	for _, c := range f.Candidates {
		if c.Claimed && strings.Join(c.By, " ") == "noise0 noise3" && c.Treatment+c.Outcome == "xy" {
			found++
			wantNear(t, "unnamed", c.Adjusted, -0.15, 0.05)
		}
	}
	if found != 1 {
		t.Errorf("found %d times", found)
	}
}

// Numbers as outcome or as both: what the search says is what the tables say.
func TestSearchNumbers(t *testing.T) {
	_, _, d := clinicRows(t)
	f := mustRun(t, Search{Treatment: "dose", Outcome: "y", Single: true}, 1, d)
	g := readGolden(t)
	if c := f.Candidates[0]; c.By[0] != "clinic" || !c.Claimed || c.Screened || c.Reversal.StdErr != 0 {
		t.Errorf("%+v", c)
	}
	wantNear(t, "crude", f.Candidates[0].Crude, g["slope crude"][0], 1e-12)
	wantNear(t, "within", f.Candidates[0].Adjusted, g["slope within"][0], 1e-12)
	wantNear(t, "P(reversal)", f.Candidates[0].Reversal.Probability, g["slope reversal"][0], 1e-12)

	f = mustRun(t, Search{Treatment: "drug", Treated: "b", Control: "a", Outcome: "y", Single: true}, 1, d)
	for _, c := range f.Candidates {
		if c.By[0] != "clinic" {
			continue
		}
		wantNear(t, "mean crude", c.Crude, g["mean crude"][0], 1e-12)
		// The golden's mix counts the third drug; here its rows are left out.
		means, _, _ := clinicRows(t)
		comparison, err := means.Compare("b", "a")
		if err != nil {
			t.Fatal(err)
		}
		for z := range comparison.Strata {
			comparison.Strata[z].Others = 0
		}
		ate, _ := comparison.Average(Everyone)
		wantNear(t, "mean adjusted", c.Adjusted, ate.Difference(), 1e-12)
		p, err := comparison.Posterior(context.Background(), prob.NewSeed(3), NormalModel{})
		if err != nil {
			t.Fatal(err)
		}
		v := p.Verdicts.Reversal
		against := estimateMeans(comparison, comparison.Crude().sign(), prob.NewSeed(4).Rand(), 10_000)
		wantNear(t, "P(reversal)", 1-against.Probability, v.Probability, 5*math.Hypot(v.StdErr, against.StdErr))
		if !c.Screened || c.Reversal.Probability > 0.001 { // a normal's tail, and not worth drawing
			t.Errorf("%+v", c)
		}
	}
}

// Counts are rows; the number of processors is of no matter; the same seed draws the
// same, and another one differs only by what it says of its error.
func TestSearchLaws(t *testing.T) {
	d, s := publishedData(t, "ucb_admissions")
	counted := mustRun(t, s, 1, d)
	if rows := mustRun(t, s, 1, rowByRow(d)); !reflect.DeepEqual(rows, counted) {
		t.Errorf("rows %+v, counts %+v", rows, counted)
	}
	rows := noise(prob.NewSeed(7).Rand(), 500, 9)
	one := mustRun(t, Search{}, 1, rows)
	before := runtime.GOMAXPROCS(3)
	three := mustRun(t, Search{}, 1, rows)
	runtime.GOMAXPROCS(before)
	if fmt.Sprint(one) != fmt.Sprint(three) { // as text: NaN is not equal to itself
		t.Error("three processors found something else")
	}
	other := mustRun(t, s, 2, d).Candidates[0].Reversal
	was := counted.Candidates[0].Reversal
	if other == was {
		t.Error("another seed drew the same")
	}
	wantNear(t, "other seed", other.Probability, was.Probability, 5*math.Hypot(other.StdErr, was.StdErr))

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := s.Run(ctx, prob.NewSeed(1), d); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}

// Probabilities far in the tail: in one stratum, P(p₁ > p₀) has a closed form where a
// parameter is whole, here by that of package bayes for a whole α.
func TestRiskTail(t *testing.T) {
	for _, c := range []struct {
		treated, control Cell
	}{
		{Cell{20, 50}, Cell{30, 50}},
		{Cell{20, 50}, Cell{45, 50}},
		{Cell{100, 1000}, Cell{300, 1000}},
		{Cell{0, 30}, Cell{12, 30}},
		{Cell{5, 20}, Cell{20, 20}},
	} {
		// P(p₁ > p₀) by Simpson's rule over quantiles of p₀ is poor in the tail, so over p:
		// ∫ density of p₁ × CDF of p₀, in θ with p = sin²θ, where both are smooth.
		p1 := prob.Beta{Alpha: c.treated.Events + 0.5, Beta: c.treated.Total - c.treated.Events + 0.5}
		p0 := prob.Beta{Alpha: c.control.Events + 0.5, Beta: c.control.Total - c.control.Events + 0.5}
		const n = 20_000
		want := 0.0
		for i := range n {
			theta := (float64(i) + 0.5) / n * math.Pi / 2
			s, co := math.Sincos(theta)
			p := s * s
			want += math.Exp(prob.LogProb(p1, p)) * p0.CDF(p) * 2 * s * co * math.Pi / 2 / n
		}
		strata := []Stratum{{Treated: c.treated, Control: c.control}}
		got := newRiskTail(strata, 1).estimate(prob.NewSeed(8).Rand(), 20_000)
		if !(math.Abs(got.Probability-want) < 4*got.StdErr) || !(got.StdErr < 0.1*want) {
			t.Errorf("%+v: %.4g ± %.2g, want %.4g", c, got.Probability, got.StdErr, want)
		}
		rest := newRiskTail(strata, -1).estimate(prob.NewSeed(9).Rand(), 20_000)
		// Of what is as good as certain no draw may say otherwise: then 5/n is beyond doubt.
		wantNear(t, "both signs", got.Probability+rest.Probability, 1, 4*math.Hypot(got.StdErr, rest.StdErr)+5./20_000)
	}
}

// The screening's moments are those of the draws.
func TestStandardisedMoments(t *testing.T) {
	var e standardisedMoments
	c := Comparison{Treated: "b", Control: "a", Event: "e", Strata: []Stratum{ // shares matter as much as risks
		{Levels: []string{"m"}, Treated: Cell{19, 20}, Control: Cell{1, 6}}, {Levels: []string{"f"}, Treated: Cell{1, 9}, Control: Cell{8, 9}}}}
	for _, s := range c.Strata {
		m1, v1 := jeffreys(s.Treated)
		m0, v0 := jeffreys(s.Control)
		e.add(s.Total(), m1-m0, v1+v0)
	}
	mean, sd := e.moments()
	rng := prob.NewSeed(14).Rand()
	const draws = 40_000
	var all bayes.Moments
	var block []float64
	for range draws {
		total, sum := 0.0, 0.0
		for _, s := range c.Strata {
			w := prob.Draw(rng, prob.Gamma{Shape: s.Total() + 0.5, Rate: 1})[0]
			p1 := prob.Draw(rng, prob.Beta{Alpha: s.Treated.Events + 0.5, Beta: s.Treated.Total - s.Treated.Events + 0.5})[0]
			p0 := prob.Draw(rng, prob.Beta{Alpha: s.Control.Events + 0.5, Beta: s.Control.Total - s.Control.Events + 0.5})[0]
			total, sum = total+w, sum+w*(p1-p0)
		}
		block = append(block, sum/total)
	}
	all = bayes.Reals(block...)
	got := math.Sqrt(all.SS / all.N)
	wantNear(t, "mean", mean, all.Mean, 4*got/math.Sqrt(draws))
	wantNear(t, "sd", sd, got, 4*got/math.Sqrt(2*draws))
}

// Words of 64 rows and rows one by one count the same.
func TestSearchBits(t *testing.T) {
	rng := prob.NewSeed(15).Rand()
	for _, rows := range []int{1, 63, 64, 65, 1000} {
		d := noise(rng, rows, 12)
		for k := range d.Columns {
			if c := d.Columns[k].Codes; c != nil && k%2 == 0 {
				c[rng.IntN(rows)] = -1
			}
		}
		s, err := Search{Bands: 3}.complete()
		if err != nil {
			t.Fatal(err)
		}
		x, errX := d.role(0, d.survey(0), "", "", false)
		y, errY := d.role(3, d.survey(3), "", "", false)
		if errX != nil || errY != nil {
			continue // a single row has no two levels
		}
		c := newCounter(newQuestion(x, y), nil)
		var groups []grouping
		for column := range d.Columns {
			if g, err := s.grouping(d, column, d.survey(column)); err == nil {
				groups = append(groups, g)
			}
		}
		paid := 0
		for i, g := range groups {
			c.by(g)
			for _, h := range groups[i+1:] {
				if c.bits.pays(g, h) {
					paid++
				}
				got := append([]float64(nil), c.pair(h)...)
				if want := c.count(h); !reflect.DeepEqual(got, want) {
					t.Fatalf("%d rows, columns %d and %d: %v, one by one %v", rows, g.column, h.column, got, want)
				}
			}
		}
		if paid < 20 {
			t.Errorf("%d rows: bits paid %d times", rows, paid)
		}
	}
}

// What is found with nobody naming anything is what is found by name, either way round.
func TestSearchBothWays(t *testing.T) {
	rng := prob.NewSeed(17).Rand()
	d := noise(rng, 400, 3)
	for k := range 3 { // of two levels that are not equally frequent
		c := Column{Name: fmt.Sprint("coin", k), Levels: []string{"no", "yes"}}
		for range 400 {
			c.Codes = append(c.Codes, int32(rng.Float64()+0.2+0.1*float64(k)))
		}
		d.Columns = append(d.Columns, c)
	}
	back := 0
	found := mustRun(t, Search{Draws: 2000}, 1, d)
	turned := 0
	for _, c := range found.Candidates {
		for _, named := range mustRun(t, Search{Treatment: c.Treatment, Outcome: c.Outcome, Draws: 2000}, 2, d).Candidates {
			if !reflect.DeepEqual(named.By, c.By) {
				continue
			}
			turned++
			if c.Treatment == "coin2" && c.Event != "" {
				back++
			}
			wantNear(t, "crude", named.Crude, c.Crude, 1e-14)
			wantNear(t, "adjusted", named.Adjusted, c.Adjusted, 1e-14)
			if named.Treated != c.Treated || named.Event != c.Event {
				t.Errorf("%+v by name %+v", c, named)
			}
			if p, q := named.Reversal, c.Reversal; named.Screened == c.Screened {
				wantNear(t, "P(reversal)", p.Probability, q.Probability, 5*math.Hypot(p.StdErr, q.StdErr)+1e-12)
			}
		}
	}
	if turned < 20 || back < 3 {
		t.Errorf("%d candidates compared, %d from the last to another", turned, back)
	}
}

// Where leaving out strata without one treatment turns the crude effect by itself, there
// is nothing to say about what adjusting does.
func TestSearchTrimmedSign(t *testing.T) {
	x, y, z := Column{Name: "x", Levels: []string{"no", "yes"}}, Column{Name: "y", Levels: []string{"no", "yes"}}, Column{Name: "z", Levels: []string{"a", "b"}}
	d := Data{}
	for _, r := range [][4]int64{{1, 1, 0, 60}, {1, 0, 0, 40}, {0, 1, 0, 500}, {0, 0, 0, 400}, {1, 0, 1, 80}} { // x, y, z, n
		x.Codes, y.Codes, z.Codes, d.Counts = append(x.Codes, int32(r[0])), append(y.Codes, int32(r[1])), append(z.Codes, int32(r[2])), append(d.Counts, r[3])
	}
	d.Columns = []Column{x, y, z}
	c := mustRun(t, Search{Treatment: "x", Outcome: "y"}, 1, d).Candidates[0]
	if c.Claimed || !math.IsNaN(c.Reversal.Probability) || c.Kept != 1000./1080 || c.Strata != 1 {
		t.Errorf("%+v", c)
	}
	wantNear(t, "crude of the rows that count", c.Crude, 0.6-500./900, 1e-15)

	f := mustRun(t, Search{Treatment: "x", Outcome: "y", Keep: 0.95}, 1, d)
	if f.Tried != 0 || len(f.Skipped) != 1 || f.Skipped[0] != (Skipped{"z", "only 92.6% of the rows are in strata with both levels of x"}) {
		t.Errorf("%+v", f)
	}
}

// Shares of strata that are little known matter: the tail is that of the posterior from
// plain draws.
func TestRiskTailOfStrata(t *testing.T) {
	for _, c := range []Comparison{
		{Treated: "b", Control: "a", Event: "e", Strata: []Stratum{
			{Levels: []string{"m"}, Treated: Cell{60, 100}, Control: Cell{25, 100}}, {Levels: []string{"f"}, Treated: Cell{1, 4}, Control: Cell{3, 4}}}},
		{Treated: "b", Control: "a", Event: "e", Strata: []Stratum{
			{Levels: []string{"m"}, Treated: Cell{9, 10}, Control: Cell{1, 6}}, {Levels: []string{"f"}, Treated: Cell{1, 9}, Control: Cell{8, 9}}, {Levels: []string{"o"}, Treated: Cell{2, 3}, Control: Cell{0, 5}}}},
	} {
		p, err := c.Posterior(context.Background(), prob.NewSeed(18), Sampling{Draws: 100_000})
		if err != nil {
			t.Fatal(err)
		}
		want := p.Verdicts.Reversal // against the crude sign
		got := newRiskTail(c.Strata, -c.Crude().sign()).estimate(prob.NewSeed(19).Rand(), 40_000)
		wantNear(t, "P(reversal)", got.Probability, want.Probability, 4*math.Hypot(got.StdErr, want.StdErr))
	}
}

// The rule of Benjamini and Hochberg on four candidates at a rate of 0.05, so that
// the k-th is compared with 0.0125k, and the greatest that passes carries all before it.
func TestSearchLimit(t *testing.T) {
	for _, c := range []struct {
		p     []float64
		err   float64
		limit float64
	}{
		{[]float64{0.9, 0.001, 0.02, 0.012}, 0, 0.0375},
		{[]float64{0.011, 0.03, 0.5, 0.9}, 0, 0.0125},
		{[]float64{0.02, 0.024, 0.3, 0.4}, 0, 0.025}, // the first alone would not pass
		{[]float64{0.02, 0.026, 0.3, 0.4}, 0, 0.0125},
		{[]float64{0.04, 0.04, 0.04, 0.049}, 0, 0.05},
		{[]float64{0.011, 0.3, 0.5, 0.9}, 0.001, 0.0125}, // 0.011 + 0.002 does not pass: nor is it claimed
	} {
		r := searchRun{Search: Search{Rate: 0.05}}
		var order []int
		for i, p := range c.p {
			r.trials = append(r.trials, trial{chance: Chance{p, c.err}})
			order = append(order, i)
		}
		wantNear(t, fmt.Sprint(c.p), r.limit(order), c.limit, 1e-15)
		if c.err > 0 && r.trials[0].upper() <= r.limit(order) {
			t.Errorf("%v ± %g is claimed", c.p, c.err)
		}
	}
}
