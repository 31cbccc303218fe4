package rows

import (
	"bytes"
	"errors"
	"io"
)

const (
	block = 256 << 10 // read and hashed at a time: large beside a call's cost, small beside the second-level cache
	slack = 16        // bytes that may be loaded, but mean nothing, after the end of the data

	defaultMaxLine = 16 << 20
	limitMaxLine   = 1 << 30 // so that offsets fit in 31 bits
)

var (
	errNUL     = errors.New("holds a NUL byte: it is not text, or not UTF-8")
	errTooLong = errors.New("the line is too long")
)

// more reads once, keeping buf[pos:end], which may move to the front; that the callers bound it bounds memory. It reports whether it
// got anything; if not, inErr says why.
func (r *Reader) more() bool {
	for range 100 {
		if r.inErr != nil {
			return false
		}
		if r.pos > 0 {
			r.end = copy(r.buf, r.buf[r.pos:r.end])
			r.pos = 0
		}
		if r.end == len(r.buf)-slack {
			grown := make([]byte, 2*len(r.buf))
			copy(grown, r.buf[:r.end])
			r.buf = grown
		}
		n, err := r.in.Read(r.buf[r.end : len(r.buf)-slack])
		if r.accept(n, err); n > 0 {
			return true
		}
	}
	r.inErr = io.ErrNoProgress
	return false
}

// accept takes in the n bytes that were read to buf[end:]. What stands before a NUL is still good.
func (r *Reader) accept(n int, err error) {
	if k := bytes.IndexByte(r.buf[r.end:r.end+n], 0); k >= 0 {
		n, err = k, errNUL
	}
	r.end += n
	r.buf[r.end] = '\n'
	r.inErr = err
}

// moreLine reads until the unread bytes have at least one more end of line, or there are no more, for a record that is not yet whole,
// and reports whether to look at it again: whether there are more bytes, or it has come out that there are none. A record larger
// than a block waits for half as much again, so that scanning it anew is linear in the end.
func (r *Reader) moreLine() bool {
	if r.inErr != nil {
		return false
	}
	old := r.end - r.pos
	for {
		from := r.end - r.pos
		if from > r.opt.MaxLine {
			r.inErr = errTooLong
		}
		if !r.more() {
			return true
		}
		if old > block && r.end < old+old/2 {
			continue
		}
		if bytes.IndexByte(r.buf[from:r.end], '\n') >= 0 {
			return true
		}
	}
}

// atEnd reports whether a record that ends at the end of the data is whole: whether the file ended there. If reading failed
// instead, it sets err.
func (r *Reader) atEnd() bool {
	if r.end-r.pos > r.opt.MaxLine {
		return r.tooLong()
	}
	if r.inErr == io.EOF {
		return true
	}
	r.recLine = r.line + 1
	r.err = r.readError(r.inErr)
	return false
}

// tooLong ends the reading. Every record is checked, though the buffer may well hold a longer one, lest the verdict depend on how the
// bytes arrive.
func (r *Reader) tooLong() bool {
	r.recLine = r.line + 1
	r.err = r.readError(errTooLong)
	return false
}
