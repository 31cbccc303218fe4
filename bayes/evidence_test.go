package bayes

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestEvidenceOracle holds log evidence against 60-digit values: parameters
// from 1e-6 to 1e12, up to 10⁹ rows, offsets of 10⁸ standard deviations. 1e-11
// of the value, or absolute if that is more, is the bound for every pair.
func TestEvidenceOracle(t *testing.T) {
	seen := map[string]int{}
	for _, row := range goldenRows(t, "testdata/evidence.csv") {
		want, err := strconv.ParseFloat(row[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		family, params, _ := strings.Cut(row[0], " ")
		p := floats(t, params)
		var got float64
		switch family {
		case "beta":
			got = evidence(t, Beta{p[0], p[1]}, row[1], trialsOf)
		case "dirichlet":
			got = evidence(t, Dirichlet{Alpha: p}, row[1], tallyOf)
		case "gamma":
			got = evidence(t, Gamma{p[0], p[1]}, row[1], eventsOf)
		case "normal":
			got = evidence(t, Normal{p[0], p[1]}, row[1], measurementsOf)
		case "nig":
			got = evidence(t, NormalInverseGamma{p[0], p[1], p[2], p[3]}, row[1], momentsOf)
		case "invgamma":
			got = evidence(t, InverseGamma{p[0], p[1]}, row[1], deviationsOf)
		case "pareto":
			got = evidence(t, Pareto{p[0], p[1]}, row[1], extentOf)
		case "vonmises":
			got = evidence(t, VonMises{p[0], p[1]}, row[1], func(_ string, x []float64) Directions { return VonMisesOf(x[0], x[1]) })
		case "level":
			prior := LocalLevel{p[0], p[1], p[2]}
			got = evidence(t, prior, row[1], func(_ string, x []float64) Walk { return prior.Row(x[0], x[1]) })
		}
		if d := math.Abs(got - want); !(d <= 1e-11*math.Max(1, math.Abs(want))) {
			t.Errorf("%s; %s: log evidence %.17g, want %.17g (off by %.2g)", row[0], row[1], got, want, d)
		}
		seen[family]++
	}
	for _, family := range []string{"beta", "dirichlet", "gamma", "normal", "nig", "invgamma", "pareto", "vonmises", "level"} {
		if seen[family] < 40 {
			t.Errorf("%d rows for %s, want 40 or more", seen[family], family)
		}
	}
}

// goldenRows returns the rows of a table below its head.
func goldenRows(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func evidence[P Prior[P, S], S Stat[S]](t *testing.T, prior P, data string, of func(string, []float64) S) float64 {
	return prior.LogEvidence(parseStat(t, data, of))
}

// parseStat reads "kind numbers…; 1000*kind numbers…".
func parseStat[S Stat[S]](t *testing.T, data string, of func(kind string, x []float64) S) (s S) {
	t.Helper()
	for _, part := range strings.Split(data, ";") {
		times, rest, found := strings.Cut(strings.TrimSpace(part), "*")
		if !found {
			times, rest = "1", times
		}
		n, err := strconv.Atoi(times)
		if err != nil {
			t.Fatal(err)
		}
		kind, numbers, _ := strings.Cut(rest, " ")
		for one := of(kind, floats(t, numbers)); n > 0; n /= 2 { // merge n of them, by doubling
			if n%2 == 1 {
				s = s.Merge(one)
			}
			one = one.Merge(one)
		}
	}
	return s
}

func floats(t *testing.T, s string) (xs []float64) {
	t.Helper()
	for _, word := range strings.Fields(s) {
		x, err := strconv.ParseFloat(word, 64)
		if err != nil {
			t.Fatal(err)
		}
		xs = append(xs, x)
	}
	return xs
}

func trialsOf(kind string, x []float64) Trials {
	switch kind {
	case "bernoulli":
		return Bernoulli(x[0], x[1])
	case "binomial":
		return Binomial(x[0], x[1])
	case "geometric":
		return Geometric(x[0])
	case "negbin":
		return NegativeBinomial(x[0], x[1])
	}
	panic(kind)
}

func tallyOf(kind string, x []float64) Tally {
	switch kind {
	case "categorical":
		return Categorical(int(x[0]), int(x[1]))
	case "counts":
		return CategoricalCounts(x...)
	case "multinomial":
		return Multinomial(x...)
	}
	panic(kind)
}

func eventsOf(kind string, x []float64) Events {
	switch kind {
	case "poisson":
		return Poisson(x[0], x[1])
	case "exponential":
		return Exponential(x[0])
	case "censored":
		return Censored(x[0])
	case "gamma":
		return GammaOf(x[0], x[1])
	case "invgamma":
		return InverseGammaOf(x[0], x[1])
	case "pareto":
		return ParetoOf(x[0], x[1])
	}
	panic(kind)
}

func measurementsOf(kind string, x []float64) Measurements { return Measurement(x[0], x[1]) }

func momentsOf(kind string, x []float64) Moments {
	switch kind {
	case "reals":
		return Reals(x...)
	case "lognormal":
		return Lognormal(x[0])
	case "moments":
		return Moments{N: x[0], Mean: x[1], SS: x[2]}
	}
	panic(kind)
}

func deviationsOf(kind string, x []float64) Deviations {
	switch kind {
	case "normal":
		return NormalOf(x[0], x[1])
	case "weibull":
		return WeibullOf(x[0], x[1])
	}
	panic(kind)
}

func extentOf(_ string, x []float64) Extent { return UniformOf(x[0]) }
