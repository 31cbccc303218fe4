package causal

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Bands cut numbers into strata: band i holds those with Cuts[i−1] < x ≤ Cuts[i], and
// the last, after which there is no cut, the rest. Cuts increase. No cuts are one band.
type Bands struct{ Cuts []float64 }

// QuantileBands returns k bands that hold about as many of the values each, NaN left
// out, and counts, which may be nil, says for how many each stands. Equal values are
// in the same band, so with ties there may be fewer bands and unequal ones. It panics
// unless k > 0.
func QuantileBands(values []float64, counts []int64, k int) Bands {
	if k <= 0 {
		panic(fmt.Sprintf("causal: QuantileBands: %d bands, want 1 or more", k))
	}
	type weighed struct{ x, n float64 }
	all := make([]weighed, 0, len(values))
	total := 0.0
	for i, x := range values {
		n := 1.0
		if counts != nil {
			n = float64(counts[i])
		}
		if !math.IsNaN(x) && n > 0 {
			all = append(all, weighed{x, n})
			total += n
		}
	}
	slices.SortFunc(all, func(a, b weighed) int { return cmp.Compare(a.x, b.x) })
	var b Bands
	sum, next := 0.0, 1.0 // next is the quantile, in k-ths, that comes next
	for i, v := range all {
		sum += v.n
		if i+1 == len(all) || all[i+1].x == v.x {
			continue // ties stay together, and above the last there is nothing
		}
		if reached := sum / total * float64(k); reached >= next {
			b.Cuts = append(b.Cuts, v.x)
			next = math.Floor(reached) + 1
		}
	}
	return b
}

// Len returns the number of bands.
func (b Bands) Len() int { return len(b.Cuts) + 1 }

// Of returns the band of x, −1 if x is NaN.
func (b Bands) Of(x float64) int {
	if math.IsNaN(x) {
		return -1
	}
	i, _ := slices.BinarySearch(b.Cuts, x)
	return i
}

// Names returns what the bands hold, in words that sort as they do: "1: up to 3", "2:
// above 3, up to 7", "3: above 7".
func (b Bands) Names() []string {
	if len(b.Cuts) == 0 {
		return []string{"all"}
	}
	digits := len(strconv.Itoa(b.Len()))
	name := func(band int, what string) string { return fmt.Sprintf("%0*d: %s", digits, band, what) }
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	names := []string{name(1, "up to "+number(b.Cuts[0]))}
	for i, cut := range b.Cuts[1:] {
		names = append(names, name(i+2, "above "+number(b.Cuts[i])+", up to "+number(cut)))
	}
	return append(names, name(b.Len(), "above "+number(b.Cuts[len(b.Cuts)-1])))
}

// Column returns a column of numbers as one of bands.
func (b Bands) Column(c Column) Column {
	banded := Column{Name: c.Name, Levels: b.Names(), Codes: make([]int32, c.Len())}
	for i := range banded.Codes {
		banded.Codes[i] = int32(b.Of(c.number(i)))
	}
	return banded
}
