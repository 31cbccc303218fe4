package prob

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// A Seed names a stream of random numbers. It is a value: deriving children
// does not consume it, so a program's randomness is a tree fixed by the root
// seed, whatever the goroutine schedule.
type Seed [32]byte

// NewSeed returns the root seed number n.
func NewSeed(n uint64) Seed {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], n)
	return sha256.Sum256(b[:])
}

// Child returns the i-th child, sha256(s ‖ i). Distinct children are
// independent streams for every practical purpose.
func (s Seed) Child(i uint64) Seed {
	var b [40]byte
	copy(b[:], s[:])
	binary.LittleEndian.PutUint64(b[32:], i)
	return sha256.Sum256(b[:])
}

// Rand returns a ChaCha8 generator at the start of the stream. It is for one
// goroutine; each goroutine takes a child of its own.
func (s Seed) Rand() *rand.Rand { return rand.New(rand.NewChaCha8(s)) }
