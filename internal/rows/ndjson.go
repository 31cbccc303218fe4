package rows

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// nextJSON reads the next object into spans. Until the first is read there are no columns: it makes them. Flat objects in plain
// spelling are read here; each escaped string, and what nested values hold, is left to encoding/json.
func (r *Reader) nextJSON() bool {
	var b []byte
	var lo int
	for {
		k := bytes.IndexByte(r.buf[r.pos:r.end], '\n')
		if k < 0 {
			if r.moreLine() {
				continue
			}
			if !r.atEnd() {
				return false
			}
			if k = r.end - r.pos; k == 0 {
				return r.allKeysSeen()
			}
		}
		if k > r.opt.MaxLine {
			return r.tooLong()
		}
		lo = r.pos
		b = r.buf[lo : lo+k]
		r.pos = min(lo+k+1, r.end)
		r.line++
		if skipSpace(b, 0) < len(b) {
			break
		}
	}
	r.recLine = r.line
	for i := range r.spans {
		r.spans[i] = span{}
	}
	r.scratch = r.scratch[:0]

	i := skipSpace(b, 0)
	if b[i] != '{' {
		return r.badJSON(i, "one object a line is wanted", "jq -c . writes one object a line")
	}
	i = skipSpace(b, i+1)
	if i < len(b) && b[i] == '}' {
		return r.lineEnds(b, i+1)
	}
	for guess := 0; ; guess++ {
		if i >= len(b) || b[i] != '"' {
			return r.badJSON(i, "a key in double quotes is wanted", "")
		}
		key, next, ok := scanString(b, i)
		if !ok {
			return r.badJSON(i, "the string is not valid", "")
		}
		name := b[key.lo:key.hi]
		if key.kind == escaped {
			if name, ok = unquoteJSON(b[i:next]); !ok {
				return r.badJSON(i, "the string is not valid", "")
			}
		}
		col := -1
		if guess < len(r.names) && string(name) == r.names[guess] { // in the order of the first object
			col = guess
		} else {
			col = r.key(name)
			guess = col
		}
		if i = skipSpace(b, next); i >= len(b) || b[i] != ':' {
			return r.badJSON(i, "a colon is wanted after the key", "")
		}
		i = skipSpace(b, i+1)
		s, next, ok := r.scanValue(b, i)
		if !ok {
			return r.badJSON(i, "the value is not valid JSON", "")
		}
		if col >= 0 {
			if s.kind != inside {
				s.lo += int32(lo)
				s.hi += int32(lo)
			}
			r.spans[col] = s
			r.seen[col] = true
		}
		i = skipSpace(b, next)
		if i < len(b) && b[i] == ',' {
			i = skipSpace(b, i+1)
			continue
		}
		if i < len(b) && b[i] == '}' {
			return r.lineEnds(b, i+1)
		}
		return r.badJSON(i, "a comma or a closing brace is wanted", "")
	}
}

// key returns the column of a key, -1 if there is none. The keys of the first object become columns.
func (r *Reader) key(name []byte) int {
	if col, ok := r.index[string(name)]; ok {
		return col
	}
	if r.header || len(r.names) == maxColumns {
		return -1
	}
	col := len(r.names)
	r.addKey(string(name))
	return col
}

func (r *Reader) addKey(name string) {
	r.index[name] = len(r.names)
	r.names = append(r.names, name)
	r.spans = append(r.spans, span{})
	r.seen = append(r.seen, false)
}

// allKeysSeen sets an error if a key of Options.Keys never came, and returns false either way: it is the end.
func (r *Reader) allKeysSeen() bool {
	for col, seen := range r.seen {
		if !seen {
			r.err = r.noColumn("no object has the key ", r.names[col], r.names[:r.own])
			break
		}
	}
	return false
}

// lineEnds accepts the object that ended before b[i] if nothing follows it.
func (r *Reader) lineEnds(b []byte, i int) bool {
	if i = skipSpace(b, i); i < len(b) {
		return r.badJSON(i, "one object a line is wanted, but more follows", "jq -c . writes one object a line")
	}
	return true
}

func (r *Reader) badJSON(i int, msg, mend string) bool {
	return r.fail(-1, nil, mend, "byte %d: %s", i+1, msg)
}

// skipSpace returns the first index from i on that is not JSON's white space.
func skipSpace(b []byte, i int) int {
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	return i
}

// scanString returns what lies between the quotes of the string at b[i], which is escaped if encoding/json must spell it out, and
// the index after it.
func scanString(b []byte, i int) (s span, next int, ok bool) {
	s.lo = int32(i + 1)
	for j := i + 1; j < len(b); j++ {
		switch c := b[j]; {
		case c == '"':
			s.hi = int32(j)
			if s.kind == inside { // not ASCII
				s.kind = plain
				if !utf8.Valid(b[i+1 : j]) {
					s.kind = escaped
				}
			}
			return s, j + 1, true
		case c == '\\':
			s.kind = escaped
			j++
		case c < ' ':
			return s, j, false
		case c >= utf8.RuneSelf && s.kind == plain:
			s.kind = inside
		}
	}
	return s, len(b), false
}

// unquoteJSON returns the string that a JSON string in its quotes spells.
func unquoteJSON(b []byte) ([]byte, bool) {
	var s string
	if json.Unmarshal(b, &s) != nil {
		return nil, false
	}
	return []byte(s), true
}
