package main

import (
	"github.com/urfave/cli/v2"
)

const simpsonHelp = `bayes simpson testdata/ucb_admissions.csv --treatment gender=male --outcome admit=admitted --by dept --count n
bayes simpson testdata/kidney_stones.csv --count n
Is an effect reversed within groups? Crude and adjusted effects, how sure the reversal
is, and what it rests on. One FILE of rows or counts, or - for standard input.

  --treatment T[=LEVEL]  --outcome Y[=LEVEL]   columns: labels or 0/1 with the level that
                 counts; numbers without a level are a dose, or averaged
  --baseline LEVEL       the treatment to compare with (all others)
  --by C                 stratify by C; repeat for several. Without it, columns and pairs
                 of columns are searched, and what is not named of the others too
  --count C              for how many a row stands; none: each is one whatever it looks like
  --dag FILE|'z -> x; z -> y; x -> y'   what causes what: is adjusting right?
  --standardise-to FILE  to the mix of strata there, with the same columns
  --trim                 leave out strata in which a treatment never occurs
  --prior beta:0.5,0.5   of the rate in each cell (Jeffreys)
  --plot FILE.svg|png    strata, crude and adjusted    --explain  a lesson in words
  --report FILE.html     the result as a page: verdict, pictures, tables, JSON
  --seed 1  --draws 40000      of random numbers; posterior draws
  --na error|skip  --no-header  --delimiter CHAR    bayes help data
  --level 0.95  --digits 4  --format table|json|csv|markdown

P(reversal) is the probability that the effect standardised to everyone's mix of
strata has the opposite sign to the crude one. It says nothing about causes: a graph does.
`

// simpsonCommand is bayes simpson.
func simpsonCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "simpson",
		Usage: "find out whether an effect is reversed within groups, and adjust it",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "treatment", Usage: "the column of treatments, or what is compared"},
			&cli.StringFlag{Name: "outcome", Usage: "the column of outcomes"},
			&cli.StringFlag{Name: "baseline", Usage: "the treatment to compare with"},
			&cli.StringSliceFlag{Name: "by", Usage: "a column to stratify by"},
			&cli.StringFlag{Name: "count", Usage: "column that says for how many rows a row stands"},
			&cli.StringFlag{Name: "dag", Usage: "a graph of causes, or a file with one"},
			&cli.StringFlag{Name: "standardise-to", Usage: "a file with another mix of strata"},
			&cli.BoolFlag{Name: "trim", Usage: "leave out strata in which a treatment never occurs"},
			&cli.StringFlag{Name: "prior", Usage: "of the rate in each cell"},
			&cli.StringFlag{Name: "plot", Usage: "draw strata, crude and adjusted"},
			reportFlag(),
			&cli.BoolFlag{Name: "explain", Usage: "say in words what happened"},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "of random numbers"},
			&cli.IntFlag{Name: "draws", Value: 40000, Usage: "posterior draws"},
			&cli.StringFlag{Name: "na", Value: "error", Usage: "error or skip"},
			&cli.BoolFlag{Name: "no-header", Usage: "the first row is data"},
			&cli.StringFlag{Name: "delimiter", Usage: "the character between fields"},
			&cli.Float64Flag{Name: "level", Value: 0.95, Usage: "probability that intervals hold"},
			&cli.IntFlag{Name: "digits", Value: 4, Usage: "significant digits of tables"},
			&cli.StringFlag{Name: "format", Value: "table", Usage: "table, json, csv or markdown"},
		},
		CustomHelpTemplate: simpsonHelp,
		Action:             func(c *cli.Context) error { return e.simpson(c) },
	}
}
