package bayes

import (
	"fmt"
	"math"
	"testing"
)

// TestHDI checks what makes a region one of highest density: it holds the
// level, its density at interior ends is one value that no point outside
// exceeds and none inside falls below, and it is no longer than the central
// interval.
func TestHDI(t *testing.T) {
	nig := NormalInverseGamma{2, 3, 4, 5}.Marginals()
	tall := NormalInverseGamma{1e8, 1e6, 1e6, 1e6}.Marginals()
	for _, c := range []struct {
		d         Continuous
		shape     string
		intervals int
	}{
		{Beta{2, 8}, "peaked", 1},
		{Beta{1e6, 1e3}, "peaked", 1},
		{Beta{1e12, 1e12}, "peaked", 1},
		{Beta{0.5, 3}, "falling", 1}, // J-shaped
		{Beta{1, 3}, "falling", 1},
		{Beta{3, 1}, "rising", 1},
		{Beta{4, 0.2}, "rising", 1},
		{Beta{0.5, 0.5}, "U", 2},
		{Beta{0.9, 0.2}, "U", 2},
		{Gamma{1, 2}, "falling", 1},
		{Gamma{0.3, 2}, "falling", 1},
		{Gamma{5, 2}, "peaked", 1},
		{Gamma{1e12, 1e12}, "peaked", 1},
		{Normal{3, 2}, "symmetric", 1},
		{nig[0], "symmetric", 1},
		{nig[1], "peaked", 1},
		{nig[2], "peaked", 1},
		{tall[0], "symmetric", 1},
		{tall[1], "peaked", 1},
		{tall[2], "peaked", 1},
	} {
		for _, level := range []float64{0.5, 0.9, 0.95, 0.999} {
			t.Run(fmt.Sprintf("%v %g", c.d, level), func(t *testing.T) {
				set := c.d.HDI(level)
				if len(set) != c.intervals {
					t.Fatalf("%v, want %d intervals", set, c.intervals)
				}
				low, high := c.d.Quantile(0), c.d.Quantile(1)
				first, last := set[0], set[len(set)-1]
				switch c.shape {
				case "falling":
					if first.Low != low {
						t.Errorf("%v does not start at %g", set, low)
					}
				case "rising":
					if last.High != high {
						t.Errorf("%v does not end at %g", set, high)
					}
				case "U":
					if first.Low != low || last.High != high {
						t.Errorf("%v does not touch both ends", set)
					}
				case "symmetric":
					if want := c.d.Interval(level); set[0] != want {
						t.Errorf("%v, want the central interval %v", set, want)
					}
				}

				// The end points are floats: near a mode of width 1e-6 of its
				// place, as for Beta(1e12, 1e12), one place is 1e-10 of the width.
				var mass, length, coarse float64
				var ends []float64
				for _, iv := range set {
					mass += c.d.CDF(iv.High) - c.d.CDF(iv.Low)
					length += iv.High - iv.Low
					for _, x := range []float64{iv.Low, iv.High} {
						if x == low || x == high {
							continue
						}
						ends = append(ends, logDensity(c.d, x))
						next := math.Nextafter(x, math.Inf(1))
						coarse = math.Max(coarse, math.Abs(logDensity(c.d, next)-logDensity(c.d, x)))
					}
				}
				if math.Abs(mass-level) > 1e-9+coarse {
					t.Errorf("%v holds %.12g", set, mass)
				}
				central := c.d.Interval(level)
				if slack := 1e-9 * (central.High - central.Low); !(length <= central.High-central.Low+slack+coarse) {
					t.Errorf("%v is longer, %g, than the central %v", set, length, central)
				}
				for _, f := range ends {
					if math.Abs(f-ends[0]) > 1e-7+4*coarse {
						t.Errorf("%v: log densities %v at the ends", set, ends)
					}
				}
				for i := range 199 {
					x := c.d.Quantile(float64(i+1) / 200)
					in := false
					for _, iv := range set {
						in = in || iv.Low <= x && x <= iv.High
					}
					if f := logDensity(c.d, x); in && f < ends[0]-1e-7-4*coarse || !in && f > ends[0]+1e-7+4*coarse {
						t.Errorf("%v: log density %g at %g, inside %v, is on the wrong side of %g", set, f, x, in, ends[0])
					}
				}
			})
		}
	}
}

// TestHDIEvaluations: by halving alone it would be 70 levels at 2·64 evaluations
// each; interpolation takes about 2300.
func TestHDIEvaluations(t *testing.T) {
	n := 0
	highest(counted{Gamma{5, 2}.dist(), &n}, 0.9, 2)
	if t.Logf("%d evaluations", n); n > 3000 {
		t.Errorf("%d evaluations of the density, want 3000 or fewer", n)
	}
}

// counted counts evaluations of a density.
type counted struct {
	curve
	n *int
}

func (d counted) LogProb(x, grad []float64) float64 {
	*d.n++
	return d.curve.LogProb(x, grad)
}

func logDensity(d Continuous, x float64) float64 { return d.LogProb([]float64{x}, nil) }

func TestHDIFlat(t *testing.T) {
	for _, iv := range (Beta{1, 1}).HDI(0.9) {
		if math.Abs(iv.Low-0.05) > 1e-15 || math.Abs(iv.High-0.95) > 1e-15 {
			t.Errorf("of a flat density: %v, want the central interval", iv)
		}
	}
	if set := (Beta{2, 3}).HDI(1); len(set) != 1 || set[0] != (Interval{0, 1}) {
		t.Errorf("of everything: %v, want [0, 1]", set)
	}
	if set := (Normal{0, 1}).HDI(1); len(set) != 1 || set[0] != (Interval{math.Inf(-1), math.Inf(1)}) {
		t.Errorf("of everything: %v, want [-Inf, +Inf]", set)
	}
}

// TestIntervalsAtExtremes: quantiles that underflow, round to 1, or lie one part
// in 10⁶ apart, still are the floats between which the tail passes 5%.
func TestIntervalsAtExtremes(t *testing.T) {
	for _, d := range []Continuous{
		Beta{1e-3, 1e-3}, Beta{1e-3, 1e12}, Beta{1e12, 1e12}, Beta{1e12, 1e-3},
		Gamma{1e-3, 1}, Gamma{1e12, 1e-6}, Gamma{1e12, 1e12}, Normal{1e12, 1e-3},
	} {
		iv := d.Interval(0.9)
		below := func(x float64) float64 { return math.Nextafter(x, math.Inf(-1)) }
		above := func(x float64) float64 { return math.Nextafter(x, math.Inf(1)) }
		const tail, tol = 0.05, 1e-9
		if d.CDF(below(iv.Low)) > tail+tol || d.CDF(above(iv.Low)) < tail-tol ||
			d.Survival(above(iv.High)) > tail+tol || d.Survival(below(iv.High)) < tail-tol {
			t.Errorf("%v: %v has %g below and %g above", d, iv, d.CDF(iv.Low), d.Survival(iv.High))
		}
	}
}
