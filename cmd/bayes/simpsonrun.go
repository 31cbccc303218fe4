package main

import "github.com/urfave/cli/v2"

// simpson is bayes simpson.
func (e *env) simpson(c *cli.Context) error {
	s, err := newSimpsonSpec(c)
	if err != nil {
		return err
	}
	f, err := e.readSimpson(s.query)
	if err != nil {
		return err
	}
	f.canonical()
	var k *simpsonCase
	var search *simpsonSearch
	if s.query.all {
		k, search, err = e.searchFor(s, f)
	} else {
		k, err = newSimpsonCase(s, f)
	}
	if err != nil {
		return err
	}
	r, err := e.evaluate(k)
	if err != nil {
		return err
	}
	r.search = search
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
