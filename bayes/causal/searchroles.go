package causal

import (
	"errors"
	"fmt"
	"math"
)

// grouping is a column in the role of what is stratified by: a level by row, levels
// being numbered without gaps. Code levels stands for a missing one.
type grouping struct {
	column int
	codes  []uint8
	levels int

	bits    []bitset // of each level, if there are few
	missing bool     // in some row; known only with bits
}

// mostLevels is what fits in a byte.
const mostLevels = 250

// grouping returns a column as groups, or why it is none.
func (s Search) grouping(d Data, column int, has survey) (g grouping, err error) {
	c := d.Columns[column]
	distinct := has.distinct
	switch {
	case distinct <= 1:
		return g, errors.New("the same in every row")
	case has.identifies(c) && !c.Numeric():
		return g, errors.New("a level of its own in every row: it identifies rows")
	case has.identifies(c):
		return g, errors.New("a whole number of its own in every row: it identifies rows")
	case !c.Numeric() && distinct > s.MaxLevels:
		return g, fmt.Errorf("%d levels, more than %d: it identifies rather than groups", distinct, s.MaxLevels)
	}
	if c.Numeric() && distinct > s.Bands {
		values := make([]float64, c.Len())
		for i := range values {
			values[i] = c.number(i)
		}
		c = QuantileBands(values, d.Counts, s.Bands).Column(c)
	} else if c.Values != nil {
		c = fewValues(c)
	}
	g = grouping{column: column, codes: make([]uint8, c.Len())}
	number := make([]int, len(c.Levels))
	for i, code := range c.Codes {
		if code >= 0 && d.times(i) > 0 && number[code] == 0 {
			g.levels++
			number[code] = g.levels
		}
	}
	if g.levels <= 1 {
		return g, errors.New("nearly all rows have the same value, so there is one band")
	}
	for i, code := range c.Codes {
		if g.codes[i] = uint8(g.levels); code >= 0 && number[code] > 0 {
			g.codes[i] = uint8(number[code] - 1)
		}
	}
	return g.withBits(), nil
}

// A survey is how many different levels or values a column has, in how many rows,
// missing ones left out, and whether all are whole numbers.
type survey struct {
	distinct, rows int
	whole          bool
}

// identifies reports whether every row has a level, or a whole number, of its own.
func (s survey) identifies(c Column) bool {
	return s.distinct == s.rows && (s.whole || !c.Numeric())
}

func (d Data) survey(column int) survey {
	c := d.Columns[column]
	s := survey{whole: c.Numeric()}
	if c.Values == nil {
		seen := make([]bool, len(c.Levels))
		for i, code := range c.Codes {
			if code < 0 || d.times(i) == 0 {
				continue
			}
			s.rows += int(d.times(i))
			if !seen[code] {
				seen[code] = true
				s.distinct++
				s.whole = s.whole && c.Numbers[code] == math.Trunc(c.Numbers[code])
			}
		}
		return s
	}
	seen := map[float64]struct{}{}
	for i, x := range c.Values {
		if math.IsNaN(x) || d.times(i) == 0 {
			continue
		}
		s.rows += int(d.times(i))
		s.whole = s.whole && x == math.Trunc(x)
		seen[x] = struct{}{}
	}
	s.distinct = len(seen)
	return s
}

// fewValues returns a column of few different values by level.
func fewValues(c Column) Column {
	coded := Column{Name: c.Name, Codes: make([]int32, len(c.Values)), Numbers: []float64{}}
	codes := map[float64]int32{}
	for i, x := range c.Values {
		coded.Codes[i] = -1
		if math.IsNaN(x) {
			continue
		}
		code, ok := codes[x]
		if !ok {
			code = int32(len(codes))
			codes[x] = code
			coded.Numbers, coded.Levels = append(coded.Numbers, x), append(coded.Levels, fmt.Sprint(x))
		}
		coded.Codes[i] = code
	}
	return coded
}

// A role is a column as treatment or outcome: of two levels, 0 and 1 and 2 where it is
// missing or another, or of numbers, NaN where missing.
type role struct {
	column  int
	two     []uint8
	names   [2]string // of the levels
	numbers []float64 // centred, in units of their standard deviation
	unit    float64   // that standard deviation
}

// binary reports whether the role is of two levels.
func (r role) binary() bool { return r.two != nil }

// role returns a column as treatment or outcome. one and zero name the levels that are
// 1 and 0, empty for those that are the only two. rest says that all levels but one
// are 0.
func (d Data) role(column int, has survey, one, zero string, rest bool) (role, error) {
	c := d.Columns[column]
	distinct := has.distinct
	if distinct <= 1 {
		return role{}, errors.New("the same in every row")
	}
	if c.Numeric() && distinct > 2 && one == "" && zero == "" {
		return d.numbers(column), nil
	}
	if c.Values != nil {
		c = fewValues(c)
	}
	var levels Levels
	for i, code := range c.Codes {
		if code >= 0 && d.times(i) > 0 {
			levels.Code(c.Levels[code])
		}
	}
	order := levels.Order()
	if one == "" {
		if len(order) > 2 && !(zero != "" && rest) {
			return role{}, fmt.Errorf("%d levels, which are no numbers: name those meant", len(order))
		}
		one = levels.Name(order[1])
		if one == zero {
			one = levels.Name(order[0])
		}
	}
	if _, ok := levels.Lookup(one); !ok {
		return role{}, levels.missing("column", one)
	}
	if zero == "" && !rest {
		if len(order) > 2 {
			return role{}, fmt.Errorf("%d levels: name the one that %q is compared with", len(order), one)
		}
		zero = levels.Name(order[0])
		if zero == one {
			zero = levels.Name(order[1])
		}
	}
	if _, ok := levels.Lookup(zero); !ok && !rest {
		return role{}, levels.missing("column", zero)
	}
	if one == zero {
		return role{}, fmt.Errorf("%q is compared with itself", one)
	}
	r := role{column: column, two: make([]uint8, len(c.Codes)), names: [2]string{zero, one}}
	for i, code := range c.Codes {
		switch {
		case code < 0:
			r.two[i] = 2
		case c.Levels[code] == one:
			r.two[i] = 1
		case c.Levels[code] == zero || rest:
			r.two[i] = 0
		default:
			r.two[i] = 2
		}
	}
	return r, nil
}

// numbers returns a column as numbers.
func (d Data) numbers(column int) role {
	c := d.Columns[column]
	r := role{column: column, numbers: make([]float64, c.Len())}
	var sum, n float64
	first := nan
	for i := range r.numbers {
		x := c.number(i)
		r.numbers[i] = x
		if w := d.times(i); w > 0 && x == x {
			if first != first {
				first = x
			}
			sum, n = sum+w*(x-first), n+w
		}
	}
	mean, squares := sum/n, 0.0
	for i, x := range r.numbers {
		r.numbers[i] = (x - first) - mean
		if w := d.times(i); w > 0 && x == x {
			squares += w * r.numbers[i] * r.numbers[i]
		}
	}
	r.unit = math.Sqrt(squares / n)
	for i := range r.numbers {
		r.numbers[i] /= r.unit
	}
	return r
}

// asNumbers returns the 0 and 1 of two levels as numbers.
func (r role) asNumbers() role {
	if !r.binary() {
		return r
	}
	x := make([]float64, len(r.two))
	for i, code := range r.two {
		if x[i] = float64(code); code > 1 {
			x[i] = nan
		}
	}
	return role{column: r.column, names: r.names, numbers: x, unit: 1}
}
