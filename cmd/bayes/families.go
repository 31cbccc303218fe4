package main

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
)

const familiesHelp = `bayes families
bayes families gamma
List the families of priors and of likelihoods, or describe one: its parameters
and their order, its support, what goes with it, and an example to paste.
`

func familiesCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:               "families",
		Usage:              "list the families of priors and likelihoods, or describe one",
		CustomHelpTemplate: familiesHelp,
		Action:             func(c *cli.Context) error { return e.families(c.Args().Slice()) },
	}
}

func (e *env) families(args []string) error {
	var b bytes.Buffer
	switch len(args) {
	case 0:
		listFamilies(&b)
	case 1:
		var names []string
		for _, f := range bayes.Families() {
			names = append(names, f.Name)
			if f.Name == args[0] {
				describePrior(&b, f)
			}
		}
		for _, l := range bayes.LikelihoodFamilies() {
			names = append(names, l.Name)
			if l.Name == args[0] {
				if b.Len() > 0 {
					b.WriteByte('\n')
				}
				describeLikelihood(&b, l)
			}
		}
		if b.Len() == 0 {
			return unknown("family ", args[0], names, "bayes families lists them")
		}
	default:
		return usagef("families describes one family, not %d: %s", len(args), strings.Join(args, ", "))
	}
	_, err := io.WriteString(e.stdout, withoutTrailingSpace(b.String()))
	return err
}

// withoutTrailingSpace takes away what a tabwriter puts into empty lines.
func withoutTrailingSpace(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func listFamilies(out io.Writer) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "priors\t")
	for _, f := range bayes.Families() {
		fmt.Fprintf(w, "  %s\t%s\n", f.Name, f.About)
	}
	fmt.Fprintln(w, "\t\nlikelihoods\t")
	for _, l := range bayes.LikelihoodFamilies() {
		fmt.Fprintf(w, "  %s\t%s\n", l.Name, l.About)
	}
	w.Flush()
	fmt.Fprintln(out, "\nbayes families NAME describes one; bayes help priors tells how to write a prior")
}

// describePrior writes all there is to know about a family of priors.
func describePrior(out io.Writer, f bayes.Family) {
	fmt.Fprintf(out, "%s, a prior\n%s\n\n", signature(f.Name, f.Params), sentence(f.About))
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, p := range f.Params {
		fmt.Fprintf(w, "  %s\t%s\n", p.Name, p.About)
	}
	fmt.Fprintf(w, "\t\n  support\t%s\n", f.Support)
	writeNames(w, "likelihoods", f.Likelihoods)
	switch {
	case slices.Equal(f.Likelihoods, []string{"linear"}):
		fmt.Fprintf(w, "  default\tthe model of --response and --predictors\n")
	case f.Default != "" && len(f.Likelihoods) > 1:
		fmt.Fprintf(w, "  default\t%s%s\n", f.Default, orBinomial(f))
	case f.Default != "":
		fmt.Fprintf(w, "  default\t%s\n", f.Default)
	case f.Name != "mixture":
		fmt.Fprintf(w, "  default\tnone: --likelihood names one, as below\n")
	}
	for i, s := range f.Elicit {
		head := "also"
		if i > 0 {
			head = ""
		}
		fmt.Fprintf(w, "  %s\t%s\n", head, s)
	}
	w.Flush()
	fmt.Fprintf(out, "\n  %s\n", priorExample(f.Name))
}

// writeNames writes a row of names, in as many lines as they need.
func writeNames(w io.Writer, head string, names []string) {
	lines := slices.Collect(slices.Chunk(names, 6))
	for i, line := range lines {
		end := "\n"
		if i < len(lines)-1 {
			end = ",\n"
		}
		fmt.Fprintf(w, "  %s\t%s%s", head, strings.Join(line, ", "), end)
		head = ""
	}
}

// orBinomial says what a beta takes for data written k/n.
func orBinomial(f bayes.Family) string {
	if f.Default == "bernoulli" && slices.Contains(f.Likelihoods, "binomial") {
		return "; binomial for data such as 17/20"
	}
	return ""
}

func describeLikelihood(out io.Writer, l bayes.LikelihoodFamily) {
	fmt.Fprintf(out, "%s, a likelihood\n%s\n\n", signature(l.Name, l.Params), sentence(l.About))
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, p := range l.Params {
		fmt.Fprintf(w, "  %s\t%s\n", p.Name, p.About)
	}
	if len(l.Params) > 0 {
		fmt.Fprintf(w, "\t\n")
	}
	fmt.Fprintf(w, "  a row is\t%s\n", l.Outcome)
	var priors []string
	for _, f := range bayes.Families() {
		if slices.Contains(f.Likelihoods, l.Name) {
			priors = append(priors, f.Name)
		}
	}
	if l.Name != "linear" {
		priors = append(priors, "and mixtures of them")
	}
	writeNames(w, "priors", priors)
	if l.Name == "table" {
		w = tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintf(w, "  a row is\t%s\n  priors\thypotheses, as many as each label has probabilities\n", l.Outcome)
	}
	w.Flush()
	fmt.Fprintf(out, "\n  %s\n", likelihoodExample(l.Name))
}

// signature returns name(a, b), or the name alone.
func signature(name string, params []bayes.ParamDoc) string {
	if len(params) == 0 {
		return name
	}
	var names []string
	for _, p := range params {
		names = append(names, p.Name)
	}
	switch name {
	case "dirichlet", "point":
		names = append(names, "…")
	case "hypotheses":
		return "name: probability, …"
	case "mixture":
		return "weight*prior + …"
	}
	return name + "(" + strings.Join(names, ", ") + ")"
}

// sentence returns s with a capital and a full stop.
func sentence(s string) string {
	if s != "" && 'a' <= s[0] && s[0] <= 'z' {
		s = string(s[0]-'a'+'A') + s[1:]
	}
	return s + "."
}

// priorExample returns a command to paste. It works wherever the command was
// installed: the data come with it.
func priorExample(name string) string {
	switch name {
	case "beta":
		return "bayes data clicks | bayes update --prior 'beta(mean=0.1, ess=10)' --column clicked --by variant -"
	case "dirichlet":
		return "bayes data labels | bayes update --prior 'dirichlet(red=1, green=1, blue=1)' --column colour -"
	case "gamma":
		return "bayes data march | bayes update --prior 'gamma(shape=2, rate=1)' --likelihood poisson --column n -"
	case "normal":
		return "bayes update --prior 'normal(mean=0, sd=10)' --likelihood 'normal(sd=2)' --data 4.1,5.3,3.8"
	case "lognormal":
		return "bayes data march | bayes update --prior 'lognormal(mu=1, sigma=1)' --likelihood poisson --column n -"
	case "half-normal":
		return "bayes update --prior 'half-normal(sd=5)' --likelihood 'normal(mean=0)' --data 1.2,-0.4,0.9"
	case "half-cauchy":
		return "bayes update --prior 'half-cauchy(scale=2)' --likelihood exponential --data 0.3,2.1,0.7"
	case "uniform":
		return "bayes update --prior 'uniform(low=0.2, high=0.8)' --likelihood binomial --data 17/20"
	case "logistic":
		return "bayes update --prior 'logistic(loc=0, scale=1)' --likelihood bernoulli --data 1,0,1,1"
	case "student-t":
		return "bayes update --prior 'student-t(df=4, loc=0, scale=2.5)' --likelihood bernoulli --data 1,1,1,1"
	case "cauchy":
		return "bayes update --prior 'cauchy(loc=0, scale=1)' --likelihood 'normal(sd=1)' --data 9"
	case "laplace":
		return "bayes update --prior 'laplace(loc=0, scale=1)' --likelihood 'normal(sd=2)' --data 0.8,1.9"
	case "inverse-gamma":
		return "bayes update --prior 'inverse-gamma(shape=2, scale=1)' --likelihood 'normal(mean=0)' --data 1.2,-0.4,0.9"
	case "von-mises":
		return "bayes update --prior 'von-mises(mu=0, kappa=1)' --likelihood 'von-mises(kappa=2)' --data 0.5,0.9,-0.3"
	case "pareto":
		return "bayes update --prior 'pareto(min=10, shape=1)' --data 61,17,44"
	case "local-level":
		return "bayes data sensor | bayes update --prior 'local-level(mean=0, sd=10, drift=0.1)' --likelihood 'normal(sd=1.5)' --column y -"
	case "normal-inverse-wishart":
		return "bayes data attitude | bayes update --prior normal-inverse-wishart --columns rating,complaints,learning -"
	case "multivariate-normal":
		return "bayes update --prior 'multivariate-normal(mean=[0,0], sd=10)' --likelihood 'multivariate-normal(sd=[1,2], corr=0.5)' --data 1:2,3:-1"
	case "normal-inverse-gamma":
		return "bayes data sensor | bayes update --prior 'normal-inverse-gamma(mean=0, count=1, shape=1, scale=1)' --column y -"
	case "regression":
		return "bayes data sensor | bayes update --response y --predictors time --prior 'regression(sd=10, shape=0.5, scale=1)' -"
	case "zellner":
		return "bayes data attitude | bayes update --response rating --predictors complaints,learning --prior 'zellner(g=30)' -"
	case "flat":
		return "bayes data attitude | bayes update --response rating --predictors complaints --prior flat -"
	case "point":
		return "bayes evidence --model 'fair: point(0.5)' --model 'biased: beta(1,1)' --data 17/20"
	case "hypotheses":
		return likelihoodExample("table")
	case "mixture":
		return "bayes update --prior '0.5*beta(30,30) + 0.5*beta(1,1)' --data 17/20"
	}
	return ""
}

func likelihoodExample(name string) string {
	switch name {
	case "bernoulli":
		return "bayes update --prior beta:1,1 --data 1,0,1,1,0,1"
	case "binomial":
		return "bayes data batches | bayes update --prior 'beta(1,30)' --successes defects --trials size -"
	case "geometric":
		return "bayes update --prior beta:1,1 --likelihood geometric --data 3,0,1,2"
	case "negative-binomial":
		return "bayes update --prior beta:1,1 --likelihood 'negative-binomial(r=5)' --data 3,8,4"
	case "poisson":
		return "bayes data visits | bayes update --prior gamma:2,1 --likelihood poisson --column n --exposure hours --by site -"
	case "exponential":
		return "bayes data lifetimes | bayes update --prior gamma:1,100 --likelihood exponential --column time --event event -"
	case "gamma":
		return "bayes data lifetimes | bayes update --prior gamma:1,100 --likelihood 'gamma(shape=2)' --column time -"
	case "inverse-gamma":
		return "bayes update --prior gamma:1,1 --likelihood 'inverse-gamma(shape=3)' --data 0.4,1.1,0.7"
	case "pareto":
		return "bayes update --prior gamma:1,1 --likelihood 'pareto(min=1)' --data 1.4,9.1,2.2"
	case "weibull":
		return "bayes data lifetimes | bayes update --prior 'inverse-gamma(1,100)' --likelihood 'weibull(shape=1.2)' --column time -"
	case "uniform":
		return priorExample("pareto")
	case "von-mises":
		return priorExample(name)
	case "multivariate-normal":
		return priorExample(name)
	case "lognormal":
		return "bayes data lifetimes | bayes update --prior 'normal-inverse-gamma(5,1,1,1)' --likelihood lognormal --column time -"
	case "categorical":
		return "bayes data labels | bayes update --prior dirichlet:1,1,1 --column colour --by region -"
	case "linear":
		return priorExample("regression")
	case "multinomial":
		return "bayes update --prior dirichlet:1,1,1 --likelihood multinomial --data 3:5:2"
	case "normal":
		return "bayes data sensor | bayes update --prior 'normal(mean=0, sd=10)' --likelihood 'normal(sd=1.5)' --column y -"
	case "table":
		return "bayes update --prior 'sick: 0.1, well: 0.9' --likelihood 'positive: 0.99, 0.1; negative: 0.01, 0.9' --data positive,positive --trace"
	}
	return ""
}
