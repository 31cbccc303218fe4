package causal

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// searches is how many data sets are searched: few, or many with BAYESKIT_LONG.
func searches(few, many int) int {
	if os.Getenv("BAYESKIT_LONG") != "" {
		return many
	}
	return few
}

// confounded returns rows in which z drives treatment and outcome, the crude effect is
// plain, and within z there is none: where 1 − P(reversal) should be uniform. The
// treatment is of two levels or, if numbers, a number; the outcome likewise.
func confounded(rng *rand.Rand, rows int, treatmentOfNumbers, outcomeOfNumbers bool) Data {
	z, x, y := Column{Name: "z", Levels: []string{"a", "b", "c"}}, Column{Name: "x"}, Column{Name: "y"}
	draw := func(c *Column, level int, numbers bool) {
		if numbers {
			c.Values = append(c.Values, float64(level)+rng.NormFloat64())
			return
		}
		c.Levels = []string{"no", "yes"}
		c.Codes = append(c.Codes, int32(rng.Float64()+0.2+0.3*float64(level)))
	}
	for range rows {
		level := rng.IntN(3)
		z.Codes = append(z.Codes, int32(level))
		draw(&x, level, treatmentOfNumbers)
		draw(&y, level, outcomeOfNumbers)
	}
	return Data{Columns: []Column{x, y, z}}
}

// TestSearchRateWhereItIsAttained: with one candidate that accounts for all of a crude
// effect and reverses none of it, it is claimed as often as the rate says. In n searches
// that is a binomial count: 4 standard deviations are exceeded once in 16,000 times.
// Beta, t and Behrens–Fisher posteriors are uniform there but for some terms in 1/n,
// allowed for by a tenth.
func TestSearchRateWhereItIsAttained(t *testing.T) {
	const rate = 0.2
	for _, kind := range []struct {
		name string
		x, y bool
	}{{"risks", false, false}, {"means", false, true}, {"slopes", true, true}} {
		rng := prob.NewSeed(21).Rand()
		n, claimed := searches(150, 4000), 0
		for i := range n {
			d := confounded(rng, 300, kind.x, kind.y)
			claimed += mustRun(t, Search{Treatment: "x", Outcome: "y", Rate: rate, Draws: 2000}, uint64(i), d).Claimed
		}
		got, sd := float64(claimed)/float64(n), math.Sqrt(rate*(1-rate)/float64(n))
		t.Logf("%s: %.3f claimed at a rate of %g ± %.3f", kind.name, got, rate, sd)
		if !(math.Abs(got-rate) < 4*sd+0.1*rate) {
			t.Errorf("%s: %.3f claimed at a rate of %g ± %.3f", kind.name, got, rate, sd)
		}
	}
}

// TestSearchFindsNothingInNoise: among 20 columns, and 190 pairs of them, that have
// nothing to do with anything, something is claimed no more often than the rate says,
// whether treatment and outcome go together or not. (It is much less often: adjusting
// for noise changes next to nothing.)
func TestSearchFindsNothingInNoise(t *testing.T) {
	const rate = 0.1
	for _, effect := range []float64{0, 0.1} {
		rng := prob.NewSeed(22).Rand()
		n, some := searches(6, 150), 0
		for i := range n {
			d := noise(rng, 250, 20)
			x, y := Column{Name: "x", Levels: []string{"no", "yes"}}, Column{Name: "y", Levels: []string{"no", "yes"}}
			for range 250 {
				treated := int32(rng.IntN(2))
				x.Codes = append(x.Codes, treated)
				y.Codes = append(y.Codes, int32(rng.Float64()+0.4+effect*float64(treated)))
			}
			d.Columns = append(d.Columns, x, y)
			f := mustRun(t, Search{Treatment: "x", Outcome: "y", Rate: rate, Draws: 2000}, uint64(i), d)
			if f.Claimed > 0 {
				some++
			}
			if f.Tried+f.Sparse != 210 {
				t.Fatalf("%d tried and %d sparse, want 210", f.Tried, f.Sparse)
			}
		}
		t.Logf("effect %g: something claimed in %d of %d", effect, some, n)
		if float64(some) > float64(n)*rate+3*math.Sqrt(rate*(1-rate)*float64(n)) {
			t.Errorf("effect %g: something claimed in %d of %d, at a rate of %g", effect, some, n, rate)
		}
	}
}

// TestSearchManyNulls: of four sets of columns, each confounded as above, with everything
// tried as treatment, outcome and stratum, something is claimed no more often than the
// rate says.
func TestSearchManyNulls(t *testing.T) {
	const rate = 0.2
	rng := prob.NewSeed(23).Rand()
	n, some := searches(15, 200), 0
	for i := range n {
		var d Data
		for k := range 4 {
			for _, c := range confounded(rng, 250, false, k%2 == 0).Columns {
				c.Name += string(rune('0' + k))
				d.Columns = append(d.Columns, c)
			}
		}
		if mustRun(t, Search{Single: true, Rate: rate, Draws: 2000}, uint64(i), d).Claimed > 0 {
			some++
		}
	}
	t.Logf("something claimed in %d of %d", some, n)
	if float64(some) > float64(n)*rate+3*math.Sqrt(rate*(1-rate)*float64(n)) {
		t.Errorf("something claimed in %d of %d, at a rate of %g", some, n, rate)
	}
}
