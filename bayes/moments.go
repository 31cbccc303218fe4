package bayes

import (
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
)

// Moments is the likelihood of the mean μ and the variance σ² (not standard
// deviation) of normal data:
//
//	log p(data | μ, σ²) = −½·N·log(2πσ²) − ½·(SS + N·(μ−m)²)/σ² + c,
//
// N the number of values, m their mean and SS the sum of squares about it. c
// is 0 but for transformed data ([Lognormal]), whose Jacobian it is. The zero
// value is no data. A literal Moments{N: n, Mean: m, SS: (n−1)·s²} is data known
// by their mean and standard deviation.
type Moments struct {
	N    float64
	Mean float64 // m; nothing if N = 0
	SS   float64

	low  [3]float64 // what the three lose to rounding
	base total      // c
}

// Reals returns the likelihood of real numbers taken to be normal. One at a
// time or all at once the statistic is the same, to 1e-28 of its size, however
// far the values are from 0. Values beyond 1e150 overflow.
func Reals(ys ...float64) Moments {
	var n, mean, ss total
	for len(ys) > 0 {
		k := min(len(ys), blockLen)
		m, s := blockMoments(ys[:k])
		n, mean, ss = pool(n, mean, ss, dd.Of(float64(k)), m, s)
		ys = ys[k:]
	}
	return newMoments(n, mean, ss, total{})
}

// Lognormal returns the likelihood of a positive number y whose logarithm is
// taken to be normal with mean μ and variance σ²: that of log y, over y, so
// that its evidence compares with that of other models for y itself. y ≤ 0 is
// impossible.
func Lognormal(y float64) Moments {
	if !(y > 0) {
		return Moments{N: 1, base: impossible()}
	}
	logY := dd.Log(dd.Of(y))
	return newMoments(dd.Of(1), logY, total{}, logY.Neg())
}

// blockLen is how many values are summed before sums become moments. It is
// short so that the error of the sums, at most blockLen²·2⁻¹⁰⁶, stays near
// that of the merge, and long enough to hide the merge's cost.
const blockLen = 512

// blockMoments returns the mean of ys and the sum of squares about it, from the
// sums of y−c and (y−c)² in twice the precision (Ogita, Rump and Oishi 2005,
// doi:10.1137/030601818, algorithms 4.4 and 5.3). If all lie between half and
// twice the first, c is the first, and y−c is exact (Sterbenz's lemma);
// otherwise c is 0, and the sum of squares is at least 1/(8·blockLen) of what is
// subtracted from it. So nothing cancels.
func blockMoments(ys []float64) (mean, ss total) {
	c := ys[0]
	if len(ys) == 1 {
		return dd.Of(c), total{}
	}
	near, far := c/2, 2*c
	if c < 0 {
		near, far = far, near
	}
	for _, y := range ys {
		if !(y >= near && y <= far) {
			c = 0
			break
		}
	}
	// Two of each, so that their additions overlap.
	var sum1, sum1Low, sq1, sq1Low, sum2, sum2Low, sq2, sq2Low float64
	var e float64
	i := 0
	for ; i+1 < len(ys); i += 2 {
		x, y := ys[i]-c, ys[i+1]-c
		sum1, e = twoSum(sum1, x)
		sum1Low += e
		sum2, e = twoSum(sum2, y)
		sum2Low += e
		xx, yy := float64(x*x), float64(y*y)
		sq1, e = twoSum(sq1, xx)
		sq1Low += e + math.FMA(x, x, -xx)
		sq2, e = twoSum(sq2, yy)
		sq2Low += e + math.FMA(y, y, -yy)
	}
	sum := dd.Sum(sum1, sum1Low).Add(dd.Sum(sum2, sum2Low))
	squares := dd.Sum(sq1, sq1Low).Add(dd.Sum(sq2, sq2Low))
	if i < len(ys) {
		x := ys[i] - c
		sum, squares = sum.AddFloat(x), squares.Add(dd.Prod(x, x))
	}
	mean = sum.Div(dd.Of(float64(len(ys))))
	if ss = squares.Sub(mean.Mul(sum)); ss.Hi < 0 { // all the same but for rounding
		ss = total{}
	}
	return mean.AddFloat(c), ss
}

// twoSum returns a + b and its rounding error (Knuth 1969, TAOCP 2, §4.2.2),
// without the care that [dd.Sum] takes of infinities.
func twoSum(a, b float64) (sum, err float64) {
	sum = a + b
	t := sum - a
	return sum, (a - (sum - t)) + (b - t)
}

func (t Moments) n() total    { return total{Hi: t.N, Lo: t.low[0]} }
func (t Moments) mean() total { return total{Hi: t.Mean, Lo: t.low[1]} }
func (t Moments) ss() total   { return total{Hi: t.SS, Lo: t.low[2]} }

func newMoments(n, mean, ss, base total) Moments {
	return Moments{n.Hi, mean.Hi, ss.Hi, [3]float64{n.Lo, mean.Lo, ss.Lo}, base}
}

// Dim returns 2.
func (t Moments) Dim() int { return 2 }

// LogProb returns log p(data | μ, σ²) at x = (μ, σ²) and its derivatives in μ
// and σ².
func (t Moments) LogProb(x, grad []float64) float64 {
	v := x[1]
	if !(v > 0) || isImpossible(t.base) {
		return outside(v)
	}
	if t.N == 0 { // whatever x is
		clear(grad)
		return t.base.Float64()
	}
	n, off := t.n(), t.mean().AddFloat(-x[0])
	squares := n.Mul(off).Mul(off).Add(t.ss()).Float64()
	if grad != nil {
		grad[0] = n.Mul(off).Float64() / v
		grad[1] = (squares/v - t.N) / (2 * v)
	}
	return dd.Of(-0.5 * t.N * math.Log(v)).AddFloat(-0.5 * squares / v).
		Sub(n.Mul(halfLog2Pi())).Add(t.base).Float64()
}

// Merge implements [Stat].
func (t Moments) Merge(u Moments) Moments {
	n, mean, ss := pool(t.n(), t.mean(), t.ss(), u.n(), u.mean(), u.ss())
	return newMoments(n, mean, ss, plus(t.base, u.base))
}

// Scale implements [Stat].
func (t Moments) Scale(w float64) Moments {
	if w == 0 {
		return Moments{}
	}
	return newMoments(times(t.n(), w), t.mean(), times(t.ss(), w), times(t.base, w))
}

// Check implements [Stat]: neither the number of values nor the sum of squares
// is negative, and all are finite.
func (t Moments) Check() error {
	if err := checkSpread("number", t.N, t.Mean, t.SS); err != nil {
		return err
	}
	return checkBase(t.base)
}
