package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestSlopes(t *testing.T) { both(t, testSlopes[float32], testSlopes[float64]) }

// testSlopes: a product is correctly rounded; the others have three roundings of terms
// of at most |d|, for y from 0 to 1.
func testSlopes[T Float](t *testing.T) {
	for _, c := range []struct {
		name  string
		back  func(path Path, d, y []T)
		slope func(y float64) float64
		ulps  float64
	}{
		{"Times", timesOn[T], func(y float64) float64 { return y }, 1},
		{"TanhBackward", tanhBackwardOn[T], func(y float64) float64 { return 1 - y*y }, 3},
		{"SigmoidBackward", sigmoidBackwardOn[T], func(y float64) float64 { return y * (1 - y) }, 3},
	} {
		sized(t, func(t *testing.T, path Path, n int, rng *rand.Rand) {
			d, y := drawn[T](rng, n), drawn[T](rng, n)
			for i := range y.part {
				y.part[i] = T(rng.Float64())
			}
			was := append([]T(nil), d.part...)
			c.back(path, d.part, y.part)
			d.check(t, c.name)
			for i, got := range d.part {
				v := float64(was[i])
				want, bound := v*c.slope(float64(y.part[i])), c.ulps*unit[T]()*math.Abs(v)
				if !(math.Abs(float64(got)-want) <= bound) {
					t.Fatalf("%s, %v: element %d of %d = %v, want %v ± %.2g", c.name, path, i, n, got, want, bound)
				}
			}
			if a := testing.AllocsPerRun(1, func() { c.back(path, d.part, y.part) }); n == 33 && a != 0 {
				t.Errorf("%s, %v: %v allocations, want 0", c.name, path, a)
			}
		})
	}
}
