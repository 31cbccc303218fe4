package main

import (
	"io"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/bayes"
	"github.com/bayeskit/bayeskit/mlp"
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
	case "kind":
		o.words = testKinds()
	case "alternative":
		o.words = []string{twoSided, greater, less}
	case "sampling":
		for _, p := range samplings() {
			o.words = append(o.words, p.String())
		}
	case "save", "plot", "dag", "standardise-to", "checkpoint", "onnx", "safetensors":
		o.files = "*"
	case "report":
		o.files = "*.html"
	case "optimiser":
		o.words = []string{"adam", "adamw", "sgd", "lbfgs"}
	case "schedule":
		o.words = []string{"constant", "cosine", "plateau"}
	case "init":
		o.words = []string{"he", "glorot", "lecun", "zero"}
	case "activation":
		for a := mlp.Identity; a <= mlp.Softplus; a++ {
			o.words = append(o.words, a.String())
		}
	}
	return o
}

// operandOffer returns what a command's operands may be.
func operandOffer(c *cli.Command, all []*cli.Command) offer {
	var o offer
	switch c.Name {
	case "update", "evidence", "test", "simpson", "dag", "do":
		o.files = "*"
	case "mlp train", "mlp check", "predict":
		o.files = "*"
	case "show", "merge", "mlp export":
		o.files = "*.json"
	case "mlp":
		o.words = secondWords(c.Name, all)
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
		names, _ := firstWords(all)
		o.words = append(o.words, names...)
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
