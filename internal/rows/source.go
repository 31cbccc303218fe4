package rows

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
)

// A source counts and hashes the bytes of a file as stored.
type source struct {
	r     io.Reader
	hash  hash.Hash
	n     int64
	total int64
	done  bool  // at the end
	err   error // sticky
}

func newSource(r io.Reader) *source { return &source{r: r, hash: sha256.New()} }

// Read implements io.Reader. What it is asked for in large pieces is hashed in large pieces.
func (s *source) Read(p []byte) (int, error) {
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.r.Read(p)
	s.n += int64(n)
	s.hash.Write(p[:n])
	s.err, s.done = err, err == io.EOF
	return n, err
}

// Bytes returns how many bytes of the file, as stored, have been read, and how many there are, 0 if unknown.
func (r *Reader) Bytes() (read, total int64) { return r.src.n, r.src.total }

// Digest returns the SHA-256 of the file as stored (compressed, if it is) in hexadecimal; empty if the file has not been read to its end.
func (r *Reader) Digest() string {
	if !r.src.done {
		return ""
	}
	return hex.EncodeToString(r.src.hash.Sum(nil))
}

// Drain reads what is left of the file, without looking at it, and returns the digest of the whole. No row can be read after it.
func (r *Reader) Drain() (string, error) {
	if !r.src.done {
		buf := r.buf
		r.pos, r.end, r.inErr, r.peeked = 0, 0, io.EOF, false
		for !r.src.done {
			if _, err := r.src.Read(buf); err != nil && err != io.EOF {
				return "", r.readError(err)
			}
		}
		r.buf[0] = '\n'
	}
	return r.Digest(), nil
}
