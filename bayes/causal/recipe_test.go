package causal

import (
	"math"
	"reflect"
	"testing"

	"github.com/bayeskit/bayeskit/prob"
)

// Tables show what was prescribed: signs exactly, effects to the rounding of counts.
func TestRecipe(t *testing.T) {
	for i, r := range []Recipe{
		{Crude: 0.1, Within: -0.1},
		{Crude: -0.3, Within: 0.2, Strata: 3, People: 5000},
		{Crude: 0.1, Within: -0.1, Strata: 3, People: 300},
		{Crude: 0.25, Within: 0.05, Strata: 4, People: 2000}, // confounded, not reversed
		{Crude: 0.1, Within: 0.1, People: 1000},              // nothing is wrong
		{Crude: 0, Within: 0.2, People: 1000},
		{Crude: 0.01, Within: -0.01, Strata: 8, People: 1e6},
		{Crude: 0.3, Within: -0.3, People: 1e15},
	} {
		for k := range 20 {
			seed := prob.NewSeed(uint64(i)).Child(uint64(k))
			table, err := r.Table(seed.Rand())
			if err != nil {
				t.Errorf("%+v: %v", r, err)
				continue
			}
			again, err := r.Table(seed.Rand())
			if err != nil || !reflect.DeepEqual(entries(&table), entries(&again)) {
				t.Fatalf("%+v: same seed, another table", r)
			}
			c, err := table.Compare("treated", "control", "yes")
			if err != nil {
				t.Fatal(err)
			}
			k, people := max(r.Strata, 2), r.People
			if people == 0 {
				people = 1000
			}
			n := c.Estimates()[0].Value
			if math.Abs(n-people) > float64(k)/2 || len(c.Strata) != k {
				t.Errorf("%+v: %g people in %d strata", r, n, len(c.Strata))
			}
			// Rounding moves each count by at most ½, so a risk by 1/n of its cell; the
			// crude risks, of halves of all people, by k·½·(2 + 2)/n at most.
			if d := c.Crude().Difference() - r.Crude; math.Abs(d) > 4*float64(k)/people+1e-9 {
				t.Errorf("%+v: crude difference %g", r, c.Crude().Difference())
			}
			ate := average(t, c, Everyone).Difference()
			for _, s := range c.Strata {
				if rd := s.Effect().Difference(); math.Abs(rd-r.Within) > 0.5/s.Treated.Total+0.5/s.Control.Total+1e-12 {
					t.Errorf("%+v: difference %g within stratum %s", r, rd, s.Name())
				}
				if s.Effect().sign() != signOf(r.Within, 1) {
					t.Errorf("%+v: stratum %s has the wrong sign", r, s.Name())
				}
			}
			if reversed := r.Crude*r.Within < 0; (ate*c.Crude().Difference() < 0) != reversed {
				t.Errorf("%+v: crude %g, standardised %g", r, c.Crude().Difference(), ate)
			}
		}
	}
	for _, x := range []struct {
		r    Recipe
		want string
	}{
		{Recipe{Crude: 0.8, Within: -0.4}, "making a table: the crude effect and that within strata are further apart than risks between 0 and 1 allow"},
		{Recipe{Crude: 2}, "making a table: a crude risk difference of 2, want between -1 and 1"},
		{Recipe{Within: -1}, "making a table: a risk difference of -1 within strata, want between -1 and 1"},
		{Recipe{Strata: 1}, "making a table: 1 strata, want 2 to 1000"},
		{Recipe{People: 10.5}, "making a table: 10.5 people, want a whole number from 1 to 10^15"},
		{Recipe{Crude: 0.01, Within: -0.01, People: 20}, "making a table: 20 people in 2 strata do not show effects of 0.01 over all and -0.01 within: take more people, fewer strata or greater effects"},
	} {
		if _, err := x.r.Table(prob.NewSeed(1).Rand()); err == nil || err.Error() != x.want {
			t.Errorf("%+v: %v, want %s", x.r, err, x.want)
		}
	}
}
