package decide

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"sync"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// A Plan is a comparison of two arms that is yet to be made: n observations of each,
// after which the one of the greater posterior mean is chosen. What each arm truly
// is, and the data, are simulated from the prior, which both share; so the shares
// and means that At returns are what the prior expects, and not the power at some
// assumed effect.
type Plan struct {
	// Prior is the distribution of each arm's parameter, independently. It must be
	// proper.
	Prior bayes.Belief

	// Likelihood is that of an observation: bernoulli, poisson (an exposure of 1),
	// exponential, or normal with a known standard deviation.
	Likelihood bayes.Likelihood

	// Replicates is the number of simulated comparisons, 0 for 20,000.
	Replicates int
}

// An Outlook is what a plan can expect of n observations in each arm.
type Outlook struct {
	N     float64
	Right bayes.Estimate // P(the arm chosen is the better)
	Loss  bayes.Estimate // E(parameter of the better − parameter of the chosen)
}

// block is how many replicates share a child of the seed: results do not depend on
// how many goroutines there are.
const block = 1000

// At returns what n observations in each arm lead to. Each block of replicates has
// a child of the seed, and its truths a child of that, so that plans of different n
// are about the same truths and differ by little but n. Where both arms have the
// same data, either is chosen with probability one half. It fails if the prior is
// improper or does not go with the likelihood, or the likelihood is not among those
// of a Plan, and returns ctx.Err() if cancelled.
func (p Plan) At(ctx context.Context, seed prob.Seed, n float64) (Outlook, error) {
	arm, err := p.arm()
	if err != nil {
		return Outlook{}, err
	}
	if !(n >= 0 && n <= 1<<53) || n != math.Trunc(n) {
		return Outlook{}, fmt.Errorf("%g observations: want a whole number, 0 or above", n)
	}
	total := p.replicates()
	sums := make([]tally, (total+block-1)/block)
	work := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(sums)) {
		wg.Go(func() {
			for i := range work {
				if ctx.Err() == nil {
					sums[i] = arm.simulate(seed.Child(uint64(i)), n, min(block, total-i*block))
				}
			}
		})
	}
	for i := range sums {
		work <- i
	}
	close(work)
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return Outlook{}, err
	}
	var all tally
	for _, s := range sums {
		all.right.add(s.right)
		all.loss.add(s.loss)
	}
	return Outlook{n, all.right.estimate(total), all.loss.estimate(total)}, nil
}

func (p Plan) replicates() int {
	if p.Replicates > 0 {
		return p.Replicates
	}
	return 20_000
}

// Size returns the smallest n found at which enough is true of the outlook, to
// within 1%: enough is taken to stay true from some n on. It fails as At does, or if
// 10¹² observations are not enough.
func (p Plan) Size(ctx context.Context, seed prob.Seed, enough func(Outlook) bool) (Outlook, error) {
	const most = 1e12
	low, high := 0.0, 1.0 // not enough, or not tried; enough
	var found Outlook
	for {
		o, err := p.At(ctx, seed, high)
		if err != nil {
			return o, err
		}
		if enough(o) {
			found = o
			break
		}
		if high >= most {
			return o, fmt.Errorf("%g observations in each arm are not enough: the right arm is chosen with probability %.4g, the expected loss is %.4g", high, o.Right.Value, o.Loss.Value)
		}
		low, high = high, 4*high
	}
	for high-low > 1 && high > 1.01*low {
		mid := math.Round(math.Sqrt(low * high))
		if low == 0 || mid <= low || mid >= high {
			mid = math.Floor((low + high) / 2)
		}
		o, err := p.At(ctx, seed, mid)
		if err != nil {
			return o, err
		}
		if enough(o) {
			found, high = o, mid
		} else {
			low = mid
		}
	}
	return found, nil
}

// A sum of values and of their squares.
type sum struct{ first, second float64 }

func (s *sum) put(v float64) { s.first, s.second = s.first+v, s.second+v*v }
func (s *sum) add(t sum)     { s.first, s.second = s.first+t.first, s.second+t.second }

// estimate returns the mean of n values and its standard error.
func (s sum) estimate(n int) bayes.Estimate {
	k := float64(n)
	mean := s.first / k
	return bayes.Estimate{Value: mean, StdErr: math.Sqrt(math.Max(0, s.second/k-mean*mean) / k)}
}

type tally struct{ right, loss sum }
