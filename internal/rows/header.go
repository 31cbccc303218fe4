package rows

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// looksLikeHeader judges from the first records of a file whether the first names the columns:
//
//   - a number in it, or nothing but missing values: no;
//   - a word above a column of numbers: yes;
//   - an empty cell (but for the first: row names have none), the same word twice, or true, false, yes or no: no;
//   - a word that comes again in its column: no, it is a value;
//   - else, all is text, and it is a header if its cells begin as names do, with a letter or an underscore.
//
// A file of one number column whose first value is damaged beyond a number thus loses that row to the header: only the user can know.
func looksLikeHeader(recs [][]string) bool {
	if len(recs) == 0 {
		return false
	}
	first, rest := recs[0], recs[1:]
	words := 0
	for _, cell := range first {
		switch kindOf(cell) {
		case number:
			return false
		case text, truth:
			words++
		}
	}
	if words == 0 {
		return false
	}
	for i, cell := range first {
		if k := kindOf(cell); k == missing || k == number {
			continue
		}
		numbers, others := 0, 0
		for _, rec := range rest {
			if i >= len(rec) {
				continue
			}
			switch kindOf(rec[i]) {
			case number:
				numbers++
			case text, truth:
				others++
			}
		}
		if numbers > others {
			return true
		}
	}
	for i, cell := range first {
		k := kindOf(cell)
		if k == truth || k == missing && i > 0 || k == missing && strings.TrimSpace(cell) != "" || k == text && !nameLike(cell) {
			return false
		}
		if slices.Contains(first[:i], cell) {
			return false
		}
		for _, rec := range rest {
			if i < len(rec) && k == text && rec[i] == cell {
				return false
			}
		}
	}
	return true
}

type cellKind int

const (
	missing cellKind = iota
	number
	truth
	text
)

func kindOf(cell string) cellKind {
	b := []byte(cell)
	if IsNA(b) {
		return missing
	}
	if _, err := ParseFloat(b); err != ErrNumber || DecimalComma(b) {
		return number
	}
	switch strings.ToLower(strings.TrimSpace(cell)) {
	case "true", "false", "yes", "no":
		return truth
	}
	return text
}

// nameLike reports whether a cell begins as a name does.
func nameLike(cell string) bool {
	c, _ := utf8.DecodeRuneInString(strings.TrimSpace(cell))
	return c == '_' || unicode.IsLetter(c)
}

// startCSV reads the header, or the first row ahead, and names the columns.
func (r *Reader) startCSV() error {
	if err := r.first(); err != nil {
		return err
	}
	names := make([]string, len(r.spans))
	for i := range names {
		if r.header {
			names[i] = string(trim(r.Field(i)))
		} else {
			names[i] = strconv.Itoa(i + 1)
		}
	}
	r.names = names
	r.peeked = !r.header
	return nil
}

// startJSON reads the first object ahead; its keys, and those of Options.Keys, are the columns.
func (r *Reader) startJSON() error {
	r.index = map[string]int{}
	if err := r.first(); err != nil {
		return err
	}
	r.header, r.peeked = true, true
	r.own = len(r.names)
	for _, key := range r.opt.Keys {
		if _, ok := r.index[key]; !ok {
			r.addKey(key)
		}
	}
	if len(r.names) == 0 {
		return r.Errorf(-1, nil, "", "the first object has no keys")
	}
	return nil
}
