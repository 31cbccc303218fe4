package main

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

func bashCompletion(all []*cli.Command) string {
	var b strings.Builder
	names, _ := firstWords(all)
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
    local command=${COMP_WORDS[1]}
    if [[ $COMP_CWORD -gt 2 ]]; then
        case "$command ${COMP_WORDS[2]}" in ` + twoWords(all, "|") + `) command="$command ${COMP_WORDS[2]}" ;; esac
    fi
    case $command in
`)
	for _, c := range all {
		fmt.Fprintf(&b, "    %s)\n        case $prev in\n", shellName(c.Name))
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

// firstWords returns the commands whose name is one word, and those words.
func firstWords(all []*cli.Command) (names []string, commands []*cli.Command) {
	for _, c := range all {
		if !strings.Contains(c.Name, " ") {
			names, commands = append(names, c.Name), append(commands, c)
		}
	}
	return names, commands
}

// secondWords returns the second words of commands that begin with the first.
func secondWords(first string, all []*cli.Command) (words []string) {
	for _, c := range all {
		if rest, ok := strings.CutPrefix(c.Name, first+" "); ok {
			words = append(words, rest)
		}
	}
	return words
}

// twoWords lists the names that have two words, quoted for a shell's case.
func twoWords(all []*cli.Command, sep string) string {
	var names []string
	for _, c := range all {
		if strings.Contains(c.Name, " ") {
			names = append(names, shellName(c.Name))
		}
	}
	return strings.Join(names, sep)
}

// shellName returns a command's name as one word of a shell.
func shellName(name string) string {
	if strings.Contains(name, " ") {
		return `"` + name + `"`
	}
	return name
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
		first, second, two := strings.Cut(c.Name, " ")
		seen := quoted("__fish_seen_subcommand_from " + first)
		if two {
			seen = quoted("__fish_seen_subcommand_from " + first + "; and __fish_seen_subcommand_from " + second)
		} else {
			fmt.Fprintf(&b, "complete -c bayes -n __fish_use_subcommand -a %s -d %s\n", c.Name, quoted(c.Usage))
		}
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
	_, firsts := firstWords(all)
	for _, c := range firsts {
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
    if (( CURRENT > 2 )); then
        case "$cmd $words[2]" in ` + twoWords(all, "|") + `)
            cmd="$cmd $words[2]"
            shift words
            (( CURRENT-- )) ;;
        esac
    fi
    case $cmd in
`)
	for _, c := range all {
		fmt.Fprintf(&b, "    %s)\n        _arguments", shellName(c.Name))
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
