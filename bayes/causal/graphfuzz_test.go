package causal

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// Any text is a graph or a *GraphError that points into it, on one line; a graph's
// String reads as the same graph.
func FuzzParseGraph(f *testing.F) {
	for _, s := range []string{
		"z -> x; z -> y; x -> y", "a -> b -> c <- d\n{e, f} <-> a", "dag { x [exposure] y [outcome] x <- a -> m }",
		"digraph G { node [shape=box]; a -> {b c} [dir=both]; subgraph s { d; e -> a } }", "\"a b\" -> 'c' # why\n/* x */ u [latent]",
		"a -> b -> a", "x [latent, pos=\"1,2\"]; rankdir=LR", "größe → y ← a.b-c", "{{a}}", "a -> {", "strict digraph { edge -> node }",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g, err := ParseGraph(text)
		if err != nil {
			e := (*GraphError)(nil)
			if !errors.As(err, &e) {
				t.Fatalf("%q: %T", text, err)
			}
			if lines := strings.Count(text, "\n") + 1; e.Line < 1 || e.Line > lines || e.Column < 1 || e.Column > utf8.RuneCountInString(text)+2 {
				t.Fatalf("%q: %v is outside the text", text, e)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Fatalf("%q: %q is more than one line", text, err)
			}
			return
		}
		again, err := ParseGraph(g.String())
		if err != nil {
			t.Fatalf("%q: %q does not read: %v", text, g, err)
		}
		if len(again.index) != len(g.index) || len(again.names) != len(g.names) {
			t.Fatalf("%q: %q reads as %q", text, g, again)
		}
		for _, a := range g.Variables() {
			if !again.Has(a) || again.Latent(a) != g.Latent(a) {
				t.Fatalf("%q: %q reads as %q: %q", text, g, again, a)
			}
			for _, p := range g.Parents(a) {
				if !again.hasArrow(again.index[p], again.index[a]) {
					t.Fatalf("%q: %q reads as %q: no arrow %q -> %q", text, g, again, p, a)
				}
			}
		}
		if len(g.index) < 2 || len(g.names) > 30 {
			return
		}
		names := g.Variables()
		if _, err := g.Identify(Question{Treatment: names[0], Outcome: names[1], Limit: 10}); err != nil && strings.Contains(err.Error(), "\n") {
			t.Fatalf("%q: %q is more than one line", text, err)
		}
	})
}

// Any text is a query or a *QueryError that points into it; a query's String reads as
// the same query.
func FuzzParseQuery(f *testing.F) {
	for _, s := range []string{
		"P(y=1)", "P(y | do(x=1), do(w=0), z=1)", "P(y=1 | do(x=1)) - P(y=1 | do(x=0))", "Pr ( 'a b' == -1.5 , \"c\" | do )", "P(y=1|do())", "P(do=1|do=2)", "P(y", "−P",
	} {
		f.Add(s)
	}
	g, err := ParseGraph("x -> y; z -> {x, y}; w [latent]; w -> y")
	if err != nil {
		f.Fatal(err)
	}
	data := NewCrosstab("x", "y", "z")
	data.Add(3, "0", "1", "0")
	data.Add(2, "1", "1", "1")
	data.Add(2, "1", "0", "0")
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ParseQuery(text)
		if err != nil {
			e := (*QueryError)(nil)
			if !errors.As(err, &e) || !e.Syntax || e.Column < 1 || e.Column > utf8.RuneCountInString(text)+1 || strings.Contains(err.Error(), "\n") {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		bare := false
		for _, d := range q.Do {
			bare = bare || d.Variable == ""
		}
		if q.Minus != nil {
			for _, d := range q.Minus.Do {
				bare = bare || d.Variable == ""
			}
		}
		again, err := ParseQuery(q.String())
		if !bare && (err != nil || again.String() != q.String()) {
			t.Fatalf("%q: %q reads as %v, %v", text, q, again, err)
		}
		if _, err := (&Fit{Graph: g, Data: data}).Query(q); err != nil && strings.Contains(err.Error(), "\n") {
			t.Fatalf("%q: %q is more than one line", text, err)
		}
	})
}
