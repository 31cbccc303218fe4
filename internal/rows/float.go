package rows

import (
	"errors"
	"math"
	"math/bits"
	"strconv"
	"unsafe"
)

// pow10 holds the powers of ten that are exact in binary64.
var pow10 = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// ParseFloat returns the number nearest to the decimal in a cell, as strconv.ParseFloat does to the bit, spaces around it being
// allowed. The error is [ErrMissing] (see [IsNA]), [ErrNumber], [ErrRange] for what would overflow, or [ErrInfinite] for a spelled
// infinity. Hexadecimal is not a number here.
//
// If the digits are an integer below 2⁵³ and the power of ten is at most 10²², both are exact and one multiplication or division
// rounds once, correctly (Clinger 1990, doi:10.1145/93542.93557). If the digits are at most 19, of which some or none follow the point,
// one division of integers does it. Otherwise strconv decides.
func ParseFloat(b []byte) (float64, error) {
	b = trim(b)
	m, frac, at, neg := uint64(0), 0, 0, false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		neg, at = b[0] == '-', 1
	}
	from := at
	for at < len(b) && b[at]-'0' <= 9 {
		m = m*10 + uint64(b[at]-'0')
		at++
	}
	n := at - from
	if at < len(b) && b[at] == '.' {
		from = at + 1
		for at++; at < len(b) && b[at]-'0' <= 9; at++ {
			m = m*10 + uint64(b[at]-'0')
		}
		frac = at - from
		n += frac
	}
	if n == 0 {
		return 0, notNumber(b)
	}
	exp := -frac
	if at < len(b) && b[at]|0x20 == 'e' {
		e, ok := 0, false
		if e, at, ok = exponent(b, at+1); !ok {
			return 0, notNumber(b)
		}
		exp += e
	}
	if at < len(b) {
		return 0, notNumber(b)
	}
	x, ok := decimal(m, n, exp)
	if !ok {
		return slowFloat(b)
	}
	if neg {
		x = -x
	}
	return x, nil
}

// decimal returns the number nearest to m·10^exp, if it is one of the easy ones; m was read from n digits, and has overflowed if they are
// more than 19.
func decimal(m uint64, n, exp int) (x float64, ok bool) {
	switch {
	case n > 19:
		return 0, false
	case n > 15 && -19 <= exp && exp <= 0: // before the next case, whose condition on m no processor could predict
		return quotient(m, tens[-exp]), true
	case m < 1<<53 && -22 <= exp && exp <= 22:
		if exp < 0 {
			return float64(int64(m)) / pow10[-exp], true
		}
		return float64(int64(m)) * pow10[exp], true
	}
	return 0, false
}

// quotient returns the number nearest to m/d, for integers of which d is positive. With both shifted to their full 64 bits, 2⁶³·m/d
// has a quotient of 63 or 64 bits. Whether it was exact is kept in its last bit, far below the 53 that stay, so the one rounding, of the
// conversion, is right. The last product is by a power of two, and neither overflows nor becomes subnormal.
func quotient(m, d uint64) float64 {
	sm, sd := bits.LeadingZeros64(m), bits.LeadingZeros64(d)
	m <<= sm
	q, rem := bits.Div64(m>>1, m<<63, d<<sd)
	q = q>>1 | q&1
	if rem != 0 {
		q |= 1
	}
	return float64(int64(q)) * math.Float64frombits(uint64(1023+sd-sm-62)<<52)
}

// tens holds the powers of ten that fit in 64 bits.
var tens = [...]uint64{
	1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
}

// exponent reads a decimal exponent, held at a bound that any further digit would only put farther out of range.
func exponent(b []byte, at int) (e, next int, ok bool) {
	neg := false
	if at < len(b) && (b[at] == '-' || b[at] == '+') {
		neg = b[at] == '-'
		at++
	}
	from := at
	for ; at < len(b) && b[at]-'0' <= 9; at++ {
		if e < 1e6 {
			e = e*10 + int(b[at]-'0')
		}
	}
	if neg {
		e = -e
	}
	return e, at, at > from
}

// slowFloat leaves a well-formed decimal to strconv, without a copy.
func slowFloat(b []byte) (float64, error) {
	x, err := strconv.ParseFloat(unsafe.String(unsafe.SliceData(b), len(b)), 64)
	if errors.Is(err, strconv.ErrRange) {
		return 0, ErrRange
	}
	if err != nil {
		return 0, ErrNumber
	}
	return x, nil
}

// notNumber says what a cell that is no decimal is.
func notNumber(b []byte) error {
	if IsNA(b) {
		return ErrMissing
	}
	if len(b) > 1 && (b[0] == '-' || b[0] == '+') {
		b = b[1:]
	}
	if len(b) == 3 || len(b) == 8 {
		if x, err := strconv.ParseFloat(string(b), 64); err == nil && math.IsInf(x, 0) {
			return ErrInfinite
		}
	}
	return ErrNumber
}
