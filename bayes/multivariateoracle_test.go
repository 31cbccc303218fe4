package bayes

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// TestMultivariateOracle holds log evidence against 80-digit values: up to 10⁵ rows,
// offsets of 10⁸, priors worth 10⁻⁶ rows and 10⁶. 1e-11 of the value, or absolute if
// that is more, is the bound, as for every conjugate pair.
func TestMultivariateOracle(t *testing.T) {
	table := goldenRows(t, "testdata/multivariate.csv")
	data := map[string]Scatter{}
	for _, row := range table {
		s, ok := data[row[1]]
		if !ok {
			s = scatterOf(t, row[1])
			data[row[1]] = s
		}
		kind, rest, _ := strings.Cut(row[0], " ")
		parts := strings.Split(rest, "/")
		mean, a, b := floats(t, parts[0]), floats(t, parts[1]), floats(t, parts[2])
		var got float64
		if kind == "niw" {
			got = NormalInverseWishart{mean, a[0], a[1], b}.LogEvidence(s)
		} else {
			got = MultivariateNormal{mean, a}.LogEvidence(newCovariance(b).of(s))
		}
		want := float(t, row[2])
		if d := math.Abs(got - want); !(d <= 1e-11*math.Max(1, math.Abs(want))) {
			t.Errorf("%s; %s: log evidence %.17g, want %.17g (off by %.2g)", row[0], row[1], got, want, d)
		}
	}
	if len(table) < 80 {
		t.Errorf("%d rows, want 80 or more", len(table))
	}
}

func float(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// scatterOf reads the data of a row of multivariate.csv.
func scatterOf(t *testing.T, data string) (s Scatter) {
	t.Helper()
	kind, rest, _ := strings.Cut(data, " ")
	if kind == "wave" {
		p := floats(t, rest)
		n, d, offset, noise := int(p[0]), int(p[1]), p[2], p[3]
		v, x := NewVectors(d), make([]float64, d)
		for i := range n {
			for j := range d {
				own := float64(11 * i * (j + 1) % (13 + 4*j))
				x[j] = float64(float64(offset*float64(j+1))+float64(37*i%101)) + float64(noise*own)
			}
			v.Add(x...)
		}
		return v.Scatter()
	}
	for _, part := range strings.Split(rest, ";") {
		times, numbers, found := strings.Cut(strings.TrimSpace(part), "*")
		if !found {
			times, numbers = "1", times
		}
		s = s.Merge(Vector(floats(t, numbers)...).Scale(float(t, times)))
	}
	return s
}

// TestCorrelationOracle holds densities, distribution functions and means against
// 30-digit quadrature of the density of Σ. The panels are good to 1e-13 or so of the
// whole; f carries roundings of df·ε·|log| besides.
func TestCorrelationOracle(t *testing.T) {
	table := goldenRows(t, "testdata/correlation.csv")
	for _, row := range table {
		var v [8]float64
		for i, s := range row {
			v[i] = float(t, s)
		}
		d := NormalInverseWishart{[]float64{0, 0}, 1, v[0], []float64{v[1], v[2], v[3]}}
		c, r := d.Correlation(0, 1), v[4]
		bound := 1e-12 + 4e-16*v[0]
		if got := prob.LogProb(c, r); !(math.Abs(got-math.Log(v[5])) <= 10*bound) {
			t.Errorf("df %g, %v: log density at %g is %.15g, want %.15g", v[0], d.Scale, r, got, math.Log(v[5]))
		}
		if got := c.CDF(r); !(math.Abs(got-v[6]) <= bound) {
			t.Errorf("df %g, %v: CDF(%g) = %.15g, want %.15g", v[0], d.Scale, r, got, v[6])
		}
		if got := c.Survival(r); !(math.Abs(got-(1-v[6])) <= bound) {
			t.Errorf("df %g, %v: Survival(%g) = %.15g, want %.15g", v[0], d.Scale, r, got, 1-v[6])
		}
		if got := c.Mean(); !(math.Abs(got-v[7]) <= bound) {
			t.Errorf("df %g, %v: mean %.15g, want %.15g", v[0], d.Scale, got, v[7])
		}
		// Other columns beside the two, that are one degree of freedom each, and swapped.
		wide := NormalInverseWishart{make([]float64, 3), 1, v[0] + 1, []float64{v[3], 0.1, 7, v[2], 0.2, v[1]}}
		if got := wide.Correlation(2, 0).CDF(r); !(math.Abs(got-v[6]) <= bound) {
			t.Errorf("df %g, %v: with a third column, CDF(%g) = %.15g, want %.15g", v[0], d.Scale, r, got, v[6])
		}
	}
	if len(table) < 35 {
		t.Errorf("%d rows, want 35 or more", len(table))
	}
}

// Extremes: the density integrates to 1, the interval holds what it should, and
// under df = d+1 and a diagonal scale every correlation is uniform.
func TestCorrelationExtremes(t *testing.T) {
	for _, df := range []float64{1.02, 2, 3, 50, 1e4, 1e8} {
		for _, zeta := range []float64{0, 0.5, -3, 12} {
			c := correlation{df, zeta}.curve()
			if !(math.Abs(c.p.log) <= 1e-11+4e-16*df) {
				t.Errorf("n = %g, ζ = %g: the density integrates to 1%+.2g", df, zeta, c.p.log)
			}
			iv := c.Interval(0.9)
			if !(iv.Low >= -1 && iv.Low <= iv.High && iv.High <= 1) {
				t.Errorf("n = %g, ζ = %g: interval %v", df, zeta, iv)
			}
			if v := c.Var(); !(v >= 0 && v <= 1) {
				t.Errorf("n = %g, ζ = %g: variance %g", df, zeta, v)
			}
		}
	}
	for _, k := range []int{2, 3, 6} {
		d := NormalInverseWishart{make([]float64, k), 1, float64(k) + 1, diagonalOf(make([]float64, k))}
		for i := range k {
			d.Scale[packedLen(i)+i] = float64(i + 1)
		}
		c := d.Correlation(0, k-1)
		for _, r := range []float64{-0.99, -0.3, 0, 0.7} {
			near(t, "uniform correlation", c.CDF(r), (1+r)/2)
		}
		hdi := c.HDI(0.5)
		if len(hdi) != 1 || math.Abs(hdi[0].High-hdi[0].Low-1) > 1e-6 {
			t.Errorf("HDI of a uniform correlation: %v", hdi)
		}
	}
}

// Draws have the marginals that Marginals says. The distance of an empirical
// distribution function of n draws exceeds √(log(2/p)/2n) with probability p at most
// (Massart 1990): 1e-6.
func TestMultivariateDraws(t *testing.T) {
	const n = 20000
	limit := math.Sqrt(math.Log(2/1e-6) / (2 * n))
	d := niwOf(3)
	d.DF = 4.25
	ms := d.Marginals()
	rng, x := prob.NewSeed(8).Rand(), make([]float64, d.Dim())
	draws := make([][]float64, len(ms))
	for range n {
		d.Rand(rng, x)
		cov := x[3:]
		v := append([]float64{}, x[:3]...)
		for i := range 3 {
			v = append(v, math.Sqrt(cov[packedLen(i)+i]))
		}
		for i := range 3 {
			for j := i + 1; j < 3; j++ {
				v = append(v, cov[packedLen(j)+i]/(v[3+i]*v[3+j]))
			}
		}
		for i, y := range v {
			draws[i] = append(draws[i], y)
		}
	}
	for i, m := range ms {
		for _, q := range []float64{0.05, 0.25, 0.5, 0.8, 0.99} {
			at, below := m.Quantile(q), 0.0
			for _, y := range draws[i] {
				if y <= at {
					below++
				}
			}
			if !(math.Abs(below/n-q) <= limit) {
				t.Errorf("%s: the share of draws up to the %g quantile is %g", m.Name, q, below/n)
			}
		}
	}
}
