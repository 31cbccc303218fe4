// Mlp trains one of the workloads that data.py describes, and prints a line as peer.py
// does:
//
//	mlp DIR TASK DTYPE THREADS
//
// The path of kernels that ran stands in place of a peer's name.
package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strconv"
	"syscall"
	"time"

	"github.com/bayeskit/bayeskit/internal/kernel"
	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/prob"
)

// A task is a workload: see data.py.
type task struct {
	net           mlp.Net
	batch, epochs int
}

func tasks() map[string]task {
	return map[string]task{
		"digits":     {mlp.Dense(mlp.ReLU, 64, 128, 64, 10), 64, 50},
		"regression": {mlp.Dense(mlp.Tanh, 20, 64, 64, 1), 256, 10},
		"images":     {mlp.Dense(mlp.ReLU, 784, 512, 256, 10), 128, 1},
	}
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "mlp:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 4 {
		return fmt.Errorf("usage: mlp DIR TASK DTYPE THREADS")
	}
	name := args[1]
	t, ok := tasks()[name]
	if !ok {
		return fmt.Errorf("no task %s", name)
	}
	threads, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	x, err := read(args[0] + "/" + name + ".x")
	if err != nil {
		return err
	}
	y, err := read(args[0] + "/" + name + ".y")
	if err != nil {
		return err
	}
	var r result
	if t.net.Outputs() > 1 {
		labels := make([]int, len(y))
		for i, v := range y {
			labels[i] = int(v)
		}
		r, err = trainAs(args[2], t, mlp.Categorical(t.net.Outputs()), threads, x, labels)
	} else {
		target := make([]float64, len(y))
		for i, v := range y {
			target[i] = float64(v)
		}
		r, err = trainAs(args[2], t, mlp.SquaredError(1), threads, x, target)
		r.loss -= math.Log(math.Pi) / 2 // constants are in; a mean squared error has none
	}
	if err != nil {
		return err
	}
	fmt.Printf("bayeskit-%s,%s,%s,%d,%d,%.4f,%.4f,%.0f,%.6f\n", kernel.Best(), name, args[2], threads, t.epochs,
		r.wall.Seconds(), r.cpu.Seconds(), float64(len(y)*t.epochs)/r.wall.Seconds(), r.loss)
	return nil
}

type result struct {
	wall, cpu time.Duration
	loss      float64
}

func trainAs[Y any](dtype string, t task, h mlp.Head[Y], threads int, x []float32, y []Y) (result, error) {
	switch dtype {
	case "float32":
		return train(t, h, threads, mlp.Data[float32, Y]{X: x, Y: y})
	case "float64":
		double := make([]float64, len(x))
		for i, v := range x {
			double[i] = float64(v)
		}
		return train(t, h, threads, mlp.Data[float64, Y]{X: double, Y: y})
	}
	return result{}, fmt.Errorf("no dtype %s", dtype)
}

// train times the epochs, all of Fit but one epoch on few rows before, as the peers do.
func train[F mlp.Float, Y any](t task, h mlp.Head[Y], threads int, d mlp.Data[F, Y]) (r result, err error) {
	m := mlp.Training[F, Y]{Model: mlp.Model[Y]{Net: t.net, Head: h}, Batch: t.batch, Epochs: 1, Threads: threads}
	warm := mlp.Data[F, Y]{X: d.X[:5*t.batch*t.net.Inputs], Y: d.Y[:5*t.batch]}
	if _, err := m.Fit(context.Background(), prob.NewSeed(1), warm, nil); err != nil {
		return r, err
	}
	m.Epochs = t.epochs
	wall, cpu := time.Now(), processTime()
	s, err := m.Fit(context.Background(), prob.NewSeed(0), d, nil)
	if err != nil {
		return r, err
	}
	return result{time.Since(wall), processTime() - cpu, s.Last().Loss}, nil
}

// processTime returns the CPU time of the process so far.
func processTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// read reads a file of little-endian float32 numbers.
func read(path string) ([]float32, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	x := make([]float32, len(b)/4)
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return x, nil
}
