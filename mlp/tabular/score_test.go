package tabular_test

import (
	"math"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// TestScorer: scored row by row from cells, all rows have the score that fitting gave.
func TestScorer(t *testing.T) {
	inputs, y, count, above := sample()
	for name, c := range every() {
		outcome := y
		switch c.Likelihood.Family {
		case "poisson", "negative-binomial":
			outcome = count
		case "bernoulli", "categorical":
			outcome = above
		}
		c.Holdout = 0
		f := fit(t, c, inputs, outcome)
		s := tabular.NewScorer(f.Network)
		observed := make([]float64, 1)
		for i := range outcome.Rows() {
			p, err := f.Predict([]string{strconv.FormatFloat(inputs[0].Numbers[i], 'g', -1, 64), inputs[1].Levels[inputs[1].Labels[i]]})
			if err != nil {
				t.Fatal(err)
			}
			cell := ""
			if outcome.Levels != nil {
				cell = outcome.Levels[outcome.Labels[i]]
			} else {
				cell = strconv.FormatFloat(outcome.Numbers[i], 'g', -1, 64)
			}
			if err := f.Observe(observed, []string{cell}); err != nil {
				t.Fatal(err)
			}
			s.Add(p, observed, 1)
		}
		got, want := s.Score(), f.Trained
		for what, pair := range map[string][2]float64{
			"rows": {float64(got.Rows), float64(want.Rows)}, "NLL": {got.NLL, want.NLL}, "RMSE": {got.RMSE, want.RMSE},
			"coverage": {got.Coverage[2], want.Coverage[2]}, "accuracy": {got.Accuracy, want.Accuracy}, "Brier": {got.Brier, want.Brier},
		} {
			if pair[0] != pair[1] && !(math.IsNaN(pair[0]) && math.IsNaN(pair[1])) {
				t.Errorf("%s: %s is %v row by row, want %v", name, what, pair[0], pair[1])
			}
		}
	}
}

// TestScoreByHand: of predictions made up, every number of a score is what its definition
// says.
func TestScoreByHand(t *testing.T) {
	near := func(name string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) < 1e-12) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	n := readString(t, fileOf(`{"family":"categorical"}`, columnX, `{"name":"y","levels":["a","b","c"]}`, `{"inputs":1,"layers":[{"units":3}]}`, "0,0,0,0,0,0"))
	s := tabular.NewScorer(n)
	levels := []string{"a", "b", "c"}
	// Of 15 bins, 0.7 and 0.72 are in the bin from 10/15 to 11/15, the 0.6s and 1 in their own.
	for _, row := range []struct {
		p      []float64
		y      float64
		weight float64
	}{
		{[]float64{0.7, 0.2, 0.1}, 0, 1},
		{[]float64{0.2, 0.72, 0.08}, 2, 1},
		{[]float64{0.2, 0.2, 0.6}, 2, 2},
		{[]float64{0, 1, 0}, 1, 1},
		{[]float64{1, 0, 0}, 1, 0}, // weighs nothing, though its −log p is infinite
	} {
		s.Add([]tabular.Prediction{{Levels: levels, Probs: row.p}}, []float64{row.y}, row.weight)
	}
	got := s.Score()
	near("rows", float64(got.Rows), 5)
	near("weight", got.Weight, 5)
	near("NLL", got.NLL, -(math.Log(0.7)+math.Log(0.08)+2*math.Log(0.6))/5)
	near("accuracy", got.Accuracy, 4./5)
	near("Brier", got.Brier, ((0.09+0.04+0.01)+(0.04+0.5184+0.8464)+2*(0.04+0.04+0.16))/5)
	near("calibration", got.Calibration, (math.Abs(0.7+0.72-1)+2*0.4+0)/5)
	if !math.IsNaN(got.RMSE) || !math.IsNaN(got.Coverage[0]) {
		t.Errorf("labels have the RMSE %v and the coverage %v", got.RMSE, got.Coverage)
	}

	n = readString(t, fileOf(`{"family":"gaussian","parameter":1}`, columnX, columnY, line, "1,0"))
	s = tabular.NewScorer(n)
	for _, at := range []struct{ z, weight float64 }{{0.6, 1}, {-1.2, 1}, {1.9, 3}, {-2.1, 1}} { // quantiles 0.674, 1.282, 1.960
		p, err := n.Predict([]string{"10"})
		if err != nil {
			t.Fatal(err)
		}
		s.Add(p, []float64{10 + at.z}, at.weight)
	}
	got = s.Score()
	squares := 0.36 + 1.44 + 3*3.61 + 4.41
	near("NLL", got.NLL, math.Log(2*math.Pi)/2+squares/12)
	near("RMSE", got.RMSE, math.Sqrt(squares/6))
	near("in 50%", got.Coverage[0], 1./6)
	near("in 80%", got.Coverage[1], 2./6)
	near("in 95%", got.Coverage[2], 5./6)
}

// TestObserveRefuses: an outcome that its column cannot have is said, cell and column.
func TestObserveRefuses(t *testing.T) {
	counts := readString(t, fileOf(`{"family":"poisson"}`, columnX, columnY, line, "1,0"))
	labels := readString(t, fileOf(`{"family":"bernoulli"}`, columnX, `{"name":"y","levels":["no","yes"]}`, line, "1,0"))
	for want, run := range map[string]func(y []float64) error{
		`column y: "1.5" is not a count: want a whole number`: func(y []float64) error { return counts.Observe(y, []string{"1.5"}) },
		`column y: "-1" is not a count`:                       func(y []float64) error { return counts.Observe(y, []string{" -1"}) },
		`column y: "many" is not a number`:                    func(y []float64) error { return counts.Observe(y, []string{"many"}) },
		`column y: "Yes" is a level that was not there`:       func(y []float64) error { return labels.Observe(y, []string{"Yes"}) },
		`2 cells, and the network has 1 outcomes`:             func(y []float64) error { return labels.Observe(y, []string{"yes", "no"}) },
	} {
		y := make([]float64, 1)
		if err := run(y); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func readString(t *testing.T, text string) *tabular.Network {
	t.Helper()
	n, err := tabular.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestPredictAtOnce: one network predicts for many goroutines, each as if alone.
func TestPredictAtOnce(t *testing.T) {
	n, err := tabular.Read(served())
	if err != nil {
		t.Fatal(err)
	}
	want, err := n.Predict([]string{"70", "centre"})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 50 {
				if p, err := n.Predict([]string{"70", "centre"}); err != nil || p[0].Mean() != want[0].Mean() {
					t.Errorf("%v, %v: want %v", p, err, want)
				}
			}
		})
	}
	group.Wait()
}

// TestPredictionsOfPlainNetworks: of equals the first label is the likeliest; float32
// parameters are used as they are; where there is no mean the error is that of the median.
func TestPredictionsOfPlainNetworks(t *testing.T) {
	if p := (tabular.Prediction{Levels: []string{"a", "b"}, Probs: []float64{0.5, 0.5}}); p.Likeliest() != 0 {
		t.Error("of equals the second is the likeliest")
	}
	cauchy := readString(t, strings.Replace(fileOf(`{"family":"student-t","parameter":1}`, columnX, columnY, line, "1,0.5,0"), `"net"`, `"single":true,"net"`, 1))
	p, err := cauchy.Predict([]string{"2"})
	if err != nil {
		t.Fatal(err)
	}
	if q := p[0].Quantile(0.5); q != 2.5 {
		t.Errorf("median %v, want 2.5", q)
	}
	s := tabular.NewScorer(cauchy)
	s.Add(p, []float64{5.5}, 1)
	if got := s.Score().RMSE; got != 3 {
		t.Errorf("RMSE %v, want 3", got)
	}
	if _, err := tabular.Read(strings.NewReader(fileOf(gaussian, columnX, columnY, line, "1,0,0,0"))); err == nil {
		t.Error("a parameter too many is accepted")
	}
}
