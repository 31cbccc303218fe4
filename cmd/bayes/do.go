package main

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/internal/rows"
	"github.com/bayeskit/bayeskit/prob"
)

const doHelp = `bayes data pearl_drug | bayes do --count n --dag 'gender -> {treatment, outcome}; treatment -> outcome' - 'P(outcome | do(treatment=drug))'
bayes data kidney_stones | bayes do --count n --dag 'stone_size -> treatment -> outcome <- stone_size' - 'P(outcome | do(treatment=pcnl))'
What an intervention would do, from a causal graph and data in which nobody intervened.
One FILE of rows or counts, or - for standard input, and any number of queries:

  P(y=1 | do(x=1))             x is set to 1
  P(y=1 | do(x=1, w=0), z=1)   x and w are set; then, among those with z=1
  P(y=1 | x=1)   P(y | do(x=1))   x is seen to be 1; the whole distribution of y
  P(y=1 | do(x=1)) - P(y=1 | do(x=0))     the effect of x

  --dag FILE|'z -> x; x -> y'   what causes what: bayes help dag
  --mediator M           split a difference into what goes through M and what does not
  --count C              for how many a row stands; none: each is one whatever it looks like
  --pseudo A             a prior Dirichlet(A, …, A) of each row of probabilities
                         (0: relative frequencies; what nobody has is not made up)
  --seed 1  --draws 4000    of the posterior, for the interval; 0 is none
  --na error|skip  --no-header  --delimiter CHAR    bayes help data
  --level 0.95  --digits 4  --format table|json|csv|markdown

The graph's columns are categories. x <-> y and u [latent] stand for what nobody
observed: then the effect is computed if it can be at all, and otherwise refused.
`

// doCommand is bayes do.
func doCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "do",
		Usage: "compute what an intervention would do, from a causal graph and data",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "dag", Usage: "a causal graph, or a file with one"},
			&cli.StringFlag{Name: "mediator", Usage: "the variable through which part of an effect goes"},
			&cli.StringFlag{Name: "count", Usage: "column that says for how many rows a row stands"},
			&cli.Float64Flag{Name: "pseudo", Usage: "what each level counts beforehand"},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "of random numbers"},
			&cli.IntFlag{Name: "draws", Value: 4000, Usage: "of the posterior"},
			&cli.StringFlag{Name: "na", Value: "error", Usage: "error or skip"},
			&cli.BoolFlag{Name: "no-header", Usage: "the first row is data"},
			&cli.StringFlag{Name: "delimiter", Usage: "the character between fields"},
			&cli.Float64Flag{Name: "level", Value: 0.95, Usage: "probability of intervals"},
			&cli.IntFlag{Name: "digits", Value: 4, Usage: "significant digits of tables"},
			&cli.StringFlag{Name: "format", Value: "table", Usage: "table, json, csv or markdown"},
		},
		CustomHelpTemplate: doHelp,
		Action:             func(c *cli.Context) error { return e.do(c) },
	}
}

// A doSpec is what the flags and operands of bayes do say.
type doSpec struct {
	output
	file     string
	opt      rows.Options
	count    string
	each     bool // --count none
	graph    *causal.Graph
	mediator string
	queries  []doQuery
	pseudo   float64
	seed     uint64
	draws    int
	level    float64
}

// A doQuery is a query and its text.
type doQuery struct {
	text  string
	query causal.Query
}

// fail puts the text of the query in front of an error about it.
func (q doQuery) fail(err error) error { return fmt.Errorf("%s: %w", oneLine(q.text), err) }

const mostDoDraws = 1e6

func (e *env) newDoSpec(c *cli.Context) (s *doSpec, err error) {
	s = &doSpec{mediator: c.String("mediator"), count: c.String("count"), pseudo: c.Float64("pseudo"), seed: c.Uint64("seed"), draws: c.Int("draws"), level: c.Float64("level")}
	if s.output, err = newOutput(c); err != nil {
		return nil, err
	}
	if s.count == noCount {
		s.count, s.each = "", true
	}
	switch {
	case !(s.pseudo >= 0) || math.IsInf(s.pseudo, 1):
		return nil, usagef("--pseudo %v: want a number from 0", s.pseudo)
	case s.draws < 0 || s.draws > mostDoDraws || s.draws > 0 && s.draws < 100:
		return nil, usagef("--draws %d: want 100 to %d, or 0 for none", s.draws, int(mostDoDraws))
	case !(s.level > 0 && s.level < 1):
		return nil, usagef("--level %v: want a probability above 0 and below 1", s.level)
	case !c.IsSet("dag"):
		return nil, usagef("--dag is missing: what causes what, such as --dag 'z -> x; z -> y; x -> y'")
	}
	if s.opt, err = readOptions(c); err != nil {
		return nil, err
	}
	if err := s.operands(c.Args().Slice()); err != nil {
		return nil, err
	}
	if c.String("dag") == "-" && s.file == "-" {
		return nil, usagef("the graph and the data cannot both be standard input")
	}
	s.graph, err = e.readGraph(c.String("dag"), "--dag")
	return s, err
}

// operands tells queries from the file.
func (s *doSpec) operands(args []string) error {
	looks := regexp.MustCompile(`^\s*[Pp]r?\s*\(`)
	var files []string
	for _, a := range args {
		if !looks.MatchString(a) {
			files = append(files, a)
			continue
		}
		q, err := causal.ParseQuery(a)
		if err != nil {
			return usageError(doQuery{text: a}.fail(err).Error())
		}
		s.queries = append(s.queries, doQuery{a, q})
	}
	switch {
	case len(s.queries) == 0:
		return usagef("no query: ask for something like 'P(y=1 | do(x=1))'")
	case len(files) == 0:
		return usagef("no data: name a file, or - for standard input")
	case len(files) > 1:
		return usagef("bayes do takes one file, not %d: %s: a query begins with P(", len(files), strings.Join(files, ", "))
	}
	s.file = files[0]
	for _, q := range s.queries {
		if s.mediator != "" && q.query.Minus == nil {
			return usagef("--mediator splits a difference: ask for 'P(y=1 | do(x=1)) - P(y=1 | do(x=0))'")
		}
	}
	return nil
}

// do is bayes do.
func (e *env) do(c *cli.Context) error {
	s, err := e.newDoSpec(c)
	if err != nil {
		return err
	}
	data, err := e.readCrosstab(s)
	if err != nil {
		return err
	}
	r := &doReport{doSpec: s, data: data, fit: &causal.Fit{Graph: s.graph, Data: data.table, Pseudo: s.pseudo}}
	for i, q := range s.queries {
		a, err := r.answer(e, q, prob.NewSeed(s.seed).Child(uint64(i)))
		if err != nil {
			return q.fail(s.mend(err))
		}
		r.answers = append(r.answers, a)
	}
	return r.write(e.stdout, s.format)
}

// mend adds to an error what flag would help.
func (s *doSpec) mend(err error) error {
	switch {
	case errors.As(err, new(*causal.UnlearntError)):
		return fmt.Errorf("%w: --pseudo 0.5 states a prior instead", err)
	case errors.Is(err, causal.ErrTooLarge):
		return fmt.Errorf("%w: merge levels, or leave variables out", err)
	}
	return err
}
