package bayes

import (
	"errors"
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// lines is the engine of a linear regression: rows are gathered in blocks, and
// become part of the statistic when somebody asks for it.
type lines[S linearStat[S]] struct {
	typed[S]
	of   func(LeastSquares) S
	m    LinearModel
	rows *Rows
	x    []float64 // scratch of a row, with the 1 of an intercept
}

// newLines pairs a prior with a linear likelihood.
func newLines(prior Belief, lik Likelihood) (engine, error) {
	m, ok := lik.Linear()
	if !ok {
		return nil, errors.New("a linear likelihood needs a formula: linear(y ~ 1 + x)")
	}
	if m.SD == 0 {
		return linesOf(prior, lik, m, 1, func(s LeastSquares) LeastSquares { return s })
	}
	return linesOf(prior, lik, m, 0, func(s LeastSquares) KnownNoise { return s.KnownNoise(m.SD) })
}

// linesOf pairs a prior with the statistic of m, which has so many parameters more
// than coefficients.
func linesOf[S linearStat[S]](prior Belief, lik Likelihood, m LinearModel, more int, of func(LeastSquares) S) (engine, error) {
	p, ok := lift[S](prior)
	if _, isLinear := lift[LeastSquares](prior); !ok && isLinear {
		return nil, fmt.Errorf("the prior %v is of a variance, which is known to be %g² under %v", prior, m.SD, lik)
	} else if _, isLinear := lift[KnownNoise](prior); !ok && isLinear {
		return nil, fmt.Errorf("the prior %v needs the noise's known standard deviation: linear(%s, sd=…)", prior, m.Formula())
	} else if !ok {
		return nil, fmt.Errorf("a %s prior cannot be updated under a linear likelihood: use regression(…), zellner(g=…) or flat", prior.Family())
	}
	coefficients := m.Coefficients()
	if got, want := p.Dim(), len(coefficients)+more; got != want {
		return nil, fmt.Errorf("%v is of %d parameters, %v has %d", prior, got, lik, want)
	}
	if points, ok := prior.(Points); ok {
		if err := inSupport(points, lik); err != nil {
			return nil, err
		}
	}
	if names := linearNames(prior); names != nil {
		for i, name := range coefficients {
			if names[i] != name {
				return nil, fmt.Errorf("the prior is of a coefficient %s where %v has %s", names[i], lik, name)
			}
		}
	}
	return &lines[S]{typed: typed[S]{prior: p}, of: of, m: m}, nil
}

// linearNames returns the names of all coefficients, nil if they have none.
func linearNames(b Belief) []string {
	switch d := b.(type) {
	case LinearNormalInverseGamma:
		return d.Names
	case LinearNormal:
		return d.Names
	case KnownCoefficients[LinearNormalInverseGamma, LeastSquares]:
		return d.Names
	case KnownCoefficients[LinearNormal, KnownNoise]:
		return d.Names
	}
	return nil
}

func (e *lines[S]) empty() engine {
	return &lines[S]{typed: typed[S]{prior: e.prior}, of: e.of, m: e.m}
}

// observe adds a row.
func (e *lines[S]) observe(o Observation, times float64) error {
	if len(o.X) != len(e.m.Predictors) {
		return fmt.Errorf("%d predictors, want %d: %s", len(o.X), len(e.m.Predictors), e.m.Formula())
	}
	for i, v := range o.X {
		if !(math.Abs(v) <= math.MaxFloat64) {
			return fmt.Errorf("predictor %s is %g: want a finite number", e.m.Predictors[i], v)
		}
	}
	if times == 0 {
		return nil
	}
	if e.rows == nil {
		p := len(e.m.Coefficients())
		e.rows, e.x = NewRows(p), make([]float64, p)
		if e.m.Intercept {
			e.x[0] = 1
		}
	}
	copy(e.x[len(e.x)-len(o.X):], o.X)
	if times == 1 {
		e.rows.Add(o.Y, e.x...)
	} else {
		e.rows.AddTimes(times, o.Y, e.x...)
	}
	return nil
}

func (e *lines[S]) observeAll(y []float64) error {
	for _, v := range y {
		if err := e.observe(Observation{Y: v}, 1); err != nil {
			return err
		}
	}
	return nil
}

// settled returns the engine of the statistic, with all rows in it.
func (e *lines[S]) settled() *typed[S] {
	if e.rows != nil && !e.rows.empty() {
		e.data = e.data.Merge(e.of(e.rows.LeastSquares()))
		e.rows.reset()
	}
	return &e.typed
}

func (e *lines[S]) posterior(ls *levels) Belief { return e.settled().posterior(ls) }
func (e *lines[S]) logEvidence() float64        { return e.settled().logEvidence() }
func (e *lines[S]) scale(w float64) error       { return e.settled().scale(w) }

// marshal fails on data of which no number would come back.
func (e *lines[S]) marshal() ([]byte, error) {
	if err := e.settled().data.Check(); err != nil {
		return nil, err
	}
	return e.typed.marshal()
}

func (e *lines[S]) unmarshal(text []byte) error {
	if err := e.settled().unmarshal(text); err != nil {
		return err
	}
	var none S
	if got, want := e.data.Dim()-none.Dim(), len(e.m.Coefficients()); got != 0 && got != want {
		return fmt.Errorf("data of %d predictors, the likelihood has %d", got, want)
	}
	return nil
}

func (e *lines[S]) logEvidenceAfter(earlier engine, order []int) (float64, error) {
	o, ok := earlier.(*lines[S])
	if !ok {
		return 0, errors.New("the statistics are of different kinds")
	}
	return e.settled().logEvidenceAfter(o.settled(), order)
}

func (e *lines[S]) merge(other engine, order []int) error {
	o, ok := other.(*lines[S])
	if !ok {
		return errors.New("the statistics are of different kinds")
	}
	return e.settled().merge(o.settled(), order)
}

// LeastSquares returns the data of a linear regression, and false if l is of
// something else.
func (l *Learner) LeastSquares() (LeastSquares, bool) {
	switch e := l.engine.(type) {
	case *lines[LeastSquares]:
		return e.settled().data, true
	case *lines[KnownNoise]:
		k := e.settled().data
		s := LeastSquares{k.N, k.low, k.tri.clone()}
		for i, d := range s.tri.d {
			s.tri.d[i] = d.Mul(dd.Prod(e.m.SD, e.m.SD))
		}
		return s, true
	}
	return LeastSquares{}, false
}

// Under returns a learner with the data of l under another prior. It fails if that
// takes other data. It is for priors that are made of the data, and for asking
// what another prior would have made of them.
func (l *Learner) Under(prior Belief) (*Learner, error) {
	fresh, err := NewLearner(prior, l.lik)
	if err != nil {
		return nil, err
	}
	order, err := fresh.levels.adopt(l.levels)
	if err != nil {
		return nil, err
	}
	if err := fresh.engine.merge(l.engine, order); err != nil {
		return nil, err
	}
	fresh.n, fresh.pseudo = l.n, l.pseudo
	return fresh, nil
}

// PredictAt returns, for a linear regression, the distribution of the next
// response at predictors x, which do not count the 1 of an intercept, and that of
// its mean there, the height of the line. It fails if there are not as many
// predictors as l has, or if l is of something else.
func (l *Learner) PredictAt(x ...float64) (next, mean prob.Univariate, err error) {
	m, ok := l.lik.Linear()
	if !ok {
		return nil, nil, fmt.Errorf("a %s likelihood has no predictors", l.lik.Family)
	}
	if len(x) != len(m.Predictors) {
		return nil, nil, fmt.Errorf("%d predictors, want %d: %s", len(x), len(m.Predictors), m.Formula())
	}
	if m.Intercept {
		x = append([]float64{1}, x...)
	}
	next, mean = predictLine(l.Posterior(), m.SD, x)
	return next, mean, nil
}

// predictLine returns the distributions of y and of xᵀβ.
func predictLine(post Belief, sd float64, x []float64) (next, mean prob.Univariate) {
	switch d := post.(type) {
	case LinearNormalInverseGamma:
		return d.Predictive(x...), d.Fitted(x...)
	case LinearNormal:
		return d.Predictive(sd, x...), d.Predictive(0, x...)
	case KnownCoefficients[LinearNormalInverseGamma, LeastSquares]:
		at, rest := along(d.At, x)
		n, f := d.Rest.Predictive(rest...), d.Rest.Fitted(rest...)
		n.Loc, f.Loc = n.Loc+at, f.Loc+at
		if len(rest) == 0 {
			return n, atom(at)
		}
		return n, f
	case KnownCoefficients[LinearNormal, KnownNoise]:
		at, rest := along(d.At, x)
		n, f := d.Rest.Predictive(sd, rest...), d.Rest.Predictive(0, rest...)
		n.Mu, f.Mu = n.Mu+at, f.Mu+at
		if len(rest) == 0 {
			return n, atom(at)
		}
		return n, f
	case Points:
		y, line := blend{logWeights: d.LogWeights}, blend{logWeights: d.LogWeights}
		for _, theta := range d.At {
			at, sigma := 0.0, sd
			for i, v := range x {
				at += v * theta[i]
			}
			if len(theta) > len(x) {
				sigma = math.Sqrt(theta[len(x)])
			}
			y.parts, line.parts = append(y.parts, prob.Normal{Mu: at, Sigma: sigma}), append(line.parts, atom(at))
		}
		return y, line
	}
	return nil, nil
}

// along returns what known coefficients make of x, and the rest of x.
func along(known, x []float64) (at float64, rest []float64) {
	for i, v := range known {
		if math.IsNaN(v) {
			rest = append(rest, x[i])
		} else {
			at += v * x[i]
		}
	}
	return at, rest
}
