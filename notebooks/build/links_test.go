package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLinks: the notebooks and the library's examples that a source names exist, and
// each source has its notebook.
func TestLinks(t *testing.T) {
	examples := map[string]bool{}
	declared := regexp.MustCompile(`(?m)^func (Example\w+)\(\)`)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range declared.FindAllSubmatch(text, -1) {
			examples[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	sources, err := filepath.Glob("../source/*.md")
	if err != nil || len(sources) < 6 {
		t.Fatalf("sources %v, %v", sources, err)
	}
	page, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		text, err := os.ReadFile(source)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\]\(([^)]*\.ipynb)\)`).FindAllSubmatch(append(text, page...), -1) {
			if _, err := os.Stat("../" + string(m[1])); err != nil {
				t.Errorf("%s links to %s: %v", source, m[1], err)
			}
		}
		for _, m := range regexp.MustCompile("`(Example\\w*)`").FindAllSubmatch(text, -1) {
			if !examples[string(m[1])] {
				t.Errorf("%s names %s, which is no example of the library", source, m[1])
			}
		}
		if !bytes.Contains(page, []byte("("+target(source)+")")) {
			t.Errorf("README.md does not list %s", target(source))
		}
	}
}
