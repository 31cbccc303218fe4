package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/mlp/tabular"
)

const mlpHelp = `bayes mlp check
bayes mlp demo
Networks whose loss is a negative log-likelihood.

  mlp train    fit a network to a table and save it; bayes predict predicts rows by it
  mlp check    which losses are which likelihoods, computed
  mlp export   for other programs: ONNX, safetensors
  mlp demo     one hidden layer of growing width, against a function

bayes help mlp train, and so on, tell more.
`

const mlpTrainHelp = `bayes mlp train testdata/boundary.csv --outcome y --hidden 64,64 --activation tanh --save m.json
bayes mlp train testdata/spirals.csv --outcome class --hidden 128,64 --epochs 30 --validate 0.1
Fit a network to a table. Its loss is −log p(outcome | inputs), a mean over rows.

  --outcome C[,C2]     what to predict: numbers or labels      --predictors C,…  from (all other columns)
  --hidden 64,64|none  units of the hidden layers; none, the default, is a linear model
  --activation relu    or leaky-relu, sigmoid, tanh, gelu, silu, softplus, identity
  --likelihood SPEC    gaussian, bernoulli or categorical, as the outcome is, or gaussian(sd=1),
                       gaussian-rows, student-t(df=4), laplace, poisson, negative-binomial, mixture(k=3) …
  --optimiser adam     or adamw, sgd, lbfgs   --rate R  --momentum 0.9 (sgd)  --decay 0.01 (adamw)
  --schedule constant  or cosine, plateau     --warmup EPOCHS  --clip LENGTH of the gradient
  --epochs N           100, or as many as make 5,000 steps   --batch 64  --seed 1  --double for float64
  --validate 0.1       hold rows out; the best weights there are kept   --patience N epochs
  --threads N          goroutines; no result depends on it
  --prior-precision α  of a normal prior of each weight      --dropout P  --residual  --no-bias
  --init he            or glorot, lecun, zero   --raw  leave numbers as they are, not standardised
  --trace              print parameters, gradient and loss at each step, of all rows at once
  --save M.json        for bayes predict     --checkpoint F  resume from F if it is there
  --plot F.svg|png     the loss by epoch     --report F.html  the result as a page
  --format table|json|csv|markdown  --digits 4
  --count C  --weight C   for how many rows a row stands; what it counts for
  --na error|skip  --no-header  --delimiter CHAR
`

const mlpCheckHelp = `bayes mlp check
bayes mlp check testdata/boundary.csv --outcome y
Compute what is said of losses and likelihoods: which are equal, to rounding, and
which differ. With a file, on its data, as far as its outcome allows.

  --outcome C[,C2]     numbers, or a label        --predictors C,…  (all other columns)
  --hidden 8|none      of the network             --activation tanh
  --seed 1  --format table|json|csv|markdown  --digits 2
  --na error|skip  --no-header  --delimiter CHAR

Exit status 1 if a statement does not hold.
`

const mlpExportHelp = `bayes mlp export m.json --onnx m.onnx
bayes mlp export m.json --onnx m.onnx --safetensors m.safetensors
Write a network for other programs.

  --onnx F             the whole model, standardisation included: x in, eta and y out
  --safetensors F      the parameters, as PyTorch's Linear has them
`

const mlpDemoHelp = `bayes mlp demo
bayes mlp demo --widths 1,2,4,8,16 --plot demo.svg
Fit a continuous function with one hidden layer of growing width: what the universal
approximation theorem promises, and what not.

  --widths 1,2,4,…     of the hidden layer (1 to 64)     --activation tanh
  --plot F.svg|png     the fits, and the error against the width
  --seed 1  --format table|json|csv|markdown  --digits 3
`

const predictHelp = `bayes predict m.json new.csv > out.csv
bayes predict m.json new.csv --level 0.9 --format json
bayes predict m.json known.csv --score
Predict each row of a file by a network that bayes mlp train saved. The columns
of the file come first, if the format is csv, and then those of the prediction:
mean, sd and interval of a number; of a label the likeliest and all probabilities.

  --score              say how well the predictions do instead, of a file that has
                       the outcome too: loss, rmse or accuracy, coverage
  --count C  --weight C   of --score: for how many rows a row stands; what it counts for
  --level 0.95         of the intervals
  --only               leave the file's own columns out
  --format csv|json    json is a line for each row; of --score table|json
  --digits 6           significant digits; 4 of --score
  --na error|skip  --no-header  --delimiter CHAR
`

// mlpCommands are those about networks. Their names have two words.
func mlpCommands(e *env) []*cli.Command {
	return []*cli.Command{
		{
			Name: "mlp", Usage: "networks whose loss is a likelihood: train, check, export, demo",
			CustomHelpTemplate: mlpHelp,
			Action: func(c *cli.Context) error {
				_, err := fmt.Fprint(e.stdout, mlpHelp)
				return err
			},
		},
		{
			Name: "mlp train", Usage: "fit a network to a table",
			Flags: append(append(networkFlags(), tableFlags()...),
				&cli.StringFlag{Name: "count", Usage: "column that says for how many rows a row stands"},
				&cli.StringFlag{Name: "weight", Usage: "column of weights"},
				&cli.StringFlag{Name: "likelihood", Usage: "what the outcome is"},
				&cli.StringFlag{Name: "optimiser", Value: "adam", Usage: "adam, adamw, sgd or lbfgs"},
				&cli.Float64Flag{Name: "rate", Usage: "the optimiser's"},
				&cli.Float64Flag{Name: "momentum", Usage: "of sgd"},
				&cli.Float64Flag{Name: "decay", Usage: "of adamw"},
				&cli.StringFlag{Name: "schedule", Value: "constant", Usage: "constant, cosine or plateau"},
				&cli.Float64Flag{Name: "warmup", Usage: "epochs in which the rate grows"},
				&cli.Float64Flag{Name: "clip", Usage: "the longest gradient"},
				&cli.IntFlag{Name: "epochs", Value: 100, Usage: "passes over the rows"},
				&cli.IntFlag{Name: "batch", Value: 64, Usage: "rows in a batch"},
				&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "of all that is random"},
				&cli.BoolFlag{Name: "double", Usage: "train in float64"},
				&cli.IntFlag{Name: "threads", Usage: "goroutines"},
				&cli.Float64Flag{Name: "validate", Usage: "fraction of rows held out"},
				&cli.IntFlag{Name: "patience", Usage: "epochs without a better validation loss"},
				&cli.Float64Flag{Name: "prior-precision", Usage: "of a normal prior of each weight"},
				&cli.Float64Flag{Name: "dropout", Usage: "probability of dropping a hidden unit"},
				&cli.BoolFlag{Name: "residual", Usage: "add inputs to outputs of layers of one width"},
				&cli.BoolFlag{Name: "no-bias", Usage: "leave biases out"},
				&cli.StringFlag{Name: "init", Value: "default", Usage: "he, glorot, lecun or zero"},
				&cli.BoolFlag{Name: "raw", Usage: "do not standardise"},
				&cli.BoolFlag{Name: "trace", Usage: "print each step"},
				&cli.StringFlag{Name: "save", Usage: "the network's file"},
				&cli.StringFlag{Name: "checkpoint", Usage: "file to resume from"},
				&cli.StringFlag{Name: "plot", Usage: "picture of the loss"},
				reportFlag(), formatFlag(), digitsFlag(4)),
			CustomHelpTemplate: mlpTrainHelp,
			Action:             func(c *cli.Context) error { return e.mlpTrain(c) },
		},
		{
			Name: "mlp check", Usage: "which losses are which likelihoods, computed",
			Flags:              append(append(networkFlags(), tableFlags()...), &cli.Uint64Flag{Name: "seed", Value: 1, Usage: "of all that is random"}, formatFlag(), digitsFlag(2)),
			CustomHelpTemplate: mlpCheckHelp,
			Action:             func(c *cli.Context) error { return e.mlpCheck(c) },
		},
		{
			Name: "mlp export", Usage: "write a network for other programs: ONNX, safetensors",
			Flags: []cli.Flag{
				&cli.StringFlag{Name: "onnx", Usage: "file of the whole model"},
				&cli.StringFlag{Name: "safetensors", Usage: "file of the parameters"},
			},
			CustomHelpTemplate: mlpExportHelp,
			Action:             func(c *cli.Context) error { return e.mlpExport(c) },
		},
		{
			Name: "mlp demo", Usage: "what one hidden layer can do, and what not",
			Flags: []cli.Flag{
				&cli.StringFlag{Name: "widths", Value: "1,2,4,8,16,32,64", Usage: "of the hidden layer"},
				&cli.StringFlag{Name: "activation", Value: "tanh", Usage: "of the hidden layer"},
				&cli.StringFlag{Name: "plot", Usage: "picture of the fits"},
				&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "of all that is random"},
				formatFlag(), digitsFlag(3),
			},
			CustomHelpTemplate: mlpDemoHelp,
			Action:             func(c *cli.Context) error { return e.mlpDemo(c) },
		},
		{
			Name: "predict", Usage: "predict rows by a saved network",
			Flags: []cli.Flag{
				&cli.Float64Flag{Name: "level", Value: 0.95, Usage: "probability that intervals hold"},
				&cli.BoolFlag{Name: "only", Usage: "leave the file's columns out"},
				&cli.BoolFlag{Name: "score", Usage: "say how well the predictions do"},
				&cli.StringFlag{Name: "count", Usage: "column that says for how many rows a row stands"},
				&cli.StringFlag{Name: "weight", Usage: "column of weights"},
				&cli.StringFlag{Name: "format", Value: "csv", Usage: "csv or json; of --score table or json"},
				digitsFlag(6),
				&cli.StringFlag{Name: "na", Value: "error", Usage: "error or skip"},
				&cli.BoolFlag{Name: "no-header", Usage: "the first row is data"},
				&cli.StringFlag{Name: "delimiter", Usage: "the character between fields"},
			},
			CustomHelpTemplate: predictHelp,
			Action:             func(c *cli.Context) error { return e.predict(c) },
		},
	}
}

func formatFlag() cli.Flag {
	return &cli.StringFlag{Name: "format", Value: "table", Usage: "table, json, csv or markdown"}
}

func digitsFlag(n int) cli.Flag {
	return &cli.IntFlag{Name: "digits", Value: n, Usage: "significant digits of tables"}
}

// networkFlags say what a network is like.
func networkFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "hidden", Usage: "units of the hidden layers, or none"},
		&cli.StringFlag{Name: "activation", Usage: "of the hidden layers"},
	}
}

// tableFlags say which table it learns from.
func tableFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "outcome", Usage: "the column to predict"},
		&cli.StringSliceFlag{Name: "predictors", Usage: "the columns to predict from"},
		&cli.StringFlag{Name: "na", Value: "error", Usage: "error or skip"},
		&cli.BoolFlag{Name: "no-header", Usage: "the first row is data"},
		&cli.StringFlag{Name: "delimiter", Usage: "the character between fields"},
	}
}

// networkLikelihoods are the words that may follow mlp train --likelihood.
func networkLikelihoods() (words []string) {
	for _, f := range tabular.Families() {
		words = append(words, f[0])
	}
	return append(words, "squared-error")
}
