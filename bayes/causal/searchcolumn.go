package causal

import (
	"fmt"
	"math"
)

// A Column is one variable, row by row, either by level or by value. Slices are
// neither modified nor retained.
type Column struct {
	Name string

	Codes   []int32   // of each row, the level; −1 where it is missing
	Levels  []string  // the names of the levels, by code
	Numbers []float64 // the values of the levels, by code, where all are numbers; else nil

	Values []float64 // of each row, in place of Codes: a number; NaN where it is missing
}

// Len returns the number of rows.
func (c Column) Len() int { return max(len(c.Codes), len(c.Values)) }

// Numeric reports whether the column is one of numbers, by level or by value.
func (c Column) Numeric() bool { return c.Values != nil || c.Numbers != nil }

// Check reports codes without a level, levels of the same name, infinite values, and a
// column that is both.
func (c Column) Check() error {
	switch {
	case c.Values != nil && c.Codes != nil:
		return fmt.Errorf("column %q: both codes and values, want one", c.Name)
	case c.Numbers != nil && len(c.Numbers) != len(c.Levels):
		return fmt.Errorf("column %q: %d numbers for %d levels", c.Name, len(c.Numbers), len(c.Levels))
	}
	names := map[string]bool{}
	for _, name := range c.Levels {
		if names[name] {
			return fmt.Errorf("column %q: two levels are called %q", c.Name, name)
		}
		names[name] = true
	}
	for i, code := range c.Codes {
		if code < -1 || int(code) >= len(c.Levels) {
			return fmt.Errorf("column %q, row %d: code %d, but there are %d levels", c.Name, i+1, code, len(c.Levels))
		}
	}
	for i, x := range c.Values {
		if math.IsInf(x, 0) {
			return fmt.Errorf("column %q, row %d: %g, want a finite number", c.Name, i+1, x)
		}
	}
	return nil
}

// number returns the number in row i, NaN where it is missing or the level is none.
func (c Column) number(i int) float64 {
	switch {
	case c.Values != nil:
		return c.Values[i]
	case c.Numbers == nil || c.Codes[i] < 0:
		return math.NaN()
	}
	return c.Numbers[c.Codes[i]]
}

// Data are columns of equal length.
type Data struct {
	Columns []Column
	Counts  []int64 // for how many rows each stands; nil: for one
}

// Check reports columns of different lengths or of the same name, and counts below 0.
func (d Data) Check() error {
	names := map[string]bool{}
	for _, c := range d.Columns {
		if names[c.Name] {
			return fmt.Errorf("two columns are called %q", c.Name)
		}
		names[c.Name] = true
		if c.Len() != d.Columns[0].Len() {
			return fmt.Errorf("column %q has %d rows and %q %d", c.Name, c.Len(), d.Columns[0].Name, d.Columns[0].Len())
		}
		if err := c.Check(); err != nil {
			return err
		}
	}
	if d.Counts != nil && len(d.Columns) > 0 && len(d.Counts) != d.Columns[0].Len() {
		return fmt.Errorf("%d counts for %d rows", len(d.Counts), d.Columns[0].Len())
	}
	for i, n := range d.Counts {
		if n < 0 {
			return fmt.Errorf("row %d: a count of %d: counts are not negative", i+1, n)
		}
	}
	return nil
}

// times returns for how many rows row i stands.
func (d Data) times(i int) float64 {
	if d.Counts == nil {
		return 1
	}
	return float64(d.Counts[i])
}

// find returns the index of the column called name.
func (d Data) find(name string) (int, error) {
	for i, c := range d.Columns {
		if c.Name == name {
			return i, nil
		}
	}
	return -1, fmt.Errorf("there is no column %q", name)
}
