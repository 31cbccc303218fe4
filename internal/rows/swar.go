package rows

import "encoding/binary"

// Eight bytes at a time in a 64-bit register, the first in the lowest byte (Lamport 1975, doi:10.1145/360933.360994; Knuth, TAOCP 7.1.3).

const (
	ones  = 0x0101010101010101
	low7  = 0x7f7f7f7f7f7f7f7f
	highs = 0x8080808080808080
	zeros = '0' * ones
)

// load returns the eight bytes at b[i:].
func load(b []byte, i int) uint64 { return binary.LittleEndian.Uint64(b[i:]) }

// zeroBytes returns 0x80 in each byte of w that is zero, and nothing elsewhere: no borrow crosses bytes, so each bit can be trusted.
func zeroBytes(w uint64) uint64 { return ^((w&low7 + low7) | w | low7) }

// eq returns 0x80 in each byte of w that equals the byte repeated in pattern.
func eq(w, pattern uint64) uint64 { return zeroBytes(w ^ pattern) }

// notDigits returns 0x80 in each byte of w, which is the input XOR zeros, that was not a digit.
func notDigits(w uint64) uint64 { return ((w&low7 + 0x7676767676767676) | w) & highs }

// eightDigits returns the number whose decimal digits, as values 0 to 9, are the bytes of w, the most significant in the lowest byte:
// pairs, then fours, then all eight are joined by a multiplication each.
func eightDigits(w uint64) uint64 {
	const mask = 0x000000ff000000ff
	w = w*10 + w>>8
	return ((w&mask)*(100+1000000<<32) + (w>>16&mask)*(1+10000<<32)) >> 32
}
