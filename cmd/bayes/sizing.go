package main

import (
	"fmt"
	"math"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/bayes/decide"
	"github.com/bayeskit/bayeskit/prob"
)

const planHelp = `bayes plan --baseline 0.05 --lift 0.1 --likelihood bernoulli
bayes plan --baseline 20 --lift 0.05 --likelihood 'normal(sd=8)' --loss 0.01
How many observations of each of two groups, until the one with the greater mean
may be chosen: so that it is the better with probability --right, and so that the
expected loss, of the better over the chosen, is no more than --loss.

  --baseline 0.05      what a group is like: a probability, a rate, a mean
  --lift 0.1           by how much of that the two are thought to differ, either way
  --prior SPEC         of each group, in place of these two; bayes help priors
  --likelihood SPEC    bernoulli, poisson, exponential or normal(sd=…)
  --right 0.9          the probability of choosing the better
  --loss 0.00005       the expected loss (a hundredth of how they are thought to differ)
  --replicates 20000   comparisons simulated of each size
  --seed 1             of random numbers
  --digits 4           significant digits of the table
  --format table|json|csv|markdown

Truths and data are drawn from the prior, in which the standard deviation of the
difference is baseline × lift. The errors are standard errors of the simulation.
Differences too small to matter count in --right, and hardly in the loss.
`

// planCommand is bayes plan.
func planCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "plan",
		Usage: "how many observations a comparison takes",
		Flags: []cli.Flag{
			&cli.Float64Flag{Name: "baseline", Usage: "what a group is like"},
			&cli.Float64Flag{Name: "lift", Usage: "by how much of that groups differ"},
			&cli.StringFlag{Name: "prior", Usage: "of each group"},
			&cli.StringFlag{Name: "likelihood", Usage: "what a row is"},
			&cli.Float64Flag{Name: "right", Value: 0.9, Usage: "probability of choosing the better"},
			&cli.Float64Flag{Name: "loss", Usage: "expected loss to reach"},
			&cli.IntFlag{Name: "replicates", Value: 20000, Usage: "comparisons simulated"},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "of random numbers"},
			&cli.IntFlag{Name: "digits", Value: 4, Usage: "significant digits of tables"},
			&cli.StringFlag{Name: "format", Value: "table", Usage: "table, json, csv or markdown"},
		},
		CustomHelpTemplate: planHelp,
		Action:             func(c *cli.Context) error { return e.plan(c) },
	}
}

// A sizing is the result of bayes plan.
type sizing struct {
	plan        decide.Plan
	right, loss float64 // what is to be reached
	byRight     size
	byLoss      size
	curve       []decide.Outlook
	digits      int
}

// A size is a number of observations, with the standard error that the simulation
// leaves it.
type size struct{ n, stdErr float64 }

func (e *env) plan(c *cli.Context) error {
	out, err := newOutput(c)
	if err != nil {
		return err
	}
	if c.Args().Len() > 0 {
		return usagef("plan takes no data: %s", c.Args().First())
	}
	s := &sizing{right: c.Float64("right"), loss: c.Float64("loss"), digits: out.digits}
	if err := s.read(c); err != nil {
		return err
	}
	seed := prob.NewSeed(c.Uint64("seed"))
	if _, err := s.plan.At(e.ctx, seed, 0); err != nil {
		return usageError(err.Error())
	}
	right := func(o decide.Outlook) bayes.Estimate { return o.Right }
	if s.byRight, err = s.find(e, seed, right, s.right); err != nil {
		return fmt.Errorf("reaching --right %g: %w", s.right, err)
	}
	minusLoss := func(o decide.Outlook) bayes.Estimate {
		return bayes.Estimate{Value: -o.Loss.Value, StdErr: o.Loss.StdErr}
	}
	if s.byLoss, err = s.find(e, seed, minusLoss, -s.loss); err != nil {
		return fmt.Errorf("reaching --loss %g: %w", s.loss, err)
	}
	for _, n := range s.sizes() {
		o, err := s.plan.At(e.ctx, seed, n)
		if err != nil {
			return err
		}
		s.curve = append(s.curve, o)
	}
	return s.write(e.stdout, out.format)
}

// read settles prior, likelihood and targets.
func (s *sizing) read(c *cli.Context) (err error) {
	if spec := c.String("likelihood"); spec == "" {
		return usagef("--likelihood is missing: bernoulli, poisson, exponential or normal(sd=…)")
	} else if s.plan.Likelihood, err = bayes.ParseLikelihood(spec); err != nil {
		return usageError(err.Error())
	}
	if s.plan.Likelihood.String() == "normal" {
		return usagef("--likelihood normal: a plan takes the standard deviation for known: such as 'normal(sd=8)'")
	}
	if s.plan.Replicates = c.Int("replicates"); s.plan.Replicates < 100 || s.plan.Replicates > 10_000_000 {
		return usagef("--replicates %d: want 100 to 10000000", s.plan.Replicates)
	}
	if !(s.right > 0.5 && s.right < 1) {
		return usagef("--right %g: want a probability between 0.5 and 1", s.right)
	}
	spread := 0.0 // the standard deviation of the difference
	switch baseline, lift := c.Float64("baseline"), c.Float64("lift"); {
	case c.IsSet("prior"):
		if c.IsSet("baseline") || c.IsSet("lift") {
			return usagef("--prior says what --baseline and --lift say: leave them out")
		}
		if s.plan.Prior, err = bayes.Parse(c.String("prior")); err != nil {
			return usageError(err.Error())
		}
		if err := s.plan.Prior.Proper(); err != nil {
			return usagef("nothing can be simulated from --prior: %v", err)
		}
		if q, err := decide.Of(s.plan.Prior, s.plan.Likelihood); err == nil {
			spread = math.Sqrt(2 * q.Var())
		}
	case !c.IsSet("baseline") || !c.IsSet("lift"):
		return usagef("--baseline and --lift are wanted, such as --baseline 0.05 --lift 0.1, or a --prior")
	default:
		if !(lift > 0) || math.IsInf(lift, 1) {
			return usagef("--lift %g: want a number above 0, such as 0.1 for 10%%", lift)
		}
		if f := s.plan.Likelihood.Family; f == "bernoulli" && !(baseline > 0 && baseline < 1) {
			return usagef("--baseline %g: want a probability above 0 and below 1, such as 0.05", baseline)
		} else if (f == "poisson" || f == "exponential") && !(baseline > 0) {
			return usagef("--baseline %g: want a number above 0", baseline)
		}
		spread = math.Abs(baseline) * lift
		if s.plan.Prior, err = priorAround(s.plan.Likelihood, baseline, spread/math.Sqrt2); err != nil {
			return err
		}
	}
	if !c.IsSet("loss") {
		s.loss = spread / 100
	}
	if !(s.loss > 0) || math.IsInf(s.loss, 1) {
		return usagef("--loss %g: want a number above 0", s.loss)
	}
	return nil
}

// priorAround returns the prior of one group that has the given mean and standard
// deviation and goes with the likelihood.
func priorAround(lik bayes.Likelihood, mean, sd float64) (bayes.Belief, error) {
	family := ""
	switch lik.Family {
	case "bernoulli":
		family = "beta"
	case "poisson", "exponential":
		family = "gamma"
	case "normal":
		if !(sd > 0) {
			return nil, usagef("--baseline %g: a lift is of something that is not 0; state a --prior", mean)
		}
		family = "normal"
	default:
		return nil, usagef("--likelihood %v: want bernoulli, poisson, exponential or normal(sd=…)", lik)
	}
	prior, err := bayes.Parse(fmt.Sprintf("%s(mean=%.17g, sd=%.17g)", family, mean, sd))
	if err != nil {
		return nil, usagef("--baseline %g: %v", mean, err)
	}
	return prior, nil
}

// find returns the size from which on a rising property of the outlook is at least
// target. Its standard error is that of the property over how fast it rises there.
func (s *sizing) find(e *env, seed prob.Seed, property func(decide.Outlook) bayes.Estimate, target float64) (size, error) {
	o, err := s.plan.Size(e.ctx, seed, func(o decide.Outlook) bool { return property(o).Value >= target })
	if err != nil {
		return size{}, err
	}
	const step = 1.5
	less, err := s.plan.At(e.ctx, seed, math.Floor(o.N/step))
	if err != nil {
		return size{}, err
	}
	more, err := s.plan.At(e.ctx, seed, math.Ceil(o.N*step))
	if err != nil {
		return size{}, err
	}
	slope := (property(more).Value - property(less).Value) / (more.N - less.N)
	return size{o.N, property(o).StdErr / slope}, nil
}
