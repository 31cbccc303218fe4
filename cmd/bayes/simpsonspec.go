package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/causal"
	"github.com/bayeskit/bayeskit/prob"
)

// A simpsonSpec is what the flags of bayes simpson say.
type simpsonSpec struct {
	output
	query simpsonQuery

	treatment, outcome *simpsonRole // nil where not given
	baseline           string
	by                 []*simpsonRole

	graph      *causal.Graph // nil where not given
	verdict    *graphVerdict // what it says
	mix        string        // the file of --standardise-to
	plot       string
	paged      bool       // there will be a page
	cell       bayes.Beta // --prior; zero: Jeffreys
	seed       prob.Seed
	draws      int
	drawsGiven bool
	level      float64
	trim       bool
	lesson     bool
}

func newSimpsonSpec(c *cli.Context) (s *simpsonSpec, err error) {
	s = &simpsonSpec{
		baseline: c.String("baseline"), mix: c.String("standardise-to"), plot: c.String("plot"), paged: c.IsSet("report"), trim: c.Bool("trim"), lesson: c.Bool("explain"),
		seed: prob.NewSeed(c.Uint64("seed")), draws: c.Int("draws"), drawsGiven: c.IsSet("draws"), level: c.Float64("level"),
	}
	if s.output, err = newOutput(c); err != nil {
		return nil, err
	}
	if !(s.level > 0 && s.level < 1) {
		return nil, usagef("--level %v: want a probability between 0 and 1, such as 0.95", s.level)
	}
	if s.draws < 100 || s.draws > mostDraws {
		return nil, usagef("--draws %d: want 100 to %d", s.draws, mostDraws)
	}
	if s.cell, err = readCellPrior(c.String("prior")); err != nil {
		return nil, err
	}
	if err := checkReport(c); err != nil {
		return nil, err
	}
	if s.plot != "" {
		if err := checkPlotPath(s.plot); err != nil {
			return nil, err
		}
	}
	if err := s.readGraph(c.String("dag")); err != nil {
		return nil, err
	}
	if err := s.columns(c); err != nil {
		return nil, err
	}
	return s, s.source(c)
}

// mostDraws is the most that --draws may ask for.
const mostDraws = 5_000_000

// readCellPrior reads --prior, a beta distribution.
func readCellPrior(spec string) (bayes.Beta, error) {
	if spec == "" {
		return bayes.Beta{}, nil
	}
	b, err := bayes.Parse(spec)
	if err != nil {
		return bayes.Beta{}, usageError(err.Error())
	}
	beta, ok := b.(bayes.Beta)
	if !ok || beta.Proper() != nil {
		return bayes.Beta{}, usagef("--prior %s: want a proper beta prior of the rate in each cell, such as beta:0.5,0.5", spec)
	}
	return beta, nil
}

// source settles which file is read and how.
func (s *simpsonSpec) source(c *cli.Context) (err error) {
	switch files := c.Args().Slice(); len(files) {
	case 0:
		return usagef("no data: name a file, or - for standard input")
	case 1:
		s.query.file = files[0]
	default:
		return usagef("bayes simpson takes one file, not %d: %s", len(files), strings.Join(files, ", "))
	}
	if s.query.count = c.String("count"); s.query.count == noCount {
		s.query.count, s.query.eachIsOne = "", true
	}
	s.query.opt, err = readOptions(c)
	return err
}

// columns settles which columns are wanted.
func (s *simpsonSpec) columns(c *cli.Context) error {
	role := func(flag, marked string) (*simpsonRole, error) {
		spec := c.String(flag)
		if c.IsSet(flag) && spec == "" {
			return nil, usagef("--%s is empty: want a column", flag)
		}
		if spec == "" {
			spec = marked
		}
		if spec == "" {
			return nil, nil
		}
		p := &simpsonRole{flag: flag, spec: spec}
		s.query.named = append(s.query.named, p)
		return p, nil
	}
	exposure, result := "", ""
	if s.graph != nil {
		if marked := s.graph.Exposures(); len(marked) == 1 {
			exposure = marked[0]
		}
		if marked := s.graph.Outcomes(); len(marked) == 1 {
			result = marked[0]
		}
	}
	var err error
	if s.treatment, err = role("treatment", exposure); err != nil {
		return err
	}
	if s.outcome, err = role("outcome", result); err != nil {
		return err
	}
	for _, name := range c.StringSlice("by") {
		p := &simpsonRole{flag: "by", spec: name}
		if slices.ContainsFunc(s.by, func(q *simpsonRole) bool { return q.spec == name }) {
			return usagef("--by %s is given twice", name)
		}
		s.by = append(s.by, p)
		s.query.named = append(s.query.named, p)
	}
	switch complete := s.treatment != nil && s.outcome != nil; {
	case s.graph != nil && !complete:
		return usagef("--dag is about a treatment and an outcome: name both, by --treatment and --outcome")
	case s.baseline != "" && s.treatment == nil:
		return usagef("--baseline is a level of the treatment: name it by --treatment")
	case s.mix != "" && len(s.by) == 0:
		return usagef("--standardise-to is about strata: name them by --by")
	case s.graph != nil:
		s.query.also = s.fromGraph
	}
	s.query.all = len(s.by) == 0 && s.graph == nil
	return nil
}

// readGraph reads --dag: text with an arrow is the graph itself, other text the name
// of a file.
func (s *simpsonSpec) readGraph(spec string) error {
	if spec == "" {
		return nil
	}
	text, where := spec, "--dag"
	if !strings.Contains(spec, "->") && !strings.Contains(spec, "<-") && !strings.Contains(spec, "--") {
		b, err := os.ReadFile(spec)
		if err != nil {
			var pe *os.PathError
			if errors.As(err, &pe) {
				err = pe.Err
			}
			return fmt.Errorf("--dag %s: %w: name a file, or write a graph such as 'z -> x; z -> y; x -> y'", spec, err)
		}
		text, where = string(b), spec
	}
	var err error
	if s.graph, err = causal.ParseGraph(text); err != nil {
		return fmt.Errorf("%s:%w", where, err)
	}
	return nil
}
