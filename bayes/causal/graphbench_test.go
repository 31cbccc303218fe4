package causal

import (
	"context"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

func BenchmarkCrosstab(b *testing.B) {
	c := NewCrosstab("a", "b", "c", "d")
	row := [][]byte{[]byte("one"), []byte("two"), []byte("three"), []byte("four")}
	b.ReportAllocs()
	for b.Loop() {
		c.AddBytes(1, row...)
	}
}

func BenchmarkIdentify(b *testing.B) {
	g := mustParse(b, "w -> r -> x -> y; w <-> x; w <-> y; c -> {x, y}; d -> {c, y}; x -> e <- y")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := g.Identify(Question{Treatment: "x", Outcome: "y"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFitDraw(b *testing.B) {
	f := &Fit{Graph: mustParse(b, "gender -> {treatment, outcome}; treatment -> outcome"), Data: pearl(), Pseudo: 0.5}
	q, err := ParseQuery("P(outcome=recovered | do(treatment=drug))")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Draw(context.Background(), prob.NewSeed(1), q, 100); err != nil {
			b.Fatal(err)
		}
	}
}

// A row of levels seen before costs no allocation.
func TestCrosstabAllocates(t *testing.T) {
	c := NewCrosstab("a", "b")
	row := [][]byte{[]byte("one"), []byte("two")}
	c.AddBytes(1, row...)
	if n := testing.AllocsPerRun(100, func() { c.AddBytes(1, row...) }); n > 0 {
		t.Errorf("%v allocations a row", n)
	}
	if c.Total() != 102 || c.Cells() != 1 {
		t.Errorf("%v rows in %d cells", c.Total(), c.Cells())
	}
}
