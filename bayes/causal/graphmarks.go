package causal

import (
	"slices"
	"strings"

	"github.com/bayeskit/bayeskit/internal/suggest"
)

// graphMark returns the mark that a word stands for, "" if it is none.
func graphMark(word string) string {
	switch word {
	case "latent", "unobserved", "l", "u":
		return "latent"
	case "exposure", "treatment", "e":
		return "exposure"
	case "outcome", "o":
		return "outcome"
	case "adjusted", "a":
		return "adjusted"
	case "selected", "s":
		return "selected"
	}
	return ""
}

// marks reads [latent, pos="0,1"]. both reports dir=both, of an arrow.
func (p *graphParser) marks(nodes []int, single bool) (both bool, err error) {
	open := p.t
	if err := p.advance(); err != nil {
		return false, err
	}
	for {
		if err := p.skip("\n;,"); err != nil {
			return false, err
		}
		t := p.t
		switch {
		case t.kind == ']':
			return both, p.advance()
		case t.kind == 0:
			return false, open.errorf("add a ]", "the bracket is not closed")
		case !t.isName():
			return false, t.errorf("", "want a mark such as latent, not %s", t.shown())
		}
		if err := p.advance(); err != nil {
			return false, err
		}
		value, hasValue := "", false
		if p.t.kind == '=' {
			if err := p.advance(); err != nil {
				return false, err
			}
			if !p.t.isName() {
				return false, p.t.errorf("", "want a value for %s, not %s", t.text, p.t.shown())
			}
			value, hasValue = strings.ToLower(p.t.text), true
			if err := p.advance(); err != nil {
				return false, err
			}
		}
		word := strings.ToLower(t.text)
		mark := graphMark(word)
		known := mark != ""
		no := value == "false" || value == "no" || value == "0"
		switch {
		case word == "observed" && hasValue:
			mark, known, no = "latent", no, false
		case word == "dir" && value == "both" && !single:
			both = true
		case hasValue && (len(word) == 1 || no || value != "true" && value != "yes" && value != "1"):
			known = false
		case !known && !hasValue:
			return false, p.unknownMark(t)
		}
		if known && !single {
			return false, t.errorf("mark each variable in a statement of its own: x ["+mark+"]", "a mark on an arrow")
		}
		if known {
			p.mark(mark, nodes[0])
		}
	}
}

func (p *graphParser) unknownMark(t graphToken) error {
	words := []string{"latent", "unobserved", "exposure", "outcome", "adjusted", "selected"}
	if near, ok := suggest.Nearest(t.text, words); ok {
		return t.errorf("did you mean "+near+"?", "unknown mark %s", t.shown())
	}
	return t.errorf("want latent, exposure, outcome, adjusted or selected", "unknown mark %s", t.shown())
}

func (p *graphParser) mark(mark string, v int) {
	g := p.g
	if mark == "latent" {
		if p.latent == nil {
			p.latent = map[int]bool{}
		}
		p.latent[v] = true
		return
	}
	list := map[string]*[]int{"exposure": &g.exposures, "outcome": &g.outcomes, "adjusted": &g.adjusted, "selected": &g.selected}[mark]
	if !slices.Contains(*list, v) {
		*list = append(*list, v)
	}
}
