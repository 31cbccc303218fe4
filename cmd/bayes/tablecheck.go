package main

import (
	"hash/maphash"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// A tableCheck looks for the mistake of reading a table of counts as if each of
// its rows were one observation. It suspects a file whose rows all differ in
// what is not the count, if it has a column named like one that nothing uses.
type tableCheck struct {
	r      *rows.Reader
	count  int // the column named like a count
	seed   maphash.Seed
	hashes map[uint64]bool // of the rows, bar that column
	large  bool            // some count is above 1
	name   string
}

// A table with more cells than mostCells is unlikely, and the check is given up.
const mostCells = 4096

// newTableCheck returns nil where there is nothing to suspect.
func newTableCheck(d *dataSpec, p *plan) *tableCheck {
	if d.everyRowIsOne || p.count >= 0 || p.weight >= 0 || p.outcome != bayes.Binary && p.outcome != bayes.Label {
		return nil
	}
	for i, name := range p.r.Columns() {
		switch strings.ToLower(name) {
		case "n", "count", "freq":
			if !p.uses(i) && len(p.r.Columns()) > 1 {
				return &tableCheck{r: p.r, count: i, name: name, seed: maphash.MakeSeed(), hashes: map[uint64]bool{}}
			}
		}
	}
	return nil
}

// cleared looks at the current row and reports whether the file is above
// suspicion.
func (t *tableCheck) cleared() bool {
	n, err := t.r.Float(t.count)
	if err != nil || n < 0 || n != float64(int64(n)) {
		return true
	}
	t.large = t.large || n > 1
	var h maphash.Hash
	h.SetSeed(t.seed)
	for i := range t.r.Columns() {
		if i != t.count {
			h.Write(t.r.Field(i))
			h.WriteByte(0)
		}
	}
	sum := h.Sum64()
	if t.hashes[sum] || len(t.hashes) == mostCells {
		return true
	}
	t.hashes[sum] = true
	return false
}

// verdict returns an error if the file is still suspect at its end.
func (t *tableCheck) verdict() error {
	if t == nil || !t.large || len(t.hashes) < 2 {
		return nil
	}
	return &rows.Error{File: t.r.Name(), Msg: "each row is a different combination, and column " + rows.Quote(t.name) + " holds counts",
		Mend: "--count " + t.name + " was probably meant (--count none if each row is one observation)"}
}
