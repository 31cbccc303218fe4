package bayes

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/bayeskit/bayeskit/prob"
)

// niwOf returns a prior of k columns that are correlated and of unlike sizes.
func niwOf(k int) NormalInverseWishart {
	d := NormalInverseWishart{Mean: make([]float64, k), Count: 0.7, DF: float64(k) + 1.5, Scale: make([]float64, packedLen(k))}
	for i := range k {
		d.Mean[i] = float64(i) - 0.5
		for j := range i + 1 {
			d.Scale[packedLen(i)+j] = 0.3 * float64(i+1) * float64(j+1)
		}
		d.Scale[packedLen(i)+i] = float64((i + 1) * (i + 1))
	}
	return d
}

func mvnOf(k int) MultivariateNormal {
	d := niwOf(k)
	return MultivariateNormal{d.Mean, d.Scale}
}

// covOf returns a covariance matrix of k rows.
func covOf(k int) []float64 {
	cov := make([]float64, packedLen(k))
	for i := range k {
		for j := range i + 1 {
			cov[packedLen(i)+j] = -0.2
		}
		cov[packedLen(i)+i] = 1 + 0.5*float64(i)
	}
	return cov
}

// fewRows returns one to four rows, correlated.
func fewRows(k int) func(*rand.Rand) Scatter {
	return func(rng *rand.Rand) (s Scatter) {
		x := make([]float64, k)
		for range 1 + rng.IntN(4) {
			common := rng.NormFloat64()
			for i := range x {
				x[i] = common + 2*rng.NormFloat64() + float64(i)
			}
			s = s.Merge(Vector(x...))
		}
		return s
	}
}

func TestScatterLaws(t *testing.T) {
	for _, k := range []int{1, 2, 3, 5} {
		laws(t, niwOf(k), fewRows(k))
		known, few := newCovariance(covOf(k)), fewRows(k)
		laws(t, mvnOf(k), func(rng *rand.Rand) KnownCovariance { return known.of(few(rng)) })
	}
}

// One column is a normal-inverse-gamma, and a normal prior.
func TestScatterOfOneColumn(t *testing.T) {
	data := []float64{1.5, -2, 7, 0.25}
	var s Scatter
	for _, v := range data {
		s = s.Merge(Vector(v))
	}
	niw, nig := NormalInverseWishart{[]float64{1}, 0.5, 3, []float64{4}}, NormalInverseGamma{1, 0.5, 1.5, 2}
	near(t, "evidence", niw.LogEvidence(s), nig.LogEvidence(Reals(data...)))
	got, want := niw.Update(s), nig.Update(Reals(data...))
	near(t, "mean", got.Mean[0], want.Mu)
	near(t, "scale", got.Scale[0]/2, want.Scale)
	x := []float64{0.3, 2}
	near(t, "density", got.LogProb(x, nil), want.LogProb(x, nil))
	near(t, "likelihood", s.LogProb(x, nil), Reals(data...).LogProb(x, nil))
	near(t, "predictive", got.Predictive().LogProb(x[:1], nil), want.Predictive().LogProb(x[:1], nil))

	var m Measurements
	for _, v := range data {
		m = m.Merge(Measurement(v, 2))
	}
	known, err := s.WithCovariance(mat.NewSymDense(1, []float64{4}))
	if err != nil {
		t.Fatal(err)
	}
	mvn, normal := MultivariateNormal{[]float64{1}, []float64{9}}, Normal{1, 3}
	near(t, "known: evidence", mvn.LogEvidence(known), normal.LogEvidence(m))
	near(t, "known: mean", mvn.Update(known).Mean[0], normal.Update(m).Mu)
	near(t, "known: sd", math.Sqrt(mvn.Update(known).Cov[0]), normal.Update(m).Sigma)
	near(t, "known: likelihood", known.LogProb([]float64{0.3}, nil), m.LogProb([]float64{0.3}, nil))
}

// Evidence one row at a time is the product of predictions, each of them a
// multivariate t, or normal, of package prob.
func TestScatterPredictive(t *testing.T) {
	rng := prob.NewSeed(2).Rand()
	for _, k := range []int{1, 2, 4} {
		d, m := niwOf(k), mvnOf(k)
		cov := covOf(k)
		known := newCovariance(cov)
		x := make([]float64, k)
		for range 10 {
			for i := range x {
				x[i] = 3 * rng.NormFloat64()
			}
			s := Vector(x...)
			near(t, "next row", d.Predictive().LogProb(x, nil), d.LogEvidence(s))
			near(t, "next row, known covariance", m.Predictive(prob.Unpack(cov)).LogProb(x, nil), m.LogEvidence(known.of(s)))
			d, m = d.Update(s), m.Update(known.of(s))
		}
		// μ integrated over Σ, and Σ itself, as package prob has them.
		near(t, "density of Σ", d.Covariance().LogProb(d.Scale, nil)+
			prob.MultivariateNormal{Mu: d.Mean, Chol: scaledFactor(d.Scale, d.Count)}.LogProb(x, nil), d.LogProb(append(append([]float64{}, x...), d.Scale...), nil))
	}
}

// scaledFactor returns the Cholesky factor of a/n.
func scaledFactor(a []float64, n float64) []float64 {
	b := packedOf(a)
	for i := range b {
		b[i] = b[i].Div(packedOf([]float64{n})[0])
	}
	f, _ := b.factor()
	return f.cholesky()
}

// In blocks, one at a time, in shards and weighted: the same, at an offset of 10¹¹
// standard deviations.
func TestVectors(t *testing.T) {
	rng := prob.NewSeed(3).Rand()
	const k, n = 3, 1300
	whole, shards := NewVectors(k), []*Vectors{NewVectors(k), NewVectors(k)}
	var merged, single Scatter
	for r := range n {
		z := rng.NormFloat64()
		x := []float64{1e8 + z, z + rng.NormFloat64(), -1e8 + 1e-3*rng.NormFloat64()}
		whole.Add(x...)
		if shards[r%2].Add(x...); r%3 == 0 {
			whole.AddTimes(2, x...)
			shards[r%2].AddTimes(2, x...)
			single = single.Merge(Vector(x...).Scale(2))
		}
		single = single.Merge(Vector(x...))
	}
	for _, v := range shards {
		merged = merged.Merge(v.Scatter())
	}
	want := whole.Scatter()
	for name, got := range map[string]Scatter{"shards": merged, "one at a time": single} {
		sameScatter(t, name, got, want)
	}
	if want.N != n+2*434 {
		t.Errorf("%g rows", want.N)
	}
	if got := whole.Scatter(); !reflect.DeepEqual(got, want) {
		t.Error("asking changes the statistic")
	}
	// The textbook's two passes, in twice the precision by hand: Σ(z−z̄)².
	if s := want.Matrix(); !(math.Abs(s[5]/(want.N-1)-1e-6) < 1e-7) {
		t.Errorf("variance of the third column %g, want about 1e-6: z = 8/√2n", s[5]/(want.N-1))
	}
}

// sameScatter allows means errors of 2⁻¹⁰⁰ of themselves, which move a sum of
// products by that times the sum of the other column's deviations, and such sums
// 2⁻⁷⁶ of the lengths: n²·2⁻¹⁰⁶ for blocks of 512, times the 8·512 that they cancel.
func sameScatter(t *testing.T, name string, got, want Scatter) {
	t.Helper()
	close := func(what string, g, w total, bound float64) {
		if d := math.Abs(g.Sub(w).Hi); !(d <= bound) {
			t.Errorf("%s: %s %v, want %v", name, what, g, w)
		}
	}
	close("n", got.n(), want.n(), 0)
	length := func(i int) float64 { return math.Sqrt(want.s[packedLen(i)+i].Hi) }
	for i := range want.mean {
		m := math.Abs(want.mean[i].Hi)
		close("mean", got.mean[i], want.mean[i], 0x1p-100*m+0x1p-100*length(i))
		for j := range i + 1 {
			cross := math.Sqrt(want.N) * (m*length(j) + math.Abs(want.mean[j].Hi)*length(i))
			at := packedLen(i) + j
			close("scatter", got.s[at], want.s[at], 0x1p-100*cross+0x1p-76*length(i)*length(j))
		}
	}
}

// What was added can be taken out, to the last row and then to nothing; what was not
// cannot.
func TestScatterUndo(t *testing.T) {
	a, b := Vector(1e8, 2, 3), Vector(1e8+1, 5, -4)
	c := Vector(1e8-3, 0, 3)
	all := a.Merge(b).Merge(c)
	sameScatter(t, "one left", all.Merge(b.Scale(-1)).Merge(c.Scale(-1)), a)
	if rest := all.Merge(all.Scale(-1)); !reflect.DeepEqual(rest, Scatter{}) {
		t.Errorf("nothing left is %+v", rest)
	}
	for name, bad := range map[string]Scatter{
		"another row":     all.Merge(Vector(0, 0, 0).Scale(-1)),
		"more than all":   a.Merge(b.Scale(-2)),
		"another one":     a.Merge(b.Scale(-1)),
		"a wider scatter": all.Merge(Vector(1e8+900, 1, 1).Merge(Vector(1e8-900, 1, 1)).Scale(-1)),
	} {
		if err := bad.Check(); err == nil {
			t.Errorf("%s: taken out of what it was not in: %+v", name, bad)
		}
	}
	// Columns that are fine one by one, and not together.
	x := Vector(1, 1, 0).Merge(Vector(-1, -1, 0)).Merge(Vector(0, 0, 1)).Merge(Vector(0, 0, -1))
	y := Vector(1, -1, 0).Merge(Vector(-1, 1, 0)).Scale(-0.9)
	if err := x.Merge(y).Check(); err == nil {
		t.Error("a scatter that is not positive semi-definite passed")
	}
}

func TestScatterDimensions(t *testing.T) {
	for name, f := range map[string]func(){
		"merge":         func() { Vector(1, 2).Merge(Vector(1)) },
		"update":        func() { niwOf(2).Update(Vector(1)) },
		"vectors":       func() { NewVectors(2).Add(1) },
		"weights":       func() { NewVectors(2).AddTimes(2, 1, 2, 3) },
		"covariance":    func() { newCovariance([]float64{1}).of(Vector(1)).Merge(newCovariance([]float64{2}).of(Vector(1))) },
		"correlation":   func() { niwOf(2).Correlation(1, 1) },
		"known, update": func() { mvnOf(2).Update(newCovariance([]float64{1}).of(Vector(1))) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s of unlike columns does not panic", name)
				}
			}()
			f()
		}()
	}
	if _, err := Vector(1, 2).WithCovariance(mat.NewSymDense(1, []float64{1})); err == nil {
		t.Error("a covariance of one row for two columns passed")
	}
}

// Ψ or a covariance that is singular is an error that names the column; nothing is
// added to a diagonal.
func TestSingularColumns(t *testing.T) {
	flat := NormalInverseWishart{Mean: make([]float64, 3), DF: -1, Scale: make([]float64, 6)}
	rng := prob.NewSeed(4).Rand()
	rows := map[string]func() []float64{
		"column 2 is constant":                          func() []float64 { return []float64{rng.NormFloat64(), 0.1, rng.NormFloat64()} },
		"column 3 is a combination of those before it":  func() []float64 { a, b := 1e8+rng.NormFloat64(), rng.NormFloat64(); return []float64{a, b, a + 1e6*b} },
		"column 1 is constant":                          func() []float64 { return []float64{1e8, rng.NormFloat64(), rng.NormFloat64()} },
		"column 2 is a combination of those before it":  func() []float64 { a := rng.NormFloat64(); return []float64{a, 3 - a/3, rng.NormFloat64()} },
		"column 2 is a combination of those before it:": func() []float64 { a := 1e-9 * rng.NormFloat64(); return []float64{a, a * 7, 1e9 * rng.NormFloat64()} },
	}
	for want, row := range rows {
		v := NewVectors(3)
		for range 600 {
			v.Add(row()...)
		}
		post := flat.Update(v.Scatter())
		err := post.Proper()
		var at *prob.NotPositiveDefiniteError
		if err == nil || !strings.Contains(err.Error(), want) || !errors.As(err, &at) || !errors.Is(err, ErrImproper) {
			t.Errorf("%v, want an error with %q", err, want)
		}
		if err := post.Check(); err != nil {
			t.Errorf("%s: %v", want, err)
		}
		for _, m := range post.Marginals() {
			if v := m.Mean(); !math.IsNaN(v) {
				t.Errorf("%s: mean of %s is %g, want NaN", want, m.Name, v)
			}
		}
		// A proper prior makes it proper, unless what it says is lost to rounding.
		if got := niwOf(3).Update(v.Scatter()); got.Proper() != nil && !strings.Contains(got.Proper().Error(), "column") {
			t.Errorf("%s: with a proper prior: %v", want, got.Proper())
		}
	}
	// 1e9 times the prior's scale: rounding breaks Ψ', and the evidence stands.
	d := NormalInverseWishart{make([]float64, 2), 1, 4, []float64{1, 0, 1}}
	v := NewVectors(2)
	for i := range 100 {
		v.Add(1e9*float64(i), 1e9*float64(i))
	}
	if err := d.Update(v.Scatter()).Proper(); err == nil || !strings.Contains(err.Error(), "column 2") {
		t.Errorf("rounding broke a matrix: %v", err)
	}
	if e := d.LogEvidence(v.Scatter()); math.IsNaN(e) || math.IsInf(e, 0) {
		t.Errorf("evidence %g", e)
	}
	// Nearly collinear by as much as a float64 tells is no error.
	w := NewVectors(2)
	for range 600 {
		a := rng.NormFloat64()
		w.Add(a, a+1e-6*rng.NormFloat64())
	}
	if err := (NormalInverseWishart{make([]float64, 2), 0, -1, make([]float64, 3)}).Update(w.Scatter()).Proper(); err != nil {
		t.Errorf("a correlation of 1−5e-13: %v", err)
	}
}

// As many rows as columns, or fewer, leave the reference prior improper; one more
// makes it proper. From then on there is an evidence.
func TestFewerRowsThanColumns(t *testing.T) {
	flat := NormalInverseWishart{Mean: make([]float64, 3), DF: -1, Scale: make([]float64, 6)}
	rng := prob.NewSeed(5).Rand()
	d := flat
	row := func() Scatter { return Vector(rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()) }
	for n := 1; n <= 5; n++ {
		s := row()
		if e := d.LogEvidence(s); math.IsNaN(e) != (n <= 4) {
			t.Errorf("row %d: log evidence %g", n, e)
		}
		d = d.Update(s)
		if err := d.Proper(); (err == nil) != (n >= 4) {
			t.Errorf("%d rows of 3 columns: %v", n, err)
		}
		if err := d.Check(); err != nil {
			t.Errorf("%d rows: %v", n, err)
		}
	}
	// df of d−1 exactly is improper, whatever else is known.
	if err := (NormalInverseWishart{[]float64{0, 0}, 1, 1, []float64{1, 0, 1}}).Proper(); err == nil {
		t.Error("df = d−1 passed for proper")
	}
	if (Exact[NormalInverseWishart, Scatter]{flat, row()}).evidenceError() == nil {
		t.Error("an improper prior has an evidence")
	}
}

func (e Exact[P, S]) evidenceError() error { _, err := e.LogEvidence(); return err }

// A flat prior of a mean, all of it or one column of it.
func TestFlatMeans(t *testing.T) {
	inf := math.Inf(1)
	known := newCovariance([]float64{2, 0.5, 1})
	s := known.of(Vector(1, 2).Merge(Vector(3, 5)))
	all := MultivariateNormal{[]float64{9, 9}, []float64{inf, 0, inf}}
	if err := all.Check(); err != nil {
		t.Fatal(err)
	}
	post := all.Update(s)
	samePrior(t, "flat", post, MultivariateNormal{[]float64{2, 3.5}, []float64{1, 0.25, 0.5}})
	if err := all.Proper(); err == nil || !math.IsNaN(all.LogEvidence(s)) {
		t.Errorf("a flat prior has an evidence, %v", err)
	}
	// One column known, the other flat: the limit of ever larger variances.
	one := MultivariateNormal{[]float64{0, 9}, []float64{4, 0, inf}}
	limit := MultivariateNormal{[]float64{0, 9}, []float64{4, 0, 1e14}}
	samePrior(t, "half flat", one.Update(s), limit.Update(s))
	if err := one.Proper(); err == nil || !strings.Contains(err.Error(), "column 2") {
		t.Errorf("half flat: %v", err)
	}
	if got := one.LogProb([]float64{2, 1e9}, nil); got != -0.5 {
		t.Errorf("half flat: log density %g, want -0.5", got)
	}
	if m := all.Marginals()[0].Mean(); !math.IsNaN(m) && m != 9 {
		t.Errorf("flat: mean %g", m)
	}
}

// Moments that are not there.
func TestScatterUndefinedMoments(t *testing.T) {
	d := NormalInverseWishart{[]float64{0, 0}, 1, 1.5, []float64{1, 0, 1}} // t with half a degree of freedom
	ms := d.Marginals()
	if !math.IsNaN(ms[0].Mean()) || !math.IsInf(d.Variance(0).Mean(), 1) && !math.IsNaN(d.Variance(0).Mean()) {
		t.Errorf("mean %g, of the variance %g", ms[0].Mean(), d.Variance(0).Mean())
	}
	if iv := ms[0].Interval(0.95); !(iv.Low < -1 && iv.High > 1) {
		t.Errorf("interval %v", iv)
	}
	if got := ms[len(ms)-1].Mean(); !(math.Abs(got) < 1e-12) {
		t.Errorf("mean correlation %g, want 0", got)
	}
}

func TestScatterChecks(t *testing.T) {
	for want, d := range map[string]Belief{
		"df = -5":              NormalInverseWishart{[]float64{0, 0}, 1, -5, make([]float64, 3)},
		"count = -1":           NormalInverseWishart{[]float64{0, 0}, -1, 5, make([]float64, 3)},
		"mean[2]":              NormalInverseWishart{[]float64{0, math.NaN()}, 1, 5, make([]float64, 3)},
		"lower triangle":       NormalInverseWishart{[]float64{0, 0}, 1, 5, make([]float64, 2)},
		"beyond ±1":            NormalInverseWishart{[]float64{0, 0}, 1, 5, []float64{1, 2, 1}},
		"no columns":           NormalInverseWishart{},
		"more than column 3":   NormalInverseWishart{[]float64{0, 0, 0}, 1, 5, []float64{1, -0.6, 1, -0.6, -0.6, 1}},
		"scale[2,2] = -1":      NormalInverseWishart{[]float64{0, 0}, 1, 5, []float64{1, 0, -1}},
		"not positive":         MultivariateNormal{[]float64{0, 0}, []float64{1, 1, 1}},
		"variance +Inf":        MultivariateNormal{[]float64{0, 0}, []float64{math.Inf(1), 1, 1}},
		"mean[1]":              MultivariateNormal{[]float64{math.Inf(1)}, []float64{1}},
		"want 3 for 2 columns": MultivariateNormal{[]float64{0, 0}, []float64{1}},
	} {
		if err := d.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want an error with %q", d, err, want)
		}
	}
}

func TestScatterJSON(t *testing.T) {
	s := fewRows(3)(prob.NewSeed(6).Rand())
	var back Scatter
	roundTrip(t, s, &back)
	known, back2 := newCovariance(covOf(3)).of(s), KnownCovariance{}
	roundTrip(t, known, &back2)
	var none Scatter
	roundTrip(t, Scatter{}, &none)
	var none2 KnownCovariance
	roundTrip(t, KnownCovariance{}, &none2)
	for _, bad := range []string{
		`{"n":1,"mean":[1,2],"scatter":[1]}`, `{"n":-1,"mean":[1],"scatter":[1]}`, `{"n":2}`, `{"n":2,"mean":[0,0],"scatter":[1,2,1]}`,
		`{"n":2,"mean":[0],"scatter":[1],"cov":[1]}`, `{"n":0,"mean":[1],"scatter":[1]}`, `[]`,
		`{"n":9,"mean":[0,0,0],"scatter":[1,-0.6,1,-0.6,-0.6,1]}`,
	} {
		if err := json.Unmarshal([]byte(bad), &back); err == nil {
			t.Errorf("%s passed", bad)
		}
	}
	for _, bad := range []string{`{"n":2,"mean":[0],"scatter":[1],"cov":[-1]}`, `{"n":2,"mean":[0],"scatter":[1],"cov":[1,2]}`, `{"n":2,"mean":[0],"scatter":[1]}`} {
		if err := json.Unmarshal([]byte(bad), &back2); err == nil {
			t.Errorf("%s passed for known covariance", bad)
		}
	}
}

func roundTrip[S any](t *testing.T, s S, back *S) {
	t.Helper()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, back); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	if again, _ := json.Marshal(*back); string(again) != string(data) {
		t.Errorf("%s came back as %s", data, again)
	}
}

func BenchmarkVectors(b *testing.B) {
	for _, k := range []int{2, 3, 10} {
		b.Run(string(rune('0'+k/10))+string(rune('0'+k%10)), func(b *testing.B) {
			v, x := NewVectors(k), make([]float64, k)
			rng := prob.NewSeed(1).Rand()
			b.ReportAllocs()
			for range b.N {
				for i := range x {
					x[i] = rng.Float64()
				}
				v.Add(x...)
			}
		})
	}
}
