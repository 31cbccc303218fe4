package main

import "hash/maphash"

// A dictionary numbers the different cells of a column, from 0, in the order in
// which they first come. Looking one up that is there allocates nothing.
type dictionary struct {
	seed  maphash.Seed
	slots []int32 // of an open-addressed table, a power of two: a number and 1, 0 where free
	cells []string
	last  int // the number found last: columns have runs
}

func newDictionary() dictionary {
	return dictionary{seed: maphash.MakeSeed(), slots: make([]int32, 16)}
}

// find returns the number of the cell, and whether it is a new one.
func (d *dictionary) find(cell []byte) (number int, isNew bool) {
	if len(d.cells) > 0 && string(cell) == d.cells[d.last] {
		return d.last, false
	}
	mask := uint64(len(d.slots) - 1)
	at := maphash.Bytes(d.seed, cell) & mask
	for ; d.slots[at] != 0; at = (at + 1) & mask {
		if i := int(d.slots[at] - 1); string(cell) == d.cells[i] {
			d.last = i
			return i, false
		}
	}
	d.last = len(d.cells)
	d.cells = append(d.cells, string(cell))
	d.slots[at] = int32(len(d.cells))
	if 2*len(d.cells) > len(d.slots) {
		d.grow()
	}
	return d.last, true
}

// grow doubles the table.
func (d *dictionary) grow() {
	d.slots = make([]int32, 2*len(d.slots))
	mask := uint64(len(d.slots) - 1)
	for i, cell := range d.cells {
		at := maphash.String(d.seed, cell) & mask
		for d.slots[at] != 0 {
			at = (at + 1) & mask
		}
		d.slots[at] = int32(i + 1)
	}
}
