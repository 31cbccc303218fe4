package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Every published table gives the numbers of expected.csv, which were worked out apart
// from this program, to its nine digits; and the people of the table, one a row and in
// any order, give the same bytes as their counts.
func TestSimpsonExpected(t *testing.T) {
	expected := readRecords(t, "../../testdata/expected.csv")
	head := expected[0]
	for _, want := range expected[1:] {
		w := map[string]string{}
		for i, name := range head {
			w[name] = want[i]
		}
		file := "../../testdata/" + w["dataset"] + ".csv"
		counts := readRecords(t, file)
		column := func(level string) string {
			for _, row := range counts[1:] {
				if i := slices.Index(row, level); i >= 0 && counts[0][i] != w["stratum"] {
					return counts[0][i]
				}
			}
			t.Fatalf("%s: no %s", file, level)
			return ""
		}
		args := []string{"--treatment", column(w["treated"]) + "=" + w["treated"], "--outcome", column(w["event"]) + "=" + w["event"], "--by", w["stratum"], "--draws", "2000", "--format"}
		var doc struct {
			Treatment struct{ Control string }
			Estimates map[string]any
		}
		out := simpsonOutput(t, "", append([]string{file, "--count", "n"}, append(args, "json")...))
		if err := json.Unmarshal(out, &doc); err != nil {
			t.Fatal(err)
		}
		if doc.Treatment.Control != w["control"] {
			t.Errorf("%s: control %s, want %s", file, doc.Treatment.Control, w["control"])
		}
		for _, name := range head[5:] {
			if name == "strata_signs" {
				if doc.Estimates[name] != w[name] {
					t.Errorf("%s: signs %v, want %s", file, doc.Estimates[name], w[name])
				}
				continue
			}
			x, err := strconv.ParseFloat(w[name], 64)
			got, ok := doc.Estimates[name].(float64)
			if err != nil || !ok || math.Abs(got-x) > 5.001e-9*math.Abs(x) { // half of the ninth digit, at most
				t.Errorf("%s: %s = %v, want %s", file, name, doc.Estimates[name], w[name])
			}
		}
		table := simpsonOutput(t, "", append([]string{file, "--count", "n"}, append(args, "table")...))
		people := simpsonOutput(t, onePerRow(t, counts), append([]string{"-"}, append(args, "table")...))
		if !bytes.Equal(table, people) {
			t.Errorf("%s: rows give other bytes than counts:\n%s\n%s", file, people, table)
		}
	}
}

func readRecords(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// onePerRow writes out a table whose last column is a count, shuffled.
func onePerRow(t *testing.T, counts [][]string) string {
	t.Helper()
	var lines []string
	for _, row := range counts[1:] {
		n, err := strconv.Atoi(row[len(row)-1])
		if err != nil {
			t.Fatal(err)
		}
		line := strings.Join(row[:len(row)-1], ",") + "\n"
		for range n {
			lines = append(lines, line)
		}
	}
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	return strings.Join(counts[0][:len(counts[0])-1], ",") + "\n" + strings.Join(lines, "")
}

func simpsonOutput(t *testing.T, stdin string, args []string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(t.Context(), append([]string{"bayes", "simpson"}, args...), strings.NewReader(stdin), &out, &errs); code != 0 {
		t.Fatal(fmt.Sprint(args), code, errs.String())
	}
	return out.Bytes()
}
