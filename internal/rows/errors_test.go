package rows

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestErrorLine(t *testing.T) {
	for _, c := range []struct {
		err  Error
		want string
	}{
		{Error{File: "clicks.csv", Line: 12, Column: "clicked", Value: "maybe", Msg: "is not 0 or 1", Mend: "use --column clicked=LEVEL to name the success"},
			`clicks.csv:12: column "clicked": "maybe" is not 0 or 1: use --column clicked=LEVEL to name the success`},
		{Error{File: "f", Column: "2", Msg: "m"}, "f: column 2: m"},
		{Error{Line: 3, Msg: "m"}, "line 3: m"},
		{Error{File: "a\nb", Value: "\x1b[31m\"é\xff\u202e", Msg: "m\nn"}, `a\nb: "\x1b[31m\"é\xff\u202e" m\nn`},
		{Error{File: "f", Value: strings.Repeat("é", 61), Msg: "m"}, `f: "` + strings.Repeat("é", 60) + `…" m`},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("got %s\nwant %s", got, c.want)
		}
	}
}

func TestErrorf(t *testing.T) {
	r := open(t, "x,y\n1,\n\nmaybe,2\n", Options{})
	r.Next()
	if got, want := r.Errorf(1, r.Field(1), "", "is not 0 or 1").Error(), `f.csv:2: column "y": "" is not 0 or 1`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := r.Float(1); !errors.Is(err, ErrMissing) || err.Error() != `f.csv:2: column "y": the value is missing: use --na skip to leave such rows out, or clean the file` {
		t.Error(err)
	}
	r.Next()
	_, err := r.Float(0)
	var e *Error
	if !errors.As(err, &e) || e.Line != 4 || e.Column != "x" || e.Value != "maybe" || !errors.Is(err, ErrNumber) || err.Error() != `f.csv:4: column "x": "maybe" is not a number` {
		t.Error(err)
	}
	if e := r.Errorf(-1, nil, "do", "is %d: %w", 3, io.ErrNoProgress); e.Error() != "f.csv:4: is 3: multiple Read calls return no data or error: do" || !errors.Is(e, io.ErrNoProgress) {
		t.Error(e)
	}
	for cell, want := range map[string]string{
		"1e999": `"1e999" is too large for a 64-bit number`,
		"-Inf":  `"-Inf" is not finite`,
		"NA":    `"NA" means the value is missing: use --na skip to leave such rows out, or clean the file`,
		"1,5":   `"1,5" is not a number: write the decimal point as a point`,
		"0x10":  `"0x10" is not a number`,
	} {
		r := open(t, "x;y\n2;"+cell+"\n", Options{})
		r.Next()
		if _, err := r.Float(1); err == nil || err.Error() != `f.csv:2: column "y": `+want {
			t.Errorf("%s: %v", cell, err)
		}
	}
}

func TestColumn(t *testing.T) {
	r := open(t, "clicked,2,Age,age_group\n1,1,1,1\n", Options{Header: true})
	for name, want := range map[string]int{"clicked": 0, "2": 1, "1": 0, "4": 3, "Age": 2} {
		if got, err := r.Column(name); got != want || err != nil {
			t.Errorf("%s: got %d, want %d: %v", name, got, want, err)
		}
	}
	for name, want := range map[string]string{
		"Clicked":  `f.csv: no column "Clicked": did you mean "clicked"?`,
		"clikced":  `f.csv: no column "clikced": did you mean "clicked"?`,
		"agegroup": `f.csv: no column "agegroup": did you mean "age_group"?`,
		"height":   `f.csv: no column "height": there are "clicked", "2", "Age", "age_group"`,
		"5":        `f.csv: no column "5": it has 4 columns`,
		"0":        `f.csv: no column "0": it has 4 columns`,
	} {
		if _, err := r.Column(name); err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	r = open(t, "x,y,x\n1,2,3\n", Options{})
	if _, err := r.Column("x"); err == nil || err.Error() != `f.csv: columns 1 and 3 are both named "x": give the number` {
		t.Error(err)
	}
	if _, err := open(t, "1,2\n", Options{}).Column("x"); err == nil || err.Error() != `f.csv: no column "x": it has no header: give a number from 1 to 2` {
		t.Error(err)
	}
	many := make([]string, 20)
	for i := range many {
		many[i] = fmt.Sprintf("column%c", 'a'+i)
	}
	if _, err := open(t, strings.Join(many, ",")+"\n", Options{}).Column("zzz"); err == nil || !strings.HasSuffix(err.Error(), `"columnl", … (20 columns)`) {
		t.Error(err)
	}
}
