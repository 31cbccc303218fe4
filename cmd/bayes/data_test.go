package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/testdata"
)

// The simulated tables are what the generator writes.
func TestGeneratedTables(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("go", "run", "../../testdata/gen", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	simulated := 0
	for _, table := range testdata.Tables() {
		if strings.HasPrefix(table.About, "simulated") {
			simulated++
		}
	}
	if len(entries) != simulated {
		t.Errorf("%d tables generated, want the %d that are listed as simulated", len(entries), simulated)
	}
	for _, e := range entries {
		committed, err := testdata.Files.ReadFile(e.Name())
		if err != nil {
			t.Error(err)
			continue
		}
		if content(t, filepath.Join(dir, e.Name())) != string(committed) {
			t.Errorf("%s is not what go run ./testdata/gen testdata writes", e.Name())
		}
	}
}

// Every embedded file is listed, and every table listed is there.
func TestTablesListed(t *testing.T) {
	listed := map[string]bool{}
	for _, table := range testdata.Tables() {
		if listed[table.File] = true; table.Name+filepath.Ext(table.File) != table.File {
			t.Errorf("table %s is in %s", table.Name, table.File)
		}
	}
	entries, err := testdata.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !listed[e.Name()] {
			t.Errorf("%s is embedded but not listed", e.Name())
		}
	}
	if len(entries) != len(listed) {
		t.Errorf("%d files, %d listed", len(entries), len(listed))
	}
}

// The published tables have as many cases as their sources say.
func TestPublishedCounts(t *testing.T) {
	for name, want := range map[string]int{
		"ucb_admissions": 4526, "kidney_stones": 700, "death_penalty_radelet1981": 326, "baseball_jeter_justice": 1181,
		"covid_uk_delta_2021": 268166, "pearl_drug": 80, "birthwt_low": 189,
	} {
		text, err := testdata.Files.ReadFile(name + ".csv")
		if err != nil {
			t.Error(err)
			continue
		}
		sum := 0
		for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
			n, err := strconv.Atoi(line[strings.LastIndexByte(line, ',')+1:])
			if err != nil && i > 0 {
				t.Errorf("%s: %v", name, err)
			}
			sum += n
		}
		if sum != want {
			t.Errorf("%s: %d cases, want %d", name, sum, want)
		}
	}
}
