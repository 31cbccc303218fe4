package causal

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// scattered returns a table of n random rows in two columns of strata, and the rows.
func scattered(rng *rand.Rand, n int) (*Table, [][4]string) {
	var rows [][4]string
	for range n {
		rows = append(rows, [4]string{
			[]string{"drug", "placebo", "none"}[rng.IntN(3)], []string{"died", "lived"}[rng.IntN(2)],
			[]string{"9", "10", "80"}[rng.IntN(3)], []string{"m", "f"}[rng.IntN(2)]})
	}
	t := new(Table)
	for _, r := range rows {
		add(t, r, 1)
	}
	return t, rows
}

func add(t *Table, r [4]string, n float64) {
	if err := t.Add(t.Treatment.Code(r[0]), t.Outcome.Code(r[1]), t.Strata.Code(r[2], r[3]), n); err != nil {
		panic(err)
	}
}

func entries(t *Table) []Entry { return slices.Collect(t.Entries()) }

// Rows in any order, and counts in any order, make the same table and comparison.
func TestRowsAndCounts(t *testing.T) {
	rng := prob.NewSeed(1).Rand()
	for range 20 {
		table, rows := scattered(rng, 300)
		rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		counts := map[[4]string]float64{}
		shuffled, counted := new(Table), new(Table)
		for _, r := range rows {
			add(shuffled, r, 1)
			counts[r]++
		}
		for r, n := range counts { // in random order
			add(counted, r, n)
		}
		add(counted, [4]string{"drug", "unknown", "80", "x"}, 0) // nobody
		for _, other := range []*Table{shuffled, counted} {
			if !reflect.DeepEqual(entries(table), entries(other)) {
				t.Fatalf("entries differ:\n%v\n%v", entries(table), entries(other))
			}
			a, err1 := table.Compare("drug", "placebo", "died")
			b, err2 := other.Compare("drug", "placebo", "died")
			if err1 != nil || err2 != nil || !reflect.DeepEqual(a, b) {
				t.Fatalf("comparisons differ: %v, %v\n%v\n%v", err1, err2, a, b)
			}
		}
	}
}

// Tables are a commutative monoid under Merge, and merging is adding: of rates too.
func TestMergeLaws(t *testing.T) {
	rng := prob.NewSeed(2).Rand()
	for range 20 {
		a, rowsA := scattered(rng, 40)
		b, rowsB := scattered(rng, 3)
		c, _ := scattered(rng, 70)
		for _, table := range []*Table{a, b, c} { // rates are kept beside counts
			for range 5 {
				x, z := table.Treatment.Code([]string{"drug", "new"}[rng.IntN(2)]), table.Strata.Code("9", []string{"m", "x"}[rng.IntN(2)])
				if err := table.AddRate(x, z, float64(rng.IntN(9)), rng.ExpFloat64()); err != nil {
					t.Fatal(err)
				}
			}
		}
		before := entries(a)
		all := new(Table)
		for _, r := range append(slices.Clone(rowsA), rowsB...) {
			add(all, r, 1)
		}
		ab := a.Merge(*b)
		same := func(law string, x, y Table) {
			t.Helper()
			if !reflect.DeepEqual(entries(&x), entries(&y)) {
				t.Errorf("%s:\n%v\n%v", law, entries(&x), entries(&y))
			}
		}
		same("identity", a.Merge(Table{}), *a)
		same("identity", Table{}.Merge(*a), *a)
		same("commutative", ab, b.Merge(*a))
		same("associative", ab.Merge(*c), a.Merge(b.Merge(*c)))
		for e := range ab.Entries() {
			if e.Outcome != "" && e.Count != all.count(codeOf(&all.Treatment, e.Treatment), codeOf(&all.Outcome, e.Outcome), all.Strata.Code(e.Strata...)) {
				t.Errorf("merged %v is not what adding gives", e)
			}
		}
		add(&ab, [4]string{"drug", "died", "9", "m"}, 1000)
		if !reflect.DeepEqual(before, entries(a)) {
			t.Error("merging shares memory with what was merged")
		}
	}
}

func codeOf(l *Levels, name string) int {
	code, _ := l.Lookup(name)
	return code
}

// Numbers sort as numbers if all of a column are, else all by their bytes.
func TestOrder(t *testing.T) {
	for _, x := range [][2]string{
		{"10 9 -1 1e1 80", "-1 9 10 1e1 80"},
		{"10 9 NA", "10 9 NA"},
		{"b a B é z", "B a b z é"},
		{"1.5 nan 1", "1 1.5 nan"},
		{"2 10 1", "1 2 10"},
	} {
		var l Levels
		for name := range strings.FieldsSeq(x[0]) {
			l.Code(name)
		}
		var got []string
		for _, code := range l.Order() {
			got = append(got, l.Name(code))
		}
		if s := strings.Join(got, " "); s != x[1] {
			t.Errorf("order of %s: %s, want %s", x[0], s, x[1])
		}
	}
	var s Strata
	for _, names := range [][]string{{"b", "10"}, {"a", "9"}, {"b", "9"}, {"a", "10"}} {
		s.Code(names...)
	}
	var got []string
	for _, z := range s.Order() {
		got = append(got, fmt.Sprint(s.Names(z)))
	}
	if g := strings.Join(got, ""); g != "[a 9][a 10][b 9][b 10]" {
		t.Errorf("order of strata: %s", g)
	}
}

// Strata are told apart by their levels, not by how these look side by side.
func TestStrataKeys(t *testing.T) {
	var s Strata
	seen := map[int]bool{}
	for _, names := range [][]string{{"a", "b, c", "d"}, {"a, b", "c", "d"}, {"", "a", "b"}, {"a", "", "b"}, {"a", "b", ""}} {
		z := s.Code(names...)
		seen[z] = true
		if again := s.Code(names...); again != z || !slices.Equal(s.Names(z), names) {
			t.Errorf("%q is stratum %d, then %d, called %q", names, z, again, s.Names(z))
		}
	}
	if len(seen) != 5 || s.Len() != 5 {
		t.Errorf("%d strata, want 5", len(seen))
	}
	defer func() {
		if recover() == nil {
			t.Error("two columns where there were three: no panic")
		}
	}()
	s.Code("a", "b")
}

func TestAddErrors(t *testing.T) {
	for _, x := range []struct {
		count float64
		want  string
	}{
		{-3, "a count of -3: counts are not negative"},
		{2.5, "a count of 2.5: counts are whole numbers"},
		{math.NaN(), "a count of NaN: counts are whole numbers"},
		{math.Inf(1), "a count of +Inf: counts are at most 2^53"},
		{0x1p54, "a count of 1.8014398509481984e+16: counts are at most 2^53"},
	} {
		var table Table
		if err := table.Add(0, 0, 0, x.count); err == nil || err.Error() != x.want {
			t.Errorf("a count of %g: %v, want %s", x.count, err, x.want)
		}
		if err := table.AddRate(0, 0, x.count, 1); err == nil || err.Error() != x.want {
			t.Errorf("%g events: %v, want %s", x.count, err, x.want)
		}
	}
	var table Table
	for what, err := range map[string]error{
		"an exposure of -1: exposures are finite and not negative":                               table.AddRate(0, 0, 1, -1),
		"an exposure of NaN: exposures are finite and not negative":                              table.AddRate(0, 0, 1, math.NaN()),
		"2 events in an exposure of 0: nothing happens in no time":                               table.AddRate(0, 0, 2, 0),
		"the treatment has more than 1000 levels: a treatment is a category; group its values":   table.Add(1000, 0, 0, 1),
		"the outcome has more than 1000 levels: an outcome is a category here; group its values": table.Add(0, 1000, 0, 1),
		"more than 1048576 strata: group the values of what is stratified by":                    table.Add(0, 0, 1<<20, 1),
	} {
		if err == nil || err.Error() != what {
			t.Errorf("got %v, want %s", err, what)
		}
	}
	if n := len(entries(&table)); n != 0 {
		t.Errorf("what failed left %d entries", n)
	}
}

// The hot path: codes of known levels and a count, without allocation.
func TestAddDoesNotAllocate(t *testing.T) {
	table, _ := scattered(prob.NewSeed(3).Rand(), 200)
	cells := [][]byte{[]byte("drug"), []byte("died"), []byte("10"), []byte("f")}
	row := func() {
		z := table.Strata.Combine(table.Strata.Column(0).CodeBytes(cells[2]), table.Strata.Column(1).CodeBytes(cells[3]))
		if table.Add(table.Treatment.CodeBytes(cells[0]), table.Outcome.CodeBytes(cells[1]), z, 1) != nil {
			t.Fatal("cannot add")
		}
	}
	if n := testing.AllocsPerRun(1000, row); n != 0 {
		t.Errorf("%g allocations a row, want 0", n)
	}
}

func BenchmarkAdd(b *testing.B) {
	table, _ := scattered(prob.NewSeed(3).Rand(), 200)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		_ = table.Add(i%3, i&1, i%6, 1)
	}
}

func BenchmarkAddNames(b *testing.B) {
	table, _ := scattered(prob.NewSeed(3).Rand(), 200)
	drugs, ages := [2][]byte{[]byte("drug"), []byte("none")}, [2][]byte{[]byte("9"), []byte("80")}
	died, male := []byte("died"), []byte("m")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		z := table.Strata.Combine(table.Strata.Column(0).CodeBytes(ages[i&1]), table.Strata.Column(1).CodeBytes(male))
		_ = table.Add(table.Treatment.CodeBytes(drugs[i&1]), table.Outcome.CodeBytes(died), z, 1)
	}
}

// Shards that are within bounds may together have more levels than a table takes.
func TestMergeOfManyLevels(t *testing.T) {
	var a, b Table
	for i := range 700 {
		for from, table := range []*Table{&a, &b} {
			x := table.Treatment.Code(fmt.Sprint(from, i))
			if err := table.Add(x, table.Outcome.Code("died"), table.Strata.Code("all"), 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	m := a.Merge(b)
	if n := len(entries(&m)); n != 1400 {
		t.Errorf("%d entries, want 1400", n)
	}
	huge := Table{}
	for range 3 {
		if err := huge.Add(huge.Treatment.Code("drug"), huge.Outcome.Code("died"), huge.Strata.Code("all"), 0x1p53); err != nil {
			t.Fatal(err)
		}
	}
	m = huge.Merge(huge)
	if n := entries(&m)[0].Count; n != 6*0x1p53 {
		t.Errorf("count %g, want %g", n, 6*0x1p53)
	}
}
