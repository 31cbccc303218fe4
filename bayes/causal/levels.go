package causal

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Levels numbers the levels of a categorical variable from 0 as they come: small
// codes for the work, names for the report. The zero value has no levels. It is
// for one goroutine.
type Levels struct {
	names []string
	codes map[string]int
}

// Code returns the code of the level called name, a new one if it is new.
func (l *Levels) Code(name string) int {
	if code, ok := l.codes[name]; ok {
		return code
	}
	return l.add(name)
}

// CodeBytes is [Levels.Code] of a name that lives in a buffer. It does not retain
// the buffer, and allocates for new levels alone.
func (l *Levels) CodeBytes(name []byte) int {
	if code, ok := l.codes[string(name)]; ok {
		return code
	}
	return l.add(string(name))
}

func (l *Levels) add(name string) int {
	if l.codes == nil {
		l.codes = map[string]int{}
	}
	name = strings.Clone(name)
	l.codes[name] = len(l.names)
	l.names = append(l.names, name)
	return len(l.names) - 1
}

// Lookup returns the code of the level called name, if there is one.
func (l *Levels) Lookup(name string) (code int, ok bool) {
	code, ok = l.codes[name]
	return code, ok
}

// Len returns the number of levels.
func (l *Levels) Len() int { return len(l.names) }

// Name returns the name of a level.
func (l *Levels) Name(code int) string { return l.names[code] }

// Order returns the codes in the order in which levels are reported, whatever the
// order in which they came: by value if all names are numbers, else by their bytes.
func (l *Levels) Order() []int {
	order := make([]int, len(l.names))
	for i := range order {
		order[i] = i
	}
	values := make([]float64, len(l.names))
	for i, name := range l.names {
		v, err := strconv.ParseFloat(name, 64)
		if err != nil || math.IsNaN(v) {
			values = nil
			break
		}
		values[i] = v
	}
	slices.SortFunc(order, func(a, b int) int {
		if values != nil && values[a] != values[b] {
			return cmp.Compare(values[a], values[b])
		}
		return cmp.Compare(l.names[a], l.names[b])
	})
	return order
}

// clone returns a copy that shares nothing with l.
func (l *Levels) clone() Levels {
	var c Levels
	for _, name := range l.names {
		c.add(name)
	}
	return c
}

// missing says that there is no level called name, and which there are.
func (l *Levels) missing(variable, name string) error {
	shown := make([]string, 0, 8)
	for i, code := range l.Order() {
		if i == 7 && l.Len() > 8 {
			shown = append(shown, fmt.Sprintf("… (%d in all)", l.Len()))
			break
		}
		shown = append(shown, l.names[code])
	}
	return fmt.Errorf("the %s has no level %q: it has %s", variable, name, strings.Join(shown, ", "))
}
