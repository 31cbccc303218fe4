package rows

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
)

// FuzzFloat: ParseFloat, and what Floats makes of the same cell alone on its line and among others, are strconv.ParseFloat to the bit.
func FuzzFloat(f *testing.F) {
	for _, s := range []string{
		"0", "-0", "12.3456", "1.", ".5", ".", "-", "+1", "1e5", "1e-5", "1E+400", "1e-400", "9007199254740993",
		"0.1234567890123456789", "00000000000000000000001", "1_0",
		"0x1p4", "inf", "-Infinity", "nan", "1e", "1e+", "12345678", "1234567.", "-1234567",
		"-123.567", "1.2.3", "--1", "123456789.123", "4.9e-324", "1.7976931348623159e308",
		" 7 ", "1e22", "1e23", "123456789012345678e4",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseFloat([]byte(s))
		trimmed := string(trim([]byte(s)))
		want, wantErr := strconv.ParseFloat(trimmed, 64)
		special := strings.ContainsAny(trimmed, "xXpP_") || math.IsNaN(want) || IsNA([]byte(s))
		switch {
		case special && err == nil:
			t.Fatalf("%q accepted as %v", s, got)
		case special:
		case errors.Is(wantErr, strconv.ErrRange):
			if err != ErrRange {
				t.Fatalf("%q: %v, want %v", s, err, ErrRange)
			}
		case wantErr == nil && math.IsInf(want, 0):
			if err != ErrInfinite {
				t.Fatalf("%q: %v, want %v", s, err, ErrInfinite)
			}
		case wantErr != nil:
			if err != ErrNumber {
				t.Fatalf("%q: %v, want %v", s, err, ErrNumber)
			}
		case err != nil || math.Float64bits(got) != math.Float64bits(want):
			t.Fatalf("%q: %v %v, want %v", s, got, err, want)
		}
		if strings.ContainsAny(s, "\x00\r\n\",") || strings.TrimSpace(s) == "" {
			return
		}
		pad := strings.Repeat("1\n", 20)
		for _, text := range []string{s + "\n" + pad, s + "\r\n" + pad, pad + s, s + ",1\n1,1\n", `"` + s + "\"\n1"} {
			r, newErr := New(strings.NewReader(text), "f", Options{Format: CSV, Comma: ',', NoHeader: true})
			if newErr != nil {
				continue // a magic number
			}
			if strings.HasPrefix(s, "\ufeff") {
				return
			}
			var all []float64
			var buf [7]float64
			var e error
			for e == nil {
				var n int
				n, e = r.Floats(0, buf[:])
				all = append(all, buf[:n]...)
			}
			if e == io.EOF != (err == nil) {
				t.Fatalf("%q in %q: %v, alone %v", s, text, e, err)
			}
			if err != nil {
				if !errors.Is(e, err) {
					t.Fatalf("%q in %q: %v, alone %v", s, text, e, err)
				}
				continue
			}
			x := all[0]
			if strings.HasPrefix(text, pad) && pad != s+"\n" {
				x = all[20]
			}
			if math.Float64bits(x) != math.Float64bits(want) {
				t.Fatalf("%q in %q: %v, want %v", s, text, x, want)
			}
		}
	})
}

// FuzzOpen: any bytes, in any format, with any header, plain or gzipped: rows or an error on one line, the same however the bytes
// arrive, within a bounded buffer.
func FuzzOpen(f *testing.F) {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	io.WriteString(w, "x,y\n1,2\n3,4\n")
	w.Close()
	for _, s := range []string{z.String(), "x\n1\n2\n", "{\"a\":1}\n{\"a\":2}\n", "a;b\n1,5;2\n", "\xff\xfea\x00",
		"[{\"a\":1}]", "PK\x03\x04", "\x1f\x8b\x08", strings.Repeat("a", 3000),
		strings.Repeat("\"\n", 1500), "a|b\n1|2\n",
	} {
		for o := range 4 {
			f.Add([]byte(s), byte(o))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, how byte) {
		o := Options{MaxLine: 1000, NoHeader: how&1 != 0, SkipNA: how&2 != 0, Format: Format(how >> 2 & 3)}
		run := func(in io.Reader) (string, int64, int64, string) {
			r, err := New(in, "f", o)
			if err != nil {
				return err.Error(), 0, 0, ""
			}
			col := len(r.Columns()) - 1
			var buf [3]float64
			for err == nil {
				if how&16 != 0 {
					_, err = r.Floats(col, buf[:])
				} else if !r.Next() {
					break
				} else {
					r.Field(col)
				}
			}
			if len(r.buf) > 2*block {
				t.Fatalf("the buffer has %d bytes", len(r.buf))
			}
			if err = r.Err(); err != nil && strings.ContainsAny(err.Error(), "\n\r\x00\x1b") {
				t.Fatalf("%q", err)
			}
			msg := ""
			if err != nil {
				msg = err.Error()
			} else if r.Digest() == "" {
				t.Fatal("no digest at the end")
			}
			if _, err := r.Drain(); err != nil && msg == "" {
				t.Fatal(err)
			}
			return msg, r.Rows(), r.Skipped(), r.Digest()
		}
		m1, n1, s1, d1 := run(bytes.NewReader(data))
		m2, n2, s2, d2 := run(iotest.OneByteReader(bytes.NewReader(data)))
		if m1 != m2 || n1 != n2 || s1 != s2 || d1 != d2 {
			t.Fatalf("whole: %s, %d rows, %d skipped, %s; byte by byte: %s, %d, %d, %s", m1, n1, s1, d1, m2, n2, s2, d2)
		}
	})
}
