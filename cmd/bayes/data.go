package main

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/testdata"
)

const dataHelp = `bayes data
bayes data ucb_admissions > ucb.csv
List the example tables, or write one to standard output. They are part of the
program: published ones, typed from the literature, and simulated ones.
`

func dataCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:               "data",
		Usage:              "list the example tables, or write one",
		CustomHelpTemplate: dataHelp,
		Action:             func(c *cli.Context) error { return e.data(c.Args().Slice()) },
	}
}

func (e *env) data(args []string) error {
	switch len(args) {
	case 0:
		return e.listData()
	case 1:
	default:
		return usagef("data writes one table, not %d: %s", len(args), strings.Join(args, ", "))
	}
	var names, near []string
	for _, t := range testdata.Tables() {
		if args[0] == t.Name || args[0] == t.File {
			text, err := testdata.Files.ReadFile(t.File)
			if err != nil {
				return err
			}
			_, err = e.stdout.Write(text)
			return err
		}
		if strings.HasPrefix(t.Name, args[0]) {
			near = append(near, t.Name)
		}
		names = append(names, t.Name)
	}
	if len(near) == 1 {
		return usagef("unknown table %s: did you mean %s?", args[0], near[0])
	}
	return unknown("table ", args[0], names, "bayes data lists them")
}

func (e *env) listData() error {
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "name\trows\twhat it is")
	for _, t := range testdata.Tables() {
		text, err := testdata.Files.ReadFile(t.File)
		if err != nil {
			return err
		}
		rows := bytes.Count(text, []byte("\n"))
		if path.Ext(t.File) == ".csv" {
			rows-- // the header
		}
		fmt.Fprintf(w, "%s\t%d\t%s\n", t.Name, rows, t.About)
	}
	w.Flush()
	b.WriteString("\nbayes data NAME writes one, as in: bayes data ucb_admissions > ucb.csv\n")
	_, err := io.Copy(e.stdout, &b)
	return err
}
