package rows

import (
	"io"
	"math/bits"
)

// Floats fills dst with the numbers that column col holds in the following rows, and returns how many. It returns fewer than
// len(dst) only with an error: io.EOF at the end of the file, or an [*Error] about the row after the last number returned. Like
// io.Reader, it may return numbers along with the error; after an error there is no more. Missing cells are an error unless
// Options.SkipNA leaves them out.
//
//	for {
//		n, err := r.Floats(col, buf)
//		use(buf[:n])
//		if err == io.EOF {
//			break
//		} else if err != nil {
//			return err
//		}
//	}
func (r *Reader) Floats(col int, dst []float64) (n int, err error) {
	fast := !r.json && len(r.spans) == 1
	r.marks = r.marks[:0]
	for n < len(dst) {
		if fast && !r.peeked && r.err == nil {
			r.mark(n, r.line+1)
			if n += r.lines(dst[n:]); n == len(dst) {
				break
			}
		}
		if !r.Next() {
			if r.err != nil {
				return n, r.err
			}
			return n, io.EOF
		}
		x, err := r.number(col)
		switch {
		case err == nil:
			r.mark(n, r.recLine)
			dst[n] = x
			n++
		case err == ErrMissing && r.opt.SkipNA:
			r.skipped++
		default:
			if r.err == nil {
				r.err = r.cellError(col, r.Field(col), err)
			}
			return n, r.err
		}
	}
	return n, nil
}

// lines parses lines that are one plain number each, as many as there are whole in the buffer and fit into dst. It stops before
// whatever needs a closer look.
func (r *Reader) lines(dst []float64) int {
	buf, i, n := r.buf, r.pos, 0
	for last := r.end - slack; n < len(dst) && i < last; n++ {
		w := load(buf, i)
		k := bits.TrailingZeros64(eq(w, '\n'*ones)) >> 3 // 8 if there is none
		if buf[i+k] == '\n' {
			if x, ok := shortFloat(w, k); ok {
				dst[n] = x
				i += k + 1
				continue
			}
		}
		x, at, ok := longFloat(buf, i)
		if ok && buf[at] == '\r' {
			at++
		}
		if !ok || buf[at] != '\n' || at >= r.end || at-i > r.opt.MaxLine {
			break
		}
		dst[n] = x
		i = at + 1
	}
	r.pos = i
	r.line += n
	r.rows += int64(n)
	return n
}

// number parses cell col of the current row. Its errors are those of ParseFloat, or r.err is set.
func (r *Reader) number(col int) (float64, error) {
	s := r.spans[col]
	if s.kind == plain {
		if n := int(s.hi - s.lo); n <= 8 {
			if x, ok := shortFloat(load(r.buf, int(s.lo)), n); ok {
				return x, nil
			}
		} else if x, at, ok := longFloat(r.buf, int(s.lo)); ok && at == int(s.hi) {
			return x, nil
		}
	}
	b := r.Field(col)
	if r.err != nil {
		return 0, r.err
	}
	return ParseFloat(b)
}
