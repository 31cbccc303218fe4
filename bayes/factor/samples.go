package factor

import "math"

// A Sample is what a t test needs of observations: their number, mean and sum of
// squares about it, kept by Welford's recurrence (1962, doi:10.2307/1266577). The
// zero Sample is empty.
type Sample struct {
	N, Mean, SS float64
}

// Add takes an observation. NaN stands for a missing one: Add returns false and
// leaves s as it was.
func (s *Sample) Add(x float64) bool {
	if math.IsNaN(x) {
		return false
	}
	s.N++
	d := x - s.Mean
	s.Mean += d / s.N
	s.SS += d * (x - s.Mean)
	return true
}

// SampleOf returns the Sample of x, without what is missing.
func SampleOf(x ...float64) (s Sample) {
	for _, v := range x {
		s.Add(v)
	}
	return s
}

// T returns the statistic of the null that the mean is mu. [TStatistic.Check]
// fails for fewer than two observations and for identical ones.
func (s Sample) T(mu float64) TStatistic {
	t := OneSampleT(0, s.N)
	t.T = ratioT(s.Mean-mu, math.Max(math.Abs(s.Mean), math.Abs(mu)), s.SS, t)
	return t
}

// TwoSampleTOf returns the statistic of the null that two groups have the same
// mean, their variances being taken as equal; it is positive where a's mean is
// larger.
func TwoSampleTOf(a, b Sample) TStatistic {
	t := TwoSampleT(0, a.N, b.N)
	t.T = ratioT(a.Mean-b.Mean, math.Max(math.Abs(a.Mean), math.Abs(b.Mean)), a.SS+b.SS, t)
	return t
}

// ratioT returns the difference over its standard error. A spread within the
// rounding of numbers of the given size is none, and t infinite (or, where the
// difference is none either, NaN).
func ratioT(difference, size, ss float64, t TStatistic) float64 {
	sd := math.Sqrt(ss / t.DF)
	if !(sd > 4e-16*size) {
		sd = 0
	}
	return difference / (sd / math.Sqrt(t.N))
}

// Pairs is what a correlation needs of pairs of observations: moments, kept by
// Welford's recurrence. The zero Pairs is empty.
type Pairs struct {
	x, y Sample
	sxy  float64
}

// Add takes a pair. A NaN makes it a missing one: Add returns false.
func (p *Pairs) Add(x, y float64) bool {
	if math.IsNaN(x) || math.IsNaN(y) {
		return false
	}
	dx := x - p.x.Mean
	p.x.Add(x)
	p.y.Add(y)
	p.sxy += dx * (y - p.y.Mean)
	return true
}

// N returns how many pairs there are.
func (p Pairs) N() float64 { return p.x.N }

// R returns Pearson's correlation: NaN where either variable does not vary, ±1
// exactly where the pairs lie on a line but for rounding.
func (p Pairs) R() float64 {
	if flat(p.x) || flat(p.y) {
		return math.NaN()
	}
	r := p.sxy / math.Sqrt(p.x.SS) / math.Sqrt(p.y.SS)
	if math.Abs(r) > 1-4e-16*p.x.N {
		return math.Copysign(1, r)
	}
	return r
}

// flat reports whether a sample varies by no more than rounding.
func flat(s Sample) bool { return !(math.Sqrt(s.SS/s.N) > 4e-16*math.Abs(s.Mean)) }
