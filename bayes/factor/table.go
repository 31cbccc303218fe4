package factor

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/dd"
)

// A Sampling is how the counts of a contingency table came about: what of them was
// fixed beforehand.
type Sampling int

const (
	Poisson          Sampling = iota + 1 // nothing: each cell is a Poisson count
	JointMultinomial                     // the total
	RowsFixed                            // the total of each row: independent multinomials
	ColumnsFixed                         // the total of each column
	Hypergeometric                       // the totals of rows and of columns
)

// String returns the name of s.
func (s Sampling) String() string {
	switch s {
	case Poisson:
		return "poisson"
	case JointMultinomial:
		return "joint"
	case RowsFixed:
		return "rows"
	case ColumnsFixed:
		return "columns"
	case Hypergeometric:
		return "hypergeometric"
	}
	return fmt.Sprintf("Sampling(%d)", int(s))
}

// A Table is the test of independence of rows and columns of a table of counts, by
// Gunel and Dickey (1974, doi:10.1093/biomet/61.3.545; Jamil et al. 2017,
// doi:10.3758/s13428-016-0739-8). Under the alternative each cell of the R×C has a
// gamma prior of shape Concentration a and rate RCa/n, or the cells a Dirichlet
// prior of a each: what that conditions to under the sampling plan. Under
// independence the margins have Dirichlet priors of Ca−(C−1) and Ra−(R−1). With
// D(x) = ∏Γ(xᵢ)/Γ(Σxᵢ) and Δ(x, y) = D(x+y)/D(x), the joint multinomial has
//
//	BF₁₀ = Δ(cells)/(Δ(rows) Δ(columns)),
//
// and the other plans differ in what is divided out. Everything is a sum of
// log-gammas in double-double, so nothing cancels at any count.
type Table struct {
	Sampling      Sampling
	Concentration float64 // a; 0 means 1
}

// Factor returns the Bayes factor of dependence against independence. It fails for
// a table smaller than 2×2, of different row lengths, of counts that are none, and
// for the hypergeometric plan of a table larger than 2×C and R×2.
func (p Table) Factor(counts [][]float64) (Value, error) {
	m, err := p.margins(counts)
	if err != nil {
		return Value{}, err
	}
	a, rows, cols := m.a, float64(len(m.rows)), float64(len(m.cols))
	cells := rise(m.cells, a)
	rows0, cols0 := rise(m.rows, a*cols-(cols-1)), rise(m.cols, a*rows-(rows-1))
	rows1, cols1 := rise(m.rows, a*cols), rise(m.cols, a*rows)
	var log dd.Float
	switch p.Sampling {
	case Poisson:
		// the total is gamma of shape RCa, or of (R−1)(C−1) less under independence
		all, lost, rate := rows*cols*a, (rows-1)*(cols-1), rows*cols*a/m.n
		log = cells.Sub(rows0).Sub(cols0).
			Sub(dd.Log1p(dd.Of(1 / rate)).MulFloat(lost)).
			Sub(dd.LogRising(dd.Of(all-lost), dd.Of(m.n))).
			Add(dd.LogRising(dd.Of(all), dd.Of(m.n)))
	case JointMultinomial:
		log = cells.Sub(rows0).Sub(cols0)
	case RowsFixed:
		log = cells.Sub(rows1).Sub(cols0)
	case ColumnsFixed:
		log = cells.Sub(cols1).Sub(rows0)
	case Hypergeometric:
		return m.hypergeometric()
	default:
		panic(fmt.Sprintf("factor: Table.Factor: %v is no sampling plan", p.Sampling))
	}
	v := log.Float64()
	return Value{bayes.BayesFactor(v), 1e-15 * (1 + math.Abs(v))}, nil
}

// rise returns log Δ for cells of a each: what the Dirichlet-multinomial adds up to
// without its coefficient.
func rise(counts []float64, a float64) (sum dd.Float) {
	n := 0.0
	for _, y := range counts {
		sum = sum.Add(dd.LogRising(dd.Of(a), dd.Of(y)))
		n += y
	}
	return sum.Sub(dd.LogRising(dd.Of(a*float64(len(counts))), dd.Of(n)))
}

// margins is a table that has been checked, flat and with its margins.
type margins struct {
	a                 float64
	n                 float64
	cells, rows, cols []float64
}

func (p Table) margins(counts [][]float64) (m margins, err error) {
	if m.a, err = checkScale("the prior concentration", p.Concentration, 1); err != nil {
		return m, err
	}
	if len(counts) < 2 || len(counts[0]) < 2 {
		return m, undefined("a table needs two rows and two columns")
	}
	m.rows, m.cols = make([]float64, len(counts)), make([]float64, len(counts[0]))
	for i, row := range counts {
		if len(row) != len(m.cols) {
			return m, fmt.Errorf("row %d of the table has %d cells, the first has %d", i+1, len(row), len(m.cols))
		}
		for j, y := range row {
			if !(y >= 0) || y != math.Trunc(y) || y > 1<<53 {
				return m, fmt.Errorf("cell %d, %d of the table is %v: want a count, 0, 1, 2, …", i+1, j+1, y)
			}
			m.cells = append(m.cells, y)
			m.rows[i] += y
			m.cols[j] += y
			m.n += y
		}
	}
	if m.n == 0 {
		return m, undefined("the table is empty")
	}
	for _, k := range []float64{float64(len(m.rows)), float64(len(m.cols))} {
		if !(m.a*k-(k-1) > 0) {
			return m, fmt.Errorf("a prior concentration of %v leaves none for the margins: want above %.4g", m.a, (k-1)/k)
		}
	}
	return m, nil
}
