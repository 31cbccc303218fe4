package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"
)

// quoted is a number between backquotes: what the text says an output shows.
var quoted = regexp.MustCompile("`([-+−]?[0-9][0-9,]*(?:\\.[0-9]+)?(?:e[-+]?[0-9]+)?%?)`")

const widest = 110 // line of code that a notebook shows in full

// check returns everything that is wrong with an executed notebook: a cell that
// failed, for Jupyter itself says nothing of a panic or an exit code; one that wrote
// to standard error, shows nothing though it should or something though it should
// not; a line that does not fit; a number between backquotes that no output has; a path of this machine.
func check(cells []cell, n notebook) error {
	var all []error
	fail := func(c cell, format string, args ...any) {
		all = append(all, fmt.Errorf("line %d: %s", c.line, fmt.Sprintf(format, args...)))
	}
	var texts strings.Builder
	full := withSetup(cells)
	for i, c := range full {
		if !c.code {
			continue
		}
		for line := range strings.SplitSeq(c.text, "\n") {
			if w := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")); w > widest {
				fail(c, "a line of code is %d characters wide, want at most %d, as a notebook shows them: %s", w, widest, line)
			}
		}
		outputs := *n.Cells[i].Outputs
		for _, o := range outputs {
			switch {
			case o.OutputType == "error":
				fail(c, "the cell does not run: %s", strings.Join(append([]string{o.EValue}, o.Traceback...), "\n"))
			case o.OutputType == "stream" && o.Name == "stderr":
				fail(c, "the cell wrote to standard error: %s", strings.TrimSpace(string(o.Text)))
			case o.OutputType == "stream":
				texts.WriteString(string(o.Text) + "\n")
			case len(o.Data) == 0:
				fail(c, "the cell displays nothing")
			}
			for _, shown := range append([]lines{o.Text}, values(o.Data)...) {
				if where := machinePath(string(shown)); where != "" {
					fail(c, "the output names %s, a path of this machine", where)
				}
			}
		}
		drawn := 0
		for _, o := range outputs {
			if _, ok := o.Data["image/svg+xml"]; ok {
				drawn++
			}
		}
		if want := strings.Count(c.text, "figure.Show"); !c.silent && drawn != want {
			fail(c, "%d figures, want %d", drawn, want)
		}
		switch {
		case c.silent && len(outputs) > 0:
			fail(c, "a silent cell shows something: %.200q", outputs[0].Text)
		case !c.silent && len(outputs) == 0:
			fail(c, "the cell shows nothing: mark it as silent if it should not")
		}
	}
	for _, c := range full {
		if c.code {
			continue
		}
		for _, m := range quoted.FindAllStringSubmatch(c.text, -1) {
			if !contains(texts.String(), m[1]) {
				fail(c, "the text says %s, which no output shows", m[1])
			}
		}
	}
	return errors.Join(all...)
}

// contains reports whether the number stands in the text and is no part of a longer
// one.
func contains(text, number string) bool {
	const of = "0123456789.,"
	for at := 0; ; {
		i := strings.Index(text[at:], number)
		if i < 0 {
			return false
		}
		before, after := text[:at+i], text[at+i+len(number):]
		longer := before != "" && strings.Contains(of, before[len(before)-1:])
		if after != "" && strings.Contains("0123456789", after[:1]) {
			longer = true
		}
		if len(after) > 1 && after[0] == '.' && strings.Contains("0123456789", after[1:2]) {
			longer = true
		}
		if !longer {
			return true
		}
		at += i + len(number)
	}
}

// machinePath returns the directory of the user or of temporary files if the text
// names it.
func machinePath(text string) string {
	home, _ := os.UserHomeDir()
	here, _ := os.Getwd()
	for _, dir := range []string{home, here, os.TempDir() + "/"} {
		if len(dir) > 1 && strings.Contains(text, dir) {
			return dir
		}
	}
	return ""
}

func values(m map[string]lines) (all []lines) {
	for _, v := range m {
		all = append(all, v)
	}
	return all
}
