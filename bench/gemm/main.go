//go:build linux

// Gemm times the products of package kernel beside OpenBLAS's, one thread each, in
// CPU time, and writes every run to a CSV. Runs take turns, case by case, so that a
// busy machine slows all alike; what is printed are medians and their ratios.
//
//	go run ./bench/gemm -out bench/gemm.csv
//
// It needs a C compiler and, on Debian, apt-get install libopenblas-dev.
package main

import (
	"bufio"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/bayeskit/bayeskit/internal/kernel"
)

// A shape is a product: what it is part of, AB, ATB or ABT, and its m, n and k.
type shape struct {
	use, op string
	m, n, k int
}

// shapes are squares, and the products of training three networks: digits
// (64-128-64-10, batches of 64 rows), regression (20-64-64-1, 256) and images
// (784-512-256-10, 128): forward AB, gradients of weights ATB, of inputs ABT.
func shapes() []shape {
	var s []shape
	for _, n := range []int{64, 128, 256, 512, 1024} {
		for _, op := range []string{"AB", "ATB", "ABT"} {
			s = append(s, shape{"square", op, n, n, n})
		}
	}
	s = append(s, shape{"narrow", "AB", 64, 10, 512}, shape{"narrow", "AB", 256, 512, 784})
	for _, net := range []struct {
		name  string
		batch int
		sizes []int
	}{{"digits", 64, []int{64, 128, 64, 10}}, {"regression", 256, []int{20, 64, 64, 1}}, {"images", 128, []int{784, 512, 256, 10}}} {
		for l := 1; l < len(net.sizes); l++ {
			in, out := net.sizes[l-1], net.sizes[l]
			s = append(s, shape{net.name, "AB", net.batch, out, in}, shape{net.name, "ATB", in, out, net.batch})
			if l > 1 {
				s = append(s, shape{net.name, "ABT", net.batch, in, out})
			}
		}
	}
	return s
}

// A row is a shape in a type of element, and the speeds of its runs by library.
type row struct {
	shape
	dtype  string
	speeds map[string][]float64
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("gemm: ")
	out := flag.String("out", "bench/gemm.csv", "where to write the runs")
	rounds := flag.Int("rounds", 7, "how often to run each case")
	least := flag.Float64("least", 0.01, "CPU seconds that a run takes at least")
	only := flag.String("only", "", "run only this part: square, narrow, digits, regression or images")
	flag.Parse()
	if err := bench(*out, *rounds, *least, *only); err != nil {
		log.Fatal(err)
	}
}

func bench(out string, rounds int, least float64, only string) error {
	runtime.LockOSThread() // its CPU time is what counts
	peer, err := start(least)
	if err != nil {
		return err
	}
	defer peer.stop()
	var rows []row
	for _, dtype := range []string{"f32", "f64"} {
		for _, s := range shapes() {
			if only == "" || only == s.use {
				rows = append(rows, row{s, dtype, map[string][]float64{}})
			}
		}
	}
	records := [][]string{{"round", "library", "use", "op", "dtype", "m", "n", "k", "gflops"}}
	note := func(round int, library string, r row, speed float64) {
		r.speeds[library] = append(r.speeds[library], speed)
		records = append(records, []string{strconv.Itoa(round), library, r.use, r.op, r.dtype,
			strconv.Itoa(r.m), strconv.Itoa(r.n), strconv.Itoa(r.k), strconv.FormatFloat(speed, 'f', 2, 64)})
	}
	for round := range rounds {
		for _, r := range rows {
			speed, err := peer.run(r)
			if err != nil {
				return err
			}
			note(round, peer.name, r, speed)
			for p := kernel.Best(); p >= kernel.Portable; p-- {
				measure := gflops[float32]
				if r.dtype == "f64" {
					measure = gflops[float64]
				}
				note(round, p.String(), r, measure(p, r.shape, least))
			}
		}
	}
	table(os.Stdout, peer.name, rows)
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(records); err != nil {
		return err
	}
	return os.WriteFile(out, []byte(b.String()), 0o644)
}

// table prints medians: the peer's GFLOP/s, and ours relative to it.
func table(w io.Writer, peer string, rows []row) {
	fmt.Fprintf(w, "| use | product | m×n×k | type | %s |", peer)
	for p := kernel.Best(); p >= kernel.Portable; p-- {
		fmt.Fprintf(w, " %v |", p)
	}
	fmt.Fprintf(w, "\n|---|---|---|---|---|%s\n", strings.Repeat("---|", int(kernel.Best())))
	for _, r := range rows {
		theirs := median(r.speeds[peer])
		fmt.Fprintf(w, "| %s | %s | %d×%d×%d | %s | %.1f |", r.use, r.op, r.m, r.n, r.k, r.dtype, theirs)
		for p := kernel.Best(); p >= kernel.Portable; p-- {
			fmt.Fprintf(w, " %.2f |", median(r.speeds[p.String()])/theirs)
		}
		fmt.Fprintln(w)
	}
}

func median(x []float64) float64 {
	x = slices.Sorted(slices.Values(x))
	return (x[(len(x)-1)/2] + x[len(x)/2]) / 2
}

// gflops returns the speed of a product on a path.
func gflops[T kernel.Float](p kernel.Path, s shape, least float64) float64 {
	a, b, c := matrix[T](s.m*s.k, 7), matrix[T](s.k*s.n, 5), matrix[T](s.m*s.n, 3)
	w := &kernel.Work[T]{Path: p}
	mul := map[string]func(*kernel.Work[T], []T, []T, []T, int, int, int, bool){
		"AB": kernel.MulAB[T], "ATB": kernel.MulATB[T], "ABT": kernel.MulABT[T]}[s.op]
	for times := 1; ; {
		start := cpu()
		for range times {
			mul(w, c, a, b, s.m, s.n, s.k, false)
		}
		took := (cpu() - start).Seconds()
		switch {
		case took >= least:
			return 2 * float64(s.m) * float64(s.n) * float64(s.k) * float64(times) / took * 1e-9
		case took < least/10:
			times *= 10
		default:
			times = int(float64(times)*1.2*least/took) + 1
		}
	}
}

func matrix[T kernel.Float](n, period int) []T {
	x := make([]T, n)
	for i := range x {
		x[i] = T(i%period - period/2)
	}
	return x
}

// cpu returns the CPU time that this thread has used.
func cpu() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		log.Fatal(err)
	}
	return time.Duration(t.Nano())
}

// A process is OpenBLAS, waiting for cases.
type process struct {
	name   string
	dir    string
	cmd    *exec.Cmd
	cases  io.WriteCloser
	answer *bufio.Scanner
}

// start compiles and starts it, with the kernel that it chooses by itself.
func start(least float64) (*process, error) {
	dir, err := os.MkdirTemp("", "gemm")
	if err != nil {
		return nil, err
	}
	p := &process{dir: dir}
	program := filepath.Join(dir, "openblas")
	if o, err := exec.Command("cc", "-O2", "-o", program, "bench/gemm/openblas/gemm.c", "-lopenblas").CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("compiling bench/gemm/openblas/gemm.c (run from the top of the module): %w\n%s", err, o)
	}
	p.cmd = exec.Command(program, fmt.Sprint(least))
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "OPENBLAS_") {
			p.cmd.Env = append(p.cmd.Env, v)
		}
	}
	p.cmd.Env = append(p.cmd.Env, "OPENBLAS_NUM_THREADS=1")
	p.cases, err = p.cmd.StdinPipe()
	if err == nil {
		var stdout io.Reader
		stdout, err = p.cmd.StdoutPipe()
		p.answer = bufio.NewScanner(stdout)
	}
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	p.answer.Scan()
	p.name = "OpenBLAS " + p.answer.Text()
	return p, nil
}

func (p *process) run(r row) (float64, error) {
	fmt.Fprintf(p.cases, "%s,%s,%d,%d,%d\n", r.op, r.dtype, r.m, r.n, r.k)
	if !p.answer.Scan() {
		return 0, fmt.Errorf("OpenBLAS stopped at %s %d×%d×%d: %v", r.op, r.m, r.n, r.k, p.answer.Err())
	}
	return strconv.ParseFloat(p.answer.Text(), 64)
}

func (p *process) stop() {
	p.cases.Close()
	p.cmd.Wait()
	os.RemoveAll(p.dir)
}
