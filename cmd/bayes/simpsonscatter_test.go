package main

import "testing"

// A sample has its points and its lines by stratum, in the order of the report.
func TestSimpsonSample(t *testing.T) {
	text := "z,x,y\n10,1,5\n10,2,6\n10,3,7\n2,11,1\n2,12,2\n2,13,3\n2,14,4\n"
	s := &simpsonSpec{by: roles("z"), treatment: roles("x")[0], outcome: roles("y")[0]}
	f, err := readSimpsonText(t, text, simpsonQuery{named: []*simpsonRole{s.treatment, s.outcome, s.by[0]}})
	if err != nil {
		t.Fatal(err)
	}
	f.canonical()
	k, err := newSimpsonCase(s, f)
	if err != nil {
		t.Fatal(err)
	}
	got := k.sample()
	want := []linePart{{4, 12.5, 2.5, 11, 14}, {3, 2, 6, 1, 3}} // of 2, then of 10
	if len(got.parts) != 2 || got.parts[0] != want[0] || got.parts[1] != want[1] || got.all.n != 7 || got.share != 1 {
		t.Errorf("parts %v of %v, want %v", got.parts, got.all, want)
	}
	if len(got.points) != 7 {
		t.Errorf("%d points, want 7", len(got.points))
	}
	for _, p := range got.points {
		if inTwo := p.x > 10; inTwo != (p.stratum == 0) {
			t.Errorf("point %v is in stratum %d", p, p.stratum)
		}
	}

	// Of many rows a sample is drawn, and all strata are in it.
	f.total = 0
	for i := range f.n {
		f.n[i] = 1_000_000
		f.total += f.n[i]
	}
	if got := k.sample(); len(got.points) != 7 || got.share > 1e-3 {
		t.Errorf("%d points and a share of %g of rows that repeat", len(got.points), got.share)
	}
}
