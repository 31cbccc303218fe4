package main

import "math/bits"

// A simpsonFrame holds the different rows of a file, in the columns that matter,
// and how many rows each stands for. Where columns have few levels that is a table
// of counts, and its size does not grow with the file.
type simpsonFrame struct {
	file    string
	columns []*simpsonColumn
	n       []int64 // for how many rows each row stands
	total   int64

	rows, skipped int64
	dropped       []*simpsonColumn // columns that turned out to be no candidates

	treatment, outcome *simpsonRole // of a case that is named; nil in a search
	cells              []foldedCell // of each row, once the outcome is folded; else nil

	slots []int32 // of an open-addressed table, a power of two: a row and 1, 0 where free
	keys  []uint64
}

// mostSought is how many rows may all be different before the search for equal ones
// is given up: a column of measurements has few.
const mostSought = 1 << 16

// add counts the row whose keys are in f.keys, and returns which one it is.
func (f *simpsonFrame) add(times int64) (row int) {
	f.total += times
	if f.slots == nil { // given up
		return f.append(times)
	}
	at := f.home(f.keys)
	for ; f.slots[at] != 0; at = (at + 1) & (len(f.slots) - 1) {
		if i := int(f.slots[at] - 1); f.equal(i) {
			f.n[i] += times
			return i
		}
	}
	row = f.append(times)
	f.slots[at] = int32(len(f.n))
	if 2*len(f.n) > len(f.slots) {
		if len(f.n) > mostSought && 2*int64(len(f.n)) > f.rows {
			f.slots = nil
			return row
		}
		f.index(2 * len(f.slots))
	}
	return row
}

func (f *simpsonFrame) append(times int64) (row int) {
	for k, c := range f.columns {
		c.add(f.keys[k])
	}
	f.n = append(f.n, times)
	return len(f.n) - 1
}

func (f *simpsonFrame) equal(i int) bool {
	for k, c := range f.columns {
		if !c.is(i, f.keys[k]) {
			return false
		}
	}
	return true
}

// home returns the slot at which the search for a row begins.
func (f *simpsonFrame) home(keys []uint64) int {
	h := uint64(1)
	for _, key := range keys {
		hi, lo := bits.Mul64(h^key, 0x9e3779b97f4a7c15)
		h = hi ^ lo + 0x2545f4914f6cdd1d
	}
	return int(h) & (len(f.slots) - 1)
}

// index makes the table anew, of so many slots, and merges rows that have become
// equal. It returns what each row has become.
func (f *simpsonFrame) index(size int) (to []int32) {
	to = make([]int32, len(f.n))
	f.slots = make([]int32, size)
	saved := append([]uint64(nil), f.keys...)
	kept := 0
rows:
	for i, n := range f.n {
		for k, c := range f.columns {
			f.keys[k] = c.key(i)
		}
		at := f.home(f.keys)
		for ; f.slots[at] != 0; at = (at + 1) & (size - 1) {
			if j := int(f.slots[at] - 1); f.equal(j) {
				f.n[j] += n
				to[i] = int32(j)
				continue rows
			}
		}
		for _, c := range f.columns {
			c.move(kept, i)
		}
		f.n[kept], to[i] = n, int32(kept)
		kept++
		f.slots[at] = int32(kept)
	}
	for _, c := range f.columns {
		c.cut(kept)
	}
	f.n = f.n[:kept]
	copy(f.keys, saved)
	return to
}

// settle puts the table in order after columns have changed what they keep. Those
// that are refused are left out, and rows that differed in nothing else become one.
func (f *simpsonFrame) settle() {
	kept, keys := f.columns[:0:0], f.keys[:0]
	for k, c := range f.columns {
		c.changed = false
		if c.refusal != "" {
			f.dropped = append(f.dropped, c)
			continue
		}
		kept, keys = append(kept, c), append(keys, f.keys[k])
	}
	f.columns, f.keys = kept, keys
	if f.slots != nil {
		f.index(len(f.slots))
	}
}
