package rows

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// 10⁵ numbers of every shape are strconv.ParseFloat's to the bit, alone on a line and among others, by Floats and by Next.
func TestFloatsExact(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var want []float64
	var one, three bytes.Buffer
	for range 100000 {
		var s string
		switch rng.IntN(8) {
		case 0:
			s = strconv.FormatFloat(rng.NormFloat64()*100, 'f', rng.IntN(10), 64)
		case 1:
			s = strconv.FormatFloat(math.Float64frombits(rng.Uint64()), 'g', -1, 64)
		case 2:
			s = strconv.FormatFloat(rng.NormFloat64(), 'g', -1, 64)
		case 3:
			s = strconv.Itoa(int(rng.Int64() >> rng.IntN(64)))
		case 4:
			s = strconv.FormatFloat(rng.Float64(), 'e', rng.IntN(25), 64)
		case 5:
			s = digitString(rng)
		case 6:
			s = nearMidpoint(rng)
		case 7:
			s = []string{".5", "5.", "-.25", "-0", "+3", " 4 ", "007", "1e22", "1e23", "-0.0", "9007199254740992", "9007199254740993",
				"9223372036854776831", "9223372036854776832", "9223372036854776833", "0.000000000000000000000001"}[rng.IntN(16)]
		}
		x, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			continue
		}
		want = append(want, x)
		fmt.Fprintf(&one, "%s\n", s)
		fmt.Fprintf(&three, "a,%s,\"b\"\r\n", s)
	}
	check := func(what string, i int, got float64) {
		if math.Float64bits(got) != math.Float64bits(want[i]) {
			t.Fatalf("%s %d: got %v, want %v", what, i, got, want[i])
		}
	}
	for _, c := range []struct {
		what string
		text []byte
		col  int
	}{{"one column", one.Bytes(), 0}, {"three columns", three.Bytes(), 1}} {
		r, err := New(bytes.NewReader(c.text), "f", Options{NoHeader: true})
		if err != nil {
			t.Fatal(err)
		}
		var dst [1000]float64
		i := 0
		for err == nil {
			var n int
			n, err = r.Floats(c.col, dst[:1+rng.IntN(1000)])
			for _, x := range dst[:n] {
				check(c.what, i, x)
				i++
			}
		}
		if err != io.EOF || i != len(want) || r.Rows() != int64(i) {
			t.Fatal(err, i, len(want))
		}
		r, _ = New(bytes.NewReader(c.text), "f", Options{NoHeader: true})
		for i = 0; r.Next(); i++ {
			x, err := r.Float(c.col)
			if err != nil || r.Line() != i+1 {
				t.Fatal(err, r.Line(), i)
			}
			check(c.what+" by row", i, x)
		}
	}
}

// digitString returns up to 25 digits, with a point anywhere or nowhere among them.
func digitString(rng *rand.Rand) string {
	b := make([]byte, 1+rng.IntN(25))
	for i := range b {
		b[i] = '0' + byte(rng.IntN(10))
	}
	at := rng.IntN(len(b) + 1)
	return string(b[:at]) + "." + string(b[at:])
}

// nearMidpoint returns the number halfway between two neighbours in [2⁵², 2⁶⁴), with as many digits after the point as make 19 or
// nearly so, or what differs from it by one in the last of them: the hardest to round.
func nearMidpoint(rng *rand.Rand) string {
	e := 53 + rng.IntN(11)                                 // 2·value has its leading bit at 2^e
	twice := (1<<53 | rng.Uint64()>>11<<1 | 1) << (e - 53) // an odd multiple of half a unit in the last place, doubled
	digits := len(strconv.FormatUint(twice/2, 10))
	scale := uint64(1)
	for digits < 18+rng.IntN(2) {
		scale *= 10
		digits++
	}
	hi, lo := bits.Mul64(twice, scale)
	m, _ := bits.Div64(hi, lo, 2)
	m += uint64(rng.IntN(3)) - 1
	if scale == 1 {
		return strconv.FormatUint(m, 10)
	}
	s := strconv.FormatUint(m, 10)
	point := len(s) - len(strconv.FormatUint(scale, 10)) + 1
	return s[:point] + "." + s[point:]
}

// Every byte but those that part cells, everywhere in a short and in a long cell, is judged as ParseFloat judges it.
func TestEveryByte(t *testing.T) {
	for c := range 256 {
		if strings.IndexByte("\x00\n\r\",", byte(c)) >= 0 {
			continue
		}
		for _, digits := range []string{"1234567", "123456789012"} {
			for at := range len(digits) + 1 {
				cell := digits[:at] + string([]byte{byte(c)}) + digits[at:]
				want, wantErr := ParseFloat([]byte(cell))
				for _, text := range []string{"0\n" + cell + strings.Repeat("\n7", 20), "0,\n" + cell + ",\n"} {
					r := open(t, text, Options{Format: CSV, Comma: ',', NoHeader: true})
					var dst [2]float64
					n, err := r.Floats(0, dst[:])
					if wantErr == nil && (n != 2 || dst[1] != want) || wantErr != nil && (n != 1 || !errors.Is(err, wantErr)) {
						t.Fatalf("%q: %d numbers, %v, %v; want %v, %v", cell, n, dst[1], err, want, wantErr)
					}
				}
			}
		}
	}
}

func TestMissing(t *testing.T) {
	for _, c := range []struct{ pad, end string }{{"", ""}, {",a", ""}, {"", "\r"}} {
		var b strings.Builder
		b.WriteString("x" + strings.Replace(c.pad, "a", "y", 1) + c.end + "\n")
		for i := range 1000 {
			cell := strconv.Itoa(i)
			if i%10 == 7 {
				cell = []string{"NA", "NaN", `"NA"`, "null", " . ", `\N`}[i/10%6]
			}
			b.WriteString(cell + c.pad + c.end + "\n")
		}
		r := open(t, b.String(), Options{SkipNA: true})
		s, err := total(r, 0)
		if err != nil || s != 499500-50200 || r.Rows() != 1000 || r.Skipped() != 100 { // Σ_{k<100} (10k+7) = 50200
			t.Errorf("sum %v, rows %d, skipped %d: %v", s, r.Rows(), r.Skipped(), err)
		}
		r = open(t, b.String(), Options{})
		var dst [100]float64
		n, err := r.Floats(0, dst[:])
		var e *Error
		if n != 7 || !errors.Is(err, ErrMissing) || !errors.As(err, &e) || e.Line != 9 || e.Value != "NA" || r.Line() != 9 {
			t.Error(n, err)
		}
		if n, again := r.Floats(0, dst[:]); n != 0 || again != err {
			t.Error("the error does not last", n, again)
		}
	}
	for _, s := range []string{"", "  ", "NA", " NA ", "N/A", "n/a", "#N/A", "na", "NaN", "nan", "NAN", "null", "NULL", "Null", `\N`, ".", "\tnull ", "NULL ", "N/A\t", " #N/A"} {
		if !IsNA([]byte(s)) {
			t.Errorf("%q is not missing", s)
		}
	}
	for _, s := range []string{"-", "None", "0", "-9", "N A", "nAn", "missing", "NAA", "inf", "?"} {
		if IsNA([]byte(s)) {
			t.Errorf("%q is missing", s)
		}
	}
}

// Next and Floats may alternate: both go on from where the other stopped.
func TestAlternate(t *testing.T) {
	r := open(t, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n", Options{})
	var dst [3]float64
	for i := 1; i < 12; i += 4 {
		if !r.Next() || string(r.Field(0)) != strconv.Itoa(i) || r.Line() != i {
			t.Fatal(i, r.Err())
		}
		if n, err := r.Floats(0, dst[:]); n != 3 || err != nil || dst[2] != float64(i+3) {
			t.Fatal(n, err, dst)
		}
		if r.Rows() != int64(i+3) {
			t.Fatal(r.Rows())
		}
	}
	r.Skip()
	if n, err := r.Floats(0, dst[:]); n != 0 || err != io.EOF || r.Skipped() != 1 {
		t.Fatal(n, err)
	}
}

// A row costs no allocation, by Next and Field, by Float, and by Floats, in any format.
func TestNoAllocations(t *testing.T) {
	for name, line := range map[string]string{
		"one": "12.3456\n", "three": "12.3456,abc,\"q\"\"q\"\r\n", "long": "0.12345678901234567\n", "json": `{"x":12.3456,"y":"abc"}` + "\n",
	} {
		r := open(t, strings.Repeat(line, 2e5), Options{NoHeader: true})
		r.Next()
		if n := testing.AllocsPerRun(50000, func() {
			if !r.Next() {
				t.Fatal(r.Err())
			}
			r.Field(0)
			if _, err := r.Float(0); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations a row by Next", name, n)
		}
		dst := make([]float64, 1000)
		if n := testing.AllocsPerRun(100, func() {
			if _, err := r.Floats(0, dst); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations by Floats", name, n)
		}
	}
}
