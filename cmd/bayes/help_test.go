package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
)

// pages returns all that help can print, by what prints it.
func pages(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	e := &env{ctx: t.Context()}
	for _, c := range commands(e) {
		all["bayes "+c.Name+" --help"] = c.CustomHelpTemplate
	}
	for _, p := range topics() {
		all["bayes help "+p.name] = p.text
	}
	var b bytes.Buffer
	e.stdout = &b
	if err := e.overview(); err != nil {
		t.Fatal(err)
	}
	all["bayes"] = b.String()
	for _, name := range familyNames() {
		b.Reset()
		if err := e.families([]string{name}); err != nil {
			t.Fatal(err)
		}
		all["bayes families "+name] = b.String()
	}
	return all
}

// familyNames returns the names of priors and likelihoods.
func familyNames() (names []string) {
	for _, f := range bayes.Families() {
		names = append(names, f.Name)
	}
	for _, l := range bayes.LikelihoodFamilies() {
		if !slices.Contains(names, l.Name) {
			names = append(names, l.Name)
		}
	}
	return names
}

// examples returns the commands of a page: its lines that begin with one.
func examples(page string) (all []string) {
	for line := range strings.Lines(page) {
		line = strings.TrimSpace(line)
		if m := regexp.MustCompile(`^(source <\()?bayes( [a-z]+( [a-z_]+)?( -|$| \||\)| >)| update | evidence | ab | plan | simpson | mlp train | mlp check testdata| mlp export | (show|merge|predict) \w+\.json)`).MatchString(line); m || line == "bayes" {
			all = append(all, line)
		}
	}
	return all
}

// Each page has at most 25 lines that fit a wide terminal, and what explains a
// command or a topic begins with two examples.
func TestHelpLength(t *testing.T) {
	for name, page := range pages(t) {
		lines := strings.Split(strings.TrimSuffix(page, "\n"), "\n")
		if len(lines) > 25 {
			t.Errorf("%s prints %d lines, want at most 25", name, len(lines))
		}
		for _, l := range lines {
			if n := len([]rune(l)); n > 140 || strings.TrimRight(l, " ") != l {
				t.Errorf("%s: a line of %d characters, or that ends in a space: %q", name, n, l)
			}
		}
		if !strings.HasSuffix(page, "\n") || strings.HasSuffix(page, "\n\n") {
			t.Errorf("%s does not end in one newline", name)
		}
		if strings.HasPrefix(name, "bayes families ") || name == "bayes" {
			continue
		}
		if found := examples(lines[0] + "\n" + lines[1]); len(found) != 2 {
			t.Errorf("%s begins with %q and %q: want two examples", name, lines[0], lines[1])
		}
	}
	if n := len(examples(pages(t)["bayes"])); n != 3 {
		t.Errorf("bayes alone shows %d commands, want 3", n)
	}
}

// A command's help tells of every flag that it has, and of no other.
func TestHelpFlags(t *testing.T) {
	for _, c := range commands(&env{ctx: t.Context()}) {
		told := map[string]bool{}
		for _, m := range regexp.MustCompile(`--([a-z][a-z-]*)`).FindAllStringSubmatch(c.CustomHelpTemplate, -1) {
			told[m[1]] = true
			if findFlag(c, m[1]) == nil {
				t.Errorf("bayes %s --help tells of --%s, which it has not", c.Name, m[1])
			}
		}
		for _, f := range flagNames(c) {
			if !told[f] {
				t.Errorf("bayes %s --help does not tell of --%s", c.Name, f)
			}
		}
	}
}

// Every example works as it stands, from the root of the repository, once there
// are posteriors of the names that it uses.
func TestHelpExamples(t *testing.T) {
	if testing.Short() {
		t.Skip("dozens of processes")
	}
	dir := t.TempDir()
	data, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(data, filepath.Join(dir, "testdata")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, ".config/fish/completions"), 0o777); err != nil {
		t.Fatal(err)
	}
	sh := func(command string) (stdout, stderr string, err error) {
		var out, errs bytes.Buffer
		shell := "sh"
		if strings.Contains(command, "<(") {
			shell = "bash"
		}
		cmd := exec.Command(shell, "-c", command)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+dir)
		cmd.Stdout, cmd.Stderr = &out, &errs
		err = cmd.Run()
		return out.String(), errs.String(), err
	}
	for _, state := range []string{"p", "north", "south"} {
		if _, errs, err := sh("bayes update --prior beta:1,1 --data 1,0,1 --save " + state + ".json"); err != nil {
			t.Fatal(err, errs)
		}
	}
	if _, errs, err := sh("bayes mlp train testdata/spirals.csv --outcome class --epochs 1 --save m.json && cp testdata/spirals.csv new.csv && cut -d, -f3 testdata/boundary.csv | paste -d, new.csv - > known.csv"); err != nil {
		t.Fatal(err, errs)
	}
	ran := map[string]bool{}
	for name, page := range pages(t) {
		found := examples(page)
		if len(found) == 0 {
			t.Errorf("%s has no example", name)
		}
		for _, command := range found {
			if ran[command] {
				continue
			}
			ran[command] = true
			out, errs, err := sh(command)
			errs = regexp.MustCompile(`(?m)^bayes: (epoch \d+ of|\d+ epochs? in) .*\n`).ReplaceAllString(errs, "") // of a training
			if err != nil || errs != "" || out == "" && !strings.ContainsAny(command, "><") && !strings.Contains(command, " mlp export ") {
				t.Errorf("%s: %s\n%v, printed %q and %q", name, command, err, out, errs)
			}
		}
	}
	if len(ran) < 30 {
		t.Errorf("only %d examples found", len(ran))
	}
}

// Every other way to state a prior that families tells of is one.
func TestFamiliesElicit(t *testing.T) {
	for _, f := range bayes.Families() {
		for _, spec := range f.Elicit {
			b, err := bayes.Parse(spec)
			if err != nil || b.Family() != f.Name {
				t.Errorf("%s: %s: %v", f.Name, spec, err)
			}
		}
	}
}
