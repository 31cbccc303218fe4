package main

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"io"
	"math"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"

	"github.com/bayeskit/bayeskit/bayes"
)

// beliefs returns a group whose posterior is that of the observations.
func beliefs(t testing.TB, name, prior, likelihood string, obs ...bayes.Observation) plotGroup {
	t.Helper()
	s := exampleState(t, prior, likelihood, map[string][]bayes.Observation{name: obs})
	l := s.groups[0].learner
	return plotGroup{Name: name, Prior: l.Prior().Marginals(), Posterior: l.Posterior().Marginals()}
}

func examplePlots(t testing.TB) map[string]plotData {
	binomial := func(name, prior string, k, n float64) plotGroup {
		return beliefs(t, name, prior, "binomial", bayes.Observation{Y: k, Trials: n})
	}
	one := func(g plotGroup) plotData { return plotData{Title: "title <&>", Groups: []plotGroup{g}} }
	path := one(binomial("", "beta(1,1)", 7, 10))
	for i := range 11 {
		path.Groups[0].Path = append(path.Groups[0].Path, pathPoint{N: float64(i), Mean: 0.5, Low: 0.4 - 1/float64(i), High: 0.6})
	}
	many := plotData{}
	for i := range 30 {
		many.Groups = append(many.Groups, binomial(strings.Repeat("g", i+1), "beta(2,8)", float64(i), 100))
	}
	impossible := math.NaN()
	return map[string]plotData{
		"beta":         one(binomial("", "beta(1,1)", 7, 10)),
		"path":         path,
		"groups":       {Groups: []plotGroup{binomial("a", "beta(2,8)", 7, 10), binomial("b", "beta(2,8)", 1, 10)}, Level: 0.5, HDI: true},
		"many":         many,
		"u-shape":      one(binomial("", "beta(0.01,0.01)", 0, 0)),
		"j-shape":      one(beliefs(t, "", "gamma(0.01,1)", "poisson", numbers(0)...)),
		"improper":     one(binomial("", "beta(0,0)", 1, 2)),
		"no posterior": one(binomial("", "beta(0,0)", 0, 2)),
		"spike":        one(binomial("", "0.5*point(0.5) + 0.5*beta(1,1)", 12, 20)),
		"points":       one(binomial("", "0.5*point(0.5) + 0.5*point(0.9)", 12, 20)),
		"point":        one(binomial("", "point(0.5)", 12, 20)),
		"two numbers":  one(beliefs(t, "", "normal-inverse-gamma(0,1,1,1)", "normal", numbers(1e8, 1e8+1e-3)...)),
		"flat":         one(beliefs(t, "", "normal(mean=0, sd=inf)", "normal(sd=1)", numbers(3)...)),
		"proportions":  one(beliefs(t, "", "dirichlet(a=1, b=1, c=1)", "multinomial", bayes.Observation{Counts: []float64{9, 0, 3}})),
		"huge":         one(binomial("", "beta(1,1)", 7e11, 1e12)),
		"hypotheses":   {Groups: []plotGroup{{Labels: []string{"a", "b"}, PriorP: []float64{0.5, 0.5}, PosteriorP: []float64{0, 1}, Path: []pathPoint{{0, 0.5, 0.5, 0.5, 0}, {1, 0, 0, 0, -1}}}}},
		"impossible":   {Groups: []plotGroup{{Labels: []string{"a", "b"}, PriorP: []float64{0.5, 0.5}, PosteriorP: []float64{impossible, impossible}}}},
		"nothing":      {},
	}
}

// Every picture is a well-formed SVG of finite coordinates within sight, and a PNG
// that decodes; drawn again it has the same bytes.
func TestPlotFiles(t *testing.T) {
	for name, data := range examplePlots(t) {
		for _, ext := range []string{".svg", ".png"} {
			got, err := data.render(ext)
			if err != nil {
				t.Fatalf("%s%s: %v", name, ext, err)
			}
			if again, err := data.render(ext); err != nil || !bytes.Equal(got, again) {
				t.Errorf("%s%s: not the same the second time, %v", name, ext, err)
			}
			if ext == ".png" {
				if _, err := png.Decode(bytes.NewReader(got)); err != nil {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			if err := wellFormed(string(got)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			for _, attribute := range regexp.MustCompile(`[a-z0-9]+="[^"]*"`).FindAllString(string(got), -1) {
				if m := regexp.MustCompile(`NaN|Inf|e\+\d\d`).FindString(attribute); m != "" {
					t.Errorf("%s: a coordinate of %s: %.80s", name, m, attribute)
				}
			}
		}
	}
}

func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestPlotPath(t *testing.T) {
	for path, ok := range map[string]bool{"a.svg": true, "b.PNG": true, "d/c.svg": true, "plot": false, "plot.pdf": false, "svg": false, ".svg.": false} {
		if err := checkPlotPath(path); (err == nil) != ok {
			t.Errorf("%s: %v", path, err)
		} else if _, usage := err.(usageError); !ok && !usage {
			t.Errorf("%s: %v is no usage error", path, err)
		}
	}
	if err := plotBeliefs(filepath.Join(t.TempDir(), "none", "a.svg"), plotData{}); err == nil || !strings.Contains(err.Error(), "a.svg: no such file") {
		t.Errorf("a directory that is not there: %v", err)
	}
}

// What is drawn, and what is said instead.
func TestPlotLegend(t *testing.T) {
	plots := examplePlots(t)
	for name, want := range map[string]string{
		"beta":         "prior|posterior|shaded: 95% interval",
		"groups":       "prior|a|b|shaded: 50% interval",
		"improper":     "posterior|prior: improper, not drawn|shaded: 95% interval",
		"no posterior": "prior: improper, not drawn|posterior: improper, not drawn",
		"points":       "prior|posterior",
		"proportions":  "prior|a|b|c|shaded: 95% interval",
		"hypotheses":   "prior|posterior",
	} {
		p := plots[name]
		if p.Level == 0 {
			p.Level = 0.95
		}
		var got []string
		for _, e := range p.picture().legend {
			got = append(got, e.text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s: legend %q, want %q", name, got, want)
		}
	}
	// groups with priors of their own
	both := plotData{Level: 0.95, Groups: []plotGroup{plots["groups"].Groups[0], plots["beta"].Groups[0]}}
	both.Groups[1].Name = "c"
	if got := both.picture().legend; len(got) != 5 || got[0].text != "prior of a" || got[1].text != "prior of c" {
		t.Errorf("two priors: legend %v", got)
	}
	p := plots["many"]
	if got := p.picture().legend; len(got) != 1+mostNamed+2 || got[1+mostNamed].text != "and 6 more" {
		t.Errorf("many groups: %d entries, %v", len(got), got[len(got)-2:])
	}
}

// The posteriors fill a good part of the panel, and the panel shows nearly all of
// them.
func TestPlotLimits(t *testing.T) {
	for name, data := range examplePlots(t) {
		if len(data.Groups) == 0 || len(data.Groups[0].Labels) > 0 {
			continue
		}
		for j := range data.Groups[0].Posterior {
			curves, _ := data.curves(j)
			low, high := limits(curves)
			if !(low < high) || math.IsInf(high-low, 0) {
				t.Errorf("%s: from %g to %g", name, low, high)
			}
			for _, c := range curves {
				if c.prior {
					continue
				}
				if iv := c.m.Interval(0.9); iv.Low < low && iv.High > high || iv.Low > high || iv.High < low {
					t.Errorf("%s %s: the 90%% interval %v is not within %g to %g", name, c.name, iv, low, high)
				}
			}
			if top := ceiling(curves, low, high, atoms(curves)); math.IsInf(top, 0) || math.IsNaN(top) || top < 0 {
				t.Errorf("%s: the ceiling is %g", name, top)
			}
		}
	}
	// A posterior of sd 4.6e-7 within a prior of 1: the prior must not decide.
	curves, _ := examplePlots(t)["huge"].curves(0)
	if low, high := limits(curves); high-low > 1e-5 {
		t.Errorf("huge: from %g to %g, a width of %g", low, high, high-low)
	}
}

// A density without bound at an end is cut so that the rest of it can be seen, one
// with a peak is not cut.
func TestPlotCeiling(t *testing.T) {
	for _, tt := range []struct {
		prior    string
		at       float64 // where the density is
		from, to float64 // this share of the panel's height
	}{
		{"beta(0.5,0.5)", 0.5, 0.1, 0.5},
		{"beta(0.1,0.1)", 0.5, 0.02, 0.5},
		{"beta(0.5,3)", 0.2, 0.1, 0.5},
		{"beta(1,3)", 0, 1, 1},
		{"beta(30,3)", 29. / 31, 0.999, 1.001},
		{"beta(3000000,3)", 2999999. / 3000001, 0.999, 1.001},
	} {
		curves, _ := plotData{Groups: []plotGroup{beliefs(t, "", tt.prior, "bernoulli")}}.curves(0)
		low, high := limits(curves)
		share := height(curves[0].m, tt.at, nil) / ceiling(curves, low, high, nil)
		if !(share >= tt.from && share <= tt.to) {
			t.Errorf("%s from %g to %g: at %g it is %g of the height, want %g to %g", tt.prior, low, high, tt.at, share, tt.from, tt.to)
		}
	}
}

// A prior may be higher than the posterior, but does not flatten it.
func TestPlotTallPrior(t *testing.T) {
	prior := beliefs(t, "", "beta(500,500)", "bernoulli").Posterior
	curves, _ := plotData{Groups: []plotGroup{{Prior: prior, Posterior: beliefs(t, "", "beta(2,2)", "bernoulli").Posterior}}}.curves(0)
	low, high := limits(curves)
	share := height(curves[1].m, 0.5, nil) / ceiling(curves, low, high, nil)
	if curves[1].prior || share != 0.5 {
		t.Errorf("the posterior has %g of the height, want half", share)
	}
}

// A path is one line, broken where something is not finite.
func TestPathRuns(t *testing.T) {
	path := []pathPoint{{N: 0, Mean: math.NaN()}, {N: 1}, {N: 2}, {N: 3, High: math.Inf(1)}, {N: 4}, {N: 5}, {N: 6}}
	got := runs(path)
	if len(got) != 2 || len(got[0]) != 2 || len(got[1]) != 3 || got[1][0].N != 4 {
		t.Errorf("runs %v", got)
	}
}

// A path begins at the prior, unless it says itself where it begins.
func TestPathFromPrior(t *testing.T) {
	p := plotData{Level: 0.5}
	g := beliefs(t, "", "beta(1,1)", "bernoulli", numbers(1)...)
	g.Path = []pathPoint{{N: 1, Mean: 2. / 3}}
	got := p.fromPrior(g)
	if len(got) != 2 || got[1] != g.Path[0] || got[0] != (pathPoint{Mean: 0.5, Low: g.Prior[0].Quantile(0.25), High: g.Prior[0].Quantile(0.75)}) {
		t.Errorf("the path of a number is %v", got)
	}
	h := plotGroup{PriorP: []float64{0.1, 0.9}, Path: g.Path}
	if got := p.fromPrior(h); len(got) != 2 || got[0] != (pathPoint{0, 0.1, 0.1, 0.1, 0}) {
		t.Errorf("the path of a hypothesis is %v", got)
	}
	g.Path[0].N = 0
	if got := p.fromPrior(g); len(got) != 1 {
		t.Errorf("a path from 0 becomes %v", got)
	}
}

func TestAtoms(t *testing.T) {
	for name, want := range map[string][]float64{"spike": {0.5}, "points": {0.5, 0.9}, "point": {0.5}, "u-shape": nil, "j-shape": nil, "huge": nil, "beta": nil} {
		curves, _ := examplePlots(t)[name].curves(0)
		got := atoms(curves)
		if len(got) != len(want) {
			t.Errorf("%s: point masses at %v, want %v", name, got, want)
			continue
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s: point masses at %v, want %v", name, got, want)
			}
		}
	}
}

func TestTicks(t *testing.T) {
	for _, tt := range []struct {
		low, high float64
		want      string
	}{
		{0, 1, "0 0.2 0.4 0.6 0.8 1.0"},
		{0, 23, "0 5 10 15 20"},
		{-1.2, 2.1, "-1.0 -0.5 0 0.5 1.0 1.5 2.0"},
		{0, 6.2e-6, "0 1e-06 2e-06 3e-06 4e-06 5e-06 6e-06"},
		{0.698, 0.702, "0.698 0.699 0.700 0.701 0.702"},
		{3, 3, "3"},
	} {
		var got []string
		for _, m := range (ticks{}).Ticks(tt.low, tt.high) {
			if m.Label != "" {
				got = append(got, m.Label)
			}
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("from %g to %g: %q, want %q", tt.low, tt.high, got, tt.want)
		}
	}
	for _, m := range (ticks{whole: true}).Ticks(0, 2) {
		if m.Value != math.Trunc(m.Value) {
			t.Errorf("a mark at %g of what is whole", m.Value)
		}
	}
}

func TestLegendRows(t *testing.T) {
	var all []legendEntry
	for range 9 {
		all = append(all, legendEntry{text: "a rather long name of a group"})
	}
	rows := legendRows(all, 6*vg.Inch)
	n := 0
	for _, row := range rows {
		width := vg.Length(0)
		for _, e := range row {
			width += e.width()
			n++
		}
		if width > 6*vg.Inch+16 {
			t.Errorf("a row %v wide", width)
		}
	}
	if n != 9 || len(rows) < 2 {
		t.Errorf("%d entries in %d rows", n, len(rows))
	}
}

// BenchmarkPlot measures what --plot adds to a run.
func BenchmarkPlot(b *testing.B) {
	data := examplePlots(b)["path"]
	for b.Loop() {
		if _, err := data.render(".svg"); err != nil {
			b.Fatal(err)
		}
	}
}
