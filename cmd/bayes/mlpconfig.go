package main

import (
	"math"
	"runtime"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// networkConfig is what the flags of bayes mlp train say.
func networkConfig(c *cli.Context) (k tabular.Config, err error) {
	k = tabular.Config{
		NoBias: c.Bool("no-bias"), Residual: c.Bool("residual"), Dropout: c.Float64("dropout"),
		Precision: c.Float64("prior-precision"), Epochs: c.Int("epochs"), Batch: c.Int("batch"),
		Clip: c.Float64("clip"), Holdout: c.Float64("validate"), Patience: c.Int("patience"),
		Raw: c.Bool("raw"), Double: c.Bool("double"), Threads: c.Int("threads"), Seed: c.Uint64("seed"),
	}
	if k.Hidden, err = readWidths("hidden", c.String("hidden")); err != nil {
		return k, err
	}
	if k.Activation, err = readActivation(c); err != nil {
		return k, err
	}
	if err := k.Init.UnmarshalText([]byte(c.String("init"))); err != nil {
		return k, usagef("--init %s: want he, glorot, lecun or zero", c.String("init"))
	}
	if spec := c.String("likelihood"); spec != "" {
		if k.Likelihood, err = tabular.ParseLikelihood(spec); err != nil {
			return k, usageError(err.Error())
		}
	}
	if k.Optimiser, err = readOptimiser(c); err != nil {
		return k, err
	}
	if k.Schedule, err = readSchedule(c); err != nil {
		return k, err
	}
	if k.Threads == 0 {
		k.Threads = runtime.GOMAXPROCS(0)
	}
	for _, f := range []struct {
		name  string
		value float64
		ok    bool
		want  string
	}{
		{"epochs", float64(k.Epochs), k.Epochs > 0, "1 or more"},
		{"batch", float64(k.Batch), k.Batch > 0, "1 or more rows"},
		{"validate", k.Holdout, k.Holdout >= 0 && k.Holdout < 1, "a fraction of the rows, such as 0.1"},
		{"dropout", k.Dropout, k.Dropout >= 0 && k.Dropout < 1, "a probability below 1, such as 0.2"},
		{"prior-precision", k.Precision, k.Precision >= 0 && !math.IsInf(k.Precision, 1), "a number, 0 or above: 1 / variance"},
		{"patience", float64(k.Patience), k.Patience >= 0, "a number of epochs"},
		{"threads", float64(k.Threads), k.Threads > 0, "1 or more"},
		{"clip", k.Clip, k.Clip >= 0, "a length above 0"},
	} {
		if !f.ok {
			return k, usagef("--%s %g: want %s", f.name, f.value, f.want)
		}
	}
	if k.Patience > 0 && k.Holdout == 0 {
		return k, usagef("--patience %d needs rows to judge by: --validate 0.1", k.Patience)
	}
	return k, nil
}

// enoughSteps is how many steps a training has by default, at least, whose table is so small
// that 100 epochs are fewer.
const enoughSteps = 5000

// defaultEpochs returns how many epochs there are where --epochs does not say.
func defaultEpochs(rows, batch int) int {
	steps := (rows + batch - 1) / batch
	return min(max(100, (enoughSteps+steps-1)/steps), 1000)
}

// readWidths reads 64,64 or none.
func readWidths(flag, text string) (widths []int, err error) {
	if text == "" || text == "none" {
		return nil, nil
	}
	for _, s := range strings.Split(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n < 1 || n > 1<<20 {
			return nil, usagef("--%s %s: %q is not a number of units: want some like 64,64", flag, text, s)
		}
		widths = append(widths, n)
	}
	return widths, nil
}

// readActivation reads the activation of hidden layers, relu unless given.
func readActivation(c *cli.Context) (a mlp.Activation, err error) {
	name := c.String("activation")
	if name == "" {
		return mlp.ReLU, nil
	}
	if a.UnmarshalText([]byte(name)) != nil {
		var names []string
		for i := mlp.Identity; i <= mlp.Softplus; i++ {
			names = append(names, i.String())
		}
		return a, unknown("activation ", name, names, "want one of "+strings.Join(names, ", "))
	}
	return a, nil
}

func readOptimiser(c *cli.Context) (mlp.Optimiser, error) {
	name, rate := c.String("optimiser"), c.Float64("rate")
	if c.IsSet("rate") && !(rate > 0 && rate <= math.MaxFloat64) {
		return nil, usagef("--rate %v: want a number above 0, such as 0.001", rate)
	}
	for _, only := range [][]string{{"momentum", "sgd"}, {"decay", "adamw"}} {
		if c.IsSet(only[0]) && name != only[1] {
			return nil, usagef("--%s is of --optimiser %s", only[0], only[1])
		}
	}
	if m := c.Float64("momentum"); !(m >= 0 && m < 1) {
		return nil, usagef("--momentum %v: want a number from 0 up to but not 1, such as 0.9", m)
	}
	if d := c.Float64("decay"); c.IsSet("decay") && !(d > 0 && d <= math.MaxFloat64) {
		return nil, usagef("--decay %v: want a number above 0, such as 0.01", d)
	}
	switch name {
	case "adam":
		return mlp.Adam{Rate: rate}, nil
	case "adamw":
		return mlp.AdamW{Adam: mlp.Adam{Rate: rate}, Decay: c.Float64("decay")}, nil
	case "sgd":
		return mlp.SGD{Rate: rate, Momentum: c.Float64("momentum")}, nil
	case "lbfgs":
		for _, f := range []string{"rate", "batch", "schedule", "warmup", "clip", "dropout"} {
			if c.IsSet(f) {
				return nil, usagef("--%s has no meaning for --optimiser lbfgs, which searches along lines, all rows at once", f)
			}
		}
		return mlp.LBFGS{}, nil
	}
	return nil, unknown("optimiser ", name, []string{"adam", "adamw", "sgd", "lbfgs"}, "want adam, adamw, sgd or lbfgs")
}

func readSchedule(c *cli.Context) (s mlp.Schedule, err error) {
	switch name := c.String("schedule"); name {
	case "constant":
		s = mlp.Constant{}
	case "cosine":
		s = mlp.Cosine{}
	case "plateau":
		s = mlp.Plateau{}
	default:
		return nil, unknown("schedule ", name, []string{"constant", "cosine", "plateau"}, "want constant, cosine or plateau")
	}
	warm := c.Float64("warmup")
	switch {
	case !(warm >= 0 && warm <= math.MaxInt32):
		return nil, usagef("--warmup %v: want a number of epochs", warm)
	case warm > 0:
		s = mlp.Warmup{Epochs: warm, Then: s}
	}
	return s, nil
}

// nameOf returns what an optimiser and its schedule are called in a report.
func nameOf(o mlp.Optimiser, s mlp.Schedule) string {
	text := ""
	switch o := o.(type) {
	case mlp.Adam:
		text = "adam, rate " + brief(orElse(o.Rate, 0.001), 4)
	case mlp.AdamW:
		text = "adamw, rate " + brief(orElse(o.Rate, 0.001), 4) + ", decay " + brief(orElse(o.Decay, 0.01), 4)
	case mlp.SGD:
		text = "sgd, rate " + brief(orElse(o.Rate, 0.01), 4)
		if o.Momentum > 0 {
			text += ", momentum " + brief(o.Momentum, 4)
		}
	case mlp.LBFGS:
		return "lbfgs"
	}
	if w, ok := s.(mlp.Warmup); ok {
		text += ", warm-up of " + brief(w.Epochs, 4) + " epochs"
		s = w.Then
	}
	switch s.(type) {
	case mlp.Cosine:
		text += ", cosine schedule"
	case mlp.Plateau:
		text += ", halved on plateaus"
	}
	return text
}

func orElse(x, fallback float64) float64 {
	if x == 0 {
		return fallback
	}
	return x
}
