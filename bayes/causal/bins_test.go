package causal

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func TestQuantileBands(t *testing.T) {
	for _, c := range []struct {
		name   string
		values []float64
		counts []int64
		k      int
		cuts   []float64
	}{
		{"even", []float64{6, 5, 4, 3, 2, 1}, nil, 3, []float64{2, 4}},
		{"uneven", []float64{1, 2, 3, 4, 5, 6, 7}, nil, 3, []float64{3, 5}},
		{"ties stay together", []float64{1, 1, 1, 1, 2, 3}, nil, 3, []float64{1}},
		{"a tie over several quantiles cuts once", []float64{1, 1, 1, 1, 1, 1, 2, 3, 4, 5}, nil, 5, []float64{1, 3}},
		{"tie at the top", []float64{1, 2, 3, 3, 3, 3}, nil, 3, []float64{2}},
		{"all the same", []float64{7, 7, 7}, nil, 5, nil},
		{"fewer values than bands", []float64{1, 2, 3}, nil, 5, []float64{1, 2}},
		{"missing", []float64{math.NaN(), 1, 2, math.NaN(), 3, 4}, nil, 2, []float64{2}},
		{"counts", []float64{1, 2, 3}, []int64{1, 1, 2}, 2, []float64{2}},
		{"counts of nothing", []float64{0, 1, 2}, []int64{0, 3, 3}, 2, []float64{1}},
		{"none", nil, nil, 4, nil},
		{"one", []float64{1, 2}, nil, 1, nil},
	} {
		if got := QuantileBands(c.values, c.counts, c.k); !slices.Equal(got.Cuts, c.cuts) {
			t.Errorf("%s: cuts %v, want %v", c.name, got.Cuts, c.cuts)
		}
	}
}

// Counts are rows, order does not matter, and without ties no band is off its share by
// a whole value.
func TestQuantileBandsLaws(t *testing.T) {
	rng := prob.NewSeed(3).Rand()
	for range 200 {
		n, k := 1+rng.IntN(60), 1+rng.IntN(8)
		ties := rng.IntN(2) == 0
		var values, rows []float64
		var counts []int64
		for range n {
			x := rng.NormFloat64()
			if ties {
				x = math.Round(2 * x)
			}
			times := rng.IntN(3)
			values, counts = append(values, x), append(counts, int64(times))
			for range times {
				rows = append(rows, x)
			}
		}
		a := QuantileBands(values, counts, k)
		rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		if b := QuantileBands(rows, nil, k); !slices.Equal(a.Cuts, b.Cuts) {
			t.Fatalf("%v ×%v: %v, as rows %v", values, counts, a.Cuts, b.Cuts)
		}
		if a.Len() > k || !slices.IsSorted(a.Cuts) {
			t.Fatalf("%d bands, want at most %d: %v", a.Len(), k, a.Cuts)
		}
		if ties {
			continue
		}
		a = QuantileBands(values, nil, k)
		got := make([]float64, a.Len())
		for _, x := range values {
			got[a.Of(x)]++
		}
		for i, m := range got {
			if n >= k && math.Abs(m-float64(n)/float64(k)) >= 1 {
				t.Fatalf("band %d of %d holds %g of %d", i, k, m, n)
			}
		}
	}
}

func TestBandsNames(t *testing.T) {
	b := Bands{Cuts: []float64{3, 7.5}}
	if got := strings.Join(b.Names(), "; "); got != "1: up to 3; 2: above 3, up to 7.5; 3: above 7.5" {
		t.Error(got)
	}
	for x, want := range map[float64]int{-1: 0, 3: 0, 3.1: 1, 7.5: 1, 8: 2, math.Inf(1): 2} {
		if got := b.Of(x); got != want {
			t.Errorf("band of %g is %d, want %d", x, got, want)
		}
	}
	long := Bands{Cuts: make([]float64, 11)}
	for i := range long.Cuts {
		long.Cuts[i] = float64(i)
	}
	if !slices.IsSorted(long.Names()) {
		t.Errorf("%q are not in order", long.Names())
	}
	c := b.Column(Column{Name: "x", Values: []float64{9, math.NaN(), 1}})
	if !slices.Equal(c.Codes, []int32{2, -1, 0}) || c.Name != "x" || len(c.Levels) != 3 {
		t.Errorf("%+v", c)
	}
}

// bandedData are rows in which z drives both treatment and outcome, and the effect of
// the treatment is effect in truth.
func bandedData(rng *rand.Rand, rows int, effect float64) Data {
	var z, x, y, yes, ill, rough Column
	z.Name, x.Name, y.Name, yes.Name, ill.Name, rough.Name = "z", "x", "y", "yes", "ill", "rough"
	yes.Levels, ill.Levels = []string{"no", "yes"}, []string{"well", "ill"}
	for range rows {
		v := rng.NormFloat64()
		dose := v + 0.5*rng.NormFloat64()
		taken := 0.0
		if dose > 0 {
			taken = 1
		}
		z.Values, x.Values = append(z.Values, v), append(x.Values, dose)
		y.Values = append(y.Values, 2*v+effect*dose+0.5*rng.NormFloat64())
		rough.Values = append(rough.Values, 2*v+effect*taken+0.5*rng.NormFloat64())
		yes.Codes = append(yes.Codes, int32(taken))
		p := prob.Expit(1.5*v + effect*taken)
		ill.Codes = append(ill.Codes, int32(rng.Float64()+p))
	}
	return Data{Columns: []Column{z, x, y, yes, ill, rough}}
}

// Two bands leave much of what z does in them: there the verdict is another than that
// of the value, which is right; and Agree says so.
func TestBandingCanChangeTheVerdict(t *testing.T) {
	d := bandedData(prob.NewSeed(4).Rand(), 3000, -0.5)
	for _, c := range []struct{ treatment, outcome, event string }{{"x", "y", ""}, {"yes", "rough", ""}, {"yes", "ill", "ill"}} {
		b := Banding{Treatment: c.treatment, Outcome: c.outcome, Event: c.event, By: "z", Bands: []int{2, 20}}
		got, err := b.Run(context.Background(), prob.NewSeed(1), d)
		if err != nil {
			t.Fatal(err)
		}
		value := got.Ways[len(got.Ways)-2]
		if got.Crude < 0 || got.Ways[0].Reversal.Holds || !got.Ways[1].Reversal.Holds || !value.Reversal.Holds {
			t.Errorf("%+v: %v", c, got)
		}
		if got.Agree() || !strings.Contains(got.String(), "depends on how it is done") {
			t.Errorf("%+v: the ways are said to agree: %v", c, got)
		}
		b.Bands = []int{20}
		if got, err = b.Run(context.Background(), prob.NewSeed(1), d); err != nil || !got.Agree() {
			t.Errorf("%+v: %v, %v", c, got, err)
		}
		if c.outcome != "ill" { // −0.5 in truth, and the value is how z acts
			if e := value; math.Abs(e.Estimate+0.5) > 4*(e.Effect.High-e.Effect.Low)/3.92 {
				t.Errorf("%+v: %g by value, want -0.5", c, e.Estimate)
			}
		}
	}
}

func TestBandingRefuses(t *testing.T) {
	d := bandedData(prob.NewSeed(4).Rand(), 100, 0)
	for _, c := range []struct {
		b    Banding
		want string
	}{
		{Banding{Treatment: "x", Outcome: "y", By: "yes"}, "not a column of numbers"},
		{Banding{Treatment: "x", Outcome: "y", By: "w"}, `there is no column "w"`},
		{Banding{Treatment: "w", Outcome: "y", By: "z"}, `there is no column "w"`},
		{Banding{Treatment: "x", Outcome: "y", By: "x"}, `"x" is a covariate too`},
		{Banding{Treatment: "x", Outcome: "y", By: "z", Bands: []int{1}}, "want 2 or more"},
	} {
		_, err := c.b.Run(context.Background(), prob.NewSeed(1), d)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want %q", c.b, err, c.want)
		}
	}
}

// Bands that lack one of the treatments are left out, and how much is left is said.
func TestBandingKeeps(t *testing.T) {
	d := bandedData(prob.NewSeed(5).Rand(), 400, 0.5)
	bands := QuantileBands(d.Columns[0].Values, nil, 4)
	for i, z := range d.Columns[0].Values {
		if bands.Of(z) == 3 {
			d.Columns[3].Codes[i] = 1 // all treated where z is great
		}
	}
	for _, outcome := range []string{"rough", "ill"} {
		got, err := Banding{Treatment: "yes", Outcome: outcome, By: "z", Bands: []int{4, 2}}.Run(context.Background(), prob.NewSeed(1), d)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []float64{0.75, 1, 1, 1} {
			if w := got.Ways[i]; w.Kept != want {
				t.Errorf("%s, %s: %g kept, want %g", outcome, w.Name, w.Kept, want)
			}
		}
	}
}
