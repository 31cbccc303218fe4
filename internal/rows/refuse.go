package rows

import (
	"bytes"
	"io"
)

// refuse says what a file is that begins like something else than text.
func (r *Reader) refuse() error {
	head := r.buf[:r.end]
	if len(head) == 0 && r.inErr == io.EOF {
		return r.fileError(ErrEmpty, ErrEmpty.Error(), "")
	}
	for _, known := range []struct{ magic, msg, mend string }{
		{"\xff\xfe", "is UTF-16 text", "save it as UTF-8"},
		{"\xfe\xff", "is UTF-16 text", "save it as UTF-8"},
		{"PK\x03\x04", "is a zip archive or a spreadsheet", "export it as CSV"},
		{"\xd0\xcf\x11\xe0", "is a spreadsheet", "export it as CSV"},
		{"PAR1", "is a Parquet file", "export it as CSV"},
		{"\x1f\x8b\x08", "is compressed twice", "decompress it first"},
		{"\x28\xb5\x2f\xfd", "is compressed by zstd", "decompress it first"},
		{"\xfd7zXZ", "is compressed by xz", "decompress it first"},
		{"BZh9", "is compressed by bzip2", "decompress it first"},
	} {
		if bytes.HasPrefix(head, []byte(known.magic)) {
			return r.fileError(nil, known.msg, known.mend)
		}
	}
	return nil
}
