package rows

import (
	"bytes"
	"math/bits"
)

// maxColumns bounds what a line of nothing but delimiters can make us allocate.
const maxColumns = 1 << 20

// nextCSV reads the next record into spans. Until the first is read there are no columns: it makes them.
//
// Delimiters, line ends and quotes are found eight bytes at a time. Only a quote that opens a field leaves that path.
func (r *Reader) nextCSV() bool {
	delim, comma := ones*uint64(r.comma), r.comma
again:
	buf, spans := r.buf, r.spans
	start := r.pos
	r.recLine = r.line + 1
	lo, n := start, 0
	quotes, undo := false, false // some field was quoted; some field has to be unescaped
	for i := start; ; i += 8 {
		w := load(buf, i)
		m := eq(w, delim) | eq(w, '\n'*ones) | eq(w, '"'*ones)
		for ; m != 0; m &= m - 1 {
			p := i + bits.TrailingZeros64(m)>>3
			s := span{lo: int32(lo), hi: int32(p)}
			next := p + 1
			c := buf[p]
			if c == '"' {
				if p != lo {
					if len(trim(buf[lo:p])) == 0 && p-start <= r.opt.MaxLine {
						return r.fail(n, buf[lo:p+1], "remove the space before the quote", "is a quoted field that does not begin with its quote")
					}
					continue
				}
				close, esc := r.closing(p)
				if close < 0 {
					if r.moreLine() {
						goto again
					}
					if r.atEnd() {
						r.recLine += bytes.Count(buf[start:p], []byte{'\n'})
						return r.fail(n, nil, "close it, or double the quotes that belong to the text", "a quote is opened and never closed")
					}
					return false
				}
				s = span{lo: int32(p + 1), hi: int32(close)}
				if esc {
					s.kind, undo = escaped, true
				}
				quotes = true
				p = close + 1
				if buf[p] == '\r' && buf[p+1] == '\n' {
					p++
				}
				if p-start > r.opt.MaxLine {
					return r.tooLong()
				}
				if c, next = buf[p], p+1; c != comma && c != '\n' {
					r.recLine += bytes.Count(buf[start:close], []byte{'\n'})
					return r.fail(n, buf[lo:p+1], "double the quotes that belong to the text", "has text after its closing quote")
				}
				m = 0
				i = next - 8 // go on after the field
			}
			if c == '\n' {
				if p >= r.end {
					if r.moreLine() {
						goto again
					}
					if !r.atEnd() || start >= r.end {
						return false
					}
					next = r.end
				}
				if p-start > r.opt.MaxLine {
					return r.tooLong()
				}
				if !quotes {
					if s.hi > s.lo && buf[p-1] == '\r' {
						s.hi--
					}
					if n == 0 && blank(buf[s.lo:s.hi]) {
						r.pos = next
						r.line++
						goto again
					}
				} else if p == int(s.hi) && s.hi > s.lo && buf[p-1] == '\r' {
					s.hi--
				}
			}
			if n < len(spans) {
				spans[n] = s
			} else if r.names == nil && n < maxColumns {
				spans = append(spans, s)
				r.spans = spans
			}
			n++
			if c == '\n' {
				r.pos = next
				r.line++
				if quotes {
					r.line += bytes.Count(buf[start:p], []byte{'\n'})
					if undo {
						r.unescape()
					}
				}
				return n == len(spans) || r.ragged(n)
			}
			lo = next
		}
	}
}

// blank reports whether a line holds nothing, or nothing but spaces.
func blank(b []byte) bool {
	return len(b) == 0 || b[0] == ' ' && len(bytes.Trim(b, " ")) == 0
}

// closing returns where the quote that closes the field opened at p stands, -1 if not in the data there are, and whether the field
// needs to be unescaped. A quote that is the last byte of the data closes, though another may follow: the record is seen to be not
// yet whole, and looked at again.
func (r *Reader) closing(p int) (at int, esc bool) {
	for j := p + 1; ; j += 2 {
		k := bytes.IndexByte(r.buf[min(j, r.end):r.end], '"')
		if k < 0 {
			return -1, false
		}
		j += k
		if j+1 == r.end || r.buf[j+1] != '"' {
			return j, esc || bytes.IndexByte(r.buf[p+1:j], '\r') >= 0
		}
		esc = true
	}
}

// unescape undoes doubled quotes and \r\n in the fields that have some, in place.
func (r *Reader) unescape() {
	for i := range r.spans {
		s := &r.spans[i]
		if s.kind != escaped {
			continue
		}
		b := r.buf[s.lo:s.hi]
		n := 0
		for j := 0; j < len(b); j++ {
			if c := b[j]; c == '\r' && j+1 < len(b) && b[j+1] == '\n' {
				continue
			} else if c == '"' {
				j++
			}
			b[n] = b[j]
			n++
		}
		s.hi, s.kind = s.lo+int32(n), plain
	}
}

// fail ends the reading with an error about field n of the current record.
func (r *Reader) fail(n int, value []byte, mend, format string, args ...any) bool {
	r.err = r.Errorf(n, value, mend, format, args...)
	return false
}

// ragged ends the reading: the current record has n fields, too few or too many.
func (r *Reader) ragged(n int) bool {
	if r.names == nil {
		return r.fail(-1, nil, "", "%d fields, at most %d can be read", n, maxColumns)
	}
	return r.fail(-1, nil, "quote the fields that hold the delimiter, or name the right delimiter", "%s, want %d as in the first row",
		count(n, "field"), len(r.spans))
}
