package suggest

import "testing"

func TestNearest(t *testing.T) {
	families := []string{"beta", "gamma", "normal", "normal-inverse-gamma"}
	for _, c := range []struct {
		name, want string
		ok         bool
	}{
		{"betta", "beta", true},
		{"btea", "beta", true},
		{"Gama", "gamma", true},
		{"normal-inverse-gama", "normal-inverse-gamma", true},
		{"x", "", false},
		{"poisson", "", false},
	} {
		if got, ok := Nearest(c.name, families); got != c.want || ok != c.ok {
			t.Errorf("Nearest(%q) = %q, %v; want %q, %v", c.name, got, ok, c.want, c.ok)
		}
	}
}

func TestNearestKeepsALetter(t *testing.T) {
	if got, ok := Nearest("k", []string{"n", "y"}); ok {
		t.Errorf("Nearest(k) = %q: another letter is no slip", got)
	}
	if got, _ := Nearest("N", []string{"k", "n"}); got != "n" {
		t.Errorf("Nearest(N) = %q, want n", got)
	}
	if got, _ := Nearest("x3", []string{"y", "x1"}); got != "x1" {
		t.Errorf("Nearest(x3) = %q, want x1", got)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "ab", 2}, {"ab", "ba", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3}, {"größe", "grösse", 2}} {
		if got := distance(c.a, c.b, 9); got != c.want || distance(c.b, c.a, 9) != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
