// Package arrows holds the test of which package may import which.
package arrows

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/bayeskit/bayeskit/"

// allowed lists, for each package of this module, what of it a package may
// import. Any may use what is under internal that is listed for it; only tests
// and commands may use everything.
var allowed = map[string][]string{
	"prob":             {"internal/dd", "internal/kernel"},
	"prob/probtest":    {"prob"},
	"bayes":            {"prob", "internal/dd", "internal/suggest"},
	"bayes/factor":     {"prob", "bayes", "internal/dd"},
	"bayes/decide":     {"prob", "bayes"},
	"bayes/causal":     {"prob", "bayes", "internal/suggest"},
	"mlp":              {"prob", "internal/kernel"},
	"mlp/tabular":      {"prob", "mlp", "internal/suggest"},
	"internal/dd":      {},
	"internal/kernel":  {},
	"internal/rows":    {"internal/suggest"},
	"internal/suggest": {},
	"internal/page":    {},
	"internal/arrows":  {},
	"testdata":         {},
}

// keptOut are the prefixes of modules that libraries do without: plotting and
// the command line's.
var keptOut = []string{"gonum.org/v1/plot", "github.com/urfave/", "github.com/jedib0t/"}

func TestArrows(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := 0
	for line := range bytes.Lines(out) {
		importer, imports, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
		pkg := strings.TrimPrefix(importer, module)
		if strings.HasPrefix(pkg, "cmd/") || strings.HasPrefix(pkg, "bench") || strings.HasSuffix(pkg, "/gen") {
			continue
		}
		may, ok := allowed[pkg]
		if !ok {
			t.Errorf("package %s is not in the list of who may import what: add it, with its reason to exist in ARCHITECTURE.md", pkg)
			continue
		}
		seen++
		for _, imp := range strings.Fields(imports) {
			if ours, ok := strings.CutPrefix(imp, module); ok && !contains(may, ours) {
				t.Errorf("%s imports %s: the arrows allow only %v", pkg, ours, may)
			}
			for _, prefix := range keptOut {
				if strings.HasPrefix(imp, prefix) {
					t.Errorf("%s imports %s, which only commands may", pkg, imp)
				}
			}
		}
	}
	if seen < 3 {
		t.Errorf("only %d packages looked at", seen)
	}
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
