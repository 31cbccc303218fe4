package causal

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// SlopeStratum is one stratum's line.
type SlopeStratum struct {
	Levels []string // of what is stratified by, column by column
	Slope
}

// Name returns the levels, separated by commas; "all" where nothing is stratified by.
func (s SlopeStratum) Name() string { return Stratum{Levels: s.Levels}.Name() }

// Slopes are the lines of a [SlopeTable]: all rows on one, those of each stratum on
// one of their own, and parallel ones.
type Slopes struct {
	Treatment, Outcome string
	Crude              Slope          // one line for all
	Within             Slope          // parallel lines: the slope adjusted for the stratum
	Strata             []SlopeStratum // in the order of [Strata.Order]; there are rows in each

	// The crude slope is WithinPart + BetweenPart: the slope within strata times the
	// share of the treatment's variation, Σ(x−x̄)², that is within them, and what the
	// means of the strata add.
	WithinPart, BetweenPart float64
}

// Slopes returns the lines. It fails where the treatment does not vary within any
// stratum.
func (t *SlopeTable) Slopes() (Slopes, error) {
	s := Slopes{Treatment: t.Treatment, Outcome: t.Outcome}
	var all bayes.LeastSquares
	var lines []Slope
	for _, z := range t.Strata.Order() {
		rows := t.Stratum(z)
		if rows.N == 0 {
			continue
		}
		if err := rows.Check(); err != nil {
			return s, fmt.Errorf("stratum %q: %w", Stratum{Levels: t.Strata.Names(z)}.Name(), err)
		}
		all = all.Merge(rows)
		lines = append(lines, slopeOf(rows))
		s.Strata = append(s.Strata, SlopeStratum{t.Strata.Names(z), lines[len(lines)-1]})
	}
	s.Crude, s.Within = slopeOf(all), parallel(lines)
	if !(s.Within.xx > 0) {
		return s, fmt.Errorf("%s does not vary within any stratum: %s has no slope to adjust", named(t.Treatment, "the treatment"), named(t.Outcome, "the outcome"))
	}
	s.WithinPart = s.Within.Estimate * (s.Within.xx / s.Crude.xx)
	s.BetweenPart = s.Crude.Estimate - s.WithinPart
	return s, nil
}

// named returns name, or what stands for it.
func named(name, instead string) string {
	if name == "" {
		return instead
	}
	return name
}

// A SlopePosterior is what the data and the prior say about slopes. Nothing of it is
// drawn: all standard errors are 0.
type SlopePosterior struct {
	Level         float64
	Crude, Within Summary
	Strata        []Summary // NaN where a stratum does not determine its slope

	// Verdicts are about the slope within strata. The crude slope is the observed one
	// throughout, taken as it is: Outside is that it lies outside the range of the
	// slopes of the strata, Confounded that the interval of the slope within strata
	// excludes it.
	Verdicts Verdicts

	Flat         []string // strata in which the treatment does not vary; verdicts are about the others
	Undetermined []string // strata that do not determine their slope; if there are any, Every and Outside are NaN
}

// Posterior returns the posterior, by closed forms and, under one variance, an
// integral. It fails if rows are too few, or all lie on their lines, so that the
// reference prior has no posterior.
func (s Slopes) Posterior(m NormalModel) (SlopePosterior, error) {
	if err := m.Check(); err != nil {
		return SlopePosterior{}, err
	}
	m = m.withDefaults()
	p, ok := m.slopePosterior(s.Crude, s.Within)
	if !ok {
		return SlopePosterior{}, s.errImproper()
	}
	var cells []gauss
	for _, stratum := range s.Strata {
		if stratum.xx > 0 {
			cells = append(cells, stratum.gauss())
		}
	}
	slopes := m.normalsOf(cells)
	p.Verdicts.Every, p.Verdicts.Outside = slopes.ranged(cells, s.Crude.Estimate, s.Crude.sign())
	for _, stratum := range s.Strata {
		if stratum.xx == 0 {
			p.Flat = append(p.Flat, stratum.Name())
			p.Strata = append(p.Strata, withheld())
			continue
		}
		t := slopes.t(len(p.Strata) - len(p.Flat))
		if math.IsNaN(t.Scale) {
			p.Undetermined = append(p.Undetermined, stratum.Name())
		}
		p.Strata = append(p.Strata, exactly(t, m.Level))
	}
	return p, nil
}

// slopePosterior returns what there is to say of a crude and an adjusted slope; false
// if that has no posterior.
func (m NormalModel) slopePosterior(crude, adjusted Slope) (p SlopePosterior, ok bool) {
	all, within := meanOf(crude.Update(m.prior())), meanOf(adjusted.Update(m.prior()))
	if math.IsNaN(within.Scale) {
		return p, false
	}
	sign, at := crude.sign(), crude.Estimate
	p = SlopePosterior{Level: m.Level, Crude: exactly(all, m.Level), Within: exactly(within, m.Level)}
	p.Verdicts = Verdicts{
		Reversal:   Verdict{sign*adjusted.sign() < 0, Chance{Probability: against(sign, within.Survival(0), within.CDF(0))}},
		Every:      noVerdict(),
		Outside:    noVerdict(),
		Confounded: Verdict{at < p.Within.Low || at > p.Within.High, Chance{Probability: within.Survival(at)}},
		CrudeSign:  Chance{Probability: against(-sign, all.Survival(0), all.CDF(0))},
	}
	if adjusted.Estimate < at {
		p.Verdicts.Confounded.Probability = within.CDF(at)
	}
	return p, true
}

// ranged returns whether all slopes have the sign opposite to that of crude, and
// whether crude is outside their range: they are all greater or all less.
func (n normals) ranged(cells []gauss, crude float64, sign int) (every, outside Verdict) {
	greater := func(than float64) float64 {
		return n.product(len(cells), func(i int) float64 { return n.t(i).Survival(than) }, func(i int, v float64) float64 {
			return normalAbove(n.own[i].Mu-than, math.Sqrt(v/n.own[i].Count))
		})
	}
	less := func(than float64) float64 {
		return n.product(len(cells), func(i int) float64 { return n.t(i).CDF(than) }, func(i int, v float64) float64 {
			return normalAbove(than-n.own[i].Mu, math.Sqrt(v/n.own[i].Count))
		})
	}
	low, high := math.Inf(1), math.Inf(-1)
	for _, g := range cells {
		low, high = min(low, g.at), max(high, g.at)
	}
	every = Verdict{sign > 0 && high < 0 || sign < 0 && low > 0, Chance{Probability: against(sign, greater(0), less(0))}}
	outside = Verdict{crude < low || crude > high, Chance{Probability: greater(crude) + less(crude)}}
	return every, outside
}

// errImproper says why the slope within strata has no posterior.
func (s Slopes) errImproper() error {
	x, y := named(s.Treatment, "the treatment"), named(s.Outcome, "the outcome")
	if s.Within.DF < 1 {
		return fmt.Errorf("%g rows in %d strata are too few for the slope of %s on %s: want %d or more, or a proper prior",
			s.Within.N, len(s.Strata), y, x, len(s.Strata)+2)
	}
	return fmt.Errorf("every row of %s lies on its stratum's line, so the variance about it is 0: give a proper prior", y)
}
