package causal

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// random returns a comparison of k strata without empty cells, and with others.
func random(rng *rand.Rand, k int) Comparison {
	c := Comparison{Treated: "a", Control: "b", Event: "yes"}
	for z := range k {
		s := Stratum{Levels: []string{fmt.Sprint(z)}, Others: float64(rng.IntN(30))}
		for _, cell := range []*Cell{&s.Treated, &s.Control} {
			n := 1 + rng.IntN(60)
			*cell = Cell{float64(rng.IntN(n + 1)), float64(n)}
		}
		c.Strata = append(c.Strata, s)
	}
	c.Strata[0].Treated, c.Strata[0].Control = Cell{3, 7}, Cell{2, 9} // so that the outcome varies
	return c
}

// swapped returns c with treatment and control exchanged.
func swapped(c Comparison) Comparison {
	s := c
	s.Treated, s.Control, s.Strata = c.Control, c.Treated, nil
	for _, z := range c.Strata {
		z.Treated, z.Control = z.Control, z.Treated
		s.Strata = append(s.Strata, z)
	}
	return s
}

// complemented returns c with the event's absence as the event.
func complemented(c Comparison) Comparison {
	s := c
	s.Event, s.Strata = "no", nil
	for _, z := range c.Strata {
		z.Treated.Events, z.Control.Events = z.Treated.Total-z.Treated.Events, z.Control.Total-z.Control.Events
		s.Strata = append(s.Strata, z)
	}
	return s
}

func average(t *testing.T, c Comparison, of Target) Effect {
	t.Helper()
	e, err := c.Average(of)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// close2 fails unless two sums of up to some dozens of terms below 1 agree: 1e-13 is
// some hundreds of roundings.
func close2(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-13*math.Max(1, math.Abs(want))) {
		t.Errorf("%s: %.17g, want %.17g", what, got, want)
	}
}

func TestLaws(t *testing.T) {
	rng := prob.NewSeed(4).Rand()
	for range 300 {
		c := random(rng, 1+rng.IntN(12))
		crude, ate, att, atc := c.Crude(), average(t, c, Everyone), average(t, c, Treated), average(t, c, Untreated)

		// Kitagawa: rate + composition = crude, exactly, and strata add up to them.
		d, err := c.Kitagawa()
		if err != nil {
			t.Fatal(err)
		}
		close2(t, "rate + composition", d.Rate+d.Composition, crude.Difference())
		close2(t, "rate is between ATT and ATC", d.Rate, (att.Difference()+atc.Difference())/2)
		var rate, composition float64
		for _, s := range d.Strata {
			rate, composition = rate+s.Rate, composition+s.Composition
		}
		close2(t, "strata's rate", rate, d.Rate)
		close2(t, "strata's composition", composition, d.Composition)

		// Those treated have the treated risk that is seen, the control the control's.
		close2(t, "ATT's treated risk", att.Treated, crude.Treated)
		close2(t, "ATC's control risk", atc.Control, crude.Control)

		// Everyone is the treated, the control and the others.
		var n1, n0, n float64
		mix := make([]float64, len(c.Strata))
		for z, s := range c.Strata {
			n1, n0, n = n1+s.Treated.Total, n0+s.Control.Total, n+s.Others
			mix[z] = s.Others
		}
		sum := n1*att.Difference() + n0*atc.Difference()
		if n > 0 {
			others, err := c.Standardised(mix)
			if err != nil {
				t.Fatal(err)
			}
			sum += n * others.Difference()
		}
		close2(t, "ATE is the mean of ATT and ATC", ate.Difference(), sum/(n1+n0+n))

		// Exchanging treatments, or outcomes, changes signs and inverts ratios.
		for what, o := range map[string]Comparison{"swapped": swapped(c), "complemented": complemented(c)} {
			close2(t, what+" crude", o.Crude().Difference(), -crude.Difference())
			close2(t, what+" ATE", average(t, o, Everyone).Difference(), -ate.Difference())
			close2(t, what+" MH difference", o.MantelHaenszel().Difference.Value, -c.MantelHaenszel().Difference.Value)
			close2(t, what+" MH odds", math.Log(o.MantelHaenszel().OddsRatio.Value), -math.Log(c.MantelHaenszel().OddsRatio.Value))
			close2(t, what+" MH error", o.MantelHaenszel().OddsRatio.StdErr, c.MantelHaenszel().OddsRatio.StdErr)
			x, xc := c.CMH()
			y, yc := o.CMH()
			close2(t, what+" CMH", y.Value, x.Value)
			close2(t, what+" CMH corrected", yc.Value, xc.Value)
			od, err := o.Kitagawa()
			if err != nil {
				t.Fatal(err)
			}
			close2(t, what+" rate", od.Rate, -d.Rate)
		}
		close2(t, "ATT and ATC swap", average(t, swapped(c), Treated).Difference(), -atc.Difference())

		// Bounds without gaps are the effect.
		b := c.Bounds(c.Mix(Everyone))
		close2(t, "lower bound", b.Difference().Low, ate.Difference())
		close2(t, "upper bound", b.Difference().High, ate.Difference())
	}
}

// Where treatment is given independently of the stratum, with the same share treated
// in all, crude and standardised differences are the same (the risk difference and the
// risk ratio are collapsible), though odds ratios are not.
func TestCollapsible(t *testing.T) {
	rng := prob.NewSeed(5).Rand()
	apart := 0
	for range 200 {
		c := Comparison{Treated: "a", Control: "b", Event: "yes"}
		k1, k0 := 1+rng.IntN(4), 1+rng.IntN(4)
		for z := range 2 + rng.IntN(6) {
			n := 10 * (1 + rng.IntN(30))
			s := Stratum{Levels: []string{fmt.Sprint(z)}}
			s.Treated = Cell{float64(1 + rng.IntN(k1*n-1)), float64(k1 * n)}
			s.Control = Cell{float64(1 + rng.IntN(k0*n-1)), float64(k0 * n)}
			c.Strata = append(c.Strata, s)
		}
		crude := c.Crude()
		for _, of := range []Target{Everyone, Treated, Untreated} {
			close2(t, "difference", average(t, c, of).Difference(), crude.Difference())
			close2(t, "ratio", average(t, c, of).Ratio(), crude.Ratio())
		}
		d, err := c.Kitagawa()
		if err != nil {
			t.Fatal(err)
		}
		close2(t, "composition", d.Composition, 0)
		if math.Abs(math.Log(c.MantelHaenszel().OddsRatio.Value/crude.OddsRatio())) > 0.05 {
			apart++
		}
	}
	if apart < 20 {
		t.Errorf("pooled and crude odds ratios agree in all but %d tables: this is no test of collapsibility", apart)
	}
}

// Odds ratios that are 9 in both strata and 5.4 over all, with nothing confounded: no
// verdict may come of that.
func TestOddsRatioDecidesNothing(t *testing.T) {
	c := Comparison{Treated: "a", Control: "b", Event: "yes", Strata: []Stratum{
		{Levels: []string{"low"}, Treated: Cell{500_000, 1_000_000}, Control: Cell{100_000, 1_000_000}},
		{Levels: []string{"high"}, Treated: Cell{900_000, 1_000_000}, Control: Cell{500_000, 1_000_000}},
	}}
	if or := c.Crude().OddsRatio(); !(or < 6) || math.Abs(c.MantelHaenszel().OddsRatio.Value-9) > 1e-9 {
		t.Fatalf("odds ratio %g over all, %g within", or, c.MantelHaenszel().OddsRatio.Value)
	}
	post, err := c.Posterior(context.Background(), prob.NewSeed(1), Sampling{Draws: 4000})
	if err != nil {
		t.Fatal(err)
	}
	if v := post.Verdicts; v.Reversal.Holds || v.Every.Holds || v.Outside.Holds || v.Confounded.Holds {
		t.Errorf("verdicts: %+v", v)
	}
}

// Same seed, same bits, at any number of processors; another seed, other bits.
func TestReproducible(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	c := publishedComparison(t, "ucb_admissions")
	s := Sampling{Draws: 5000, Mix: []float64{1, 2, 3, 4, 5, 6}}
	var first Posterior
	for i, procs := range []int{1, 2, 3, 7} {
		runtime.GOMAXPROCS(procs)
		post, err := c.Posterior(context.Background(), prob.NewSeed(1), s)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = post
		}
		if !reflect.DeepEqual(fmt.Sprint(first), fmt.Sprint(post)) {
			t.Errorf("%d processors: another posterior", procs)
		}
	}
	other, err := c.Posterior(context.Background(), prob.NewSeed(2), s)
	if err != nil {
		t.Fatal(err)
	}
	if other.Adjusted == first.Adjusted {
		t.Error("another seed: the same posterior")
	}
}

// Standardised to the table's own mix, as another population's, the posterior is the
// ATE's but for the draws of the shares: within five of their standard errors.
func TestOtherPopulation(t *testing.T) {
	table := publishedTable(t, "kidney_stones")
	c := publishedComparison(t, "kidney_stones")
	mix, err := c.MixOf(table)
	if err != nil || !reflect.DeepEqual(mix, c.Mix(Everyone)) {
		t.Fatalf("the table's own mix is %v, %v, want %v", mix, err, c.Mix(Everyone))
	}
	post, err := c.Posterior(context.Background(), prob.NewSeed(3), Sampling{Mix: mix})
	if err != nil {
		t.Fatal(err)
	}
	a, b := post.Adjusted[Everyone].Difference, post.Other.Difference
	for what, d := range map[string][3]float64{
		"mean": {a.Mean, b.Mean, a.StdErr}, "low": {a.Low, b.Low, a.LowErr}, "high": {a.High, b.High, a.HighErr},
	} {
		if math.Abs(d[0]-d[1]) > 5*math.Sqrt2*d[2] {
			t.Errorf("%s: %g and %g", what, d[0], d[1])
		}
	}
	var elsewhere Table
	for stratum, n := range map[string]float64{"large": 1, "small": 3} {
		if err := elsewhere.Add(elsewhere.Treatment.Code("any"), elsewhere.Outcome.Code("?"), elsewhere.Strata.Code(stratum), n); err != nil {
			t.Fatal(err)
		}
	}
	if mix, err = c.MixOf(&elsewhere); err != nil {
		t.Fatal(err)
	}
	e, err := c.Standardised(mix)
	if err != nil {
		t.Fatal(err)
	}
	close2(t, "treated", e.Treated, 0.25*192/263+0.75*81/87)
	close2(t, "control", e.Control, 0.25*55/80+0.75*234/270)
	elsewhere.Strata.Code("huge")
	if err := elsewhere.Add(0, 0, elsewhere.Strata.Code("huge"), 2); err != nil {
		t.Fatal(err)
	}
	if _, err := c.MixOf(&elsewhere); err == nil || err.Error() != `the new population has 2 in stratum "huge", about which the data say nothing` {
		t.Errorf("a stratum of which nothing is known: %v", err)
	}
}

// The effect on those treated does not depend on how many are treated; what is
// observed does, and agrees with the effect where treatment is given blindly.
func TestTransport(t *testing.T) {
	c := publishedComparison(t, "pearl_drug")
	own, err := c.Transport(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	close2(t, "observed treated", own.Observed.Treated, c.Crude().Treated)
	close2(t, "observed control", own.Observed.Control, c.Crude().Control)
	close2(t, "do(drug)", own.Causal.Treated, 0.4)
	close2(t, "do(no drug)", own.Causal.Control, 0.5)
	blind, err := c.Transport(nil, []float64{0.3, 0.3})
	if err != nil {
		t.Fatal(err)
	}
	if own.Causal != blind.Causal {
		t.Errorf("effect %v, and %v under another policy", own.Causal, blind.Causal)
	}
	close2(t, "blind", blind.Observed.Difference(), blind.Causal.Difference())
	turned, err := c.Transport([]float64{3, 1}, []float64{0.25, 0.5}) // female, male
	if err != nil {
		t.Fatal(err)
	}
	close2(t, "other mix", turned.Causal.Treated, 0.75*0.2+0.25*0.6)
	close2(t, "other mix and policy", turned.Observed.Treated, (0.75*0.25*0.2+0.25*0.5*0.6)/(0.75*0.25+0.25*0.5))
	if _, err := c.Transport(nil, []float64{0.5, 1.5}); err == nil || err.Error() != `stratum "male": a share treated of 1.5, want 0 to 1` {
		t.Errorf("a share of 1.5: %v", err)
	}
}
