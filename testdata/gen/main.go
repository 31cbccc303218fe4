// Gen writes the simulated example tables into the directory named by its
// argument:
//
//	go run ./testdata/gen testdata
//
// The files that are committed are its output, and a test of cmd/bayes compares
// the two. Every table has a stream of random numbers of its own, so that
// changing one leaves the others alone. The draws are made here from uniform,
// normal and exponential numbers rather than by the samplers of package prob, so
// that a better sampler there does not change the data.
package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/bayeskit/bayeskit/prob"
)

// seed is the root of every stream.
const seed = 1763

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen DIRECTORY")
		os.Exit(2)
	}
	for i, t := range tables {
		text := t.write(prob.NewSeed(seed).Child(uint64(i)).Rand())
		if err := os.WriteFile(filepath.Join(os.Args[1], t.file), []byte(text), 0o666); err != nil {
			fmt.Fprintln(os.Stderr, "gen:", err)
			os.Exit(1)
		}
	}
}

// tables lists what is written. New ones go to the end: the place of a table is
// the child of the seed that it draws from.
var tables = []struct {
	file  string
	write func(*rand.Rand) string
}{
	{"march.csv", func(rng *rand.Rand) string { return calls(rng, 31, 4.2) }},
	{"april.csv", func(rng *rand.Rand) string { return calls(rng, 30, 5.1) }},
	{"sensor.csv", sensor},
	{"clicks.ndjson", clicks},
	{"lifetimes.csv", lifetimes},
	{"visits.csv", visits},
	{"labels.csv", labels},
	{"batches.csv", batches},
	{"orders.csv", orders},
	{"clicks.csv", views},
	{"boundary.csv", boundary},
	{"spirals.csv", spirals},
}

// calls are Poisson counts of the given rate, one a day.
func calls(rng *rand.Rand, days int, rate float64) string {
	var b strings.Builder
	b.WriteString("day,n\n")
	for day := range days {
		fmt.Fprintf(&b, "%d,%d\n", day+1, poisson(rng, rate))
	}
	return b.String()
}

// sensor is a normal error of mean 0.7 and standard deviation 1.5, every half
// second.
func sensor(rng *rand.Rand) string {
	var b strings.Builder
	b.WriteString("time,y\n")
	for i := range 200 {
		fmt.Fprintf(&b, "%.1f,%.3f\n", float64(i)/2, 0.7+1.5*rng.NormFloat64())
	}
	return b.String()
}

// clicks shows one of three variants, by turns at random, and clicks with a
// probability of 6, 8 and 13 per cent.
func clicks(rng *rand.Rand) string {
	var b strings.Builder
	p := map[string]float64{"A": 0.06, "B": 0.08, "C": 0.13}
	for i := range 480 {
		variant := string("ABC"[rng.IntN(3)])
		fmt.Fprintf(&b, `{"visit": %d, "variant": %q, "clicked": %t}`+"\n", i+1, variant, rng.Float64() < p[variant])
	}
	return b.String()
}

// lifetimes are exponential with a mean of 400 hours, watched for a time between
// 100 and 900 hours: event is 0 where the pump was still running when the
// watching ended.
func lifetimes(rng *rand.Rand) string {
	var b strings.Builder
	b.WriteString("pump,time,event\n")
	for i := range 120 {
		time, watched, event := 400*rng.ExpFloat64(), 100+800*rng.Float64(), 1
		if time > watched {
			time, event = watched, 0
		}
		fmt.Fprintf(&b, "%d,%.1f,%d\n", i+1, time, event)
	}
	return b.String()
}

// visits are Poisson counts over unequal numbers of hours at four sites, whose
// rates an hour are 1.5, 2, 3 and 5.
func visits(rng *rand.Rand) string {
	var b strings.Builder
	b.WriteString("site,n,hours\n")
	sites, rates := []string{"east", "north", "south", "west"}, []float64{2, 1.5, 5, 3}
	for i := range 60 {
		hours := float64(1+rng.IntN(16)) / 2
		fmt.Fprintf(&b, "%s,%d,%.1f\n", sites[i%4], poisson(rng, rates[i%4]*hours), hours)
	}
	return b.String()
}

// labels are colours chosen with probabilities that depend on the region.
func labels(rng *rand.Rand) string {
	var b strings.Builder
	b.WriteString("region,colour\n")
	chances := map[string][]float64{"coast": {0.2, 0.3, 0.5}, "inland": {0.4, 0.4, 0.2}}
	for range 180 {
		region := []string{"coast", "inland"}[rng.IntN(2)]
		u, k := rng.Float64(), 0
		for k < 2 && u >= chances[region][k] {
			u -= chances[region][k]
			k++
		}
		fmt.Fprintf(&b, "%s,%s\n", region, []string{"red", "green", "blue"}[k])
	}
	return b.String()
}

// batches are binomial counts of defects, 3 per cent on average, that vary from
// batch to batch no more than chance would have it.
func batches(rng *rand.Rand) string {
	var b strings.Builder
	b.WriteString("batch,defects,size\n")
	for i := range 40 {
		size, defects := 50+rng.IntN(151), 0
		for range size {
			if rng.Float64() < 0.03 {
				defects++
			}
		}
		fmt.Fprintf(&b, "%d,%d,%d\n", i+1, defects, size)
	}
	return b.String()
}

// orders are revenues whose logarithms are normal, with mean 3 and standard deviation
// 0.9 for variant A, 3.25 and 0.8 for B.
func orders(rng *rand.Rand) string {
	var b strings.Builder
	b.WriteString("order,variant,revenue\n")
	for i := range 400 {
		variant, mu, sigma := "A", 3.0, 0.9
		if rng.IntN(2) == 1 {
			variant, mu, sigma = "B", 3.25, 0.8
		}
		fmt.Fprintf(&b, "%d,%s,%.2f\n", i+1, variant, math.Exp(mu+sigma*rng.NormFloat64()))
	}
	return b.String()
}

// views shows one of two variants, at random, which are clicked with a probability of
// 5 and 6.5 per cent.
func views(rng *rand.Rand) string {
	var b strings.Builder
	b.WriteString("view,variant,clicked\n")
	for i := range 3000 {
		variant, p := "A", 0.05
		if rng.IntN(2) == 1 {
			variant, p = "B", 0.065
		}
		clicked := 0
		if rng.Float64() < p {
			clicked = 1
		}
		fmt.Fprintf(&b, "%d,%s,%d\n", i+1, variant, clicked)
	}
	return b.String()
}

// poisson counts how many exponential gaps fit into rate.
func poisson(rng *rand.Rand, rate float64) int {
	n := 0
	for product := rng.Float64(); product > math.Exp(-rate); product *= rng.Float64() {
		n++
	}
	return n
}

// boundary is a height above a plane: low on one side of a curve, high on the other, with
// noise that grows along it.
func boundary(rng *rand.Rand) string {
	var b strings.Builder
	b.WriteString("x1,x2,y\n")
	for range 600 {
		x1, x2 := 2*rng.Float64()-1, 2*rng.Float64()-1
		y := math.Tanh(6*(x2-math.Sin(3*x1)/2)) + (0.1+0.1*(x1+1))*rng.NormFloat64()
		fmt.Fprintf(&b, "%.3f,%.3f,%.3f\n", x1, x2, y)
	}
	return b.String()
}

// spirals are three arms of points that wind around each other.
func spirals(rng *rand.Rand) string {
	var b strings.Builder
	b.WriteString("x1,x2,class\n")
	for range 600 {
		arm, r := rng.IntN(3), rng.Float64()
		angle := 2*math.Pi*(float64(arm)/3+r) + 0.15*rng.NormFloat64()
		fmt.Fprintf(&b, "%.3f,%.3f,%s\n", r*math.Cos(angle), r*math.Sin(angle), string('a'+rune(arm)))
	}
	return b.String()
}
