package main

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bayeskit/bayeskit/bayes"
)

// exampleState returns a state of two groups that have seen some data.
func exampleState(t testing.TB, prior, likelihood string, data map[string][]bayes.Observation) *stateFile {
	t.Helper()
	p, err := bayes.Parse(prior)
	if err != nil {
		t.Fatal(err)
	}
	l, err := bayes.ParseLikelihood(likelihood)
	if err != nil {
		t.Fatal(err)
	}
	s := newState(p, l, "g")
	for key, obs := range data {
		g, err := s.group(key)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range obs {
			if o.Exposure == 0 {
				o.Exposure = 1
			}
			if err := g.Observe(o, 1); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.add("-", "", 1) // stopped before its end
	s.add("dir/data.csv", strings.Repeat("0f", 32), 5)
	return s
}

func numbers(y ...float64) (obs []bayes.Observation) {
	for _, v := range y {
		obs = append(obs, bayes.Observation{Y: v})
	}
	return obs
}

// exampleStates has one of every kind of statistic.
func exampleStates(t testing.TB) map[string]*stateFile {
	two := map[string][]bayes.Observation{"b": numbers(1, 0, 1), "a": numbers(0)}
	reals := map[string][]bayes.Observation{"b": numbers(1e8+0.1, 1e8+0.2, 1e8+0.3), "a": nil}
	return map[string]*stateFile{
		"beta":       exampleState(t, "beta(2,8)", "bernoulli", two),
		"binomial":   exampleState(t, "beta(2,8)", "binomial", map[string][]bayes.Observation{"x": {{Y: 17, Trials: 20}}}),
		"gamma":      exampleState(t, "gamma(2,1)", "poisson", map[string][]bayes.Observation{"x": {{Y: 3, Exposure: 0.1}}}),
		"improper":   exampleState(t, "gamma(0,0)", "poisson", two),
		"dirichlet":  exampleState(t, "dirichlet(1,1)", "multinomial", map[string][]bayes.Observation{"x": {{Counts: []float64{3, 4}}}}),
		"normal":     exampleState(t, "normal(mean=0, sd=inf)", "normal(sd=0.1)", reals),
		"nig":        exampleState(t, "normal-inverse-gamma(0,1,1,1)", "normal", reals),
		"mixture":    exampleState(t, "0.3*beta(30,30) + 0.7*beta(1,1)", "bernoulli", two),
		"spike":      exampleState(t, "0.3*point(0.5) + 0.7*beta(1,1)", "bernoulli", two),
		"points":     exampleState(t, "0.3*point(0.5) + 0.7*point(0.9)", "bernoulli", two),
		"hypotheses": exampleState(t, "sick: 0.1, well: 0.9", "positive: 0.99, 0; negative: 0.01, 1", two),
	}
}

// What is saved is read back: the same text, the same posteriors, to the last
// bit, and the same evidence.
func TestStateRoundTrip(t *testing.T) {
	for name, s := range exampleStates(t) {
		path := filepath.Join(t.TempDir(), "p.json")
		if err := s.save(path); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		read, err := loadState(path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, err := read.marshal()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if text := content(t, path); string(again) != text {
			t.Errorf("%s: written again it is\n%s\nwant\n%s", name, again, text)
		}
		for i, g := range read.groups {
			if a, b := g.learner.Posterior().String(), s.groups[i].learner.Posterior().String(); a != b {
				t.Errorf("%s: posterior %s, want %s", name, a, b)
			}
			a, errA := g.learner.LogEvidence()
			b, errB := s.groups[i].learner.LogEvidence()
			if a != b && !(math.IsNaN(a.Value) && math.IsNaN(b.Value)) || (errA == nil) != (errB == nil) {
				t.Errorf("%s: evidence %v, %v; want %v, %v", name, a, errA, b, errB)
			}
		}
		if f, ok := read.seen(strings.Repeat("0f", 32)); !ok || f.Name != "data.csv" || f.Rows != 5 {
			t.Errorf("%s: file %+v, %t; want data.csv of 5 rows", name, f, ok)
		}
		if _, ok := read.seen(""); ok {
			t.Errorf("%s: a file without a digest counts as seen", name)
		}
	}
}

// Every prefix of a state file is refused, and none makes the reader panic or
// takes it for a smaller state.
func TestStateCutShort(t *testing.T) {
	text, err := exampleStates(t)["mixture"].marshal()
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.TrimSpace(text)
	for i := range text {
		if _, err := parseState(text[:i]); err == nil {
			t.Fatalf("the first %d of %d bytes are taken for a state", i, len(text))
		} else if i > 0 && !strings.Contains(err.Error(), "cut short") {
			t.Fatalf("the first %d bytes: %v, want that the file is cut short", i, err)
		}
	}
	if _, err := parseState(append(text, "{}"...)); err == nil || !strings.Contains(err.Error(), "follows") {
		t.Errorf("something after the end: %v", err)
	}
}

// Each of these edits makes a file that no update could have written.
func TestStateRefuses(t *testing.T) {
	text, err := exampleStates(t)["beta"].marshal()
	if err != nil {
		t.Fatal(err)
	}
	first, last := strings.Index, strings.LastIndex // of what stands in the file's head, and in its last group too
	for _, tt := range []struct {
		at             func(s, substr string) int
		old, new, want string
	}{
		{first, `"version": 1`, `"version": 1.5`, "version 1.5"},
		{first, `"version": 1`, `"version": "1"`, `version "1"`},
		{first, `"version": 1,`, ``, "not a saved posterior"},
		{first, `"family": "beta"`, `"family": "betta"`, "did you mean beta"},
		{first, `"alpha": 2`, `"alpha": -2`, "alpha"},
		{first, `"alpha": 2`, `"alpha": 1e999`, "1e999"},
		{first, `"alpha": 2,`, ``, "alpha is missing"},
		{first, `"alpha": 2`, "\"alpha\": {\n\"a\":\t2}", `{ "a": 2} is not a number`},
		{first, `"family": "bernoulli"`, `"family": "poisson"`, "poisson"},
		{first, `"family": "bernoulli"`, `"family": "geometric"`, "bernoulli"},
		{first, `"g"` + "\n", `""` + "\n", "empty"},
		{first, `"g"` + "\n", `"g", "g"`, "twice"},
		{last, `"g": "b"`, `"h": "b"`, "column g"},
		{last, `"g": "b"`, `"g": "b", "h": "c"`, "2 columns"},
		{last, `"g": "b"`, `"g": "a"`, "twice"},
		{last, `"g": "b"`, `"g": 1`, "number"},
		{last, `"n": 3`, `"n": -3`, "n = -3"},
		{last, `"n": 3`, `"n": 4`, "edited"},
		{last, `"successes": 2`, `"successes": 3`, "edited"},
		{last, `"successes": 2`, `"successes": null`, "null"},
		{last, `"successes": 2`, `"wins": 2`, "wins"},
		{last, `"log_evidence": -`, `"log_evidence": `, "edited"},
		{last, `"digest": "0f`, `"digest": "0g`, "digest"},
		{last, `"rows": 5`, `"rows": -5`, "rows -5"},
	} {
		i := tt.at(string(text), tt.old)
		if i < 0 {
			t.Fatalf("%s is not in the file:\n%s", tt.old, text)
		}
		edited := string(text[:i]) + tt.new + string(text[i+len(tt.old):])
		_, err := parseState([]byte(edited))
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") || strings.Contains(err.Error(), "json:") {
			t.Errorf("%s → %s: %v, want one line about %s", tt.old, tt.new, err, tt.want)
		}
	}
}

// Merging adds data in any order and grouping, and counts the prior once.
func TestStateMerge(t *testing.T) {
	part := func(key string, y ...float64) *stateFile {
		s := exampleState(t, "0.3*beta(30,30) + 0.7*beta(1,1)", "bernoulli", map[string][]bayes.Observation{key: numbers(y...)})
		s.files = nil
		return s
	}
	merged := func(parts ...*stateFile) string {
		for _, s := range parts[1:] {
			if err := parts[0].merge(s, false); err != nil {
				t.Fatal(err)
			}
		}
		text, err := parts[0].marshal()
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	whole := part("a", 1, 1, 0, 1)
	b, err := whole.group("b")
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Observe(bayes.Observation{Y: 0}, 1); err != nil {
		t.Fatal(err)
	}
	want := merged(whole)
	for name, got := range map[string]string{
		"in order":  merged(part("a", 1, 1), part("a", 0, 1), part("b", 0)),
		"backwards": merged(part("b", 0), part("a", 0, 1), part("a", 1, 1)),
		"in pairs":  merged(part("a", 1), part("b", 0), part("a", 1, 0, 1)),
	} {
		if got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	// priors that print alike to six digits are still different priors
	close := exampleState(t, "0.3000000001*beta(30,30) + 0.6999999999*beta(1,1)", "bernoulli", nil)
	if err := part("a", 1).merge(close, false); err == nil {
		t.Error("mixtures whose weights differ in the tenth digit were merged")
	}
}

func TestCompareKeys(t *testing.T) {
	sorted := [][]string{{"-1"}, {"2"}, {"2", "x"}, {"10"}, {"10.0"}, {"1e2"}, {"NaN"}, {"a"}, {"a", "1"}, {"b"}}
	for i, a := range sorted {
		for j, b := range sorted {
			got := compareKeys(a, b)
			if (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("compareKeys(%q, %q) = %d", a, b, got)
			}
		}
	}
}

// FuzzState: no text makes the reader panic, and what it accepts can be shown
// and is written again as it was.
func FuzzState(f *testing.F) {
	for _, s := range exampleStates(f) {
		text, err := s.marshal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte(`{"version":1,"prior":{"family":"point","params":{"at":[0.5]}},"likelihood":{"family":"poisson"},"by":[],"groups":[{"by":{},"n":0,"data":{}}],"files":[]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := parseState(text)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r\x1b") {
				t.Errorf("an error of several lines, or with control characters: %q", err)
			}
			return
		}
		for _, format := range []string{"table", "json", "csv", "markdown"} {
			v := view{output: output{format: format, digits: 4}, level: 0.95, hdi: true}
			if err := v.write(&bytes.Buffer{}, s); err != nil {
				t.Errorf("as %s: %v", format, err)
			}
		}
		once, err := s.marshal()
		if err != nil {
			t.Fatalf("it was read but cannot be written: %v", err)
		}
		back, err := parseState(once)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, once)
		}
		if twice, err := back.marshal(); err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("written twice: %v\n%s\nwant\n%s", err, twice, once)
		}
	})
}

// A directory that cannot be written to leaves the old file.
func TestSaveReadOnlyDirectory(t *testing.T) {
	if os.Geteuid() == 0 {
		return // nothing is read-only for root
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "p.json")
	s := exampleStates(t)["beta"]
	if err := s.save(path); err != nil {
		t.Fatal(err)
	}
	old := content(t, path)
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	s.add("more.csv", strings.Repeat("aa", 32), 1)
	if err := s.save(path); err == nil {
		t.Error("saved in a directory that is read-only")
	}
	if content(t, path) != old {
		t.Error("the old file has changed")
	}
	only(t, dir, "p.json")
}
