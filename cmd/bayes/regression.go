package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// A linearUpdate is bayes update --response y --predictors x1,x2.
type linearUpdate struct {
	e          *env
	spec       *dataSpec
	response   string
	predictors []string
	intercept  bool
	noise      float64 // known standard deviation, NaN if it is not
	prior      linearPrior
	groups     map[string]*lineFit
	skipped    int64
}

// A lineFit gathers the rows of one group.
type lineFit struct {
	key    []string
	rows   *bayes.Rows
	seen   []columnSpread // of the coefficients' columns, the response last
	pseudo bool
}

// regressionFlags are the flags of update that make it a regression.
func regressionFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "response", Usage: "the column that a regression explains"},
		&cli.StringSliceFlag{Name: "predictors", Usage: "the columns that explain it, separated by commas"},
		&cli.BoolFlag{Name: "no-intercept", Usage: "a regression through the origin"},
		&cli.Float64Flag{Name: "noise", Usage: "the known standard deviation about the regression"},
	}
}

// isRegression reports whether the flags ask for a regression.
func isRegression(c *cli.Context) (bool, error) {
	if c.IsSet("response") {
		return true, nil
	}
	for _, flag := range []string{"predictors", "no-intercept", "noise"} {
		if c.IsSet(flag) {
			return false, usagef("--%s is for a regression, whose --response is missing", flag)
		}
	}
	return false, nil
}

// regress is bayes update of a regression.
func (e *env) regress(c *cli.Context, level float64, out output) error {
	g, err := e.newRegression(c)
	if err != nil {
		return err
	}
	if err := g.read(); err != nil {
		return err
	}
	r := &report{by: g.spec.by, skipped: g.skipped, level: level, hdi: c.Bool("hdi"), digits: out.digits}
	return g.report(r, e.stdout, out.format)
}

func (e *env) newRegression(c *cli.Context) (*linearUpdate, error) {
	for _, flag := range []string{"data", "column", "successes", "trials", "exposure", "event", "sd", "likelihood"} {
		if c.IsSet(flag) {
			return nil, usagef("--%s does not go with --response: the data of a regression are columns of numbers, --response and --predictors", flag)
		}
	}
	for _, flag := range []string{"every", "trace", "until", "against", "predict", "plot", "save", "again"} {
		if c.IsSet(flag) {
			return nil, usagef("--%s does not go with --response: a regression gives its posterior and its evidence only", flag)
		}
	}
	spec, err := newDataSpec(c)
	if err != nil {
		return nil, err
	}
	g := &linearUpdate{e: e, spec: spec, response: c.String("response"), intercept: !c.Bool("no-intercept"), noise: math.NaN(), groups: map[string]*lineFit{}}
	for _, list := range c.StringSlice("predictors") {
		for name := range strings.SplitSeq(list, ",") {
			if name = strings.TrimSpace(name); name != "" {
				g.predictors = append(g.predictors, name)
			}
		}
	}
	for i, name := range g.predictors {
		if name == g.response {
			return nil, usagef("--predictors: %s is the response", name)
		}
		if slices.Contains(g.predictors[:i], name) {
			return nil, usagef("--predictors: %s is given twice", name)
		}
	}
	if len(g.predictors) == 0 && !g.intercept {
		return nil, usagef("--no-intercept without --predictors leaves nothing to learn")
	}
	if c.IsSet("noise") {
		if g.noise = c.Float64("noise"); !(g.noise > 0) || math.IsInf(g.noise, 1) {
			return nil, usagef("--noise %v: want a standard deviation, above 0", g.noise)
		}
	}
	g.prior, err = parseLinearPrior(c.String("prior"), g.names(), !math.IsNaN(g.noise))
	return g, err
}

// names returns the names of the coefficients.
func (g *linearUpdate) names() []string {
	if g.intercept {
		return append([]string{interceptName}, g.predictors...)
	}
	return slices.Clone(g.predictors)
}

const interceptName = "intercept"

// read reads all files.
func (g *linearUpdate) read() error {
	progress := newProgress(g.e)
	defer progress.done()
	for _, name := range g.spec.files {
		r, err := rows.Open(name, g.e.stdin, g.spec.opt)
		if err != nil {
			return err
		}
		err = g.file(r, progress)
		g.skipped += r.Skipped()
		r.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// lineColumns says where in a file the columns of a regression are.
type lineColumns struct {
	numbers []int // the predictors, then the response
	by      []int
	times   []int // of --count and --weight
}

func (g *linearUpdate) columns(r *rows.Reader) (c lineColumns, err error) {
	find := func(names ...string) (at []int) {
		for _, name := range names {
			if name == "" || err != nil {
				continue
			}
			var i int
			i, err = r.Column(name)
			at = append(at, i)
		}
		return at
	}
	c.numbers = find(append(slices.Clone(g.predictors), g.response)...)
	c.by = find(g.spec.by...)
	c.times = find(g.spec.count, g.spec.weight)
	return c, err
}

// file reads one file.
func (g *linearUpdate) file(r *rows.Reader, progress *progress) error {
	cols, err := g.columns(r)
	if err != nil {
		return err
	}
	line := newLine(len(cols.numbers), g.intercept)
	for n := 0; r.Next(); n++ {
		if n&(1<<14-1) == 0 {
			if err := progress.tick(r); err != nil {
				return err
			}
		}
		switch err := g.row(r, cols, line); {
		case err != nil && g.spec.opt.SkipNA && errors.Is(err, rows.ErrMissing):
			r.Skip()
		case err != nil:
			return err
		}
	}
	return r.Err()
}

// A line is the numbers of one row.
type line struct {
	x   []float64 // 1 for the intercept, the predictors, the response
	own []float64 // what of x the file has
	key []byte
}

func newLine(numbers int, intercept bool) *line {
	if !intercept {
		x := make([]float64, numbers)
		return &line{x: x, own: x}
	}
	x := make([]float64, numbers+1)
	x[0] = 1
	return &line{x: x, own: x[1:]}
}

// row adds the current row to its group.
func (g *linearUpdate) row(r *rows.Reader, cols lineColumns, l *line) (err error) {
	for i, c := range cols.numbers {
		if l.own[i], err = r.Float(c); err != nil {
			return err
		}
	}
	l.key = l.key[:0]
	for i, c := range cols.by {
		field := r.Field(c)
		if rows.IsNA(field) {
			_, err := r.Float(c)
			return err
		}
		if i > 0 {
			l.key = append(l.key, 0)
		}
		l.key = append(l.key, field...)
	}
	times := 1.0
	for i, c := range cols.times {
		w, err := r.Float(c)
		if err != nil {
			return err
		}
		isCount := i == 0 && g.spec.count != ""
		if !(w >= 0) || isCount && w != math.Trunc(w) {
			return r.Errorf(c, r.Field(c), "want 0 or above, and of a --count whole numbers", "is not for how many rows a row can stand")
		}
		times *= w
	}
	f, ok := g.groups[string(l.key)]
	if !ok {
		f = g.group(string(l.key), len(l.x)-1)
	}
	f.add(times, l.x)
	return nil
}

func (g *linearUpdate) group(key string, coefficients int) *lineFit {
	f := &lineFit{rows: bayes.NewRows(coefficients), seen: make([]columnSpread, coefficients+1)}
	if len(g.spec.by) > 0 {
		f.key = strings.Split(key, "\x00")
	}
	g.groups[key] = f
	return f
}

// add adds a row, the response last.
func (f *lineFit) add(times float64, x []float64) {
	if times == 0 {
		return
	}
	p := len(x) - 1
	for i, v := range x {
		f.seen[i].add(times, v)
	}
	if times == 1 {
		f.rows.Add(x[p], x[:p]...)
		return
	}
	f.pseudo = f.pseudo || times != math.Trunc(times)
	f.rows.AddTimes(times, x[p], x[:p]...)
}

// A columnSpread is the mean of a column and how far it goes.
type columnSpread struct{ n, mean, ss float64 }

// add updates the mean and the sum of squares (West 1979,
// doi:10.1145/359146.359153).
func (s *columnSpread) add(times, v float64) {
	s.n += times
	off := v - s.mean
	s.mean += off * times / s.n
	s.ss += times * off * (v - s.mean)
}

func (s *columnSpread) sd() float64 { return math.Sqrt(s.ss / s.n) }

// undetermined explains why nothing is known of coefficient j.
func (g *linearUpdate) undetermined(f *lineFit, s bayes.LeastSquares, j int) error {
	names := g.names()
	what := names[j]
	switch p := len(names); {
	case s.N < float64(p):
		return fmt.Errorf("%s for %d coefficients: under a flat prior they do not determine %s: give a proper --prior, such as the default",
			plural(s.N, "row"), p, what)
	case g.intercept && f.seen[j].ss == 0:
		return fmt.Errorf("column %q is %v in every row, as is the intercept: under a flat prior nothing determines its coefficient: leave it out, or give a proper --prior",
			what, f.seen[j].mean)
	}
	return fmt.Errorf("column %q is a combination of the predictors before it: under a flat prior nothing determines its coefficient: leave it out, or give a proper --prior", what)
}

func plural(n float64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%v %ss", n, what)
}
