package mlp

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// A Link is what is done to a network's outputs to get what one wants to see: a mean, a
// probability.
type Link int

// The links.
const (
	NoLink      Link = iota // the outputs as they are
	ExpLink                 // exp η: a rate, a median of what is positive
	ExpitLink               // 1/(1 + exp(−η)): a probability
	SoftmaxLink             // exp ηᵢ / Σ exp ηⱼ over the outputs: probabilities of categories
)

// ONNX is a network to be written as an ONNX model, with what surrounds it: inputs are
// centred and scaled first, outputs are transformed last. The model takes "x", n×Inputs in
// float32, and returns "eta", the network's n×Outputs, and "y", Shift + Scale·link(eta).
type ONNX struct {
	Net     Net
	Weights []float64 // of the network; what a head learns may follow

	Center, Width []float64 // the network takes (x − Center)/Width; nil for 0 and 1

	Link         Link
	Shift, Scale []float64 // of each output, after the link; nil for 0 and 1

	Metadata [][2]string // keys and values, in the order of the file
}

// The numbers of the format's enumerations and fields that are used: onnx.proto, IR
// version 8, operators of version 13.
const (
	onnxIR, onnxOperators         = 8, 13
	onnxFloat                     = 1 // TensorProto.FLOAT
	attributeFloat, attributeInt  = 1, 2
	graphNode, graphInitializer   = 1, 5
	graphInput, graphOutput       = 11, 12
	modelGraph, modelOperatorSets = 7, 8
)

// Write writes the model. Numbers are rounded to float32.
func (o ONNX) Write(w io.Writer) error {
	if err := o.check(); err != nil {
		return err
	}
	g := graph{}
	g.text(2, "mlp")
	x := g.affineTo("x", "standardised", "Sub", o.Center, "Div", o.Width)
	eta := g.network(o.Net, o.Weights, x)
	g.node("Identity", "eta", eta)
	y := "eta"
	switch o.Link {
	case ExpLink:
		y = g.node("Exp", "linked", y)
	case ExpitLink:
		y = g.node("Sigmoid", "linked", y)
	case SoftmaxLink:
		g.attribute = func(m *message) { intAttribute(m, "axis", 1) }
		y = g.node("Softmax", "linked", y)
	}
	g.node("Identity", "y", g.affineTo(y, "scaled", "Mul", o.Scale, "Add", o.Shift))
	g.value(graphInput, "x", o.Net.Inputs)
	g.value(graphOutput, "eta", o.Net.Outputs())
	g.value(graphOutput, "y", o.Net.Outputs())

	var m message
	m.integer(1, onnxIR)
	m.text(2, "bayeskit")
	m.bytes(modelGraph, g.message)
	m.within(modelOperatorSets, func(m *message) { m.integer(2, onnxOperators) })
	for _, kv := range o.Metadata {
		m.within(14, func(m *message) { m.text(1, kv[0]); m.text(2, kv[1]) })
	}
	if _, err := w.Write(m); err != nil {
		return fmt.Errorf("mlp: writing ONNX: %w", err)
	}
	return nil
}

func (o ONNX) check() error {
	if err := o.Net.Check(); err != nil {
		return err
	}
	for _, v := range []struct {
		name string
		x    []float64
		want int
	}{{"Center", o.Center, o.Net.Inputs}, {"Width", o.Width, o.Net.Inputs}, {"Shift", o.Shift, o.Net.Outputs()}, {"Scale", o.Scale, o.Net.Outputs()}} {
		if v.x != nil && len(v.x) != v.want {
			return fmt.Errorf("mlp: writing ONNX: %d numbers in %s, want %d", len(v.x), v.name, v.want)
		}
	}
	if len(o.Weights) < o.Net.Dim() {
		return fmt.Errorf("mlp: writing ONNX: %d weights, and the network has %d", len(o.Weights), o.Net.Dim())
	}
	for _, v := range []struct {
		name    string
		x       []float64
		divides bool
	}{{"weight", o.Weights[:o.Net.Dim()], false}, {"center", o.Center, false}, {"width", o.Width, true}, {"shift", o.Shift, false}, {"scale", o.Scale, true}} {
		for i, x := range v.x {
			if !(math.Abs(x) <= math.MaxFloat32) || v.divides && float32(x) == 0 {
				return fmt.Errorf("mlp: writing ONNX: %s %d is %v, which float32 cannot hold: rescale the column and train again", v.name, i, x)
			}
		}
	}
	return nil
}

// A graph is a GraphProto under construction. Values are known by names.
type graph struct {
	message
	attribute func(*message) // of the next node
}

// node appends a node of one output, which it returns.
func (g *graph) node(operator, output string, inputs ...string) string {
	g.within(graphNode, func(m *message) {
		for _, name := range inputs {
			m.text(1, name)
		}
		m.text(2, output)
		m.text(4, operator)
		if g.attribute != nil {
			g.attribute(m)
		}
	})
	g.attribute = nil
	return output
}

// constant appends a tensor and returns its name.
func (g *graph) constant(name string, x []float64, shape ...int) string {
	g.within(graphInitializer, func(m *message) {
		for _, d := range shape {
			m.integer(1, d)
		}
		m.integer(2, onnxFloat)
		m.text(8, name)
		raw := make([]byte, 0, 4*len(x))
		for _, v := range x {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(float32(v)))
		}
		m.bytes(9, raw)
	})
	return name
}

// value declares an n×cols input or output of the graph.
func (g *graph) value(field int, name string, cols int) {
	g.within(field, func(m *message) {
		m.text(1, name)
		m.within(2, func(m *message) { // TypeProto
			m.within(1, func(m *message) { // tensor
				m.integer(1, onnxFloat)
				m.within(2, func(m *message) { // shape
					m.within(1, func(m *message) { m.text(2, "n") })
					m.within(1, func(m *message) { m.integer(1, cols) })
				})
			})
		})
	})
}

func intAttribute(m *message, name string, v int) {
	m.within(5, func(m *message) { m.text(1, name); m.integer(3, v); m.integer(20, attributeInt) })
}

func floatAttribute(m *message, name string, v float64) {
	m.within(5, func(m *message) { m.text(1, name); m.float(2, v); m.integer(20, attributeFloat) })
}

// affineTo applies two operators with constants, those that are not nil, to x.
func (g *graph) affineTo(x, name, first string, a []float64, second string, b []float64) string {
	if a != nil {
		x = g.node(first, name+".1", x, g.constant(name+"."+first, a, len(a)))
	}
	if b != nil {
		x = g.node(second, name+".2", x, g.constant(name+"."+second, b, len(b)))
	}
	return x
}

// network appends the layers and returns the name of their outputs.
func (g *graph) network(net Net, weights []float64, x string) string {
	for _, b := range net.Layout() {
		shape := []int{b.Rows, b.Cols}
		if b.Kind == Bias {
			shape = shape[1:]
		}
		g.constant(b.Name, weights[b.Offset:b.Offset+b.Len()], shape...)
	}
	for i, l := range net.Layers {
		name := fmt.Sprintf("layer%d", i+1)
		z := g.node("MatMul", name+".product", x, name+".weight")
		if !l.NoBias {
			z = g.node("Add", name+".sum", z, name+".bias")
		}
		h := g.activation(l.Activation, name, z)
		if l.Residual {
			h = g.node("Add", name+".residual", h, x)
		}
		x = h
	}
	return x
}

func (g *graph) activation(a Activation, name, z string) string {
	out := name + ".active"
	switch a {
	case ReLU:
		return g.node("Relu", out, z)
	case LeakyReLU:
		g.attribute = func(m *message) { floatAttribute(m, "alpha", leak) }
		return g.node("LeakyRelu", out, z)
	case Sigmoid:
		return g.node("Sigmoid", out, z)
	case Tanh:
		return g.node("Tanh", out, z)
	case Softplus:
		return g.node("Softplus", out, z)
	case SiLU:
		return g.node("Mul", out, z, g.node("Sigmoid", name+".gate", z))
	case GELU: // z·½(1 + erf(z/√2))
		erf := g.node("Erf", name+".erf", g.node("Mul", name+".arg", z, g.constant(name+".root", []float64{math.Sqrt2 / 2})))
		half := g.node("Mul", name+".half", z, g.constant(name+".half.factor", []float64{0.5}))
		return g.node("Mul", out, half, g.node("Add", name+".twice", erf, g.constant(name+".one", []float64{1})))
	}
	return z
}
