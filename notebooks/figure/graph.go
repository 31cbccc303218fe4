package figure

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// A Graph is a picture of what causes what.
type Graph struct {
	Title string
	Nodes []Node
	Edges [][2]string // from, to: names of nodes
}

// A Node is a variable at a place: X from 0 to 1 from left to right, Y from 0 to 1
// from the top down.
type Node struct {
	Name string
	X, Y float64
}

// ShowGraphs displays graphs side by side below the cell.
func ShowGraphs(graphs ...Graph) { display(GraphSVG(graphs...)) }

const (
	graphWidth, graphHeight = 250.0, 150.0
	nodeHeight              = 24.0
)

// GraphSVG returns graphs side by side as an SVG document.
func GraphSVG(graphs ...Graph) string {
	var b strings.Builder
	w := graphWidth * float64(len(graphs))
	fmt.Fprintf(&b, `<svg width="%gpt" height="%gpt" viewBox="0 0 %g %g" xmlns="http://www.w3.org/2000/svg" style="font-family:Liberation Sans,Arial,Helvetica,sans-serif;font-size:11px">`+"\n", w, graphHeight, w, graphHeight)
	fmt.Fprintf(&b, `<rect width="%g" height="%g" fill="#fff"/>`+"\n", w, graphHeight)
	for i, g := range graphs {
		fmt.Fprintf(&b, `<g transform="translate(%g,0)">`+"\n", graphWidth*float64(i))
		g.draw(&b)
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func (g Graph) draw(b *strings.Builder) {
	fmt.Fprintf(b, `<text x="10" y="18" font-weight="bold" fill="#262626">%s</text>`+"\n", html.EscapeString(g.Title))
	boxes := map[string]box{}
	for _, n := range g.Nodes {
		w := 14 + 6.2*float64(len([]rune(n.Name)))
		boxes[n.Name] = box{x: 60 + n.X*(graphWidth-120), y: 48 + n.Y*(graphHeight-76), w: w}
	}
	for _, e := range g.Edges {
		from, to := boxes[e[0]], boxes[e[1]]
		x0, y0 := from.edge(to)
		x1, y1 := to.edge(from)
		angle := math.Atan2(y1-y0, x1-x0)
		left, right := angle+math.Pi-0.4, angle+math.Pi+0.4
		fmt.Fprintf(b, `<path d="M%.1f,%.1fL%.1f,%.1f" stroke="#262626" stroke-width="1.2"/>`, x0, y0, x1-5*math.Cos(angle), y1-5*math.Sin(angle))
		fmt.Fprintf(b, `<path d="M%.1f,%.1fL%.1f,%.1fL%.1f,%.1fZ" fill="#262626"/>`+"\n", x1, y1, x1+8*math.Cos(left), y1+8*math.Sin(left), x1+8*math.Cos(right), y1+8*math.Sin(right))
	}
	for _, n := range g.Nodes {
		o := boxes[n.Name]
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%g" rx="12" fill="#e8f1f7" stroke="#0072b2"/>`, o.x-o.w/2, o.y-nodeHeight/2, o.w, nodeHeight)
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle" fill="#262626">%s</text>`+"\n", o.x, o.y+4, html.EscapeString(n.Name))
	}
}

// A box is where a node is: its middle and its width.
type box struct{ x, y, w float64 }

// edge returns where the way to another box leaves this one, with a gap.
func (o box) edge(to box) (x, y float64) {
	dx, dy := to.x-o.x, to.y-o.y
	t := math.Min((o.w/2+3)/math.Max(math.Abs(dx), 1e-9), (nodeHeight/2+3)/math.Max(math.Abs(dy), 1e-9))
	return o.x + t*dx, o.y + t*dy
}
