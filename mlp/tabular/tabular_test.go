package tabular_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/mlp/tabular"
	"github.com/bayeskit/bayeskit/prob"
)

// sample is 200 rows: y = 3 + 2x − 1.5·[colour is red] + 0.5·[blue] + noise of sd 0.3, a
// count around exp(1 + ½x), and whether y is above 3.
func sample() (inputs []tabular.Values, y, count, above tabular.Values) {
	rng := prob.NewSeed(5).Rand()
	x := tabular.Values{Name: "x"}
	colour := tabular.Values{Name: "colour", Levels: []string{"blue", "green", "red"}}
	y, count, above = tabular.Values{Name: "y"}, tabular.Values{Name: "n"}, tabular.Values{Name: "above", Levels: []string{"no", "yes"}}
	for range 200 {
		v, c := 100+rng.NormFloat64()*10, rng.IntN(3)
		z := 3 + 0.2*(v-100) + []float64{0.5, 0, -1.5}[c] + 0.3*rng.NormFloat64()
		x.Numbers, colour.Labels, y.Numbers = append(x.Numbers, v), append(colour.Labels, c), append(y.Numbers, z)
		count.Numbers = append(count.Numbers, prob.Draw(rng, prob.Poisson{Rate: math.Exp(1 + 0.05*(v-100))})[0])
		label := 0
		if z > 3 {
			label = 1
		}
		above.Labels = append(above.Labels, label)
	}
	return []tabular.Values{x, colour}, y, count, above
}

func fit(t *testing.T, c tabular.Config, inputs []tabular.Values, outcomes ...tabular.Values) *tabular.Fitted {
	t.Helper()
	f, err := tabular.Fit(context.Background(), c, inputs, outcomes)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestLinearIsLeastSquares: without hidden layers the means are those of least squares on
// an intercept, x and two indicators, solved here by the normal equations, and the learnt
// variance is SSE/N.
func TestLinearIsLeastSquares(t *testing.T) {
	inputs, y, _, _ := sample()
	f := fit(t, tabular.Config{Optimiser: mlp.LBFGS{Tolerance: 1e-10}, Epochs: 1000, Double: true}, inputs, y)
	design := func(x float64, c int) [4]float64 {
		row := [4]float64{1, (x - 100) / 10, 0, 0}
		if c > 0 {
			row[1+c] = 1
		}
		return row
	}
	var a [4][5]float64
	for i, yi := range y.Numbers {
		row := design(inputs[0].Numbers[i], inputs[1].Labels[i])
		for j := range a {
			for k := range row {
				a[j][k] += row[j] * row[k]
			}
			a[j][4] += row[j] * yi
		}
	}
	for p := range a { // Gauss and Jordan; the matrix is positive definite
		for j := range a {
			if j != p {
				for k, r := 4, a[j][p]/a[p][p]; k >= p; k-- {
					a[j][k] -= r * a[p][k]
				}
			}
		}
	}
	mean := func(x float64, c int) (sum float64) {
		for j, v := range design(x, c) {
			sum += v * a[j][4] / a[j][j]
		}
		return sum
	}
	var sse float64
	for i, yi := range y.Numbers {
		d := yi - mean(inputs[0].Numbers[i], inputs[1].Labels[i])
		sse += d * d
	}
	for c, colour := range inputs[1].Levels {
		p, err := f.Predict([]string{"93.5", colour})
		if err != nil {
			t.Fatal(err)
		}
		// The loss is quadratic around its minimum, whose gradient is below 1e-10.
		if want := mean(93.5, c); !(math.Abs(p[0].Mean()-want) < 1e-7) {
			t.Errorf("%s: mean %v, want %v", colour, p[0].Mean(), want)
		}
		if want := sse / 200; !(math.Abs(p[0].Var()-want) < 1e-7) {
			t.Errorf("%s: variance %v, want %v", colour, p[0].Var(), want)
		}
	}
	if want := 0.5 * (1 + math.Log(2*math.Pi*sse/200)); !(math.Abs(f.Trained.NLL-want) < 1e-9) {
		t.Errorf("NLL %v, want %v: the profile likelihood, in units of y", f.Trained.NLL, want)
	}
	if last := f.History[len(f.History)-1].Loss; !(math.Abs(last-f.Trained.NLL) < 1e-9) {
		t.Errorf("last loss %v, want the NLL %v", last, f.Trained.NLL)
	}
}

// every is a configuration of every family.
func every() map[string]tabular.Config {
	configs := map[string]tabular.Config{}
	for _, f := range tabular.Families() {
		l, err := tabular.ParseLikelihood(f[0])
		if err != nil {
			panic(err)
		}
		configs[f[0]] = tabular.Config{Likelihood: l, Hidden: []int{8}, Activation: mlp.Tanh, Epochs: 20, Holdout: 0.2, Seed: 3, Optimiser: mlp.Adam{Rate: 0.02}}
	}
	l, _ := tabular.ParseLikelihood("gaussian(sd=0.3)")
	configs["known sd"] = tabular.Config{Likelihood: l, Hidden: []int{8}, Activation: mlp.ReLU, Epochs: 20, Double: true}
	return configs
}

// TestFamilies: of every family, the score is −log of the densities that Predict returns;
// a file read back predicts the same, to the last bit; better than the worst model.
func TestFamilies(t *testing.T) {
	inputs, y, count, above := sample()
	for name, c := range every() {
		t.Run(name, func(t *testing.T) {
			outcome := y
			switch c.Likelihood.Family {
			case "poisson", "negative-binomial":
				outcome = count
			case "bernoulli", "categorical":
				outcome = above
			}
			f := fit(t, c, inputs, outcome)
			var b bytes.Buffer
			if err := f.Write(&b); err != nil {
				t.Fatal(err)
			}
			read, err := tabular.Read(&b)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(read, f.Network) {
				t.Errorf("read %+v, want %+v", read, f.Network)
			}
			var nll float64
			for i := range outcome.Rows() {
				p, err := read.Predict([]string{strconv.FormatFloat(inputs[0].Numbers[i], 'g', -1, 64), inputs[1].Levels[inputs[1].Labels[i]]})
				if err != nil {
					t.Fatal(err)
				}
				if outcome.Levels != nil {
					nll -= math.Log(p[0].Probs[outcome.Labels[i]])
				} else {
					nll -= prob.LogProb(p[0], outcome.Numbers[i])
					for _, q := range []float64{0.025, 0.5, 0.9} {
						if at := p[0].CDF(p[0].Quantile(q)); !(at >= q-1e-12) {
							t.Fatalf("row %d: CDF of the quantile of %v is %v", i, q, at)
						}
					}
				}
			}
			want := f.Trained.NLL * float64(f.Trained.Rows)
			if f.Validated != nil {
				want += f.Validated.NLL * float64(f.Validated.Rows)
			}
			if !(math.Abs(nll-want) < 1e-9*(1+math.Abs(want))) {
				t.Errorf("−Σ log p = %v, want %v", nll, want)
			}
			if first, last := f.History[0].Loss, f.History[len(f.History)-1].Loss; !(last < first-0.05) {
				t.Errorf("the loss went from %v to %v", first, last)
			}
		})
	}
}

// TestResume: a training that was stopped and resumed ends with the same bits.
func TestResume(t *testing.T) {
	inputs, y, _, _ := sample()
	c := every()["gaussian"]
	whole := fit(t, c, inputs, y)
	stop := errors.New("stop")
	var state []byte
	halved := c
	halved.Checkpoint = func(s []byte) error { state = s; return nil }
	halved.Each = func(p tabular.Progress) error {
		if p.Number == 7 {
			return stop
		}
		return nil
	}
	f, err := tabular.Fit(context.Background(), halved, inputs, []tabular.Values{y})
	if !errors.Is(err, stop) || len(f.History) != 7 {
		t.Fatalf("%v after %d epochs", err, len(f.History))
	}
	c.Resume = state
	resumed := fit(t, c, inputs, y)
	if !reflect.DeepEqual(resumed.Network, whole.Network) || !reflect.DeepEqual(resumed.History, whole.History) {
		t.Error("a resumed training differs from an uninterrupted one")
	}
}

// TestTraceIsTheDescent: each step of gradient descent is the last one's parameters minus
// the rate times its gradient, and the gradient of squared error the one in the books.
func TestTraceIsTheDescent(t *testing.T) {
	inputs, y, _, _ := sample()
	l, err := tabular.ParseLikelihood("squared-error")
	if err != nil {
		t.Fatal(err)
	}
	x := inputs[0]
	for i := range x.Numbers {
		x.Numbers[i] = (x.Numbers[i] - 100) / 10
	}
	var steps []tabular.Step
	f := fit(t, tabular.Config{Likelihood: l, Optimiser: mlp.SGD{Rate: 0.1}, Epochs: 5, Raw: true, Double: true, Trace: func(s tabular.Step) { steps = append(steps, s) }}, []tabular.Values{x}, y)
	if len(steps) != 6 || steps[5].Number != 5 || !reflect.DeepEqual(steps[5].Params, f.Params) {
		t.Fatalf("%d steps, the last %+v", len(steps), steps[len(steps)-1])
	}
	for k, s := range steps {
		var loss, dw, db float64
		w, b := s.Params[0], s.Params[1]
		n := float64(len(y.Numbers))
		for i, yi := range y.Numbers {
			r := yi - w*x.Numbers[i] - b
			loss += r * r / n
			dw -= 2 / n * r * x.Numbers[i]
			db -= 2 / n * r
		}
		got := []float64{s.Loss, s.Gradient[0], s.Gradient[1]}
		want := []float64{loss + math.Log(math.Pi)/2, dw, db}
		if k > 0 {
			got = append(got, w, b)
			want = append(want, steps[k-1].Params[0]-0.1*steps[k-1].Gradient[0], steps[k-1].Params[1]-0.1*steps[k-1].Gradient[1])
		}
		for i := range got {
			if !(math.Abs(got[i]-want[i]) < 1e-10*(1+math.Abs(want[i]))) {
				t.Errorf("step %d: number %d is %v, want %v", k, i, got[i], want[i])
			}
		}
	}
}

// TestWeights: a row of weight k is k rows, in all that is learnt and scored.
func TestWeights(t *testing.T) {
	inputs, y, _, above := sample()
	repeat := func(v tabular.Values) tabular.Values {
		r := tabular.Values{Name: v.Name, Levels: v.Levels}
		for i := range v.Rows() {
			for range i % 4 {
				if v.Levels != nil {
					r.Labels = append(r.Labels, v.Labels[i])
				} else {
					r.Numbers = append(r.Numbers, v.Numbers[i])
				}
			}
		}
		return r
	}
	c := tabular.Config{Optimiser: mlp.LBFGS{Tolerance: 1e-10}, Epochs: 1000, Double: true}
	for _, outcome := range []tabular.Values{y, above} {
		c.Weights = nil
		if outcome.Levels != nil {
			c.Precision = 1 // logistic regression with a mode, however separable
		}
		whole := fit(t, c, []tabular.Values{repeat(inputs[0]), repeat(inputs[1])}, repeat(outcome))
		for i := range outcome.Rows() {
			c.Weights = append(c.Weights, float64(i%4))
		}
		weighted := fit(t, c, inputs, outcome)
		if weighted.Trained.Weight != float64(whole.Trained.Rows) {
			t.Errorf("weight %v, want %d", weighted.Trained.Weight, whole.Trained.Rows)
		}
		for name, pair := range map[string][2]float64{
			"NLL":         {weighted.Trained.NLL, whole.Trained.NLL},
			"RMSE":        {weighted.Trained.RMSE, whole.Trained.RMSE},
			"coverage":    {weighted.Trained.Coverage[1], whole.Trained.Coverage[1]},
			"accuracy":    {weighted.Trained.Accuracy, whole.Trained.Accuracy},
			"Brier":       {weighted.Trained.Brier, whole.Trained.Brier},
			"calibration": {weighted.Trained.Calibration, whole.Trained.Calibration},
		} {
			// The two searches end within their tolerance of the same minimum.
			if !(math.Abs(pair[0]-pair[1]) < 1e-6) && !(math.IsNaN(pair[0]) && math.IsNaN(pair[1])) {
				t.Errorf("%s of %s: %v with weights, %v with rows repeated", name, outcome.Name, pair[0], pair[1])
			}
		}
	}
	c.Weights = []float64{-1}
	if err := fitError(c, inputs, y); err == nil || err.Error() != "1 weights for 200 rows" {
		t.Error(err)
	}
}

func TestRefuses(t *testing.T) {
	inputs, y, count, above := sample()
	short := tabular.Values{Name: "short", Numbers: []float64{1}}
	same := tabular.Values{Name: "same", Numbers: make([]float64, 200)}
	one := tabular.Values{Name: "one", Labels: make([]int, 200), Levels: []string{"a"}}
	poisson := tabular.Config{Likelihood: tabular.Likelihood{Family: "poisson"}}
	for want, run := range map[string]func() error{
		"column x has 200 rows, and short has 1":                    func() error { return fitError(tabular.Config{}, inputs, short) },
		"outcome same is 0 in every row: there is nothing to learn": func() error { return fitError(tabular.Config{}, inputs, same) },
		"column one has the label a in every row: leave it out":     func() error { return fitError(tabular.Config{}, []tabular.Values{one}, y) },
		"no column is left to predict from":                         func() error { return fitError(tabular.Config{}, nil, y) },
		"row 1, column y: 3.3252157549091708 is not a count":        func() error { return fitError(poisson, inputs, y) },
		"outcome above is labels (no, yes), and likelihood poisson": func() error { return fitError(poisson, inputs, above) },
		"outcome n is numbers, and likelihood bernoulli is of labels": func() error {
			return fitError(tabular.Config{Likelihood: tabular.Likelihood{Family: "bernoulli"}}, inputs, count)
		},
		"likelihood \"gausian\" is unknown: did you mean gaussian?": func() error { _, err := tabular.ParseLikelihood("gausian"); return err },
		"likelihood \"laplace(1)\": laplace has no parameter":       func() error { _, err := tabular.ParseLikelihood("laplace(1)"); return err },
		"likelihood gaussian: sd = -1: want a number above 0":       func() error { _, err := tabular.ParseLikelihood("gaussian(sd=-1)"); return err },
		"a fraction 1 of rows held out":                             func() error { return fitError(tabular.Config{Holdout: 1}, inputs, y) },
		"training diverged in epoch": func() error {
			return fitError(tabular.Config{Optimiser: mlp.SGD{Rate: 1e30}, Hidden: []int{4}}, inputs, y)
		},
	} {
		if err := run(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	f := fit(t, tabular.Config{Epochs: 1}, inputs, y)
	for want, cells := range map[string][]string{
		`column x: "tall" is not a number`: {"tall", "red"},
		`column colour: "pink" is a level that was not there in training: it had blue, green, red`: {"1", "pink"},
		"1 cells, and the network takes 2 columns":                                                 {"1"},
	} {
		if _, err := f.Predict(cells); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func fitError(c tabular.Config, inputs []tabular.Values, y tabular.Values) error {
	_, err := tabular.Fit(context.Background(), c, inputs, []tabular.Values{y})
	return err
}

// FuzzRead: whatever the file, reading it ends in an error or in a network that predicts.
func FuzzRead(f *testing.F) {
	inputs, y, _, above := sample()
	for _, outcome := range []tabular.Values{y, above} {
		n, err := tabular.Fit(context.Background(), tabular.Config{Hidden: []int{2}, Epochs: 1}, inputs, []tabular.Values{outcome})
		if err != nil {
			f.Fatal(err)
		}
		var b bytes.Buffer
		if err := n.Write(&b); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		n, err := tabular.Read(bytes.NewReader(text))
		if err != nil {
			return
		}
		cells := make([]string, len(n.Inputs))
		for i, c := range n.Inputs {
			cells[i] = "1"
			if c.Levels != nil {
				cells[i] = c.Levels[0]
			}
		}
		p, err := n.Predict(cells)
		if err != nil {
			if !errors.As(err, new(*tabular.CellError)) {
				t.Fatal(err)
			}
			return
		}
		for _, q := range p {
			if q.Levels == nil {
				q.Mean()
				q.Var()
				q.Quantile(0.05)
				q.LogCDF(1)
			}
		}
	})
}

func ExampleFit() {
	hours := tabular.Values{Name: "hours", Numbers: []float64{1, 2, 3, 4, 5, 6}}
	score := tabular.Values{Name: "score", Numbers: []float64{12, 19, 33, 38, 52, 61}}
	f, err := tabular.Fit(context.Background(), tabular.Config{Optimiser: mlp.LBFGS{}, Double: true}, []tabular.Values{hours}, []tabular.Values{score})
	if err != nil {
		panic(err)
	}
	p, err := f.Predict([]string{"7"})
	if err != nil {
		panic(err)
	}
	fmt.Printf("7 hours: %.1f, 90%% between %.1f and %.1f\n", p[0].Mean(), p[0].Quantile(0.05), p[0].Quantile(0.95))
	// Output: 7 hours: 70.7, 90% between 67.8 and 73.6
}
