package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/bayeskit/bayeskit/internal/page"
)

// resultOf returns the JSON within a page.
func resultOf(text string) (result any, err error) {
	m := regexp.MustCompile(`(?s)<script type="application/json" id="result">(.*?)</script>`).FindStringSubmatch(text)
	if m == nil {
		return nil, errors.New("there is no result")
	}
	return result, json.Unmarshal([]byte(m[1]), &result)
}

// pageIs checks that a page holds the JSON that the last command printed, but for the
// seconds that a training took, and that it loads nothing: "pageis a.html".
func pageIs(ts *testscript.TestScript, neg bool, args []string) {
	text := ts.ReadFile(args[0])
	var want any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &want))
	if doc, ok := want.(map[string]any); ok {
		delete(doc, "seconds")
	}
	got, err := resultOf(text)
	ts.Check(err)
	if !reflect.DeepEqual(got, want) {
		ts.Fatalf("%s holds %v, want %v", args[0], got, want)
	}
	ts.Check(wellMade(text))
}

// pageSmall checks a page that has no JSON, or not all of it.
func pageSmall(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(wellMade(ts.ReadFile(args[0])))
}

// wellMade returns what a page must not be.
func wellMade(text string) error {
	if len(text) > page.MostBytes {
		return fmt.Errorf("%d bytes", len(text))
	}
	for what, n := range map[string]int{"http://": 0, "https://": 0, "url(": 0, "src=": 0, "<link": 1, "<script": 1, "<h1": 1, "<main": 1, `class="verdict"`: 1, "ZgotmplZ": 0} {
		if got := strings.Count(text, what); got != n {
			return fmt.Errorf("%s stands there %d times, want %d", what, got, n)
		}
	}
	if strings.Contains(text, os.TempDir()+"/") {
		return errors.New("a path of this machine stands there")
	}
	return nil
}

// TestPages opens a page of every command in Chromium, on a small screen and a large one,
// in the light and in the dark, where node can find it (npm install playwright-core, and
// NODE_PATH). With BAYES_SCREENSHOTS, a directory, it leaves there what it saw.
func TestPages(t *testing.T) {
	if exec.Command("node", "-e", "require('playwright-core')").Run() != nil {
		t.Skip("no playwright-core on NODE_PATH")
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip(err)
	}
	shots := os.Getenv("BAYES_SCREENSHOTS")
	if shots == "" {
		shots = "-"
	}
	dir := t.TempDir()
	groups := filepath.Join(dir, "groups.csv")
	rows := "g,x\n"
	for i := range 400 {
		rows += fmt.Sprintf("<b>%d</b> </script>,%d\n%s,1\n", i%120, i%3%2, strings.Repeat("long", 40))
	}
	if err := os.WriteFile(groups, []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	data := func(name string) string { return filepath.Join("../../testdata", name) }
	var files []string
	for name, args := range map[string][]string{
		"update-path":       {"update", "--prior", "beta:1,1", "--data", "1,0,1,1,0,1", "--trace", "--predict"},
		"update-groups":     {"update", "--prior", "beta:1,1", "--column", "x", "--by", "g", groups},
		"update-normal":     {"update", "--prior", "normal-inverse-gamma(mean=0, count=1, shape=1, scale=1)", "--column", "y", "--every", "20", data("sensor.csv")},
		"update-regression": {"update", "--response", "rating", "--predictors", "complaints,learning,raises", data("attitude.csv")},
		"update-line":       {"update", "--response", "rating", "--predictors", "complaints", "--at", "complaints=50", data("attitude.csv")},
		"update-hypotheses": {"update", "--prior", "sick: 0.1, well: 0.9", "--likelihood", "positive: 0.99, 0.1; negative: 0.01, 0.9", "--data", "positive,positive", "--trace"},
		"update-mixture":    {"update", "--prior", "0.5*point(0.5) + 0.5*beta(1,1)", "--data", "1,1,1,0,1"},
		"evidence":          {"evidence", "--model", "gamma(2,1) ~ poisson", "--model", "beta(1,1) ~ geometric", data("march.csv"), "--column", "n", "--every", "5"},
		"ab":                {"ab", "--data", "A=120/2400,B=150/2380,<i>=3/70", "--baseline", "A", "--rope", "0.002"},
		"ab-rates":          {"ab", data("visits.csv"), "--by", "site", "--column", "n", "--likelihood", "poisson", "--exposure", "hours"},
		"test-sequential":   {"test", "--paired", "--id", "id", "extra ~ group", data("sleep.csv"), "--sequential", "--robustness"},
		"test-table":        {"test", "--count", "n", "~ dept + admit", data("ucb_admissions.csv")},
		"simpson":           {"simpson", data("ucb_admissions.csv"), "--treatment", "gender=male", "--outcome", "admit=admitted", "--by", "dept", "--count", "n", "--explain"},
		"simpson-search":    {"simpson", data("kidney_stones.csv"), "--count", "n"},
		"simpson-slopes":    {"simpson", data("attitude.csv"), "--treatment", "complaints", "--outcome", "rating", "--by", "critical"},
		"mlp":               {"mlp", "train", data("spirals.csv"), "--outcome", "class", "--hidden", "16", "--epochs", "5", "--validate", "0.1"},
		"mlp-steps":         {"mlp", "train", data("attitude.csv"), "--outcome", "rating", "--predictors", "complaints", "--trace", "--epochs", "30"},
	} {
		file := filepath.Join(dir, name+".html")
		var stderr strings.Builder
		if run(t.Context(), append(append([]string{"bayes"}, args...), "--report", file), strings.NewReader(""), new(strings.Builder), &stderr) != 0 {
			t.Fatal(name, stderr.String())
		}
		files = append(files, file)
	}
	command := exec.Command("node", append([]string{"testdata/browser/pages.js", chromium, shots}, files...)...)
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	var seen []struct {
		File   string
		Faults []string
		Texts  int
		Result any
	}
	if err := json.Unmarshal(out, &seen); err != nil || len(seen) != len(files) {
		t.Fatalf("%d answers, %v: %.300s", len(seen), err, out)
	}
	for _, s := range seen {
		name := filepath.Base(s.File)
		for _, f := range s.Faults {
			t.Errorf("%s: %s", name, f)
		}
		text, err := os.ReadFile(s.File)
		if err != nil {
			t.Fatal(err)
		}
		want, err := resultOf(string(text))
		if err != nil || want == nil || !reflect.DeepEqual(s.Result, want) {
			t.Errorf("%s: the browser reads another result, %v", name, err)
		}
		if s.Texts < 100 {
			t.Errorf("%s: only %d pieces of text were looked at", name, s.Texts)
		}
	}
}
