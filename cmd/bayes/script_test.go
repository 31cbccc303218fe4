package main

import (
	"context"
	"os"
	"path/filepath"
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
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "gzip": gzipFile, "jsonis": jsonIs, "pageis": pageIs, "pagesmall": pageSmall},
		Setup: func(e *testscript.Env) error {
			return os.Symlink(data, filepath.Join(e.WorkDir, "testdata"))
		},
	})
}
