package kernel

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestFeaturesTakenAway runs this test again with features switched off.
func TestFeaturesTakenAway(t *testing.T) {
	if os.Getenv("BAYESKIT_PRINT_PATH") != "" {
		fmt.Printf("path %v\n", Best())
		return
	}
	for _, tc := range []struct {
		debug string
		want  Path
	}{
		{"", Best()},
		{"cpu.avx512f=off", min(Best(), AVX2)},
		{"cpu.avx2=off", Portable},
		{"cpu.fma=off", Portable},
	} {
		cmd := exec.Command(os.Args[0], "-test.run=^TestFeaturesTakenAway$")
		cmd.Env = append(os.Environ(), "BAYESKIT_PRINT_PATH=1", "GODEBUG="+tc.debug)
		out, err := cmd.CombinedOutput()
		if want := "path " + tc.want.String() + "\n"; err != nil || !strings.HasPrefix(string(out), want) {
			t.Errorf("GODEBUG=%s: %v, %q, want %q", tc.debug, err, out, want)
		}
	}
}

// TestSlips checks that wrong lengths panic and say which.
func TestSlips(t *testing.T) {
	x := make([]float64, 6)
	for want, f := range map[string]func(){
		"kernel: MulAB: len(a) = 6, want at least 3 × 3":        func() { MulAB(nil, x, x, x, 3, 2, 3, false) },
		"kernel: MulATB: len(b) = 6, want at least 2 × 4":       func() { MulATB(nil, x, x, x, 1, 4, 2, false) },
		"kernel: MulABT: len(c) = 6, want at least 7 × 1":       func() { MulABT(nil, x, x, x, 7, 1, 0, false) },
		"kernel: Affine: len(bias) = 6, want 1":                 func() { Affine(nil, x, x, x, x, 1, 1, 1, ReLU) },
		"kernel: MulAB: len(c) = 6, want at least -1 × 1":       func() { MulAB(nil, x, x, x, -1, 1, 1, false) },
		"kernel: AdamStep: len(v) = 5, want 6":                  func() { AdamStep(x, x, x, x[1:], 1, 0, 0, 0, Update{}) },
		"kernel: AdamStep: t < 1, want the number of this step": func() { AdamStep(x, x, x, x, 0, 0, 0, 0, Update{}) },
		"kernel: ReLUBackward: len(y) = 0, want 6":              func() { ReLUBackward(x, x, nil) },
		"kernel: ColumnSums: len(dst) = 6, want 2":              func() { ColumnSums(x, x, 3, 2, false) },
		"kernel: this processor cannot take the path ":          func() { (Best() + 1).resolve() },
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.HasPrefix(got, want) {
					t.Errorf("panic %q, want %q", got, want)
				}
			}()
			f()
		}()
	}
}
