// Bench times the command as whole processes beside peers that do the same or
// less, and writes every run to a CSV. Runs are interleaved, so that a busy
// machine slows all alike; what is printed are medians and their ratios.
//
//	go run ./bench -out bench/update.csv
//
// Peers that are not installed are left out and named. On Debian:
// apt-get install mawk python3-numpy python3-scipy r-base-core.
package main

import (
	"bufio"
	"encoding/csv"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A contender is a command that one workload runs.
type contender struct {
	name string
	args []string
}

// A workload is what contenders are compared on; ours comes first.
type workload struct {
	name string
	rows int // of the file read, 0 if none is
	of   []contender
}

// A run is one process.
type run struct {
	wall, cpu float64 // seconds
	rss       int64   // KiB, greatest
}

func main() {
	log.SetFlags(0)
	out := flag.String("out", "", "CSV of every run")
	repeats := flag.Int("repeats", 9, "runs of each command")
	rows := flag.Int("rows", 10_000_000, "rows of the large files")
	only := flag.String("only", "", "workloads whose names hold this, others not")
	flag.Parse()

	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	bayes := filepath.Join(dir, "bayes")
	if b, err := exec.Command("go", "build", "-o", bayes, "github.com/bayeskit/bayeskit/cmd/bayes").CombinedOutput(); err != nil {
		log.Fatalf("go build: %v\n%s", err, b)
	}

	var records [][]string
	for _, w := range append(workloads(bayes, dir, *rows), simpsonWorkloads(bayes, dir, *rows)...) {
		if strings.Contains(w.name, *only) {
			records = append(records, measure(w, *repeats)...)
		}
	}
	if *out != "" {
		if err := write(*out, records); err != nil {
			log.Fatal(err)
		}
	}
}

func workloads(bayes, dir string, rows int) []workload {
	file := func(name string, n int, value func(*rand.Rand) string) string {
		path := filepath.Join(dir, name)
		if err := simulate(path, n, value); err != nil {
			log.Fatal(err)
		}
		return path
	}
	reading := func(r *rand.Rand) string { return strconv.FormatFloat(20+2*r.NormFloat64(), 'f', 4, 64) }
	bit := func(r *rand.Rand) string { return strconv.Itoa(r.IntN(2)) }
	count := func(r *rand.Rand) string { return strconv.Itoa(r.IntN(9)) }
	readings := file("readings.csv", rows, reading)
	tenth := file("readings_tenth.csv", rows/10, reading)
	bits := file("bits.csv", rows, bit)
	counts := file("counts.csv", rows, count)

	table := filepath.Join(dir, "table.csv")
	if err := simulateTable(table, rows/10); err != nil {
		log.Fatal(err)
	}
	const ten = "x1,x2,x3,x4,x5,x6,x7,x8,x9,x10"
	wishart := []string{bayes, "update", "--prior", "normal-inverse-wishart", "--columns"}
	numpy := func(columns, then string) []string {
		return []string{"/usr/bin/python3", "-c", "import numpy as np; t = np.loadtxt('" + table + "', delimiter=',', skiprows=1, usecols=" + columns + "); " + then}
	}
	sums := contender{"mawk, 11 sums", []string{"mawk", "-F,", "{a+=$1;b+=$2;c+=$3;d+=$4;e+=$5;f+=$6;g+=$7;h+=$8;i+=$9;j+=$10;k+=$11} END {print a,b,c,d,e,f,g,h,i,j,k}", table}}

	nig := []string{bayes, "update", "--prior", "normal-inverse-gamma(0,1,1,1)", "--column", "y"}
	sum := func(f string) contender {
		return contender{"mawk {s+=$1}", []string{"mawk", "{s+=$1} END {print s}", f}}
	}
	return []workload{
		{"cold start, one row", 0, []contender{
			{"bayes", []string{bayes, "update", "--prior", "beta:1,1", "--data", "1"}},
			{"mawk, one sum", []string{"mawk", "BEGIN {print 1 + 1}"}},
			{"python, no import", []string{"/usr/bin/python3", "-c", "a, b = 1 + 1, 1; print(a / (a + b))"}},
			{"scipy", []string{"/usr/bin/python3", "-c", "from scipy.stats import beta; print(beta(2, 1).mean(), beta(2, 1).interval(0.95))"}},
			{"R", []string{"Rscript", "-e", "cat(2/3, qbeta(c(.025, .975), 2, 1))"}},
		}},
		{"column of decimals", rows, []contender{{"bayes", append(slices.Clone(nig), readings)}, sum(readings)}},
		{"column of 0 and 1", rows, []contender{{"bayes", []string{bayes, "update", "--prior", "beta:1,1", "--column", "y", bits}}, sum(bits)}},
		{"column of counts", rows, []contender{{"bayes", []string{bayes, "update", "--prior", "gamma:2,1", "--likelihood", "poisson", "--column", "y", counts}}, sum(counts)}},
		{"regression on 10 predictors", rows / 10, []contender{
			{"bayes", []string{bayes, "update", "--response", "y", "--predictors", ten, table}},
			sums,
			{"numpy", numpy("range(11)", "X = t.copy(); X[:, 0] = 1; print(np.linalg.lstsq(X, t[:, 0], rcond=None))")},
		}},
		{"3 columns at once", rows / 10, []contender{
			{"bayes", append(slices.Clone(wishart), "x1,x2,x3", table)},
			{"numpy", numpy("(1, 2, 3)", "print(t.mean(0), np.cov(t.T))")},
		}},
		{"10 columns at once", rows / 10, []contender{
			{"bayes", append(slices.Clone(wishart), ten, table)},
			sums,
			{"numpy", numpy("range(1, 11)", "print(t.mean(0), np.cov(t.T))")},
		}},
		{"a tenth of the decimals", rows / 10, []contender{{"bayes", append(slices.Clone(nig), tenth)}}},
	}
}

// simulate writes a CSV of one column, y.
func simulate(path string, n int, value func(*rand.Rand) string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	rng := rand.New(rand.NewPCG(1, 2))
	w.WriteString("y\n")
	for range n {
		w.WriteString(value(rng))
		w.WriteByte('\n')
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// simulateTable writes a CSV of a response y and ten predictors, of which
// neighbours are correlated.
func simulateTable(path string, n int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	rng := rand.New(rand.NewPCG(3, 4))
	w.WriteString("y,x1,x2,x3,x4,x5,x6,x7,x8,x9,x10\n")
	var line []byte
	for range n {
		y, before := 20+rng.NormFloat64(), 0.0
		line = line[:0]
		for j := range 10 {
			x := 0.5*before + rng.NormFloat64()
			y, before = y+0.1*float64(j+1)*x, x
			line = append(line, ',')
			line = strconv.AppendFloat(line, x, 'f', 4, 64)
		}
		w.WriteString(strconv.FormatFloat(y, 'f', 4, 64))
		w.Write(line)
		w.WriteByte('\n')
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// measure runs the contenders of w in turn, repeats times after one run to warm
// up, prints medians and returns a record of every run.
func measure(w workload, repeats int) (records [][]string) {
	fmt.Printf("\n%s\n", w.name)
	var present []contender
	for _, c := range w.of {
		if _, err := exec.LookPath(c.args[0]); err != nil {
			fmt.Printf("  %-20s not installed\n", c.name)
			continue
		}
		if _, err := once(c); err != nil {
			fmt.Printf("  %-20s left out: %v\n", c.name, err)
			continue
		}
		present = append(present, c)
	}
	runs := make([][]run, len(present))
	for range repeats {
		for i, c := range present {
			r, err := once(c)
			if err != nil {
				log.Fatalf("%s: %v", c.name, err)
			}
			runs[i] = append(runs[i], r)
			records = append(records, []string{w.name, c.name, strconv.Itoa(w.rows),
				fmt.Sprintf("%.6f", r.wall), fmt.Sprintf("%.6f", r.cpu), strconv.FormatInt(r.rss, 10)})
		}
	}
	var ours float64
	for i, c := range present {
		wall := median(runs[i], func(r run) float64 { return r.wall })
		cpu := median(runs[i], func(r run) float64 { return r.cpu })
		rss := median(runs[i], func(r run) float64 { return float64(r.rss) })
		if i == 0 {
			ours = cpu
		}
		rate := ""
		if w.rows > 0 {
			rate = fmt.Sprintf("  %6.1f million rows/s of CPU", float64(w.rows)/cpu/1e6)
		}
		fmt.Printf("  %-20s wall %7.1f ms  cpu %7.1f ms  %6.1f MiB  cpu/ours %5.2f%s\n", c.name, 1e3*wall, 1e3*cpu, rss/1024, cpu/ours, rate)
	}
	return records
}

// once runs c on one core.
func once(c contender) (run, error) {
	cmd := exec.Command(c.args[0], c.args[1:]...)
	if path, err := exec.LookPath("taskset"); err == nil {
		cmd = exec.Command(path, append([]string{"-c", strconv.Itoa(runtime.NumCPU() - 1)}, c.args...)...)
	}
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return run{}, fmt.Errorf("%w: %s", err, strings.TrimSpace(stderr.String()))
	}
	use := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return run{
		wall: time.Since(start).Seconds(),
		cpu:  (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(),
		rss:  use.Maxrss,
	}, nil
}

func median(runs []run, of func(run) float64) float64 {
	v := make([]float64, len(runs))
	for i, r := range runs {
		v[i] = of(r)
	}
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

func write(path string, records [][]string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	w.Write([]string{"workload", "command", "rows", "wall_s", "cpu_s", "max_rss_kib"})
	w.WriteAll(records)
	if err := w.Error(); err != nil {
		return err
	}
	return f.Close()
}
