package kernel

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// mathPaths returns the paths that this processor can take.
func mathPaths() (p []Path) {
	for _, q := range []Path{Portable, AVX2, AVX512} {
		if q <= Best() {
			p = append(p, q)
		}
	}
	return p
}

// bound is what the documentation states, in units in the last place.
func (f function) bound() float64 {
	if f <= log {
		return 2
	}
	return 3
}

func (f function) name() string {
	return [...]string{"exp", "expm1", "log", "log1p", "tanh", "sigmoid", "softplus"}[f]
}

func functionNamed(name string) function {
	for f := exp; f <= softplus; f++ {
		if f.name() == name {
			return f
		}
	}
	panic(name)
}

// ulps64 is |got − want| in units in the last place of want, and 0 where both are
// NaN or the same infinity; signs of zero must agree.
func ulps64(got, want float64) float64 {
	if math.IsNaN(got) && math.IsNaN(want) || math.Float64bits(got) == math.Float64bits(want) {
		return 0
	}
	a := math.Abs(want)
	unit := math.Nextafter(a, math.Inf(1)) - a
	if d := math.Abs(got-want) / unit; d > 0 {
		return d
	}
	return math.Inf(1) // NaN, an infinity too many, a zero of the wrong sign
}

func ulps32(got float32, want float64) float64 {
	w := float32(want)
	if got != got && w != w || math.Float32bits(got) == math.Float32bits(w) {
		return 0
	}
	a := float32(math.Abs(float64(w)))
	unit := float64(math.Nextafter32(a, float32(math.Inf(1)))) - float64(a)
	if d := math.Abs(float64(got)-want) / unit; d > 0 {
		return d
	}
	return math.Inf(1)
}

// TestFloat64 compares with values in many digits, correctly rounded
// (testdata/vmath.py): half a unit of that rounding comes on top of the bound.
func TestFloat64(t *testing.T) {
	file, err := os.Open("testdata/vmath.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	xs, ys := map[function][]float64{}, map[function][]float64{}
	lines := bufio.NewScanner(file)
	lines.Scan()
	for lines.Scan() {
		cell := strings.Split(lines.Text(), ",")
		x, err1 := strconv.ParseFloat(cell[1], 64)
		y, err2 := strconv.ParseFloat(cell[2], 64)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		f := functionNamed(cell[0])
		xs[f], ys[f] = append(xs[f], x), append(ys[f], y)
	}
	for f := exp; f <= softplus; f++ {
		if len(xs[f]) < 500 {
			t.Fatalf("%s: %d values", f.name(), len(xs[f]))
		}
		for _, p := range mathPaths() {
			got := make([]float64, len(xs[f]))
			elementwise(p, f, got, xs[f], 0)
			worst, at := 0.0, 0
			for i := range got {
				if d := ulps64(got[i], ys[f][i]); !(d <= worst) {
					worst, at = d, i
				}
			}
			t.Logf("%s, %s: %.2f ulp", f.name(), p, worst)
			if !(worst <= f.bound()+0.5) {
				t.Errorf("%s, %s: %s(%v) = %v, want %v: %.2f ulp", t.Name(), p, f.name(), xs[f][at], got[at], ys[f][at], worst)
			}
		}
	}
}

// TestFloat32 compares with package math in float64, whose own error is far below a
// unit of float32, at every 4001st of all numbers there are.
func TestFloat32(t *testing.T) {
	const step = 4001
	var xs []float32
	for b := uint64(0); b <= math.MaxUint32; b += step {
		xs = append(xs, math.Float32frombits(uint32(b)))
	}
	got := make([]float32, len(xs))
	for f := exp; f <= softplus; f++ {
		for _, p := range mathPaths() {
			elementwise(p, f, got, xs, 0)
			worst, at := 0.0, 0
			for i := range got {
				if d := ulps32(got[i], f.of(float64(xs[i]))); !(d <= worst) {
					worst, at = d, i
				}
			}
			t.Logf("%s, %s: %.2f ulp", f.name(), p, worst)
			if !(worst <= f.bound()) {
				t.Errorf("%s, %s: %s(%v) = %v, want %v: %.2f ulp", t.Name(), p, f.name(), xs[at], got[at], f.of(float64(xs[at])), worst)
			}
		}
	}
}

// TestSpecials holds every path to what package math returns, sign of zero included.
func TestSpecials(t *testing.T) {
	specials := []float64{0, math.Copysign(0, -1), 1, -1, math.Inf(1), math.Inf(-1), math.NaN(),
		math.SmallestNonzeroFloat64, -math.SmallestNonzeroFloat64, math.MaxFloat64, -math.MaxFloat64,
		0x1p-1022, 0x1p-1030, -2, 1e5, -1e5, 710, -746, 709, 88.7228, -103.9}
	for f := exp; f <= softplus; f++ {
		for _, p := range mathPaths() {
			one := make([]float64, 1)
			single := make([]float32, 1)
			for _, x := range specials {
				elementwise(p, f, one, []float64{x}, 0)
				if d := ulps64(one[0], f.of(x)); !(d <= f.bound()) {
					t.Errorf("%s, %s, float64: %s(%v) = %v, want %v", t.Name(), p, f.name(), x, one[0], f.of(x))
				}
				x := float32(x)
				elementwise(p, f, single, []float32{x}, 0)
				if d := ulps32(single[0], f.of(float64(x))); !(d <= f.bound()) {
					t.Errorf("%s, %s, float32: %s(%v) = %v, want %v", t.Name(), p, f.name(), x, single[0], f.of(float64(x)))
				}
			}
		}
	}
}

// TestLengths: whatever the length, each element is the one that a whole vector
// gives, in place too, and nothing beyond the end is touched.
func TestLengths(t *testing.T) {
	t.Run("float32", testLengths[float32])
	t.Run("float64", testLengths[float64])
}

func testLengths[T Float](t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	src := make([]T, 80)
	for i := range src {
		src[i] = T(rng.NormFloat64() * 3)
	}
	for f := exp; f <= softplus; f++ {
		for _, p := range mathPaths() {
			want := make([]T, len(src))
			elementwise(p, f, want, src, 0)
			for n := 0; n <= 70; n++ {
				dst := append([]T(nil), src...)
				elementwise(p, f, dst[3:3+n], dst[3:3+n], 0)
				for i, got := range dst {
					expect := src[i]
					if 3 <= i && i < 3+n {
						expect = want[i]
					}
					if got != expect && (got == got || expect == expect) {
						t.Fatalf("%s, %s, n = %d: element %d is %v, want %v", p, f.name(), n, i, got, expect)
					}
				}
			}
		}
	}
}

func TestSoftmax(t *testing.T) {
	inf := math.Inf(1)
	for _, p := range mathPaths() {
		rng := rand.New(rand.NewPCG(3, 4))
		for n := 1; n <= 40; n++ {
			src := make([]float64, 3*n)
			for i := range src {
				src[i] = rng.NormFloat64()*5 + 1000
			}
			dst, lse := make([]float64, len(src)), make([]float64, 3)
			Softmax(p, dst, lse, src, 3, n)
			for i := range 3 {
				sum := 0.0
				for _, x := range src[i*n:][:n] {
					sum += math.Exp(x - 1000)
				}
				// A sum of n terms within n/2 ulp, its logarithm at 1000: 1e-12 a row.
				if want := 1000 + math.Log(sum); !(math.Abs(lse[i]-want) < 1e-12) {
					t.Errorf("%s, n = %d: log Σ exp = %v, want %v", p, n, lse[i], want)
				}
				for j := range n {
					want := math.Exp(src[i*n+j] - 1000 - math.Log(sum))
					if got := dst[i*n+j]; !(math.Abs(got-want) <= 1e-12*want) {
						t.Errorf("%s, n = %d: softmax = %v, want %v", p, n, got, want)
					}
				}
			}
		}
		rows := []float64{-inf, -inf, inf, 0, inf, inf, math.NaN(), inf, inf, math.NaN(), 0, -inf}
		dst, lse := make([]float64, len(rows)), make([]float64, len(rows)/2)
		Softmax(p, dst, lse, rows, len(rows)/2, 2)
		want := []float64{0, 0, 1, 0, 0.5, 0.5, math.NaN(), math.NaN(), math.NaN(), math.NaN(), 1, 0}
		wantLSE := []float64{-inf, inf, inf, math.NaN(), math.NaN(), 0}
		if got, want := fmt.Sprint(dst, lse), fmt.Sprint(want, wantLSE); got != want {
			t.Errorf("%s: infinite rows give %s, want %s", p, got, want)
		}
	}
}

func TestElementwiseAllocatesNothing(t *testing.T) {
	x, y := make([]float32, 45), make([]float64, 45)
	for _, p := range mathPaths() {
		if n := testing.AllocsPerRun(10, func() { Tanh(p, x, x); Softplus(p, y, y) }); n != 0 {
			t.Errorf("%s: %v allocations", p, n)
		}
	}
}

func BenchmarkElementwise(b *testing.B) {
	for f := exp; f <= softplus; f++ {
		for _, p := range mathPaths() {
			b.Run(fmt.Sprintf("%s/float32/%s", f.name(), p), func(b *testing.B) { benchElementwise[float32](b, p, f) })
			b.Run(fmt.Sprintf("%s/float64/%s", f.name(), p), func(b *testing.B) { benchElementwise[float64](b, p, f) })
		}
	}
}

func benchElementwise[T Float](b *testing.B, p Path, f function) {
	src, dst := make([]T, 4096), make([]T, 4096)
	for i := range src {
		src[i] = T(i%64)/8 + 0.1
	}
	b.ReportAllocs()
	for b.Loop() {
		elementwise(p, f, dst, src, 0)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(src)), "ns/elem")
}
