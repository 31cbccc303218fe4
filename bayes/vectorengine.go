package bayes

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/bayeskit/bayeskit/prob"
)

// vectorEngine is the engine of multivariate normal data: rows are gathered in
// blocks, and become part of the statistic when somebody asks for it.
type vectorEngine[S vectorStat[S]] struct {
	typed[S]
	of      func(Scatter) S
	m       VectorModel
	columns int
	rows    *Vectors
}

type vectorStat[S any] interface {
	Stat[S]
	Columns() int
}

// newVectorEngine pairs a prior with a multivariate normal likelihood.
func newVectorEngine(prior Belief, lik Likelihood) (engine, error) {
	m, _ := lik.Vector()
	if m.Cov == nil {
		return vectorEngineOf(prior, lik, m, func(s Scatter) Scatter { return s })
	}
	return vectorEngineOf(prior, lik, m, newCovariance(m.Cov).of)
}

func vectorEngineOf[S vectorStat[S]](prior Belief, lik Likelihood, m VectorModel, of func(Scatter) S) (engine, error) {
	p, ok := lift[S](prior)
	if _, unknown := lift[Scatter](prior); !ok && unknown {
		return nil, fmt.Errorf("a %s prior is of a covariance that the likelihood says is known: leave that out of %v, or use a %s prior", prior.Family(), lik, multivariateNormal)
	} else if _, known := lift[KnownCovariance](prior); !ok && known {
		return nil, fmt.Errorf("a %s prior needs the known covariance: --likelihood '%[1]s(cov=…)', or use a normal-inverse-wishart prior", multivariateNormal)
	} else if !ok {
		return nil, fmt.Errorf("a %s prior cannot be updated under a %s likelihood: use normal-inverse-wishart, or %[2]s where the covariance is known", prior.Family(), multivariateNormal)
	}
	k := vectorColumns(p.Dim(), m.Cov != nil)
	if want := m.columns(); k == 0 || want != 0 && k != want {
		if _, point := prior.(Points); point {
			return nil, fmt.Errorf("%v has %d numbers: of %d columns give the means%s", prior, p.Dim(), max(want, 1), alsoCovariance(m))
		}
		return nil, fmt.Errorf("the prior %v is of %s, the data have %d: %s", prior, plural(k, "column"), want, columnList(m))
	}
	if points, ok := prior.(Points); ok && m.Cov == nil {
		for _, at := range points.At {
			if err := definite(at[k:]); err != nil {
				return nil, fmt.Errorf("point: the covariance matrix is %w", err)
			}
		}
	}
	return &vectorEngine[S]{typed: typed[S]{prior: p}, of: of, m: m, columns: k}, nil
}

func alsoCovariance(m VectorModel) string {
	if m.Cov != nil {
		return ""
	}
	return ", and after them the covariance matrix, below and on the diagonal row by row"
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func columnList(m VectorModel) string {
	if m.Columns == nil {
		return "give a mean for each"
	}
	return list(m.Columns)
}

func (e *vectorEngine[S]) empty() engine {
	return &vectorEngine[S]{typed: typed[S]{prior: e.prior}, of: e.of, m: e.m, columns: e.columns}
}

// observe adds a row.
func (e *vectorEngine[S]) observe(o Observation, times float64) error {
	if len(o.X) != e.columns {
		return fmt.Errorf("%s, want %d, one for each column", plural(len(o.X), "number"), e.columns)
	}
	for i, v := range o.X {
		if !(math.Abs(v) <= math.MaxFloat64) {
			return fmt.Errorf("column %s is %g: want a finite number", e.m.column(i), v)
		}
	}
	if times == 0 {
		return nil
	}
	if e.rows == nil {
		e.rows = NewVectors(e.columns)
	}
	if times == 1 {
		e.rows.Add(o.X...)
	} else {
		e.rows.AddTimes(times, o.X...)
	}
	return nil
}

func (e *vectorEngine[S]) observeAll(y []float64) error {
	for _, v := range y {
		if err := e.observe(Observation{X: []float64{v}}, 1); err != nil {
			return err
		}
	}
	return nil
}

// settled returns the engine of the statistic, with all rows in it.
func (e *vectorEngine[S]) settled() *typed[S] {
	if e.rows != nil && !e.rows.empty() {
		e.data = e.data.Merge(e.of(e.rows.Scatter()))
		e.rows.reset()
	}
	return &e.typed
}

func (e *vectorEngine[S]) posterior(ls *levels) Belief { return e.settled().posterior(ls) }
func (e *vectorEngine[S]) logEvidence() float64        { return e.settled().logEvidence() }
func (e *vectorEngine[S]) scale(w float64) error       { return e.settled().scale(w) }

// marshal fails on data of which no number would come back.
func (e *vectorEngine[S]) marshal() ([]byte, error) {
	if err := e.settled().data.Check(); err != nil {
		return nil, err
	}
	return e.typed.marshal()
}

func (e *vectorEngine[S]) unmarshal(text []byte) error {
	if err := e.settled().unmarshal(text); err != nil {
		return err
	}
	if got := e.data.Columns(); got != 0 && got != e.columns {
		return fmt.Errorf("data of %s, the prior has %d", plural(got, "column"), e.columns)
	}
	if s, ok := any(e.data).(KnownCovariance); ok && s.known != nil && !slices.Equal(s.known.cov, e.m.Cov) {
		return errors.New("data of another covariance than the likelihood's")
	}
	return nil
}

func (e *vectorEngine[S]) logEvidenceAfter(earlier engine, order []int) (float64, error) {
	o, ok := earlier.(*vectorEngine[S])
	if !ok {
		return 0, errors.New("the statistics are of different kinds")
	}
	return e.settled().logEvidenceAfter(o.settled(), order)
}

func (e *vectorEngine[S]) merge(other engine, order []int) error {
	o, ok := other.(*vectorEngine[S])
	if !ok {
		return errors.New("the statistics are of different kinds")
	}
	return e.settled().merge(o.settled(), order)
}

// Scatter returns multivariate normal data as their statistic, and false if l is of
// something else.
func (l *Learner) Scatter() (Scatter, bool) {
	switch e := l.engine.(type) {
	case *vectorEngine[Scatter]:
		return e.settled().data, true
	case *vectorEngine[KnownCovariance]:
		return e.settled().data.Scatter, true
	}
	return Scatter{}, false
}

// predictVector returns the distribution of each column of the next row.
func predictVector(post Belief, m VectorModel) []Marginal {
	var columns []Continuous
	switch d := post.(type) {
	case NormalInverseWishart:
		t := d.Predictive()
		for i := range d.Mean {
			columns = append(columns, symmetric{t.Marginal(i)})
		}
	case MultivariateNormal:
		for i, mu := range d.Mean {
			at := packedLen(i) + i
			columns = append(columns, symmetric{prob.Normal{Mu: mu, Sigma: math.Sqrt(d.Cov[at] + m.Cov[at])}})
		}
	case Points:
		k := vectorColumns(d.Dim(), m.Cov != nil)
		for i := range k {
			b := blend{logWeights: d.LogWeights}
			for _, theta := range d.At {
				cov := m.Cov
				if cov == nil {
					cov = theta[k:]
				}
				b.parts = append(b.parts, prob.Normal{Mu: theta[i], Sigma: math.Sqrt(cov[packedLen(i)+i])})
			}
			columns = append(columns, b)
		}
	case mixture:
		parts, logWeights := d.parts()
		for c, part := range parts {
			for i, column := range predictVector(unwrap(part), m) {
				if c == 0 {
					columns = append(columns, blend{logWeights: logWeights})
				}
				b := columns[i].(blend)
				b.parts = append(b.parts, column)
				columns[i] = b
			}
		}
	}
	ms := make([]Marginal, len(columns))
	for i, c := range columns {
		ms[i] = Marginal{m.column(i), c}
	}
	return ms
}
