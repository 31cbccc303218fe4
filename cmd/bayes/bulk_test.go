package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// column writes a file of n numbers, and perhaps their groups, of which there
// are four, and returns its name.
func column(tb testing.TB, n int, grouped bool) string {
	var b bytes.Buffer
	b.WriteString("y")
	if grouped {
		b.WriteString(",g,one")
	}
	b.WriteByte('\n')
	for i := range n {
		fmt.Fprintf(&b, "%.3f", float64(i*7919%1000)/100)
		if grouped {
			fmt.Fprintf(&b, ",%d,1", i%4)
		}
		b.WriteByte('\n')
	}
	name := filepath.Join(tb.TempDir(), "y.csv")
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		tb.Fatal(err)
	}
	return name
}

func runUpdate(tb testing.TB, args ...string) string {
	var out, msg strings.Builder
	if code := run(context.Background(), append([]string{"bayes", "update"}, args...), strings.NewReader(""), &out, &msg); code != 0 {
		tb.Fatalf("exit status %d: %s", code, msg.String())
	}
	return out.String()
}

// A row costs no allocation: ten times the rows, the same number.
func TestNoAllocationPerRow(t *testing.T) {
	for _, grouped := range []bool{false, true} {
		allocs := func(n int) float64 {
			args := []string{"--prior", "normal-inverse-gamma:0,1,1,1", "--column", "y", column(t, n, grouped)}
			if grouped {
				args = append(args, "--by", "g")
			}
			return testing.AllocsPerRun(2, func() { runUpdate(t, args...) })
		}
		few, many := allocs(5_000), allocs(50_000)
		if more := (many - few) / 45_000; more > 0.01 {
			t.Errorf("grouped %t: %.3f allocations a row, want 0", grouped, more)
		}
	}
}

// The path through Floats and the one row by row come to the same posterior; the
// second is taken because of --weight.
func TestBulkIsRowByRow(t *testing.T) {
	name, wide := column(t, 20_000, false), column(t, 20_000, true)
	for _, prior := range []string{"normal-inverse-gamma:0,1,1,1", "gamma:2,1"} {
		args := []string{"--prior", prior, "--column", "y", "--digits", "11"}
		if prior == "gamma:2,1" {
			args = append(args, "--likelihood", "exponential")
		}
		bulk, slow := runUpdate(t, append(args, name)...), runUpdate(t, append(args, wide, "--weight", "one")...)
		if bulk != slow {
			t.Errorf("%s: in bulk\n%srow by row\n%s", prior, bulk, slow)
		}
	}
}

func BenchmarkUpdateColumn(b *testing.B) {
	const n = 1_000_000
	name := column(b, n, false)
	for b.Loop() {
		runUpdate(b, "--prior", "normal-inverse-gamma:0,1,1,1", name)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
