package causal

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// rowData reads a file of rows that is beside the repository, if it is there: public
// data that are for checking only. A column that is numbers throughout is one of
// numbers; NA is missing.
func rowData(t *testing.T, file string) Data {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "rows", file))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no row data beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return dataOf(table)
}

// dataOf returns a table with a header as data.
func dataOf(table [][]string) (d Data) {
	for k, name := range table[0] {
		values, numeric := make([]float64, len(table)-1), true
		var levels Levels
		codes := make([]int32, len(table)-1)
		for i, row := range table[1:] {
			values[i], codes[i] = nan, -1
			if row[k] == "NA" || row[k] == "" {
				continue
			}
			codes[i] = int32(levels.Code(row[k]))
			var err error
			if values[i], err = strconv.ParseFloat(row[k], 64); err != nil {
				numeric = false
			}
		}
		c := Column{Name: name, Values: values}
		if !numeric {
			c = Column{Name: name, Codes: codes}
			for i := range levels.Len() {
				c.Levels = append(c.Levels, levels.Name(i))
			}
		}
		d.Columns = append(d.Columns, c)
	}
	return d
}

// slopesBy returns the slopes of y on x by the levels of a column.
func slopesBy(t *testing.T, d Data, x, y, by string) Slopes {
	t.Helper()
	s := SlopeTable{Treatment: x, Outcome: y}
	xi, _ := d.find(x)
	yi, _ := d.find(y)
	zi, _ := d.find(by)
	for i := range d.Columns[xi].Values {
		a, b, z := d.Columns[xi].Values[i], d.Columns[yi].Values[i], d.Columns[zi].Codes[i]
		if !isComplete(a, b) || z < 0 {
			continue
		}
		if err := s.Add(s.Strata.Code(d.Columns[zi].Levels[z]), a, b); err != nil {
			t.Fatal(err)
		}
	}
	lines, err := s.Slopes()
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// wantNear reports a number that is not within tolerance of what it should be.
func wantNear(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if d := got - want; !(d <= tolerance && d >= -tolerance) {
		t.Errorf("%s = %.10g, want %.10g ± %.2g", name, got, want, tolerance)
	}
}
