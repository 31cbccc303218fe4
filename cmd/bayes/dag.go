package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

const dagHelp = `bayes dag --treatment x --outcome y 'z -> {x, y}; x -> m -> y'
bayes dag --treatment drug --outcome cured --adjust sex,dose 'sex -> {drug, cured}; drug -> dose -> cured'
Say what a causal graph implies: which sets of variables to adjust for, whether a given
one is right and if not why, and what else gives the effect. One FILE, - for standard
input, or the graph itself:

  z -> x; x -> m -> y    arrows from cause to effect; ; or a new line between statements
  {a, b} -> c            from each;  "blood pressure" goes in quotes;  # begins a comment
  x <-> y                they share a cause that nobody observed; or u [latent]; x <- u -> y
  dag {…}  digraph {…}   dagitty and Graphviz are read as well, with their marks
                         [exposure], [outcome], [adjusted], [latent], [selected]

  --treatment X  --outcome Y   the effect of X on Y (those marked); without them: which
                         independencies the graph implies, to hold against data
  --adjust Z,W           judge this set: valid, or why not ('' is the empty one)
  --direct               the direct effect, X -> Y alone, of a linear model
  --forced A,B           are in every set    --unobserved A,B   in none
  --limit 100            list at most so many sets
  --format table|json|csv|markdown

No set is not the same as nothing to adjust, which is the set {}.
bayes do computes effects from a graph and data.
`

// dagCommand is bayes dag.
func dagCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "dag",
		Usage: "say what a causal graph implies: what to adjust for, and what not",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "treatment", Usage: "the variable whose effect is asked for"},
			&cli.StringFlag{Name: "outcome", Usage: "the variable that it is an effect on"},
			&cli.StringFlag{Name: "adjust", Usage: "a set of variables to judge"},
			&cli.BoolFlag{Name: "direct", Usage: "the direct effect instead of the total"},
			&cli.StringFlag{Name: "forced", Usage: "variables that are in every set"},
			&cli.StringFlag{Name: "unobserved", Usage: "variables that are in no set"},
			&cli.IntFlag{Name: "limit", Value: 100, Usage: "how many sets are listed"},
			&cli.StringFlag{Name: "format", Value: "table", Usage: "table, json, csv or markdown"},
		},
		CustomHelpTemplate: dagHelp,
		Action:             func(c *cli.Context) error { return e.dag(c) },
	}
}

// dag is bayes dag.
func (e *env) dag(c *cli.Context) error {
	if err := checkFormat(c.String("format")); err != nil {
		return err
	}
	if c.Int("limit") < 1 {
		return usagef("--limit %d: want 1 or more", c.Int("limit"))
	}
	switch args := c.Args().Slice(); len(args) {
	case 0:
		return usagef("no graph: name a file, - for standard input, or write one, such as 'z -> x; z -> y; x -> y'")
	case 1:
	default:
		return usagef("bayes dag takes one graph, not %d: %s: quote a graph that is written on the command line", len(args), strings.Join(args, ", "))
	}
	g, err := e.readGraph(c.Args().First(), "the graph")
	if err != nil {
		return err
	}
	r := &dagReport{graph: g, question: causal.Question{
		Treatment: c.String("treatment"), Outcome: c.String("outcome"), Direct: c.Bool("direct"), Limit: c.Int("limit"),
		Forced: listOf(c.String("forced")), Unobserved: listOf(c.String("unobserved")),
	}}
	if err := r.fromMarks(); err != nil {
		return err
	}
	if c.IsSet("adjust") {
		r.adjust, r.asked = listOf(c.String("adjust")), true
	}
	if r.question.Treatment == "" {
		for _, flag := range []string{"adjust", "direct", "forced", "unobserved"} {
			if c.IsSet(flag) {
				return usagef("--%s is about an effect: name --treatment and --outcome", flag)
			}
		}
	}
	if err := r.fill(); err != nil {
		return err
	}
	return r.write(e.stdout, c.String("format"))
}

// checkFormat is for commands that show no numbers, and so have no --digits.
func checkFormat(format string) error {
	for _, f := range formats {
		if f == format {
			return nil
		}
	}
	return unknown("format ", format, formats, "want table, json, csv or markdown")
}

// listOf splits names at commas.
func listOf(text string) (names []string) {
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// isGraph reports whether spec is a graph rather than the name of a file: whether
// there is an arrow in it, if a mistyped one, or what joins statements.
func isGraph(spec string) bool {
	return strings.Contains(spec, "--") || strings.ContainsAny(spec, "<>→←↔{;")
}

// mostGraphFile is more than causal.ParseGraph takes.
const mostGraphFile = 2 << 20

// readGraph reads a graph from a file, from standard input (-), or from spec itself
// if that is one; where is what errors call it then.
func (e *env) readGraph(spec, where string) (*causal.Graph, error) {
	text := spec
	if !isGraph(spec) {
		in, name := e.stdin, "standard input"
		if spec != "-" {
			f, err := os.Open(spec)
			if err != nil {
				var pe *os.PathError
				if errors.As(err, &pe) {
					err = pe.Err
				}
				return nil, fmt.Errorf("%s: %w: name a file, or write a graph such as 'z -> x; z -> y; x -> y'", spec, err)
			}
			defer f.Close()
			in, name = f, spec
		}
		b, err := io.ReadAll(io.LimitReader(in, mostGraphFile))
		if err != nil {
			var pe *os.PathError
			if errors.As(err, &pe) {
				err = pe.Err
			}
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		text, where = string(b), name
	}
	g, err := causal.ParseGraph(text)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", where, err)
	}
	return g, nil
}
