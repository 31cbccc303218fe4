package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/internal/suggest"
)

// arranged is a command line that the flag package cannot misread.
type arranged struct {
	args   []string     // program, command, --flag=value …, --, operands
	helpOf *cli.Command // instead, the command whose help was asked for
}

// arrange moves a command's flags before its operands and ties each value to
// its flag, since the flag package stops at the first operand and ignores what
// comes after it. A value may begin with a minus; "-" is an operand; after "--"
// everything is. Unknown names, missing values and repeated flags are usage
// errors here, before anything has run.
func arrange(commands []*cli.Command, args []string) (arranged, error) {
	if len(args) < 2 || strings.HasPrefix(args[1], "-") {
		return arranged{args: args}, nil // the program's own flags, or nothing
	}
	if len(args) > 2 { // a name of two words is one argument from here on
		if two := args[1] + " " + args[2]; slices.ContainsFunc(commands, func(c *cli.Command) bool { return c.HasName(two) }) {
			args = append([]string{args[0], two}, args[3:]...)
		} else if seconds := secondWords(args[1], commands); seconds != nil && !strings.HasPrefix(args[2], "-") {
			return arranged{}, unknown("command "+args[1]+" ", args[2], seconds, "want one of "+strings.Join(seconds, ", "))
		}
	}
	at := slices.IndexFunc(commands, func(c *cli.Command) bool { return c.HasName(args[1]) })
	if at < 0 && args[1] == "version" {
		return arranged{}, usagef("unknown command version: bayes --version tells it")
	} else if at < 0 {
		var names []string
		for _, c := range commands {
			names = append(names, c.Names()...)
		}
		return arranged{}, unknown("command ", args[1], names, "bayes help lists them")
	}
	c := commands[at]
	flags, operands := args[:2:2], []string{}
	given := map[string]bool{}
	for rest := args[2:]; len(rest) > 0; {
		arg := rest[0]
		rest = rest[1:]
		if arg == "--" {
			operands = append(operands, rest...)
			break
		}
		if arg == "-" || !strings.HasPrefix(arg, "-") {
			operands = append(operands, arg)
			continue
		}
		name, value, hasValue := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if name == "help" || name == "h" {
			return arranged{helpOf: c}, nil
		}
		f := findFlag(c, name)
		if f == nil {
			return arranged{}, unknown("flag --", name, flagNames(c), "bayes "+c.Name+" --help lists them")
		}
		_, isBool := f.(*cli.BoolFlag)
		if !isBool && !hasValue {
			if len(rest) == 0 || isFlag(c, rest[0]) {
				return arranged{}, usagef("--%s needs a value", name)
			}
			value, hasValue, rest = rest[0], true, rest[1:]
		}
		if err := checkValue(f, name, value, hasValue); err != nil {
			return arranged{}, err
		}
		if _, repeats := f.(*cli.StringSliceFlag); given[name] && !repeats {
			return arranged{}, usagef("--%s is given twice", name)
		}
		given[name] = true
		if hasValue {
			name += "=" + value
		}
		flags = append(flags, "--"+name)
	}
	if len(operands) > 0 {
		flags = append(append(flags, "--"), operands...)
	}
	return arranged{args: flags}, nil
}

// isFlag reports whether arg is one of c's flags, rather than a value that
// begins with a minus.
func isFlag(c *cli.Command, arg string) bool {
	name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "=")
	return strings.HasPrefix(arg, "--") && (name == "" || findFlag(c, name) != nil)
}

func findFlag(c *cli.Command, name string) cli.Flag {
	for _, f := range c.Flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	return nil
}

func flagNames(c *cli.Command) (names []string) {
	for _, f := range c.Flags {
		names = append(names, f.Names()...)
	}
	return names
}

// checkValue reports a value that the flag's type rules out.
func checkValue(f cli.Flag, name, value string, hasValue bool) error {
	var err error
	want := ""
	switch f.(type) {
	case *cli.BoolFlag:
		if hasValue {
			_, err = strconv.ParseBool(value)
			want = "nothing, or =false"
		}
	case *cli.IntFlag, *cli.Int64Flag:
		_, err = strconv.Atoi(value)
		want = "a whole number"
	case *cli.Uint64Flag:
		_, err = strconv.ParseUint(value, 10, 64)
		want = "a whole number, 0 or above"
	case *cli.Float64Flag:
		_, err = strconv.ParseFloat(value, 64)
		want = numberFor(value)
	}
	if err != nil {
		return usagef("--%s %s: want %s", name, value, want)
	}
	return nil
}

// numberFor says what a flag wants that was given value, which is no number: 5% is
// 0.05, and a decimal comma a point.
func numberFor(value string) string {
	if x, err := strconv.ParseFloat(strings.TrimSuffix(value, "%"), 64); err == nil {
		return "a number, such as " + strconv.FormatFloat(x/100, 'g', 6, 64)
	}
	if point := strings.Replace(value, ",", ".", 1); point != value {
		if _, err := strconv.ParseFloat(point, 64); err == nil {
			return "a number, with a decimal point: " + point
		}
	}
	return "a number"
}

// unknown returns the usage error of a name that is none of those known; kind
// ends in what stands before a name.
func unknown(kind, name string, known []string, otherwise string) error {
	if near, ok := suggest.Nearest(name, known); ok {
		_, dashes, _ := strings.Cut(kind, " ") // or the first word of a name of two
		return usagef("unknown %s%s: did you mean %s%s?", kind, name, dashes, near)
	}
	return usagef("unknown %s%s: %s", kind, name, otherwise)
}
