package mlp_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/prob"
)

func tensorsModel() mlp.Model[float64] {
	return mlp.Model[float64]{Net: mlp.Dense(mlp.Tanh, 3, 4, 2), Head: mlp.GaussianLearnt(2)}
}

func written[F mlp.Float](t *testing.T, params []F) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := mlp.WriteSafetensors(&b, tensorsModel().Layout(), params, map[string]string{"likelihood": "gaussian"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSafetensorsThereAndBack(t *testing.T) {
	m := tensorsModel()
	want := m.Init(prob.NewSeed(1))
	got := make([]float64, len(want))
	metadata, err := mlp.ReadSafetensors(bytes.NewReader(written(t, want)), m.Layout(), got)
	if err != nil || !slices.Equal(got, want) || metadata["likelihood"] != "gaussian" {
		t.Errorf("read %v, %v, %v, want %v", got, metadata, err, want)
	}
	single := make([]float32, len(want))
	if _, err := mlp.ReadSafetensors(bytes.NewReader(written(t, want)), m.Layout(), single); err != nil {
		t.Fatal(err)
	}
	for i := range single {
		if single[i] != float32(want[i]) {
			t.Errorf("element %d is %v, want %v", i, single[i], float32(want[i]))
		}
	}
}

// pythons are where one with numpy may be.
var pythons = []string{"python3", "/usr/bin/python3"}

// TestSafetensorsInPython has the file read by python3-numpy, as the format is described,
// and W of the first layer multiplied as PyTorch's Linear would.
func TestSafetensorsInPython(t *testing.T) {
	const script = `
import sys, json, struct, numpy as np
b = open(sys.argv[1], "rb").read()
n = struct.unpack("<Q", b[:8])[0]
h = json.loads(b[8:8+n])
t = {k: np.frombuffer(b[8+n+v["data_offsets"][0]:8+n+v["data_offsets"][1]], {"F64": "<f8", "F32": "<f4"}[v["dtype"]]).reshape(v["shape"]) for k, v in h.items() if k != "__metadata__"}
x = np.array([1.0, -2.0, 0.5])
h1 = np.tanh(t["layer1.weight"] @ x + t["layer1.bias"])
print(*(t["layer2.weight"] @ h1 + t["layer2.bias"]))`
	python := slices.IndexFunc(pythons, func(p string) bool { return exec.Command(p, "-c", "import numpy").Run() == nil })
	if python < 0 {
		t.Skip("no python3 with numpy")
	}
	m := tensorsModel()
	params := m.Init(prob.NewSeed(2))
	name := filepath.Join(t.TempDir(), "m.safetensors")
	if err := os.WriteFile(name, written(t, params), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(pythons[python], "-c", script, name).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got []float64
	for _, s := range strings.Fields(string(out)) {
		got = append(got, number(t, s))
	}
	near(t, "numpy", got, mlp.Apply(m.Net, params[:m.Net.Dim()], []float64{1, -2, 0.5}))
}

// replaced returns the file with another header.
func replaced(file []byte, old, new string) []byte {
	n := binary.LittleEndian.Uint64(file)
	header := strings.Replace(string(file[8:8+n]), old, new, 1)
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), file[8+n:]...)
}

func TestSafetensorsRefuses(t *testing.T) {
	m := tensorsModel()
	file := written(t, m.Init(prob.NewSeed(3)))
	for want, b := range map[string][]byte{
		"the file is too short to have a header":                        file[:5],
		"the file ends within its header of":                            file[:40],
		"a header of 1152921504606846976 bytes":                         append([]byte{0, 0, 0, 0, 0, 0, 0, 16}, file[8:]...),
		"the header is not a JSON object":                               replaced(file, "{", "["),
		"there is no tensor layer1.bias: the file is of another model":  replaced(file, "layer1.bias", "other"),
		"tensor layer1.bias is of type I64":                             replaced(file, "F64", "I64"),
		"tensor layer1.weight has the shape [3 4]":                      replaced(file, "[4,3]", "[3,4]"),
		"tensor layer1.bias has bytes [0 31] for 4 numbers of F64":      replaced(file, "[96,128]", "[0,31]"),
		"tensors overlap or leave a gap at byte":                        replaced(file, "[96,128]", "[0,32]"),
		"tensors overlap or leave a gap at byte 208 of the numbers":     append(replaced(file, "[208,216]", "[216,224]"), make([]byte, 8)...),
		"tensor extra is not part of the model":                         replaced(file, "{", `{"extra":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},`),
		"bytes follow the last tensor":                                  append(slices.Clone(file), 0),
		"the file ends before its 216 bytes of numbers: unexpected EOF": file[:len(file)-1],
	} {
		params := make([]float64, m.Dim())
		_, err := mlp.ReadSafetensors(bytes.NewReader(b), m.Layout(), params)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
		if slices.ContainsFunc(params, func(x float64) bool { return x != 0 }) {
			t.Errorf("%s: parameters were changed", want)
		}
	}
}

func FuzzReadSafetensors(f *testing.F) {
	m := tensorsModel()
	var b bytes.Buffer
	if err := mlp.WriteSafetensors(&b, m.Layout(), m.Init(prob.NewSeed(4)), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("\x02\x00\x00\x00\x00\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		params := make([]float64, m.Dim())
		if _, err := mlp.ReadSafetensors(bytes.NewReader(b), m.Layout(), params); err != nil {
			return
		}
		var again bytes.Buffer
		if err := mlp.WriteSafetensors(&again, m.Layout(), params, nil); err != nil {
			t.Fatal(err)
		}
	})
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
