package causal

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// mustParse returns the graph of a text that is right.
func mustParse(t testing.TB, text string) *Graph {
	t.Helper()
	g, err := ParseGraph(text)
	if err != nil {
		t.Fatalf("ParseGraph(%q): %v", text, err)
	}
	return g
}

// setsText writes sets for tables of tests: "{}" or "{a b} {c}".
func setsText(sets [][]string) string {
	s := make([]string, len(sets))
	for i, set := range sets {
		s[i] = "{" + strings.Join(set, " ") + "}"
	}
	return strings.Join(s, " ")
}

// One graph in many notations.
func TestParseGraphNotations(t *testing.T) {
	const want = "z -> x; z -> y; x -> y"
	for _, text := range []string{
		"z -> x; z -> y; x -> y",
		"z->x\nz->y\nx->y\n",
		"  # a comment\nz -> x -> y // chain\ny <- z",
		"z -> {x, y}; x -> y",
		"z → x; z → y; y ← x",
		"z --> x\nz --> y\nx --> y",
		"z -> x; z -> x; z -> y; x -> y;;",
		"dag { z -> x z -> y x -> y }",
		"dag{z->{x y};x->y}",
		"dag {\nbb=\"0,0,1,1\"\nz [pos=\"0.1,0.2\"]\nx\ny\nz -> x\nz -> y\nx -> y\n}\n",
		"digraph { z -> x; z -> y; x -> y; }",
		"digraph G {\n rankdir=LR;\n node [shape=box]\n edge [color=red];\n z -> {x y} [style=dashed];\n x -> y /* why */\n}",
		"strict digraph \"my graph\" { subgraph cluster_0 { z; x } z -> x -> y; z -> y }",
		"\ufeffz -> x\r\nz -> y\r\nx\r\n -> y",
	} {
		g := mustParse(t, text)
		if got := g.String(); got != want {
			t.Errorf("%q reads as %q, want %q", text, got, want)
		}
		if again := mustParse(t, g.String()).String(); again != want {
			t.Errorf("%q, read again, is %q", want, again)
		}
	}
}

func TestParseGraphMarks(t *testing.T) {
	g := mustParse(t, `dag { "blood pressure" [exposure] y [o] u [latent] a [adjusted,pos="1,2"] s [selected] u -> {"blood pressure" y}; a <-> y }`)
	if got := g.Variables(); !slices.Equal(got, []string{"blood pressure", "y", "u", "a", "s"}) {
		t.Errorf("variables %q", got)
	}
	if !slices.Equal(g.Exposures(), []string{"blood pressure"}) || !slices.Equal(g.Outcomes(), []string{"y"}) ||
		!slices.Equal(g.Adjusted(), []string{"a"}) || !g.Latent("u") || g.Latent("y") || !g.Has("s") || g.Has("t") {
		t.Errorf("marks of %v", g)
	}
	want := `u -> "blood pressure"; u -> y; y <-> a; "blood pressure" [exposure]; y [outcome]; u [latent]; a [adjusted]; s [selected]`
	if g.String() != want || mustParse(t, want).Latent("u") != true {
		t.Errorf("got  %s\nwant %s", g, want)
	}
	for _, text := range []string{"digraph { u [latent=true]; u -> x }", `digraph { u [observed="no"]; u -> x }`, "u [unobserved]; u -> x", "u [u]\nu -> x"} {
		if !mustParse(t, text).Latent("u") {
			t.Errorf("%s: u is not latent", text)
		}
	}
	if mustParse(t, "digraph { u [latent=false]; v [e=3]; u -> x }").Latent("u") {
		t.Error("latent=false is latent")
	}
	if got := mustParse(t, "digraph { a -> b [dir=both] }").String(); got != "a <-> b" {
		t.Errorf("dir=both: %s", got)
	}
	if got := mustParse(t, "b -> c; a <-> b; b <-> a").String(); got != "b -> c; b <-> a" && got != "b -> c; a <-> b" {
		t.Errorf("the same pair twice: %s", got)
	}
	if got := mustParse(t, "low-dose -> x_1.b; größe->low-dose").String(); got != "low-dose -> x_1.b; größe -> low-dose" {
		t.Errorf("names: %s", got)
	}
	if got := mustParse(t, "a; b -> c").String(); got != "b -> c; a" {
		t.Errorf("a lone variable: %s", got)
	}
}

func TestParseGraphErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "1:1: the graph is empty: write something like z -> x; z -> y; x -> y"},
		{"# nothing\n", "1:1: the graph is empty: write something like z -> x; z -> y; x -> y"},
		{"a -> b\nb -> c; c -> a", "2:11: a -> b -> c -> a is a cycle: a variable cannot be its own cause: leave one of these arrows out"},
		{"a -> a", "1:3: a -> a: a variable cannot be its own cause: leave one of these arrows out"},
		{"a -> b -> a", "1:8: a -> b -> a is a cycle: a variable cannot be its own cause: leave one of these arrows out"},
		{"a <-> a", "1:3: a <-> a: a variable cannot share a cause with itself"},
		{"a ->\nb -> c", "1:3: nothing that -> leads to: name it on the same line"},
		{"-> b", "1:1: want the name of a variable, not ->"},
		{"a -- b", "1:3: -- is no arrow: write -> for a cause, <-> for a common cause that nobody observed"},
		{"a => b", "1:3: => is no arrow: write -> for a cause, <-> for a common cause that nobody observed"},
		{"blood pressure -> y", "1:7: pressure follows a name: put an arrow or a ; between them; a name with a space goes in quotes"},
		{"a -> \"b", "1:6: the quote is not closed: close it on the same line"},
		{"a -> {b, c", "1:6: the brace is not closed: add a }"},
		{"dag { a -> b", "1:5: the brace is not closed: add a }"},
		{"dag a -> b", "1:7: want { after dag, not ->"},
		{"dag { a -> b } c", "1:16: unexpected c after the graph: one graph at a time"},
		{"x [latnt]", "1:4: unknown mark latnt: did you mean latent?"},
		{"x [latent", "1:3: the bracket is not closed: add a ]"},
		{"x -> y [latent]", "1:9: a mark on an arrow: mark each variable in a statement of its own: x [latent]"},
		{"graph { a -- b }", "1:1: a graph without arrows does not say what causes what: write digraph { a -> b }"},
		{"pdag { a -- b }", "1:1: a pdag does not say which arrows there are: write a dag"},
		{"a + b", "1:3: unexpected '+': a name with other characters than letters, digits, _ . and - goes in quotes"},
		{"a -> b\xff", "1:7: the text is not UTF-8: save it as UTF-8"},
		{"/* a", "1:1: the comment does not end: end it with */"},
		{"a -> ''", "1:6: a name is empty"},
		{strings.Repeat("{", 40), "1:32: braces are nested more than 32 deep"},
		{"y ~ x", "1:3: ~ is no arrow: write -> for a cause, <-> for a common cause that nobody observed"},
	} {
		_, err := ParseGraph(c.text)
		if err == nil || err.Error() != c.want {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
		if e := (*GraphError)(nil); !errors.As(err, &e) {
			t.Errorf("%q: %T is no *GraphError", c.text, err)
		}
	}
	if _, err := ParseGraph("a -> b -> a"); !errors.Is(err, ErrCycle) {
		t.Errorf("a cycle is no ErrCycle: %v", err)
	}
}

// The cases that causal graphs are taught and other programs are tested with.
func TestAdjustmentSetsKnown(t *testing.T) {
	for _, c := range []struct {
		name, graph string
		q           Question
		want        string
	}{
		{"confounder", "x <- z -> y; x -> y", Question{}, "{z}"},
		{"nothing to adjust", "x -> y", Question{}, "{}"},
		{"latent confounder", "x -> y; x <-> y", Question{}, ""},
		{"named latent", "x -> y; u [latent]; x <- u -> y", Question{}, ""},
		{"collider of two paths", "x <- a -> m <- b -> y", Question{}, "{}"},
		{"with m forced", "x <- a -> m <- b -> y", Question{Forced: []string{"m"}}, "{a m} {m b}"},
		{"M-bias, A forced", "Z -> Y; A -> {X Z}; B -> {Z Y}; X -> Y", Question{Treatment: "X", Outcome: "Y", Forced: []string{"A"}}, "{A}"},
		{"chain with a child of y", "x -> m -> y -> S", Question{}, "{}"},
		{"common cause only", "x <- z -> y", Question{}, "{z}"},
		{"two ways to block", "x <- a -> b -> y; x -> y", Question{}, "{a} {b}"},
		{"one of them unobserved", "x <- a -> b -> y; x -> y", Question{Unobserved: []string{"a"}}, "{b}"},
		{"both unobserved", "x <- a -> b -> y; x -> y", Question{Unobserved: []string{"a", "b"}}, ""},
		{"butterfly", "x <- a -> m <- b -> y; x <- m -> y; x -> y", Question{}, "{a m} {m b}"},
		{"total effect", "Z -> {a, b, c}; a -> {b, c}; b -> c", Question{Treatment: "a", Outcome: "c"}, "{Z}"},
		{"direct effect", "Z -> {a, b, c}; a -> {b, c}; b -> c", Question{Treatment: "a", Outcome: "c", Direct: true}, "{Z b}"},
		{"napkin", "w -> r -> x -> y; w <-> x; w <-> y", Question{}, ""},
		{"front door", "smoking -> tar -> cancer; smoking <-> cancer", Question{Treatment: "smoking", Outcome: "cancer"}, ""},
		{"adjusted in the text", "x <- a -> m <- b -> y; m [adjusted]", Question{}, "{a m} {m b}"},
		{"y causes x", "y -> x", Question{}, ""},
		{"a descendant of x that is on no causal path", "x -> c; c <- u -> y; x -> y", Question{Forced: []string{"c"}}, "{c u}"},
	} {
		if c.q.Treatment == "" {
			c.q.Treatment, c.q.Outcome = "x", "y"
		}
		sets, err := mustParse(t, c.graph).AdjustmentSets(c.q)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := setsText(sets.Minimal); got != c.want || (sets.Why == "") != (c.want != "") {
			t.Errorf("%s: %s: got %q (%s), want %q", c.name, c.graph, got, sets.Why, c.want)
		}
	}
}

func TestAdjustmentKnown(t *testing.T) {
	for _, c := range []struct {
		graph, set string
		fault      Fault // "" is valid
		variable   string
		why        string
	}{
		{"x <- z -> y; x -> y", "z", "", "", ""},
		{"x <- z -> y; x -> y", "", OpenPath, "z", "x <- z -> y is open: adjusting for z would block it"},
		{"x -> m -> y; x -> y", "m", Mediator, "m", "m is a mediator, x -> m -> y: adjusting for it takes away the part of the effect that goes through it"},
		{"x -> m -> y -> S", "", "", "", ""},
		{"x -> m -> y; m -> d", "d", MediatorDescendant, "d", "d tells about the mediator m, x -> m -> d: adjusting for it takes away part of the effect that goes through m"},
		{"x -> y -> s", "s", OutcomeDescendant, "s", "s is an effect of the outcome, y -> s: adjusting for it selects on the outcome"},
		{"x -> c <- y; x -> y", "c", OutcomeDescendant, "c", "c is an effect of the outcome, y -> c: adjusting for it selects on the outcome"},
		{"x -> c <- u -> y; x -> y", "c", TreatmentDescendant, "c", "c is an effect of the treatment and a collider: adjusting for it opens x -> c <- u -> y"},
		{"x -> c <- u -> y; x -> y", "c,u", "", "", ""},
		{"x <- a -> m <- b -> y; x -> y", "m", MBias, "m", "m is a collider, M-bias: adjusting for it opens x <- a -> m <- b -> y"},
		{"x <- a -> m <- b -> y; m -> d; x -> y", "d", MBias, "d", "d tells about the collider m, M-bias: adjusting for it opens x <- a -> m <- b -> y"},
		{"x <-> m <-> y; x -> y", "m", MBias, "m", "m is a collider, M-bias: adjusting for it opens x <-> m <-> y"},
		{"x <-> m <-> y; x -> y", "", "", "", ""},
		{"x <-> y; x -> y", "", UnobservedConfounding, "", "x <-> y is open, and nothing observed on it could block it"},
		{"x <- u -> y; u [latent]; x -> y", "u", Unobserved, "u", "u is not observed: it cannot be adjusted for"},
		{"y -> x", "", UnobservedConfounding, "", "x <- y is open and nothing lies on it: y causes x"},
		{"Z -> {x b y}; x -> {b y}; b -> y; y -> s; s [selected]", "Z", Selection, "s", "the data are selected on s, which depends on the outcome by y -> s"},
	} {
		var set []string
		if c.set != "" {
			set = strings.Split(c.set, ",")
		}
		a, err := mustParse(t, c.graph).Adjustment("x", "y", set...)
		if err != nil {
			t.Errorf("%s: %v", c.graph, err)
			continue
		}
		if a.Valid != (c.fault == "") || a.Fault != c.fault || a.Variable != c.variable || a.Why != c.why {
			t.Errorf("%s, {%s}:\n got %v %q %q %q\nwant %q %q %q", c.graph, c.set, a.Valid, a.Fault, a.Variable, a.Why, c.fault, c.variable, c.why)
		}
	}
	// selection on an effect of the treatment alone, and on one blocked by the set
	for _, text := range []string{"x -> y; x -> s; s [selected]", "x -> y; y <- z -> s; s [selected]; z -> x"} {
		if a, err := mustParse(t, text).Adjustment("x", "y", mustParse(t, text).Parents("x")...); err != nil || !a.Valid {
			t.Errorf("%s: %v, %v", text, a.Why, err)
		}
	}
	a, err := mustParse(t, "x <- z -> y").Adjustment("x", "y", "z")
	if want := "no directed path leads from x to y: by the graph there is no effect"; err != nil || a.Note != want {
		t.Errorf("no effect: %q, %v", a.Note, err)
	}
}

func TestQuestionErrors(t *testing.T) {
	g := mustParse(t, "x <- z -> y; x -> y; u [latent]; u -> z")
	for _, c := range []struct {
		q    Question
		set  []string
		want string
	}{
		{Question{Treatment: "xx", Outcome: "y"}, nil, "treatment: the graph has no variable xx: did you mean x?"},
		{Question{Treatment: "x", Outcome: "outcome"}, nil, "outcome: the graph has no variable outcome: it has x, z, y, u"},
		{Question{Treatment: "x", Outcome: "x"}, nil, "treatment and outcome are both x: name two variables"},
		{Question{Treatment: "u", Outcome: "x"}, nil, "the graph says that u is not observed: a treatment or outcome must be"},
		{Question{Treatment: "x", Outcome: "y", Forced: []string{"u"}}, nil, "u is not observed: it cannot be adjusted for"},
		{Question{Treatment: "x", Outcome: "y"}, []string{"x"}, "the set holds {x}: treatment and outcome cannot be adjusted for"},
	} {
		if _, err := g.Judge(c.q, c.set...); err == nil || err.Error() != c.want {
			t.Errorf("%+v: %v, want %s", c.q, err, c.want)
		}
	}
}
