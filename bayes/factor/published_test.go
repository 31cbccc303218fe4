package factor

import (
	"math"
	"strings"
	"testing"
)

// Published tables; testdata/README.md has their sources.

// sleepPairs are the extra hours of sleep by two drugs.
func sleepPairs() (a, b []float64) {
	return []float64{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0},
		[]float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
}

func sleepDifferences() []float64 {
	a, b := sleepPairs()
	d := make([]float64, len(a))
	for i := range d {
		d[i] = a[i] - b[i]
	}
	return d
}

// attitude returns rating and its six predictors by name.
func attitude() (names []string, columns [][]float64) {
	names = []string{"rating", "complaints", "privileges", "learning", "raises", "critical", "advance"}
	columns = make([][]float64, len(names))
	for i, v := range []float64{
		43, 51, 30, 39, 61, 92, 45, 63, 64, 51, 54, 63, 73, 47, 71, 70, 68, 69, 76, 86, 48, 61, 63, 45, 47, 54, 84, 35,
		81, 78, 56, 66, 71, 83, 47, 43, 55, 49, 44, 54, 49, 34, 58, 67, 42, 56, 66, 68, 35, 71, 75, 50, 55, 70, 66, 41,
		72, 82, 72, 67, 71, 83, 31, 67, 61, 45, 47, 62, 80, 41, 64, 53, 53, 58, 58, 67, 34, 67, 60, 47, 39, 59, 74, 41,
		69, 62, 57, 42, 55, 63, 25, 68, 83, 83, 45, 59, 77, 35, 77, 77, 54, 72, 79, 77, 46, 81, 90, 50, 72, 60, 54, 36,
		74, 85, 64, 69, 79, 79, 63, 65, 60, 65, 75, 55, 80, 60, 65, 70, 46, 57, 75, 85, 46, 50, 58, 68, 54, 64, 78, 52,
		50, 40, 33, 34, 43, 64, 33, 64, 61, 52, 62, 66, 80, 41, 53, 66, 52, 50, 63, 80, 37, 40, 37, 42, 58, 50, 57, 49,
		63, 54, 42, 48, 66, 75, 33, 66, 77, 66, 63, 88, 76, 72, 78, 75, 58, 74, 80, 78, 49, 48, 57, 44, 45, 51, 83, 38,
		85, 85, 71, 71, 77, 74, 55, 82, 82, 39, 59, 64, 78, 39,
	} {
		columns[i%7] = append(columns[i%7], v)
	}
	return names, columns
}

// chicks are weights by feed: horsebean, linseed, soybean, sunflower, meatmeal,
// casein.
func chicks() Groups {
	return groupsOf(
		[]float64{179, 160, 136, 227, 217, 168, 108, 124, 143, 140},
		[]float64{309, 229, 181, 141, 260, 203, 148, 169, 213, 257, 244, 271},
		[]float64{243, 230, 248, 327, 329, 250, 193, 271, 316, 267, 199, 171, 158, 248},
		[]float64{423, 340, 392, 339, 341, 226, 320, 295, 334, 322, 297, 318},
		[]float64{325, 257, 303, 315, 380, 153, 263, 242, 206, 344, 258},
		[]float64{368, 390, 379, 260, 404, 318, 352, 359, 216, 222, 283, 332})
}

// teeth are lengths by supplement (VC, OJ) and dose (three).
func teeth() [2][3][]float64 {
	return [2][3][]float64{
		{{4.2, 11.5, 7.3, 5.8, 6.4, 10, 11.2, 11.2, 5.2, 7}, {16.5, 16.5, 15.2, 17.3, 22.5, 17.3, 13.6, 14.5, 18.8, 15.5}, {23.6, 18.5, 33.9, 25.5, 26.4, 32.5, 26.7, 21.5, 23.3, 29.5}},
		{{15.2, 21.5, 17.6, 9.7, 14.5, 10, 8.2, 9.4, 16.5, 9.7}, {19.7, 23.3, 23.6, 26.4, 20, 25.2, 25.8, 21.2, 14.5, 27.3}, {25.5, 26.4, 22.4, 24.5, 24.8, 30.9, 26.4, 27.3, 29.4, 23}},
	}
}

// raceDolls counts children who chose a doll of their own race, or of the other.
func raceDolls() [][]float64 { return [][]float64{{50, 48}, {21, 41}} }

func groupsOf(x ...[]float64) (g Groups) {
	for i, values := range x {
		for _, v := range values {
			g.Add(i, v)
		}
	}
	return g
}

// irisSepals is r of sepal length and width, from their sums of squares and
// products: 102.1683, 28.3069, −6.3227, exact to the digit (Anderson 1935; n = 150).
func irisSepals() float64 {
	return -6.32266666666667 / math.Sqrt(102.168333333333*28.3069333333333)
}

// TestPublished compares with the R package, to the error that it states and the
// ten digits that it prints.
func TestPublished(t *testing.T) {
	must := func(v Value, err error) Value {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
		return v
	}
	paired, err := TTest{}.Test(SampleOf(sleepDifferences()...).T(0))
	if err != nil {
		t.Fatal(err)
	}
	feed := chicks()
	teeth := teeth()
	var supplement, dose Groups
	for i, s := range teeth {
		for j, values := range s {
			for _, v := range values {
				supplement.Add(i, v)
				dose.Add(j, v)
			}
		}
	}
	fifteen, err := Proportion{}.Test(15, 25)
	must(Value{}, err)
	mendel, err := Proportion{Null: 0.75}.Test(682, 925)
	must(Value{}, err)
	sepals, err := Correlation{}.Test(irisSepals(), 150)
	must(Value{}, err)
	got := map[string]Value{
		"ttest_paired_medium Alt., r=0.707":                      paired.Factor(),
		"ttest_paired_wide Alt., r=1":                            must(TTest{1}.Factor(SampleOf(sleepDifferences()...).T(0))),
		"ttest_paired_interval Alt., r=0.707 -Inf<d<0":           paired.Less(),
		"ttest_paired_interval Alt., r=0.707 !(-Inf<d<0)":        paired.Greater(),
		"ttest_two_sample_chickwts Alt., r=0.707":                must(TTest{}.Factor(TwoSampleTOf(feed[0], feed[1]))),
		"contingency_raceDolls_indepMulti_cols Non-indep. (a=1)": must(Table{Sampling: ColumnsFixed}.Factor(raceDolls())),
		"contingency_raceDolls_jointMulti Non-indep. (a=1)":      must(Table{Sampling: JointMultinomial}.Factor(raceDolls())),
		"contingency_raceDolls_poisson Non-indep. (a=1)":         must(Table{Sampling: Poisson}.Factor(raceDolls())),
		"contingency_raceDolls_hypergeom Non-indep. (a=1)":       must(Table{Sampling: Hypergeometric}.Factor(raceDolls())),
		"contingency_2x3_indepMulti_rows Non-indep. (a=1)":       must(Table{Sampling: RowsFixed}.Factor([][]float64{{12, 9, 7}, {5, 14, 11}})),
		"proportion_15_of_25 Alt., p0=0.5, r=0.5":                fifteen.Factor(),
		"proportion_682_of_928_mendel Alt., p0=0.75, r=0.5":      mendel.Factor(),
		"correlation_iris_sepal Alt., r=0.333":                   sepals.Factor(),
		"anova_toothgrowth supp":                                 must(ANOVA{}.Factor(supplement)),
		"anova_toothgrowth dose":                                 must(ANOVA{}.Factor(dose)),
		"anova_oneway_chickwts feed":                             must(ANOVA{}.Factor(feed)),
	}
	names, columns := attitude()
	design, err := NewDesign(columns[0], columns[1:]...)
	if err != nil {
		t.Fatal(err)
	}
	models, err := Regression{}.Models(design)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range models {
		var terms []string
		for _, j := range m.Predictors {
			terms = append(terms, names[j+1])
		}
		for _, id := range []string{"regression_attitude_top ", "regression_attitude_complaints ", "regression_attitude_full "} {
			got[id+strings.Join(terms, " + ")] = m.Value
		}
	}
	for i, row := range readCSV(t, "testdata/bayesfactor.csv") {
		if i == 0 {
			continue
		}
		v, ok := got[row[0]+" "+row[1]]
		if !ok {
			t.Errorf("nothing computed for %s %s", row[0], row[1])
			continue
		}
		want := number(t, row[2])
		if tol := number(t, row[3]) + 5e-10; !(math.Abs(v.BF10()/want-1) <= tol) {
			t.Errorf("%s %s: BF = %.10g, want %.10g within %.1g of it", row[0], row[1], v.BF10(), want, tol)
		}
	}
	best := [][]int{{0}, {0, 2}, {0, 2, 5}, {0, 3}, {0, 1}, {0, 5}}
	for i, want := range best {
		if got := models[i].Predictors; len(got) != len(want) || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("model %d by its factor has predictors %v, want %v", i+1, got, want)
		}
	}
}
