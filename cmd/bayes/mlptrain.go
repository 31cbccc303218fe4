package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// mlpTrain is bayes mlp train.
func (e *env) mlpTrain(c *cli.Context) error {
	out, err := newOutput(c)
	if err != nil {
		return err
	}
	k, err := networkConfig(c)
	if err != nil {
		return err
	}
	if path := c.String("plot"); path != "" {
		if err := checkPlotPath(path); err != nil {
			return err
		}
	}
	if err := checkReport(c); err != nil {
		return err
	}
	for _, flag := range []string{"save", "checkpoint", "plot", "report"} {
		if err := checkTarget(c.String(flag)); err != nil {
			return err
		}
	}
	tracing := c.Bool("trace")
	if tracing && c.IsSet("batch") {
		return usagef("--trace takes all rows at each step: leave --batch out")
	}
	t, err := e.readNetworkTable(c, k.Likelihood.OfLabels())
	if err != nil {
		return err
	}
	if _, full := k.Optimiser.(mlp.LBFGS); !c.IsSet("epochs") && !tracing {
		k.Epochs = defaultEpochs(t.rows, k.Batch)
		if full {
			k.Epochs = 1000
		}
	}
	k.Weights = t.weights
	var steps []tabular.Step
	if tracing {
		k.Trace = func(s tabular.Step) { steps = append(steps, s) }
	}
	if err := checkpoints(c.String("checkpoint"), &k); err != nil {
		return err
	}
	p := newEpochProgress(e, k)
	k.Each = p.epoch

	ctx, stop := signal.NotifyContext(e.ctx, os.Interrupt)
	defer stop()
	began := time.Now()
	f, fitErr := tabular.Fit(ctx, k, t.inputs, t.outcomes)
	p.done()
	if f == nil {
		return trainError(t.lineError(fitErr))
	}
	took := time.Since(began)
	r := &networkReport{Fitted: f, table: t, config: k, traced: tracing, steps: steps, digits: out.digits, seconds: took.Seconds()}
	if path := c.String("save"); path != "" {
		if err := writeAtomic(path, f.Write); err != nil {
			return err
		}
	}
	if fitErr != nil && !f.Interrupted {
		return trainError(fitErr)
	}
	if path := c.String("plot"); path != "" {
		if err := plotLoss(path, f); err != nil {
			return err
		}
	}
	if err := writeReport(c, r); err != nil {
		return err
	}
	if err := r.write(e.stdout, out.format); err != nil {
		return err
	}
	if f.Interrupted {
		return fmt.Errorf("interrupted after %s: the report and --save are of the best weights until then", counted(len(f.History), "epoch"))
	}
	fmt.Fprintf(e.stderr, "bayes: %s in %.3g s\n", counted(len(f.History), "epoch"), took.Seconds())
	return nil
}

// trainError returns the error of a training in the words of the command.
func trainError(err error) error {
	if d := new(mlp.DivergenceError); errors.As(err, &d) {
		return fmt.Errorf("training diverged in epoch %d: %s: try a smaller --rate, --clip 1, --schedule with --warmup, or leave --raw out", d.Epoch, d.Reason)
	}
	return err
}

// checkpoints stores the training's state in a file after each epoch, and goes on from it
// if it is there.
func checkpoints(path string, k *tabular.Config) error {
	if path == "" {
		return nil
	}
	state, err := os.ReadFile(path)
	switch {
	case err == nil:
		k.Resume = state
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	k.Checkpoint = func(state []byte) error {
		return writeAtomic(path, func(w io.Writer) error {
			_, err := w.Write(state)
			return err
		})
	}
	return nil
}

// counted names a number of things: 1 row, 2 rows.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// epochProgress tells how training goes on: a bar at a terminal, otherwise a line now and
// then.
type epochProgress struct {
	e        *env
	terminal bool
	began    time.Time
	next     time.Time // when to draw again
	start    int       // epochs done before
	every    int       // epochs between lines
	drawn    bool
}

func newEpochProgress(e *env, k tabular.Config) *epochProgress {
	return &epochProgress{e: e, terminal: newProgress(e).w != nil, began: time.Now(), start: -1, every: max(1, (k.Epochs+9)/10)}
}

func (p *epochProgress) epoch(s tabular.Progress) error {
	if p.start < 0 {
		if p.start = s.Number - 1; p.start > 0 {
			fmt.Fprintf(p.e.stderr, "bayes: going on after epoch %d\n", p.start)
		}
	}
	text := fmt.Sprintf("loss %.4f", s.Loss)
	if s.Validation != nil {
		text += fmt.Sprintf("  validation %.4f", *s.Validation)
	}
	text += fmt.Sprintf("  rate %.3g", s.Rate)
	if !p.terminal {
		if s.Number%p.every == 0 || s.Number == s.Epochs {
			fmt.Fprintf(p.e.stderr, "bayes: epoch %d of %d  %s\n", s.Number, s.Epochs, text)
		}
		return nil
	}
	now := time.Now()
	if now.Before(p.next) && s.Number < s.Epochs {
		return nil
	}
	p.next, p.drawn = now.Add(interval/5), true
	const width = 20
	full := width * s.Number / s.Epochs
	bar := ""
	for i := range width {
		if i < full {
			bar += "█"
		} else {
			bar += "░"
		}
	}
	left := time.Duration(float64(now.Sub(p.began)) / float64(s.Number-p.start) * float64(s.Epochs-s.Number)).Round(time.Second)
	fmt.Fprintf(p.e.stderr, "\r%s %d/%d  %s  %v left\x1b[K", bar, s.Number, s.Epochs, text, left)
	return nil
}

func (p *epochProgress) done() {
	if p.drawn {
		fmt.Fprint(p.e.stderr, "\r\x1b[K")
	}
}
