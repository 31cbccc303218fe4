package rows

import (
	"io"
	"slices"
	"strings"
	"testing"
)

// LineOf is right on the fast path and the slow one, across blank lines, quotes, values left out and rows of several lines.
func TestLineOf(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		col        int
		want       []int
	}{
		{"plain", "y\n1\n2\n3\n", 0, []int{2, 3, 4}},
		{"blank lines", "y\n1\n\n2\n\n\n3\n4\n", 0, []int{2, 4, 7, 8}},
		{"left out", "y\n1\nNA\nNA\n2\n3\n", 0, []int{2, 5, 6}},
		{"quoted", "y\n1\n\"2\"\n3\n", 0, []int{2, 3, 4}},
		{"two columns", "x,y\na,1\n\"b\nc\",2\nd,3\n", 1, []int{2, 3, 5}},
		{"long", "y\n" + strings.Repeat("1234567.125\n", 50) + "\n7\n", 0, append(seq(2, 51), 53)},
	} {
		for _, size := range []int{1, 2, 3, 64} {
			r, err := New(strings.NewReader(tc.text), tc.name, Options{SkipNA: true, Header: true})
			if err != nil {
				t.Fatal(tc.name, err)
			}
			var got []int
			buf := make([]float64, size)
			for err == nil {
				var n int
				n, err = r.Floats(tc.col, buf)
				for i := range n {
					got = append(got, r.LineOf(i))
				}
			}
			if err != io.EOF || !slices.Equal(got, tc.want) {
				t.Errorf("%s, %d at a time: lines %v, want %v (%v)", tc.name, size, got, tc.want, err)
			}
		}
	}
}

func seq(from, to int) (s []int) {
	for i := from; i <= to; i++ {
		s = append(s, i)
	}
	return s
}
