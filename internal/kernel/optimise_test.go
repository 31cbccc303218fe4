package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func TestSGDStep(t *testing.T)      { both(t, testSGD[float32], testSGD[float64]) }
func TestMomentumStep(t *testing.T) { both(t, testMomentum[float32], testMomentum[float64]) }
func TestAdamStep(t *testing.T)     { both(t, testAdam[float32], testAdam[float64]) }

// A near is a number and how far from it the same number, computed in T, may be.
type near struct{ x, err float64 }

// Arithmetic of nears: each rounds once, with u the unit roundoff of T. What is
// rounded less often, by a fused multiply-add, is nearer still. The factor makes
// up for products of errors.
type rounded struct{ u float64 }

func (r rounded) round(x, err float64) near { return near{x, 1.001*err + r.u*math.Abs(x)} }
func (r rounded) add(x, y near) near        { return r.round(x.x+y.x, x.err+y.err) }
func (r rounded) sub(x, y near) near        { return r.round(x.x-y.x, x.err+y.err) }
func (r rounded) mul(x, y near) near {
	return r.round(x.x*y.x, x.err*math.Abs(y.x)+y.err*math.Abs(x.x)+x.err*y.err)
}
func (r rounded) div(x, y near) near {
	return r.round(x.x/y.x, x.err/math.Abs(y.x)+math.Abs(x.x)*y.err/(y.x*y.x))
}
func (r rounded) sqrt(x near) near {
	s := math.Sqrt(x.x)
	return r.round(s, s-math.Sqrt(max(0, x.x-x.err))) // concave: the error downward is the greater
}

// of is a coefficient, rounded to T once and from arithmetic in float64.
func (r rounded) of(x float64) near { return near{x, (r.u + 0x1p-50) * math.Abs(x)} }

func exact[T Float](x T) near { return near{float64(x), 0} }

// gradient is Scale·g + L2·w.
func (r rounded) gradient(u Update, w, g near) near {
	return r.add(r.mul(r.of(u.Scale), g), r.mul(r.of(u.L2), w))
}

func (r rounded) kept(u Update, w near) near { return r.mul(r.of(1-u.Rate*u.Decay), w) }

var updates = []Update{
	{Rate: 0.1, Scale: 1},
	{Rate: 0.01, Scale: -0.25, L2: 0.03},
	{Rate: 0.02, Scale: 1, Decay: 0.5},
	{Rate: 0.3, Scale: 1. / 64, L2: 0.01, Decay: 0.1},
}

func checkNear[T Float](t *testing.T, what string, i int, got T, want near) {
	t.Helper()
	if !(math.Abs(float64(got)-want.x) <= want.err) {
		t.Fatalf("%s[%d] = %v, want %v ± %.2g", what, i, got, want.x, want.err)
	}
}

func testSGD[T Float](t *testing.T) {
	r := rounded{unit[T]()}
	sized(t, func(t *testing.T, path Path, n int, rng *rand.Rand) {
		for _, u := range updates {
			w, g := drawn[T](rng, n), drawn[T](rng, n)
			was := append([]T(nil), w.part...)
			sgdOn(path, w.part, g.part, u)
			w.check(t, "SGDStep")
			for i := range was {
				x := exact(was[i])
				checkNear(t, fmt.Sprintf("%v, %+v: w", path, u), i, w.part[i],
					r.sub(r.kept(u, x), r.mul(r.of(u.Rate), r.gradient(u, x, exact(g.part[i])))))
			}
		}
	})
}

func testMomentum[T Float](t *testing.T) {
	r := rounded{unit[T]()}
	sized(t, func(t *testing.T, path Path, n int, rng *rand.Rand) {
		for _, u := range updates {
			for _, nesterov := range []bool{false, true} {
				w, g, v := drawn[T](rng, n), drawn[T](rng, n), drawn[T](rng, n)
				was, wasV := append([]T(nil), w.part...), append([]T(nil), v.part...)
				momentumOn(path, w.part, g.part, v.part, 0.9, nesterov, u)
				w.check(t, "MomentumStep")
				v.check(t, "MomentumStep")
				for i := range was {
					x := exact(was[i])
					gradient := r.gradient(u, x, exact(g.part[i]))
					velocity := r.add(r.mul(r.of(0.9), exact(wasV[i])), gradient)
					step := velocity
					if nesterov {
						step = r.add(gradient, r.mul(r.of(0.9), velocity))
					}
					what := fmt.Sprintf("%v, %+v, nesterov %v: ", path, u, nesterov)
					checkNear(t, what+"v", i, v.part[i], velocity)
					checkNear(t, what+"w", i, w.part[i], r.sub(r.kept(u, x), r.mul(r.of(u.Rate), step)))
				}
			}
		}
	})
}

func testAdam[T Float](t *testing.T) {
	r := rounded{unit[T]()}
	const beta1, beta2 = 0.9, 0.999
	sized(t, func(t *testing.T, path Path, n int, rng *rand.Rand) {
		for i, u := range updates {
			at, epsilon := []int{1, 2, 10, 100000}[i], []float64{1e-8, 1e-3, 1e-8, 1e-4}[i]
			w, g, m, v := drawn[T](rng, n), drawn[T](rng, n), drawn[T](rng, n), drawn[T](rng, n)
			for i, x := range v.part {
				v.part[i] = x * x
			}
			was, wasM, wasV := append([]T(nil), w.part...), append([]T(nil), m.part...), append([]T(nil), v.part...)
			adamOn(path, w.part, g.part, m.part, v.part, at, beta1, beta2, epsilon, u)
			for _, s := range []guarded[T]{w, m, v} {
				s.check(t, "AdamStep")
			}
			for i := range was {
				x := exact(was[i])
				gradient := r.gradient(u, x, exact(g.part[i]))
				first := r.add(r.mul(r.of(beta1), exact(wasM[i])), r.mul(r.of(1-beta1), gradient))
				second := r.add(r.mul(r.of(beta2), exact(wasV[i])), r.mul(r.mul(r.of(1-beta2), gradient), gradient))
				correct1, correct2 := oneLessPower(beta1, at), oneLessPower(beta2, at)
				root := r.add(r.mul(r.sqrt(second), r.of(1/math.Sqrt(correct2))), r.of(epsilon))
				step := r.div(r.mul(r.of(u.Rate/correct1), first), root)
				what := fmt.Sprintf("%v, step %d, %+v: ", path, at, u)
				checkNear(t, what+"m", i, m.part[i], first)
				checkNear(t, what+"v", i, v.part[i], second)
				checkNear(t, what+"w", i, w.part[i], r.sub(r.kept(u, x), step))
			}
		}
	})
}

// oneLessPower returns 1 − β^t: as (1−β)·Σβⁱ where the difference would cancel.
func oneLessPower(beta float64, t int) float64 {
	if t > 1000 {
		return 1 - math.Pow(beta, float64(t))
	}
	sum, power := 0.0, 1.0
	for range t {
		sum += power
		power *= beta
	}
	return (1 - beta) * sum
}

// TestAdamByHand follows two steps with β₁ = ½, β₂ = ¾ and a gradient of 2, 2: the
// corrected moments are 2 and 4 both times, and each step is η.
func TestAdamByHand(t *testing.T) {
	for _, path := range paths() {
		w, m, v := []float64{1}, []float64{0}, []float64{0}
		for step := 1; step <= 2; step++ {
			adamOn(path, w, []float64{2}, m, v, step, 0.5, 0.75, 0, Update{Rate: 0.125})
			if want := 1 - 0.125*float64(step); math.Abs(w[0]-want) > 1e-15 {
				t.Errorf("%v: after step %d, w = %v, want %v", path, step, w[0], want)
			}
		}
	}
}
