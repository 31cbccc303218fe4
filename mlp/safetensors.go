package mlp

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"unsafe"
)

// WriteSafetensors writes parameters, laid out as blocks, in the safetensors format that
// PyTorch and others read: eight bytes of length, a header in JSON, and the numbers,
// little-endian, as F32 or F64. A weight is written as PyTorch's Linear stores it,
// units×inputs, which is the transpose of its [Block]; a bias and what a head learns are
// vectors. Metadata may be nil.
func WriteSafetensors[F Float](w io.Writer, layout []Block, params []F, metadata map[string]string) error {
	header := map[string]any{}
	if metadata != nil {
		header["__metadata__"] = metadata
	}
	size, at := int(unsafe.Sizeof(F(0))), 0
	for _, b := range layout {
		header[b.Name] = tensorInfo{precision(size), b.shape(), [2]int{at, at + size*b.Len()}}
		at += size * b.Len()
	}
	text, err := json.Marshal(header) // its keys are sorted, so the same model has the same bytes
	if err != nil {
		return fmt.Errorf("mlp: writing safetensors: %w", err)
	}
	for len(text)%8 != 0 { // so that the numbers are aligned
		text = append(text, ' ')
	}
	out := bufio.NewWriter(w)
	var number [8]byte
	binary.LittleEndian.PutUint64(number[:], uint64(len(text)))
	out.Write(number[:])
	out.Write(text)
	for _, b := range layout {
		for k := range b.Len() {
			v := params[b.Offset+b.stored(k)]
			if size == 4 {
				binary.LittleEndian.PutUint32(number[:], math.Float32bits(float32(v)))
			} else {
				binary.LittleEndian.PutUint64(number[:], math.Float64bits(float64(v)))
			}
			out.Write(number[:size])
		}
	}
	if err := out.Flush(); err != nil { // the first error of all writes
		return fmt.Errorf("mlp: writing safetensors: %w", err)
	}
	return nil
}

// ReadSafetensors reads what [WriteSafetensors] wrote, or PyTorch for a network of the
// same names and shapes, into params, whose layout is given. F32 and F64 are converted as
// need be. Tensors that are not in the layout are an error, as are missing ones, since
// either means that the file is of another model; params is changed only on success.
func ReadSafetensors[F Float](r io.Reader, layout []Block, params []F) (metadata map[string]string, err error) {
	in := bufio.NewReader(r)
	header, metadata, err := readHeader(in)
	if err != nil {
		return nil, fmt.Errorf("mlp: reading safetensors: %w", err)
	}
	total, err := matches(header, layout)
	if err != nil {
		return nil, fmt.Errorf("mlp: reading safetensors: %w", err)
	}
	data := make([]byte, total)
	if _, err := io.ReadFull(in, data); err != nil {
		return nil, fmt.Errorf("mlp: reading safetensors: the file ends before its %d bytes of numbers: %w", total, err)
	}
	if _, err := in.ReadByte(); err != io.EOF {
		return nil, fmt.Errorf("mlp: reading safetensors: bytes follow the last tensor")
	}
	for _, b := range layout {
		t := header[b.Name]
		bytes := data[t.Offsets[0]:t.Offsets[1]]
		for k := range b.Len() {
			v := &params[b.Offset+b.stored(k)]
			if t.Type == "F32" {
				*v = F(math.Float32frombits(binary.LittleEndian.Uint32(bytes[4*k:])))
			} else {
				*v = F(math.Float64frombits(binary.LittleEndian.Uint64(bytes[8*k:])))
			}
		}
	}
	return metadata, nil
}

// A tensorInfo is what a safetensors header says of a tensor.
type tensorInfo struct {
	Type    string `json:"dtype"`
	Shape   []int  `json:"shape"`
	Offsets [2]int `json:"data_offsets"`
}

// maxHeader bounds the header's length, as the format's own reader does.
const maxHeader = 100 << 20

func readHeader(in io.Reader) (tensors map[string]tensorInfo, metadata map[string]string, err error) {
	var length [8]byte
	if _, err := io.ReadFull(in, length[:]); err != nil {
		return nil, nil, errors.New("the file is too short to have a header")
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > maxHeader {
		return nil, nil, fmt.Errorf("a header of %d bytes, and at most %d are allowed: is it a safetensors file?", n, maxHeader)
	}
	text, err := io.ReadAll(io.LimitReader(in, int64(n))) // which grows as the bytes come
	if err != nil || uint64(len(text)) < n {
		return nil, nil, fmt.Errorf("the file ends within its header of %d bytes", n)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return nil, nil, fmt.Errorf("the header is not a JSON object: %w", err)
	}
	tensors = map[string]tensorInfo{}
	for _, name := range slices.Sorted(maps.Keys(raw)) { // so that the same file has the same error
		m := raw[name]
		if name == "__metadata__" {
			if err := json.Unmarshal(m, &metadata); err != nil {
				return nil, nil, fmt.Errorf("metadata: %w", err)
			}
			continue
		}
		var t tensorInfo
		if err := json.Unmarshal(m, &t); err != nil {
			return nil, nil, fmt.Errorf("tensor %q: %w", name, err)
		}
		tensors[name] = t
	}
	return tensors, metadata, nil
}

// matches checks that the tensors are those of the layout and cover the data, and returns
// the data's length.
func matches(tensors map[string]tensorInfo, layout []Block) (total int, err error) {
	var spans [][2]int
	for _, b := range layout {
		t, ok := tensors[b.Name]
		if !ok {
			return 0, fmt.Errorf("there is no tensor %s: the file is of another model", b.Name)
		}
		size := map[string]int{"F32": 4, "F64": 8}[t.Type]
		switch {
		case size == 0:
			return 0, fmt.Errorf("tensor %s is of type %s: want F32 or F64", b.Name, t.Type)
		case !slices.Equal(t.Shape, b.shape()):
			return 0, fmt.Errorf("tensor %s has the shape %v, and the model's is %v", b.Name, t.Shape, b.shape())
		case t.Offsets[0] < 0 || t.Offsets[1]-t.Offsets[0] != size*b.Len():
			return 0, fmt.Errorf("tensor %s has bytes %v for %d numbers of %s", b.Name, t.Offsets, b.Len(), t.Type)
		}
		spans = append(spans, t.Offsets)
		total += size * b.Len()
	}
	if len(tensors) != len(layout) {
		for _, name := range slices.Sorted(maps.Keys(tensors)) {
			if !slices.ContainsFunc(layout, func(b Block) bool { return b.Name == name }) {
				return 0, fmt.Errorf("tensor %s is not part of the model", name)
			}
		}
	}
	slices.SortFunc(spans, func(a, b [2]int) int { return a[0] - b[0] })
	at := 0
	for _, s := range spans {
		if s[0] != at {
			return 0, fmt.Errorf("tensors overlap or leave a gap at byte %d of the numbers", at)
		}
		at = s[1]
	}
	return total, nil
}

// shape is that of the block in a file.
func (b Block) shape() []int {
	if b.Kind == Weight {
		return []int{b.Cols, b.Rows}
	}
	return []int{b.Cols}
}

// stored returns which element of the block is the k-th in a file.
func (b Block) stored(k int) int {
	if b.Kind == Weight {
		return k%b.Rows*b.Cols + k/b.Rows
	}
	return k
}

// precision returns the format's name for floats of size bytes.
func precision(size int) string { return fmt.Sprintf("F%d", 8*size) }
