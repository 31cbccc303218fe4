package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/rows"
)

const testHelp = `bayes data sleep | bayes test --paired --id id 'extra ~ group' -
bayes data attitude | bayes test --robustness 'rating ~ complaints' -
Weigh a null hypothesis by a default Bayes factor, BF10: by how much the data favour
the alternative. A formula, then one FILE, or - for standard input:

  'y ~ group'  'y ~ 1'   means of two groups (t), of more (anova), of one (t)
  'y ~ x1 + x2'  'y ~ . - x3'   regression; . is all other columns
  '~ a + b'              table: are two labels independent?
  'y=LABEL ~ 1'          proportion of LABEL, or of 1, true
  --kind KIND            t, correlation, proportion, table, regression or anova (guessed)
  --paired  --id ID      y of two groups in pairs: in order, or by column ID; or 'y ~ x'
  --scale R              of the prior: t 0.707, correlation 1/3, proportion 1/2,
                         regression 0.354, anova 1/2; table: concentration 1
  --beta A,B             proportion: a beta prior instead
  --mu M                 the null's mean (0) or proportion (0.5)
  --alternative two-sided|greater|less    --null-interval LO,HI  instead of a point
  --count C              a row stands for C observations (proportion, table); none: for one
  --sampling joint|poisson|rows|columns|hypergeometric    what a table's design fixed
  --robustness           the factor at other scales    --plot FILE.svg|png  a picture
  --sequential           the factor row by row    --until 'bf > 10'  stop there
  --na error|skip  --no-header  --delimiter CHAR    bayes help data
  --level 0.95  --digits 4  --format table|json|csv|markdown
  --report FILE.html     the result as a page: verdict, pictures, tables, JSON
`

// testCommand is bayes test.
func testCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "test",
		Usage: "weigh a null hypothesis by a default Bayes factor",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "kind", Usage: "which test"},
			&cli.BoolFlag{Name: "paired", Usage: "the observations come in pairs"},
			&cli.StringFlag{Name: "id", Usage: "column that tells which two are a pair"},
			&cli.Float64Flag{Name: "scale", Usage: "of the prior"},
			&cli.StringFlag{Name: "beta", Usage: "a beta prior for a proportion"},
			&cli.Float64Flag{Name: "mu", Usage: "mean, or proportion, of the null"},
			&cli.StringFlag{Name: "alternative", Value: twoSided, Usage: "two-sided, greater or less"},
			&cli.StringFlag{Name: "null-interval", Usage: "LO,HI in place of a point null"},
			&cli.StringFlag{Name: "count", Usage: "column that says for how many observations a row stands"},
			&cli.StringFlag{Name: "sampling", Usage: "what of a table was fixed"},
			&cli.BoolFlag{Name: "robustness", Usage: "the factor at other scales of the prior"},
			&cli.StringFlag{Name: "plot", Usage: "picture of the robustness or the path"},
			reportFlag(),
			&cli.BoolFlag{Name: "sequential", Usage: "the factor row by row"},
			&cli.StringFlag{Name: "until", Usage: "rule at which to stop"},
			&cli.StringFlag{Name: "na", Value: "error", Usage: "error or skip"},
			&cli.BoolFlag{Name: "no-header", Usage: "the first row is data"},
			&cli.StringFlag{Name: "delimiter", Usage: "the character between fields"},
			&cli.Float64Flag{Name: "level", Value: 0.95, Usage: "probability of intervals"},
			&cli.IntFlag{Name: "digits", Value: 4, Usage: "significant digits of tables"},
			&cli.StringFlag{Name: "format", Value: "table", Usage: "table, json, csv or markdown"},
		},
		CustomHelpTemplate: testHelp,
		Action:             func(c *cli.Context) error { return e.test(c) },
	}
}

// The kinds of test.
const (
	kindT           = "t"
	kindCorrelation = "correlation"
	kindProportion  = "proportion"
	kindTable       = "table"
	kindRegression  = "regression"
	kindANOVA       = "anova"
)

func testKinds() []string {
	return []string{kindT, kindCorrelation, kindProportion, kindTable, kindRegression, kindANOVA}
}

// The values of --alternative.
const (
	twoSided = "two-sided"
	greater  = "greater"
	less     = "less"
)

// A testSpec is what the flags of bayes test say.
type testSpec struct {
	output
	kind, id, count, sampling, alternative, plot string
	paired, robustness, sequential, paged        bool

	everyRowIsOne bool // --count none: the file is no table of counts

	scale    float64     // 0 is the default of the kind
	mu       float64     // NaN is the default
	beta     []float64   // nil if not given
	interval *[2]float64 // nil is a point null
	until    *bayes.Threshold
	rule     string // the text of until
	level    float64

	formula formula
	file    string
	opt     rows.Options
}

func newTestSpec(c *cli.Context) (s *testSpec, err error) {
	s = &testSpec{
		kind: c.String("kind"), id: c.String("id"), count: c.String("count"), sampling: c.String("sampling"),
		alternative: c.String("alternative"), plot: c.String("plot"), rule: c.String("until"),
		paired: c.Bool("paired"), robustness: c.Bool("robustness"), paged: c.IsSet("report"), sequential: c.Bool("sequential") || c.IsSet("until"),
		scale: c.Float64("scale"), mu: math.NaN(), level: c.Float64("level"),
	}
	if s.count == noCount {
		s.count, s.everyRowIsOne = "", true
	}
	if s.output, err = newOutput(c); err != nil {
		return nil, err
	}
	if s.kind != "" && !slices.Contains(testKinds(), s.kind) {
		return nil, unknown("kind ", s.kind, testKinds(), "want "+orList(testKinds()))
	}
	if sides := []string{twoSided, greater, less}; !slices.Contains(sides, s.alternative) {
		return nil, unknown("alternative ", s.alternative, sides, "want "+orList(sides))
	}
	if c.IsSet("scale") && !(s.scale > 0 && !math.IsInf(s.scale, 1)) {
		return nil, usagef("--scale %v: want a number above 0", s.scale)
	}
	if c.IsSet("mu") {
		if s.mu = c.Float64("mu"); math.IsNaN(s.mu) || math.IsInf(s.mu, 0) {
			return nil, usagef("--mu %v: want a number", s.mu)
		}
	}
	if !(s.level > 0 && s.level < 1) {
		return nil, usagef("--level %v: want a probability above 0 and below 1", s.level)
	}
	if c.IsSet("beta") {
		if s.beta, err = twoNumbers("--beta", c.String("beta")); err != nil {
			return nil, err
		}
	}
	if c.IsSet("null-interval") {
		v, err := twoNumbers("--null-interval", c.String("null-interval"))
		if err != nil {
			return nil, err
		}
		if !(v[0] < v[1]) {
			return nil, usagef("--null-interval %s: want the lower end first", c.String("null-interval"))
		}
		s.interval = &[2]float64{v[0], v[1]}
	}
	if c.IsSet("until") {
		t, err := parseUntil(s.rule)
		if err != nil {
			return nil, err
		}
		s.until = &t
	}
	if err := checkReport(c); err != nil {
		return nil, err
	}
	if s.plot != "" {
		if err := checkPlotPath(s.plot); err != nil {
			return nil, err
		}
		if !s.robustness && !s.sequential {
			return nil, usagef("--plot draws what --robustness or --sequential finds: give one of them")
		}
	}
	return s, s.operands(c)
}

// operands reads the formula and the file.
func (s *testSpec) operands(c *cli.Context) (err error) {
	args := c.Args().Slice()
	at := slices.IndexFunc(args, func(a string) bool { return strings.Contains(a, "~") })
	if at < 0 {
		return usagef("the formula is missing: for example bayes test 'y ~ group' data.csv")
	}
	if s.formula, err = parseFormula(args[at]); err != nil {
		return err
	}
	files := slices.Delete(slices.Clone(args), at, at+1)
	switch len(files) {
	case 0:
		return usagef("no data: name a file after the formula, or - for standard input")
	case 1:
	default:
		return usagef("bayes test takes one file, not %d: %s", len(files), strings.Join(files, ", "))
	}
	s.file = files[0]
	s.opt, err = readOptions(c)
	return err
}

// twoNumbers reads "a,b".
func twoNumbers(flag, text string) ([]float64, error) {
	parts := strings.Split(text, ",")
	v := make([]float64, 0, 2)
	for _, p := range parts {
		x, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil || math.IsNaN(x) {
			break
		}
		v = append(v, x)
	}
	if len(parts) != 2 || len(v) != 2 {
		return nil, usagef("%s %s: want two numbers, as in %s -0.1,0.1", flag, text, flag)
	}
	return v, nil
}

// orList joins words as in "a, b or c".
func orList(words []string) string {
	n := len(words) - 1
	return fmt.Sprintf("%s or %s", strings.Join(words[:n], ", "), words[n])
}

// test is bayes test.
func (e *env) test(c *cli.Context) error {
	s, err := newTestSpec(c)
	if err != nil {
		return err
	}
	d, err := e.readFrame(s)
	if err != nil {
		return err
	}
	r, err := s.weigh(d)
	if err != nil {
		return err
	}
	if s.plot != "" {
		if err := r.drawTo(s.plot); err != nil {
			return err
		}
	}
	if err := writeReport(c, r); err != nil {
		return err
	}
	return r.write(e.stdout, s.format)
}
