package rows

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What an [*Error] may wrap.
var (
	ErrEmpty    = errors.New("the file is empty")
	ErrMissing  = errors.New("the value is missing")
	ErrNumber   = errors.New("is not a number")
	ErrRange    = errors.New("is too large for a 64-bit number")
	ErrInfinite = errors.New("is not finite")
)

// An Error says what is wrong with which cell, and what to do. Only Msg is always present.
type Error struct {
	File   string
	Line   int    // from 1; 0 if the whole file is meant
	Column string // its name, or its number if there is no header
	Value  string // the offending cell, as it stands in the file
	Msg    string // completes a sentence that begins with Value, if there is one
	Mend   string // what to do
	Err    error  // what it wraps, or nil

	hasValue bool // Value is given, though empty
}

// Error returns one line, whatever the file holds: control characters are escaped and long values cut.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(oneLine(e.File, 200))
		if e.Line > 0 {
			fmt.Fprintf(&b, ":%d", e.Line)
		}
		b.WriteString(": ")
	} else if e.Line > 0 {
		fmt.Fprintf(&b, "line %d: ", e.Line)
	}
	if e.Column != "" {
		b.WriteString("column ")
		if _, err := strconv.ParseUint(e.Column, 10, 32); err == nil {
			b.WriteString(e.Column)
		} else {
			b.WriteString(Quote(e.Column))
		}
		b.WriteString(": ")
	}
	if e.Value != "" || e.hasValue {
		b.WriteString(Quote(e.Value))
		b.WriteByte(' ')
	}
	b.WriteString(oneLine(e.Msg, 1000))
	if e.Mend != "" {
		b.WriteString(": ")
		b.WriteString(oneLine(e.Mend, 1000))
	}
	return b.String()
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Errorf returns an error about the current row: about column col if it is not negative, about value if it is not nil. The format
// completes a sentence that begins with the value; mend says what to do. A %w in the format is wrapped.
func (r *Reader) Errorf(col int, value []byte, mend, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	e := &Error{File: r.name, Line: r.recLine, Value: string(value), Msg: err.Error(), Mend: mend, Err: errors.Unwrap(err), hasValue: value != nil}
	if col >= 0 && col < len(r.names) {
		e.Column = r.names[col]
		if e.Column == "" {
			e.Column = strconv.Itoa(col + 1)
		}
	} else if col >= 0 {
		e.Column = strconv.Itoa(col + 1)
	}
	return e
}

// cellError is what a cell that ParseFloat refused with err means to the user.
func (r *Reader) cellError(col int, b []byte, err error) *Error {
	mend := ""
	switch {
	case err == ErrMissing && len(trim(b)) == 0:
		return r.Errorf(col, nil, mendMissing, "%w", err)
	case err == ErrMissing:
		return r.Errorf(col, b, mendMissing, "means %w", err)
	case DecimalComma(b):
		mend = "write the decimal point as a point"
	}
	return r.Errorf(col, b, mend, "%w", err)
}

const mendMissing = "use --na skip to leave such rows out, or clean the file"

// fileError is about the file as a whole.
func (r *Reader) fileError(err error, msg, mend string) *Error {
	return &Error{File: r.name, Msg: msg, Mend: mend, Err: err}
}

// readError is what a failure to read means to the user.
func (r *Reader) readError(err error) *Error {
	var pe *fs.PathError
	msg, mend, line := err.Error(), "", 0
	switch {
	case errors.As(err, &pe):
		msg = pe.Err.Error()
	case err == errNUL:
		mend, line = "save it as UTF-8 text", r.recLine
	case err == errTooLong:
		msg = fmt.Sprintf("the line, or a quoted field in it, is longer than %d bytes", r.opt.MaxLine)
		mend, line = "look for a quote that is never closed, or for a file that is not text", r.recLine
	case errors.Is(err, io.ErrUnexpectedEOF):
		msg, mend, line = "the compressed file is cut short", "fetch it again", r.recLine
	default:
		line = r.recLine
	}
	return &Error{File: r.name, Line: line, Msg: msg, Mend: mend, Err: err}
}

// Quote returns s in double quotes on one line, as messages show a value or a name: what is not printable escaped, and all but the first 60
// characters cut.
func Quote(s string) string {
	return `"` + strings.ReplaceAll(oneLine(s, 60), `"`, `\"`) + `"`
}

// oneLine returns s with what is not printable escaped, and cut after limit characters.
func oneLine(s string, limit int) string {
	clean := len(s) <= limit
	for i := 0; clean && i < len(s); i++ {
		clean = ' ' <= s[i] && s[i] < 0x7f
	}
	if clean {
		return s
	}
	var b strings.Builder
	for i, n := 0, 0; i < len(s); n++ {
		if n == limit {
			b.WriteString("…")
			break
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case c == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case unicode.IsPrint(c):
			b.WriteRune(c)
		default:
			q := strconv.QuoteRune(c)
			b.WriteString(q[1 : len(q)-1])
		}
		i += size
	}
	return b.String()
}
