package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/testdata"
)

const completionHelp = `source <(bayes completion bash)
bayes completion fish > ~/.config/fish/completions/bayes.fish
Print a script that completes commands, flags, families and files in a shell:
bash, zsh or fish. For zsh, write it to a file called _bayes in a directory of
$fpath, or put source <(bayes completion zsh) after compinit into ~/.zshrc.
`

func completionCommand(e *env) *cli.Command {
	return &cli.Command{
		Name:               "completion",
		Usage:              "print a script that completes commands in bash, zsh or fish",
		CustomHelpTemplate: completionHelp,
		Action:             func(c *cli.Context) error { return e.completion(c.Args().Slice()) },
	}
}

func shells() []string { return []string{"bash", "zsh", "fish"} }

func (e *env) completion(args []string) error {
	if len(args) != 1 {
		return usagef("completion needs a shell: bayes completion bash|zsh|fish")
	}
	var script string
	switch args[0] {
	case "bash":
		script = bashCompletion(commands(e))
	case "zsh":
		script = zshCompletion(commands(e))
	case "fish":
		script = fishCompletion(commands(e))
	default:
		return unknown("shell ", args[0], shells(), "want bash, zsh or fish")
	}
	_, err := io.WriteString(e.stdout, script)
	return err
}

// An offer is what may stand somewhere on a command line.
type offer struct {
	words   []string
	files   string // a pattern of files, "" for none
	noSpace bool   // words go on: beta: is followed by its parameters
}

// flagOffer returns what may follow a flag that takes a value.
func flagOffer(flag string) offer {
	var o offer
	switch flag {
	case "format":
		o.words = formats
	case "na":
		o.words = []string{"error", "skip"}
	case "prior", "against", "model":
		for _, f := range bayes.Families() {
			if f.Name != "hypotheses" && f.Name != "mixture" {
				o.words = append(o.words, f.Name+":")
			}
		}
		o.noSpace = true
		if flag == "prior" {
			o.files = "*.json"
		}
	case "likelihood":
		for _, l := range bayes.LikelihoodFamilies() {
			if l.Name != "table" {
				o.words = append(o.words, l.Name)
			}
		}
	case "save", "plot":
		o.files = "*"
	}
	return o
}

// operandOffer returns what a command's operands may be.
func operandOffer(c *cli.Command, all []*cli.Command) offer {
	var o offer
	switch c.Name {
	case "update", "evidence":
		o.files = "*"
	case "show", "merge":
		o.files = "*.json"
	case "families":
		for _, f := range bayes.Families() {
			o.words = append(o.words, f.Name)
		}
		for _, l := range bayes.LikelihoodFamilies() {
			if l.Name != "normal" { // a prior as well
				o.words = append(o.words, l.Name)
			}
		}
	case "help":
		for _, t := range topics() {
			o.words = append(o.words, t.name)
		}
		for _, c := range all {
			o.words = append(o.words, c.Name)
		}
	case "data":
		for _, t := range testdata.Tables() {
			o.words = append(o.words, t.Name)
		}
	case "completion":
		o.words = shells()
	}
	return o
}

// A flagDoc is a flag as a completion needs it.
type flagDoc struct {
	name, usage string
	takesValue  bool
	repeats     bool
}

func flagDocs(c *cli.Command) (all []flagDoc) {
	for _, f := range c.Flags {
		d := flagDoc{name: f.Names()[0], takesValue: true}
		switch f.(type) {
		case *cli.BoolFlag:
			d.takesValue = false
		case *cli.StringSliceFlag:
			d.repeats = true
		}
		if u, ok := f.(cli.DocGenerationFlag); ok {
			d.usage = u.GetUsage()
		}
		all = append(all, d)
	}
	return append(all, flagDoc{name: "help", usage: "say how to use " + c.Name})
}

func bashCompletion(all []*cli.Command) string {
	var b strings.Builder
	var names []string
	for _, c := range all {
		names = append(names, c.Name)
	}
	b.WriteString(`# bash completion of bayes: source <(bayes completion bash)
_bayes_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }
_bayes_files() {
    local IFS=$'\n'
    COMPREPLY+=($(compgen -f -X "!$1" -- "$cur") $(compgen -d -- "$cur"))
    compopt -o filenames 2>/dev/null
}
_bayes() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    COMPREPLY=()
    if [[ $cur == = ]]; then
        cur=
    elif [[ $prev == = ]]; then
        prev=${COMP_WORDS[COMP_CWORD-2]}
    fi
    if [[ $COMP_CWORD -eq 1 ]]; then
        _bayes_words "` + strings.Join(names, " ") + ` --help --version"
        return
    fi
    case ${COMP_WORDS[1]} in
`)
	for _, c := range all {
		fmt.Fprintf(&b, "    %s)\n        case $prev in\n", c.Name)
		var flags []string
		for _, f := range flagDocs(c) {
			flags = append(flags, "--"+f.name)
			if f.takesValue {
				fmt.Fprintf(&b, "        --%s) %s return ;;\n", f.name, bashOffer(flagOffer(f.name)))
			}
		}
		fmt.Fprintf(&b, `        esac
        if [[ $cur == -* ]]; then
            _bayes_words "%s"
        else
            %s
        fi ;;
`, strings.Join(flags, " "), bashOffer(operandOffer(c, all)))
	}
	b.WriteString("    esac\n}\ncomplete -F _bayes bayes\n")
	return b.String()
}

func bashOffer(o offer) string {
	s := ":;"
	if len(o.words) > 0 {
		s = fmt.Sprintf("_bayes_words %q;", strings.Join(o.words, " "))
	}
	if o.noSpace {
		s += " compopt -o nospace 2>/dev/null;"
	}
	if o.files != "" {
		s += fmt.Sprintf(" _bayes_files '%s';", o.files)
	}
	return strings.TrimPrefix(s, ":; ")
}

func fishCompletion(all []*cli.Command) string {
	var b strings.Builder
	b.WriteString("# fish completion of bayes: bayes completion fish > ~/.config/fish/completions/bayes.fish\ncomplete -c bayes -f\n")
	b.WriteString("complete -c bayes -n __fish_use_subcommand -l help -d 'say how to use bayes'\ncomplete -c bayes -n __fish_use_subcommand -l version -d 'say which version this is'\n")
	for _, c := range all {
		fmt.Fprintf(&b, "complete -c bayes -n __fish_use_subcommand -a %s -d %s\n", c.Name, quoted(c.Usage))
		seen := quoted("__fish_seen_subcommand_from " + c.Name)
		for _, f := range flagDocs(c) {
			fmt.Fprintf(&b, "complete -c bayes -n %s -l %s%s -d %s\n", seen, f.name, fishValue(f), quoted(f.usage))
		}
		if o := operandOffer(c, all); o.files != "" {
			fmt.Fprintf(&b, "complete -c bayes -n %s -F\n", seen)
		} else if len(o.words) > 0 {
			fmt.Fprintf(&b, "complete -c bayes -n %s -a %s\n", seen, quoted(strings.Join(o.words, " ")))
		}
	}
	return b.String()
}

func fishValue(f flagDoc) string {
	if !f.takesValue {
		return ""
	}
	o := flagOffer(f.name)
	s := " -x"
	if o.files != "" {
		s = " -r -F"
	}
	if len(o.words) > 0 {
		s += " -a " + quoted(strings.Join(o.words, " "))
	}
	return s
}

func zshCompletion(all []*cli.Command) string {
	var b strings.Builder
	b.WriteString("#compdef bayes\n# zsh completion of bayes: source <(bayes completion zsh), after compinit\n_bayes() {\n    local -a commands\n    commands=(\n")
	for _, c := range all {
		fmt.Fprintf(&b, "        %s\n", quoted(c.Name+":"+c.Usage))
	}
	b.WriteString(`    )
    if (( CURRENT == 2 )); then
        _describe -t commands command commands
        return
    fi
    local cmd=$words[2]
    shift words
    (( CURRENT-- ))
    case $cmd in
`)
	for _, c := range all {
		fmt.Fprintf(&b, "    %s)\n        _arguments", c.Name)
		for _, f := range flagDocs(c) {
			spec := "--" + f.name
			if f.repeats {
				spec = "*" + spec
			}
			if f.takesValue {
				spec += "="
			}
			spec += "[" + zshEscape(f.usage) + "]"
			if f.takesValue {
				spec += ":" + f.name + ":" + zshAction(flagOffer(f.name))
			}
			fmt.Fprintf(&b, " \\\n            %s", quoted(spec))
		}
		if o := operandOffer(c, all); o.files != "" || len(o.words) > 0 {
			fmt.Fprintf(&b, " \\\n            %s", quoted("*:operand:"+zshAction(o)))
		}
		b.WriteString(" ;;\n")
	}
	b.WriteString(`    esac
}
if [[ $funcstack[1] == _bayes ]]; then
    _bayes "$@"
else
    compdef _bayes bayes
fi
`)
	return b.String()
}

func zshAction(o offer) string {
	words := ""
	if len(o.words) > 0 {
		words = "compadd -- " + strings.Join(o.words, " ")
		if o.noSpace {
			words = "compadd -S '' -- " + strings.Join(o.words, " ")
		}
	}
	files := ""
	switch o.files {
	case "":
	case "*":
		files = "_files"
	default:
		files = "_files -g " + `"` + o.files + `"`
	}
	switch {
	case words == "" && files == "":
		return " "
	case words == "":
		return files
	case files == "":
		return "{ " + words + " }"
	}
	return "{ " + words + "; " + files + " }"
}

// zshEscape escapes what has a meaning inside the brackets of a specification.
func zshEscape(s string) string {
	return strings.NewReplacer("[", `\[`, "]", `\]`, ":", `\:`).Replace(s)
}

// quoted returns s in single quotes, as all three shells read them.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
