package main

import "github.com/urfave/cli/v2"

// simpson is bayes simpson.
func (e *env) simpson(c *cli.Context) error {
	s, err := newSimpsonSpec(c)
	if err != nil {
		return err
	}
	if s.query.all {
		return usagef("--treatment, --outcome and --by are wanted")
	}
	f, err := e.readSimpson(s.query)
	if err != nil {
		return err
	}
	f.canonical()
	k, err := newSimpsonCase(s, f)
	if err != nil {
		return err
	}
	r, err := e.evaluate(k)
	if err != nil {
		return err
	}
	if s.plot != "" {
		if err := r.drawTo(s.plot); err != nil {
			return err
		}
	}
	return r.write(e.stdout, s.format)
}
