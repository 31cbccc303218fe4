package causal

import (
	"context"
	"errors"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/prob"
)

// clinicNumbers are rows of means_rows.csv in units of 2⁻¹², so that they and their
// shifts are exact.
func clinicNumbers(t testing.TB) (clinic, drug []string, dose, y []float64) {
	t.Helper()
	for _, row := range readTestdata(t, "means_rows.csv")[1:] {
		clinic, drug = append(clinic, row[0]), append(drug, row[1])
		dose = append(dose, math.Round(parse(t, row[4])*4096)/4096)
		y = append(y, math.Round(parse(t, row[5])*4096)/4096)
	}
	return clinic, drug, dose, y
}

// slopesOf returns the lines of rows from..to in steps, shifted.
func slopesOf(t testing.TB, from, step int, shiftX, shiftY float64) *SlopeTable {
	t.Helper()
	clinic, _, dose, y := clinicNumbers(t)
	table := &SlopeTable{}
	for i := from; i < len(y); i += step {
		if err := table.Add(table.Strata.Code(clinic[i]), dose[i]+shiftX, y[i]+shiftY); err != nil {
			t.Fatal(err)
		}
	}
	return table
}

func mustSlopes(t testing.TB, table *SlopeTable) Slopes {
	t.Helper()
	s, err := table.Slopes()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// sameSlope compares slopes to 1e-13 of their size.
func sameSlope(t *testing.T, name string, got, want Slope) {
	t.Helper()
	wantNear(t, name, got.Estimate, want.Estimate, 1e-13*math.Abs(want.Estimate))
	wantNear(t, name+" error", got.StdErr, want.StdErr, 1e-13*want.StdErr)
	if got.N != want.N || got.DF != want.DF {
		t.Errorf("%s: %g rows and %g degrees of freedom, want %g and %g", name, got.N, got.DF, want.N, want.DF)
	}
}

func sameSlopes(t *testing.T, name string, got, want Slopes) {
	t.Helper()
	sameSlope(t, name+" crude", got.Crude, want.Crude)
	sameSlope(t, name+" within", got.Within, want.Within)
	for z := range want.Strata {
		if got.Strata[z].Name() != want.Strata[z].Name() {
			t.Fatalf("%s: stratum %q, want %q", name, got.Strata[z].Name(), want.Strata[z].Name())
		}
		sameSlope(t, name+" "+want.Strata[z].Name(), got.Strata[z].Slope, want.Strata[z].Slope)
	}
}

// At an offset of 10⁸ standard deviations, with counts for rows, in shards and in any
// order, slopes are the same.
func TestSlopeTableLaws(t *testing.T) {
	all := mustSlopes(t, slopesOf(t, 0, 1, 0, 0))
	sameSlopes(t, "far away", mustSlopes(t, slopesOf(t, 0, 1, 1<<28, -1<<29)), all)
	a, b := slopesOf(t, 0, 2, 1<<28, 0), slopesOf(t, 1, 2, 1<<28, 0)
	sameSlopes(t, "merged", mustSlopes(t, a.Merge(b)), all)
	sameSlopes(t, "merged the other way", mustSlopes(t, b.Merge(a)), all)
	sameSlopes(t, "merged with nothing", mustSlopes(t, slopesOf(t, 0, 1, 0, 0).Merge(&SlopeTable{})), all)
	sameSlopes(t, "nothing merged with all", mustSlopes(t, new(SlopeTable).Merge(slopesOf(t, 0, 1, 0, 0))), all)

	clinic, _, dose, y := clinicNumbers(t)
	var once, times SlopeTable
	for i := range y {
		n := float64(i % 4)
		for range i % 4 {
			_ = once.Add(once.Strata.Code(clinic[i]), dose[i], y[i])
		}
		if err := times.AddTimes(times.Strata.Code(clinic[i]), dose[i], y[i], n); err != nil {
			t.Fatal(err)
		}
	}
	sameSlopes(t, "counts", mustSlopes(t, &times), mustSlopes(t, &once))

	// Crude = within + between, the parts from sums about the means, in another way.
	var xx, xy, wxx, wxy float64
	mean := func(v []float64, of string) (m float64) {
		n := 0.0
		for i, x := range v {
			if of == "" || clinic[i] == of {
				m, n = m+x, n+1
			}
		}
		return m / n
	}
	mx, my := mean(dose, ""), mean(y, "")
	for i := range y {
		xx, xy = xx+(dose[i]-mx)*(dose[i]-mx), xy+(dose[i]-mx)*(y[i]-my)
		gx, gy := mean(dose, clinic[i]), mean(y, clinic[i])
		wxx, wxy = wxx+(dose[i]-gx)*(dose[i]-gx), wxy+(dose[i]-gx)*(y[i]-gy)
	}
	wantNear(t, "within part", all.WithinPart, wxy/xx, 1e-12)
	wantNear(t, "between part", all.BetweenPart, (xy-wxy)/xx, 1e-12)
	wantNear(t, "within", all.Within.Estimate, wxy/wxx, 1e-12)
}

func meansOf(t testing.TB, from, step int, shift float64) *MeanTable {
	t.Helper()
	clinic, drug, _, y := clinicNumbers(t)
	table := &MeanTable{}
	for i := from; i < len(y); i += step {
		if err := table.Add(table.Treatment.Code(drug[i]), table.Strata.Code(clinic[i]), y[i]+shift); err != nil {
			t.Fatal(err)
		}
	}
	return table
}

func mustMeans(t testing.TB, table *MeanTable) MeanComparison {
	t.Helper()
	c, err := table.Compare("b", "a")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sameMeans compares cells to a tolerance of the means.
func sameMeans(t *testing.T, name string, got, want MeanComparison, shift, tolerance float64) {
	t.Helper()
	for z, w := range want.Strata {
		g := got.Strata[z]
		if g.Name() != w.Name() || g.Others != w.Others {
			t.Fatalf("%s: stratum %q with %g others, want %q with %g", name, g.Name(), g.Others, w.Name(), w.Others)
		}
		for _, pair := range [][2]bayes.Moments{{g.Treated, w.Treated}, {g.Control, w.Control}} {
			if pair[0].N != pair[1].N {
				t.Errorf("%s %s: %g rows, want %g", name, w.Name(), pair[0].N, pair[1].N)
			}
			wantNear(t, name+" "+w.Name(), pair[0].Mean-shift, pair[1].Mean, tolerance)
			wantNear(t, name+" "+w.Name()+" squares", pair[0].SS, pair[1].SS, 1e-14*pair[1].SS)
		}
	}
}

func TestMeanTableLaws(t *testing.T) {
	all := mustMeans(t, meansOf(t, 0, 1, 0))
	const exact = 1e-15
	a, b := meansOf(t, 0, 2, 0), meansOf(t, 1, 2, 0)
	sameMeans(t, "merged", mustMeans(t, a.Merge(b)), all, 0, exact*10)
	sameMeans(t, "merged the other way", mustMeans(t, b.Merge(a)), all, 0, exact*10)
	sameMeans(t, "merged with nothing", mustMeans(t, meansOf(t, 0, 1, 0).Merge(&MeanTable{})), all, 0, 0)
	// At 2²⁸ a float64 mean is good to half of 2⁻²⁴, 3e-8; sums of squares lose nothing.
	far := mustMeans(t, meansOf(t, 0, 1, 1<<28))
	sameMeans(t, "far away", far, all, 1<<28, 3e-8)
	near, err := all.Kitagawa()
	if err != nil {
		t.Fatal(err)
	}
	parts, err := far.Kitagawa()
	if err != nil {
		t.Fatal(err)
	}
	wantNear(t, "rate far away", parts.Rate, near.Rate, 1.2e-7)
	wantNear(t, "composition far away", parts.Composition, near.Composition, 1.2e-7)
	p, err := all.Posterior(context.Background(), prob.NewSeed(1), NormalModel{Draws: 2000})
	if err != nil {
		t.Fatal(err)
	}
	q, err := far.Posterior(context.Background(), prob.NewSeed(1), NormalModel{Draws: 2000})
	if err != nil {
		t.Fatal(err)
	}
	wantNear(t, "ATE far away", q.Adjusted[Everyone].Low, p.Adjusted[Everyone].Low, 1.2e-7)
	wantNear(t, "P(every) far away", q.Verdicts.Every.Probability, p.Verdicts.Every.Probability, 1e-6)

	clinic, drug, _, y := clinicNumbers(t)
	var once, times MeanTable
	for i := range y {
		for range i % 3 {
			_ = once.Add(once.Treatment.Code(drug[i]), once.Strata.Code(clinic[i]), y[i])
		}
		if err := times.AddTimes(times.Treatment.Code(drug[i]), times.Strata.Code(clinic[i]), y[i], float64(i%3)); err != nil {
			t.Fatal(err)
		}
	}
	sameMeans(t, "counts", mustMeans(t, &times), mustMeans(t, &once), 0, exact*10)
}

// The other treatment as treated turns all signs, and nothing else; and the number of
// processors changes nothing.
func TestMeanPosteriorLaws(t *testing.T) {
	table := meansOf(t, 0, 1, 0)
	run := func(c MeanComparison, m NormalModel) MeanPosterior {
		p, err := c.Posterior(context.Background(), prob.NewSeed(5), m)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, m := range []NormalModel{{Draws: 4000}, {OneVariance: true, Draws: 4000}} {
		p := run(mustMeans(t, table), m)
		before := runtime.GOMAXPROCS(3)
		if again := run(mustMeans(t, table), m); !reflect.DeepEqual(again, p) {
			t.Error("three processors say something else")
		}
		runtime.GOMAXPROCS(before)
		c, err := table.Compare("a", "b")
		if err != nil {
			t.Fatal(err)
		}
		turned := run(c, m)
		wantNear(t, "P(every)", turned.Verdicts.Every.Probability, p.Verdicts.Every.Probability, 1e-12*p.Verdicts.Every.Probability)
		wantNear(t, "ATE mean", turned.Adjusted[Everyone].Mean, -p.Adjusted[Everyone].Mean, 1e-14)
		for z := range p.Strata {
			wantNear(t, "stratum", turned.Strata[z].Low, -p.Strata[z].High, 1e-12)
		}
		for what, pair := range map[string][2]Summary{"ATE": {turned.Adjusted[Everyone], p.Adjusted[Everyone]},
			"ATT": {turned.Adjusted[Untreated], p.Adjusted[Treated]}, "crude": {turned.Crude, p.Crude}, "bias": {turned.Bias, p.Bias}} {
			wantNear(t, what, pair[0].Low, -pair[1].High, 5*math.Hypot(pair[0].LowErr, pair[1].HighErr))
		}
		v, w := turned.Verdicts, p.Verdicts
		wantNear(t, "outside", v.Outside.Probability, w.Outside.Probability, 5*math.Hypot(v.Outside.StdErr, w.Outside.StdErr))
		wantNear(t, "crude sign", v.CrudeSign.Probability, w.CrudeSign.Probability, 5*math.Hypot(v.CrudeSign.StdErr, w.CrudeSign.StdErr))
	}
	// One stratum: the standardised effect is the crude one, and has the exact posterior
	// of Behrens and Fisher.
	one := mustMeans(t, table)
	one.Strata = one.Strata[:1]
	one.Strata[0].Others = 0
	p := run(one, NormalModel{})
	for _, s := range []Summary{p.Crude, p.Adjusted[Everyone], p.Adjusted[Treated], p.Adjusted[Untreated], p.Overlap} {
		wantNear(t, "one stratum", s.Low, p.Strata[0].Low, 5*s.LowErr)
		wantNear(t, "one stratum", s.High, p.Strata[0].High, 5*s.HighErr)
		wantNear(t, "one stratum", s.Mean, p.Strata[0].Mean, 1e-14)
	}
}

// Differences of t variates: two of one degree of freedom, Cauchy, are a Cauchy again;
// many degrees are normal; and it adds up to 1 in the far tails.
func TestTDifference(t *testing.T) {
	cauchy := newTDifference(prob.StudentT{DF: 1, Loc: 5, Scale: 2}, prob.StudentT{DF: 1, Loc: 2, Scale: 3})
	for _, x := range []float64{-1e6, -3, 0, 3, 3.5, 40, 1e9} {
		wantNear(t, "Cauchy", cauchy.above(x), prob.Cauchy{Loc: 3, Scale: 5}.Survival(x), 1e-14)
	}
	wantNear(t, "Cauchy's quartile", cauchy.summary(0.5).High, 8, 1e-13)
	if s := cauchy.summary(0.5); !math.IsNaN(s.Mean) || s.Median != 3 {
		t.Errorf("the mean of a Cauchy is %g, its median %g", s.Mean, s.Median)
	}
	normal := newTDifference(prob.StudentT{DF: 1e15, Loc: 1, Scale: 3}, prob.StudentT{DF: 1e15, Scale: 4})
	for _, x := range []float64{-9, 1, 11, 41} {
		want := prob.Normal{Mu: 1, Sigma: 5}.Survival(x)
		wantNear(t, "normal", normal.above(x), want, 1e-12*want)
		wantNear(t, "below", normal.below(x), 1-want, 1e-13)
	}
	// A certain number less a t is that t.
	point := newTDifference(prob.StudentT{DF: 7, Loc: 2, Scale: 1e-9}, prob.StudentT{DF: 4, Scale: 1})
	wantNear(t, "nearly a t", point.above(0), prob.StudentT{DF: 4, Scale: 1}.CDF(2), 1e-12)
	// Half of the distribution lies within the interval of level ½.
	s := newTDifference(prob.StudentT{DF: 3, Scale: 1}, prob.StudentT{DF: 9, Loc: 1, Scale: 0.2})
	iv := s.summary(0.5)
	wantNear(t, "quartile", s.above(iv.High), 0.25, 1e-14)
	wantNear(t, "quartile", s.below(iv.Low), 0.25, 1e-14)
	h := 1e-5
	wantNear(t, "density", s.density(0.3), (s.above(0.3-h)-s.above(0.3+h))/(2*h), 1e-9)
}

func cellOf(n, mean, sd float64) bayes.Moments {
	return bayes.Moments{N: n, Mean: mean, SS: (n - 1) * sd * sd}
}

// What the data do not hold is withheld, or an error that says what is missing.
func TestMeansWithoutAnswer(t *testing.T) {
	gap := MeanComparison{Outcome: "y", Treated: "b", Control: "a", Strata: []MeanStratum{
		{Levels: []string{"both"}, Treated: cellOf(9, 1, 2), Control: cellOf(8, 2, 1)},
		{Levels: []string{"only a"}, Control: cellOf(5, 3, 1)},
	}}
	p, err := gap.Posterior(context.Background(), prob.NewSeed(1), NormalModel{})
	if err != nil {
		t.Fatal(err)
	}
	var positivity *PositivityError
	if _, err := gap.Average(Everyone); !errors.As(err, &positivity) || len(positivity.Gaps) != 1 || positivity.Gaps[0] != (Gap{"only a", "b", 5. / 22}) {
		t.Errorf("error %v", err)
	}
	if _, err := gap.Kitagawa(); !errors.As(err, &positivity) {
		t.Errorf("Kitagawa: error %v", err)
	}
	if e, err := gap.Average(Treated); err != nil || e.Difference() != -1 {
		t.Errorf("ATT %v, %v", e, err)
	}
	if p.Withheld[Everyone] == nil || p.Withheld[Treated] != nil || p.Withheld[Untreated] == nil {
		t.Errorf("withheld %v", p.Withheld)
	}
	if !math.IsNaN(p.Adjusted[Everyone].Mean) || !math.IsNaN(p.Verdicts.Reversal.Probability) || !math.IsNaN(p.Verdicts.Every.Probability) || !math.IsNaN(p.Strata[1].Mean) || !math.IsNaN(p.Bias.Low) {
		t.Errorf("%+v", p)
	}
	wantNear(t, "ATT", p.Adjusted[Treated].Mean, -1, 1e-15)
	if c := gap.Trim(); len(c.Strata) != 1 || len(c.Dropped) != 1 || c.Dropped[0].Name() != "only a" || c.Crude().Difference() != -1 {
		t.Errorf("trimmed: %+v", c)
	}

	single := MeanComparison{Outcome: "y", Treated: "b", Control: "a", Strata: []MeanStratum{
		{Levels: []string{"m"}, Treated: cellOf(1, 1, 0), Control: cellOf(8, 2, 1)}, {Levels: []string{"f"}, Treated: cellOf(5, 1, 1), Control: cellOf(8, 2, 1)},
	}}
	if _, err := single.Posterior(context.Background(), prob.NewSeed(1), NormalModel{}); err == nil || !strings.Contains(err.Error(), `stratum "m", "b": there is a single row`) {
		t.Errorf("a single row: %v", err)
	}
	if _, err := single.Posterior(context.Background(), prob.NewSeed(1), NormalModel{OneVariance: true}); err != nil {
		t.Error(err)
	}
	prior := bayes.NormalInverseGamma{Count: 1, Shape: 1, Scale: 1}
	if _, err := single.Posterior(context.Background(), prob.NewSeed(1), NormalModel{Prior: &prior}); err != nil {
		t.Error(err)
	}
	for _, c := range []struct {
		m    NormalModel
		want string
	}{{NormalModel{Level: 1}, "level = 1"}, {NormalModel{Draws: -1}, "draws = -1"}, {NormalModel{Share: math.NaN()}, "share = NaN"},
		{NormalModel{Prior: &bayes.NormalInverseGamma{Count: -1}}, "count"}} {
		if _, err := gap.Posterior(context.Background(), prob.NewSeed(1), c.m); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want %q", c.m, err, c.want)
		}
	}
	var table MeanTable
	for name, err := range map[string]error{
		"the outcome is NaN": table.Add(0, 0, math.NaN()), "1000 levels": table.Add(1000, 0, 1), "strata": table.Add(0, 1<<20, 1),
		"a count of 1.5": table.AddTimes(0, 0, 1, 1.5), "a count of -1": table.AddTimes(0, 0, 1, -1),
	} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want %q", err, name)
		}
	}
	if _, err := meansOf(t, 0, 1, 0).Compare("b", "z"); err == nil || !strings.Contains(err.Error(), `no level "z"`) {
		t.Errorf("error %v", err)
	}
}

func TestSlopesWithoutAnswer(t *testing.T) {
	table := func(rows ...[3]float64) *SlopeTable {
		s := &SlopeTable{Treatment: "dose", Outcome: "y"}
		for _, r := range rows {
			if err := s.Add(s.Strata.Code(string(rune('a'+int(r[0])))), r[1], r[2]); err != nil {
				t.Fatal(err)
			}
		}
		return s
	}
	if _, err := table([3]float64{0, 1, 2}, [3]float64{0, 1, 3}, [3]float64{1, 2, 2}).Slopes(); err == nil || !strings.Contains(err.Error(), "dose does not vary within any stratum") {
		t.Errorf("error %v", err)
	}
	few := mustSlopes(t, table([3]float64{0, 1, 2}, [3]float64{0, 2, 3}, [3]float64{1, 2, 2}))
	if _, err := few.Posterior(NormalModel{}); err == nil || !strings.Contains(err.Error(), "3 rows in 2 strata are too few for the slope of y on dose: want 4 or more") {
		t.Errorf("error %v", err)
	}
	line := mustSlopes(t, table([3]float64{0, 1, 1}, [3]float64{0, 2, 2}, [3]float64{0, 3, 3}, [3]float64{0, 4, 4}))
	if _, err := line.Posterior(NormalModel{}); err == nil || !strings.Contains(err.Error(), "its stratum's line") {
		t.Errorf("error %v", err)
	}
	mixed := mustSlopes(t, table([3]float64{0, 1, 1}, [3]float64{0, 2, 2}, [3]float64{0, 3, 2.5}, [3]float64{1, 4, 4}, [3]float64{1, 4, 5}, [3]float64{2, 1, 1}, [3]float64{2, 2, 0}))
	p, err := mixed.Posterior(NormalModel{})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(p.Flat, " ") != "b" || strings.Join(p.Undetermined, " ") != "c" || !math.IsNaN(p.Verdicts.Every.Probability) || math.IsNaN(p.Verdicts.Reversal.Probability) {
		t.Errorf("%+v", p)
	}
	if !math.IsNaN(p.Strata[1].Low) || !math.IsNaN(p.Strata[2].Low) || math.IsNaN(p.Strata[0].Low) {
		t.Errorf("strata %+v", p.Strata)
	}
	if one, err := mixed.Posterior(NormalModel{OneVariance: true}); err != nil || math.IsNaN(one.Verdicts.Every.Probability) || len(one.Undetermined) > 0 {
		t.Errorf("one variance: %+v, %v", one, err)
	}
	// A crude slope of 0 is reversed by nothing.
	flat := mustSlopes(t, table([3]float64{0, 0, 0}, [3]float64{0, 1, 1}, [3]float64{0, 0, 1.5}, [3]float64{1, 1, 0}, [3]float64{1, 2, 1}, [3]float64{1, 1, 1.5}, [3]float64{1, 2, -2.5}, [3]float64{0, 1, 1.5}))
	flat.Crude.Estimate = 0
	if p, err := flat.Posterior(NormalModel{}); err != nil || !math.IsNaN(p.Verdicts.Reversal.Probability) || p.Verdicts.Reversal.Holds {
		t.Errorf("%+v, %v", p.Verdicts, err)
	}
	var s SlopeTable
	for name, err := range map[string]error{"the treatment is +Inf": s.Add(0, math.Inf(1), 0), "the outcome is NaN": s.Add(0, 1, math.NaN()),
		"strata": s.Add(1<<20, 1, 1), "a count of 0.5": s.AddTimes(0, 1, 1, 0.5)} {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want %q", err, name)
		}
	}
}
