package bayes

import (
	"math"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		spec string
		want Belief
	}{
		{"beta(2,8)", Beta{2, 8}},
		{" beta( alpha = 2 , beta=8 ) ", Beta{2, 8}},
		{"beta(b=8,a=2)", Beta{2, 8}},
		{"beta:2,8", Beta{2, 8}},
		{"beta:alpha=2,beta=8", Beta{2, 8}},
		{"beta(1/3, 2/3)", Beta{1.0 / 3, 2.0 / 3}},
		{"beta(0,0)", Beta{0, 0}},
		{"beta(1e-3,1e+5)", Beta{1e-3, 1e5}},
		{"gamma(shape=2, rate=1)", Gamma{Shape: 2, Rate: 1}},
		{"gamma(shape=2, scale=4)", Gamma{Shape: 2, Rate: 0.25}},
		{"normal(0, 2)", Normal{Mu: 0, Sigma: 2}},
		{"normal(mean=-1, variance=4)", Normal{Mu: -1, Sigma: 2}},
		{"normal(mean=1, precision=4)", Normal{Mu: 1, Sigma: 0.5}},
		{"normal(0, inf)", Normal{Mu: 0, Sigma: math.Inf(1)}},
		{"normal-inverse-gamma(mean=0, count=1, shape=2, scale=3)", NormalInverseGamma{Mu: 0, Count: 1, Shape: 2, Scale: 3}},
		{"dirichlet(1,2,3)", Dirichlet{Alpha: []float64{1, 2, 3}}},
		{"dirichlet(red=1, green=2)", Dirichlet{Alpha: []float64{1, 2}, Names: []string{"red", "green"}}},
		{"point(0.5)", Point(0.5)},
		{"point:0.5", Point(0.5)},
		{"beta(mean=0.2, ess=10)", Beta{2, 8}},
		{"gamma(mean=3, ess=2)", Gamma{Shape: 6, Rate: 2}},
		{"gamma(mean=3, sd=1.5)", Gamma{Shape: 4, Rate: 4.0 / 3}},
	} {
		got, err := Parse(c.spec)
		if err != nil {
			t.Errorf("%s: %v", c.spec, err)
			continue
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.spec, got, c.want)
		}
		again, err := Parse(got.String())
		if err != nil || !reflect.DeepEqual(again, got) {
			t.Errorf("%s: its String %q reads back as %v, %v", c.spec, got.String(), again, err)
		}
	}
}

func TestParseHypothesesAndMixtures(t *testing.T) {
	b, err := Parse("sick: 0.1, well: 0.9")
	if err != nil {
		t.Fatal(err)
	}
	if h := b.(Hypotheses); !reflect.DeepEqual(h.Names, []string{"sick", "well"}) {
		t.Errorf("names %q", h.Names)
	}
	b, err = Parse("0.25*gamma:2,1e+1 + 0.75*gamma(3,4)")
	if err != nil {
		t.Fatal(err)
	}
	if m := b.(Mixture[Gamma, Events]); m.Components[0] != (Gamma{Shape: 2, Rate: 10}) {
		t.Errorf("%v", m)
	}
	b, err = Parse("0.5*point(0.2) + 0.5*point(0.6)")
	if err != nil {
		t.Fatal(err)
	}
	if p := b.(Points); len(p.At) != 2 {
		t.Errorf("%v", p)
	}
}

// Every refusal names what was wrong.
func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ spec, want string }{
		{"", "empty"},
		{"betta(1,1)", "did you mean beta?"},
		{"beta(1,1", "not closed"},
		{"beta(1)", "beta is missing"},
		{"beta(1,2,3)", "got 3 numbers"},
		{"beta(x=1,2)", `unknown beta parameter "x"`},
		{"beta(1,alpha=2)", "given twice"},
		{"beta(one,2)", `"one" is not a number`},
		{"beta(-1,2)", "alpha = -1"},
		{"beta(nan,2)", "not a number"},
		{"beta(inf,2)", "alpha = +Inf"},
		{"gamma(2,scale=0)", "scale = 0"},
		{"sick: 0.1, well: 0.8", "add up to 0.9"},
		{"sick: 0.1, sick: 0.9", "twice"},
		{"sick: 1.5, well: -0.5", "P(sick) = 1.5"},
		{"beta(q05=0.4, q95=0.1)", "must rise"},
		{"beta(q05=0.1, q95=1.4)", "between 0 and 1"},
		{"beta(q05=0.1)", "want two"},
		{"beta(mean=0.5, sd=0.9)", "too large"},
		{"beta(mean=0.2, ess=-3)", "ess = -3"},
		{"normal(mean=0, ess=3)", "no effective sample size"},
		{"dirichlet(1)", "2 or more"},
		{"dirichlet(a=1, 2)", "name all"},
		{"0.5*beta(1,1)) + 0.5*beta(1,1)", "parenthes"},
		{"mixture(1,2)", "unknown family"},
	} {
		b, err := Parse(c.spec)
		if err == nil {
			t.Errorf("%s: %v, want an error with %q", c.spec, b, c.want)
		} else if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %q, want one line with %q", c.spec, err, c.want)
		}
	}
}

func TestParseLikelihood(t *testing.T) {
	for _, spec := range []string{
		"bernoulli", "poisson", "normal", "normal(sd=2)", "negative-binomial(r=5)", "categorical",
		"positive: 0.99, 0.1; negative: 0.01, 0.9",
	} {
		l, err := ParseLikelihood(spec)
		if err != nil {
			t.Errorf("%s: %v", spec, err)
			continue
		}
		if l.String() != spec {
			t.Errorf("%s: prints as %s", spec, l)
		}
	}
	if l, err := ParseLikelihood("normal:variance=4"); err != nil || l.param("sd") != 2 {
		t.Errorf("normal:variance=4: %v, %v", l, err)
	}
	for _, c := range []struct{ spec, want string }{
		{"", "empty"},
		{"poison", "did you mean poisson?"},
		{"negative-binomial", "r is missing"},
		{"normal(sd=0)", "sd = 0"},
		{"normal(scale=1)", "unknown"},
		{"positive: 0.99, 0.1; negative: 0.01", "give one for each"},
		{"positive: 0.99, 0.5; negative: 0.2, 0.5", "more than 1"},
		{"positive: 0.99, x; negative: 0.01, 0.9", "not a number"},
		{"a: 0.5; a: 0.5", "twice"},
	} {
		l, err := ParseLikelihood(c.spec)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v, want an error with %q", c.spec, l, err, c.want)
		}
	}
}

// What was asked for holds of the prior that was solved for.
func TestElicit(t *testing.T) {
	for _, c := range []struct {
		spec   string
		p1, q1 float64
		p2, q2 float64
	}{
		{"beta(q05=0.1, q95=0.4)", 0.05, 0.1, 0.95, 0.4},
		{"beta(q05=0.01, q95=0.2)", 0.05, 0.01, 0.95, 0.2},
		{"beta(q025=0.4999, q975=0.5001)", 0.025, 0.4999, 0.975, 0.5001},
		{"beta(median=0.001, q95=0.9)", 0.5, 0.001, 0.95, 0.9},
		{"beta(q10=1e-6, q90=2e-6)", 0.1, 1e-6, 0.9, 2e-6},
		{"gamma(q05=1, q95=6)", 0.05, 1, 0.95, 6},
		{"gamma(median=1e-3, q99=1e6)", 0.5, 1e-3, 0.99, 1e6},
		{"gamma(q2.5=999, q97.5=1001)", 0.025, 999, 0.975, 1001},
		{"normal(q05=-1, q95=3)", 0.05, -1, 0.95, 3},
	} {
		b, err := Parse(c.spec)
		if err != nil {
			t.Errorf("%s: %v", c.spec, err)
			continue
		}
		d := b.Marginals()[0]
		// Probabilities within 1e-9: what the solver's last digit leaves.
		for _, at := range [][2]float64{{c.p1, c.q1}, {c.p2, c.q2}} {
			if got := d.CDF(at[1]); math.Abs(got-at[0]) > 1e-9 {
				t.Errorf("%s gave %v: P(≤ %g) = %.12g, want %g", c.spec, b, at[1], got, at[0])
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"beta(2,8)", "beta:1,1", "0.5*beta(30,30) + 0.5*beta(1,1)", "sick: 0.1, well: 0.9",
		"beta(q05=0.1, q95=0.4)", "normal(mean=0, variance=1e-300)", "gamma(mean=3,ess=1e300)", "point(1,2)", "dirichlet(a=1,b=2)",
		"normal-inverse-wishart(mean=[0,1], count=1, df=4, scale=[[1,0.5],[0.5,2]])", "multivariate-normal(mean=0, sd=[1,inf], corr=0)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		b, err := Parse(spec)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("error of %q is more than a line: %q", spec, err)
			}
			return
		}
		if err := b.Check(); err != nil {
			t.Errorf("%q parsed to %v, which is out of range: %v", spec, b, err)
		}
		data, err := MarshalBelief(b)
		if err != nil {
			t.Fatalf("%q: marshalling %v: %v", spec, b, err)
		}
		if _, err := UnmarshalBelief(data); err != nil {
			t.Errorf("%q: %s does not read back: %v", spec, data, err)
		}
	})
}

func FuzzParseLikelihood(f *testing.F) {
	for _, s := range []string{"bernoulli", "normal(sd=2)", "positive: 0.99, 0.1; negative: 0.01, 0.9", "negative-binomial:r=5",
		`multivariate-normal(cov=[[1,0.5],[0.5,2]], columns=[a,"b c"])`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		l, err := ParseLikelihood(spec)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("error of %q is more than a line: %q", spec, err)
			}
			return
		}
		data, err := l.MarshalJSON()
		if err != nil {
			t.Fatalf("%q: %v", spec, err)
		}
		var back Likelihood
		if err := back.UnmarshalJSON(data); err != nil {
			t.Errorf("%q: %s does not read back: %v", spec, data, err)
		}
	})
}
