package rows

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
)

// FuzzCSV: what encoding/csv accepts is read alike, whole or byte by byte, but for the differences that the package states.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "a\r\n\r\n\"b\"\"c\"\r\n", "\"x\ny\",z\r\n1,\"2\r\n3\"", "a,\"\",c\n,,\n", "1\n \n2", "a\tb\n\"c\t\"\td\n",
		"12345678,\"87654321\"\n1234567,\"abc\"\"\"\n", "\"a\"\r", "a\rb\n", "5\" pipe,2\n", "\ufeffa,b\n", " \"x\"\n", "\"a\"b\n", "\"", "\t",
	} {
		f.Add([]byte(s), byte(','))
		f.Add([]byte(s), byte('\t'))
	}
	f.Fuzz(func(t *testing.T, data []byte, comma byte) {
		if comma == 0 || comma == ' ' || comma == '"' || comma == '\r' || comma == '\n' || comma >= 0x80 {
			return
		}
		o := Options{Format: CSV, Comma: comma, NoHeader: true}
		got, err := readAll(bytes.NewReader(data), o)
		slow, slowErr := readAll(iotest.OneByteReader(bytes.NewReader(data)), o)
		if !equal(got, slow) || (err == nil) != (slowErr == nil) || err != nil && err.Error() != slowErr.Error() {
			t.Fatalf("whole: %q %v; byte by byte: %q %v", got, err, slow, slowErr)
		}
		c := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
		c.Comma = rune(comma)
		want, wantErr := c.ReadAll()
		if wantErr != nil {
			return
		}
		want = withoutBlank(want, data)
		switch {
		case err == nil:
			if !equal(got, want) {
				t.Fatalf("got %q, want %q", got, want)
			}
		case errors.Is(err, ErrEmpty) && len(want) == 0, bytes.IndexByte(data, 0) >= 0:
		case strings.Contains(err.Error(), "carriage returns") && !bytes.Contains(bytes.TrimSpace(data), []byte("\n")):
		case strings.HasPrefix(err.Error(), "f: is ") && (data[0] >= 0x1f || data[0] == 'P' || data[0] == 'B'):
		case data[0] == 0x1f:
		default:
			t.Fatalf("error %v, want %q", err, want)
		}
	})
}

// withoutBlank drops the records that are a line of spaces. A quoted field of spaces is none, which the record no longer shows: then
// the data are left to the other inputs.
func withoutBlank(recs [][]string, data []byte) [][]string {
	var kept [][]string
	for _, rec := range recs {
		if len(rec) == 1 && blank([]byte(rec[0])) && !bytes.Contains(data, []byte(`"`+rec[0]+`"`)) {
			continue
		}
		kept = append(kept, rec)
	}
	return kept
}

func readAll(in io.Reader, o Options) (recs [][]string, err error) {
	r, err := New(in, "f", o)
	if err != nil {
		return nil, err
	}
	for r.Next() {
		rec := make([]string, len(r.Columns()))
		for i := range rec {
			rec[i] = string(r.Field(i))
		}
		recs = append(recs, rec)
	}
	return recs, r.Err()
}

func equal(a, b [][]string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if strings.Join(a[i], "\x00") != strings.Join(b[i], "\x00") || len(a[i]) != len(b[i]) {
			return false
		}
	}
	return true
}

// FuzzNDJSON: a line is accepted if and only if encoding/json accepts it as an object, and the scalars are alike.
func FuzzNDJSON(f *testing.F) {
	for _, s := range []string{
		`{"x":1,"y":"a"}`, `{"x":-0.5e+3,"x":null,"z":true}`, `{"\u0078":"\ud83d\ude00","y":[1,{"a":"]"}]}`, `{}`, `{"x":"\ud800 é"}`, ` { "x" : 1 } `,
		`{"x":1}{"x":2}`, "{\"x\":\"\xff\"}", `{"x":01}`, `{"x":1.}`, `{"x":tru}`, `{"x":"\q"}`, `{"y":{"a":[}}`, `{"x":1,}`, `{"x":1e}`, `{"x":1e+}`, `{"y":[1 2]}`, `{"y":{"a" 1}}`, "{\"x\":\"\t\"}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		if bytes.ContainsAny(line, "\n\x00") || len(bytes.TrimSpace(line)) == 0 {
			return
		}
		data := append([]byte("{\"x\":0,\"y\":0}\n"), line...)
		var want map[string]any
		d := json.NewDecoder(bytes.NewReader(line))
		d.UseNumber()
		wantErr := d.Decode(&want)
		if wantErr == nil && (want == nil || d.Decode(new(any)) != io.EOF) {
			wantErr = errors.New("no object, or more than one")
		}
		r, err := New(bytes.NewReader(data), "f", Options{Format: NDJSON})
		if err != nil || !r.Next() {
			t.Fatal(err, r.Err())
		}
		if ok := r.Next(); ok != (wantErr == nil) {
			t.Fatalf("accepted %v: %v; encoding/json: %v", ok, r.Err(), wantErr)
		} else if !ok {
			if r.Err() == nil {
				t.Fatal("no error")
			}
			return
		}
		for i, key := range []string{"x", "y"} {
			got := string(r.Field(i))
			switch v := want[key].(type) {
			case nil:
				if got != "" {
					t.Fatalf("%s = %q, want nothing", key, got)
				}
			case string:
				if got != v {
					t.Fatalf("%s = %q, want %q", key, got, v)
				}
			case json.Number:
				if got != v.String() {
					t.Fatalf("%s = %q, want %q", key, got, v)
				}
			case bool:
				if got != strconv.FormatBool(v) {
					t.Fatalf("%s = %q, want %v", key, got, v)
				}
			default:
				if r.Err() == nil {
					t.Fatalf("%s is nested, and no error", key)
				}
				return
			}
		}
	})
}
