package causal

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"
)

// TestGraphOracle holds d-separation, the adjustment criterion and identifiability
// against testdata/graphs.csv, where another program decides the first by networkx and
// the other two by their meaning, without any graphical criterion.
func TestGraphOracle(t *testing.T) {
	file, err := os.Open("testdata/graphs.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]int{}
	for _, r := range rows[1:] {
		question, text, x, y, set, want := r[0], r[1], r[2], r[3], strings.Fields(r[4]), r[5] == "yes"
		g := mustParse(t, text)
		got, why := false, ""
		switch question {
		case "separated":
			got, err = g.Separated([]string{x}, []string{y}, set)
		case "adjusts":
			var a Adjustment
			a, err = g.Adjustment(x, y, set...)
			got, why = a.Valid, a.Why
		case "identifiable":
			var id Identification
			id, err = g.Identify(Question{Treatment: x, Outcome: y})
			got = id.Identifiable
		default:
			t.Fatalf("what is %s?", question)
		}
		if err != nil || got != want {
			t.Errorf("%s of %s, %s, %v in %s: %v (%s), want %v (%v)", question, x, y, set, text, got, why, want, err)
		}
		asked[question+" "+r[5]]++
	}
	for _, k := range []string{"separated yes", "separated no", "adjusts yes", "adjusts no", "identifiable yes", "identifiable no"} {
		if asked[k] < 50 {
			t.Errorf("%d rows of %s", asked[k], k)
		}
	}
}
