package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/bayeskit/bayeskit/internal/rows"
)

// progress tells somebody at a terminal how far a long input has been read.
type progress struct {
	e     *env
	w     io.Writer // nil if nobody is there to read it
	next  time.Time // when to write again
	wrote bool
}

const (
	patience = 2 * time.Second        // before the first line
	interval = 500 * time.Millisecond // between lines
)

func newProgress(e *env) *progress {
	p := &progress{e: e}
	if f, ok := e.stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.w, p.next = f, time.Now().Add(patience)
		}
	}
	return p
}

// tick is called now and then while r is read. It fails when the user has had
// enough.
func (p *progress) tick(r *rows.Reader) error {
	if err := p.e.ctx.Err(); err != nil {
		return fmt.Errorf("interrupted: %w", err)
	}
	if p.w == nil {
		return nil
	}
	now := time.Now()
	if now.Before(p.next) {
		return nil
	}
	p.next, p.wrote = now.Add(interval), true
	if read, total := r.Bytes(); total > 0 {
		fmt.Fprintf(p.w, "\rbayes: %s: %d rows, %d%% ", r.Name(), r.Rows(), 100*read/total)
	} else {
		fmt.Fprintf(p.w, "\rbayes: %s: %d rows ", r.Name(), r.Rows())
	}
	return nil
}

// done clears the line.
func (p *progress) done() {
	if p.wrote {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
