package tabular

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/bayeskit/bayeskit/internal/suggest"
)

// Values is one column of a table in memory: a number or, if Levels is not nil, a label in
// each row.
type Values struct {
	Name    string
	Numbers []float64
	Labels  []int    // indices of Levels
	Levels  []string // different from each other; one-hot columns are in their order
}

// Rows returns the number of rows.
func (v Values) Rows() int {
	if v.Levels != nil {
		return len(v.Labels)
	}
	return len(v.Numbers)
}

// largest is how large a number of a column may be. Sums of its square are numbers.
const largest = 1e100

// check reports what a network cannot learn from, or a file not keep.
func (v Values) check() error {
	for _, s := range append([]string{v.Name}, v.Levels...) {
		if !utf8.ValidString(s) {
			return fmt.Errorf("column %q: %q is not UTF-8: convert the file to it", v.Name, s)
		}
	}
	if v.Levels != nil {
		return nil
	}
	for i, x := range v.Numbers {
		if !(math.Abs(x) <= largest) {
			return &RowError{i, v.Name, fmt.Sprintf("%v is too large, or no number: want at most %v in size", x, largest)}
		}
	}
	return nil
}

// A Column says what a network makes of a column of a table.
type Column struct {
	Name string `json:"name"`

	// Of a column of numbers: the network takes (x − Center)/Width.
	Center float64 `json:"center"`
	Width  float64 `json:"width,omitempty"`

	// Of a column of labels: what they are, in the order of the network's inputs. Two
	// levels are one input, 0 or 1; more are one input each, 1 for the level that is there.
	Levels []string `json:"levels,omitempty"`
}

// standardised returns the column for values whose rows given are those trained on, with
// their weights. Center is their mean and Width their standard deviation, or 1 where that
// is 0.
func standardised(v Values, rows []int, weights []float64, raw bool) Column {
	c := Column{Name: v.Name, Width: 1, Levels: v.Levels}
	if v.Levels != nil {
		c.Width = 0
		return c
	}
	if raw {
		return c
	}
	var mean, square, n float64
	for _, i := range rows { // West (1979), doi:10.1145/359146.359153
		w := weightOf(weights, i)
		if w == 0 {
			continue
		}
		n += w
		d := v.Numbers[i] - mean
		mean += d * w / n
		square += w * d * (v.Numbers[i] - mean)
	}
	c.Center = mean
	if sd := math.Sqrt(square / n); sd > 1e-12*math.Abs(mean) {
		c.Width = sd
	}
	return c
}

// weightOf returns the weight of a row, 1 where there are none.
func weightOf(weights []float64, row int) float64 {
	if weights == nil {
		return 1
	}
	return weights[row]
}

// Inputs returns how many inputs of the network the column is.
func (c Column) Inputs() int {
	if len(c.Levels) > 2 {
		return len(c.Levels)
	}
	return 1
}

// inputNames returns what the inputs are called.
func (c Column) inputNames() []string {
	switch {
	case c.Levels == nil:
		return []string{c.Name}
	case len(c.Levels) <= 2:
		return []string{c.Name + "=" + c.Levels[len(c.Levels)-1]}
	}
	var names []string
	for _, l := range c.Levels {
		names = append(names, c.Name+"="+l)
	}
	return names
}

// set writes the inputs of a row to dst, which is zero and Inputs long.
func (c Column) set(dst []float64, v Values, row int) {
	switch {
	case c.Levels == nil:
		dst[0] = (v.Numbers[row] - c.Center) / c.Width
	default:
		c.setLevel(dst, v.Labels[row])
	}
}

func (c Column) setLevel(dst []float64, level int) {
	if len(c.Levels) > 2 {
		dst[level] = 1
	} else {
		dst[0] = float64(level)
	}
}

// A CellError says that a cell cannot be what its column takes.
type CellError struct {
	Column, Cell, Msg string
}

// Error implements error.
func (e *CellError) Error() string {
	return fmt.Sprintf("column %s: %q %s", e.Column, e.Cell, e.Msg)
}

// parse writes the inputs of a cell to dst, which is zero and Inputs long.
func (c Column) parse(dst []float64, cell string) error {
	if c.Levels != nil {
		level, err := c.level(cell)
		if err == nil {
			c.setLevel(dst, level)
		}
		return err
	}
	x, err := c.number(cell)
	if err != nil {
		return err
	}
	dst[0] = (x - c.Center) / c.Width
	if math.Abs(dst[0]) > farthest {
		return &CellError{c.Name, strings.TrimSpace(cell), fmt.Sprintf("is too far from what was trained on: %.4g, give or take %.4g", c.Center, c.Width)}
	}
	return nil
}

// number returns the number that a cell is, in the column's own units.
func (c Column) number(cell string) (float64, error) {
	cell = strings.TrimSpace(cell)
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, &CellError{c.Name, cell, "is not a number"}
	}
	return x, nil
}

// level returns the index of the level that a cell is.
func (c Column) level(cell string) (int, error) {
	cell = strings.TrimSpace(cell)
	level := slices.Index(c.Levels, cell)
	if level < 0 {
		msg := "is a level that was not there in training: it had " + some(c.Levels)
		if near, ok := suggest.Nearest(cell, c.Levels); ok {
			msg += ": did you mean " + near + "?"
		}
		return 0, &CellError{c.Name, cell, msg}
	}
	return level, nil
}

// farthest is how many widths from its center an input may be. Products with weights
// of it are numbers in float32, whose largest is 3e38.
const farthest = 1e30

// some lists the first few of what may be many.
func some(levels []string) string {
	if len(levels) > 6 {
		return strings.Join(levels[:5], ", ") + fmt.Sprintf(" and %d more", len(levels)-5)
	}
	return strings.Join(levels, ", ")
}

func (c Column) check() error {
	switch {
	case c.Levels == nil && !(c.Width > 0 && c.Width <= math.MaxFloat64) || math.IsNaN(c.Center) || math.IsInf(c.Center, 0):
		return fmt.Errorf("column %s: center %v and width %v: want numbers, the width above 0", c.Name, c.Center, c.Width)
	case c.Levels != nil && len(c.Levels) == 0:
		return fmt.Errorf("column %s: no levels", c.Name)
	case c.Levels == nil:
		return nil
	}
	seen := make(map[string]bool, len(c.Levels))
	for _, l := range c.Levels {
		if seen[l] {
			return fmt.Errorf("column %s: level %q is there twice", c.Name, l)
		}
		seen[l] = true
	}
	return nil
}
