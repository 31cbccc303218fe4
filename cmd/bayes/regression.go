package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
)

// A linearUpdate is what an update of a linear regression knows beside the prior and
// the likelihood.
type linearUpdate struct {
	model bayes.LinearModel
	scale *scaledPrior // nil: the prior does not depend on the data
	at    []predictAt  // where the next response is predicted
}

// A scaledPrior is a prior that is made of all the data of a group, once they are
// there: Zellner's, or the default.
type scaledPrior struct {
	g *bayes.GPrior // nil: the default
}

// name returns what the prior is called in messages.
func (s *scaledPrior) name() string {
	if s.g != nil {
		return "zellner prior"
	}
	return "default prior"
}

// regressionFlags are the flags of update and evidence that make it a regression.
func regressionFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "response", Usage: "the column that a regression explains"},
		&cli.StringSliceFlag{Name: "predictors", Usage: "the columns that explain it, separated by commas"},
		&cli.BoolFlag{Name: "no-intercept", Usage: "a regression through the origin"},
		&cli.Float64Flag{Name: "noise", Usage: "the known standard deviation about the regression"},
	}
}

// readLinearModel returns the model that the flags describe, and false if they
// describe none.
func readLinearModel(c *cli.Context) (m bayes.LinearModel, ok bool, err error) {
	if !c.IsSet("response") {
		for _, flag := range []string{"predictors", "no-intercept", "noise"} {
			if c.IsSet(flag) {
				return m, false, usagef("--%s is for a regression, whose --response is missing", flag)
			}
		}
		return m, false, nil
	}
	m = bayes.LinearModel{Response: c.String("response"), Intercept: !c.Bool("no-intercept"), SD: c.Float64("noise")}
	for _, list := range c.StringSlice("predictors") {
		m.Predictors = append(m.Predictors, columnNames(list)...)
	}
	for i, name := range m.Predictors {
		if name == m.Response {
			return m, true, usagef("--predictors: %s is the response", name)
		}
		if slices.Contains(m.Predictors[:i], name) {
			return m, true, usagef("--predictors: %s is given twice", name)
		}
	}
	switch {
	case m.Response == "":
		return m, true, usagef("--response is empty: want the column that is explained")
	case len(m.Predictors) == 0 && !m.Intercept:
		return m, true, usagef("--no-intercept without --predictors leaves nothing to learn")
	case c.IsSet("noise") && (!(m.SD > 0) || math.IsInf(m.SD, 1)):
		return m, true, usagef("--noise %v: want a standard deviation, above 0", m.SD)
	}
	return m, true, checkRegressionFlags(c)
}

// columnNames cuts a list of columns at its commas; a name that has some stands in
// backquotes.
func columnNames(list string) (all []string) {
	for i, part := range strings.Split(list, "`") {
		if i%2 == 1 {
			all = append(all, part)
			continue
		}
		for name := range strings.SplitSeq(part, ",") {
			if name = strings.TrimSpace(name); name != "" {
				all = append(all, name)
			}
		}
	}
	return all
}

// checkRegressionFlags reports flags that say what the data of other models are.
func checkRegressionFlags(c *cli.Context) error {
	for _, flag := range []string{"data", "column", "successes", "trials", "exposure", "event", "sd"} {
		if c.IsSet(flag) {
			return usagef("--%s does not go with --response: the data of a regression are columns of numbers, --response and --predictors", flag)
		}
	}
	if c.IsSet("response") && c.IsSet("likelihood") {
		return usagef("--likelihood does not go with --response, which says what the model is: leave one out")
	}
	return nil
}

// readLinearPrior returns the prior to start from: of a prior that is made of the
// data, flat, which takes them in.
func (u *updater) readLinearPrior(spec string, m bayes.LinearModel, grouped bool) (bayes.Belief, error) {
	u.linear = &linearUpdate{model: m}
	if strings.TrimSpace(spec) == "" {
		u.linear.scale = &scaledPrior{}
		return bayes.Flat{}, nil
	}
	if strings.HasSuffix(spec, ".json") {
		return u.readPrior(spec, grouped)
	}
	prior, err := bayes.Parse(spec)
	if err != nil {
		return nil, usageError(err.Error())
	}
	switch p := prior.(type) {
	case bayes.Regression, bayes.Flat, bayes.Points:
	case bayes.GPrior:
		if err := checkGPrior(p, m); err != nil {
			return nil, err
		}
		u.linear.scale = &scaledPrior{&p}
		return bayes.Flat{}, nil
	default:
		return nil, usagef("--prior %s: of a regression the prior is regression(…), zellner(g=…) or flat", spec)
	}
	return prior, nil
}

// checkGPrior reports what a g prior cannot have under m.
func checkGPrior(p bayes.GPrior, m bayes.LinearModel) error {
	lik, err := m.Likelihood()
	if err == nil {
		_, err = bayes.NewLearner(p, lik)
	}
	if err != nil && !errors.Is(err, bayes.ErrGivenData) {
		return usageError(err.Error())
	}
	return nil
}

// checkScaled reports what a prior that is made of the data cannot do.
func (u *updater) checkScaled(c *cli.Context) error {
	if u.linear == nil || u.linear.scale == nil {
		return nil
	}
	what := u.linear.scale.name()
	for _, flag := range []string{"every", "trace", "forget", "until", "against"} {
		if c.IsSet(flag) {
			return usagef("--%s needs a prior that is there before the data, and the %s is made of them: give a --prior regression(…), such as the one that the run without --%[1]s prints", flag, what)
		}
	}
	if c.IsSet("save") && len(u.by) > 0 {
		return usagef("--save keeps one prior for all groups, and under the %s each has its own: give a --prior regression(…)", what)
	}
	return nil
}

// settle puts the data of g under the prior that is made of them.
func (r *linearUpdate) settle(g *group) error {
	if r.scale == nil {
		return nil
	}
	s, _ := g.now.LeastSquares()
	if err := s.Check(); err != nil {
		return namedColumns(err, r.model)
	}
	prior, text, err := r.scale.given(s, r.model)
	if err != nil {
		return err
	}
	g.spec = text
	g.now, err = g.now.Under(prior)
	return err
}

// given returns the prior made of data, and the spec that says it.
func (p *scaledPrior) given(s bayes.LeastSquares, m bayes.LinearModel) (bayes.Belief, string, error) {
	if p.g == nil {
		d := bayes.WeaklyInformative(s, m)
		return d, d.String(), nil
	}
	if j := s.Collinear(); j >= 0 || s.N == 0 {
		return nil, "", undetermined(s, m, max(j, 0))
	}
	z, err := p.g.Given(s, m)
	return z, p.g.Scaled(s, m).String(), err
}

// determined explains a posterior that is none, under a flat prior.
func (r *linearUpdate) determined(g *group) error {
	s, ok := g.all.LeastSquares()
	if !ok {
		return nil
	}
	if err := s.Check(); err != nil {
		return namedColumns(err, r.model)
	}
	post := g.all.Posterior()
	if post.Proper() == nil {
		return nil
	}
	p := len(r.model.Coefficients())
	if s.N < float64(p) {
		return undetermined(s, r.model, int(s.N))
	}
	d, isNIG := post.(bayes.LinearNormalInverseGamma)
	if j := s.Collinear(); j >= 0 {
		return undetermined(s, r.model, j)
	} else if isNIG && !(d.Shape > 0) {
		return fmt.Errorf("%s for %d coefficients: under a flat prior nothing is left to tell σ from: give a proper --prior, such as the default", rowCount(s.N), p)
	} else if isNIG && !(d.Scale > 0) {
		return fmt.Errorf("the predictors give column %q exactly: under a flat prior σ is then 0: give a proper --prior, such as the default", r.model.Response)
	}
	return post.Proper()
}

// namedColumns puts the columns of m in the place of numbered predictors.
func namedColumns(err error, m bayes.LinearModel) error {
	text := strings.Replace(err.Error(), "the response", fmt.Sprintf("column %q", m.Response), 1)
	first := 1
	if m.Intercept {
		first = 2
	}
	for i := len(m.Predictors) - 1; i >= 0; i-- { // from behind: predictor 12 is not predictor 1
		text = strings.Replace(text, fmt.Sprintf("predictor %d", first+i), fmt.Sprintf("column %q", m.Predictors[i]), 1)
	}
	return errors.New(text)
}

// undetermined explains why nothing is known of coefficient j.
func undetermined(s bayes.LeastSquares, m bayes.LinearModel, j int) error {
	names := m.Predictors
	if m.Intercept {
		names = append([]string{"intercept"}, names...)
	}
	what := names[j]
	if p := len(names); s.N < float64(p) {
		return fmt.Errorf("%s for %d coefficients: under a flat prior they do not determine %s: give a proper --prior, such as the default",
			rowCount(s.N), p, what)
	}
	if m.Intercept && j > 0 {
		if mean, sd := s.Spread(j); sd == 0 {
			return fmt.Errorf("column %q is %v in every row, as is the intercept: under a flat prior nothing determines its coefficient: leave it out, or give a proper --prior",
				what, mean)
		}
	}
	return fmt.Errorf("column %q is a combination of the predictors before it: under a flat prior nothing determines its coefficient: leave it out, or give a proper --prior", what)
}

// rowCount returns "1 row" or "3 rows".
func rowCount(n float64) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%v rows", n)
}
