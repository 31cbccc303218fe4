package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"bayes": func() { os.Exit(run(context.Background(), os.Args, os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs testdata/script/*.txtar, one behaviour each, with the
// module's testdata beside the script's own files. -update writes the outputs
// that scripts compare with cmp.
func TestScripts(t *testing.T) {
	data, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() {
		files = fewScripts(files)
	}
	testscript.Run(t, testscript.Params{
		Files:               files,
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "gzip": gzipFile, "jsonis": jsonIs, "pageis": pageIs, "pagesmall": pageSmall},
		Setup: func(e *testscript.Env) error {
			return os.Symlink(data, filepath.Join(e.WorkDir, "testdata"))
		},
	})
}

// fewScripts returns those of commands that do things at the same time: with the race
// detector in it a process takes so long to start that all scripts would take minutes.
func fewScripts(files []string) (few []string) {
	for _, f := range files {
		switch strings.TrimSuffix(filepath.Base(f), ".txtar") {
		case "mlp_resume", "mlp_export", "simpson_graph", "plan_size", "ab_rates", "do_pearl", "state_save", "report_compare":
			few = append(few, f)
		}
	}
	return few
}
