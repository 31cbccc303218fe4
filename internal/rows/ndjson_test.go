package rows

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestNDJSON(t *testing.T) {
	text := `{"x":1.5,"who":"a\tb","ok":true,"deep":{"k":[1,"}"]}}

{"ok":false,"x":"2","new":9}
 { "who" : null , "x" : 3e0 , "x" : 4 }
`
	r := open(t, text, Options{Keys: []string{"new", "x"}})
	if r.Format() != NDJSON || !slices.Equal(r.Columns(), []string{"x", "who", "ok", "deep", "new"}) {
		t.Fatal(r.Format(), r.Columns())
	}
	want := [][]string{{"1.5", "a\tb", "true", ""}, {"2", "", "false", "9"}, {"4", "", "", ""}}
	for i, line := range []int{1, 3, 4} {
		if !r.Next() || r.Line() != line {
			t.Fatalf("row %d: line %d, want %d: %v", i, r.Line(), line, r.Err())
		}
		for j, col := range []int{0, 1, 2, 4} {
			if got := string(r.Field(col)); got != want[i][j] {
				t.Errorf("row %d, column %d: got %q, want %q", i, col, got, want[i][j])
			}
		}
	}
	if r.Next() || r.Err() != nil || r.Digest() == "" {
		t.Error(r.Err())
	}

	r = open(t, text, Options{})
	r.Next()
	if r.Field(3) != nil || r.Next() || !strings.Contains(r.Err().Error(), `f.csv:1: column "deep": "{\"k\":[1,\"}\"]}" is not a single value`) {
		t.Error(r.Err())
	}

	r = open(t, text, Options{SkipNA: true})
	var dst [9]float64
	if n, err := r.Floats(0, dst[:]); n != 3 || err != io.EOF || dst[0]+dst[1]+dst[2] != 7.5 {
		t.Error(n, err, dst)
	}
}

// What escaped strings take does not grow with the number of rows.
func TestScratch(t *testing.T) {
	r := open(t, strings.Repeat(`{"x":"a\tb"}`+"\n", 10000), Options{})
	for r.Next() {
		if string(r.Field(0)) != "a\tb" {
			t.Fatalf("%q", r.Field(0))
		}
	}
	if r.Rows() != 10000 || cap(r.scratch) > 100 {
		t.Error(r.Rows(), cap(r.scratch), r.Err())
	}
}

func TestNDJSONRefused(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"{\"x\":1}\n{\"x\":}\n", "f.csv:2: byte 6: the value is not valid JSON"},
		{"{\"x\":1}\n[1]\n", "f.csv:2: byte 1: one object a line is wanted: jq -c . writes one object a line"},
		{"{\n\"x\":1}\n", "f.csv:1: byte 2: a key in double quotes is wanted"},
		{"{\"x\":1} {}", "f.csv:1: byte 9: one object a line is wanted, but more follows: jq -c . writes one object a line"},
		{"{\"x\" 1}", "f.csv:1: byte 6: a colon is wanted after the key"},
		{"{\"x\":1 2}", "f.csv:1: byte 8: a comma or a closing brace is wanted"},
		{"{\"x\":\"a", "f.csv:1: byte 6: the value is not valid JSON"},
		{"{\"x\":1}\n{\"x\":2,\"clicks\":3}", "f.csv: no object has the key \"click\": did you mean \"x\"?"},
		{"{}", "f.csv:1: the first object has no keys"},
	} {
		o := Options{}
		if strings.Contains(c.want, "click") {
			o.Keys = []string{"click"}
			c.want = `f.csv: no object has the key "click": there are "x"`
		}
		r, err := New(strings.NewReader(c.text), "f.csv", o)
		if err == nil {
			for r.Next() {
			}
			err = r.Err()
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
	r := open(t, "{\"x\":1}\n{\"x\":true}\n", Options{})
	var dst [3]float64
	if n, err := r.Floats(0, dst[:]); n != 1 || !errors.Is(err, ErrNumber) {
		t.Error(n, err)
	}
}
