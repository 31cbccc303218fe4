package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/internal/rows"
)

// dataFlags are the flags that say which data and how to read them.
func dataFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "data", Usage: "values in place of a file"},
		&cli.StringSliceFlag{Name: "column", Usage: "the column that holds the data"},
		&cli.StringFlag{Name: "count", Usage: "column that says for how many rows a row stands"},
		&cli.StringFlag{Name: "weight", Usage: "column of weights"},
		&cli.StringFlag{Name: "successes", Usage: "column of numbers of successes"},
		&cli.StringFlag{Name: "trials", Usage: "column of numbers of trials"},
		&cli.StringFlag{Name: "exposure", Usage: "column of exposures"},
		&cli.StringFlag{Name: "event", Usage: "column of 1 for events, 0 for censored times"},
		&cli.StringFlag{Name: "na", Value: "error", Usage: "error or skip"},
		&cli.BoolFlag{Name: "no-header", Usage: "the first row is data"},
		&cli.StringFlag{Name: "delimiter", Usage: "the character between fields"},
	}
}

// A dataSpec is what those flags and the operands say.
type dataSpec struct {
	files   []string // "-" is standard input
	inline  string   // --data, in place of files
	columns []string
	by      []string

	count, weight, successes, trials, exposure, event, sd string // columns; "" is none

	response   string   // of a regression
	predictors []string // of it, for each of which an observation has a number

	everyRowIsOne bool // --count none: the file is no table of counts
	manyColumns   bool // --columns was given
	vector        bool // the columns are those of multivariate normal data
	opt           rows.Options
}

// noCount is the --count that says that each row is one observation.
const noCount = "none"

func newDataSpec(c *cli.Context) (*dataSpec, error) {
	d := &dataSpec{
		files:   c.Args().Slice(),
		inline:  c.String("data"),
		columns: c.StringSlice("column"),
		by:      c.StringSlice("by"),
		count:   c.String("count"), weight: c.String("weight"),
		successes: c.String("successes"), trials: c.String("trials"),
		exposure: c.String("exposure"), event: c.String("event"), sd: c.String("sd"),
	}
	if d.count == noCount {
		d.count, d.everyRowIsOne = "", true
	}
	if names := listed(c.StringSlice("columns")); names != nil {
		if d.columns != nil {
			return nil, usagef("--columns says what --column says: leave one out")
		}
		d.columns, d.manyColumns = names, true
	}
	var err error
	if d.opt, err = readOptions(c); err != nil {
		return nil, err
	}
	if (d.successes == "") != (d.trials == "") {
		return nil, usagef("--successes and --trials go together")
	}
	if d.successes != "" && len(d.columns) > 0 {
		return nil, usagef("--column says what --successes and --trials say: leave it out")
	}
	return d, d.checkSource(c.IsSet("data"))
}

// readOptions returns what --na, --no-header and --delimiter say.
func readOptions(c *cli.Context) (opt rows.Options, err error) {
	opt.NoHeader = c.Bool("no-header")
	switch na := c.String("na"); na {
	case "error":
	case "skip":
		opt.SkipNA = true
	default:
		return opt, usagef("--na %s: want error or skip", na)
	}
	switch s := c.String("delimiter"); {
	case s == "":
	case s == `\t` || s == "tab":
		opt.Comma = '\t'
	case len(s) == 1:
		opt.Comma = s[0]
	default:
		return opt, usagef("--delimiter %s: want one character, or tab", s)
	}
	return opt, nil
}

// checkSource makes sure that there is exactly one source of data.
func (d *dataSpec) checkSource(inline bool) error {
	if !inline {
		if len(d.files) == 0 {
			return usagef("no data: name a file, - for standard input, or give values with --data 1,0,1")
		}
		return nil
	}
	if d.inline == "" {
		return usagef("--data is empty: want values, such as 1,0,1")
	}
	if len(d.files) > 0 {
		return usagef("--data and the file %s are both given: want one", d.files[0])
	}
	for _, f := range []struct{ flag, value string }{
		{columnFlag(d), strings.Join(d.columns, "")}, {"by", strings.Join(d.by, "")}, {"count", d.count}, {"weight", d.weight},
		{"successes", d.successes}, {"exposure", d.exposure}, {"event", d.event}, {"sd", d.sd},
	} {
		if f.value != "" {
			return usagef("--%s names a column of a file, but the data are given by --data", f.flag)
		}
	}
	d.files = []string{inlineName}
	return nil
}

// inlineName stands for the values of --data among the names of files.
const inlineName = "--data"

// inlineRows returns the values of --data as a file of one column, each quoted
// so that an empty one is a missing value and not an empty line.
func inlineRows(list string) string {
	var b strings.Builder
	for item := range strings.SplitSeq(list, ",") {
		b.WriteByte('"')
		b.WriteString(strings.ReplaceAll(strings.TrimSpace(item), `"`, `""`))
		b.WriteString("\"\n")
	}
	return b.String()
}

// columnFlag returns the flag that named the columns.
func columnFlag(d *dataSpec) string {
	if d.manyColumns {
		return "columns"
	}
	return "column"
}
