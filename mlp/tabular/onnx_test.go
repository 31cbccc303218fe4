package tabular_test

import (
	"reflect"
	"testing"

	"github.com/bayeskit/bayeskit/mlp"
)

// TestONNXIsTheNetwork: what surrounds the network in a model of ONNX is what its columns
// and its likelihood say; labels are neither centred nor scaled.
func TestONNXIsTheNetwork(t *testing.T) {
	x := `{"name":"x","center":3,"width":2},{"name":"g","levels":["a","b","c"]}`
	y := `{"name":"y","center":10,"width":4}`
	four := func(units string) string { return `{"inputs":4,"layers":[{"units":` + units + `,"no_bias":true}]}` }
	type surround struct {
		link         mlp.Link
		shift, scale []float64
	}
	for likelihood, test := range map[string]struct {
		text string
		want surround
	}{
		"laplace":       {fileOf(`{"family":"laplace"}`, x, y, four("1"), "1,1,1,1,0"), surround{mlp.NoLink, []float64{10}, []float64{4}}},
		"gaussian-rows": {fileOf(`{"family":"gaussian-rows"}`, x, y, four("2"), "1,1,1,1,1,1,1,1"), surround{}},
		"poisson":       {fileOf(`{"family":"poisson"}`, x, columnY, four("1"), "1,1,1,1"), surround{link: mlp.ExpLink}},
		"bernoulli":     {fileOf(`{"family":"bernoulli"}`, x, `{"name":"y","levels":["no","yes"]}`, four("1"), "1,1,1,1"), surround{link: mlp.ExpitLink}},
		"categorical":   {fileOf(`{"family":"categorical"}`, x, `{"name":"y","levels":["no","yes"]}`, four("2"), "1,1,1,1,1,1,1,1"), surround{link: mlp.SoftmaxLink}},
	} {
		n := readString(t, test.text)
		o := n.ONNX()
		if got := (surround{o.Link, o.Shift, o.Scale}); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %+v, want %+v", likelihood, got, test.want)
		}
		if want := []float64{3, 0, 0, 0}; !reflect.DeepEqual(o.Center, want) {
			t.Errorf("%s: centers %v, want %v", likelihood, o.Center, want)
		}
		if want := []float64{2, 1, 1, 1}; !reflect.DeepEqual(o.Width, want) {
			t.Errorf("%s: widths %v, want %v", likelihood, o.Width, want)
		}
		if want := [2]string{"inputs", `["x","g=a","g=b","g=c"]`}; o.Metadata[0] != want {
			t.Errorf("%s: metadata %q, want %q", likelihood, o.Metadata[0], want)
		}
	}
}
