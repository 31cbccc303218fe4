package prob

import (
	"math"
	"testing"
)

// TestSpecialEdges: infinities, NaN and the ends of each domain, as documented.
func TestSpecialEdges(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	tails := func(p, q float64) [2]float64 { return [2]float64{p, q} }
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"Log1pExp(inf)", Log1pExp(inf), inf},
		{"Log1pExp(-inf)", Log1pExp(-inf), 0},
		{"Log1pExp(nan)", Log1pExp(nan), nan},
		{"Log1mExp(0)", Log1mExp(0), -inf},
		{"Log1mExp(-inf)", Log1mExp(-inf), 0},
		{"Log1mExp(1)", Log1mExp(1), nan},
		{"Log1mExp(nan)", Log1mExp(nan), nan},
		{"Expit(inf)", Expit(inf), 1},
		{"Expit(-inf)", Expit(-inf), 0},
		{"Expit(nan)", Expit(nan), nan},
		{"LogExpit(inf)", LogExpit(inf), 0},
		{"LogExpit(-inf)", LogExpit(-inf), -inf},
		{"Logit(0)", Logit(0), -inf},
		{"Logit(1)", Logit(1), inf},
		{"Logit(-0.1)", Logit(-0.1), nan},
		{"Logit(1.1)", Logit(1.1), nan},
		{"Logit(nan)", Logit(nan), nan},
		{"LogSumExp()", LogSumExp(nil), -inf},
		{"LogSumExp(-inf, -inf)", LogSumExp([]float64{-inf, -inf}), -inf},
		{"LogSumExp(1, inf)", LogSumExp([]float64{1, inf}), inf},
		{"LogSumExp(inf, inf)", LogSumExp([]float64{inf, inf}), inf},
		{"LogSumExp(inf, nan)", LogSumExp([]float64{inf, nan}), nan},
		{"LogSumExp(nan)", LogSumExp([]float64{nan}), nan},
		{"LogSumExp(7)", LogSumExp([]float64{7}), 7},
		{"LogSumExp(800, 800)", LogSumExp([]float64{800, 800}), 800 + math.Ln2},
		{"LogAddExp(-inf, -inf)", LogAddExp(-inf, -inf), -inf},
		{"LogAddExp(inf, inf)", LogAddExp(inf, inf), inf},
		{"LogAddExp(-inf, inf)", LogAddExp(-inf, inf), inf},
		{"LogAddExp(-inf, 3)", LogAddExp(-inf, 3), 3},
		{"LogAddExp(nan, 3)", LogAddExp(nan, 3), nan},
		{"LogSubExp(3, 3)", LogSubExp(3, 3), -inf},
		{"LogSubExp(3, -inf)", LogSubExp(3, -inf), 3},
		{"LogSubExp(-inf, -inf)", LogSubExp(-inf, -inf), -inf},
		{"LogSubExp(inf, inf)", LogSubExp(inf, inf), nan},
		{"LogSubExp(inf, 3)", LogSubExp(inf, 3), inf},
		{"LogSubExp(3, 4)", LogSubExp(3, 4), nan},
		{"LogGamma(0)", LogGamma(0), inf},
		{"LogGamma(1)", LogGamma(1), 0},
		{"LogGamma(2)", LogGamma(2), 0},
		{"LogGamma(-0.5)", LogGamma(-0.5), nan},
		{"LogGamma(-inf)", LogGamma(-inf), nan},
		{"LogGamma(inf)", LogGamma(inf), inf},
		{"LogGamma(nan)", LogGamma(nan), nan},
		{"LogRising(3, 0)", LogRising(3, 0), 0},
		{"LogRising(0, 1)", LogRising(0, 1), nan},
		{"LogRising(1, -1)", LogRising(1, -1), nan},
		{"LogRising(1, inf)", LogRising(1, inf), inf},
		{"LogRising(nan, 1)", LogRising(nan, 1), nan},
		{"LogRising(1, nan)", LogRising(1, nan), nan},
		{"LogBeta(0, 1)", LogBeta(0, 1), inf},
		{"LogBeta(1, 0)", LogBeta(1, 0), inf},
		{"LogBeta(1, inf)", LogBeta(1, inf), -inf},
		{"LogBeta(0, inf)", LogBeta(0, inf), nan},
		{"LogBeta(-1, 2)", LogBeta(-1, 2), nan},
		{"LogBeta(nan, 2)", LogBeta(nan, 2), nan},
		{"LogChoose(5, 0)", LogChoose(5, 0), 0},
		{"LogChoose(5, 5)", LogChoose(5, 5), 0},
		{"LogChoose(5, 6)", LogChoose(5, 6), -inf},
		{"LogChoose(5, -1)", LogChoose(5, -1), -inf},
		{"LogChoose(-1, 0)", LogChoose(-1, 0), nan},
		{"LogChoose(5, nan)", LogChoose(5, nan), nan},
		{"LogChoose(nan, 1)", LogChoose(nan, 1), nan},
		{"Digamma(0)", Digamma(0), -inf},
		{"Digamma(-1)", Digamma(-1), nan},
		{"Digamma(inf)", Digamma(inf), inf},
		{"Digamma(nan)", Digamma(nan), nan},
		{"Trigamma(0)", Trigamma(0), inf},
		{"Trigamma(-1)", Trigamma(-1), nan},
		{"Trigamma(inf)", Trigamma(inf), 0},
		{"Trigamma(nan)", Trigamma(nan), nan},
		{"LogNormalCDF(inf)", LogNormalCDF(inf), 0},
		{"LogNormalCDF(-inf)", LogNormalCDF(-inf), -inf},
		{"LogNormalCDF(40)", LogNormalCDF(40), 0},
		{"LogNormalCDF(1e200)", LogNormalCDF(1e200), 0},
		{"LogNormalCDF(nan)", LogNormalCDF(nan), nan},
		{"normalQuantileLog(-inf)", normalQuantileLog(-inf, false), -inf},
		{"normalQuantileLog(-inf, upper)", normalQuantileLog(-inf, true), inf},
		{"normalQuantileLog(0)", normalQuantileLog(0, false), inf},
		{"normalQuantileLog(0.1)", normalQuantileLog(0.1, false), nan},
		{"normalQuantileLog(nan)", normalQuantileLog(nan, false), nan},
		{"stirlerr(0)", stirlerr(0), inf},
		{"stirlerr(inf)", stirlerr(inf), 0},
		{"bd0(0, 3)", bd0(0, 3), 3},
		{"bd0(3, 0)", bd0(3, 0), inf},
		{"bd0(0, 0)", bd0(0, 0), 0},
		{"bd0(3, 3)", bd0(3, 3), 0},
		{"bd0(3, inf)", bd0(3, inf), inf},
		{"bd0(nan, 3)", bd0(nan, 3), nan},
		{"gammaIncInv(2, -inf)", gammaIncInv(2, -inf, false), 0},
		{"gammaIncInv(2, 0)", gammaIncInv(2, 0, false), inf},
		{"gammaIncInv(2, -inf, upper)", gammaIncInv(2, -inf, true), inf},
		{"gammaIncInv(2, 0, upper)", gammaIncInv(2, 0, true), 0},
		{"gammaIncInv(2, 1)", gammaIncInv(2, 1, false), nan},
		{"gammaIncInv(0, -1)", gammaIncInv(0, -1, false), nan},
		{"gammaIncInv(2, nan)", gammaIncInv(2, nan, false), nan},
		{"gammaIncInv(nan, -1)", gammaIncInv(nan, -1, false), nan},
		{"gammaIncInv(inf, -1)", gammaIncInv(inf, -1, false), nan},
	} {
		if c.got != c.want && !(math.IsNaN(c.got) && math.IsNaN(c.want)) {
			t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
		}
	}
	for _, c := range []struct {
		name      string
		got, want [2]float64
	}{
		{"logGammaInc(2, 0)", tails(logGammaInc(2, 0)), tails(-inf, 0)},
		{"logGammaInc(2, inf)", tails(logGammaInc(2, inf)), tails(0, -inf)},
		{"logGammaInc(0, 1)", tails(logGammaInc(0, 1)), tails(0, -inf)},
		{"logGammaInc(2, -1)", tails(logGammaInc(2, -1)), tails(nan, nan)},
		{"logGammaInc(-2, 1)", tails(logGammaInc(-2, 1)), tails(nan, nan)},
		{"logGammaInc(nan, 1)", tails(logGammaInc(nan, 1)), tails(nan, nan)},
		{"logGammaInc(2, nan)", tails(logGammaInc(2, nan)), tails(nan, nan)},
		{"logGammaInc(inf, 1)", tails(logGammaInc(inf, 1)), tails(nan, nan)},
		{"logBetaInc(2, 3, 0, 1)", tails(logBetaInc(2, 3, 0, 1)), tails(-inf, 0)},
		{"logBetaInc(2, 3, 1, 0)", tails(logBetaInc(2, 3, 1, 0)), tails(0, -inf)},
		{"logBetaInc(0, 3, 0.5, 0.5)", tails(logBetaInc(0, 3, 0.5, 0.5)), tails(nan, nan)},
		{"logBetaInc(2, inf, 0.5, 0.5)", tails(logBetaInc(2, inf, 0.5, 0.5)), tails(nan, nan)},
		{"logBetaInc(nan, 2, 0.5, 0.5)", tails(logBetaInc(nan, 2, 0.5, 0.5)), tails(nan, nan)},
		{"logBetaInc(2, 3, nan, nan)", tails(logBetaInc(2, 3, nan, nan)), tails(nan, nan)},
		{"betaIncInv(2, 3, -inf)", tails(betaIncInv(2, 3, -inf, false)), tails(0, 1)},
		{"betaIncInv(2, 3, 0)", tails(betaIncInv(2, 3, 0, false)), tails(1, 0)},
		{"betaIncInv(2, 3, -inf, upper)", tails(betaIncInv(2, 3, -inf, true)), tails(1, 0)},
		{"betaIncInv(2, 3, 0, upper)", tails(betaIncInv(2, 3, 0, true)), tails(0, 1)},
		{"betaIncInv(2, 3, 1)", tails(betaIncInv(2, 3, 1, false)), tails(nan, nan)},
		{"betaIncInv(2, 0, -1)", tails(betaIncInv(2, 0, -1, false)), tails(nan, nan)},
		{"betaIncInv(2, 3, nan)", tails(betaIncInv(2, 3, nan, false)), tails(nan, nan)},
	} {
		for i, got := range c.got {
			if got != c.want[i] && !(math.IsNaN(got) && math.IsNaN(c.want[i])) {
				t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
			}
		}
	}
}

// specialCalls are representative calls for the benchmarks: moderate and large
// parameters.
func specialCalls() map[string]func() {
	return map[string]func(){
		"Log1pExp":          func() { Log1pExp(0.3) },
		"LogSumExp":         func() { LogSumExp([]float64{1, 2, 3, 4}) },
		"LogGamma/small":    func() { LogGamma(3.7) },
		"LogGamma/large":    func() { LogGamma(1e5) },
		"LogRising":         func() { LogRising(1e6, 3) },
		"LogBeta":           func() { LogBeta(30, 40) },
		"LogChoose":         func() { LogChoose(1000, 300) },
		"Digamma":           func() { Digamma(3.7) },
		"Trigamma":          func() { Trigamma(3.7) },
		"LogNormalCDF":      func() { LogNormalCDF(-3) },
		"normalQuantileLog": func() { normalQuantileLog(-20, false) },
		"stirlerr":          func() { stirlerr(3.7) },
		"bd0":               func() { bd0(100, 110) },
		"logGammaInc/small": func() { logGammaInc(3, 2) },
		"logGammaInc/large": func() { logGammaInc(1e6, 1e6+1e3) },
		"gammaIncInv":       func() { gammaIncInv(3, -2, false) },
		"logBetaInc/small":  func() { logBetaInc(2, 3, 0.25, 0.75) },
		"logBetaInc/large":  func() { logBetaInc(1e6, 1e6, 0.5, 0.5) },
		"betaIncInv/small":  func() { betaIncInv(2, 3, -2, false) },
		"betaIncInv/large":  func() { betaIncInv(300, 400, -2, false) },
	}
}

func TestSpecialAllocs(t *testing.T) {
	for name, call := range specialCalls() {
		if n := testing.AllocsPerRun(10, call); n != 0 {
			t.Errorf("%s allocates %v times, want 0", name, n)
		}
	}
}

func BenchmarkSpecial(b *testing.B) {
	for name, call := range specialCalls() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				call()
			}
		})
	}
}
