package causal

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// drugB is the regression of the made-up clinics that the goldens are about.
var drugB = Regression{Treatment: "drug", Treated: "b", Control: "a", Outcome: "y", Covariates: []string{"clinic", "sex", "age", "dose"}}

func mustFit(t *testing.T, g Regression, d Data) Regressed {
	t.Helper()
	r, err := g.Fit(d)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Predictors that are combinations of others are left out and named, and change
// nothing else.
func TestRegressionCollinear(t *testing.T) {
	_, _, d := clinicRows(t)
	want := mustFit(t, drugB, d)
	age, _ := d.find("age")
	sex, _ := d.find("sex")
	twice, both := Column{Name: "twice"}, Column{Name: "both", Levels: d.Columns[sex].Levels, Codes: d.Columns[sex].Codes}
	for _, x := range d.Columns[age].Values {
		twice.Values = append(twice.Values, 2*x+1)
	}
	d.Columns = append(d.Columns, twice, both)
	g := drugB
	g.Covariates = []string{"clinic", "sex", "both", "age", "twice", "dose"}
	got := mustFit(t, g, d)
	sameSlope(t, "collinear", got.Adjusted, want.Adjusted)
	if strings.Join(got.Collinear, " ") != "both=m twice" || !slices.Equal(got.Predictors, want.Predictors) {
		t.Errorf("left out %v, kept %v", got.Collinear, got.Predictors)
	}
	copied, _ := d.find("drug")
	again := d.Columns[copied]
	again.Name = "again"
	d.Columns = append(d.Columns, again)
	g.Covariates = []string{"again"}
	if _, err := g.Fit(d); err == nil || !strings.Contains(err.Error(), "the treatment is a combination of the covariates") {
		t.Errorf("error %v", err)
	}
}

// Counts are rows, offsets are nothing, missing rows are as if they were not there, and
// a covariate's scale is of no matter.
func TestRegressionLaws(t *testing.T) {
	_, _, d := clinicRows(t)
	for _, g := range []Regression{drugB, {Treatment: "drug", Treated: "b", Control: "a", Outcome: "y", Covariates: drugB.Covariates, Varying: true, Target: Treated}} {
		want := mustFit(t, g, d)
		counted := Data{Columns: d.Columns, Counts: make([]int64, d.Columns[0].Len())}
		for i := range counted.Counts {
			counted.Counts[i] = int64(i % 3)
		}
		got, rows := mustFit(t, g, counted), mustFit(t, g, rowByRow(counted))
		sameSlope(t, "counts", got.Adjusted, rows.Adjusted)
		wantNear(t, "alone", got.Alone, rows.Alone, 1e-15)

		moved := Data{Columns: slices.Clone(d.Columns)}
		at, _ := d.find("age")
		moved.Columns[at].Values = slices.Clone(d.Columns[at].Values)
		for i, x := range moved.Columns[at].Values {
			moved.Columns[at].Values[i] = (math.Round(x*1024)/1024 + 1<<30) * 8
			d.Columns[at].Values[i] = math.Round(x*1024) / 1024
		}
		want = mustFit(t, g, d)
		sameSlope(t, "moved", mustFit(t, g, moved).Adjusted, want.Adjusted)

		gappy := Data{Columns: slices.Clone(d.Columns)}
		for k, c := range gappy.Columns {
			if c.Values != nil {
				gappy.Columns[k].Values = append(slices.Clone(c.Values), 1, math.NaN())
			} else {
				gappy.Columns[k].Codes = append(slices.Clone(c.Codes), -1, 0)
			}
		}
		got = mustFit(t, g, gappy)
		sameSlope(t, "missing", got.Adjusted, want.Adjusted)
		if got.Missing != want.Missing+2 {
			t.Errorf("%g missing, want %g", got.Missing, want.Missing+2)
		}
	}
}

// In truth the effect is 2 + z: 2 on average, more for the treated, who have more of z.
func TestRegressionVarying(t *testing.T) {
	rng := prob.NewSeed(31).Rand()
	z, x, y := Column{Name: "z"}, Column{Name: "x", Levels: []string{"no", "yes"}}, Column{Name: "y"}
	var treated, all running
	for range 2000 {
		v := rng.NormFloat64()
		given := int32(rng.Float64() + prob.Expit(v))
		z.Values, x.Codes = append(z.Values, v), append(x.Codes, given)
		y.Values = append(y.Values, 3*v+(2+v)*float64(given)) // no noise
		if all.add(v); given == 1 {
			treated.add(v)
		}
	}
	d := Data{Columns: []Column{z, x, y}}
	g := Regression{Treatment: "x", Outcome: "y", Covariates: []string{"z"}, Varying: true}
	wantNear(t, "ATE", mustFit(t, g, d).Adjusted.Estimate, 2+all.mean, 1e-12)
	g.Target = Treated
	wantNear(t, "ATT", mustFit(t, g, d).Adjusted.Estimate, 2+treated.mean, 1e-12)
	g.Varying, g.Covariates = false, []string{"x"}
	if _, err := g.Fit(d); err == nil || !strings.Contains(err.Error(), `"x" is a covariate too`) {
		t.Errorf("error %v", err)
	}
}

// Alone: the rows beyond what the other treatment has.
func TestRegressionAlone(t *testing.T) {
	d := Data{Columns: []Column{
		{Name: "x", Levels: []string{"a", "b"}, Codes: []int32{0, 0, 0, 0, 1, 1, 1, 1}},
		{Name: "z", Values: []float64{1, 2, 3, 4, 2, 3, 4, 5}},
		{Name: "w", Levels: []string{"p", "q"}, Codes: []int32{0, 1, 0, 0, 0, 0, 0, 0}},
		{Name: "y", Values: []float64{1, 3, 2, 5, 4, 6, 5, 9}},
	}}
	g := Regression{Treatment: "x", Outcome: "y", Covariates: []string{"z"}}
	wantNear(t, "alone by z", mustFit(t, g, d).Alone, 2./8, 0)
	g.Covariates = []string{"w", "z"}
	wantNear(t, "alone by w and z", mustFit(t, g, d).Alone, 3./8, 0)
	g.Treatment, g.Covariates = "z", nil
	if r := mustFit(t, g, d); !math.IsNaN(r.Alone) || r.Adjusted != r.Crude {
		t.Errorf("%+v", r)
	}
	few := Regression{Treatment: "x", Outcome: "y", Covariates: []string{"z", "w"}}
	short := Data{Columns: slices.Clone(d.Columns), Counts: []int64{1, 1, 1, 0, 1, 0, 0, 0}}
	r := mustFit(t, few, short)
	if _, err := r.Posterior(NormalModel{}); err == nil || !strings.Contains(err.Error(), "too few for 3 predictors") {
		t.Errorf("%+v: error %v", r, err)
	}
}
