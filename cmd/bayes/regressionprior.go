package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
)

// A linearPrior is what --prior says of a regression.
type linearPrior struct {
	kind  string // "regression", "flat", "zellner", or "" for the default
	named map[string]float64
	known bool // the noise is
}

// parseLinearPrior reads the spec of a prior for coefficients of these names:
//
//	regression(intercept=100, x=2.5, shape=0.5, scale=3)   standard deviations
//	regression(sd=10, shape=0.5, scale=3)                  one for all of the rest
//	zellner(g=50)   flat
//
// The standard deviations are in units of σ unless the noise is known.
func parseLinearPrior(spec string, names []string, known bool) (linearPrior, error) {
	p := linearPrior{known: known, named: map[string]float64{}}
	if strings.TrimSpace(spec) == "" {
		return p, nil
	}
	head, list, found := strings.Cut(strings.TrimSpace(spec), "(")
	p.kind = strings.TrimSpace(head)
	allowed := []string{}
	switch p.kind {
	case "regression":
		allowed = append(slices.Clone(names), "sd")
	case "zellner":
		allowed = append(allowed, "g")
	case "flat":
	default:
		return p, usagef("--prior %s: of a regression the prior is regression(…), zellner(g=…) or flat", spec)
	}
	if !known && p.kind != "flat" {
		allowed = append(allowed, "shape", "scale")
	}
	if !found {
		return p, p.complete(spec, names)
	}
	list, closed := strings.CutSuffix(strings.TrimSpace(list), ")")
	if !closed {
		return p, usagef("--prior %s: the parenthesis after %s is not closed", spec, p.kind)
	}
	for item := range strings.SplitSeq(list, ",") {
		if strings.TrimSpace(item) == "" {
			continue
		}
		at := strings.LastIndexByte(item, '=')
		if at < 0 {
			return p, usagef("--prior %s: %s has no name: write name=number", spec, strings.TrimSpace(item))
		}
		name, text := strings.TrimSpace(item[:at]), strings.TrimSpace(item[at+1:])
		v, err := strconv.ParseFloat(text, 64)
		_, twice := p.named[name]
		infinite := p.kind == "regression" && name != "shape" && name != "scale"
		switch {
		case !slices.Contains(allowed, name):
			return p, unknown("name ", name, allowed, "--prior "+p.kind+"(…) takes "+strings.Join(allowed, ", "))
		case twice:
			return p, usagef("--prior %s: %s is given twice", spec, name)
		case err != nil || !(v > 0) || math.IsInf(v, 1) && !infinite:
			return p, usagef("--prior %s: %s = %s, want a number above 0", spec, name, text)
		}
		p.named[name] = v
	}
	return p, p.complete(spec, names)
}

// complete reports what a spec leaves out.
func (p linearPrior) complete(spec string, names []string) error {
	if p.kind == "zellner" {
		if _, ok := p.named["g"]; !ok {
			return usagef("--prior %s: g is missing: zellner(g=…), for how many times the error of least squares the prior allows", spec)
		}
	}
	if p.kind != "regression" {
		return nil
	}
	if _, all := p.named["sd"]; !all {
		for _, name := range names {
			if _, ok := p.named[name]; !ok {
				return usagef("--prior %s: %s is missing: give its standard deviation, or one for all others, sd=…", spec, name)
			}
		}
	}
	if !p.known {
		for _, name := range []string{"shape", "scale"} {
			if _, ok := p.named[name]; !ok {
				return usagef("--prior %s: %s is missing, of the variance: σ² ~ inverse-gamma(shape, scale)", spec, name)
			}
		}
	}
	return nil
}

// A scaledPrior is a prior for certain coefficients, ready to meet the data.
type scaledPrior struct {
	text         string // the spec that says it
	sd           []float64
	g            float64 // of Zellner's prior, 0 if it is another
	shape, scale float64
}

// scaled returns the prior for the data of a group, of which only the default
// and the variance of Zellner's depend on them.
func (p linearPrior) scaled(names []string, f *lineFit, s bayes.LeastSquares) scaledPrior {
	out := scaledPrior{sd: make([]float64, len(names))}
	residual := round3(residualSD(f, s))
	out.shape, out.scale = 0.5, round3(residual*residual/2)
	if v, ok := p.named["shape"]; ok {
		out.shape = v
	}
	if v, ok := p.named["scale"]; ok {
		out.scale = v
	}
	switch p.kind {
	case "flat":
		for i := range out.sd {
			out.sd[i] = math.Inf(1)
		}
		out.shape, out.scale, out.text = -0.5*float64(len(names)), 0, "flat"
		return out
	case "zellner":
		out.g = p.named["g"]
		out.text = p.spell("zellner", []string{"g=" + exact(out.g)}, out)
		return out
	case "regression":
		for i, name := range names {
			var ok bool
			if out.sd[i], ok = p.named[name]; !ok {
				out.sd[i] = p.named["sd"]
			}
		}
	default:
		out.sd = weaklyInformative(names, f)
		for i := range out.sd {
			if !p.known {
				out.sd[i] /= residual
			}
			out.sd[i] = round3(out.sd[i])
		}
	}
	items := make([]string, len(names))
	for i, name := range names {
		items[i] = name + "=" + exact(out.sd[i])
	}
	out.text = p.spell("regression", items, out)
	return out
}

func (p linearPrior) spell(kind string, items []string, out scaledPrior) string {
	if !p.known {
		items = append(items, "shape="+exact(out.shape), "scale="+exact(out.scale))
	}
	return kind + "(" + strings.Join(items, ", ") + ")"
}

// weaklyInformative returns standard deviations that rule out little: 2.5
// standard deviations of the response for one of the predictor, and for the
// intercept what lets the response be where it is, given the others.
func weaklyInformative(names []string, f *lineFit) []float64 {
	y := f.seen[len(names)]
	unit := y.sd()
	if !(unit > 0) {
		unit = math.Max(math.Abs(y.mean), 1)
	}
	sd := make([]float64, len(names))
	at := -1
	whole := math.Hypot(2.5*unit, y.mean)
	for i, x := range f.seen[:len(names)] {
		switch spread := x.sd(); {
		case i == 0 && names[0] == interceptName:
			at = 0
			continue
		case spread > 0:
			sd[i] = 2.5 * unit / spread
		default:
			sd[i] = 2.5 * unit / math.Max(math.Abs(x.mean), 1)
		}
		whole = math.Hypot(whole, sd[i]*x.mean)
	}
	if at >= 0 {
		sd[at] = whole
	}
	return sd
}

// residualSD returns what least squares say of σ, or where they say nothing the
// standard deviation of the response, or 1.
func residualSD(f *lineFit, s bayes.LeastSquares) float64 {
	df := s.N
	for j := range s.Predictors() {
		if whole, own := s.Square(j); own > 1e-24*whole {
			df--
		}
	}
	y := f.seen[len(f.seen)-1]
	// A fit that is perfect but for rounding says nothing.
	if whole, own := s.Square(s.Predictors()); s.N > 0 && df >= 1 && own > 1e-24*whole {
		return math.Sqrt(own / df)
	}
	if sd := y.sd(); sd > 0 {
		return sd
	}
	return 1
}

// round3 returns x to three digits, so that a prior can be written down.
func round3(x float64) float64 {
	v, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 3, 64), 64)
	if err != nil {
		return x
	}
	return v
}

// belief returns the prior as a distribution, for the noise sd that is known or
// NaN.
func (p scaledPrior) belief(names []string, s bayes.LeastSquares, noise float64) (bayes.Belief, error) {
	mean := make([]float64, len(names))
	if p.g > 0 {
		z, err := bayes.Zellner(s, p.g, p.shape, p.scale)
		if err != nil {
			return nil, err
		}
		z.Names = names
		if math.IsNaN(noise) {
			return z, z.Check()
		}
		for i := range z.Root {
			z.Root[i] /= noise
		}
		return bayes.LinearNormal{Mean: mean, Root: z.Root, Names: names}, nil
	}
	if !math.IsNaN(noise) {
		d := bayes.IndependentNormals(mean, p.sd)
		d.Names = names
		return d, d.Check()
	}
	d := bayes.IndependentCoefficients(mean, p.sd, p.shape, p.scale)
	d.Names = names
	if err := d.Check(); err != nil {
		return nil, fmt.Errorf("the prior %s: %w", p.text, err)
	}
	return d, nil
}
