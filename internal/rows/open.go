package rows

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
)

// Open returns a reader of the file of that name, or of stdin if it is "-". Close it after use.
func Open(name string, stdin io.Reader, o Options) (*Reader, error) {
	if name == "-" {
		return New(stdin, "standard input", o)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, (&Reader{name: name}).readError(err)
	}
	r, err := New(f, name, o)
	if err != nil {
		f.Close()
		return nil, err
	}
	r.closer = f
	return r, nil
}

// New returns a reader of in; name is for messages. Gzip is told by its first bytes, whatever the name. To find the format, the
// delimiter and the header, New waits for 32 lines, or 64 KiB of at least two, so that the verdict does not depend on how the bytes
// arrive; if Options leave nothing to find, or the file is NDJSON, it waits for one.
func New(in io.Reader, name string, o Options) (*Reader, error) {
	r := &Reader{name: name, opt: o, src: newSource(in)}
	if f, ok := in.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			r.src.total = info.Size()
		}
	}
	if err := r.options(); err != nil {
		return nil, err
	}
	r.in = r.src
	r.buf = make([]byte, block)
	if err := r.start(); err != nil {
		return nil, err
	}
	return r, nil
}

// Close closes the file, if Open opened it.
func (r *Reader) Close() error {
	if r.closer == nil {
		return nil
	}
	return r.closer.Close()
}

// options checks and completes Options. What a program can set wrongly is an error, not a panic, because users set it.
func (r *Reader) options() error {
	o := &r.opt
	switch c := o.Comma; {
	case c == '"' || c == '\n' || c == '\r' || c >= 0x80:
		return r.fileError(nil, fmt.Sprintf("%q cannot be a delimiter", c), "")
	case c != 0 && c != '\t' && o.Format == TSV, c != 0 && o.Format == NDJSON:
		return r.fileError(nil, fmt.Sprintf("the format and the delimiter %q exclude each other", c), "")
	case c != 0:
		o.Format = CSV
	case o.Format == TSV:
		o.Format, o.Comma = CSV, '\t'
	}
	if o.Header && o.NoHeader {
		return r.fileError(nil, "a header is both asked for and ruled out", "")
	}
	if o.MaxLine <= 0 {
		o.MaxLine = defaultMaxLine
	}
	o.MaxLine = min(o.MaxLine, limitMaxLine)
	return nil
}

// start looks at the beginning of the file and reads up to its first row of data.
func (r *Reader) start() error {
	if err := r.gunzip(); err != nil {
		return err
	}
	for r.end < 4 && r.more() {
	}
	if err := r.refuse(); err != nil {
		return err
	}
	if bytes.HasPrefix(r.buf[:r.end], []byte("\ufeff")) {
		r.pos = 3
	}
	r.skipBlank()
	if err := r.sniff(); err != nil {
		return err
	}
	if r.json {
		return r.startJSON()
	}
	return r.startCSV()
}

// gunzip reads the first bytes and, if the file begins as a gzip file does, puts a decompressor between the source and the buffer.
func (r *Reader) gunzip() error {
	var n int
	var err error
	for tries := 0; n < 3 && err == nil && tries < 100; tries++ {
		var k int
		k, err = r.src.Read(r.buf[n : len(r.buf)-slack])
		n += k
	}
	if !bytes.HasPrefix(r.buf[:n], []byte("\x1f\x8b\x08")) {
		r.accept(n, err)
		return nil
	}
	raw := io.MultiReader(bytes.NewReader(bytes.Clone(r.buf[:n])), r.src)
	if r.in, err = gzip.NewReader(bufio.NewReaderSize(raw, block)); err != nil {
		return r.readError(err)
	}
	return nil
}

// skipBlank passes the blank lines at the beginning.
func (r *Reader) skipBlank() {
	for {
		k := bytes.IndexByte(r.buf[r.pos:r.end], '\n')
		if k < 0 && r.end-r.pos <= r.opt.MaxLine && r.more() {
			continue
		}
		if k < 0 || k > r.opt.MaxLine || !blank(bytes.TrimSuffix(r.buf[r.pos:r.pos+k], []byte{'\r'})) {
			return
		}
		r.pos += k + 1
		r.line++
	}
}

// first reads the first row, ahead, and fails if there is none.
func (r *Reader) first() error {
	if r.read() {
		return nil
	}
	if r.err != nil {
		return r.err
	}
	return r.fileError(ErrEmpty, ErrEmpty.Error(), "")
}
