package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
)

// output is how a result is shown.
type output struct {
	format string
	digits int
	every  int64
}

func newOutput(c *cli.Context) (o output, err error) {
	o = output{c.String("format"), c.Int("digits"), c.Int64("every")}
	if !slices.Contains(formats, o.format) {
		return o, unknown("format ", o.format, formats, "want table, json, csv or markdown")
	}
	if o.digits < 1 || o.digits > 17 {
		return o, usagef("--digits %d: want 1 to 17", o.digits)
	}
	if c.IsSet("every") && o.every < 1 {
		return o, usagef("--every %d: want 1 or more rows", o.every)
	}
	if c.Bool("trace") {
		if o.every > 0 {
			return o, usagef("--trace is --every 1: give one of them")
		}
		o.every = 1
	}
	return o, nil
}

// update is bayes update.
func (e *env) update(c *cli.Context) error {
	out, err := newOutput(c)
	if err != nil {
		return err
	}
	level := c.Float64("level")
	if !(level > 0 && level < 1) {
		return usagef("--level %v: want a probability between 0 and 1, such as 0.95", level)
	}
	if plot := c.String("plot"); plot != "" {
		if err := checkPlotPath(plot); err != nil {
			return err
		}
	}
	if err := checkReport(c); err != nil {
		return err
	}
	u, in, err := e.newUpdate(c)
	if err != nil {
		return err
	}
	u.opt = pathOptions{every: out.every, level: level, interval: out.format != "json" || c.IsSet("plot") || c.IsSet("report")}
	if u.linear == nil && c.IsSet("at") {
		return usagef("--at names the predictors of a regression: leave it out, --predict alone will do")
	}
	if c.Bool("predict") && u.template.Likelihood().OwnSD() {
		return usagef("--predict: each measurement has a standard deviation of its own, and nobody knows that of the next")
	}
	if u.fade, err = newForgetting(c.Float64("forget"), c.IsSet("forget"), u.template, out, u.until); err != nil {
		return err
	}
	if u.linear != nil {
		if err := u.linear.readPredictions(c.StringSlice("at"), c.Bool("predict")); err != nil {
			return err
		}
	}
	if u.until != nil && len(u.by) > 0 {
		return usagef("--against weighs one posterior, but --by makes several")
	}
	if err := in.run(u); err != nil {
		return err
	}
	state, err := u.addFiles(in, c.Bool("again"))
	if err != nil {
		return err
	}
	r := &report{prior: u.template.Prior(), lik: u.template.Likelihood(), by: u.by, skipped: in.skipped, until: u.until,
		traced: out.every > 0, plotted: c.IsSet("plot") || c.IsSet("report"), level: level, hdi: c.Bool("hdi"), digits: out.digits}
	if err := u.finish(r, c.Bool("predict"), in.stop); err != nil {
		return err
	}
	if u.linear != nil && u.linear.scale != nil && len(u.by) == 0 {
		state.prior = u.order[0].now.Prior()
	}
	if plot := c.String("plot"); plot != "" {
		if err := plotBeliefs(plot, r.plot()); err != nil {
			return err
		}
	}
	if err := writeReport(c, r); err != nil {
		return err
	}
	if save := c.String("save"); save != "" {
		u.addGroups(state)
		if err := state.save(save); err != nil {
			return err
		}
	}
	return r.write(e.stdout, out.format)
}

// newUpdate reads the flags that say what is updated with what.
func (e *env) newUpdate(c *cli.Context) (*updater, *input, error) {
	u := &updater{by: c.StringSlice("by"), groups: map[string]*group{}}
	model, isLinear, err := readLinearModel(c)
	if err != nil {
		return nil, nil, err
	}
	var prior bayes.Belief
	if isLinear {
		prior, err = u.readLinearPrior(c.String("prior"), model, c.IsSet("by"))
	} else {
		prior, err = u.readPrior(c.String("prior"), c.IsSet("by"))
	}
	if err != nil {
		return nil, nil, err
	}
	spec, err := newDataSpec(c)
	if err != nil {
		return nil, nil, err
	}
	spec.by = u.by
	in := &input{e: e, spec: spec}
	likSpec := c.String("likelihood")
	if isLinear {
		lik, err := model.Likelihood()
		if err != nil {
			return nil, nil, usageError(err.Error())
		}
		likSpec = lik.String()
	}
	lik, err := u.likelihood(likSpec, prior, in)
	if err != nil {
		return nil, nil, err
	}
	if m, ok := lik.Linear(); ok {
		if err := checkRegressionFlags(c); err != nil {
			return nil, nil, err
		}
		if u.linear == nil {
			u.linear = &linearUpdate{model: m}
		}
		spec.response, spec.predictors = m.Response, m.Predictors
	}
	if err := u.checkScaled(c); err != nil {
		return nil, nil, err
	}
	if lik, err = spec.suitColumns(lik); err != nil {
		return nil, nil, err
	}
	if u.template, err = bayes.NewLearner(prior, lik); err != nil {
		return nil, nil, usageError(err.Error())
	}
	if u.saved != nil && len(u.saved.groups) > 0 {
		u.template = u.saved.groups[0].learner.Empty() // which knows the labels
	}
	return u, in, u.readUntil(c)
}

// readPrior reads a spec or a saved posterior.
func (u *updater) readPrior(spec string, grouped bool) (bayes.Belief, error) {
	if spec == "" {
		return nil, usagef("--prior is missing: for example --prior 'beta(1,1)'; bayes help priors lists what there is")
	}
	if !strings.HasSuffix(spec, ".json") {
		prior, err := bayes.Parse(spec)
		if err != nil {
			return nil, usageError(err.Error())
		}
		return prior, nil
	}
	state, err := loadState(spec)
	if err != nil {
		return nil, err
	}
	if !grouped {
		u.by = state.by
	} else if !slices.Equal(u.by, state.by) {
		return nil, fmt.Errorf("%s has groups by %s, not by %s", spec, columns(state.by), columns(u.by))
	}
	u.saved = state
	return state.prior, nil
}

// likelihood returns the likelihood that was named, or that a saved posterior
// remembers, or that goes with the prior and the look of the data.
func (u *updater) likelihood(spec string, prior bayes.Belief, in *input) (bayes.Likelihood, error) {
	if spec != "" {
		lik, err := parseLikelihood(spec, in.spec)
		if err != nil {
			return lik, err
		}
		if u.saved != nil && lik.String() != u.saved.lik.String() {
			if u.linear != nil {
				return lik, usagef("--response and --predictors say %v, the saved posterior is of %v: leave them out, or give the same", lik, u.saved.lik)
			}
			return lik, usagef("--likelihood %s: the saved posterior is of %v data", spec, u.saved.lik)
		}
		return lik, nil
	}
	if u.saved != nil {
		return u.saved.lik, nil
	}
	return defaultLikelihood(prior, in)
}

// parseLikelihood reads the spec of a likelihood. --sd makes of a normal one that
// whose rows have standard deviations of their own.
func parseLikelihood(spec string, d *dataSpec) (bayes.Likelihood, error) {
	lik, err := bayes.ParseLikelihood(spec)
	if err != nil {
		return lik, usageError(err.Error())
	}
	if d.sd != "" && lik.Family == "normal" && len(lik.Params) == 0 {
		return bayes.ParseLikelihood("normal(sd=rows)")
	}
	return lik, nil
}

// defaultLikelihood returns the likelihood that goes with a prior and the look
// of the data: counts of successes are binomial, single ones Bernoulli.
func defaultLikelihood(prior bayes.Belief, in *input) (bayes.Likelihood, error) {
	lik, err := bayes.DefaultLikelihood(prior)
	if names, _ := bayes.LikelihoodsOf(prior); err != nil && slices.Equal(names, []string{"linear"}) {
		return lik, usagef("--response is missing: a %s prior is of a linear regression, whose columns --response and --predictors name", prior.Family())
	}
	if err != nil {
		return lik, usageError(err.Error() + ": --likelihood names one")
	}
	if lik.Family != "bernoulli" {
		return lik, nil
	}
	counts := in.spec.successes != ""
	if !counts {
		first, err := in.peek()
		if err != nil {
			return lik, err
		}
		counts = in.first.level == nil && strings.Contains(string(first), "/")
	}
	if counts {
		lik.Family = "binomial"
	}
	return lik, nil
}

// rivalPrior reads the prior that --against names.
func (u *updater) rivalPrior(spec string) (bayes.Belief, error) {
	if u.linear != nil {
		return u.linearRival(spec)
	}
	prior, err := bayes.Parse(spec)
	if err != nil {
		return nil, usageError(err.Error())
	}
	return prior, nil
}

// readUntil reads --until and --against.
func (u *updater) readUntil(c *cli.Context) error {
	rule, against := c.String("until"), c.String("against")
	if rule == "" && against == "" {
		return nil
	}
	if against == "" {
		return usagef("--until %s: --against is missing, the prior to compare with, such as 'point(0.5)'", rule)
	}
	prior, err := u.rivalPrior(against)
	if err != nil {
		return err
	}
	u.until = &until{text: rule, spec: against}
	if u.until.rival, err = bayes.NewLearner(prior, u.template.Likelihood()); err != nil {
		return usagef("--against %s: %v", against, err)
	}
	if rule != "" {
		u.until.threshold, err = parseUntil(rule)
	}
	for _, p := range []bayes.Belief{u.template.Prior(), prior} {
		if err := p.Proper(); err != nil && u.saved == nil {
			return fmt.Errorf("a Bayes factor needs the evidence of both: %w", err)
		}
	}
	return err
}

// finish fills the report with what the groups have come to.
func (u *updater) finish(r *report, predict bool, at place) error {
	if len(u.order) == 0 && len(u.by) == 0 { // no rows: the prior stands
		if _, err := u.newGroup(""); err != nil {
			return err
		}
	}
	if u.until != nil && len(u.order) == 1 {
		if err := u.until.weigh(u.order[0]); err != nil {
			return err
		}
		if u.until.crossed {
			r.stopped = &stopped{row: u.order[0].rows, at: at}
		}
	}
	for _, g := range u.sorted() {
		if err := u.finishGroup(g); err != nil {
			return err
		}
		one := g.report(r, predict)
		r.n += one.n
		r.groups = append(r.groups, one)
	}
	switch scaled := u.linear != nil && u.linear.scale != nil; {
	case len(u.by) == 0 && (u.saved != nil || scaled):
		r.prior = r.groups[0].prior
	case scaled: // each group has its own
		r.prior = nil
	}
	r.scaled = u.linear != nil && u.linear.scale != nil && u.linear.scale.g == nil
	return nil
}

// finishGroup ends the reading of a group.
func (u *updater) finishGroup(g *group) error {
	if u.linear == nil {
		if err := g.finish(); err != nil {
			return err
		}
		return g.singular()
	}
	err := u.linear.settle(g)
	if err == nil {
		err = g.finish()
	}
	if err == nil {
		err = u.linear.determined(g)
	}
	if err != nil && len(u.by) > 0 {
		return fmt.Errorf("where %s is %s: %w", strings.Join(u.by, ", "), strings.Join(g.key, ", "), err)
	}
	g.at = u.linear.at
	return err
}

// addFiles returns the state to save, the files of this run added to it. It
// fails on a file whose rows are among the data already.
func (u *updater) addFiles(in *input, again bool) (*stateFile, error) {
	s := u.saved
	if s == nil {
		s = newState(u.template.Prior(), u.template.Likelihood(), u.by...)
	}
	for _, f := range in.files {
		if old, ok := s.seen(f.Digest); ok && !again {
			return nil, fmt.Errorf("%s: its rows are among the data already%s: --again counts them twice", f.Name, alias(filepath.Base(f.Name), old.Name))
		}
		s.add(f.Name, f.Digest, f.Rows)
	}
	return s, nil
}

// addGroups puts all data so far into the state.
func (u *updater) addGroups(s *stateFile) {
	for _, g := range u.order {
		if old, ok := s.at[strings.Join(g.key, "\x00")]; ok {
			old.learner = g.all
		} else {
			s.put(g.key, g.all)
		}
	}
}
