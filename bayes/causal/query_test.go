package causal

import (
	"errors"
	"testing"
)

func TestParseQuery(t *testing.T) {
	for text, want := range map[string]string{
		"P(y=1)":                              "P(y=1)",
		"P(y)":                                "P(y)",
		"p( y == 1 )":                         "P(y=1)",
		"Pr(y=1|z=0)":                         "P(y=1 | z=0)",
		"P(y | do(x=1), do(w=0), z=1)":        "P(y | do(x=1, w=0), z=1)",
		"P(y=1|z=1,do(x=1,w=0))":              "P(y=1 | do(x=1, w=0), z=1)",
		"P(y=1, w | DO(x=a-b))":               "P(y=1, w | do(x=a-b))",
		`P("blood pressure"='very high')`:     `P("blood pressure"="very high")`,
		"P(y=-1 | x=+2.5)":                    `P(y="-1" | x="+2.5")`,
		"P(y=1 | do(x=1)) - P(y=1 | do(x=0))": "P(y=1 | do(x=1)) - P(y=1 | do(x=0))",
		"P(y=1|do(x=1))-P(y=1|do(x=0))":       "P(y=1 | do(x=1)) - P(y=1 | do(x=0))",
		"P(do=1 | do=0)":                      "P(do=1 | do=0)", // a variable called do
	} {
		q, err := ParseQuery(text)
		if err != nil || q.String() != want {
			t.Errorf("%s reads as %v (%v), want %s", text, q, err, want)
			continue
		}
		if again, err := ParseQuery(q.String()); err != nil || again.String() != want {
			t.Errorf("%s, read again, is %v (%v)", want, again, err)
		}
	}
}

func TestParseQueryErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "column 1: the query is empty: write something like P(y=1 | do(x=1))",
		"y=1":                       `column 1: want P(…), not "y"`,
		"P y":                       `column 3: want ( after P, not "y": as in P(y=1)`,
		"P()":                       `column 3: want a variable, not ")"`,
		"P(y=)":                     `column 5: want a level of y, not ")"`,
		"P(y=1":                     "column 6: want a comma or ), not the end",
		"P(y=1 | )":                 `column 9: want a variable, not ")"`,
		"P(y=1 | do(x=1)":           "column 16: want a comma or ), not the end",
		"P(y=1 | do(x=1, z=2":       "column 20: want ) after do(x=1, z=2, not the end",
		"P(y>1)":                    `column 4: want a comma or ), not ">"`,
		"P(y=1) + P(y=0)":           `column 8: unexpected "+" after the query: ask for P(…), or P(…) - P(…)`,
		"P(y=1) - P(y=0)":           "column 12: a difference must be of the same outcome, here y=1 and y=0",
		`P("y=1)`:                   "column 3: the quote is not closed, or holds a control character: close it",
		"P(größe=1 | do(x=1)) nein": `column 22: unexpected "n" after the query: ask for P(…), or P(…) - P(…)`,
	} {
		_, err := ParseQuery(text)
		e := (*QueryError)(nil)
		if err == nil || err.Error() != want || !errors.As(err, &e) || !e.Syntax {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// What is in the query and not in the data.
func TestQueryBindErrors(t *testing.T) {
	f := &Fit{Graph: mustParse(t, "gender -> treatment; gender -> outcome; treatment -> outcome; u [latent]; u -> gender"), Data: pearl()}
	for text, want := range map[string]string{
		"P(outcme=recovered)":                                           "column 3: the graph has no variable outcme: did you mean outcome?",
		"P(outcome=recoverd)":                                           "column 3: outcome has no level recoverd: did you mean recovered?",
		"P(outcome=dead)":                                               "column 3: outcome has no level dead: it has not_recovered, recovered",
		"P(outcome=recovered | do(drug))":                               "column 26: drug is a level, not a variable: did you mean treatment=drug?",
		"P(outcome=recovered | do(treatment))":                          "column 26: treatment has no level: write do(treatment=no_drug)",
		"P(outcome=recovered | do())":                                   "column 23: do names no variable: write do(x=1)",
		"P(outcome=recovered | do)":                                     "column 23: do names no variable: write do(x=1)",
		"P(outcome=recovered | gender)":                                 "column 23: gender has no level: write gender=male",
		"P(outcome=recovered | do(outcome=recovered))":                  "column 26: outcome is there twice: ask for it, set it or condition on it, one of these",
		"P(outcome=recovered | do(treatment=drug), do(treatment=drug))": "column 46: treatment is there twice: ask for it, set it or condition on it, one of these",
		"P(u=1)":    "column 3: u is not observed: no data tell of it",
		"P(dose=1)": "column 3: the graph has no variable dose: it has gender, treatment, outcome, u",
	} {
		q, err := ParseQuery(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		_, err = f.Query(q)
		e := (*QueryError)(nil)
		if err == nil || err.Error() != want || !errors.As(err, &e) || e.Syntax {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}
