package dd

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

const bits = 400

func toBig(x Float) *big.Float {
	v := new(big.Float).SetPrec(bits).SetFloat64(x.Hi)
	return v.Add(v, new(big.Float).SetFloat64(x.Lo))
}

// relative returns |got − want|/|want|, and the difference itself for want = 0.
func relative(got Float, want *big.Float) float64 {
	d := new(big.Float).SetPrec(bits).Sub(toBig(got), want)
	if want.Sign() != 0 {
		d.Quo(d, want)
	}
	f, _ := d.Float64()
	return math.Abs(f)
}

func random(rng *rand.Rand) Float {
	return Sum(math.Ldexp(rng.NormFloat64(), rng.IntN(80)-40), math.Ldexp(rng.NormFloat64(), rng.IntN(160)-140))
}

// TestArithmetic compares every operation with 400-bit arithmetic. The bounds are
// those of Joldes, Muller and Popescu (2017), which the comments of dd.go cite.
func TestArithmetic(t *testing.T) {
	const u2 = 0x1p-106
	rng := rand.New(rand.NewPCG(1, 2))
	z := func() *big.Float { return new(big.Float).SetPrec(bits) }
	ops := []struct {
		name  string
		bound float64
		got   func(x, y Float) Float
		want  func(x, y *big.Float) *big.Float
	}{
		{"Add", 3 * u2, Float.Add, func(x, y *big.Float) *big.Float { return z().Add(x, y) }},
		{"Sub", 3 * u2, Float.Sub, func(x, y *big.Float) *big.Float { return z().Sub(x, y) }},
		{"Mul", 5 * u2, Float.Mul, func(x, y *big.Float) *big.Float { return z().Mul(x, y) }},
		{"Div", 10 * u2, Float.Div, func(x, y *big.Float) *big.Float { return z().Quo(x, y) }},
	}
	for i := range 20000 {
		x, y := random(rng), random(rng)
		if i%4 == 0 { // near cancellation
			y = x.AddFloat(math.Ldexp(x.Hi, -rng.IntN(100))).Neg()
		}
		for _, op := range ops {
			got := op.got(x, y)
			if e := relative(got, op.want(toBig(x), toBig(y))); e > op.bound {
				t.Fatalf("%s(%v, %v) = %v, relative error %g, want ≤ %g", op.name, x, y, got, e, op.bound)
			}
			if got.Hi+got.Lo != got.Hi {
				t.Fatalf("%s(%v, %v) = %v is not normalised", op.name, x, y, got)
			}
		}
		f := y.Hi
		if e := relative(x.AddFloat(f), z().Add(toBig(x), toBig(Of(f)))); e > 2*u2 {
			t.Fatalf("%v.AddFloat(%v): relative error %g", x, f, e)
		}
		if e := relative(x.MulFloat(f), z().Mul(toBig(x), toBig(Of(f)))); e > 2*u2 {
			t.Fatalf("%v.MulFloat(%v): relative error %g", x, f, e)
		}
		if e := relative(Sum(x.Hi, f), z().Add(toBig(Of(x.Hi)), toBig(Of(f)))); e != 0 {
			t.Fatalf("Sum(%v, %v): relative error %g, want exact", x.Hi, f, e)
		}
		if e := relative(Prod(x.Hi, f), z().Mul(toBig(Of(x.Hi)), toBig(Of(f)))); e != 0 {
			t.Fatalf("Prod(%v, %v): relative error %g, want exact", x.Hi, f, e)
		}
		if got, want := x.Cmp(y), toBig(x).Cmp(toBig(y)); got != want {
			t.Fatalf("%v.Cmp(%v) = %d, want %d", x, y, got, want)
		}
	}
}

// TestSpecialValues: infinities follow float64 and only what is NaN there is NaN.
func TestSpecialValues(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	values := []float64{0, 1, -2.5, math.MaxFloat64, -math.MaxFloat64, inf, -inf, nan}
	same := func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
	for _, x := range values {
		for _, y := range values {
			for _, c := range []struct {
				name string
				got  Float
				want float64
			}{
				{"Add", Of(x).Add(Of(y)), x + y},
				{"AddFloat", Of(x).AddFloat(y), x + y},
				{"Sub", Of(x).Sub(Of(y)), x - y},
				{"Mul", Of(x).Mul(Of(y)), x * y},
				{"MulFloat", Of(x).MulFloat(y), x * y},
				{"Div", Of(x).Div(Of(y)), x / y},
				{"Sum", Sum(x, y), x + y},
				{"Prod", Prod(x, y), x * y},
			} {
				if !same(c.got.Float64(), c.want) || c.got.IsNaN() != math.IsNaN(c.want) {
					t.Errorf("%s of %v and %v = %v, want %v", c.name, x, y, c.got, c.want)
				}
			}
		}
	}
	if got := Of(nan).Cmp(Of(1)); got != 0 {
		t.Errorf("Cmp with NaN = %d, want 0", got)
	}
}

// TestGradualSum: a million tenths are 1e5 of the float64 nearest to ⅒, exactly.
func TestGradualSum(t *testing.T) {
	var s Float
	for range 1_000_000 {
		s = s.AddFloat(0.1)
	}
	want := new(big.Float).SetPrec(bits).Mul(big.NewFloat(0.1), big.NewFloat(1e6))
	if e := relative(s, want); e > 1e6*0x1p-105 { // one rounding a step
		t.Errorf("sum = %v, relative error %g", s, e)
	}
}
