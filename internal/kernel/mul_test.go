package kernel

import "testing"

func TestSmallProductByHand(t *testing.T) {
	a := []float64{1, 2, 3, 4, 5, 6}    // 2×3, or 3×2
	b := []float64{7, 8, 9, 10, 11, 12} // 3×2, or 2×3
	for _, tc := range []struct {
		name string
		mul  func(w *Work[float64], c, a, b []float64, m, n, k int, acc bool)
		m, n int
		k    int
		want []float64
	}{
		{"MulAB", MulAB[float64], 2, 2, 3, []float64{58, 64, 139, 154}},
		{"MulATB", MulATB[float64], 2, 2, 3, []float64{89, 98, 116, 128}},
		{"MulABT", MulABT[float64], 2, 2, 3, []float64{50, 68, 122, 167}},
	} {
		c := []float64{1, 1, 1, 1}
		tc.mul(&Work[float64]{}, c, a, b, tc.m, tc.n, tc.k, false)
		for i, want := range tc.want {
			if c[i] != want {
				t.Errorf("%s: c[%d] = %v, want %v", tc.name, i, c[i], want)
			}
		}
	}
}
