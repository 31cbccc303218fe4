package rows

import "encoding/json"

// scanValue returns where the value at b[i] lies, and the index after it. An escaped string is spelled out in scratch.
func (r *Reader) scanValue(b []byte, i int) (s span, next int, ok bool) {
	if i >= len(b) {
		return s, i, false
	}
	switch c := b[i]; c {
	case '"':
		s, next, ok = scanString(b, i)
		if ok && s.kind == escaped {
			var text []byte
			text, ok = unquoteJSON(b[i:next])
			at := len(r.scratch)
			r.scratch = append(r.scratch, text...)
			s = span{int32(at), int32(len(r.scratch)), inside}
		}
		return s, next, ok
	case '{', '[':
		next = nestedEnd(b, i)
		return span{int32(i), int32(next), nested}, next, json.Valid(b[i:next])
	case 't':
		return word(b, i, "true")
	case 'f':
		return word(b, i, "false")
	case 'n':
		_, next, ok = word(b, i, "null")
		return span{}, next, ok
	}
	next = numberEnd(b, i)
	return span{lo: int32(i), hi: int32(next)}, next, next > i
}

func word(b []byte, i int, w string) (span, int, bool) {
	end := i + len(w)
	if end > len(b) || string(b[i:end]) != w {
		return span{}, i, false
	}
	return span{lo: int32(i), hi: int32(end)}, end, true
}

// nestedEnd returns the index after the bracket that closes the one at b[i], by counting alone: what it encloses is still to be
// checked.
func nestedEnd(b []byte, i int) int {
	depth := 0
	for j := i; j < len(b); j++ {
		switch b[j] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return j + 1
			}
		case '"':
			for j++; j < len(b) && b[j] != '"'; j++ {
				if b[j] == '\\' {
					j++
				}
			}
		}
	}
	return len(b)
}

// numberEnd returns the index after the number at b[i] in JSON's grammar (RFC 8259, section 6), i if there is none.
func numberEnd(b []byte, i int) int {
	start := i
	if i < len(b) && b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if j := digits(b, i); j > i {
		i = j
	} else {
		return start
	}
	if i < len(b) && b[i] == '.' {
		j := digits(b, i+1)
		if j == i+1 {
			return start
		}
		i = j
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		j := i + 1
		if j < len(b) && (b[j] == '+' || b[j] == '-') {
			j++
		}
		k := digits(b, j)
		if k == j {
			return start
		}
		i = k
	}
	return i
}

// digits returns the index after the digits at b[i:].
func digits(b []byte, i int) int {
	for i < len(b) && b[i]-'0' <= 9 {
		i++
	}
	return i
}
