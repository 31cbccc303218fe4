package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// env is what a command may touch of the world around it.
type env struct {
	ctx            context.Context
	stdin          io.Reader
	stdout, stderr io.Writer
}

// commands returns every command, in the order in which help lists them.
func commands(e *env) []*cli.Command {
	return slices.Concat([]*cli.Command{
		updateCommand(e),
		evidenceCommand(e),
		abCommand(e),
		planCommand(e),
		testCommand(e),
		simpsonCommand(e),
		dagCommand(e),
		doCommand(e),
	}, mlpCommands(e), []*cli.Command{
		showCommand(e),
		mergeCommand(e),
		familiesCommand(e),
		dataCommand(e),
		helpCommand(e),
		completionCommand(e),
	})
}

// run executes the command line args, whose first element is the program's
// name, and returns the exit status: 0, 1 for a failure, 2 for a usage error.
// Results go to stdout, and nothing does if the command fails; a failure is one
// line on stderr.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	e := &env{ctx, stdin, stdout, stderr}
	err := e.run(args)
	if err == nil {
		return 0
	}
	fmt.Fprintf(stderr, "bayes: %s\n", strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", " "))
	if errors.As(err, new(usageError)) {
		return 2
	}
	return 1
}

func (e *env) run(args []string) error {
	if done, err := e.front(args); done {
		return err
	}
	app := &cli.App{
		Name:      "bayes",
		Commands:  commands(e),
		Writer:    e.stdout,
		ErrWriter: e.stderr,

		HideHelp:                  true, // each command's own text is printed by arrange's caller
		HideVersion:               true,
		DisableSliceFlagSeparator: true,
		ExitErrHandler:            func(*cli.Context, error) {}, // only main exits
		OnUsageError:              onUsageError,
	}
	for _, c := range app.Commands {
		c.OnUsageError = onUsageError
		c.HideHelp = true
	}
	arranged, err := arrange(app.Commands, args)
	if err != nil {
		return err
	}
	if c := arranged.helpOf; c != nil {
		_, err := io.WriteString(e.stdout, c.CustomHelpTemplate)
		return err
	}
	return app.RunContext(e.ctx, arranged.args)
}

// A usageError is a mistake in the command line itself.
type usageError string

func (e usageError) Error() string { return string(e) }

func usagef(format string, args ...any) error { return usageError(fmt.Sprintf(format, args...)) }

func onUsageError(_ *cli.Context, err error, _ bool) error { return usageError(err.Error()) }
