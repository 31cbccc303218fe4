package bayes

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
)

// multivariateNormal is the name of a likelihood, and of the prior of its mean.
const multivariateNormal = "multivariate-normal"

// A VectorModel says which columns multivariate normal data have. As a [Likelihood]
// its observations have their numbers as X.
type VectorModel struct {
	Columns []string  // nil: as many as the prior has, by number
	Cov     []float64 // lower triangle of their covariance matrix, row by row, where it is known; nil: it is learnt
}

// Likelihood returns the likelihood of an observation under m, of which one variance
// stands for that of every column, independent of the others. It fails on names that
// are empty or given twice, and on a Cov that is not positive definite.
func (m VectorModel) Likelihood() (Likelihood, error) {
	if len(m.Cov) == 1 && len(m.Columns) > 1 {
		m.Cov = diagonalOf(slices.Repeat(m.Cov, len(m.Columns)))
	}
	if err := m.check(); err != nil {
		return Likelihood{}, fmt.Errorf("%s: %w", multivariateNormal, err)
	}
	l := Likelihood{Family: multivariateNormal}
	if m.Cov != nil {
		l.Params = append(l.Params, Param{"cov", matrixRows(m.Cov)})
	}
	if m.Columns != nil {
		l.Params = append(l.Params, Param{"columns", slices.Clone(m.Columns)})
	}
	return l, nil
}

func (m VectorModel) check() error {
	for i, name := range m.Columns {
		switch {
		case name == "":
			return fmt.Errorf("column %d has no name", i+1)
		case slices.Contains(m.Columns[:i], name):
			return fmt.Errorf("column %s is given twice", name)
		}
	}
	if m.Cov == nil {
		return nil
	}
	k := packedDim(len(m.Cov))
	if m.Columns != nil && len(m.Columns) != k {
		return fmt.Errorf("a covariance matrix of %d rows for %d columns, %s", k, len(m.Columns), strings.Join(m.Columns, ", "))
	}
	return checkCovariance("the known covariance", m.Cov, k)
}

// Vector returns the model of a multivariate normal likelihood, and false for
// another.
func (l Likelihood) Vector() (m VectorModel, ok bool) {
	for _, p := range l.Params {
		switch v := p.Value.(type) {
		case []string:
			m.Columns = slices.Clone(v)
		case [][]float64:
			for i, row := range v {
				m.Cov = append(m.Cov, row[:i+1]...)
			}
		}
	}
	if l.Family != multivariateNormal {
		return VectorModel{}, false
	}
	return m, true
}

// columns returns the number of columns, 0 if nothing says.
func (m VectorModel) columns() int {
	if m.Columns != nil {
		return len(m.Columns)
	}
	return packedDim(len(m.Cov))
}

// column returns the name of column i, from 0.
func (m VectorModel) column(i int) string {
	if m.Columns != nil {
		return m.Columns[i]
	}
	return fmt.Sprint(i + 1)
}

// readVectorModel reads the params of a likelihood.
func readVectorModel(params []byte) (Likelihood, error) {
	var doc struct {
		Cov     [][]float64 `json:"cov"`
		Columns []string    `json:"columns"`
	}
	if len(params) > 0 {
		if err := json.Unmarshal(params, &doc); err != nil {
			return Likelihood{}, fmt.Errorf("%s: %w", multivariateNormal, err)
		}
	}
	m := VectorModel{Columns: doc.Columns}
	if doc.Cov != nil {
		var err error
		if m.Cov, err = packRows(doc.Cov); err != nil {
			return Likelihood{}, fmt.Errorf("%s: cov: %w", multivariateNormal, err)
		}
	}
	return m.Likelihood()
}

// vectorMarginals gives marginals the names of the columns, for mean[1] mean[a].
func (l Likelihood) vectorMarginals(ms []Marginal) []Marginal {
	m, _ := l.Vector()
	if m.Columns == nil && len(ms) > 0 && !strings.HasPrefix(ms[0].Name, "theta") {
		return ms
	}
	k := m.columns()
	if k == 0 {
		k = vectorColumns(len(ms), false)
	}
	names := make([]string, 0, len(ms))
	for i := range k {
		names = append(names, "mean["+m.column(i)+"]")
	}
	if len(ms) > 0 && strings.HasPrefix(ms[0].Name, "theta") {
		for i := range k {
			for j := range i + 1 {
				names = append(names, "cov["+m.column(j)+","+m.column(i)+"]")
			}
		}
	} else {
		for i := range k {
			names = append(names, "sd["+m.column(i)+"]")
		}
		for i := range k {
			for j := i + 1; j < k; j++ {
				names = append(names, "corr["+m.column(i)+","+m.column(j)+"]")
			}
		}
	}
	for i := range min(len(ms), len(names)) {
		ms[i].Name = names[i]
	}
	return ms
}

// vectorColumns returns of how many columns so many parameters are: means, and the
// elements of a covariance matrix unless it is known; 0 if of none.
func vectorColumns(parameters int, known bool) int {
	if known {
		return parameters
	}
	if k := int(math.Round((math.Sqrt(float64(8*parameters+9)) - 3) / 2)); k*(k+3)/2 == parameters {
		return k
	}
	return 0
}
