package bayes

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
)

func TestParseVectors(t *testing.T) {
	inf := math.Inf(1)
	for spec, want := range map[string]Belief{
		"normal-inverse-wishart":   NormalInverseWishart{[]float64{0}, 0, -1, []float64{0}},
		"normal-inverse-wishart()": NormalInverseWishart{[]float64{0}, 0, -1, []float64{0}},
		"normal-inverse-wishart(mean=[1, 2], count=3, df=4, scale=[[5, 1], [1, 6]])":   NormalInverseWishart{[]float64{1, 2}, 3, 4, []float64{5, 1, 6}},
		"normal-inverse-wishart( [1,2],3 ,4, [5,6] )":                                  NormalInverseWishart{[]float64{1, 2}, 3, 4, []float64{5, 0, 6}},
		"normal-inverse-wishart:scale=2,df=1e+1,count=1/2,mean=[0,-1e-3]":              NormalInverseWishart{[]float64{0, -1e-3}, 0.5, 10, []float64{2, 0, 2}},
		"normal-inverse-wishart(mean=7, count=1, df=4, scale=[[1, 0], [0, 1]])":        NormalInverseWishart{[]float64{7, 7}, 1, 4, []float64{1, 0, 1}},
		"multivariate-normal(mean=0, sd=2)":                                            MultivariateNormal{[]float64{0}, []float64{4}},
		"multivariate-normal(mean=[0,1], sd=inf)":                                      MultivariateNormal{[]float64{0, 1}, []float64{inf, 0, inf}},
		"multivariate-normal(mean=[0,1], sd=[2,inf])":                                  MultivariateNormal{[]float64{0, 1}, []float64{4, 0, inf}},
		"multivariate-normal(mean=[0,1], sd=[2,3], corr=-0.5)":                         MultivariateNormal{[]float64{0, 1}, []float64{4, -3, 9}},
		"multivariate-normal(mean=[0,1], sd=2, corr=[[1,0.25],[0.25,1]])":              MultivariateNormal{[]float64{0, 1}, []float64{4, 1, 4}},
		"multivariate-normal(mean=[0,1], cov=3)":                                       MultivariateNormal{[]float64{0, 1}, []float64{3, 0, 3}},
		"1*multivariate-normal([0,1], cov=3)":                                          nil,
		"0.5*normal-inverse-wishart(0,1,4,1e+2) + 0.5*normal-inverse-wishart(1,1,4,1)": nil,
	} {
		got, err := Parse(spec)
		if err != nil {
			t.Errorf("%s: %v", spec, err)
			continue
		}
		if want != nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", spec, got, want)
		}
		if again, err := Parse(got.String()); err != nil || !reflect.DeepEqual(again, got) && want != nil {
			t.Errorf("%s: %s reads back as %v, %v", spec, got, again, err)
		}
		data, err := MarshalBelief(got)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := UnmarshalBelief(data); err != nil || !reflect.DeepEqual(back, got) {
			t.Errorf("%s: %s came back as %v, %v", spec, data, back, err)
		}
	}
}

func TestParseVectorsRefuses(t *testing.T) {
	for spec, want := range map[string]string{
		"normal-inverse-wishart(mean=0)":                                          "count is missing",
		"normal-inverse-wishart(mean=[0,0], count=1, df=4, scale=[[1,2],[3,4]])":  "not symmetric",
		"normal-inverse-wishart(mean=[0,0], count=1, df=4, scale=[[1,2],[2,1]])":  "beyond ±1",
		"normal-inverse-wishart(mean=[0,0], count=1, df=4, scale=[[1,2],[2]])":    "row 2 of a matrix of 2 rows has 1 numbers",
		"normal-inverse-wishart(mean=[0,0,0], count=1, df=4, scale=[1,2])":        "2 rows for 3 means",
		"normal-inverse-wishart(mean=[0,0], count=1, df=4, scale=[1,2)":           "not closed",
		"normal-inverse-wishart(mean=[0,0], count=1, df=4, scale=1":               "parenthesis",
		"normal-inverse-wishart(mean=[0,[0]], count=1, df=4, scale=1)":            "list where a number should be",
		"normal-inverse-wishart(mean=[[[0]]], count=1, df=4, scale=1)":            "nested more than 2",
		"normal-inverse-wishart(mean=[], count=1, df=4, scale=1)":                 "empty list",
		"normal-inverse-wishart(mean=[0,], count=1, df=4, scale=1)":               "missing after a comma",
		"normal-inverse-wishart(mean=[0 1], count=1, df=4, scale=1)":              "is not a number",
		"normal-inverse-wishart(mean=0, count=[1], df=4, scale=1)":                "not a number",
		"normal-inverse-wishart(mean=0, mean=1, count=1, df=4, scale=1)":          "given twice",
		"normal-inverse-wishart(mean=0, count=1, dof=4, scale=1)":                 `unknown normal-inverse-wishart parameter "dof": did you mean df?`,
		"normal-inverse-wishart(mean=0, count=1, df=4, scale=1]":                  "parenthesis",
		"normal-inverse-wishart(mean=0, count=1, df=4, scale=1])":                 "closed that was not opened",
		"normal-inverse-wishart(mean=0, count=1, df=-9, scale=1)":                 "df = -9",
		"multivariate-normal(mean=0)":                                             "sd is missing",
		"multivariate-normal(sd=1)":                                               "mean is missing",
		"multivariate-normal(mean=0, sd=1, cov=2)":                                "give one of them",
		"multivariate-normal(mean=0, corr=0.5)":                                   "corr needs sd",
		"multivariate-normal(mean=0, sd=-1)":                                      "sd = -1",
		"multivariate-normal(mean=[0,0], sd=[1,1], corr=1)":                       "not positive definite",
		"multivariate-normal(mean=[0,0], sd=[1,1], corr=[[1,0.5],[0.5,2]])":       "[2,2] is 2, want 1",
		"multivariate-normal(mean=[0,0,0], sd=[1,1,1], corr=[[1,0.5],[0.5,1]])":   "corr has 2 rows for 3",
		"0.5*multivariate-normal(0,1) + 0.5*normal-inverse-wishart(0,1,4,1)":      "must take the same data",
		"0.5*multivariate-normal([0,1],1) + 0.5*multivariate-normal([0,1,2],1)":   "as many parameters",
		"0.5*normal-inverse-wishart(0,1,4,1) + 0.6*normal-inverse-wishart(0,1,4)": "add up",
	} {
		if spec == "0.5*normal-inverse-wishart(0,1,4,1) + 0.6*normal-inverse-wishart(0,1,4)" {
			want = "scale is missing"
		}
		if b, err := Parse(spec); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v; want an error with %q", spec, b, err, want)
		}
	}
	for spec, want := range map[string]string{
		"multivariate-normal(cov=[[1,2],[2,4]])":            "not positive definite",
		"multivariate-normal(cov=[1,2], columns=[a,b,c])":   "2 rows for 3 columns",
		"multivariate-normal(columns=[a,a])":                "a is given twice",
		"multivariate-normal(columns=[])":                   "list of names",
		"multivariate-normal(columns=a)":                    "list of names",
		"multivariate-normal(columns=[\"a])":                "quote is not closed",
		"multivariate-normal(columns=[[a]])":                "list where a name should be",
		"multivariate-normal(mean=1)":                       "unknown multivariate-normal parameter",
		"multivariate-normal(sd=[1,2], corr=0.5, cov=1)":    "give one of them",
		"multivariate-normal(sd=[1,2], corr=2)":             "what the diagonal allows",
		"multivariate-normal(cov=[[inf]], columns=[a])":     "finite",
		"multivariate-normal(cov=[[1,0],[0,0]])":            "not positive definite",
		"multivariate-normal(columns=[\"a\" b])":            "want a comma",
		"multivariate-normal(cov=1, columns=[a,b], sd=[1])": "give one of them",
	} {
		if l, err := ParseLikelihood(spec); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v; want an error with %q", spec, l, err, want)
		}
	}
}

// A likelihood's spec and its JSON read back, whatever the columns are called.
func TestVectorLikelihoodRoundTrip(t *testing.T) {
	for _, m := range []VectorModel{
		{},
		{Columns: []string{"a", "b"}},
		{Columns: []string{"a b", "c,d", "e]", `f"g`, "ü", "x=1", "two  spaces", " lead", "a:b;c"}},
		{Cov: []float64{1, 0.1, 2}},
		{Cov: []float64{1, 0.1, 2}, Columns: []string{"1", "2"}},
	} {
		l, err := m.Likelihood()
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseLikelihood(l.String())
		if err != nil || !reflect.DeepEqual(again, l) {
			t.Errorf("%s reads back as %s, %v", l, again, err)
		}
		data, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		var back Likelihood
		if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, l) {
			t.Errorf("%s came back as %s, %v", data, back, err)
		}
		if got, ok := l.Vector(); !ok || !reflect.DeepEqual(got, m) {
			t.Errorf("%+v, want %+v", got, m)
		}
	}
}

func TestVectorLearnerRefuses(t *testing.T) {
	for _, c := range []struct{ prior, lik, want string }{
		{"normal-inverse-wishart", "multivariate-normal(cov=1)", "covariance that the likelihood says is known"},
		{"multivariate-normal(0,1)", "multivariate-normal", "needs the known covariance"},
		{"beta(1,1)", "multivariate-normal", "use normal-inverse-wishart"},
		{"normal-inverse-wishart", "normal", "use multivariate-normal"},
		{"normal-inverse-wishart([0,0,0],1,4,1)", "multivariate-normal(columns=[a,b])", "is of 3 columns, the data have 2: a or b"},
		{"point(1,2,3)", "multivariate-normal(sd=[1,2])", "of 2 columns give the means"},
		{"point(1,2,3)", "multivariate-normal(columns=[a,b])", "after them the covariance matrix"},
		{"point(0,0,1,2,1)", "multivariate-normal", "not positive definite"},
	} {
		b, err := Parse(c.prior)
		if err != nil {
			t.Fatal(err)
		}
		l, err := ParseLikelihood(c.lik)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := NewLearner(b, l); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s under %s: %v, want an error with %q", c.prior, c.lik, err, c.want)
		}
	}
	l := mustLearn(t, "normal-inverse-wishart(0,1,4,1)", "multivariate-normal(columns=[a,b])")
	for want, x := range map[string][]float64{"3 numbers, want 2": {1, 2, 3}, "column b is NaN": {1, math.NaN()}, "column a is +Inf": {math.Inf(1), 0}} {
		if err := l.Observe(Observation{X: x}, 1); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want an error with %q", x, err, want)
		}
	}
	// What was saved must be of the same columns and the same known covariance.
	for _, c := range []struct{ prior, lik, old, new string }{
		{"normal-inverse-wishart(0,1,4,1)", "multivariate-normal(columns=[a,b])", `"mean":[1,2],"scatter":[0,0,0]`, `"mean":[1],"scatter":[0]`},
		{"normal-inverse-wishart(0,1,4,1)", "multivariate-normal(columns=[a,b])", `"scatter":[0,0,0]`, `"scatter":[0,1,0]`},
		{"multivariate-normal(0,1)", "multivariate-normal(sd=[1,2])", `"scatter":[0,0,0],"cov":[1,0,4]`, `"scatter":[0,0,0],"cov":[1,0,5]`},
	} {
		l := mustLearn(t, c.prior, c.lik)
		if err := l.Observe(Observation{X: []float64{1, 2}}, 1); err != nil {
			t.Fatal(err)
		}
		good, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		bad := strings.Replace(string(good), c.old, c.new, 1)
		if bad == string(good) {
			t.Fatalf("%s has no %s", good, c.old)
		}
		if err := json.Unmarshal([]byte(bad), new(Learner)); err == nil {
			t.Errorf("%s passed", bad)
		}
	}
	if s, ok := l.Scatter(); !ok || s.N != 0 {
		t.Errorf("%v, %v", s, ok)
	}
}
