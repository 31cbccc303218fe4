package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// exits runs the command after the status: "exits 1 bayes update …". A command
// that fails must have printed nothing on stdout and one line, "bayes: …", on
// stderr. What follows can match both with stdout and stderr.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits status command …")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	runErr := ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := new(exec.ExitError); errors.As(runErr, &exit) {
		got = exit.ExitCode()
	} else if runErr != nil {
		ts.Fatalf("%v", runErr)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
	if want == 0 {
		return
	}
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("a failure wrote to stdout:\n%s", out)
	}
	msg := ts.ReadFile("stderr")
	if strings.Count(msg, "\n") != 1 || !strings.HasPrefix(msg, "bayes: ") || !strings.HasSuffix(msg, "\n") {
		ts.Fatalf("stderr is not one line that begins with bayes: %q", msg)
	}
}

// gzipFile compresses a file: "gzip name" makes name.gz.
func gzipFile(ts *testscript.TestScript, neg bool, args []string) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".gz"), b.Bytes(), 0o644))
}

// jsonIs checks values in the JSON that the last command printed: "jsonis
// groups.0.n 6 groups.0.log_evidence=-4.65396035". A number must agree to 1e-8
// of its size, the rest exactly; -null- is null.
func jsonIs(ts *testscript.TestScript, neg bool, args []string) {
	var doc any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &doc))
	for _, arg := range args {
		path, want, found := strings.Cut(arg, "==")
		if !found {
			ts.Fatalf("%s: want path==value", arg)
		}
		v := doc
		for _, key := range strings.Split(path, ".") {
			switch node := v.(type) {
			case map[string]any:
				child, ok := node[key]
				if !ok {
					ts.Fatalf("%s: no key %s in %v", path, key, node)
				}
				v = child
			case []any:
				i, err := strconv.Atoi(key)
				if key == "len" {
					v = float64(len(node))
				} else if err != nil || i >= len(node) {
					ts.Fatalf("%s: no element %s of %d", path, key, len(node))
				} else {
					v = node[i]
				}
			default:
				ts.Fatalf("%s: %v has no %s", path, v, key)
			}
		}
		if x, ok := v.(float64); ok {
			y, err := strconv.ParseFloat(want, 64)
			if err == nil && math.Abs(x-y) <= 1e-8*max(1, math.Abs(y)) {
				continue
			}
		} else if fmt.Sprint(v) == want || v == nil && want == "null" {
			continue
		}
		ts.Fatalf("%s = %v, want %s", path, v, want)
	}
}
