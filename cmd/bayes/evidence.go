package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
)

const evidenceHelp = `bayes evidence --model 'fair: point(0.5)' --model 'biased: beta(1,1)' --data 17/20
bayes evidence --model 'gamma(2,1) ~ poisson' --model 'beta(1,1) ~ geometric' testdata/march.csv --column n
Weigh models by how well each predicted the same data: log evidences, Bayes
factors against the first model, and probabilities.

  --model [NAME:]SPEC[~LIKELIHOOD]  a model; give one for each
  --prior-odds 3:1     odds of the models beforehand, in their order (equal)
  --likelihood SPEC    of the models that do not name their own
  --response Y --predictors A,B --no-intercept --noise SD   the same for regressions
  FILE…, -, --data A,B CSV, TSV or NDJSON, plain or gzip; stdin; values in place
  --column C[=LABEL], --columns A,B   the data, by name or number; rows with LABEL are successes
  --count C  --weight C   for how many rows a row stands; what it counts for
  --successes C --trials C, --exposure C, --event C, --sd C   bayes help data
  --na error|skip      what to do about a missing value (error)
  --no-header  --delimiter CHAR   where the file's own look misleads
  --every N, --trace   the path, every N rows or every row
  --digits 4           significant digits of the table
  --format table|json|csv|markdown
  --report FILE.html   the result as a page: verdict, pictures, tables, JSON
`

// evidenceCommand is bayes evidence.
func evidenceCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "evidence",
		Usage: "weigh models by the evidence of the same data",
		Flags: append(append(append(dataFlags(), outputFlags()...), regressionFlags()...),
			&cli.StringSliceFlag{Name: "model", Usage: "a prior, perhaps with a name and a likelihood"},
			&cli.StringFlag{Name: "prior-odds", Usage: "odds of the models beforehand"},
			reportFlag(),
		),
		CustomHelpTemplate: evidenceHelp,
		Action:             func(c *cli.Context) error { return e.evidence(c) },
	}
}

// A model is one of those weighed.
type model struct {
	name    string
	prior   bayes.Belief
	lik     bayes.Likelihood // its own, if it names one
	learner *bayes.Learner
	linear  *linearModel // of a regression
}

// A weighing feeds the same data to several models.
type weighing struct {
	models []*model
	every  int64
	rows   int64
	steps  []weighed
	err    error
}

// weighed is the log evidence of each model after some rows.
type weighed struct {
	row         int64
	logEvidence []float64
}

// evidence is bayes evidence.
func (e *env) evidence(c *cli.Context) error {
	out, err := newOutput(c)
	if err != nil {
		return err
	}
	if err := checkReport(c); err != nil {
		return err
	}
	w := &weighing{every: out.every}
	if err := w.readModels(c.StringSlice("model")); err != nil {
		return err
	}
	odds, err := readOdds(c.String("prior-odds"), len(w.models))
	if err != nil {
		return err
	}
	spec, err := newDataSpec(c)
	if err != nil {
		return err
	}
	in := &input{e: e, spec: spec}
	common, err := w.commonModel(c)
	if err != nil {
		return err
	}
	if err := w.checkKinds(common); err != nil {
		return err
	}
	if err := w.pair(common, in); err != nil {
		return err
	}
	if err := w.findPredictors(c, spec); err != nil {
		return err
	}
	if err := in.run(w); err != nil {
		return err
	}
	if w.every > 0 && w.rows%w.every != 0 {
		w.step()
	}
	final, err := w.weigh()
	if err == nil {
		err = w.err
	}
	if err != nil {
		return err
	}
	r := newComparison(w, final, odds, out.digits)
	r.skipped = in.skipped
	if err := writeReport(c, r); err != nil {
		return err
	}
	return r.write(e.stdout, out.format)
}

// readModels reads the --model specs.
func (w *weighing) readModels(specs []string) error {
	if len(specs) == 0 {
		return usagef("--model is missing: for example --model 'fair: point(0.5)' --model 'biased: beta(1,1)'")
	}
	names := map[string]bool{}
	for _, spec := range specs {
		m, err := parseModel(spec)
		if err != nil {
			return err
		}
		if names[m.name] {
			return usagef("two models are called %s: give them names, as in --model 'name: %v'", m.name, m.prior)
		}
		names[m.name] = true
		if err := m.prior.Proper(); err != nil {
			return fmt.Errorf("model %s: %w", m.name, err)
		}
		w.models = append(w.models, m)
	}
	return nil
}

// parseModel reads "prior", "name: prior" and either with "~ likelihood". What
// is a prior as it stands, such as beta:1,1 or a list of hypotheses, has no name.
func parseModel(spec string) (*model, error) {
	m := &model{}
	text, lik, hasLik := strings.Cut(spec, "~")
	if hasLik {
		var err error
		if m.lik, err = bayes.ParseLikelihood(lik); err != nil {
			return nil, usageError(err.Error())
		}
	}
	prior, err := parsePrior(text)
	if err != nil {
		name, rest, named := strings.Cut(text, ":")
		if m.name = strings.TrimSpace(name); !named || m.name == "" || isFamily(m.name) {
			return nil, err
		}
		if prior, err = parsePrior(rest); err != nil {
			return nil, err
		}
	}
	m.prior = prior
	if m.name == "" {
		m.name = strings.TrimSpace(spec)
	}
	return m, nil
}

func isFamily(name string) bool {
	for _, f := range bayes.Families() {
		if f.Name == name {
			return true
		}
	}
	return false
}

// parsePrior reads a spec, or the one group of a saved posterior.
func parsePrior(spec string) (bayes.Belief, error) {
	spec = strings.TrimSpace(spec)
	if !strings.HasSuffix(spec, ".json") {
		prior, err := bayes.Parse(spec)
		if err != nil {
			return nil, usageError(err.Error())
		}
		return prior, nil
	}
	s, err := loadState(spec)
	if err != nil {
		return nil, err
	}
	if len(s.groups) != 1 {
		return nil, fmt.Errorf("%s has %d groups: a model is one prior", spec, len(s.groups))
	}
	return s.groups[0].learner.Posterior(), nil
}

// sameKind reports whether two likelihoods can be of the same column: of labels,
// of counts, of numbers that one of them wants above 0.
func sameKind(a, b bayes.Outcome) bool {
	numbers := []bayes.Outcome{bayes.Real, bayes.NotNegative, bayes.Positive, bayes.Duration}
	return a == b || slices.Contains(numbers, a) && slices.Contains(numbers, b)
}

// readOdds reads "3:1" as probabilities; "" is equal odds.
func readOdds(spec string, models int) ([]float64, error) {
	p := make([]float64, models)
	for i := range p {
		p[i] = 1 / float64(models)
	}
	if spec == "" {
		return p, nil
	}
	parts := strings.Split(spec, ":")
	if len(parts) != models {
		return nil, usagef("--prior-odds %s gives %s for %d models: want one for each, such as %s", spec, counted(len(parts), "number"), models, strings.Repeat("1:", models-1)+"1")
	}
	sum := 0.0
	for i, part := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || !(v >= 0) || math.IsInf(v, 1) {
			return nil, usagef("--prior-odds %s: %q is not a number, 0 or above", spec, part)
		}
		p[i], sum = v, sum+v
	}
	if !(sum > 0) {
		return nil, usagef("--prior-odds %s: all are 0", spec)
	}
	for i := range p {
		p[i] /= sum
	}
	return p, nil
}

// pair gives each model its likelihood: its own, the one named for all, or the
// one that goes with the first prior for which there is an obvious one.
func (w *weighing) pair(spec string, in *input) error {
	var common bayes.Likelihood
	var err error
	if spec != "" {
		if common, err = parseLikelihood(spec, in.spec); err != nil {
			return err
		}
	}
	for _, m := range w.models {
		if common.Family == "" && m.lik.Family == "" {
			if _, obvious := bayes.LikelihoodsOf(m.prior); obvious != "" {
				if common, err = defaultLikelihood(m.prior, in); err != nil {
					return err
				}
			}
		}
	}
	for _, m := range w.models {
		if m.lik.Family == "" {
			m.lik = common
		}
		if m.lik.Family == "" {
			_, err := bayes.DefaultLikelihood(m.prior)
			return usagef("model %s: %v: --likelihood names one", m.name, err)
		}
		if m.lik, err = in.spec.suitColumns(m.lik); err != nil {
			return err
		}
		if m.learner, err = m.start(); err != nil {
			return usagef("model %s: %v", m.name, err)
		}
		if a, b := w.models[0].lik, m.lik; !sameKind(a.Outcome(), b.Outcome()) {
			return usagef("models %s and %s do not explain the same data: an observation is %s to %s, %s to %s",
				w.models[0].name, m.name, a.Outcome(), a.Family, b.Outcome(), b.Family)
		}
	}
	return nil
}
