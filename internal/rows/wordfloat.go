package rows

import (
	"math"
	"math/bits"
)

// shortFloat parses the cell of n ≤ 8 bytes that w begins with: digits, perhaps a point among them, perhaps a minus before them. It
// refuses everything else. There is no branch on the length, the sign or the point, which no processor could predict.
func shortFloat(w uint64, n int) (x float64, ok bool) {
	minus := eq(w, '-') >> 7 & 1 // of the lowest byte
	w >>= 8 * minus
	n -= int(minus)
	point := min(bits.TrailingZeros64(eq(w, '.'*ones))>>3, n) // n if there is none
	has := int(uint64(point-n) >> 63)
	below := uint64(1)<<(8*uint(point)) - 1
	w = w&below | w>>8&^below // the point taken out
	n -= has
	w = (w ^ zeros) << (64 - 8*uint(n)) // right-aligned, with zeros before; what stood behind the cell is gone
	if notDigits(w) != 0 || n <= 0 {
		return 0, false
	}
	x = float64(int64(eightDigits(w))) / pow10[(n-point)&15] // both exact: see ParseFloat
	return math.Float64frombits(math.Float64bits(x) | minus<<63), true
}

// longFloat parses the number that begins at b[i], of any length, and returns the index after it. Some byte that is no part of a number
// must follow it, and eight more that may be loaded. It refuses spaces, a plus and whatever else is for ParseFloat to judge.
func longFloat(b []byte, i int) (x float64, next int, ok bool) {
	start := i
	minus := eq(uint64(b[i]), '-') >> 7 & 1
	i += int(minus)
	m, at := digitRun(b, i, 0)
	n, frac := at-i, 0
	if b[at] == '.' {
		i = at + 1
		m, at = digitRun(b, i, m)
		frac = at - i
		n += frac
	}
	if n == 0 {
		return 0, start, false
	}
	exp := -frac
	if b[at]|0x20 == 'e' {
		e := 0
		if e, at, ok = exponent(b, at+1); !ok {
			return 0, start, false
		}
		exp += e
	}
	if x, ok = decimal(m, n, exp); !ok {
		x, err := slowFloat(b[start:at])
		return x, at, err == nil
	}
	return math.Float64frombits(math.Float64bits(x) | minus<<63), at, true
}

// digitRun appends the digits that begin at b[i] to the number m, which overflows silently beyond 19 digits, and returns the index after
// them.
func digitRun(b []byte, i int, m uint64) (uint64, int) {
	for {
		w := load(b, i) ^ zeros
		k := bits.TrailingZeros64(notDigits(w)) >> 3
		m = m*tens[k] + eightDigits(w<<(64-8*uint(k)))
		i += k
		if k < 8 {
			return m, i
		}
	}
}
