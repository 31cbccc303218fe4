package decide

import (
	"context"
	"errors"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

func normalPlan() Plan {
	return Plan{Prior: bayes.Normal{Mu: 5, Sigma: 0.5},
		Likelihood: bayes.Likelihood{Family: "normal", Params: []bayes.Param{{Name: "sd", Value: 3.0}}}}
}

// normalTruth is what a plan of normals comes to exactly: the true difference has
// standard deviation τ√2, the one seen agrees with it to a correlation
// ρ = 1/√(1 + σ²/nτ²), and two normals of correlation ρ have the same sign with
// probability ½ + asin(ρ)/π. The one chosen gains ρ of what the better one would.
func normalTruth(n float64) (right, loss float64) {
	const tau, sigma = 0.5, 3.0
	rho := 1 / math.Sqrt(1+sigma*sigma/(n*tau*tau))
	return 0.5 + math.Asin(rho)/math.Pi, tau * math.Sqrt2 / math.Sqrt(2*math.Pi) * (1 - rho)
}

// Calibration: over 60 seeds and two sizes the estimates less the truth, in standard
// errors, have mean square 1. Of 60 the sum is χ² with 60 degrees of freedom, which
// is within 29 and 107 with probability 0.9995.
func TestPlanCalibration(t *testing.T) {
	p := normalPlan()
	p.Replicates = 2000
	for _, n := range []float64{20, 300} {
		right, loss := normalTruth(n)
		var z [2]float64
		for seed := range uint64(60) {
			o, err := p.At(context.Background(), prob.NewSeed(seed), n)
			if err != nil {
				t.Fatal(err)
			}
			a, b := (o.Right.Value-right)/o.Right.StdErr, (o.Loss.Value-loss)/o.Loss.StdErr
			z[0], z[1] = z[0]+a*a, z[1]+b*b
		}
		for i, what := range []string{"right", "loss"} {
			if !(z[i] > 29 && z[i] < 107) {
				t.Errorf("n = %g, %s: the sum of squared z is %.1f, want about 60", n, what, z[i])
			}
		}
	}
}

// What is simulated is what posteriors say: of comparisons of betas and gammas, the
// mean of max(P(A > B), P(B > A)) is the share of right choices, and that of the
// smaller expected loss is the loss, within 5 standard errors of their difference.
func TestPlanPosteriors(t *testing.T) {
	const n, replicates = 200.0, 300
	beta, gamma := bayes.Beta{Alpha: 6, Beta: 54}, bayes.Gamma{Shape: 30, Rate: 10}
	for name, c := range map[string]struct {
		plan Plan
		post func(s float64) prob.Univariate
	}{
		"bernoulli":   {Plan{Prior: beta, Likelihood: bayes.Likelihood{Family: "bernoulli"}}, func(s float64) prob.Univariate { return beta.Update(bayes.Bernoulli(s, n-s)) }},
		"poisson":     {Plan{Prior: gamma, Likelihood: bayes.Likelihood{Family: "poisson"}}, func(s float64) prob.Univariate { return gamma.Update(bayes.Poisson(s, n)) }},
		"exponential": {Plan{Prior: gamma, Likelihood: bayes.Likelihood{Family: "exponential"}}, func(s float64) prob.Univariate { return gamma.Update(bayes.Events{Count: n, Exposure: -s}) }},
	} {
		a, err := c.plan.arm()
		if err != nil {
			t.Fatal(name, err)
		}
		rng := prob.NewSeed(4).Rand()
		var right, loss sum
		for range replicates {
			x, y := draw(rng, a.prior), draw(rng, a.prior)
			s, u := a.statistic(rng, x, n), a.statistic(rng, y, n)
			p, q := c.post(s), c.post(u)
			g, _ := Greater(p, q)
			right.put(math.Max(g, 1-g))
			l1, _ := ExpectedLoss(p, q)
			l2, _ := ExpectedLoss(q, p)
			loss.put(math.Min(l1, l2))
		}
		c.plan.Replicates = 40_000
		o, err := c.plan.At(context.Background(), prob.NewSeed(1), n)
		if err != nil {
			t.Fatal(name, err)
		}
		for what, pair := range map[string][2]bayes.Estimate{"right": {right.estimate(replicates), o.Right}, "loss": {loss.estimate(replicates), o.Loss}} {
			if se := math.Hypot(pair[0].StdErr, pair[1].StdErr); !(math.Abs(pair[0].Value-pair[1].Value) < 5*se) {
				t.Errorf("%s, %s: posteriors say %g ± %g, the plan %g ± %g", name, what, pair[0].Value, pair[0].StdErr, pair[1].Value, pair[1].StdErr)
			}
		}
	}
}

// Same seed, same bits, at any GOMAXPROCS.
func TestPlanDeterminism(t *testing.T) {
	p := normalPlan()
	p.Replicates = 5500
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first Outlook
	for i, procs := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(procs)
		o, err := p.At(context.Background(), prob.NewSeed(3), 50)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = o
		} else if o != first {
			t.Errorf("GOMAXPROCS %d: %v, want %v", procs, o, first)
		}
	}
	if o, _ := p.At(context.Background(), prob.NewSeed(4), 50); o == first {
		t.Errorf("another seed, the same outlook %v", o)
	}
}

// The size found is the one at which the exact probability reaches the target, to
// what the simulation's error means for n (5 standard errors) and the search's 1%.
func TestPlanSize(t *testing.T) {
	p := normalPlan()
	p.Replicates = 40_000
	o, err := p.Size(context.Background(), prob.NewSeed(2), func(o Outlook) bool { return o.Right.Value >= 0.9 })
	if err != nil {
		t.Fatal(err)
	}
	least, _ := normalTruth(o.N / 1.02)
	most, _ := normalTruth(o.N * 1.02)
	if !(least-5*o.Right.StdErr < 0.9 && most+5*o.Right.StdErr > 0.9) {
		t.Errorf("size %v, where the probability is from %g to %g, want 0.9", o, least, most)
	}
	if o, err := p.Size(context.Background(), prob.NewSeed(2), func(Outlook) bool { return true }); err != nil || o.N != 1 {
		t.Errorf("the least size is %v, %v, want 1", o, err)
	}
	p.Replicates = 1500 // no whole number of blocks
	if _, err := p.Size(context.Background(), prob.NewSeed(2), func(Outlook) bool { return false }); err == nil || !strings.Contains(err.Error(), "not enough") {
		t.Errorf("an impossible target: %v", err)
	}
	// Before any data either arm is as good: half are right.
	if o, err := p.At(context.Background(), prob.NewSeed(2), 0); err != nil || o.Right.Value != 0.5 {
		t.Errorf("without data: %v, %v", o, err)
	}
}

// What a plan cannot be made of.
func TestPlanErrors(t *testing.T) {
	bernoulli := bayes.Likelihood{Family: "bernoulli"}
	for want, p := range map[string]Plan{
		"needs a prior":        {Likelihood: bernoulli},
		"cannot be updated":    {Prior: bayes.Gamma{Shape: 1, Rate: 1}, Likelihood: bernoulli},
		"nothing can be":       {Prior: bayes.Beta{Alpha: 0, Beta: 0}, Likelihood: bernoulli},
		"a plan is made for":   {Prior: bayes.Beta{Alpha: 1, Beta: 1}, Likelihood: bayes.Likelihood{Family: "geometric"}},
		"no one number":        {Prior: bayes.Dirichlet{Alpha: []float64{1, 1}}, Likelihood: bayes.Likelihood{Family: "categorical"}},
		"want a whole number,": {Prior: bayes.Beta{Alpha: 1, Beta: 1}, Likelihood: bernoulli},
	} {
		if _, err := p.At(context.Background(), prob.NewSeed(1), 1.5); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := normalPlan().At(ctx, prob.NewSeed(1), 10); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
