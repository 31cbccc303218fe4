package causal

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// dataSets is how many data sets a calibration takes.
func dataSets() int {
	if os.Getenv("BAYESKIT_LONG") != "" {
		return 3000
	}
	return 300
}

// A calibration is a record of probabilities and of what came of them.
type calibration struct {
	p    []float64
	came []bool
}

func (c *calibration) add(p float64, came bool) {
	if !math.IsNaN(p) {
		c.p, c.came = append(c.p, p), append(c.came, came)
	}
}

// check holds how often things came against their probabilities, over all and in four
// bins of the probability. If the probabilities are right, Σ(came − p) has the variance
// Σp(1−p), and with it in the denominator is nearly normal: 4 standard deviations are
// exceeded once in 16,000 times, and there are five sums.
func (c *calibration) check(t *testing.T, name string) {
	t.Helper()
	var off, variance [5]float64
	var n [5]int
	for i, p := range c.p {
		came := 0.0
		if c.came[i] {
			came = 1
		}
		for _, bin := range []int{4, min(3, int(4*p))} {
			off[bin] += came - p
			variance[bin] += p * (1 - p)
			n[bin]++
		}
	}
	for bin, v := range variance {
		if z := off[bin] / math.Sqrt(v); n[bin] > 10 && v > 1 && !(math.Abs(z) < 4) {
			t.Errorf("%s: bin %d of %d: came %.1f more often than probable, %.1f standard deviations", name, bin, n[bin], off[bin], z)
		}
	}
	if len(c.p) < dataSets()/4 || variance[4] < float64(dataSets())/100 {
		t.Errorf("%s: %d cases of variance %.3g tell too little", name, len(c.p), variance[4])
	}
}

// theta draws a mean, or slope, and a variance from a prior.
func theta(rng *rand.Rand, prior bayes.NormalInverseGamma) (mu, sigma float64) {
	x := prob.Draw(rng, prior)
	return x[0], math.Sqrt(x[1])
}

// TestMeansAreCalibrated draws cells' shares, means and variances from their prior, and
// rows from these: then P(reversal) and the other verdicts' chances are how often they
// hold of what the rows were drawn from.
func TestMeansAreCalibrated(t *testing.T) {
	for _, one := range []bool{false, true} {
		rng := prob.NewSeed(11).Rand()
		prior := bayes.NormalInverseGamma{Mu: 1, Count: 0.5, Shape: 3, Scale: 2}
		model := NormalModel{Prior: &prior, OneVariance: one, Share: 2, Draws: 200}
		var reversal, every, outside, confounded calibration
		for set := range dataSets() {
			const strata = 2
			c := MeanComparison{Treated: "b", Control: "a", Strata: make([]MeanStratum, strata)}
			var mu, sigma [2 * strata]float64
			share := prob.Draw(rng, prob.Dirichlet{Alpha: []float64{1, 1, 1, 1}})
			_, common := theta(rng, prior)
			for k := range mu {
				if mu[k], sigma[k] = theta(rng, prior); one {
					sigma[k] = common
					mu[k] = prior.Mu + common/math.Sqrt(prior.Count)*rng.NormFloat64()
				}
			}
			for range 30 {
				k, u := 0, rng.Float64()
				for u -= share[0]; u > 0 && k < 2*strata-1; u -= share[k] {
					k++
				}
				y := bayes.Reals(mu[k] + sigma[k]*rng.NormFloat64())
				if s := &c.Strata[k/2]; k%2 == 0 {
					s.Treated = s.Treated.Merge(y)
				} else {
					s.Control = s.Control.Merge(y)
				}
			}
			if c.Check() != nil || c.Gaps() != nil {
				continue
			}
			p, err := c.Posterior(context.Background(), prob.NewSeed(uint64(set)), model)
			if err != nil {
				t.Fatal(err)
			}
			var ate, treated, control, n1, n0 float64
			low, high := math.Inf(1), math.Inf(-1)
			for z := range strata {
				a, b := share[2*z], share[2*z+1]
				d := mu[2*z] - mu[2*z+1]
				ate += (a + b) * d
				treated, control, n1, n0 = treated+a*mu[2*z], control+b*mu[2*z+1], n1+a, n0+b
				low, high = min(low, d), max(high, d)
			}
			crude := treated/n1 - control/n0
			sign := float64(c.Crude().sign())
			reversal.add(p.Verdicts.Reversal.Probability, sign*ate < 0)
			every.add(p.Verdicts.Every.Probability, sign > 0 && high < 0 || sign < 0 && low > 0)
			outside.add(p.Verdicts.Outside.Probability, crude < low || crude > high)
			seen, _ := c.Average(Everyone)
			bias := seen.Difference() - c.Crude().Difference()
			confounded.add(p.Verdicts.Confounded.Probability, (ate-crude)*bias > 0)
		}
		name := map[bool]string{false: "own variances, ", true: "one variance, "}[one]
		reversal.check(t, name+"reversal")
		every.check(t, name+"every")
		outside.check(t, name+"outside")
		confounded.check(t, name+"confounded")
	}
}

// TestSlopesAreCalibrated draws slopes and variances from their prior. Intercepts are
// whatever they are: their prior is flat.
func TestSlopesAreCalibrated(t *testing.T) {
	prior := bayes.NormalInverseGamma{Mu: 0.2, Count: 4, Shape: 3, Scale: 2}
	for _, kind := range []string{"parallel", "own variances", "one variance"} {
		rng := prob.NewSeed(12).Rand()
		model := NormalModel{Prior: &prior, OneVariance: kind == "one variance"}
		var reversal, every, outside calibration
		for range dataSets() {
			common, sigma := theta(rng, prior)
			table := SlopeTable{}
			var slopes []float64
			for z := range 3 {
				b, s := common, sigma
				switch kind {
				case "own variances":
					b, s = theta(rng, prior)
				case "one variance":
					b = prior.Mu + sigma/math.Sqrt(prior.Count)*rng.NormFloat64()
				}
				slopes = append(slopes, b)
				at := table.Strata.Code(string(rune('a' + z)))
				centre := 2 * rng.NormFloat64()
				for range 4 + rng.IntN(5) {
					x := centre + rng.NormFloat64()
					// The strata's means go down by 0.5.
					if err := table.Add(at, x, 10-0.5*centre+b*(x-centre)+s*rng.NormFloat64()); err != nil {
						t.Fatal(err)
					}
				}
			}
			lines, err := table.Slopes()
			if err != nil {
				t.Fatal(err)
			}
			p, err := lines.Posterior(model)
			if err != nil {
				t.Fatal(err)
			}
			crude := lines.Crude.Estimate
			low, high := min(slopes[0], slopes[1], slopes[2]), max(slopes[0], slopes[1], slopes[2])
			if kind == "parallel" {
				reversal.add(p.Verdicts.Reversal.Probability, crude*common < 0)
				continue
			}
			every.add(p.Verdicts.Every.Probability, crude > 0 && high < 0 || crude < 0 && low > 0)
			outside.add(p.Verdicts.Outside.Probability, crude < low || crude > high)
		}
		if kind == "parallel" {
			reversal.check(t, kind+": reversal")
			continue
		}
		every.check(t, kind+": every")
		outside.check(t, kind+": outside")
	}
}
