package causal

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// What cannot be tried is named with the reason.
func TestSearchSkips(t *testing.T) {
	rng := prob.NewSeed(10).Rand()
	const rows = 400
	d := noise(rng, rows, 2)
	x, y := &d.Columns[0], &d.Columns[1]
	x.Name, y.Name = "x", "y"
	y.Levels = []string{"p", "q"}
	for i := range y.Codes {
		y.Codes[i] %= 2
	}
	var id, number, same, nearly, words, copied, absent, few Column
	for _, c := range []*Column{&id, &words, &copied, &absent} {
		c.Codes = make([]int32, rows)
	}
	for i := range rows {
		id.Levels = append(id.Levels, fmt.Sprint("row", i))
		id.Codes[i] = int32(i)
		number.Values = append(number.Values, float64(rows-i))
		same.Values = append(same.Values, 3)
		nearly.Values = append(nearly.Values, min(1, float64(i)+0.5))
		if len(words.Levels) < 60 {
			words.Levels = append(words.Levels, fmt.Sprint("w", i))
		}
		words.Codes[i] = int32(i % 60)
		copied.Codes[i] = x.Codes[i]
		absent.Codes[i] = -1
		few.Values = append(few.Values, float64(i%3))
	}
	nearly.Values[0] = math.NaN()
	copied.Levels, absent.Levels = []string{"one", "two"}, []string{"never"}
	names := []string{"id", "number", "same", "nearly", "words", "copied", "absent", "few"}
	for k, c := range []Column{id, number, same, nearly, words, copied, absent, few} {
		c.Name = names[k]
		d.Columns = append(d.Columns, c)
	}
	f := mustRun(t, Search{Treatment: "x", Outcome: "y"}, 1, d)
	want := map[string]string{
		"id": "identifies rows", "number": "identifies rows", "same": "the same in every row", "nearly": "the same in every row",
		"words": "60 levels, more than 50", "copied": "only 0% of the rows are in strata with both levels of x", "absent": "the same in every row",
	}
	for _, s := range f.Skipped {
		if !strings.Contains(s.Reason, want[s.Column]) || want[s.Column] == "" {
			t.Errorf("%s skipped: %s", s.Column, s.Reason)
		}
		delete(want, s.Column)
	}
	if len(want) > 0 {
		t.Errorf("not skipped: %v", want)
	}
	if f.Tried != 1 || f.Candidates[0].By[0] != "few" || f.Candidates[0].Strata != 3 || f.Sparse != 1 {
		t.Errorf("%+v", f)
	}
}

// Missing values leave a row out where they matter, and only there.
func TestSearchMissing(t *testing.T) {
	d := noise(prob.NewSeed(13).Rand(), 300, 4)
	d.Columns[1].Codes[7] = -1
	d.Columns[2].Values[8], d.Columns[2].Values[9] = math.NaN(), math.NaN()
	d.Columns[0].Codes[20], d.Columns[3].Codes[21] = -1, -1
	for _, s := range []Search{{Treatment: "noise0", Outcome: "noise3"}, {Treatment: "noise0", Outcome: "noise2"}, {Treatment: "noise2", Outcome: "noise0"}} {
		f := mustRun(t, s, 1, d)
		for _, c := range f.Candidates {
			missing := 0.0
			for _, name := range append([]string{c.Treatment, c.Outcome}, c.By...) {
				missing += map[string]float64{"noise0": 1, "noise1": 1, "noise2": 2, "noise3": 1}[name]
			}
			if c.Rows != 300-missing {
				t.Errorf("%+v: %g rows, want %g", s, c.Rows, 300-missing)
			}
		}
	}
}

func TestSearchRefuses(t *testing.T) {
	d := noise(prob.NewSeed(13).Rand(), 50, 4)
	ragged := Data{Columns: []Column{d.Columns[0], {Name: "short", Values: []float64{1, 2}}}}
	twice := Data{Columns: []Column{d.Columns[0], d.Columns[0]}}
	for _, c := range []struct {
		s    Search
		d    Data
		want string
	}{
		{Search{Treatment: "w"}, d, `no column "w"`},
		{Search{Treatment: "noise1", Outcome: "noise0"}, d, `the treatment "noise1": 4 levels, which are no numbers: name those meant`},
		{Search{Treatment: "noise1", Outcome: "noise0", Treated: "q"}, d, `name the one that "q" is compared with`},
		{Search{Treatment: "noise1", Outcome: "noise0", Treated: "q", Control: "z"}, d, `no level "z"`},
		{Search{Treatment: "noise0", Outcome: "noise1"}, d, `the outcome "noise1": 4 levels`},
		{Search{Treatment: "noise0", Outcome: "noise0"}, d, "both treatment and outcome"},
		{Search{Rate: 1}, d, "rate = 1"},
		{Search{Event: "p"}, d, "not named"},
		{Search{}, ragged, `column "short" has 2 rows and "noise0" 50`},
		{Search{}, twice, "two columns are called"},
		{Search{}, Data{}, "no column can be a treatment"},
		{Search{}, Data{Columns: d.Columns, Counts: make([]int64, 3)}, "3 counts for 50 rows"},
	} {
		_, err := c.s.Run(context.Background(), prob.NewSeed(1), c.d)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want %q", c.s, err, c.want)
		}
	}
	if _, err := (Search{Treatment: "noise1", Outcome: "noise0", Treated: "q", Control: "s", Event: "p"}).Run(context.Background(), prob.NewSeed(1), d); err != nil {
		t.Error(err)
	}
}

// oddData are a few columns of whatever kind: constant, missing, tied, of single rows.
func oddData(rng *rand.Rand) (d Data) {
	rows := rng.IntN(25)
	for k := range 1 + rng.IntN(5) {
		c := Column{Name: fmt.Sprint("c", k)}
		levels := 1 + rng.IntN(4)
		switch kind := rng.IntN(4); kind {
		case 0: // numbers
			c.Values = make([]float64, rows)
			for i := range c.Values {
				if c.Values[i] = math.Round(float64(levels)*rng.NormFloat64()) * math.Pow(10, float64(rng.IntN(2)*150)); rng.IntN(9) == 0 {
					c.Values[i] = math.NaN()
				}
			}
		default:
			c.Codes = make([]int32, rows)
			for l := range levels {
				c.Levels = append(c.Levels, fmt.Sprint(l))
				if kind == 1 {
					c.Numbers = append(c.Numbers, float64(l*l))
				}
			}
			for i := range c.Codes {
				c.Codes[i] = int32(rng.IntN(levels+1)) - int32(rng.IntN(2))
				c.Codes[i] = min(c.Codes[i], int32(levels)-1)
			}
		}
		d.Columns = append(d.Columns, c)
	}
	if rng.IntN(2) == 0 {
		d.Counts = make([]int64, rows)
		for i := range d.Counts {
			d.Counts[i] = int64(rng.IntN(4))
		}
	}
	return d
}

// Whatever the data, there is an answer or an error, and probabilities are such.
func TestSearchOfAnything(t *testing.T) {
	rng := prob.NewSeed(16).Rand()
	answered := 0
	for i := range 400 {
		d := oddData(rng)
		if d.Check() != nil {
			t.Fatal(d.Check())
		}
		f, err := Search{Draws: 2000, Keep: 0.5}.Run(context.Background(), prob.NewSeed(uint64(i)), d)
		if err == nil && f.Tried > 0 {
			answered++
		}
		for _, c := range f.Candidates {
			p := c.Reversal.Probability
			if !(p >= 0 && p <= 1) && !math.IsNaN(p) || c.Claimed && !(p > 0.9) || c.Rows <= 0 {
				t.Fatalf("data set %d: %+v", i, c)
			}
		}
		name := func() string { return d.Columns[rng.IntN(len(d.Columns))].Name }
		g := Regression{Treatment: name(), Outcome: name(), Covariates: []string{name()}, Varying: rng.IntN(2) == 0}
		if r, err := g.Fit(d); err == nil {
			if p, err := r.Posterior(NormalModel{}); err == nil && !(p.Within.Low <= p.Within.High) {
				t.Fatalf("data set %d: %+v gives %+v", i, g, p)
			}
		}
		b := Banding{Treatment: name(), Outcome: name(), By: name(), Bands: []int{2, 3}, Model: NormalModel{Draws: 100}}
		if got, err := b.Run(context.Background(), prob.NewSeed(uint64(i)), d); err == nil && len(got.Ways) != 4 {
			t.Fatalf("data set %d: %+v gives %+v", i, b, got)
		}
	}
	if answered < 100 {
		t.Errorf("%d searches had something to try", answered)
	}
}
