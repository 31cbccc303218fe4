package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
)

const abHelp = `bayes ab --data A=120/2400,B=150/2380 --baseline A
bayes ab testdata/visits.csv --by site --column n --likelihood poisson --exposure hours --baseline east
Compare groups: which is greater, by how much, and what choosing wrongly costs.
Greater is taken as better. Nothing is simulated.

  --data A=K/N,B=K/N   successes of trials, events in an exposure, or values, A=1.2,A=3.4
  FILE…, -  --by C     rows of data instead, and the column that says whose they are
  --baseline NAME      what the others are compared with (the first)
  --rope 0.002         differences that do not matter, ± or LOW,HIGH
  --likelihood SPEC    what a row is: bernoulli or binomial, as the data look, unless given
  --prior SPEC         of each group (Jeffreys: it is printed); bayes help priors
  --column C[=LABEL]   the data, by name or number; rows with LABEL are successes
  --count C  --weight C   for how many rows a row stands; what it counts for
  --successes C --trials C, --exposure C, --event C   bayes help data
  --na error|skip      what to do about a missing value (error)
  --no-header  --delimiter CHAR   where the file's own look misleads
  --level 0.95         of the intervals
  --digits 4           significant digits of the table
  --format table|json|csv|markdown
  --report FILE.html   the result as a page: verdict, pictures, tables, JSON

A pair compares a with b, the baseline: P(a > b), a − b, a/b and a/b − 1, the lift.
The expected loss is what choosing a costs on average, E max(b − a, 0).
`

// abCommand is bayes ab.
func abCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "ab",
		Usage: "compare groups: which is better, by how much, at what risk",
		Flags: append(dataFlags(),
			&cli.StringSliceFlag{Name: "by", Usage: "the column that names the groups"},
			&cli.StringFlag{Name: "baseline", Usage: "the group that others are compared with"},
			&cli.StringFlag{Name: "rope", Usage: "differences that do not matter"},
			&cli.StringFlag{Name: "likelihood", Usage: "what a row is"},
			&cli.StringFlag{Name: "prior", Usage: "a prior, of each group"},
			&cli.Float64Flag{Name: "level", Value: 0.95, Usage: "probability that intervals hold"},
			&cli.IntFlag{Name: "digits", Value: 4, Usage: "significant digits of tables"},
			&cli.StringFlag{Name: "format", Value: "table", Usage: "table, json, csv or markdown"},
			reportFlag(),
		),
		CustomHelpTemplate: abHelp,
		Action:             func(c *cli.Context) error { return e.ab(c) },
	}
}

// A rope is a range of differences that do not matter.
type rope struct {
	low, high float64
	text      string
}

func (e *env) ab(c *cli.Context) error {
	out, err := newOutput(c)
	if err != nil {
		return err
	}
	level := c.Float64("level")
	if !(level > 0 && level < 1) {
		return usagef("--level %v: want a probability between 0 and 1, such as 0.95", level)
	}
	if err := checkReport(c); err != nil {
		return err
	}
	rope, err := readRope(c.String("rope"))
	if err != nil {
		return err
	}
	u, skipped, stated, err := e.abGroups(c)
	if err != nil {
		return err
	}
	r := &report{prior: u.template.Prior(), lik: u.template.Likelihood(), by: u.by, skipped: skipped, level: level, digits: out.digits}
	if err := u.finish(r, false, place{}); err != nil {
		return err
	}
	contrast, err := newContrast(r, c.String("baseline"), rope)
	if err != nil {
		return err
	}
	contrast.stated = stated
	if err := writeReport(c, contrast); err != nil {
		return err
	}
	return contrast.write(e.stdout, out.format)
}

// readRope reads "0.002", which is ±0.002, or "-0.001,0.002".
func readRope(spec string) (*rope, error) {
	if spec == "" {
		return nil, nil
	}
	first, second, two := strings.Cut(spec, ",")
	low, err := strconv.ParseFloat(strings.TrimSpace(first), 64)
	high := low
	if two && err == nil {
		high, err = strconv.ParseFloat(strings.TrimSpace(second), 64)
	} else {
		low = -high
	}
	if err != nil || !(low < high) {
		return nil, usagef("--rope %s: want a number above 0, for ±, or LOW,HIGH", spec)
	}
	r := &rope{low: low, high: high, text: fmt.Sprintf("difference within [%g, %g]", low, high)}
	if !two {
		r.text = fmt.Sprintf("difference within ±%g", high)
	}
	return r, nil
}

// abGroups reads the data into groups. stated reports whether the prior was given.
func (e *env) abGroups(c *cli.Context) (u *updater, skipped int64, stated bool, err error) {
	u = &updater{by: c.StringSlice("by"), groups: map[string]*group{}}
	inline := c.IsSet("data")
	if !inline && len(u.by) == 0 {
		if len(c.Args().Slice()) > 0 {
			return nil, 0, false, usagef("--by is missing: the column that says which group a row belongs to")
		}
		return nil, 0, false, usagef("no data: name a file and --by, or give groups with --data A=120/2400,B=150/2380")
	}
	spec, err := newDataSpec(c)
	if err != nil {
		return nil, 0, false, err
	}
	in := &input{e: e, spec: spec}
	var items []groupValue
	if inline {
		if items, err = readGroups(spec.inline); err != nil {
			return nil, 0, false, err
		}
		u.by = []string{"group"}
	}
	if stated, err = u.abModel(c.String("prior"), c.String("likelihood"), in, items); err != nil {
		return nil, 0, false, err
	}
	if inline {
		return u, 0, stated, u.takeGroups(items)
	}
	err = in.run(u)
	return u, in.skipped, stated, err
}

// abModel settles prior and likelihood: each follows from the other, or from the look
// of the data, where it is not given.
func (u *updater) abModel(priorSpec, likSpec string, in *input, items []groupValue) (stated bool, err error) {
	var lik bayes.Likelihood
	if likSpec != "" {
		if lik, err = bayes.ParseLikelihood(likSpec); err != nil {
			return false, usageError(err.Error())
		}
	}
	prior := bayes.Belief(bayes.Beta{Alpha: 0.5, Beta: 0.5})
	switch stated = priorSpec != ""; {
	case stated:
		if prior, err = bayes.Parse(priorSpec); err != nil {
			return stated, usageError(err.Error())
		}
	case likSpec != "":
		if prior, err = jeffreys(lik); err != nil {
			return stated, err
		}
	}
	if likSpec == "" && items == nil {
		lik, err = defaultLikelihood(prior, in)
	} else if likSpec == "" {
		if lik, err = bayes.DefaultLikelihood(prior); err != nil {
			return stated, usageError(err.Error() + ": --likelihood names one")
		}
	}
	if err != nil {
		return stated, err
	}
	if lik.Family == "bernoulli" && items != nil && slices.ContainsFunc(items, func(v groupValue) bool { return v.of != "" }) {
		lik.Family = "binomial"
	}
	if u.template, err = bayes.NewLearner(prior, lik); err != nil {
		return stated, usageError(err.Error())
	}
	return stated, nil
}

// jeffreys returns the prior of Jeffreys for one group's data, which is what is taken
// where none is given. For rates and means it is improper; the posterior no longer is
// once a group has some exposure, an event, or two different values.
func jeffreys(lik bayes.Likelihood) (bayes.Belief, error) {
	knownSD := len(lik.Params) == 1 && lik.Params[0].Name == "sd"
	switch {
	case slices.Contains([]string{"bernoulli", "binomial"}, lik.Family):
		return bayes.Beta{Alpha: 0.5, Beta: 0.5}, nil
	case lik.Family == "geometric" || lik.Family == "negative-binomial":
		return bayes.Beta{Alpha: 0, Beta: 0.5}, nil
	case lik.Family == "poisson":
		return bayes.Gamma{Shape: 0.5, Rate: 0}, nil
	case lik.Family == "exponential":
		return bayes.Gamma{Shape: 0, Rate: 0}, nil
	case lik.Family == "normal" && knownSD:
		return bayes.Parse("normal(mean=0, sd=inf)")
	case (lik.Family == "normal" || lik.Family == "lognormal") && len(lik.Params) == 0:
		return bayes.NormalInverseGamma{Mu: 0, Count: 0, Shape: -0.5, Scale: 0}, nil
	}
	return nil, usagef("--prior is missing: there is no default for %v data", lik)
}
