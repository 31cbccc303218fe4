package rows

import (
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func TestHeader(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		{"x\n1\n2\n", true},
		{"1\n2\n", false},
		{"x,y\n1,2\n", true},
		{"x,y\n", true},
		{"1,y\n2,z\n", false},
		{"NA\n1\n2\n", false},
		{"NA,1\n2,3\n", false},
		{"\"\",x,y\n\"1\",2,3\n", true}, // row names, as R writes them
		{"x,,y\na,b,c\n", false},
		{"x,,y\n1,,2\n", true}, // words above numbers
		{"x,x\n1,2\n", true},
		{"x,x\na,b\n", false},
		{"yes\nno\nno\n", false},
		{"yes,no\n12,30\n", true},
		{"a\nb\na\n", false},
		{"clicked\nyes\nno\n", true},
		{"name,group\nann,a\nbob,b\n", true},
		{"2024-01-01,a\n2024-01-02,b\n", false},
		{"2019-q1,2019-q2\n3,4\n", true},
		{"Inf\n1\n", false},
		{"1e999\n1\n", false},
		{"1,5;2\n2,5;3\n", false},
		{"oops\n1\n", true},
		{"_x,é\na,b\n", true},
		{".\n.\n", false},
		{"x,x\n", false},
		{"yes\n1\nno\n", false},
		{",x\nann,a\nbob,b\n", true},
	} {
		r := open(t, c.text, Options{})
		if r.HasHeader() != c.want {
			t.Errorf("%q: header %v, want %v", c.text, r.HasHeader(), c.want)
		}
		rows := int64(strings.Count(c.text, "\n"))
		if c.want {
			rows--
		}
		for r.Next() {
		}
		if r.Rows() != rows || r.Err() != nil {
			t.Errorf("%q: %d rows, want %d: %v", c.text, r.Rows(), rows, r.Err())
		}
	}
	if r := open(t, "1,2\n3,4\n", Options{Header: true}); !r.HasHeader() || !slices.Equal(r.Columns(), []string{"1", "2"}) {
		t.Error("Header is not obeyed")
	}
	if r := open(t, "x\n1\n", Options{NoHeader: true}); r.HasHeader() || !r.Next() || string(r.Field(0)) != "x" || r.Line() != 1 || r.Rows() != 1 {
		t.Error("NoHeader is not obeyed")
	}
	if _, err := New(strings.NewReader("x\n"), "f", Options{Header: true, NoHeader: true}); err == nil {
		t.Error("Header and NoHeader together pass")
	}
}

func TestDelimiter(t *testing.T) {
	for _, c := range []struct {
		text string
		want byte
	}{
		{"x,y\n1,2\n", ','},
		{"x\ty\n1,5\t2\n", '\t'},
		{"x;y\n1,5;2\n", ';'},
		{"1,5;2,5\n2,5;3,5\n", ';'}, // decimal commas
		{"1,a;b\n2,c;d\n", ','},
		{"12,action|drama\n13,comedy|drama\n", ','},
		{"x|y\n1|2\n", '|'},
		{"x\n1\n", ','},
		{"title;a;b\n\"x, y, z\";1;2\n", ';'},
		{"a,b,c\n1;2,3\n", ','},
		{"\"a,b\"\t\"c,d\"\n1\t2\n", '\t'},
	} {
		if r := open(t, c.text, Options{}); r.Comma() != c.want {
			t.Errorf("%q: delimiter %q, want %q", c.text, r.Comma(), c.want)
		}
	}
	if r := open(t, "a b\n1 2\n", Options{Comma: ' '}); len(r.Columns()) != 2 {
		t.Error("Comma is not obeyed")
	}
	if r := open(t, "a,b\tc\n1,2\t3\n", Options{Format: TSV}); r.Format() != TSV || !slices.Equal(r.Columns(), []string{"a,b", "c"}) {
		t.Error("TSV is not obeyed")
	}
	for _, o := range []Options{{Comma: '"'}, {Comma: '\n'}, {Comma: 0xe9}, {Format: TSV, Comma: ','}, {Format: NDJSON, Comma: ','}} {
		if _, err := New(strings.NewReader("x\n"), "f", o); err == nil {
			t.Errorf("%+v passes", o)
		}
	}
}

// The verdict rests on the same 32 lines, however the bytes arrive, and on no more of them.
func TestSampleIsFixed(t *testing.T) {
	for _, c := range []struct {
		lines int
		want  bool
	}{{31, false}, {32, true}, {33, true}} { // "a" comes again on the line after that many
		text := "a\n" + strings.Repeat("b\n", c.lines-1) + "a\n"
		whole := open(t, text, Options{})
		slow, err := New(iotest.OneByteReader(strings.NewReader(text)), "f", Options{})
		if err != nil {
			t.Fatal(err)
		}
		if whole.HasHeader() != c.want || slow.HasHeader() != c.want {
			t.Errorf("%d lines: header %v whole, %v byte by byte, want %v", c.lines, whole.HasHeader(), slow.HasHeader(), c.want)
		}
	}
}
