package main

import "github.com/urfave/cli/v2"

const updateHelp = `bayes update --prior 'beta(2,8)' testdata/clicks.ndjson --column clicked --by variant
bayes update --prior beta:1,1 --data 17/20
Update a prior with data: the posterior, and the evidence, log p(data | prior).

  --prior SPEC         a prior (bayes help priors), or a saved posterior, FILE.json
  --likelihood SPEC    what a row is, where the prior leaves a choice
  FILE…, -, --data A,B CSV, TSV or NDJSON, plain or gzip; stdin; values in place
  --column C[=LABEL], --columns A,B   the data, by name or number; rows with LABEL are successes
  --by C               a posterior for each value of C; may be repeated
  --count C  --weight C   for how many rows a row stands; what it counts for
  --successes C --trials C, --exposure C, --event C, --sd C   bayes help data
  --na error|skip      what to do about a missing value (error)
  --no-header  --delimiter CHAR   where the file's own look misleads
  --every N, --trace   the path, every N rows or every row
  --until 'bf > 10' --against SPEC   stop when the Bayes factor says so
  --predict  --at 'X1=3, X2=1'   the next observation; of a regression, at predictors
  --forget 0.99        weight the data so far by this before each row
  --response Y --predictors X1,X2   a linear regression: bayes help regression
  --no-intercept  --noise SD   through the origin; with known standard deviation
  --level 0.95  --hdi  of the intervals; highest density instead of central
  --digits 4  --seed 1 significant digits of the table; of random numbers, if any
  --format table|json|csv|markdown
  --plot FILE.svg|png  prior, posterior and path
  --report FILE.html   the result as a page: verdict, pictures, tables, JSON
  --save FILE.json     keep prior and data; --again allows a file seen before
`

// updateCommand is bayes update.
func updateCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "update",
		Usage: "update a prior with data: posterior and evidence",
		Flags: append(append(append(dataFlags(), outputFlags()...), regressionFlags()...),
			&cli.StringFlag{Name: "prior", Usage: "a prior, or a saved posterior"},
			&cli.StringSliceFlag{Name: "by", Usage: "a posterior for each value of this column"},
			&cli.StringFlag{Name: "until", Usage: "stop when the Bayes factor crosses this"},
			&cli.StringFlag{Name: "against", Usage: "the prior that --until compares with"},
			&cli.Float64Flag{Name: "forget", Usage: "before each row, weight the data so far by this"},
			&cli.BoolFlag{Name: "predict", Usage: "the distribution of the next observation"},
			&cli.StringSliceFlag{Name: "at", Usage: "predict a regression at these predictors"},
			&cli.Float64Flag{Name: "level", Value: 0.95, Usage: "probability that intervals hold"},
			&cli.BoolFlag{Name: "hdi", Usage: "highest-density regions"},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "of random numbers"},
			&cli.StringFlag{Name: "plot", Usage: "draw prior, posterior and path"},
			reportFlag(),
			&cli.StringFlag{Name: "save", Usage: "write the posterior to this file"},
			&cli.BoolFlag{Name: "again", Usage: "allow a file seen before"},
		),
		CustomHelpTemplate: updateHelp,
		Action:             func(c *cli.Context) error { return e.update(c) },
	}
}

// outputFlags are the flags that update and evidence share beside those of the
// data.
func outputFlags() []cli.Flag {
	return []cli.Flag{
		columnsFlag(),
		&cli.StringFlag{Name: "likelihood", Usage: "what a row is"},
		&cli.StringFlag{Name: "sd", Usage: "column of the measurements' known standard deviations"},
		&cli.Int64Flag{Name: "every", Usage: "the path, every so many rows"},
		&cli.BoolFlag{Name: "trace", Usage: "the path, row by row"},
		&cli.IntFlag{Name: "digits", Value: 4, Usage: "significant digits of tables"},
		&cli.StringFlag{Name: "format", Value: "table", Usage: "table, json, csv or markdown"},
	}
}
