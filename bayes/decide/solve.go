package decide

import "math"

// solve returns the x between low and high, finite, at which the non-decreasing f
// reaches target, by the Illinois form of false position (Dowell and Jarratt 1971,
// doi:10.1007/BF01934364), halving at every third step, until the bracket is 1e-14
// of its ends, or f within 1e-12 of the target.
func solve(f func(float64) float64, target, low, high float64) float64 {
	flow, fhigh := f(low)-target, f(high)-target
	if flow >= 0 {
		return low
	}
	if fhigh <= 0 {
		return high
	}
	width := high - low
	side := 0
	for i := range 200 {
		mid := high - fhigh*(high-low)/(fhigh-flow)
		if i%3 == 2 || !(mid > low && mid < high) {
			mid = low + (high-low)/2
		}
		if high-low <= 1e-14*math.Min(width, math.Max(math.Abs(low), math.Abs(high))) || mid == low || mid == high {
			break
		}
		switch fmid := f(mid) - target; {
		case math.Abs(fmid) < 1e-12:
			return mid
		case fmid < 0:
			if low, flow = mid, fmid; side < 0 {
				fhigh /= 2
			}
			side = -1
		default:
			if high, fhigh = mid, fmid; side > 0 {
				flow /= 2
			}
			side = 1
		}
	}
	return high
}

// logit returns log(p/(1−p)) from the logs of both: a scale on which distribution
// functions are nearly straight.
func logit(logP, logQ float64) float64 { return logP - logQ }
