package figure

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

func sample2() *Figure {
	x := Grid(0, 1, 5)
	return New("title", "x", "y").Band("band", x, x, Grid(1, 2, 5)).Line("line", x, x).Points("", x, x).
		Curve("curve", 0, 1, math.Sqrt).NamesX("a", "b").LimitY(0, 2)
}

func TestSVG(t *testing.T) {
	logs := New("logs", "x", "y").LogX(1, 10, 100).LogY().Line("line", []float64{1, 100}, []float64{1e-3, 10})
	graph := GraphSVG(Graph{Title: "a < b", Nodes: []Node{{"a", 0, 0}, {"b", 1, 1}}, Edges: [][2]string{{"a", "b"}}})
	for name, svg := range map[string]string{"figure": SVG(sample2(), logs), "graph": graph} {
		for d := xml.NewDecoder(strings.NewReader(svg)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s is not well-formed: %v", name, err)
			}
		}
		if !strings.HasPrefix(svg, "<svg") || strings.Contains(svg, "NaN") {
			t.Errorf("%s begins %.40q, or has NaN in it", name, svg)
		}
	}
	if svg := SVG(sample2()); svg != SVG(sample2()) {
		t.Error("the same figure has other bytes")
	}
	for _, text := range []string{"title", ">band<", ">line<", ">curve<", ">a<"} {
		if !strings.Contains(SVG(sample2()), text) {
			t.Errorf("the figure lacks %q", text)
		}
	}
}

// A band has both of its edges, from end to end: four corners here, and four more in
// the legend.
func TestBand(t *testing.T) {
	sides := 0
	svg := SVG(New("", "", "").Band("band", []float64{0, 1}, []float64{0, 1}, []float64{2, 3}))
	for line := range strings.Lines(svg) {
		if strings.Contains(line, "fill-opacity") {
			sides += strings.Count(line, "L")
		}
	}
	if sides != 3+3 {
		t.Errorf("%d sides drawn, want 6:\n%s", sides, svg)
	}
}

// An arrow ends outside the box it points to.
func TestEdge(t *testing.T) {
	from, to := box{x: 0, y: 0, w: 40}, box{x: 100, y: 0, w: 60}
	if x, y := to.edge(from); x != 67 || y != 0 {
		t.Errorf("an arrow from the left ends at %g, %g, want 67, 0", x, y)
	}
	from = box{x: 100, y: 80, w: 40}
	if x, y := to.edge(from); x != 100 || y != nodeHeight/2+3 {
		t.Errorf("an arrow from below ends at %g, %g, want 100, %g", x, y, nodeHeight/2+3)
	}
}

func TestTicks(t *testing.T) {
	var labels []string
	for _, m := range ticks(-0.5, 1) {
		labels = append(labels, m.Label)
	}
	if got := strings.Join(labels, " "); got != "-0.4 -0.2 0 0.2 0.4 0.6 0.8 1.0" {
		t.Errorf("ticks(-0.5, 1) = %s", got)
	}
	if got := ticks(0, 20); len(got) != 5 || got[1].Label != "5" {
		t.Errorf("ticks(0, 20) = %v", got)
	}
	if got := powers(0.02, 300); len(got) != 4 || got[0].Label != "0.1" || got[3].Label != "100" {
		t.Errorf("powers(0.02, 300) = %v", got)
	}
}
