package mlp

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"
)

// TestActivationsGolden compares the outputs of a network, for every activation, with
// those of testdata/activations.py. Each of the 4 rows passes 3 sums of up to 6 products,
// and numbers of up to 10: 1e-14 is about 5 ulp of these. float32 has 2²⁹ times that.
func TestActivationsGolden(t *testing.T) {
	f, err := os.Open("testdata/activations.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[Activation]int{}
	for _, row := range rows[1:] {
		var a Activation
		if err := a.UnmarshalText([]byte(row[0])); err != nil {
			t.Fatal(err)
		}
		seen[a]++
		i, _ := strconv.Atoi(row[1])
		net := Net{3, []Layer{{Units: 5, Activation: a}, {Units: 5, Activation: a, Residual: true, NoBias: true}, {Units: 2}}}
		w, x := make([]float64, net.Dim()), make([]float64, 12)
		for j := range w {
			w[j] = math.Sin(float64(j + 1))
		}
		for j := range x {
			x[j] = 3 * math.Cos(float64(j))
		}
		got := Apply(net, w, x)[2*i : 2*i+2]
		single := Apply(net, convert[float32](w), convert[float32](x))[2*i : 2*i+2]
		for j, text := range row[2:] {
			want, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			if !(math.Abs(got[j]-want) <= 1e-14*(10+math.Abs(want))) {
				t.Errorf("%v, row %d: output %d is %v, want %v", a, i, j, got[j], want)
			}
			if !(math.Abs(float64(single[j])-want) <= 1e-14*(1<<29)*(10+math.Abs(want))) {
				t.Errorf("%v, row %d, float32: output %d is %v, want %v", a, i, j, single[j], want)
			}
		}
	}
	for a := range activations {
		if seen[a] != 4 {
			t.Errorf("%d golden rows of %v, want 4", seen[a], a)
		}
	}
}

func TestNamesOfActivations(t *testing.T) {
	for a := range activations {
		text, err := a.MarshalText()
		var back Activation
		if err != nil || back.UnmarshalText(text) != nil || back != a {
			t.Errorf("%v: text %q (%v), back %v", a, text, err, back)
		}
	}
	for i := range inits {
		text, err := i.MarshalText()
		var back Init
		if err != nil || back.UnmarshalText(text) != nil || back != i {
			t.Errorf("%v: text %q (%v), back %v", i, text, err, back)
		}
	}
	var a Activation
	if a.UnmarshalText([]byte("relo")) == nil {
		t.Error("relo: no error")
	}
}

// TestGELU holds z·Φ(z) and its derivative against math.Erfc, from the one tail to the
// other. z·Φ(z) has the roundings of z²/2, which e^−z²/2 multiplies by z²/2.
func TestGELU(t *testing.T) {
	geluOf[float32](t, 0x1p-23)
	geluOf[float64](t, 0x1p-52)
}

func geluOf[F Float](t *testing.T, ulp float64) {
	var z []F
	for x := -9.0; x < 9; x += 0.0137 {
		z = append(z, F(x))
	}
	z = append(z, 0, 1e4, -1e4)
	y := make([]F, len(z))
	kept := append([]F(nil), z...)
	gelu(y, z)
	for i, v := range kept {
		x := float64(v)
		cdf := math.Erfc(-x/math.Sqrt2) / 2
		want, slope := x*cdf, cdf+x*math.Exp(-x*x/2)/math.Sqrt(2*math.Pi)
		tol := ulp * (8 + 2*x*x)
		if !(math.Abs(float64(y[i])-want) <= tol*math.Abs(want)+1e-38) || !(math.Abs(float64(z[i])-slope) <= tol*(math.Abs(slope)+cdf)+1e-38) {
			t.Errorf("z = %v: %v and slope %v, want %v and %v", x, y[i], z[i], want, slope)
		}
	}
}
