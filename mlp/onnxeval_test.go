package mlp_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// A tensor is a matrix; a vector is a row, which a matrix's rows are each combined with.
type tensor struct {
	cols int
	x    []float64
}

// run computes a model of ONNX as the standard defines its operators, and returns all values
// by name. It knows no operator but those that the writer may use, and no shape but n×cols.
func run(t *testing.T, file []byte, x tensor) map[string]tensor {
	t.Helper()
	graph := fields(t, fields(t, file)[7][0])
	values := map[string]tensor{"x": x}
	for _, text := range graph[5] {
		f := fields(t, text)
		c := tensor{cols: 1}
		for _, d := range f[1] {
			v, _ := binary.Uvarint(d)
			c.cols = int(v) // the last dimension
		}
		for b := f[9][0]; len(b) > 0; b = b[4:] {
			c.x = append(c.x, float64(math.Float32frombits(binary.LittleEndian.Uint32(b))))
		}
		values[string(f[8][0])] = c
	}
	for _, text := range graph[1] {
		f := fields(t, text)
		var in []tensor
		for _, name := range f[1] {
			in = append(in, values[string(name)])
		}
		attribute := math.NaN()
		for _, text := range f[5] {
			a := fields(t, text)
			switch kind, _ := binary.Uvarint(a[20][0]); kind {
			case 1:
				attribute = float64(math.Float32frombits(binary.LittleEndian.Uint32(a[2][0])))
			case 2:
				v, _ := binary.Uvarint(a[3][0])
				attribute = float64(v)
			}
		}
		values[string(f[2][0])] = operate(t, string(f[4][0]), attribute, in)
	}
	return values
}

func operate(t *testing.T, operator string, attribute float64, in []tensor) tensor {
	t.Helper()
	a := in[0]
	out := tensor{cols: a.cols}
	each := func(f func(float64) float64) tensor {
		for _, v := range a.x {
			out.x = append(out.x, f(v))
		}
		return out
	}
	both := func(f func(a, b float64) float64) tensor {
		b := in[1]
		if len(b.x) != 1 && len(b.x) != a.cols && len(b.x) != len(a.x) {
			t.Fatalf("%s of %d and %d numbers", operator, len(a.x), len(b.x))
		}
		for i, v := range a.x {
			out.x = append(out.x, f(v, b.x[i%len(b.x)]))
		}
		return out
	}
	switch operator {
	case "Identity":
		return a
	case "MatMul":
		b := in[1]
		out.cols = b.cols
		for i := 0; i < len(a.x); i += a.cols {
			for j := range b.cols {
				var sum float64
				for k := range a.cols {
					sum += a.x[i+k] * b.x[k*b.cols+j]
				}
				out.x = append(out.x, sum)
			}
		}
		return out
	case "Add":
		return both(func(a, b float64) float64 { return a + b })
	case "Sub":
		return both(func(a, b float64) float64 { return a - b })
	case "Mul":
		return both(func(a, b float64) float64 { return a * b })
	case "Div":
		return both(func(a, b float64) float64 { return a / b })
	case "Relu":
		return each(func(v float64) float64 { return max(v, 0) })
	case "LeakyRelu":
		return each(func(v float64) float64 { return max(v, 0) + attribute*min(v, 0) })
	case "Sigmoid":
		return each(prob.Expit)
	case "Tanh":
		return each(math.Tanh)
	case "Softplus":
		return each(prob.Log1pExp)
	case "Exp":
		return each(math.Exp)
	case "Erf":
		return each(math.Erf)
	case "Softmax":
		if attribute != 1 {
			t.Fatalf("Softmax along axis %v, want 1", attribute)
		}
		for i := 0; i < len(a.x); i += a.cols {
			row := a.x[i : i+a.cols]
			for _, v := range row {
				out.x = append(out.x, math.Exp(v-prob.LogSumExp(row)))
			}
		}
		return out
	}
	t.Fatalf("unknown operator %s", operator)
	return out
}

// TestONNXByTheStandard: computed operator by operator, a file gives what the network gives,
// with no more than the rounding of its numbers to float32 between them.
func TestONNXByTheStandard(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	for name, o := range onnxCases() {
		x := tensor{cols: o.Net.Inputs}
		for range 9 * x.cols {
			x.x = append(x.x, rng.NormFloat64()*2)
		}
		var b bytes.Buffer
		if err := o.Write(&b); err != nil {
			t.Fatal(err)
		}
		values := run(t, b.Bytes(), x)
		eta, y := expected(o, x.x)
		near(t, name+" eta", values["eta"].x, eta)
		near(t, name+" y", values["y"].x, y)
	}
}
