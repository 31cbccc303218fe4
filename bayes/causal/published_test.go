package causal

import (
	"bytes"
	"context"
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
	published "github.com/bayeskit/bayeskit/testdata"
)

// readCSV returns the rows of a CSV file below its header, by column name.
func readCSV(t testing.TB, data []byte) (rows []map[string]string) {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func readFile(t testing.TB, name string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return readCSV(t, data)
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	if s == "NA" {
		return nan
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// publishedTable returns one of the module's example tables: stratum, treatment,
// outcome, n.
func publishedTable(t testing.TB, name string) *Table {
	t.Helper()
	data, err := published.Files.ReadFile(name + ".csv")
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	table := new(Table)
	for _, r := range all[1:] {
		if err := table.Add(table.Treatment.Code(r[1]), table.Outcome.Code(r[2]), table.Strata.Code(r[0]), number(t, r[3])); err != nil {
			t.Fatal(err)
		}
	}
	return table
}

// publishedNames are the example tables with what is compared in them.
var publishedNames = []struct{ name, treated, control, event string }{
	{"ucb_admissions", "male", "female", "admitted"},
	{"kidney_stones", "open_surgery", "pcnl", "success"},
	{"death_penalty_radelet1981", "black", "white", "death"},
	{"baseball_jeter_justice", "justice", "jeter", "hit"},
	{"covid_uk_delta_2021", "vaccinated", "unvaccinated", "died"},
	{"pearl_drug", "drug", "no_drug", "recovered"},
	{"birthwt_low", "yes", "no", "low"},
}

func publishedComparison(t testing.TB, name string) Comparison {
	t.Helper()
	for _, p := range publishedNames {
		if p.name == name {
			c, err := publishedTable(t, name).Compare(p.treated, p.control, p.event)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
	}
	t.Fatalf("no table %s", name)
	return Comparison{}
}

// Every number of expected.csv, which has 9 digits: half a unit of the last is at
// most 5e-9 of the value.
func TestPublishedEstimates(t *testing.T) {
	checked := 0
	for _, row := range readFile(t, "../../testdata/expected.csv") {
		c := publishedComparison(t, row["dataset"])
		if got := c.Signs(); got != row["strata_signs"] {
			t.Errorf("%s: signs %s, want %s", row["dataset"], got, row["strata_signs"])
		}
		for _, e := range c.Estimates() {
			want := number(t, row[e.Name])
			if !(math.Abs(e.Value-want) <= 1e-8*math.Abs(want)) {
				t.Errorf("%s: %s = %.12g, want %.9g", row["dataset"], e.Name, e.Value, want)
			}
			checked++
		}
	}
	if want := 7 * 19; checked != want {
		t.Errorf("%d numbers checked, want %d", checked, want)
	}
}

// R's answer for Berkeley, as printed in many places.
func TestPublishedMantelHaenszel(t *testing.T) {
	c := publishedComparison(t, "ucb_admissions")
	plain, corrected := c.CMH()
	iv := c.MantelHaenszel().OddsRatio.Interval(0.95)
	for _, x := range []struct {
		what      string
		got, want float64
		tolerance float64
	}{
		{"OR", c.MantelHaenszel().OddsRatio.Value, 0.9046968, 5e-8},
		{"low", iv.Low, 0.7719074, 5e-8},
		{"high", iv.High, 1.0603298, 5e-8},
		{"X²", plain.Value, 1.5246, 5e-5},
		{"p", plain.P(), 0.2169, 5e-5},
		{"X² corrected", corrected.Value, 1.4269, 5e-5},
		{"p corrected", corrected.P(), 0.2323, 5e-5},
	} {
		if !(math.Abs(x.got-x.want) <= x.tolerance) {
			t.Errorf("%s = %.9g, want %g ± %g", x.what, x.got, x.want, x.tolerance)
		}
	}
}

// The intervals and probabilities of the project's survey of these tables: 100,000
// draws, printed to three decimals. Tolerance: half a unit of the last decimal and
// four standard errors of both simulations.
func TestPublishedPosteriors(t *testing.T) {
	for _, want := range []struct {
		name                 string
		low, high            float64
		reversal, every      float64
		holds, everyHolds    bool
		outside, confounding bool
		words                string
	}{
		{"ucb_admissions", -0.076, -0.005, 0.987, 0.010, true, false, true, true, "extremely likely"},
		{"kidney_stones", -0.013, 0.118, 0.942, 0.734, true, true, true, true, "very likely"},
		{"death_penalty_radelet1981", -0.051, 0.121, 0.824, 0.584, true, true, true, false, "likely"},
		{"baseball_jeter_justice", -0.069, 0.076, 0.548, 0.286, true, true, true, false, "about as likely as not"},
		{"covid_uk_delta_2021", -0.006, -0.004, 1, 0.899, true, true, true, true, "virtually certain"},
		{"pearl_drug", -0.283, 0.141, 0.780, 0.515, true, true, true, true, "likely"},
		{"birthwt_low", 0.055, 0.332, 0.003, 0, false, false, false, false, "exceptionally unlikely"},
	} {
		post, err := publishedComparison(t, want.name).Posterior(context.Background(), prob.NewSeed(7), Sampling{})
		if err != nil {
			t.Fatal(err)
		}
		near := func(what string, got, err, want float64) {
			t.Helper()
			both := math.Sqrt(1 + 40_000./100_000) // the other simulation had 100,000 draws
			if !(math.Abs(got-want) <= 0.0005+4*both*err) {
				t.Errorf("%s = %.4f ± %.4f, want %.3f", what, got, err, want)
			}
		}
		v, rd := post.Verdicts, post.Adjusted[Everyone].Difference
		near(want.name+" low", rd.Low, rd.LowErr, want.low)
		near(want.name+" high", rd.High, rd.HighErr, want.high)
		near(want.name+" P(reversal)", v.Reversal.Probability, v.Reversal.StdErr, want.reversal)
		near(want.name+" P(every)", v.Every.Probability, v.Every.StdErr, want.every)
		got := [4]bool{v.Reversal.Holds, v.Every.Holds, v.Outside.Holds, v.Confounded.Holds}
		if got != [4]bool{want.holds, want.everyHolds, want.outside, want.confounding} {
			t.Errorf("%s: reversal, every, outside, confounded: %v", want.name, got)
		}
		if post.OutsideRatio.Holds != want.outside {
			t.Errorf("%s: outside the range of ratios: %v", want.name, post.OutsideRatio)
		}
		if w := v.Reversal.Words(); w != want.words {
			t.Errorf("%s: a reversal is %s, want %s", want.name, w, want.words)
		}
	}
}
