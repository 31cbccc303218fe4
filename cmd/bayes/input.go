package main

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/internal/rows"
)

// A consumer takes the data as they are read.
type consumer interface {
	// begin is called for each file, before its data, and settles how its rows
	// are read.
	begin(*plan) error

	// row takes one record, and reports whether to stop after it.
	row(*record) (stop bool, err error)

	// floats takes a run of plain observations, and reports how many it took and
	// whether to stop after them. An error is about the one after those taken.
	floats(y []float64) (taken int, stop bool, err error)
}

// An input reads the files of a dataSpec, once.
type input struct {
	e     *env
	spec  *dataSpec
	first *plan // of the first file, if it has been opened to look at its data

	skipped int64
	files   []seenFile
	stop    place // where the consumer stopped
}

// A place is a row of a file.
type place struct {
	file string
	line int
}

// open opens a file and reads its first row, which is left to be used.
func (in *input) open(name string) (*plan, error) {
	var r *rows.Reader
	var err error
	if name == inlineName {
		opt := rows.Options{Format: rows.CSV, Comma: '\x1f', NoHeader: true, SkipNA: in.spec.opt.SkipNA}
		r, err = rows.New(strings.NewReader(inlineRows(in.spec.inline)), inlineName, opt)
	} else {
		r, err = rows.Open(name, in.e.stdin, in.spec.opt)
	}
	if err != nil {
		return nil, err
	}
	p, err := newPlan(in.spec, r)
	if err != nil {
		r.Close()
		return nil, err
	}
	return p, nil
}

// peek returns the first value of the data.
func (in *input) peek() ([]byte, error) {
	p, err := in.open(in.spec.files[0])
	if err != nil {
		return nil, err
	}
	in.first = p
	p.started = p.r.Next()
	if !p.started || p.value < 0 {
		return nil, p.r.Err()
	}
	return bytes.Clone(p.r.Field(p.value)), p.r.Err()
}

// run feeds all files to c, until it stops.
func (in *input) run(c consumer) error {
	progress := newProgress(in.e)
	defer progress.done()
	var level *levelCheck // one for all files
	for i, name := range in.spec.files {
		p := in.first
		if i > 0 || p == nil {
			var err error
			if p, err = in.open(name); err != nil {
				return err
			}
		}
		if level == nil {
			level = p.level
		} else if p.level != nil {
			p.level = level
		}
		stopped, err := in.file(p, c, progress)
		err = inlineError(err)
		if err == nil && name != inlineName {
			err = in.finish(name, p.r, stopped)
		}
		p.r.Close()
		if stopped || err != nil {
			return err
		}
	}
	return level.verdict(in.e)
}

// inlineError names the item of --data that an error is about, rather than the
// line and column of the file that stands for it.
func inlineError(err error) error {
	var e *rows.Error
	if errors.As(err, &e) && e.File == inlineName && e.Line > 0 {
		e.File, e.Line, e.Column = inlineName+" item "+strconv.Itoa(e.Line), 0, ""
		e.Mend = strings.Replace(e.Mend, "mend the file", "mend it", 1)
		if items := strings.FieldsFunc(e.Value, func(c rune) bool { return c == ' ' || c == ';' }); len(items) > 1 && !slices.ContainsFunc(items, notNumber) {
			e.Mend = "put commas between values, as in --data 1,0,1"
		}
	}
	return err
}

func notNumber(s string) bool {
	_, err := rows.ParseFloat([]byte(s))
	return err != nil
}

// finish notes what was read.
func (in *input) finish(name string, r *rows.Reader, stopped bool) error {
	digest := r.Digest()
	if digest == "" && !(stopped && name == "-") { // of standard input there may be no end
		var err error
		if digest, err = r.Drain(); err != nil {
			return err
		}
	}
	in.files = append(in.files, seenFile{Name: r.Name(), Digest: digest, Rows: r.Rows()})
	return nil
}

// file feeds one file to c.
func (in *input) file(p *plan, c consumer, progress *progress) (stopped bool, err error) {
	defer func() { in.skipped += p.r.Skipped() }()
	if err := c.begin(p); err != nil {
		return false, err
	}
	tables := newTableCheck(in.spec, p)
	rec := record{obs: bayes.Observation{Counts: make([]float64, p.labels), X: make([]float64, len(p.x))}}
	for n := 0; ; n++ {
		if p.bulk() && n > 0 && tables == nil {
			return in.bulk(p, c, progress)
		}
		if !p.started && !p.r.Next() {
			if err := p.r.Err(); err != nil {
				return false, err
			}
			return false, tables.verdict()
		}
		p.started = false
		if tables != nil && tables.cleared() {
			tables = nil
		}
		if n&(1<<14-1) == 0 {
			if err := progress.tick(p.r); err != nil {
				return false, err
			}
		}
		switch err := p.record(&rec); {
		case err != nil && in.spec.opt.SkipNA && errors.Is(err, rows.ErrMissing):
			p.r.Skip()
			continue
		case err != nil:
			return false, err
		}
		stop, err := c.row(&rec)
		if err != nil {
			return false, p.at(err)
		}
		if stop {
			in.stop = place{p.r.Name(), p.r.Line()}
			return true, nil
		}
	}
}

// bulk feeds the rest of a file of plain numbers to c.
func (in *input) bulk(p *plan, c consumer, progress *progress) (stopped bool, err error) {
	buf := make([]float64, 4096)
	for {
		n, err := p.r.Floats(p.value, buf)
		taken, stop, refused := c.floats(buf[:n])
		switch {
		case stop:
			in.stop = place{p.r.Name(), p.r.LineOf(taken - 1)}
			return true, nil
		case refused != nil:
			return false, p.atLine(p.r.LineOf(taken), refused)
		case err == io.EOF:
			return false, nil
		case err != nil:
			return false, p.mixed(err)
		}
		if err := progress.tick(p.r); err != nil {
			return false, err
		}
	}
}
