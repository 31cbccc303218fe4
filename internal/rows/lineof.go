package rows

import "sort"

// A mark says that number n of the last Floats stood on that line, and those after it on the lines that follow, until the next mark.
type mark struct{ n, line int }

// mark notes the line of number n, if it is not the one after that of number n−1.
func (r *Reader) mark(n, line int) {
	if k := len(r.marks); k > 0 {
		last := &r.marks[k-1]
		if last.line+n-last.n == line {
			return
		}
		if last.n == n {
			last.line = line
			return
		}
	}
	r.marks = append(r.marks, mark{n, line})
}

// LineOf returns the line on which number i of the last call of [Reader.Floats] began: for messages about a number that is none of the
// reader's business, such as a count that is negative. It panics if there was no such number.
func (r *Reader) LineOf(i int) int {
	k := sort.Search(len(r.marks), func(k int) bool { return r.marks[k].n > i }) - 1
	return r.marks[k].line + i - r.marks[k].n
}
