package prob_test

import (
	"encoding/hex"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// The values are sha256 of the eight bytes of 1, little-endian, and of that followed
// by the eight bytes of 2, from Python's hashlib.
func TestSeedIsSHA256(t *testing.T) {
	root := prob.NewSeed(1)
	if got, want := hex.EncodeToString(root[:]), "7c9fa136d4413fa6173637e883b6998d32e1d675f88cddff9dcbcf331820f4b8"; got != want {
		t.Errorf("NewSeed(1) = %s, want %s", got, want)
	}
	child := root.Child(2)
	if got, want := hex.EncodeToString(child[:]), "3cc2bf7874521053ed4cc0cd73bd5e03cff68fe6623a612b2286ae08f1706f9f"; got != want {
		t.Errorf("NewSeed(1).Child(2) = %s, want %s", got, want)
	}
}

func TestSeedTree(t *testing.T) {
	root := prob.NewSeed(7)
	if root.Child(3) != root.Child(3) || root.Rand().Uint64() != root.Rand().Uint64() {
		t.Error("deriving a child or a stream consumes the seed")
	}
	seen := map[prob.Seed]string{root: "root"}
	streams := map[uint64]bool{root.Rand().Uint64(): true}
	add := func(s prob.Seed, name string) {
		if other, ok := seen[s]; ok {
			t.Errorf("%s is the same seed as %s", name, other)
		}
		seen[s] = name
		if first := s.Rand().Uint64(); streams[first] {
			t.Errorf("%s starts like another stream", name)
		} else {
			streams[first] = true
		}
	}
	for i := range uint64(50) {
		add(root.Child(i), "child")
		for j := range uint64(20) {
			add(root.Child(i).Child(j), "grandchild")
		}
	}
	add(root.Child(1<<63), "a far child")
	add(prob.NewSeed(8), "another root")
}
