package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/internal/rows"
)

func readSimpsonText(t *testing.T, text string, q simpsonQuery) (*simpsonFrame, error) {
	t.Helper()
	e := &env{ctx: context.Background(), stdin: strings.NewReader(text), stderr: io.Discard}
	q.file = "-"
	return e.readSimpson(q)
}

func roles(columns ...string) (all []*simpsonRole) {
	for _, c := range columns {
		all = append(all, &simpsonRole{flag: "by", spec: c})
	}
	return all
}

// cellsOf returns the frame as counts of rows spelled out, the columns in the given
// order.
func cellsOf(f *simpsonFrame) map[string]int64 {
	got := map[string]int64{}
	for i, n := range f.n {
		var row []string
		for _, c := range f.columns {
			if c.x != nil {
				row = append(row, strconv.FormatFloat(c.x[i], 'g', -1, 64))
			} else {
				row = append(row, c.levels[c.codes[i]])
			}
		}
		got[strings.Join(row, "|")] += n
	}
	return got
}

// A frame counts what a map of rows does, whatever becomes of its columns on the
// way: identifiers are dropped, and many different numbers are kept as such.
func TestSimpsonFrame(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		name     string
		rows     int
		cell     [4]func(i int) string
		columns  int // that are left
		distinct int // rows at most; 0 is any number
	}{
		{"few levels", 20000, [4]func(int) string{
			func(int) string { return "t" + strconv.Itoa(rng.IntN(3)) },
			func(int) string { return strconv.Itoa(rng.IntN(2)) },
			func(int) string { return strings.Repeat("long", 1+rng.IntN(4)) },
			func(int) string { return []string{"é", "日本", "x"}[rng.IntN(3)] }}, 4, 3 * 2 * 4 * 3},
		{"an identifier", 20000, [4]func(int) string{
			func(i int) string { return strconv.Itoa(i + 1000) },
			func(int) string { return strconv.Itoa(rng.IntN(2)) },
			func(int) string { return strconv.Itoa(rng.IntN(5)) },
			func(int) string { return "same" }}, 3, 10},
		{"names", 90000, [4]func(int) string{
			func(i int) string { return "person" + strconv.Itoa(i) },
			func(int) string { return strconv.Itoa(rng.IntN(2)) },
			func(int) string { return strconv.Itoa(rng.IntN(5)) },
			func(int) string { return "same" }}, 3, 10},
		{"measurements", 90000, [4]func(int) string{
			func(i int) string { return strconv.FormatFloat(rng.NormFloat64(), 'g', -1, 64) },
			func(int) string { return strconv.Itoa(rng.IntN(2)) },
			func(int) string { return strconv.Itoa(rng.IntN(6000)) },
			func(int) string { return "same" }}, 4, 0},
		{"numbers, later words", 20000, [4]func(int) string{
			func(i int) string {
				if i > 15000 {
					return "word"
				}
				return strconv.Itoa(rng.IntN(9000))
			},
			func(int) string { return strconv.Itoa(rng.IntN(2)) },
			func(int) string { return strconv.Itoa(rng.IntN(5)) },
			func(int) string { return "same" }}, 3, 10},
	} {
		var b strings.Builder
		b.WriteString("a,b,c,d\n")
		lines := make([][4]string, c.rows)
		for i := range lines {
			for k := range c.cell {
				lines[i][k] = c.cell[k](i)
			}
			b.WriteString(strings.Join(lines[i][:], ",") + "\n")
		}
		f, err := readSimpsonText(t, b.String(), simpsonQuery{all: true})
		if err != nil {
			t.Fatal(c.name, err)
		}
		if len(f.columns) != c.columns || len(f.columns)+len(f.dropped) != 4 || f.total != int64(c.rows) || f.rows != int64(c.rows) {
			t.Errorf("%s: %d columns, %d dropped, %d observations", c.name, len(f.columns), len(f.dropped), f.total)
		}
		if c.distinct > 0 && len(f.n) > c.distinct {
			t.Errorf("%s: %d rows kept, want at most %d", c.name, len(f.n), c.distinct)
		}
		want := map[string]int64{}
		for _, line := range lines {
			var row []string
			for _, col := range f.columns {
				row = append(row, line[col.at])
			}
			want[strings.Join(row, "|")]++
		}
		got := cellsOf(f)
		if len(got) != len(want) {
			t.Errorf("%s: %d different rows, want %d", c.name, len(got), len(want))
		}
		for row, n := range want {
			if got[row] != n {
				t.Errorf("%s: %s: %d, want %d", c.name, row, got[row], n)
			}
		}
	}
}

// What cells, missing values and counts are.
func TestSimpsonRead(t *testing.T) {
	for _, c := range []struct {
		text string
		q    simpsonQuery
		want string // the cells, or the error
	}{
		{"a,b,n\nx, y ,2\n x,y,3\nz,y,0\n", simpsonQuery{all: true, count: "n"}, "map[x|y:5] 1"},
		{"a,b,n\nx,y,2\n", simpsonQuery{named: roles("b", "1"), count: "n"}, "map[y|x:2] 1"},
		{"a,b\nx,1\nNA,2\nx,\nx,1\n", simpsonQuery{all: true, opt: rows.Options{SkipNA: true}}, "map[x|1:2] 1"},
		{"a,b\nx,1\nNA,2\n", simpsonQuery{all: true}, `standard input:3: column "a": "NA" means the value is missing: use --na skip to leave such rows out, or clean the file`},
		{"a,n\nx,1.5\n", simpsonQuery{all: true, count: "n"}, `standard input:2: column "n": "1.5" is not a count: want 0, 1, 2, …`},
		{"a,n\nx,1\ny,-1\n", simpsonQuery{all: true, count: "n"}, `standard input:3: column "n": "-1" is not a count: want 0, 1, 2, …`},
		{"a,n\nx,0\n", simpsonQuery{all: true, count: "n"}, `standard input: there are no observations: check the file, and --count and --na if they are given`},
		{"a,n\nx,5\ny,3\n", simpsonQuery{all: true}, `standard input: each row is a different combination, and column "n" holds counts: --count n was probably meant (--count none if each row is one observation)`},
		{"a,n\nx,5\ny,3\n", simpsonQuery{all: true, eachIsOne: true}, "map[x|5:1 y|3:1] 2"},
		{"a,b\nx,y\n", simpsonQuery{named: roles("aa")}, `standard input: no column "aa": did you mean "a"?`},
	} {
		f, err := readSimpsonText(t, c.text, c.q)
		var got string
		if err != nil {
			got = err.Error()
		} else {
			got = fmt.Sprint(cellsOf(f), len(f.columns[0].levels))
		}
		if got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// An outcome that is folded into moments has the means and variances of its rows, counted
// or one by one.
func TestSimpsonFold(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	const n = foldAt + 40000
	var one, counted strings.Builder
	one.WriteString("t,y,z\n")
	counted.WriteString("t,y,z,n\n")
	type cell struct{ n, sum, squares float64 }
	want := map[string]cell{}
	for range n {
		a, z, y := "ab"[rng.IntN(2)], "pqr"[rng.IntN(3)], rng.NormFloat64()
		times := 1
		if rng.IntN(50) == 0 {
			times = 3
		}
		for range times {
			fmt.Fprintf(&one, "%c,%g,%c\n", a, y, z)
		}
		fmt.Fprintf(&counted, "%c,%g,%c,%d\n", a, y, z, times)
		c := want[string([]byte{a, z})]
		m := float64(times)
		want[string([]byte{a, z})] = cell{c.n + m, c.sum + m*y, c.squares + m*y*y}
	}
	for _, q := range []simpsonQuery{{}, {count: "n"}} {
		text := one.String()
		if q.count != "" {
			text = counted.String()
		}
		s := &simpsonSpec{treatment: &simpsonRole{flag: "treatment", spec: "t"}, outcome: &simpsonRole{flag: "outcome", spec: "y"}, by: roles("z")}
		q.named = []*simpsonRole{s.treatment, s.outcome, s.by[0]}
		f, err := readSimpsonText(t, text, q)
		if err != nil {
			t.Fatal(err)
		}
		f.canonical()
		if len(f.n) != 6 || len(f.cells) != 6 {
			t.Fatalf("%d rows and %d cells, want 6 of both", len(f.n), len(f.cells))
		}
		k, err := newSimpsonCase(s, f)
		if err != nil {
			t.Fatal(err)
		}
		table, err := k.meanTable()
		if err != nil {
			t.Fatal(err)
		}
		for arm, a := range "ab" {
			for stratum, z := range "pqr" {
				got, c := table.Cell(arm, stratum), want[string([]rune{a, z})]
				mean := c.sum / c.n
				if got.N != c.n || math.Abs(got.Mean-mean) > 1e-12 || math.Abs(got.SS/(c.squares-c.n*mean*mean)-1) > 1e-9 {
					t.Errorf("%c in %c: %v, want n = %g, mean %g", a, z, got, c.n, mean)
				}
			}
		}
	}
}

// Once canonical, a frame is the same whatever the order of the rows of its file.
func TestSimpsonCanonical(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	lines := make([]string, 9000)
	for i := range lines {
		lines[i] = fmt.Sprintf("%d,%s,%g\n", rng.IntN(12), []string{"x", "y", "é"}[rng.IntN(3)], float64(rng.IntN(8000))/8)
	}
	var want string
	for range 3 {
		rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		f, err := readSimpsonText(t, "a,b,c\n"+strings.Join(lines, ""), simpsonQuery{named: roles("c", "a", "b")})
		if err != nil {
			t.Fatal(err)
		}
		f.canonical()
		got := fmt.Sprint(f.n, f.columns[0].x, f.columns[1].levels, f.columns[1].values, f.columns[1].codes, f.columns[2].levels, f.columns[2].codes)
		if want == "" {
			want = got
		} else if got != want {
			t.Error("another order of the rows gives another frame")
		}
	}
	if !strings.Contains(want, "[0 1 2 3 4 5 6 7 8 9 10 11]") {
		t.Error("levels that are numbers are not in the order of numbers")
	}
}

// Of very many strata fewer draws are taken, unless their number was asked for.
func TestSimpsonDraws(t *testing.T) {
	for _, c := range []struct {
		given        bool
		strata, want int
	}{{false, 500, 40000}, {false, 1000, 20000}, {false, 1 << 20, 2000}, {true, 1 << 20, 40000}} {
		k := &simpsonCase{simpsonSpec: &simpsonSpec{draws: 40000, drawsGiven: c.given}}
		if got := k.drawsFor(c.strata); got != c.want {
			t.Errorf("%d strata, given %v: %d draws, want %d", c.strata, c.given, got, c.want)
		}
	}
}

// A million rows of three columns: rows a second, and memory that does not grow.
func BenchmarkSimpsonRead(b *testing.B) {
	const n = 1_000_000
	path := filepath.Join(b.TempDir(), "rows.csv")
	rng := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	text.WriteString("dept,treatment,outcome\n")
	for range n {
		text.WriteByte("ABCDEF"[rng.IntN(6)])
		text.WriteString([]string{",drug", ",placebo"}[rng.IntN(2)])
		text.WriteString([]string{",recovered\n", ",not_recovered\n"}[rng.IntN(2)])
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
		b.Fatal(err)
	}
	e := &env{ctx: b.Context(), stderr: io.Discard}
	b.ReportAllocs()
	for b.Loop() {
		f, err := e.readSimpson(simpsonQuery{file: path, named: roles("treatment", "outcome", "dept")})
		if err != nil || len(f.n) != 24 {
			b.Fatal(err, len(f.n))
		}
	}
	b.ReportMetric(float64(b.N)*n/b.Elapsed().Seconds(), "rows/s")
}
