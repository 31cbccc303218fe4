package causal

import (
	"context"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"github.com/bayeskit/bayeskit/prob"
)

// meanDraws are the draws of a comparison.
type meanDraws struct {
	mixes   [contrasts]normalMix
	outside int // how often the crude difference is outside the range of the strata's
}

// draw draws variances and shares, in chunks with a stream each.
func (c meanCells) draw(ctx context.Context, seed prob.Seed, draws int) (d meanDraws, err error) {
	for k := range d.mixes {
		d.mixes[k] = newNormalMix(draws)
	}
	outside := make([]int, (draws+chunk-1)/chunk)
	err = inChunks(ctx, draws, func() func(i, from, to int) {
		w := c.newWorker()
		return func(i, from, to int) {
			rng := seed.Child(uint64(i)).Rand()
			for at := from; at < to; at++ {
				w.draw(rng)
				for k := range d.mixes {
					mean, variance := w.normal(k)
					d.mixes[k].mean[at], d.mixes[k].sd[at] = mean, math.Sqrt(variance)
				}
				if w.crudeIsOutside(rng) {
					outside[i]++
				}
			}
		}
	})
	for _, n := range outside {
		d.outside += n
	}
	return d, err
}

// inChunks calls what newWork returns for every chunk of n, on all processors.
func inChunks(ctx context.Context, n int, newWork func() func(i, from, to int)) error {
	chunks := (n + chunk - 1) / chunk
	workers := min(runtime.GOMAXPROCS(0), chunks)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			work := newWork()
			for i := w; i < chunks && ctx.Err() == nil; i += workers {
				work(i, i*chunk, min((i+1)*chunk, n))
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

// A meanWorker draws variances and shares of cells.
type meanWorker struct {
	meanCells
	variance, share []gammaDraws // by cell
	other           []gammaDraws // by stratum
	common          gammaDraws
	p               portions
	v               []float64 // of each cell's mean
}

func (c meanCells) newWorker() *meanWorker {
	w := &meanWorker{meanCells: c, p: newPortions(len(c.weight)), v: make([]float64, len(c.shape))}
	for i, shape := range c.shape {
		var variance gammaDraws
		if shape > 0 {
			variance = newGammaDraws(c.own[i].Shape)
		}
		w.variance, w.share = append(w.variance, variance), append(w.share, newGammaDraws(shape))
	}
	for _, n := range c.others {
		w.other = append(w.other, newGammaDraws(n))
	}
	if c.one != nil {
		w.common = newGammaDraws(c.one.Shape)
	}
	return w
}

func (w *meanWorker) draw(rng *rand.Rand) {
	one := 0.0
	if w.one != nil {
		one = w.one.Scale / w.common.rand(rng)
	}
	for i, own := range w.own {
		if w.shape[i] == 0 {
			continue
		}
		sigma2 := one
		if w.one == nil {
			sigma2 = own.Scale / w.variance[i].rand(rng)
		}
		w.v[i] = sigma2 / own.Count
	}
	w.p.nTreated, w.p.nControl, w.p.nAll = 0, 0, 0
	for z := range w.weight {
		w.p.set(z, w.share[2*z].rand(rng), w.share[2*z+1].rand(rng), w.other[z].rand(rng))
	}
}

// normal returns the mean and the variance of a contrast, given the draw.
func (w *meanWorker) normal(contrast int) (mean, variance float64) {
	for z := range w.weight {
		a, b := w.coefficients(contrast, z, &w.p)
		mean += a*(w.own[2*z].Mu-w.centre) + b*(w.own[2*z+1].Mu-w.centre)
		variance += a*a*w.v[2*z] + b*b*w.v[2*z+1]
	}
	return mean, variance
}

// crudeIsOutside draws the means, and reports whether the crude difference is outside
// the range of those of the strata.
func (w *meanWorker) crudeIsOutside(rng *rand.Rand) bool {
	low, high, crude := math.Inf(1), math.Inf(-1), 0.0
	for z := range w.weight {
		mu1 := w.own[2*z].Mu - w.centre + math.Sqrt(w.v[2*z])*rng.NormFloat64()
		mu0 := w.own[2*z+1].Mu - w.centre + math.Sqrt(w.v[2*z+1])*rng.NormFloat64()
		low, high = min(low, mu1-mu0), max(high, mu1-mu0)
		a, b := w.coefficients(toCrude, z, &w.p)
		crude += a*mu1 + b*mu0
	}
	return crude < low || crude > high
}
