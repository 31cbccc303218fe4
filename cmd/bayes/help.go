package main

import (
	"bytes"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"
)

const helpHelp = `bayes help
bayes help priors
Say what there is to know about a command, or about a topic:
priors, data, evidence, regression, exit-codes.
`

func helpCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:               "help",
		Usage:              "say more about a topic or a command",
		CustomHelpTemplate: helpHelp,
		Action:             func(c *cli.Context) error { return e.help(c.Args().Slice()) },
	}
}

// front answers what is about the program as a whole: nothing, --help and
// --version. It reports whether it did; other flags there are usage errors.
func (e *env) front(args []string) (done bool, err error) {
	if len(args) < 2 {
		return true, e.overview()
	}
	if !strings.HasPrefix(args[1], "-") {
		return false, nil
	}
	switch strings.TrimLeft(args[1], "-") {
	case "help", "h":
		return true, e.overview()
	case "version", "v":
		_, err := fmt.Fprintln(e.stdout, version(debug.ReadBuildInfo()))
		return true, err
	}
	return true, usagef("unknown flag %s: flags follow a command, as in bayes update --prior beta:1,1 --data 1,0,1", args[1])
}

// overview is what bayes alone prints.
func (e *env) overview() error {
	var b bytes.Buffer
	b.WriteString(`bayes turns a prior and data into a posterior and its evidence. Three to paste:

  bayes update --prior beta:1,1 --data 1,0,1,1,0,1
  bayes data ucb_admissions | bayes update --prior beta:2,8 --column admit=admitted --count n --by gender -
  bayes evidence --model 'fair: point(0.5)' --model 'biased: beta(1,1)' --data 17/20 --prior-odds 3:1

`)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	_, firsts := firstWords(commands(e))
	for _, c := range firsts {
		fmt.Fprintf(w, "  %s\t%s\n", c.Name, c.Usage)
	}
	w.Flush()
	var names []string
	for _, t := range topics() {
		names = append(names, t.name)
	}
	fmt.Fprintf(&b, "\nbayes COMMAND --help tells more, and bayes help with one of %s.\n", strings.Join(names, ", "))
	_, err := b.WriteTo(e.stdout)
	return err
}

// help prints a topic, or a command's help.
func (e *env) help(args []string) error {
	if len(args) == 0 {
		return e.overview()
	}
	if two := strings.Join(args, " "); slices.ContainsFunc(commands(e), func(c *cli.Command) bool { return c.Name == two }) {
		args = []string{two}
	}
	if len(args) > 1 {
		return usagef("help takes one topic or command, not %d: %s", len(args), strings.Join(args, ", "))
	}
	var names []string
	for _, t := range topics() {
		if t.name == args[0] {
			_, err := io.WriteString(e.stdout, t.text)
			return err
		}
		names = append(names, t.name)
	}
	for _, c := range commands(e) {
		if c.Name == args[0] {
			_, err := io.WriteString(e.stdout, c.CustomHelpTemplate)
			return err
		}
		if !slices.Contains(names, c.Name) {
			names = append(names, c.Name)
		}
	}
	return unknown("topic ", args[0], names, "want one of "+strings.Join(names, ", "))
}
