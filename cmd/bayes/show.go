package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
)

const showHelp = `bayes show p.json
bayes show p.json --format json --hdi
Show a saved posterior: its prior, every group, and the files it has seen.

  --level 0.95  --hdi  of the intervals; highest density instead of central
  --digits 4           significant digits of the table
  --format table|json|csv|markdown
`

const mergeHelp = `bayes merge north.json south.json
bayes merge north.json south.json --save all.json
Merge saved posteriors that share a prior: their data are added up and the prior
counts once, as if one update had read all the files. The result is shown.

  --save FILE.json     write the result
  --again              merge although a file is among the data of both
  --level 0.95  --hdi  of the intervals; highest density instead of central
  --digits 4           significant digits of the table
  --format table|json|csv|markdown
`

// showFlags are those of how a saved posterior is shown.
func showFlags() []cli.Flag {
	return []cli.Flag{
		&cli.Float64Flag{Name: "level", Value: 0.95, Usage: "probability that intervals hold"},
		&cli.BoolFlag{Name: "hdi", Usage: "highest-density regions"},
		&cli.IntFlag{Name: "digits", Value: 4, Usage: "significant digits of tables"},
		&cli.StringFlag{Name: "format", Value: "table", Usage: "table, json, csv or markdown"},
	}
}

func showCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:               "show",
		Usage:              "show a saved posterior",
		Flags:              showFlags(),
		CustomHelpTemplate: showHelp,
		Action:             func(c *cli.Context) error { return e.show(c) },
	}
}

func mergeCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:  "merge",
		Usage: "merge saved posteriors that share a prior",
		Flags: append(showFlags(),
			&cli.StringFlag{Name: "save", Usage: "write the result to this file"},
			&cli.BoolFlag{Name: "again", Usage: "allow files that are in several"},
		),
		CustomHelpTemplate: mergeHelp,
		Action:             func(c *cli.Context) error { return e.merge(c) },
	}
}

func (e *env) show(c *cli.Context) error {
	switch c.NArg() {
	case 1:
	case 0:
		return usagef("show needs a file that --save wrote: bayes show p.json")
	default:
		return usagef("show takes one file, not %d: bayes merge adds several up", c.NArg())
	}
	view, err := newView(c)
	if err != nil {
		return err
	}
	s, err := loadState(c.Args().First())
	if err != nil {
		return err
	}
	return view.write(e.stdout, s)
}

func (e *env) merge(c *cli.Context) error {
	files := c.Args().Slice()
	if len(files) < 2 {
		return usagef("merge needs two files or more: bayes merge a.json b.json --save all.json")
	}
	view, err := newView(c)
	if err != nil {
		return err
	}
	all, err := loadState(files[0])
	if err != nil {
		return err
	}
	for i, file := range files[1:] {
		s, err := loadState(file)
		if err != nil {
			return err
		}
		if err := all.merge(s, c.Bool("again")); err != nil {
			return fmt.Errorf("merging %s into %s: %w", file, strings.Join(files[:i+1], " and "), err)
		}
	}
	if save := c.String("save"); save != "" {
		if err := all.save(save); err != nil {
			return err
		}
	}
	return view.write(e.stdout, all)
}

// A view is how a saved posterior is shown.
type view struct {
	output
	level float64
	hdi   bool
}

func newView(c *cli.Context) (v view, err error) {
	v = view{level: c.Float64("level"), hdi: c.Bool("hdi")}
	if !(v.level > 0 && v.level < 1) {
		return v, usagef("--level %v: want a probability between 0 and 1, such as 0.95", v.level)
	}
	v.output, err = newOutput(c)
	return v, err
}

// write shows s.
func (v view) write(w io.Writer, s *stateFile) error {
	r := v.report(s)
	if v.format == "json" {
		return r.writeSaved(w, s)
	}
	var out bytes.Buffer
	if err := r.write(&out, v.format); err != nil {
		return err
	}
	if v.format != "csv" && len(s.files) > 0 {
		out.WriteByte('\n')
		t := &table{head: []string{"file", "rows", "SHA-256"}}
		for _, f := range s.files {
			t.add(f.Name, fmt.Sprint(f.Rows), f.Digest[:min(16, len(f.Digest))])
		}
		write := t.writeText
		if v.format == "markdown" {
			write = t.writeMarkdown
		}
		if err := write(&out); err != nil {
			return err
		}
	}
	_, err := out.WriteTo(w)
	return err
}

// report describes the groups of s as an update would.
func (v view) report(s *stateFile) *report {
	r := &report{prior: s.prior, lik: s.lik, by: s.by, level: v.level, hdi: v.hdi, digits: v.digits}
	for _, g := range s.groups {
		one := (&group{key: g.key, now: g.learner, all: g.learner}).report(r, false)
		r.n += one.n
		r.groups = append(r.groups, one)
	}
	return r
}

// writeSaved writes s as JSON: what an update writes, less what a run has and a
// saved posterior has not, and the files it has seen.
func (r *report) writeSaved(w io.Writer, s *stateFile) error {
	doc := struct {
		Prior      json.RawMessage  `json:"prior"`
		Likelihood bayes.Likelihood `json:"likelihood"`
		N          number           `json:"n"`
		Level      float64          `json:"level"`
		Groups     []groupJSON      `json:"groups"`
		Files      []seenFile       `json:"files"`
	}{Likelihood: s.lik, N: number(r.n), Level: r.level, Groups: []groupJSON{}, Files: append([]seenFile{}, s.files...)}
	var err error
	if doc.Prior, err = bayes.MarshalBelief(s.prior); err != nil {
		return err
	}
	for _, g := range r.groups {
		one, err := r.groupJSON(g)
		if err != nil {
			return err
		}
		doc.Groups = append(doc.Groups, one)
	}
	return writeIndented(w, doc)
}
