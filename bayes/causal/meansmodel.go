package causal

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
)

// A NormalModel says how outcomes that are numbers are taken to vary: normally,
// about the mean of their cell or about a line. The zero value is the reference
// analysis, each cell with a variance of its own.
type NormalModel struct {
	// Prior is that of the mean (or slope) and the variance of every cell; nil is the
	// reference prior p(μ, σ²) ∝ 1/σ². For a slope Count counts Σ(x−x̄)², in the
	// unit of the treatment squared.
	Prior *bayes.NormalInverseGamma

	// OneVariance takes the variance to be the same in all cells, so that a cell of a
	// single row, or of equal rows, has a posterior too.
	OneVariance bool

	Share float64 // concentration of each stratum's share; 0 means ½
	Draws int     // of the variances and shares, where draws are needed; 0 means 10,000
	Level float64 // that intervals hold, 0 to 1; 0 means 0.95
}

// mostDraws keeps what draws take below about 1 GB.
const mostDraws = 5_000_000

// Check reports what is out of range.
func (m NormalModel) Check() error {
	switch {
	case !(m.Level >= 0 && m.Level < 1):
		return fmt.Errorf("level = %g, want a number between 0 and 1", m.Level)
	case m.Draws < 0 || m.Draws > mostDraws:
		return fmt.Errorf("draws = %d, want 1 to %d", m.Draws, mostDraws)
	case !(m.Share >= 0) || math.IsInf(m.Share, 1):
		return fmt.Errorf("share = %g, want a finite number above 0", m.Share)
	case m.Prior == nil:
		return nil
	}
	return m.Prior.Check()
}

func (m NormalModel) prior() bayes.NormalInverseGamma {
	if m.Prior == nil {
		return bayes.NormalInverseGamma{Shape: -0.5}
	}
	return *m.Prior
}

// withDefaults returns m with its knobs set.
func (m NormalModel) withDefaults() NormalModel {
	if m.Level == 0 {
		m.Level = 0.95
	}
	if m.Draws == 0 {
		m.Draws = 10_000
	}
	if m.Share == 0 {
		m.Share = 0.5
	}
	return m
}
