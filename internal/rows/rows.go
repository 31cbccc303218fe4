// Package rows streams tabular data: CSV, TSV and NDJSON, plain or gzipped, from a file or from standard input. Memory does not
// grow with the number of rows, reading a row allocates nothing, and the bytes are hashed as they pass, so that a result can name
// the data it came from.
//
// Row by row:
//
//	r, err := rows.Open("clicks.csv", os.Stdin, rows.Options{})
//	…
//	defer r.Close()
//	col, err := r.Column("clicked")
//	…
//	for r.Next() {
//		use(r.Field(col))
//	}
//	if err := r.Err(); err != nil { … }
//
// or, for a column of numbers, in bulk by [Reader.Floats]. Every error is an [*Error] that names file, line and column.
//
// The dialect of CSV is RFC 4180, as encoding/csv reads it, with these differences: a quote inside an unquoted field is an ordinary
// character (5" pipe) unless only spaces precede it; lines of nothing but spaces are skipped like empty ones; a byte order mark is
// dropped.
package rows

import "io"

// A Format says how a file is laid out.
type Format int

const (
	Auto   Format = iota // told from the first bytes
	CSV                  // fields parted by Options.Comma, or by what the first lines use: one of , tab ; |
	TSV                  // fields parted by tabs
	NDJSON               // one JSON object a line
)

// Options of a [Reader]. The zero value detects everything.
type Options struct {
	Format   Format
	Comma    byte     // the delimiter of a CSV file; 0 finds it
	Header   bool     // the first row is a header, whatever it looks like
	NoHeader bool     // the first row is data: columns are numbered from 1
	Keys     []string // NDJSON: columns to look for beside the keys of the first object; it is an error if one never comes
	SkipNA   bool     // Floats leaves out rows whose cell is missing, and counts them, rather than fail
	MaxLine  int      // longest record, in bytes; 0 means 16 MiB; at most 1 GiB
}

// A Reader yields the rows of one file in order. It is not safe for concurrent use.
type Reader struct {
	name   string
	opt    Options
	src    *source
	in     io.Reader // src, or its decompression
	closer io.Closer

	buf      []byte // buf[pos:end] is unread; buf[end] is '\n', and slack bytes follow
	pos, end int
	inErr    error // why in gives no more: io.EOF, or a failure

	json    bool
	comma   byte
	header  bool
	names   []string       // of the columns; their numbers if there is no header
	index   map[string]int // NDJSON: the column of a key
	seen    []bool         // NDJSON: whether the key of a column has come
	own     int            // NDJSON: how many columns are from the first object, not from Options.Keys
	spans   []span         // of the current row, one a column
	scratch []byte         // NDJSON: unescaped strings of the current row

	peeked  bool // the current row was read ahead by Open: the next Next yields it
	line    int  // lines consumed
	recLine int  // line on which the current record begins
	rows    int64
	skipped int64
	marks   []mark // where the numbers of the last Floats stood
	err     error
}

// A span is where a cell lies.
type span struct {
	lo, hi int32
	kind   kind
}

type kind uint8

const (
	plain   kind = iota // buf[lo:hi]
	escaped             // buf[lo:hi], with doubled quotes or \r\n yet to be undone
	inside              // scratch[lo:hi]
	nested              // buf[lo:hi], a JSON array or object
)

// Next advances to the next row and reports whether there is one. Where there is none, [Reader.Err] says why.
func (r *Reader) Next() bool {
	if !r.read() {
		return false
	}
	r.rows++
	return true
}

// read is Next without counting the row.
func (r *Reader) read() bool {
	if r.peeked {
		r.peeked = false
		return true
	}
	if r.err != nil {
		return false
	}
	if r.json {
		return r.nextJSON()
	}
	return r.nextCSV()
}

// Field returns cell i (from 0) of the current row, valid until the next call of Next or Floats. Strings are unquoted; a JSON null and a
// missing key are empty; true and false are spelled so. For a JSON array or object, which no column of data may hold, it returns
// nil and ends the reading with an error. It panics if i is not a column, and has no meaning before Next has returned true.
func (r *Reader) Field(i int) []byte {
	s := r.spans[i]
	if s.kind >= inside {
		if s.kind == nested {
			if r.err == nil {
				r.err = r.Errorf(i, r.buf[s.lo:s.hi], "flatten the objects, or choose another column", "is not a single value")
			}
			return nil
		}
		return r.scratch[s.lo:s.hi:s.hi]
	}
	return r.buf[s.lo:s.hi:s.hi]
}

// Float returns cell i of the current row as a number. The error is an [*Error] that wraps [ErrMissing], [ErrNumber], [ErrRange] or
// [ErrInfinite].
func (r *Reader) Float(i int) (float64, error) {
	b := r.Field(i)
	if r.err != nil {
		return 0, r.err
	}
	x, err := ParseFloat(b)
	if err != nil {
		return 0, r.cellError(i, b, err)
	}
	return x, nil
}

// Err returns the error that ended the reading, nil at the end of the file.
func (r *Reader) Err() error { return r.err }

// Line returns the number, from 1, of the line on which the current row begins.
func (r *Reader) Line() int { return r.recLine }

// Rows returns how many rows of data have been read, those left out included.
func (r *Reader) Rows() int64 { return r.rows }

// Skip counts the current row as left out: what a caller who finds a missing cell by [IsNA] does.
func (r *Reader) Skip() { r.skipped++ }

// Skipped returns how many rows were left out, by Floats or by Skip.
func (r *Reader) Skipped() int64 { return r.skipped }

// Name returns the name of the file for messages: "standard input" for "-".
func (r *Reader) Name() string { return r.name }

// Columns returns the names of the columns: their numbers, from 1, if there is no header. The caller must not change it.
func (r *Reader) Columns() []string { return r.names }

// HasHeader reports whether the columns have names.
func (r *Reader) HasHeader() bool { return r.header }

// Format returns the format that was given or found: CSV, TSV or NDJSON.
func (r *Reader) Format() Format {
	switch {
	case r.json:
		return NDJSON
	case r.comma == '\t':
		return TSV
	}
	return CSV
}

// Comma returns the delimiter that was given or found, 0 for NDJSON.
func (r *Reader) Comma() byte { return r.comma }
