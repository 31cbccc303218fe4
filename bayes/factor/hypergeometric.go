package factor

import (
	"math"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/dd"
	"github.com/bayeskit/bayeskit/prob"
)

// mostWork bounds the convolutions of a table with fixed margins.
const mostWork = 1e9

// hypergeometric returns the factor given both margins. Each table y with these
// margins has the probability f(y)/Σf, where f is ∏Γ(y+a)/y! under the alternative
// (the same for all of them if a = 1) and ∏1/y! under independence. With two rows
// the sums over tables are convolutions of one vector a column; independence has
// its in closed form.
func (m margins) hypergeometric() (Value, error) {
	rows, cols, cells := m.rows, m.cols, m.cells
	if len(rows) > 2 { // the same with rows and columns exchanged
		rows, cols = cols, rows
		cells = make([]float64, len(m.cells))
		for i := range cells {
			cells[i] = m.cells[i%len(cols)*len(rows)+i/len(cols)]
		}
	}
	if len(rows) > 2 {
		return Value{}, errTooLarge("both margins fixed are for tables with two rows or two columns: choose another sampling plan")
	}
	top := rows[0]
	work := 0.0
	for _, c := range cols {
		work += math.Min(c, top) * math.Min(top, m.n)
	}
	uniform := len(cols) == 2 && m.a == 1 // every table has one weight: they are only counted
	if !uniform && (work > mostWork || top > 1e6) {
		return Value{}, errTooLarge("there are too many tables with these margins: choose another sampling plan")
	}
	seen, all := dd.Float{}, []float64{0} // log f of the table seen; log Σf by the first row's total so far
	for _, y := range cells {
		seen = seen.Add(m.weight(y))
	}
	if uniform {
		all = []float64{math.Log(math.Min(top, cols[0]) - math.Max(0, top-cols[1]) + 1)}
		cols = nil
	}
	for j, c := range cols {
		all = m.convolve(all, c, top, j == len(cols)-1)
	}
	// independence: ∏rows!·∏cols!/(n!·∏y!)
	null := dd.LogGamma(dd.Of(m.n + 1)).Neg()
	for _, y := range append(append([]float64{}, m.rows...), m.cols...) {
		null = null.Add(dd.LogGamma(dd.Of(y + 1)))
	}
	for _, y := range cells {
		null = null.Sub(dd.LogGamma(dd.Of(y + 1)))
	}
	sum := all[len(all)-1]
	v := seen.Sub(null).AddFloat(-sum).Float64()
	return Value{bayes.BayesFactor(v), 1e-15 * (1 + math.Abs(v) + math.Abs(sum))}, nil
}

type errTooLarge string

func (e errTooLarge) Error() string { return string(e) }

// weight returns log Γ(y+a)/(Γ(a)·y!).
func (m margins) weight(y float64) dd.Float {
	if m.a == 1 {
		return dd.Float{}
	}
	return dd.LogRising(dd.Of(m.a), dd.Of(y)).Sub(dd.LogGamma(dd.Of(y + 1)))
}

// convolve adds a column of total c: before and the result are log Σf by the total
// of the first row. Of the last column only the whole total, top, is wanted.
func (m margins) convolve(before []float64, c, top float64, last bool) []float64 {
	column := make([]float64, int(math.Min(c, top))+1)
	for y := range column {
		if m.a != 1 {
			column[y] = m.weight(float64(y)).Float64() + m.weight(c-float64(y)).Float64()
		}
	}
	n := min(len(before)-1+len(column)-1, int(top))
	first := 0
	if last {
		first = n
	}
	after := make([]float64, 0, n+1-first)
	var terms []float64
	for k := first; k <= n; k++ {
		terms = terms[:0]
		for y := max(0, k-len(before)+1); y <= min(k, len(column)-1); y++ {
			terms = append(terms, before[k-y]+column[y])
		}
		after = append(after, prob.LogSumExp(terms))
	}
	return after
}
