package causal

import "slices"

// arrow adds an arrow; one that is there already is not added again.
func (p *graphParser) arrow(a graphArrow) error {
	if a.both && a.from == a.to {
		return a.at.errorf("", "%s <-> %s: a variable cannot share a cause with itself", p.g.name(a.from), p.g.name(a.to))
	}
	if a.both && a.from > a.to {
		a.from, a.to = a.to, a.from
	}
	if p.seen == nil {
		p.seen = map[graphEnds]int{}
	}
	if _, ok := p.seen[a.graphEnds]; ok {
		return nil
	}
	if len(p.arrows) == mostArrows {
		return a.at.errorf("is it the right file?", "more than %d arrows", mostArrows)
	}
	p.seen[a.graphEnds] = len(p.arrows)
	p.arrows = append(p.arrows, a)
	return nil
}

// finish builds the graph of the nodes and arrows read.
func (p *graphParser) finish() (*Graph, error) {
	g := p.g
	if len(g.names) == 0 {
		return nil, &GraphError{Line: 1, Column: 1, Msg: "the graph is empty", Mend: "write something like z -> x; z -> y; x -> y"}
	}
	named := len(g.names)
	for _, a := range p.arrows {
		if a.both {
			g.names = append(g.names, "")
		}
	}
	g.parents, g.children = make([][]int, len(g.names)), make([][]int, len(g.names))
	g.latent = make(nodeSet, len(g.names))
	for v := range p.latent {
		g.latent[v] = true
	}
	add := func(from, to int) {
		g.children[from] = append(g.children[from], to)
		g.parents[to] = append(g.parents[to], from)
	}
	for _, a := range p.arrows {
		if !a.both {
			add(a.from, a.to)
			continue
		}
		g.latent[named] = true
		add(named, a.from)
		add(named, a.to)
		named++
	}
	for v := range g.names {
		slices.Sort(g.parents[v])
		slices.Sort(g.children[v])
	}
	cycle, err := g.sort()
	if err != nil {
		at := graphToken{line: 1, column: 1}
		for i, v := range cycle { // blame the arrow that comes last in the text
			if k, ok := p.seen[graphEnds{v, cycle[(i+1)%len(cycle)], false}]; ok {
				if t := p.arrows[k].at; t.line > at.line || t.line == at.line && t.column > at.column {
					at = t
				}
			}
		}
		return nil, &GraphError{Line: at.line, Column: at.column, Msg: err.Error(), Mend: "leave one of these arrows out", Err: ErrCycle}
	}
	return g, nil
}
