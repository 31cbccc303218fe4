package mlp_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/prob"
)

// onnxCases are networks with every activation, every link and whatever else a file can
// hold.
func onnxCases() map[string]mlp.ONNX {
	cases := map[string]mlp.ONNX{}
	for a := mlp.Identity; a <= mlp.Softplus; a++ {
		cases[a.String()] = mlp.ONNX{Net: mlp.Dense(a, 3, 5, 4, 2)}
	}
	linear := mlp.ONNX{Net: mlp.Dense(mlp.Identity, 3, 1)}
	linear.Net.Layers[0].NoBias = true
	linear.Center, linear.Width = []float64{1, -2, 0.5}, []float64{2, 0.5, 3}
	linear.Shift, linear.Scale = []float64{10}, []float64{-3}
	cases["linear"] = linear
	residual := mlp.ONNX{Net: mlp.Dense(mlp.Tanh, 3, 6, 6, 2), Link: mlp.ExpLink, Scale: []float64{2, 3}}
	residual.Net.Layers[1].Residual = true
	residual.Metadata = [][2]string{{"likelihood", "poisson"}, {"columns", "a,b,c"}}
	cases["residual"] = residual
	cases["expit"] = mlp.ONNX{Net: mlp.Dense(mlp.ReLU, 3, 4, 2), Link: mlp.ExpitLink}
	cases["softmax"] = mlp.ONNX{Net: mlp.Dense(mlp.SiLU, 3, 4, 4), Link: mlp.SoftmaxLink}
	for name, o := range cases {
		o.Weights = o.Net.Init(prob.NewSeed(7))
		rng := prob.NewSeed(8).Rand()
		for i := range o.Weights { // biases too
			o.Weights[i] += 0.3 * rng.NormFloat64()
		}
		cases[name] = o
	}
	return cases
}

// expected computes what the model should give, by definition and in float64.
func expected(o mlp.ONNX, x []float64) (eta, y []float64) {
	in := append([]float64(nil), x...)
	for i := range in {
		j := i % o.Net.Inputs
		if o.Center != nil {
			in[i] -= o.Center[j]
		}
		if o.Width != nil {
			in[i] /= o.Width[j]
		}
	}
	eta = mlp.Apply(o.Net, o.Weights[:o.Net.Dim()], in)
	k := o.Net.Outputs()
	for i, v := range eta {
		row := eta[i/k*k:][:k]
		switch o.Link {
		case mlp.ExpLink:
			v = math.Exp(v)
		case mlp.ExpitLink:
			v = prob.Expit(v)
		case mlp.SoftmaxLink:
			v = math.Exp(v - prob.LogSumExp(row))
		}
		if o.Scale != nil {
			v *= o.Scale[i%k]
		}
		if o.Shift != nil {
			v += o.Shift[i%k]
		}
		y = append(y, v)
	}
	return eta, y
}

// TestONNXRuntime runs the files in the ONNX Runtime, where node can find it (npm install
// --ignore-scripts onnxruntime-node, and NODE_PATH).
func TestONNXRuntime(t *testing.T) {
	if exec.Command("node", "-e", "require('onnxruntime-node')").Run() != nil {
		t.Skip("no onnxruntime-node on NODE_PATH")
	}
	type job struct {
		Model string    `json:"model"`
		Rows  int       `json:"rows"`
		Cols  int       `json:"cols"`
		X     []float64 `json:"x"`
	}
	dir := t.TempDir()
	rng := rand.New(rand.NewPCG(1, 1))
	var jobs []job
	var names []string
	cases := onnxCases()
	for name, o := range cases {
		j := job{Model: filepath.Join(dir, name+".onnx"), Rows: 7, Cols: o.Net.Inputs}
		for range j.Rows * j.Cols {
			j.X = append(j.X, float64(float32(rng.NormFloat64()*2)))
		}
		file, err := os.Create(j.Model)
		if err != nil {
			t.Fatal(err)
		}
		if err := o.Write(file); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
		jobs, names = append(jobs, j), append(names, name)
	}
	text, err := json.Marshal(jobs)
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(dir, "jobs.json")
	if err := os.WriteFile(list, text, 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("node", "testdata/onnx.js", list)
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	var answers []struct{ Eta, Y []float64 }
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != len(jobs) {
		t.Fatalf("%d answers, %v: %s", len(answers), err, out)
	}
	for i, name := range names {
		eta, y := expected(cases[name], jobs[i].X)
		near(t, name+" eta", answers[i].Eta, eta)
		near(t, name+" y", answers[i].Y, y)
	}
}

// near compares float32 results of sums of at most 6 products in 3 layers: each rounding
// is 6e-8 of a term, terms are at most ten times the largest result here, so 2e-5 of that
// bounds some 30 of them.
func near(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d numbers, want %d", what, len(got), len(want))
		return
	}
	largest := 1.0
	for _, v := range want {
		largest = math.Max(largest, math.Abs(v))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= 2e-5*largest) {
			t.Errorf("%s: element %d is %v, want %v", what, i, got[i], want[i])
			return
		}
	}
}

// TestONNXWellFormed reads the files back, field by field, where there is no runtime: each
// node takes what was there before it.
func TestONNXWellFormed(t *testing.T) {
	for name, o := range onnxCases() {
		var b bytes.Buffer
		if err := o.Write(&b); err != nil {
			t.Fatal(err)
		}
		model := fields(t, b.Bytes())
		graph := fields(t, model[7][0])
		known := map[string]bool{"x": true}
		for _, tensor := range graph[5] {
			f := fields(t, tensor)
			known[string(f[8][0])] = true
			size := 1
			for _, d := range f[1] {
				v, _ := binary.Uvarint(d)
				size *= int(v)
			}
			if len(f[9][0]) != 4*size {
				t.Errorf("%s: tensor %s has %d bytes for %d numbers", name, f[8][0], len(f[9][0]), size)
			}
		}
		for _, node := range graph[1] {
			f := fields(t, node)
			for _, in := range f[1] {
				if !known[string(in)] {
					t.Errorf("%s: node %s takes %s, which comes from nowhere", name, f[4][0], in)
				}
			}
			if known[string(f[2][0])] {
				t.Errorf("%s: %s twice", name, f[2][0])
			}
			known[string(f[2][0])] = true
		}
		for _, out := range graph[12] {
			if name := string(fields(t, out)[1][0]); !known[name] {
				t.Errorf("%s: no %s", name, name)
			}
		}
		if len(model[14]) != len(o.Metadata) {
			t.Errorf("%s: %d metadata, want %d", name, len(model[14]), len(o.Metadata))
		}
	}
}

// fields splits a protobuf message.
func fields(t *testing.T, b []byte) map[int][][]byte {
	t.Helper()
	all := map[int][][]byte{}
	for len(b) > 0 {
		key, n := binary.Uvarint(b)
		b = b[n:]
		switch key & 7 {
		case 0:
			_, n := binary.Uvarint(b)
			all[int(key>>3)], b = append(all[int(key>>3)], b[:n]), b[n:]
		case 2:
			size, n := binary.Uvarint(b)
			all[int(key>>3)], b = append(all[int(key>>3)], b[n:n+int(size)]), b[n+int(size):]
		case 5:
			all[int(key>>3)], b = append(all[int(key>>3)], b[:4]), b[4:]
		default:
			t.Fatalf("wire type %d", key&7)
		}
	}
	return all
}

func TestONNXRefuses(t *testing.T) {
	for want, o := range map[string]mlp.ONNX{
		"mlp: network without layers: want at least an output layer":                                           {Net: mlp.Net{Inputs: 1}},
		"mlp: writing ONNX: 1 numbers in Center, want 2":                                                       {Net: mlp.Dense(mlp.ReLU, 2, 1), Center: []float64{1}},
		"mlp: writing ONNX: 0 weights, and the network has 3":                                                  {Net: mlp.Dense(mlp.ReLU, 2, 1)},
		"mlp: writing ONNX: weight 1 is 1e+300, which float32 cannot hold: rescale the column and train again": {Net: mlp.Dense(mlp.ReLU, 2, 1), Weights: []float64{1, 1e300, 1}},
		"mlp: writing ONNX: weight 2 is NaN, which float32 cannot hold: rescale the column and train again":    {Net: mlp.Dense(mlp.ReLU, 2, 1), Weights: []float64{1, 1, math.NaN()}},
		"mlp: writing ONNX: width 0 is 1e-60, which float32 cannot hold: rescale the column and train again":   {Net: mlp.Dense(mlp.ReLU, 1, 1), Weights: []float64{1, 1}, Width: []float64{1e-60}},
		"mlp: writing ONNX: center 0 is -1e+60, which float32 cannot hold: rescale the column and train again": {Net: mlp.Dense(mlp.ReLU, 1, 1), Weights: []float64{1, 1}, Center: []float64{-1e60}},
	} {
		if err := o.Write(&bytes.Buffer{}); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
