package main

import (
	"bufio"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// simpsonWorkloads are bayes simpson on a file of three columns of labels, and on one of
// thirty columns in which it searches.
func simpsonWorkloads(bayes, dir string, rows int) []workload {
	people := filepath.Join(dir, "people.csv")
	if err := simulateLabels(people, rows, []int{6, 2, 2}); err != nil {
		log.Fatal(err)
	}
	wide := filepath.Join(dir, "wide.csv")
	levels := make([]int, 30)
	for i := range levels {
		levels[i] = 2 + 3*(i%2)
	}
	if err := simulateLabels(wide, rows/100, levels); err != nil {
		log.Fatal(err)
	}
	count := `NR > 1 {n[$0]++} END {for (k in n) print k, n[k]}`
	return []workload{
		{"reversal, three columns", rows, []contender{
			{"bayes", []string{bayes, "simpson", people, "--treatment", "b", "--outcome", "c", "--by", "a"}},
			{"mawk {n[$0]++}", []string{"mawk", count, people}},
		}},
		{"search, thirty columns", rows / 100, []contender{
			{"bayes", []string{bayes, "simpson", wide, "--treatment", "a", "--outcome", "c"}},
		}},
	}
}

// simulateLabels writes a CSV of columns a, b, c … of so many levels each, independent of
// each other.
func simulateLabels(path string, n int, levels []int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	rng := rand.New(rand.NewPCG(1, 2))
	names := make([]string, len(levels))
	for i := range names {
		names[i] = strings.Repeat(string(rune('a'+i%26)), 1+i/26)
	}
	w.WriteString(strings.Join(names, ",") + "\n")
	for range n {
		for i, k := range levels {
			if i > 0 {
				w.WriteByte(',')
			}
			w.WriteString("level")
			w.WriteByte("ABCDEFGHIJ"[rng.IntN(k)])
		}
		w.WriteByte('\n')
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}
