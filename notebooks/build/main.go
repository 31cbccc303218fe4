// Build makes the notebooks from their sources: it executes each in Jupyter, checks
// what came out, and writes it into the current directory. See ../run.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	checkOnly := flag.Bool("check", false, "write nothing: only see whether the notebooks run and show what they should")
	pages := flag.String("html", "", "write the notebooks, as they are, as pages into this `directory`")
	flag.Parse()
	sources := flag.Args()
	failed := false
	for _, source := range sources {
		start := time.Now()
		work := func() error { return build(ctx, source, *checkOnly) }
		if *pages != "" {
			work = func() error { return html(ctx, *pages, target(source)) }
		}
		if err := work(); err != nil {
			for line := range strings.Lines(err.Error()) {
				fmt.Fprintf(os.Stderr, "%s: %s", source, line)
			}
			fmt.Fprintln(os.Stderr)
			failed = true
			continue
		}
		fmt.Printf("%s: done in %.0f s\n", target(source), time.Since(start).Seconds())
	}
	if failed || len(sources) == 0 {
		fmt.Fprintf(os.Stderr, "%d notebooks, not all of them good\n", len(sources))
		os.Exit(1)
	}
}

// target returns the notebook that a source is for.
func target(source string) string {
	return strings.TrimSuffix(filepath.Base(source), ".md") + ".ipynb"
}

// build makes one notebook. It is written only if nothing is wrong with it.
func build(ctx context.Context, source string, checkOnly bool) error {
	text, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	cells, err := parse(string(text))
	if err != nil {
		return err
	}
	n := unexecuted(cells)
	executed, err := execute(ctx, n)
	if err != nil {
		return err
	}
	if err := n.fill(executed); err != nil {
		return err
	}
	out, err := encode(n, " ")
	if err != nil {
		return err
	}
	at := target(source)
	if err := check(cells, n); err != nil {
		bad := filepath.Join(".kernel", at)
		return errors.Join(err, fmt.Errorf("what came out is in %s", bad), os.WriteFile(bad, out, 0o644))
	}
	if checkOnly {
		return nil
	}
	if err := os.WriteFile(at+".new", out, 0o644); err != nil {
		return err
	}
	return os.Rename(at+".new", at)
}

// execute runs a notebook in Jupyter, in the current directory.
func execute(ctx context.Context, n notebook) (executed notebook, err error) {
	in, err := encode(n, "")
	if err != nil {
		return executed, err
	}
	var out, log bytes.Buffer
	cmd := exec.CommandContext(ctx, "jupyter", "nbconvert", "--to", "notebook", "--execute", "--allow-errors",
		"--ExecutePreprocessor.timeout=300", "--stdin", "--stdout")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &out, &log
	if err := cmd.Run(); err != nil {
		return executed, fmt.Errorf("jupyter nbconvert: %w\n%s", err, log.String())
	}
	if err := json.Unmarshal(out.Bytes(), &executed); err != nil {
		return executed, errors.Join(err, errors.New(log.String()))
	}
	return executed, nil
}
