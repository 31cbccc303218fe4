package bayes

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// exactly checks what [Exact] does with the statistics of one family: order and
// shards do not matter, undoing in any order leaves nothing, weights act as
// powers, what was never added cannot be taken out, and JSON keeps every bit.
// stranger is data that are not among those drawn.
func exactly[P interface {
	Conjugate[P, S]
	Belief
}, S Stat[S]](t *testing.T, prior P, stranger S, draw func(*rand.Rand) S) {
	t.Helper()
	rng := prob.NewSeed(4).Rand()
	rows := make([]S, 100)
	for i := range rows {
		rows[i] = draw(rng)
	}
	fold := func(e Exact[P, S], rows []S) Exact[P, S] {
		for _, s := range rows {
			e = e.Update(s)
		}
		return e
	}
	start := Exact[P, S]{Prior: prior}
	all := fold(start, rows)

	order := rng.Perm(len(rows))
	permuted := start
	for _, i := range order {
		permuted = permuted.Update(rows[i])
	}
	samePosterior(t, "another order", permuted, all)

	shards := start
	for i := 0; i < len(rows); i += 30 {
		var err error
		if shards, err = shards.Merge(fold(start, rows[i:min(i+30, len(rows))])); err != nil {
			t.Fatal(err)
		}
	}
	samePosterior(t, "merged shards", shards, all)

	weighted := start
	for _, s := range rows { // 0.1 + 0.2 + 0.7, none of which a float64 holds
		weighted = weighted.Update(s.Scale(0.7)).Update(s.Scale(0.1)).Update(s.Scale(0.2))
	}
	samePosterior(t, "weights that add up to 1", weighted, all)
	samePosterior(t, "forgetting half of twice", fold(all, rows).Forget(0.5), all)
	samePosterior(t, "forgetting everything", all.Forget(0), start)

	for _, c := range []struct {
		name    string
		e       Exact[P, S]
		weights []float64
	}{{"", all, []float64{1}}, {"weighted ", weighted, []float64{0.1, 0.2, 0.7}}, {"tenths of ", all.Forget(0.1), []float64{0.1}}} {
		name, e := c.name, c.e
		for _, w := range c.weights {
			for k, i := range order {
				var err error
				if e, err = e.Undo(rows[i].Scale(w)); err != nil {
					t.Fatalf("undoing %g of %srow %d as number %d: %v", w, name, i, k, err)
				}
			}
		}
		// To the last bit: residues of 1e-17 would make the next undo fail.
		if got := e.Posterior(); !reflect.DeepEqual(numbers(got), numbers(Belief(prior))) {
			t.Errorf("after undoing all %srows: %v, want %v", name, got, prior)
		}
		if got := e.Prior.LogEvidence(e.Data); got != 0 && prior.Proper() == nil {
			t.Errorf("after undoing all %srows: log evidence %g, want 0", name, got)
		}
	}

	if _, err := all.Undo(stranger); err == nil || !strings.Contains(err.Error(), "never added") {
		t.Errorf("undoing %v, which was never added: error %v", stranger, err)
	}
	if _, err := start.Undo(rows[0]); err == nil {
		t.Error("undoing a row from no data: no error")
	}

	text, err := json.Marshal(weighted.Data)
	if err != nil {
		t.Fatal(err)
	}
	var back S
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, weighted.Data) {
		t.Errorf("%s reads back as %+v, want %+v (error %v)", text, back, weighted.Data, err)
	}
}

func samePosterior[P interface {
	Conjugate[P, S]
	Belief
}, S Stat[S]](t *testing.T, law string, got, want Exact[P, S]) {
	t.Helper()
	samePrior(t, law, got.Posterior(), want.Posterior())
	if want.Prior.Proper() == nil {
		near(t, law, got.Prior.LogEvidence(got.Data), want.Prior.LogEvidence(want.Data))
	}
}

func TestExact(t *testing.T) {
	count := func(r *rand.Rand) float64 { return float64(r.IntN(9)) }
	t.Run("beta", func(t *testing.T) {
		exactly(t, Beta{1, 1}, Bernoulli(1e6, 0), func(r *rand.Rand) Trials {
			return Binomial(count(r), 9).Merge(NegativeBinomial(r.ExpFloat64(), count(r)))
		})
	})
	t.Run("dirichlet", func(t *testing.T) {
		exactly(t, Dirichlet{Alpha: []float64{1, 0.3, 2}}, Multinomial(0, 1e6), func(r *rand.Rand) Tally {
			return Multinomial(count(r), count(r), count(r))
		})
	})
	t.Run("gamma", func(t *testing.T) {
		exactly(t, Gamma{2, 0.1}, Poisson(0, 1e6), func(r *rand.Rand) Events {
			return Poisson(count(r), r.ExpFloat64()).Merge(Censored(r.ExpFloat64()))
		})
	})
	for _, offset := range []float64{0, 1, 1e4} {
		t.Run(fmt.Sprint("normal", offset), func(t *testing.T) {
			exactly(t, Normal{0, 7}, Measurement(1e6, 1), func(r *rand.Rand) Measurements {
				return Measurement(offset+r.NormFloat64(), 0.1+r.ExpFloat64())
			})
		})
		t.Run(fmt.Sprint("normal-inverse-gamma", offset), func(t *testing.T) {
			exactly(t, NormalInverseGamma{0, 1, 1, 1}, Reals(offset+1e6), func(r *rand.Rand) Moments {
				return Reals(offset+r.NormFloat64(), offset+r.NormFloat64()).Merge(Lognormal(1 + r.ExpFloat64()))
			})
		})
	}
	t.Run("reference", func(t *testing.T) {
		exactly(t, NormalInverseGamma{0, 0, -0.5, 0}, Reals(1e6), func(r *rand.Rand) Moments { return Reals(1e8 + r.NormFloat64()) })
	})
}

func TestExactRefusesUnlikePriors(t *testing.T) {
	a := Exact[Beta, Trials]{Prior: Beta{1, 1}}
	b := Exact[Beta, Trials]{Prior: Beta{1, 2}}
	if _, err := a.Merge(b); err == nil || !strings.Contains(err.Error(), "different priors") {
		t.Errorf("merging under different priors: error %v", err)
	}
}

// TestStatisticJSON pins the format and what is refused.
func TestStatisticJSON(t *testing.T) {
	for _, c := range []struct {
		stat any
		want string
	}{
		{Bernoulli(3, 1), `{"successes":3,"failures":1}`},
		{CategoricalCounts(1, 0, 2), `{"counts":[1,0,2]}`},
		{Tally{}, `{"counts":[]}`},
		{Censored(0.1).Merge(Censored(0.2)), `{"count":0,"exposure":[0.30000000000000004,-2.7755575615628914e-17]}`},
		{Moments{N: 12, Mean: 3, SS: 1.5}, `{"n":12,"mean":3,"ss":1.5}`},
		{Measurements{Precision: 2, Mean: -1}, `{"precision":2,"mean":-1,"ss":0}`},
	} {
		if got, err := json.Marshal(c.stat); err != nil || string(got) != c.want {
			t.Errorf("%T: %s (error %v), want %s", c.stat, got, err, c.want)
		}
	}
	for _, c := range []struct {
		dst  any
		text string
		want string
	}{
		{new(Trials), `{"successes":-1,"failures":1}`, "negative"},
		{new(Trials), `{"succeses":1}`, "unknown field"},
		{new(Trials), `{"successes":null}`, "null"},
		{new(Trials), `{"successes":[1]}`, "array of two"},
		{new(Trials), `{"successes":[1,1]}`, "array of two"},
		{new(Trials), `{"successes":"3"}`, "cannot unmarshal"},
		{new(Tally), `{"counts":[1,-2]}`, "category 2"},
		{new(Events), `{"count":1,"exposure":-3}`, "negative"},
		{new(Measurements), `{"precision":1,"mean":0,"ss":-1}`, "no data"},
		{new(Moments), `{"n":0,"mean":0,"ss":1}`, "no data"},
		{new(Moments), `{"n":1e999,"mean":0,"ss":1}`, "cannot unmarshal"},
		{new(Moments), `[]`, "cannot unmarshal"},
	} {
		if err := json.Unmarshal([]byte(c.text), c.dst); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%T from %s: error %v, want one about %q", c.dst, c.text, err, c.want)
		} else if !reflect.ValueOf(c.dst).Elem().IsZero() {
			t.Errorf("%T from %s: changed to %+v", c.dst, c.text, c.dst)
		}
	}
	if _, err := json.Marshal(Binomial(3, 2)); err == nil {
		t.Error("an impossible statistic marshals without an error")
	}
}

// TestReals compares the bulk path with one at a time, for data that are
// clustered far from 0, spread around it, and wild. Both are near enough exact
// that they must agree to 1e-20 of the sum of squares, and of the spread for
// the mean.
func TestReals(t *testing.T) {
	rng := prob.NewSeed(5).Rand()
	const n = 3*blockLen + 101
	for name, next := range map[string]func() float64{
		"standard":  rng.NormFloat64,
		"far":       func() float64 { return 1e8 + rng.NormFloat64() },
		"negative":  func() float64 { return -1e8 - rng.ExpFloat64() },
		"wild":      func() float64 { return rng.NormFloat64() * math.Exp(20*rng.NormFloat64()) },
		"outliers":  func() float64 { return 1e8 + rng.NormFloat64() - 2e8*float64(rng.IntN(900)/899) },
		"equal":     func() float64 { return 0.1 },
		"tiny":      func() float64 { return 1e-120 * float64(rng.IntN(2)) },
		"mean zero": func() float64 { return float64(rng.IntN(3) - 1) },
	} {
		ys := make([]float64, n)
		var one Moments
		for i := range ys {
			ys[i] = next()
			one = one.Merge(Reals(ys[i]))
		}
		all := Reals(ys...)
		ss := all.ss().Sub(one.ss()).Float64()
		mean := all.mean().Sub(one.mean()).Float64()
		if all.N != n || one.N != n || math.Abs(ss) > 1e-20*one.SS || math.Abs(mean) > 1e-20*math.Sqrt(one.SS/n)+1e-28*math.Abs(one.Mean) {
			t.Errorf("%s: all at once %+v, one at a time %+v", name, all, one)
		}
		if name == "equal" && (all.SS != 0 || all.Mean != 0.1) {
			t.Errorf("%v equal values: %+v", n, all)
		}
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1), 1e200} {
		if err := Reals(1, bad, 2).Check(); err == nil {
			t.Errorf("Reals(1, %g, 2) passes its check", bad)
		}
	}
}

// TestNothingIsAliased: what callers do to their slices later does not reach
// statistics or posteriors, nor the reverse.
func TestNothingIsAliased(t *testing.T) {
	counts := []float64{1, 2}
	s := CategoricalCounts(counts...)
	m := Multinomial(counts...)
	prior := Dirichlet{Alpha: []float64{1, 1}, Names: []string{"a", "b"}}
	post := prior.Update(s)
	predictive := post.PredictiveMultinomial(3)
	params := post.Params()
	sum := Tally{}.Merge(s)
	counts[0], s.Counts[1] = 100, 100
	prior.Alpha[0], prior.Names[0] = 100, "x"
	predictive.Alpha[0] = 100
	if got := fmt.Sprint(post, m.Counts, sum.Counts, params); got != "dirichlet(a=2, b=3) [1 2] [1 2] [{a 2} {b 3}]" {
		t.Error(got)
	}
}
