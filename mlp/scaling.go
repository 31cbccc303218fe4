package mlp

import (
	"fmt"
	"math"
)

// A Scaling is a shift and a scale for each column of a table: (x − Mean)/Scale. A
// network starts best from columns of mean 0 and standard deviation 1.
type Scaling[F Float] struct {
	Mean  []F `json:"mean"`
	Scale []F `json:"scale"` // above 0
}

// Standardise returns the scaling that gives the columns of x, which is row-major, the
// mean 0 and the standard deviation 1 (with 1/n). A column that is constant is shifted
// only.
func Standardise[F Float](x []F, columns int) Scaling[F] {
	s := Scaling[F]{make([]F, columns), make([]F, columns)}
	n := float64(len(x) / columns)
	for j := range columns {
		var mean, sq float64
		for i := j; i < len(x); i += columns {
			mean += float64(x[i]) / n
		}
		for i := j; i < len(x); i += columns {
			r := float64(x[i]) - mean
			sq += r * r / n
		}
		s.Mean[j], s.Scale[j] = F(mean), F(math.Sqrt(sq))
		if !(math.Sqrt(sq) > 1e-12*math.Abs(mean)) { // constant, but for rounding
			s.Scale[j] = 1
		}
	}
	return s
}

// Apply sets dst = (src − Mean)/Scale, row by row. The two may be the same slice.
func (s Scaling[F]) Apply(dst, src []F) {
	s.check(len(dst), len(src))
	for i, v := range src {
		j := i % len(s.Mean)
		dst[i] = (v - s.Mean[j]) / s.Scale[j]
	}
}

// Invert sets dst = Mean + Scale·src, row by row. The two may be the same slice.
func (s Scaling[F]) Invert(dst, src []F) {
	s.check(len(dst), len(src))
	for i, v := range src {
		j := i % len(s.Mean)
		dst[i] = s.Mean[j] + s.Scale[j]*v
	}
}

func (s Scaling[F]) check(dst, src int) {
	if dst != src || src%len(s.Mean) != 0 {
		panic(fmt.Sprintf("mlp: Scaling: len(dst) = %d, len(src) = %d, want rows of %d", dst, src, len(s.Mean)))
	}
}
