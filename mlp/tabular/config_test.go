package tabular_test

import (
	"context"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// TestNetIsTheConfiguration: the network has the layers that the configuration asks for.
func TestNetIsTheConfiguration(t *testing.T) {
	inputs, y, _, _ := sample()
	f := fit(t, tabular.Config{Hidden: []int{4, 4, 3}, Activation: mlp.SiLU, NoBias: true, Residual: true, Dropout: 0.1, Init: mlp.InitGlorot, Epochs: 1}, inputs, y)
	hidden := mlp.Layer{Units: 4, Activation: mlp.SiLU, NoBias: true, Residual: true, Dropout: 0.1, Init: mlp.InitGlorot} // 4 inputs: x and three colours
	third := hidden
	third.Units, third.Residual = 3, false
	want := mlp.Net{Inputs: 4, Layers: []mlp.Layer{hidden, hidden, third, {Units: 1, NoBias: true, Init: mlp.InitGlorot}}}
	if !reflect.DeepEqual(f.Net, want) {
		t.Errorf("the network is %+v, want %+v", f.Net, want)
	}
	if want := 4*4 + 4*4 + 4*3 + 3 + 1; len(f.Params) != want {
		t.Errorf("%d parameters, want %d", len(f.Params), want)
	}
}

// TestColumns: what a network makes of columns: the mean and standard deviation of the rows
// trained on, names of inputs, nothing where a column is constant but for rounding.
func TestColumns(t *testing.T) {
	x := tabular.Values{Name: "x", Numbers: []float64{1, 2, 3, 4, 5, 6, 7}}
	same := tabular.Values{Name: "same"}
	two := tabular.Values{Name: "two", Labels: []int{0, 1, 0, 1, 0, 1, 0}, Levels: []string{"no", "yes"}}
	three := tabular.Values{Name: "three", Labels: []int{0, 1, 2, 0, 1, 2, 0}, Levels: []string{"a", "b", "c"}}
	y := tabular.Values{Name: "y", Numbers: []float64{0.3, 0.9, 2, 3, 5, 1, 2}}
	for i := range 7 { // sums that should be equal and are not, to the last bit
		same.Numbers = append(same.Numbers, 0.1+float64(i%2)*0x1p-56)
	}
	sd := 0.3
	known := tabular.Config{Epochs: 1, Likelihood: tabular.Likelihood{Family: "gaussian", Parameter: &sd}}
	f := fit(t, known, []tabular.Values{x, same, two, three}, y)
	if got, want := f.InputNames(), []string{"x", "same", "two=yes", "three=a", "three=b", "three=c"}; !reflect.DeepEqual(got, want) {
		t.Errorf("inputs %q, want %q", got, want)
	}
	if c := f.Network.Inputs[0]; c.Center != 4 || c.Width != 2 { // variance 28/7
		t.Errorf("x: center %v and width %v, want 4 and 2", c.Center, c.Width)
	}
	if c := f.Network.Inputs[1]; c.Width != 1 {
		t.Errorf("a constant column has the width %v, want 1", c.Width)
	}
	if c := f.Outcomes[0]; c.Width != 0.3 {
		t.Errorf("an outcome of known sd has the width %v, want that sd", c.Width)
	}
	raw := fit(t, tabular.Config{Epochs: 1, Raw: true}, []tabular.Values{x}, y)
	if a, b := raw.Network.Inputs[0], raw.Outcomes[0]; a.Center != 0 || a.Width != 1 || b.Center != 0 || b.Width != 1 {
		t.Errorf("raw columns are %+v and %+v", a, b)
	}
}

// TestManyLevelsAreNotListed: an error about a column of many levels names some.
func TestManyLevelsAreNotListed(t *testing.T) {
	levels := `"1","2","3","4","5","6","7","8"`
	n := readString(t, fileOf(gaussian, `{"name":"x","levels":[`+levels+`]}`, columnY, `{"inputs":8,"layers":[{"units":1}]}`, "1,1,1,1,1,1,1,1,0,0"))
	if _, err := n.Predict([]string{"twelve"}); err == nil || !strings.HasSuffix(err.Error(), "it had 1, 2, 3, 4, 5 and 3 more") {
		t.Error(err)
	}
}

// TestTrainingIsTheConfiguration: prior, clipping, patience and rows held out reach the
// training; a done context ends it.
func TestTrainingIsTheConfiguration(t *testing.T) {
	inputs, y, _, above := sample()
	base := tabular.Config{Epochs: 30, Optimiser: mlp.Adam{Rate: 0.05}, Holdout: 0.2, Seed: 2}
	free := fit(t, base, inputs, y)
	if free.Rows != 160 || free.Trained.Rows != 160 || free.Validated.Rows != 40 {
		t.Errorf("%d rows, %d and %d scored: want 160, 160, 40", free.Rows, free.Trained.Rows, free.Validated.Rows)
	}

	fraction := base
	fraction.Holdout, fraction.Epochs = 0.128, 1
	if f := fit(t, fraction, inputs, y); f.Validated.Rows != 26 { // of 25.6
		t.Errorf("%d rows held out, want 26", f.Validated.Rows)
	}

	prior := base
	prior.Precision = 1e6
	shrunk := fit(t, prior, inputs, y)
	size := func(f *tabular.Fitted) (s float64) {
		for _, w := range f.Params[:4] {
			s += w * w
		}
		return math.Sqrt(s)
	}
	if !(size(shrunk) < 0.1*size(free)) {
		t.Errorf("weights of length %v under a prior of sd 0.001, and %v without", size(shrunk), size(free))
	}

	clipped := base
	clipped.Clip = 1e-3
	if e := fit(t, clipped, inputs, y).History[0]; e.Clipped == 0 {
		t.Error("no gradient was longer than 0.001")
	}

	patient := base
	patient.Epochs, patient.Patience = 1000, 2
	if f := fit(t, patient, inputs, y); f.Stopped == "" || f.Best == 0 || len(f.History) != f.Best+2 {
		t.Errorf("stopped %q after %d epochs, the best %d: want two more than the best", f.Stopped, len(f.History), f.Best)
	}

	// Held-out losses are in the outcome's own units, and of the weights given.
	weighted := base
	weighted.Epochs, weighted.Double = 1, true
	for i := range y.Rows() {
		weighted.Weights = append(weighted.Weights, float64(1+i%5))
	}
	for _, outcome := range []tabular.Values{y, above} {
		f := fit(t, weighted, inputs, outcome)
		if got, want := *f.History[0].Validation, f.Validated.NLL; !(math.Abs(got-want) < 1e-9) {
			t.Errorf("%s: the validation loss is %v, and the score %v", outcome.Name, got, want)
		}
		if f.Validated.Weight == float64(f.Validated.Rows) {
			t.Errorf("%s: rows held out weigh %v", outcome.Name, f.Validated.Weight)
		}
	}

	ctx, cancel := context.WithCancel(context.Background())
	stopping := base
	stopping.Each = func(p tabular.Progress) error {
		if p.Epochs != 30 {
			t.Errorf("progress of %d epochs, want 30", p.Epochs)
		}
		if p.Number == 3 {
			cancel()
		}
		return nil
	}
	f, err := tabular.Fit(ctx, stopping, inputs, []tabular.Values{y})
	if !errors.Is(err, context.Canceled) || f == nil || !f.Interrupted || f.Params == nil || len(f.History) != 3 {
		t.Errorf("%v, %+v: want what there is after 3 epochs", err, f)
	}
	if f, err := tabular.Fit(ctx, base, inputs, []tabular.Values{y}); f != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v: no epoch is no network", f, err)
	}
}

// TestTraceIsInOwnUnits: the loss of the last step is that of the network, whatever was
// standardised.
func TestTraceIsInOwnUnits(t *testing.T) {
	inputs, y, _, _ := sample()
	var last tabular.Step
	f := fit(t, tabular.Config{Optimiser: mlp.SGD{Rate: 0.1}, Epochs: 5, Double: true, Trace: func(s tabular.Step) { last = s }}, inputs, y)
	if !(math.Abs(last.Loss-f.Trained.NLL) < 1e-9) { // two sums of 200 terms
		t.Errorf("the last step has the loss %v, and the network %v", last.Loss, f.Trained.NLL)
	}
}

// TestKnownScaleIsInOwnUnits: the loss that is minimised is −log p under the sd that was
// given, in the outcome's units.
func TestKnownScaleIsInOwnUnits(t *testing.T) {
	inputs, y, _, _ := sample()
	for _, raw := range []bool{false, true} {
		l, err := tabular.ParseLikelihood("gaussian(sd=0.4)")
		if err != nil {
			t.Fatal(err)
		}
		f := fit(t, tabular.Config{Likelihood: l, Optimiser: mlp.LBFGS{Tolerance: 1e-8}, Epochs: 2000, Double: true, Raw: raw}, inputs, y)
		squares := f.Trained.RMSE * f.Trained.RMSE
		want := squares/(2*0.16) + math.Log(0.4) + math.Log(2*math.Pi)/2
		if last := f.History[len(f.History)-1].Loss; !(math.Abs(last-want) < 1e-6) || !(math.Abs(f.Trained.NLL-want) < 1e-9) {
			t.Errorf("raw %v: the last loss is %v and the score %v, want %v", raw, last, f.Trained.NLL, want)
		}
	}
	if _, err := tabular.ParseLikelihood("mixture(k=1001)"); err == nil {
		t.Error("a mixture of 1001 is accepted")
	}
}
