package rows

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
)

func open(t *testing.T, text string, o Options) *Reader {
	t.Helper()
	r, err := New(strings.NewReader(text), "f.csv", o)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return r
}

func TestRecords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"1,2\n3,4\n", "1|2;3|4"},
		{"1,2\n3,4", "1|2;3|4"},
		{"\ufeff1,2\r\n\r\n3,4\r\n", "1|2;3|4"},
		{"\n  \n1\n\n   \n2", "1;2"},
		{",\n,\n", "|;|"},
		{"\"a,b\",\"c\"\"d\"\n\"e\nf\",\"g\r\nh\"\r\n", "a,b|c\"d;e\nf|g\nh"},
		{"5\" pipe,6\"\n", "5\" pipe|6\""},
		{"\"\"\n\"\"\n", ";"},
		{"1\r", "1"},
		{"123456789012345,1\n1,123456789012345\n", "123456789012345|1;1|123456789012345"},
		{"é,日本\nx,y\n", "é|日本;x|y"},
	} {
		recs, err := readAll(strings.NewReader(c.text), Options{Format: CSV, Comma: ',', NoHeader: true})
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		var rows []string
		for _, rec := range recs {
			rows = append(rows, strings.Join(rec, "|"))
		}
		if got := strings.Join(rows, ";"); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"x,y\n1,2\n\n1,2,3\n", "f.csv:4: 3 fields, want 2 as in the first row: quote the fields that hold the delimiter, or name the right delimiter"},
		{"x,y\n1\n", "f.csv:2: 1 field, want 2 as in the first row: quote the fields that hold the delimiter, or name the right delimiter"},
		{"x,y\n1,\"a\nb\"\n1,2,3\n", "f.csv:4: 3 fields, want 2 as in the first row: quote the fields that hold the delimiter, or name the right delimiter"},
		{"x,y\n1,\"a\nb\n", `f.csv:2: column "y": a quote is opened and never closed: close it, or double the quotes that belong to the text`},
		{"x,y\n\"a\n\"b,1\n", "f.csv:3: column \"x\": \"\\\"a\\n\\\"b\" has text after its closing quote: double the quotes that belong to the text"},
		{"x,y\n1, \"a\"\n", `f.csv:2: column "y": " \"" is a quoted field that does not begin with its quote: remove the space before the quote`},
		{"x,y\n1,2\n3,4\n5,\x006\n", "f.csv:4: holds a NUL byte: it is not text, or not UTF-8: save it as UTF-8 text"},
		{"\n \r\nx,y\n1\n", "f.csv:4: 1 field, want 2 as in the first row: quote the fields that hold the delimiter, or name the right delimiter"},
		{"", "f.csv: the file is empty"},
		{"\ufeff", "f.csv: the file is empty"},
		{"\n \r\n", "f.csv: the file is empty"},
		{"\xff\xfex\x00", "f.csv: is UTF-16 text: save it as UTF-8"},
		{"x\x00y", "f.csv:1: holds a NUL byte: it is not text, or not UTF-8: save it as UTF-8 text"},
		{"PK\x03\x04....", "f.csv: is a zip archive or a spreadsheet: export it as CSV"},
		{"x\r1\r2\r", `f.csv: has carriage returns where line ends belong: tr '\\r' '\\n' mends it`},
		{"[ {\"x\":1}]", "f.csv: is one JSON array: jq -c '.[]' writes one object a line"},
	} {
		_, err := readAll(strings.NewReader(c.text), Options{})
		if err != nil {
			err.(*Error).File = "f.csv"
		}
		if err == nil || err.Error() != strings.ReplaceAll(c.want, `\\`, `\`) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

// Records of every length cross every boundary of the buffer, with and without quotes, and lines keep their numbers.
func TestBoundaries(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	line, lines := 1, []int{}
	for b.Len() < 6*block {
		lines = append(lines, line)
		line++
		for col := range 3 {
			if col > 0 {
				b.WriteByte(',')
			}
			switch n := rng.IntN(12); {
			case n == 0:
				b.WriteString("\"a\"\"b\r\nc,\"")
				line++
			case n == 1:
				fmt.Fprintf(&b, "%q", strings.Repeat("z", rng.IntN(3000)))
			default:
				fmt.Fprint(&b, rng.Uint64()>>rng.IntN(64))
			}
		}
		b.WriteString([]string{"\n", "\r\n"}[rng.IntN(2)])
	}
	text := b.String()
	want, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	r := open(t, text, Options{NoHeader: true})
	for i, rec := range want {
		if !r.Next() {
			t.Fatal(i, r.Err())
		}
		if r.Line() != lines[i] {
			t.Fatalf("row %d is on line %d, want %d", i, r.Line(), lines[i])
		}
		for j, cell := range rec {
			if got := string(r.Field(j)); got != cell {
				t.Fatalf("row %d, field %d: got %q, want %q", i, j, got, cell)
			}
		}
	}
	if r.Next() || r.Err() != nil || r.Rows() != int64(len(want)) {
		t.Fatalf("after the end: %v, %d rows, want %d", r.Err(), r.Rows(), len(want))
	}
}

// A line beyond the limit is an error, and no more than twice as much has been read.
func TestMaxLine(t *testing.T) {
	for _, text := range []string{strings.Repeat("a", 3<<20), "x,y\n\"" + strings.Repeat("a\n", 2<<20), `{"x":"` + strings.Repeat("a", 3<<20)} {
		in := strings.NewReader(text)
		r, err := New(in, "f.csv", Options{MaxLine: 1 << 20})
		if err == nil {
			for r.Next() {
			}
			err = r.Err()
		}
		if read := len(text) - in.Len(); read > 2<<20 { // the limit, and what doubling the buffer adds
			t.Errorf("%.10q: %d bytes were read", text, read)
		}
		if err == nil || !strings.Contains(err.Error(), "longer than 1048576 bytes") {
			t.Errorf("%.10q: %v", text, err)
		}
	}
	long := strings.Repeat("a", 3<<20)
	if r := open(t, "x\n"+long+"\nb\n", Options{Header: true}); !r.Next() || string(r.Field(0)) != long || !r.Next() || r.Line() != 3 {
		t.Errorf("a line of 3 MiB is not read: %v", r.Err())
	}
}

// The limit is of the record without its end, to the byte, however the bytes arrive.
func TestMaxLineExact(t *testing.T) {
	for _, format := range []struct{ first, mid, last string }{{"x\n", "", ""}, {"x\n", "\"", "\""}, {"{\"x\":1}\n", "{\"x\":\"", "\"}"}} {
		for extra := range 2 {
			n := 100 + extra - len(format.mid) - len(format.last)
			text := format.first + format.mid + strings.Repeat("a", n) + format.last + "\n"
			for _, in := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
				_, err := readAll(in, Options{MaxLine: 100, Header: true})
				if (err != nil) != (extra > 0) {
					t.Errorf("%d bytes, limit 100: %v", 100+extra, err)
				}
			}
		}
	}
}

// A row is delivered as soon as its line has arrived.
func TestLive(t *testing.T) {
	p := &pieces{text: []string{"x,y\n", "1,2\n3", ",4\n", "\"a", "\nb\",5\n", "\"12345678901234567890\n", "\",6\n", "7,8\n"}}
	r, err := New(p, "f", Options{Header: true, Comma: ','})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{2, 3, 5, 7} {
		if !r.Next() || p.given != want {
			t.Errorf("row %d after %d pieces, want %d", r.Rows(), p.given, want)
		}
	}
}

type pieces struct {
	text  []string
	given int
}

func (p *pieces) Read(b []byte) (int, error) {
	if p.given == len(p.text) {
		return 0, io.EOF
	}
	p.given++
	return copy(b, p.text[p.given-1]), nil
}

func TestManyColumns(t *testing.T) {
	_, err := New(strings.NewReader(strings.Repeat(",", maxColumns)), "f", Options{Format: CSV, Comma: ',', NoHeader: true})
	if err == nil || !strings.Contains(err.Error(), "1048577 fields, at most 1048576 can be read") {
		t.Error(err)
	}
}
