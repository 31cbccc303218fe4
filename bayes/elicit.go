package bayes

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/prob"
)

// Priors from what somebody can say about them. Two statements fix the two
// parameters of a family: a mean with an effective sample size or a standard
// deviation, or two quantiles.

// elicited reports whether args state a mean and size, or quantiles, rather
// than the parameters themselves.
func elicited(f Family, args []argument) bool {
	for _, a := range args {
		if _, isQuantile := quantileName(a.name); isQuantile || a.name == "ess" {
			return true
		}
	}
	if at, _ := place(f.Params, "sd"); at >= 0 {
		return false // mean and sd are this family's own parameters
	}
	return len(args) == 2 && args[0].name != args[1].name && isMoment(args[0].name) && isMoment(args[1].name)
}

func isMoment(name string) bool { return name == "mean" || name == "sd" }

// quantileName reads q05 as 0.05, q2.5 as 0.025, q975 as 0.975 and median as
// one half: the digits before the point are per cent, or a decimal fraction if
// there are three or more of them.
func quantileName(name string) (p float64, ok bool) {
	if name == "median" {
		return 0.5, true
	}
	digits, found := strings.CutPrefix(name, "q")
	if !found || digits == "" || strings.Trim(digits, "0123456789.") != "" {
		return 0, false
	}
	var err error
	if whole, _, _ := strings.Cut(digits, "."); len(whole) >= 3 {
		p, err = strconv.ParseFloat("0."+digits, 64)
	} else {
		p, err = strconv.ParseFloat(digits, 64)
		p /= 100
	}
	return p, err == nil && p > 0 && p < 1
}

type statement struct{ p, value float64 }

func elicit(f Family, args []argument) (Belief, error) {
	mean, ess, sd := math.NaN(), math.NaN(), math.NaN()
	var qs []statement
	for _, a := range args {
		p, isQuantile := quantileName(a.name)
		switch {
		case isQuantile:
			qs = append(qs, statement{p, a.value})
		case a.name == "mean":
			mean = a.value
		case a.name == "ess":
			ess = a.value
		case a.name == "sd":
			sd = a.value
		default:
			return nil, fmt.Errorf("%s: %s cannot be mixed with a mean, size or quantiles: use two quantiles, mean and ess, or mean and sd", f.Name, a.name)
		}
	}
	switch {
	case len(args) != 2:
		return nil, fmt.Errorf("%s: %d statements, want two: two quantiles, mean and ess, or mean and sd", f.Name, len(args))
	case len(qs) == 2:
		sort.Slice(qs, func(i, j int) bool { return qs[i].p < qs[j].p })
		if !(qs[0].p < qs[1].p && qs[0].value < qs[1].value) {
			return nil, fmt.Errorf("%s: the quantiles must rise: q%g = %g, q%g = %g", f.Name, 100*qs[0].p, qs[0].value, 100*qs[1].p, qs[1].value)
		}
		return fromQuantiles(f, qs[0], qs[1])
	case !math.IsNaN(mean) && !math.IsNaN(ess):
		return fromMeanSize(f, mean, ess)
	case !math.IsNaN(mean) && !math.IsNaN(sd):
		return fromMeanSD(f, mean, sd)
	}
	return nil, fmt.Errorf("%s: want two quantiles, mean and ess, or mean and sd", f.Name)
}

// fromMeanSize: the effective sample size is alpha + beta trials for a beta,
// and the exposure, rate, for a gamma.
func fromMeanSize(f Family, mean, ess float64) (Belief, error) {
	if !(ess > 0) || math.IsInf(ess, 1) {
		return nil, fmt.Errorf("%s: ess = %g, want a finite number above 0", f.Name, ess)
	}
	switch f.Name {
	case "beta":
		if !(mean > 0 && mean < 1) {
			return nil, fmt.Errorf("beta: mean = %g, want a number between 0 and 1", mean)
		}
		return Beta{mean * ess, (1 - mean) * ess}, nil
	case "gamma":
		if !(mean > 0) || math.IsInf(mean, 1) {
			return nil, fmt.Errorf("gamma: mean = %g, want a finite number above 0", mean)
		}
		return Gamma{Shape: mean * ess, Rate: ess}, nil
	}
	return nil, fmt.Errorf("%s has no effective sample size: give %s", f.Name, signature(f.Name, f.Params))
}

func fromMeanSD(f Family, mean, sd float64) (Belief, error) {
	if !(sd > 0) || math.IsInf(sd, 1) {
		return nil, fmt.Errorf("%s: sd = %g, want a finite number above 0", f.Name, sd)
	}
	switch f.Name {
	case "beta":
		if !(mean > 0 && mean < 1) {
			return nil, fmt.Errorf("beta: mean = %g, want a number between 0 and 1", mean)
		}
		size := mean*(1-mean)/(sd*sd) - 1
		if !(size > 0) {
			return nil, fmt.Errorf("beta: sd = %g is too large for mean %g: want less than %.6g", sd, mean, math.Sqrt(mean*(1-mean)))
		}
		return Beta{mean * size, (1 - mean) * size}, nil
	case "gamma":
		if !(mean > 0) || math.IsInf(mean, 1) {
			return nil, fmt.Errorf("gamma: mean = %g, want a finite number above 0", mean)
		}
		return Gamma{Shape: (mean / sd) * (mean / sd), Rate: mean / (sd * sd)}, nil
	}
	return nil, fmt.Errorf("%s cannot be given by mean and sd: give %s", f.Name, signature(f.Name, f.Params))
}

func fromQuantiles(f Family, lo, hi statement) (Belief, error) {
	switch f.Name {
	case "normal":
		z := prob.Normal{Mu: 0, Sigma: 1}
		sd := (hi.value - lo.value) / (z.Quantile(hi.p) - z.Quantile(lo.p))
		return Normal{Mu: lo.value - sd*z.Quantile(lo.p), Sigma: sd}, nil
	case "gamma":
		if !(lo.value > 0) {
			return nil, fmt.Errorf("gamma: a quantile of %g, want a number above 0", lo.value)
		}
		return gammaFromQuantiles(lo, hi)
	case "beta":
		if !(lo.value > 0 && hi.value < 1) {
			return nil, fmt.Errorf("beta: quantiles from %g to %g, want numbers between 0 and 1", lo.value, hi.value)
		}
		return betaFromQuantiles(lo, hi)
	}
	return nil, fmt.Errorf("%s cannot be given by quantiles: give %s", f.Name, signature(f.Name, f.Params))
}

// Bounds on the size of a solved prior: beyond them quantiles are equal, or all
// the mass is at the ends, to the last digit.
const (
	leastLogSize = -9.0 // shape, or alpha + beta, of 1.2e-4
	mostLogSize  = 30.0 // of 1e13
)

// gammaFromQuantiles: the ratio of two quantiles falls from ∞ to 1 as the shape
// grows and does not depend on the rate, which then follows.
func gammaFromQuantiles(lo, hi statement) (Belief, error) {
	ratio := func(logShape float64) float64 {
		g := prob.Gamma{Shape: math.Exp(logShape), Rate: 1}
		return math.Log(g.Quantile(hi.p)) - math.Log(g.Quantile(lo.p)) - math.Log(hi.value/lo.value)
	}
	logShape, err := root(ratio, leastLogSize, mostLogSize)
	if err != nil {
		return nil, fmt.Errorf("gamma: no shape has quantiles %g and %g: %w", lo.value, hi.value, err)
	}
	shape := math.Exp(logShape)
	return Gamma{Shape: shape, Rate: prob.Gamma{Shape: shape, Rate: 1}.Quantile(hi.p) / hi.value}, nil
}

// betaFromQuantiles nests two bisections: for a given size α+β the lower
// quantile rises with the mean, which settles the mean; at that mean the upper
// quantile falls as the size grows.
func betaFromQuantiles(lo, hi statement) (Belief, error) {
	at := func(logSize, logitMean float64) prob.Beta {
		size := math.Exp(logSize)
		return prob.Beta{Alpha: size * prob.Expit(logitMean), Beta: size * prob.Expit(-logitMean)}
	}
	meanFor := func(logSize float64) (float64, error) {
		return root(func(u float64) float64 {
			return at(logSize, u).LogCDF(lo.value) - math.Log(lo.p)
		}, -40, 40)
	}
	gap := func(logSize float64) float64 {
		u, err := meanFor(logSize)
		if err != nil {
			return math.NaN()
		}
		return at(logSize, u).LogSurvival(hi.value) - math.Log1p(-hi.p)
	}
	logSize, err := root(gap, leastLogSize, mostLogSize)
	if err != nil {
		return nil, fmt.Errorf("beta: no beta has quantiles %g and %g: %w", lo.value, hi.value, err)
	}
	u, err := meanFor(logSize)
	if err != nil {
		return nil, fmt.Errorf("beta: no beta has quantiles %g and %g: %w", lo.value, hi.value, err)
	}
	d := at(logSize, u)
	return Beta{d.Alpha, d.Beta}, nil
}

// root returns a root of the monotone f between a and b by the Illinois form
// of regula falsi, halved where that is slow, to the last digit or so.
func root(f func(float64) float64, a, b float64) (float64, error) {
	fa, fb := f(a), f(b)
	if math.IsNaN(fa) || math.IsNaN(fb) || (fa > 0) == (fb > 0) {
		return 0, fmt.Errorf("they are too close together or too far apart")
	}
	for i := range 200 {
		m := (a*fb - b*fa) / (fb - fa)
		if i%3 == 2 || !(m > math.Min(a, b) && m < math.Max(a, b)) {
			m = (a + b) / 2
		}
		fm := f(m)
		switch {
		case fm == 0 || math.Abs(b-a) <= 1e-15*math.Max(1, math.Abs(m)):
			return m, nil
		case math.IsNaN(fm):
			return 0, fmt.Errorf("they are too close together or too far apart")
		case (fm > 0) == (fa > 0):
			a, fa = m, fm
			fb /= 2
		default:
			b, fb = m, fm
			fa /= 2
		}
	}
	return (a + b) / 2, nil
}
