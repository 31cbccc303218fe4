package dd

import (
	"encoding/csv"
	"math"
	"math/big"
	"os"
	"strconv"
	"testing"
)

// TestGolden compares every function with the values that testdata/dd.py wrote.
// Where a bound is a sum, it is the one in the doc comment; LogBeta and LogChoose
// add those of the LogGamma and the LogRising that they are made of. The evidence is
// the sum of four such, of the size of its largest term.
func TestGolden(t *testing.T) {
	f, err := os.Open("testdata/dd.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	worst := map[string]float64{}
	for _, rec := range records {
		name := rec[0]
		var p []float64
		for _, s := range rec[1 : len(rec)-1] {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatal(err)
			}
			p = append(p, v)
		}
		arg := func(i int) Float { return Float{p[2*i], p[2*i+1]} }
		want, _, err := big.ParseFloat(rec[len(rec)-1], 10, bits, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		w, _ := want.Float64()
		size := math.Abs(w)
		var got Float
		var bound float64
		switch name {
		case "log":
			got, bound = Log(arg(0)), 1e-31*size
		case "log1p":
			got, bound = Log1p(arg(0)), 1e-31*size
		case "loggamma":
			got, bound = LogGamma(arg(0)), 2e-18+1e-30*size
		case "logrising":
			got, bound = LogRising(arg(0), arg(1)), 4e-18+1e-29*size
			if a, k := p[0], math.Abs(p[2]); k <= a/2 { // 1e-300 is where k/a underflows
				bound = math.Min(bound, 1e-300+1e-15*k*(1+1/a+math.Abs(math.Log(a))))
			}
		case "logbeta":
			a, b := arg(0), arg(1)
			if a.Cmp(b) > 0 {
				a, b = b, a
			}
			parts := math.Abs(LogGamma(a).Hi) + math.Abs(LogRising(b, a).Hi)
			got, bound = LogBeta(arg(0), arg(1)), 6e-18+1e-29*parts
		case "logchoose":
			got, bound = LogChoose(arg(0), arg(1)), 6e-18+1e-29*LogGamma(arg(0)).Hi
		case "evidence":
			a, b, n, s := arg(0), arg(1), arg(2), arg(3)
			got = LogChoose(n, s).Add(LogRising(a, s)).Add(LogRising(b, n.Sub(s))).Sub(LogRising(a.Add(b), n))
			bound = 18e-18 + 4e-29*math.Abs(LogRising(a.Add(b), n).Hi)
			if other := LogChoose(n, s).Add(LogBeta(a.Add(s), b.Add(n.Sub(s)))).Sub(LogBeta(a, b)); math.Abs(other.Sub(got).Hi) > 1e-15 {
				t.Errorf("evidence of %v by LogBeta = %v, by LogRising %v", p, other, got)
			}
		default:
			t.Fatalf("unknown function %q", name)
		}
		d := new(big.Float).SetPrec(bits).Sub(toBig(got), want)
		diff, _ := d.Float64()
		diff = math.Abs(diff)
		if !(diff <= bound) {
			t.Errorf("%s%v = %v, want %s, error %.3g, want ≤ %.3g", name, p, got, rec[len(rec)-1], diff, bound)
		}
		if bound > 0 {
			worst[name] = math.Max(worst[name], diff/bound)
		}
	}
	t.Logf("worst error in units of the bound: %v", worst)
}

// TestDomains: the boundaries of each domain, as documented.
func TestDomains(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		name string
		got  Float
		want float64
	}{
		{"Log(0)", Log(Of(0)), -inf},
		{"Log(-1)", Log(Of(-1)), nan},
		{"Log(inf)", Log(Of(inf)), inf},
		{"Log(nan)", Log(Of(nan)), nan},
		{"Log(denormal)", Log(Of(0x1p-1074)), -1074 * math.Ln2},
		{"Log1p(0)", Log1p(Of(0)), 0},
		{"Log1p(-1)", Log1p(Of(-1)), -inf},
		{"Log1p(-2)", Log1p(Of(-2)), nan},
		{"Log1p(inf)", Log1p(Of(inf)), inf},
		{"Log1p(nan)", Log1p(Of(nan)), nan},
		{"LogGamma(0)", LogGamma(Of(0)), inf},
		{"LogGamma(-1.5)", LogGamma(Of(-1.5)), nan},
		{"LogGamma(inf)", LogGamma(Of(inf)), inf},
		{"LogGamma(-inf)", LogGamma(Of(-inf)), nan},
		{"LogGamma(nan)", LogGamma(Of(nan)), nan},
		{"LogGamma(1e308)", LogGamma(Of(1e308)), inf},
		{"LogRising(3, 0)", LogRising(Of(3), Of(0)), 0},
		{"LogRising(0, 1)", LogRising(Of(0), Of(1)), nan},
		{"LogRising(1, -1)", LogRising(Of(1), Of(-1)), nan},
		{"LogRising(1, inf)", LogRising(Of(1), Of(inf)), inf},
		{"LogRising(inf, 1)", LogRising(Of(inf), Of(1)), inf},
		{"LogRising(nan, 1)", LogRising(Of(nan), Of(1)), nan},
		{"LogRising(1, nan)", LogRising(Of(1), Of(nan)), nan},
		{"LogBeta(0, 1)", LogBeta(Of(0), Of(1)), inf},
		{"LogBeta(1, 0)", LogBeta(Of(1), Of(0)), inf},
		{"LogBeta(1, inf)", LogBeta(Of(1), Of(inf)), -inf},
		{"LogBeta(0, inf)", LogBeta(Of(0), Of(inf)), nan},
		{"LogBeta(-1, 1)", LogBeta(Of(-1), Of(1)), nan},
		{"LogBeta(nan, 1)", LogBeta(Of(nan), Of(1)), nan},
		{"LogChoose(5, 0)", LogChoose(Of(5), Of(0)), 0},
		{"LogChoose(5, 5)", LogChoose(Of(5), Of(5)), 0},
		{"LogChoose(0, 0)", LogChoose(Of(0), Of(0)), 0},
		{"LogChoose(5, 6)", LogChoose(Of(5), Of(6)), -inf},
		{"LogChoose(5, -1)", LogChoose(Of(5), Of(-1)), -inf},
		{"LogChoose(-1, 0)", LogChoose(Of(-1), Of(0)), nan},
		{"LogChoose(nan, 0)", LogChoose(Of(nan), Of(0)), nan},
	} {
		got := c.got.Float64()
		if got != c.want && !(math.IsNaN(got) && math.IsNaN(c.want)) {
			t.Errorf("%s = %v, want %v", c.name, c.got, c.want)
		}
		if math.IsInf(c.want, 0) && c.got.Lo != 0 {
			t.Errorf("%s = %v, want no low part", c.name, c.got)
		}
	}
}

func BenchmarkLog(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Log(Of(3))
	}
}

func BenchmarkLogGamma(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		LogGamma(Of(3.5))
	}
}

func BenchmarkLogRising(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		LogRising(Of(1e12), Of(1))
	}
}
