package main

import (
	"flag"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var updateReadme = flag.Bool("update-readme", false, "write the commands' output into README.md")

// TestReadme runs each `$ bayes …` line of README.md's console blocks, all in
// one directory and in order, and compares what it prints with what follows.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(filepath.Join(root, "testdata"), filepath.Join(dir, "testdata")); err != nil {
		t.Skip(err) // a file system without links
	}
	bin := filepath.Join(dir, "bin")
	build := exec.Command("go", "build", "-o", bin+string(filepath.Separator), ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	ran := 0
	got := rerun(string(page), func(command string) string {
		ran++
		sh := exec.Command("sh", "-c", command)
		sh.Dir = dir
		sh.Env = append(os.Environ(), "PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
		out, _ := sh.CombinedOutput() // some of the examples show errors
		return string(out)
	})
	if ran < 10 {
		t.Errorf("only %d commands found", ran)
	}
	switch {
	case samePage(got, string(page)):
	case *updateReadme:
		if err := os.WriteFile(filepath.Join(root, "README.md"), []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("README.md does not show what the commands print; go test ./cmd/bayes -run TestReadme -update-readme mends it. It should be:\n%s", got)
	}
}

// decimal matches a number with more digits than people are shown.
var decimal = regexp.MustCompile(`-?\d+\.\d{9,}(e[-+]\d+)?`)

// samePage reports whether two pages are the same but for the last digits of long
// decimals, which differ between processors that fuse multiplications with
// additions and ones that do not.
func samePage(a, b string) bool {
	x, y := decimal.FindAllString(a, -1), decimal.FindAllString(b, -1)
	if len(x) != len(y) || decimal.ReplaceAllString(a, "#") != decimal.ReplaceAllString(b, "#") {
		return false
	}
	for i := range x {
		u, err1 := strconv.ParseFloat(x[i], 64)
		v, err2 := strconv.ParseFloat(y[i], 64)
		if err1 != nil || err2 != nil || !(math.Abs(u-v) <= 1e-9*math.Abs(v)) {
			return false
		}
	}
	return true
}

// rerun returns page with the output of every command in its console blocks
// replaced by what run returns for it. Commands that are not bayes's keep theirs.
func rerun(page string, run func(command string) string) string {
	var b strings.Builder
	console, replaced := false, false
	for line := range strings.Lines(page) {
		command, isCommand := strings.CutPrefix(line, "$ ")
		switch {
		case strings.HasPrefix(line, "```"):
			console = strings.HasPrefix(line, "```console")
			replaced = false
		case console && isCommand:
			replaced = strings.HasPrefix(command, "bayes ") || strings.Contains(command, "| bayes ")
			b.WriteString(line)
			if replaced {
				b.WriteString(run(strings.TrimSpace(command)))
			}
			continue
		case replaced:
			continue
		}
		b.WriteString(line)
	}
	return b.String()
}
