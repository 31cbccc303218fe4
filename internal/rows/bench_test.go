package rows

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// The files of the benchmarks: the lines a generator makes, repeated to a few megabytes.
var files = []struct {
	name string
	col  int
	line func(rng *rand.Rand) string
}{
	{"short", 0, func(rng *rand.Rand) string { return fmt.Sprintf("%.4f\n", 10+89*rng.Float64()) }},
	{"signed", 0, func(rng *rand.Rand) string { return fmt.Sprintf("%.5f\n", rng.NormFloat64()) }},
	{"zero-one", 0, func(rng *rand.Rand) string { return fmt.Sprintf("%d\n", rng.IntN(2)) }},
	{"full", 0, func(rng *rand.Rand) string { return fmt.Sprintf("%v\n", rng.NormFloat64()) }},
	{"crlf", 0, func(rng *rand.Rand) string { return fmt.Sprintf("%.4f\r\n", 10+89*rng.Float64()) }},
	{"five", 3, func(rng *rand.Rand) string {
		return fmt.Sprintf("%d,%s,seg%d,%.2f,%d\n", rng.IntN(1e7), []string{"a", "b"}[rng.IntN(2)], rng.IntN(30), 100*rng.Float64(), rng.IntN(2))
	}},
	{"quoted", 1, func(rng *rand.Rand) string {
		return fmt.Sprintf("\"id %d\",%.2f,\"a, b\"\n", rng.IntN(1e7), 100*rng.Float64())
	}},
	{"ndjson", 1, func(rng *rand.Rand) string {
		return fmt.Sprintf("{\"id\":%d,\"x\":%.4f,\"arm\":\"a\"}\n", rng.IntN(1e7), 100*rng.Float64())
	}},
}

func benchText(line func(*rand.Rand) string) (string, int) {
	rng := rand.New(rand.NewPCG(5, 6))
	var b strings.Builder
	for range 10000 {
		b.WriteString(line(rng))
	}
	const times = 20
	return strings.Repeat(b.String(), times), times * 10000
}

// BenchmarkFloats sums a column in bulk, digest included.
func BenchmarkFloats(b *testing.B) {
	dst := make([]float64, 4096)
	for _, f := range files {
		b.Run(f.name, func(b *testing.B) {
			text, rows := benchText(f.line)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := New(strings.NewReader(text), f.name, Options{NoHeader: true})
				for err == nil {
					_, err = r.Floats(f.col, dst)
				}
				if err != io.EOF || r.Rows() != int64(rows) || r.Digest() == "" {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkNext walks the rows and looks at one cell of each.
func BenchmarkNext(b *testing.B) {
	for _, f := range files {
		b.Run(f.name, func(b *testing.B) {
			text, rows := benchText(f.line)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := New(strings.NewReader(text), f.name, Options{NoHeader: true})
				if err != nil {
					b.Fatal(err)
				}
				for r.Next() {
					r.Field(f.col)
				}
				if r.Err() != nil || r.Rows() != int64(rows) {
					b.Fatal(r.Err())
				}
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
