package rows

import (
	"bytes"
	"encoding/csv"
	"io"
)

const (
	sampleLines = 32
	sampleBytes = 64 << 10
)

// sniff finds the format and the delimiter where Options do not give them, and whether there is a header.
func (r *Reader) sniff() error {
	o := r.opt
	if o.Format == NDJSON {
		r.json = true
		return nil
	}
	if head := bytes.TrimLeft(r.buf[r.pos:r.end], " \t\r\n"); o.Format == Auto && len(head) > 0 && head[0] == '{' {
		r.json = true
		return nil
	}
	sample, err := r.sample(o.Format == Auto || o.Comma == 0 || !o.Header && !o.NoHeader)
	if err != nil {
		return err
	}
	text := bytes.TrimLeft(sample, " \t\r\n")
	if o.Format == Auto && bytes.HasPrefix(text, []byte("{")) {
		r.json = true
		return nil
	}
	if rest, ok := bytes.CutPrefix(text, []byte("[")); o.Format == Auto && ok && bytes.HasPrefix(bytes.TrimLeft(rest, " \t\r\n"), []byte("{")) {
		return r.fileError(nil, "is one JSON array", "jq -c '.[]' writes one object a line")
	}
	if k := bytes.IndexByte(sample, '\r'); k >= 0 && k < len(sample)-1 && bytes.IndexByte(sample, '\n') < 0 {
		return r.fileError(nil, "has carriage returns where line ends belong", "tr '\\r' '\\n' mends it")
	}
	if r.comma = o.Comma; r.comma == 0 {
		r.comma = sniffComma(sample)
	}
	r.header = o.Header || !o.NoHeader && looksLikeHeader(records(sample, r.comma))
	return nil
}

// sample returns lines from the beginning of the file, which stay unread: if full, those of the first 32 that end in the first 64 KiB,
// but at least two; else one.
func (r *Reader) sample(full bool) ([]byte, error) {
	want := 1
	if full {
		want = sampleLines
	}
	for lines, seen := 0, 0; ; { // of the unread bytes, seen have been looked at, and hold so many ends of lines
		unread := r.buf[r.pos:r.end]
		lines += bytes.Count(unread[seen:], []byte{'\n'})
		seen = len(unread)
		if lines >= want || lines >= 2 && seen >= sampleBytes ||
			seen-1-bytes.LastIndexByte(unread, '\n') > r.opt.MaxLine || !r.more() {
			break
		}
	}
	b := r.buf[r.pos:r.end]
	at := 0
	for i := range want {
		k := bytes.IndexByte(b[at:], '\n')
		if k > r.opt.MaxLine || k < 0 && len(b)-at > r.opt.MaxLine {
			r.recLine = r.line + 1 + i
			return nil, r.readError(errTooLong)
		}
		if k < 0 && (i < 2 || len(b) < sampleBytes) {
			if r.inErr != io.EOF {
				r.recLine = r.line + 1 + i
				return nil, r.readError(r.inErr)
			}
			return b, nil
		}
		if k < 0 || i >= 2 && at+k >= sampleBytes {
			break
		}
		at += k + 1
	}
	return b[:at], nil
}

// sniffComma returns the delimiter of the sample: one that parts every record into the same number of fields, two or more. If several do,
// a tab comes first, then the comma, the semicolon, the bar; but if the fields between semicolons are numbers with a decimal comma, it is
// the semicolon. If none does, it is the one that the first record has most of: a ragged row will be reported where it stands.
func sniffComma(sample []byte) byte {
	var steady, most byte
	best := 1
	for _, c := range []byte("\t,;|") {
		recs := records(sample, c)
		if len(recs) == 0 {
			continue
		}
		n := len(recs[0])
		same := true
		for _, rec := range recs {
			same = same && len(rec) == n
		}
		if n > best {
			best, most = n, c
		}
		if same && n > 1 && (steady == 0 || steady == ',' && c == ';' && allDecimalCommas(recs)) {
			steady = c
		}
	}
	switch {
	case steady != 0:
		return steady
	case most != 0:
		return most
	}
	return ','
}

// records parses a sample leniently: what is wrong with it is for the Reader to say, when it gets there.
func records(sample []byte, comma byte) [][]string {
	c := csv.NewReader(bytes.NewReader(sample))
	c.Comma = rune(comma)
	c.LazyQuotes = true
	c.FieldsPerRecord = -1
	var recs [][]string
	for {
		rec, err := c.Read()
		if err != nil {
			return recs
		}
		if len(rec) == 1 && blank([]byte(rec[0])) {
			continue
		}
		recs = append(recs, rec)
	}
}

// DecimalComma reports whether a cell is a number written with a decimal comma.
func DecimalComma(b []byte) bool {
	if bytes.Count(b, []byte{','}) != 1 {
		return false
	}
	_, err := ParseFloat(bytes.Replace(b, []byte{','}, []byte{'.'}, 1))
	return err == nil
}

func allDecimalCommas(recs [][]string) bool {
	some := false
	for _, rec := range recs {
		for _, cell := range rec {
			b := []byte(cell)
			if _, err := ParseFloat(b); err == nil || IsNA(b) {
				continue
			}
			if !DecimalComma(b) {
				return false
			}
			some = true
		}
	}
	return some
}
