package rows

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/internal/suggest"
)

// Column returns the index, for [Reader.Field], of the column of that name or, if none has it, of that number, counted from 1. The error
// suggests the nearest name.
func (r *Reader) Column(name string) (int, error) {
	found := -1
	for i, s := range r.names {
		if s != name {
			continue
		}
		if found >= 0 {
			return 0, r.fileError(nil, fmt.Sprintf("columns %d and %d are both named %s", found+1, i+1, Quote(name)), "give the number")
		}
		found = i
	}
	if found >= 0 {
		return found, nil
	}
	n, err := strconv.Atoi(name)
	switch {
	case err == nil && 1 <= n && n <= len(r.names):
		return n - 1, nil
	case err == nil:
		return 0, r.fileError(nil, fmt.Sprintf("no column %s", Quote(name)), fmt.Sprintf("it has %s", count(len(r.names), "column")))
	case !r.header && len(r.names) == 1:
		return 0, r.fileError(nil, fmt.Sprintf("no column %s", Quote(name)), "it has no header, and one column: 1")
	case !r.header:
		return 0, r.fileError(nil, fmt.Sprintf("no column %s", Quote(name)), fmt.Sprintf("it has no header: give a number from 1 to %d", len(r.names)))
	}
	return 0, r.noColumn("no column ", name, r.names)
}

// noColumn says that there is no such name, and which of names is near it, or what there is.
func (r *Reader) noColumn(what, name string, names []string) *Error {
	mend := ""
	if best, ok := suggest.Nearest(name, names); ok {
		mend = "did you mean " + Quote(best) + "?"
	} else {
		const few = 12
		var list []string
		for i, s := range names {
			if i == few {
				list = append(list, fmt.Sprintf("… (%s)", count(len(names), "column")))
				break
			}
			list = append(list, Quote(s))
		}
		mend = "there are " + strings.Join(list, ", ")
	}
	return r.fileError(nil, what+Quote(name), mend)
}

// count returns "1 thing" or "n things".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
