package causal

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// golden is means.csv: values with their standard errors.
type golden map[string][2]float64

func readGolden(t testing.TB) golden {
	t.Helper()
	g := golden{}
	for _, row := range readTestdata(t, "means.csv")[1:] {
		g[row[0]] = [2]float64{parse(t, row[1]), parse(t, row[2])}
	}
	return g
}

func readTestdata(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// exact compares with a value that is exact but for rounding, in the oracle as well:
// least squares in float64 of numbers of about 1, and integrals to 1e-13 of 1.
func (g golden) exact(t *testing.T, name string, got, tolerance float64) {
	t.Helper()
	want, ok := g[name]
	if !ok {
		t.Fatalf("means.csv has no %q", name)
	}
	if !(math.Abs(got-want[0]) <= tolerance*math.Max(1e-3, math.Abs(want[0]))) {
		t.Errorf("%s = %.15g, want %.15g", name, got, want[0])
	}
	delete(g, name)
}

// drawn compares with a value that was drawn, within 4.5 standard errors of both: of
// some 30 comparisons one fails by chance in 5,000 runs with other seeds.
func (g golden) drawn(t *testing.T, name string, got, stderr float64) {
	t.Helper()
	want, ok := g[name]
	if !ok {
		t.Fatalf("means.csv has no %q", name)
	}
	if !(math.Abs(got-want[0]) <= 4.5*math.Hypot(stderr, want[1])) {
		t.Errorf("%s = %.6g ± %.2g, want %.6g ± %.2g", name, got, stderr, want[0], want[1])
	}
	delete(g, name)
}

// clinicRows are the rows of means_rows.csv as tables.
func clinicRows(t testing.TB) (*MeanTable, *SlopeTable, Data) {
	t.Helper()
	means, slopes := &MeanTable{Outcome: "y"}, &SlopeTable{Treatment: "dose", Outcome: "y"}
	table := readTestdata(t, "means_rows.csv")
	for _, row := range table[1:] {
		dose, y := parse(t, row[4]), parse(t, row[5])
		if err := means.Add(means.Treatment.Code(row[1]), means.Strata.Code(row[0]), y); err != nil {
			t.Fatal(err)
		}
		if err := slopes.Add(slopes.Strata.Code(row[0]), dose, y); err != nil {
			t.Fatal(err)
		}
	}
	return means, slopes, dataOf(table)
}

func parse(t testing.TB, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestContinuousOracle holds all about means, slopes and regressions against an
// independent implementation: see testdata/means.py.
func TestContinuousOracle(t *testing.T) {
	g := readGolden(t)
	means, slopes, data := clinicRows(t)
	t.Run("slopes", func(t *testing.T) { slopesAgainst(t, g, slopes) })
	t.Run("means", func(t *testing.T) { meansAgainst(t, g, means) })
	t.Run("regressions", func(t *testing.T) { regressionsAgainst(t, g, data) })
	for name := range g {
		t.Errorf("%q is compared with nothing", name)
	}
}

func slopesAgainst(t *testing.T, g golden, table *SlopeTable) {
	s, err := table.Slopes()
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Posterior(NormalModel{})
	if err != nil {
		t.Fatal(err)
	}
	one, err := s.Posterior(NormalModel{OneVariance: true})
	if err != nil {
		t.Fatal(err)
	}
	const rounding = 1e-12
	g.exact(t, "slope crude", s.Crude.Estimate, rounding)
	g.exact(t, "slope crude err", s.Crude.StdErr, rounding)
	g.exact(t, "slope within", s.Within.Estimate, rounding)
	g.exact(t, "slope within err", s.Within.StdErr, rounding)
	for _, z := range s.Strata {
		g.exact(t, "slope "+z.Name(), z.Estimate, rounding)
		g.exact(t, "slope "+z.Name()+" err", z.StdErr, rounding)
	}
	g.exact(t, "slope reversal", p.Verdicts.Reversal.Probability, rounding)
	g.exact(t, "slope every", p.Verdicts.Every.Probability, rounding)
	g.exact(t, "slope outside", p.Verdicts.Outside.Probability, rounding)
	g.exact(t, "slope every one variance", one.Verdicts.Every.Probability, rounding)
	g.exact(t, "slope outside one variance", one.Verdicts.Outside.Probability, rounding)
	within := prob.StudentT{DF: s.Within.DF, Loc: s.Within.Estimate, Scale: s.Within.StdErr}
	wantNear(t, "confounded", p.Verdicts.Confounded.Probability, within.CDF(s.Crude.Estimate), 1e-14) // within is the lesser
	crude := prob.StudentT{DF: s.Crude.DF, Loc: s.Crude.Estimate, Scale: s.Crude.StdErr}
	wantNear(t, "crude sign", p.Verdicts.CrudeSign.Probability, crude.Survival(0), 1e-14)
	if v := p.Verdicts; !v.Reversal.Holds || !v.Every.Holds || !v.Outside.Holds || !v.Confounded.Holds {
		t.Errorf("verdicts %+v, want all to hold", v)
	}
}

func meansAgainst(t *testing.T, g golden, table *MeanTable) {
	c, err := table.Compare("b", "a")
	if err != nil {
		t.Fatal(err)
	}
	const rounding = 1e-12
	g.exact(t, "mean crude", c.Crude().Difference(), rounding)
	for _, of := range []Target{Everyone, Treated, Untreated} {
		e, err := c.Average(of)
		if err != nil {
			t.Fatal(err)
		}
		g.exact(t, "mean "+of.String(), e.Difference(), rounding)
	}
	g.exact(t, "mean overlap", c.Overlap(), rounding)
	k, err := c.Kitagawa()
	if err != nil {
		t.Fatal(err)
	}
	g.exact(t, "mean rate", k.Rate, rounding)
	g.exact(t, "mean composition", k.Composition, rounding)
	wantNear(t, "rate + composition", k.Rate+k.Composition, c.Crude().Difference(), 1e-14)

	p, err := c.Posterior(context.Background(), prob.NewSeed(1), NormalModel{Level: 0.9})
	if err != nil {
		t.Fatal(err)
	}
	for z, s := range c.Strata {
		// The quantiles of the oracle are solved to 1e-12, ours to 1e-12 of the spread.
		g.exact(t, "mean "+s.Name()+" low", p.Strata[z].Low, 1e-10)
		g.exact(t, "mean "+s.Name()+" high", p.Strata[z].High, 1e-10)
		alone := MeanComparison{Treated: "b", Control: "a", Strata: c.Strata[z : z+1]}
		cells, err := alone.cells(NormalModel{}.withDefaults())
		if err != nil {
			t.Fatal(err)
		}
		g.exact(t, "mean "+s.Name()+" below 0", cells.every(1), 1e-11)
	}
	g.exact(t, "mean every", p.Verdicts.Every.Probability, 1e-10)
	for name, s := range map[string]Summary{"ATE": p.Adjusted[Everyone], "ATT": p.Adjusted[Treated], "ATC": p.Adjusted[Untreated], "crude": p.Crude, "bias": p.Bias} {
		g.drawn(t, "draw "+name+" mean", s.Mean, s.StdErr)
		g.drawn(t, "draw "+name+" low", s.Low, s.LowErr)
		g.drawn(t, "draw "+name+" high", s.High, s.HighErr)
		g.drawn(t, "draw "+name+" median", s.Median, s.LowErr) // the density is greater there
	}
	cells, err := c.cells(NormalModel{}.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	d, err := cells.draw(context.Background(), prob.NewSeed(2), 40_000)
	if err != nil {
		t.Fatal(err)
	}
	for k, name := range map[int]string{int(Everyone): "ATE", int(Treated): "ATT", int(Untreated): "ATC", toCrude: "crude", toBias: "bias"} {
		below := d.mixes[k].below(0)
		g.drawn(t, "draw "+name+" below 0", below.Probability, below.StdErr)
		wantNear(t, name+": below + above", below.Probability+d.mixes[k].above(0).Probability, 1, 1e-12)
	}
	outside := chance(d.outside, 40_000)
	g.drawn(t, "draw outside", outside.Probability, outside.StdErr)
	if v := p.Verdicts; v.Reversal.Holds || v.Every.Holds || !v.Outside.Holds || !v.Confounded.Holds {
		t.Errorf("verdicts %+v", v)
	}
	wantNear(t, "P(reversal)", p.Verdicts.Reversal.Probability, d.mixes[Everyone].above(0).Probability, 1e-4)
}

func regressionsAgainst(t *testing.T, g golden, data Data) {
	r := Regression{Treatment: "drug", Treated: "b", Control: "a", Outcome: "y", Covariates: []string{"clinic", "sex", "age", "dose"}}
	fit := func(r Regression) Regressed {
		got, err := r.Fit(data)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	got := fit(r)
	const rounding = 1e-11 // numpy's, with predictors of 60 beside those of 1, and products
	g.exact(t, "regression", got.Adjusted.Estimate, rounding)
	g.exact(t, "regression err", got.Adjusted.StdErr, rounding)
	if want := "clinic=north clinic=south sex=m age dose"; strings.Join(got.Predictors, " ") != want {
		t.Errorf("predictors %v, want %s", got.Predictors, want)
	}
	r.Varying = true
	for _, r.Target = range []Target{Everyone, Treated, Untreated} {
		got := fit(r)
		g.exact(t, "regression varying "+r.Target.String(), got.Adjusted.Estimate, rounding)
		g.exact(t, "regression varying "+r.Target.String()+" err", got.Adjusted.StdErr, rounding)
	}
}
