package mlp

import (
	"encoding/binary"
	"math"
)

// A message is a protobuf message under construction: fields of varints, of 32 bits, and
// of bytes, as https://protobuf.dev/programming-guides/encoding describes them.
type message []byte

func (m *message) integer(field int, v int) {
	*m = binary.AppendUvarint(*m, uint64(field)<<3)
	*m = binary.AppendUvarint(*m, uint64(v))
}

func (m *message) float(field int, v float64) {
	*m = binary.AppendUvarint(*m, uint64(field)<<3|5)
	*m = binary.LittleEndian.AppendUint32(*m, math.Float32bits(float32(v)))
}

func (m *message) bytes(field int, b []byte) {
	*m = binary.AppendUvarint(*m, uint64(field)<<3|2)
	*m = binary.AppendUvarint(*m, uint64(len(b)))
	*m = append(*m, b...)
}

func (m *message) text(field int, s string) { m.bytes(field, []byte(s)) }

// within appends the message that fill makes as a field.
func (m *message) within(field int, fill func(m *message)) {
	var inner message
	fill(&inner)
	m.bytes(field, inner)
}
