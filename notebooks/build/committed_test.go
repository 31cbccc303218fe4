package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// TestCommitted: each notebook is that of its source, and nothing is wrong with the
// outputs it has. It needs no Jupyter.
func TestCommitted(t *testing.T) {
	sources, err := filepath.Glob("../source/*.md")
	if err != nil || len(sources) < 6 {
		t.Fatalf("sources %v, %v", sources, err)
	}
	for _, source := range sources {
		text, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		cells, err := parse(string(text))
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		committed, err := os.ReadFile("../" + target(source))
		if err != nil {
			t.Errorf("%v: notebooks/run makes it", err)
			continue
		}
		var n notebook
		if err := json.Unmarshal(committed, &n); err != nil {
			t.Fatalf("%s: %v", target(source), err)
		}
		want := unexecuted(cells)
		same := len(want.Cells) == len(n.Cells)
		for i := range want.Cells {
			same = same && want.Cells[i].CellType == n.Cells[i].CellType && want.Cells[i].Source == n.Cells[i].Source
		}
		if !same {
			t.Errorf("%s is not made of %s as it is now: notebooks/run", target(source), source)
			continue
		}
		if err := check(cells, n); err != nil {
			t.Errorf("%s: %v", target(source), err)
		}
	}
}
