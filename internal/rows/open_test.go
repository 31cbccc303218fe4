package rows

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

func zip(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.Bytes()
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func total(r *Reader, col int) (s float64, err error) {
	buf := make([]float64, 100)
	for err == nil {
		var n int
		n, err = r.Floats(col, buf)
		for _, x := range buf[:n] {
			s += x
		}
	}
	if err == io.EOF {
		err = nil
	}
	return s, err
}

// The digest is of the bytes as stored, for a file and for a pipe, plain and compressed, in one member or in two.
func TestDigest(t *testing.T) {
	text := "x\n" + strings.Repeat("1.5\n", 1e5)
	for name, data := range map[string][]byte{"plain": []byte(text), "gzip": zip(text), "two": append(zip(text[:7]), zip(text[7:])...), "header": []byte("x\n")} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, arg := range []string{file, "-"} {
			r, err := Open(arg, iotest.HalfReader(bytes.NewReader(data)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if r.Digest() != "" && name == "plain" {
				t.Errorf("%s: a digest before the end", name)
			}
			s, err := total(r, 0)
			if want := 1.5 * float64(strings.Count(text, "1")); err != nil || s != want && name != "header" {
				t.Errorf("%s: sum %v, want %v: %v", name, s, want, err)
			}
			if r.Digest() != sum(data) {
				t.Errorf("%s: digest %s, want %s", name, r.Digest(), sum(data))
			}
			read, size := r.Bytes()
			if want := int64(len(data)); read != want || arg == "-" && size != 0 || arg != "-" && size != want {
				t.Errorf("%s: %d bytes of %d, want %d", name, read, size, want)
			}
			if want := map[bool]string{true: "standard input", false: file}[arg == "-"]; r.Name() != want {
				t.Errorf("name %q, want %q", r.Name(), want)
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
		r, err := New(bytes.NewReader(data), "f", Options{})
		if err != nil {
			t.Fatal(err)
		}
		r.Next()
		if got, err := r.Drain(); got != sum(data) || err != nil {
			t.Errorf("%s: drained digest %s, want %s: %v", name, got, sum(data), err)
		}
		if r.Next() {
			t.Errorf("%s: a row after Drain", name)
		}
	}
}

func TestOpenFails(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(filepath.Join(dir, "none"), nil, Options{})
	if !errors.Is(err, fs.ErrNotExist) || !strings.HasSuffix(err.Error(), "none: no such file or directory") {
		t.Error(err)
	}
	if _, err = Open(dir, nil, Options{}); err == nil || !strings.HasSuffix(err.Error(), ": is a directory") {
		t.Error(err)
	}
	if _, err = Open("-", strings.NewReader(""), Options{}); !errors.Is(err, ErrEmpty) || err.Error() != "standard input: the file is empty" {
		t.Error(err)
	}
	if _, err = Open("-", strings.NewReader("\x1f\x8b\x08rubbish---"), Options{}); err == nil {
		t.Error("rubbish passes as gzip")
	}
	if _, err = Open("-", bytes.NewReader(zip(string(zip("x\n")))), Options{}); err == nil || !strings.Contains(err.Error(), "compressed twice") {
		t.Error(err)
	}
}

// A failure to read is reported after the rows before it, with its line, and a cut line is not taken for a row.
func TestReadFails(t *testing.T) {
	boom := errors.New("boom")
	r, err := New(io.MultiReader(strings.NewReader("x\n1\n2\n3"), iotest.ErrReader(boom)), "f", Options{Header: true, Comma: ','})
	if err != nil {
		t.Fatal(err)
	}
	s, err := total(r, 0)
	if s != 3 || !errors.Is(err, boom) || err.Error() != "f:4: boom" {
		t.Error(s, err)
	}
	if _, err := r.Drain(); !errors.Is(err, boom) || r.Digest() != "" {
		t.Error(err)
	}
	var text strings.Builder
	for i := range 100000 {
		text.WriteString(strings.Repeat("1", 1+i%7) + "\n")
	}
	cut := zip(text.String())
	r, err = New(bytes.NewReader(cut[:len(cut)-9]), "f", Options{})
	if err == nil {
		_, err = total(r, 0)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.Contains(err.Error(), "cut short") {
		t.Error(err)
	}
	if _, err := New(stuck{}, "f", Options{}); !errors.Is(err, io.ErrNoProgress) {
		t.Error(err)
	}
}

type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }
