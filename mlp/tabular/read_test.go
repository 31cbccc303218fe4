package tabular_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// fileOf is a network's file.
func fileOf(likelihood, inputs, outcomes, net, params string) string {
	return fmt.Sprintf(`{"format":"bayeskit network","version":1,"inputs":[%s],"outcomes":[%s],"likelihood":%s,"net":%s,"params":[%s]}`,
		inputs, outcomes, likelihood, net, params)
}

const (
	gaussian = `{"family":"gaussian"}`
	columnX  = `{"name":"x","center":0,"width":1}`
	columnY  = `{"name":"y","center":0,"width":1}`
	line     = `{"inputs":1,"layers":[{"units":1}]}`
)

// TestReadRefuses: a file that does not hang together is an error of one line, never a
// panic nor memory for what is not there.
func TestReadRefuses(t *testing.T) {
	good := fileOf(gaussian, columnX, columnY, line, "1,0,0")
	if _, err := tabular.Read(strings.NewReader(good)); err != nil {
		t.Fatal(err)
	}
	four := `{"name":"x","levels":["a","b","c","d"]}`
	for want, text := range map[string]string{
		"the file is empty":                 "",
		"the file ends within the network":  good[:len(good)-5],
		"something follows it in the file":  good + good,
		`format "", want`:                   "null",
		`version 2, and this program`:       strings.Replace(good, `"version":1`, `"version":2`, 1),
		"layer 1 has -1 units":              fileOf(gaussian, columnX, columnY, `{"inputs":1,"layers":[{"units":-1},{"units":1}]}`, "1,0,0"),
		"more weights than memory can hold": fileOf(`{"family":"categorical"}`, four, strings.Replace(four, "x", "y", 1), `{"inputs":4,"layers":[{"units":4611686018427387904,"no_bias":true},{"units":4,"no_bias":true}]}`, ""),
		"3 parameters, and the model has":   fileOf(gaussian, columnX, columnY, `{"inputs":1,"layers":[{"units":1000000000},{"units":1}]}`, "1,0,0"),
		"unknown activation":                fileOf(gaussian, columnX, columnY, `{"inputs":1,"layers":[{"units":1,"activation":"step"}]}`, "1,0,0"),
		`level "a" is there twice`:          fileOf(`{"family":"bernoulli"}`, columnX, `{"name":"y","levels":["a","a"]}`, line, "1,0"),
		"column y: no levels":               fileOf(`{"family":"categorical"}`, columnX, `{"name":"y","levels":[]}`, line, "1,0"),
		"two columns are named x":           fileOf(gaussian, columnX+","+columnX, columnY, `{"inputs":2,"layers":[{"units":1}]}`, "1,1,0,0"),
		"cannot unmarshal string":           fileOf(gaussian, columnX, columnY, line, `"NaN",0,0`),
		"cannot unmarshal number 1e400":     fileOf(gaussian, columnX, columnY, line, "1e400,0,0"),
		"parameter 0 is +Inf":               strings.Replace(fileOf(gaussian, columnX, columnY, line, "1e300,0,0"), `"net"`, `"single":true,"net"`, 1),
		"width 0: want numbers":             fileOf(gaussian, `{"name":"x","center":0}`, columnY, line, "1,0,0"),
		"columns of 1 inputs":               fileOf(gaussian, columnX, columnY, `{"inputs":2,"layers":[{"units":1}]}`, "1,0,0"),
		"the network has 2 outputs":         fileOf(gaussian, columnX, columnY, `{"inputs":1,"layers":[{"units":2}]}`, "1,0,0,0,0"),
		"counts are not standardised":       fileOf(`{"family":"poisson"}`, columnX, `{"name":"y","center":1,"width":1}`, line, "1,0"),
		"k = 1.5: want a whole number":      fileOf(`{"family":"mixture","parameter":1.5}`, columnX, columnY, line, "1,0"),
		"2 outcomes: likelihood bernoulli":  fileOf(`{"family":"bernoulli"}`, columnX, `{"name":"y","levels":["a","b"]},{"name":"z","levels":["a","b"]}`, line, "1,0"),
		"no outcome":                        fileOf(gaussian, columnX, "", line, "1,0,0"),
	} {
		_, err := tabular.Read(strings.NewReader(text))
		if err == nil || !strings.HasPrefix(err.Error(), "reading network: ") || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// TestCountsOfLittleDispersion: where the size of a negative binomial goes to infinity,
// its mean and variance go to Poisson's, without a jump.
func TestCountsOfLittleDispersion(t *testing.T) {
	for _, logSize := range []float64{5, 15, 19, 19.6, 25, 40, 700, 1e5} { // the change is at log(1e8·3) = 19.5
		n, err := tabular.Read(strings.NewReader(fileOf(`{"family":"negative-binomial"}`, columnX, columnY, line, fmt.Sprintf("0,%v,%v", math.Log(3), logSize))))
		if err != nil {
			t.Fatal(err)
		}
		p, err := n.Predict([]string{"1"})
		if err != nil {
			t.Fatal(err)
		}
		// 1 − P has lost at most 8 of 16 digits.
		if got, want := p[0].Mean(), 3.; !(math.Abs(got-want) < 1e-7) {
			t.Errorf("log size %v: mean %v, want %v", logSize, got, want)
		}
		if got, want := p[0].Var(), 3+9*math.Exp(-logSize); !(math.Abs(got-want) < 1e-7*want) {
			t.Errorf("log size %v: variance %v, want %v", logSize, got, want)
		}
	}
}

// TestCellsThatCannotBe: what a cell is not is said, and what was meant.
func TestCellsThatCannotBe(t *testing.T) {
	n, err := tabular.Read(strings.NewReader(fileOf(gaussian, `{"name":"x","center":3,"width":2},{"name":"g","levels":["blue","red"]}`, columnY, `{"inputs":2,"layers":[{"units":1}]}`, "1,1,0,0")))
	if err != nil {
		t.Fatal(err)
	}
	for want, cells := range map[string][]string{
		`column x: "1e300" is too far from what was trained on: 3, give or take 2`:                       {"1e300", "red"},
		`column x: "-1e300" is too far from what was trained on: 3, give or take 2`:                      {"-1e300", "red"},
		`column x: "1e400" is not a number`:                                                              {"1e400", "red"},
		`column x: "-Inf" is not a number`:                                                               {"-Inf", "red"},
		`column x: "" is not a number`:                                                                   {" ", "red"},
		`column g: "Red" is a level that was not there in training: it had blue, red: did you mean red?`: {"1", "Red"},
		`column g: "chartreuse" is a level that was not there in training: it had blue, red`:             {"1", "chartreuse"},
		`column g: "green\xff" is a level that was not there in training: it had blue, red`:              {"1", "green\xff"},
	} {
		if _, err := n.Predict(cells); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	p, err := n.Predict([]string{" 5 ", " red\t"}) // spaces around a cell are no part of it
	if err != nil || p[0].Mean() != 2 {
		t.Errorf("%v, %v: want a mean of 1 + 1", p, err)
	}
}

// TestNumbersThatCannotBeLearntFrom: a number whose square is none, and text that JSON
// cannot hold, are refused before training rather than spoil the file.
func TestNumbersThatCannotBeLearntFrom(t *testing.T) {
	for want, change := range map[string]func(inputs []tabular.Values, y *tabular.Values){
		"row 4, column x: NaN is too large, or no number":      func(in []tabular.Values, _ *tabular.Values) { in[0].Numbers[3] = math.NaN() },
		"row 5, column x: -Inf is too large, or no number":     func(in []tabular.Values, _ *tabular.Values) { in[0].Numbers[4] = math.Inf(-1) },
		"row 6, column y: 1e+200 is too large, or no number":   func(_ []tabular.Values, y *tabular.Values) { y.Numbers[5] = 1e200 },
		`column "x\xff": "x\xff" is not UTF-8`:                 func(in []tabular.Values, _ *tabular.Values) { in[0].Name = "x\xff" },
		`column "colour": "gr\xfcn" is not UTF-8: convert the`: func(in []tabular.Values, _ *tabular.Values) { in[1].Levels[1] = "gr\xfcn" },
		"two columns are named x":                              func(in []tabular.Values, _ *tabular.Values) { in[1].Name = "x" },
	} {
		inputs, y, _, _ := sample()
		change(inputs, &y)
		if _, err := tabular.Fit(context.Background(), tabular.Config{Epochs: 1}, inputs, []tabular.Values{y}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// TestNumbersOfAnySize: a column may be as large as its square is a number, or as small;
// the network learns the same.
func TestNumbersOfAnySize(t *testing.T) {
	inputs, y, _, _ := sample()
	want := fit(t, tabular.Config{Optimiser: mlp.LBFGS{}, Double: true}, inputs, y).Trained.RMSE
	for _, scale := range []float64{1e-100, 1e90} {
		scaled, outcome := inputs[0], y
		scaled.Numbers, outcome.Numbers = nil, nil
		for i := range y.Numbers {
			scaled.Numbers = append(scaled.Numbers, scale*inputs[0].Numbers[i])
			outcome.Numbers = append(outcome.Numbers, scale*y.Numbers[i])
		}
		f := fit(t, tabular.Config{Optimiser: mlp.LBFGS{}, Double: true}, []tabular.Values{scaled, inputs[1]}, outcome)
		// Both searches stop at a gradient of 1e-5 or less, where the loss is within 1e-9 of its minimum.
		if got := f.Trained.RMSE / scale; !(math.Abs(got-want) < 1e-6*want) {
			t.Errorf("scale %v: RMSE %v, want %v", scale, got, want)
		}
	}
}
