package page

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html/template"
	"io"
	"math"
	"strconv"
	"strings"
)

// edge is the part of a picture's margin that a page does without.
const edge = 9.0

// broad is the width above which a picture has panels side by side.
const broad = 500

func (f Figure) view(p Palette, id string, narrow bool) (d drawing, err error) {
	d = drawing{ID: id, Caption: sentence(f.Caption)}
	wide, width, err := f.inline(f.Wide, p, id+"-wide", "wide")
	if err != nil {
		return d, err
	}
	d.Wide = template.HTML(wide)
	if f.Narrow == nil || !narrow {
		return d, nil
	}
	small, _, err := f.inline(f.Narrow, p, id+"-narrow", "narrow")
	d.Narrow, d.Class = template.HTML(small), "two"
	if width > broad {
		d.Class += " grid"
	}
	return d, err
}

// inline returns an SVG file as markup within a page, and its width. Only elements and
// attributes that are drawn are taken over, colours are those of the page, and lines
// have no more points than can be seen.
func (f Figure) inline(file []byte, p Palette, id, class string) (markup string, width float64, err error) {
	in := inliner{palette: p}
	d := xml.NewDecoder(bytes.NewReader(file))
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return "", 0, fmt.Errorf("page: the picture %q: %w", f.Caption, err)
		}
		in.take(token)
	}
	var head strings.Builder
	fmt.Fprintf(&head, `<svg class="%s" viewBox="%g %[2]g %s %s" style="max-width:%spx" role="img" aria-labelledby="%s-title %[6]s-desc">`,
		class, edge, number(in.width-2*edge), number(in.height-2*edge), number(1.6*in.width), id)
	fmt.Fprintf(&head, `<title id="%s-title">%s</title><desc id="%[1]s-desc">%[3]s</desc>`,
		id, template.HTMLEscapeString(cut(f.Caption, 200)), template.HTMLEscapeString(cut(f.Description, 2000)))
	return head.String() + in.out.String() + "</svg>", in.width, nil
}

// An inliner writes what it takes of a file.
type inliner struct {
	palette       Palette
	out           strings.Builder
	width, height float64
	style         string // of the open group of shapes that look alike; "" if none is open
	inText        bool
}

func (in *inliner) take(token xml.Token) {
	switch t := token.(type) {
	case xml.StartElement:
		in.start(t)
	case xml.EndElement:
		switch t.Name.Local {
		case "g":
			in.group("")
			in.out.WriteString("</g>")
		case "text":
			in.out.WriteString("</text>")
			in.inText = false
		}
	case xml.CharData:
		if in.inText {
			in.out.WriteString(template.HTMLEscapeString(cut(string(t), 200)))
		}
	}
}

func (in *inliner) start(t xml.StartElement) {
	a := map[string]string{}
	for _, one := range t.Attr {
		a[one.Name.Local] = one.Value
	}
	switch t.Name.Local {
	case "svg":
		fmt.Sscanf(a["viewBox"], "0 0 %g %g", &in.width, &in.height)
	case "g":
		in.group("")
		fmt.Fprintf(&in.out, `<g transform="%s">`, template.HTMLEscapeString(a["transform"]))
	case "text":
		in.group("")
		in.inText = true
		fmt.Fprintf(&in.out, `<text x="%s" y="%s" transform="%s" style="%s">`, rounded(a["x"]), rounded(a["y"]),
			template.HTMLEscapeString(a["transform"]), in.declarations(a["style"], true))
	case "path":
		in.group(in.declarations(a["style"], false))
		in.path(a["d"])
	}
}

// group opens a group of shapes of one style, unless it is open; "" closes what is.
func (in *inliner) group(style string) {
	if style == in.style {
		return
	}
	if in.style != "" {
		in.out.WriteString("</g>")
	}
	if in.style = style; style != "" {
		fmt.Fprintf(&in.out, `<g style="%s">`, style)
	}
}

// declarations returns those of a style that differ from what an SVG has anyway.
func (in *inliner) declarations(style string, text bool) string {
	var all []string
	for one := range strings.SplitSeq(style, ";") {
		name, value, _ := strings.Cut(one, ":")
		switch {
		case (name == "fill" || name == "stroke") && strings.HasPrefix(value, "#"):
			value = in.palette.role(value, text)
		case name == "font-family" || value == "normal" || name == "" || strings.ContainsAny(value, `"&<>`):
			continue
		}
		all = append(all, name+":"+value)
	}
	return strings.Join(all, ";")
}

// path writes a path: a circle as such, and lines without the points on the way.
func (in *inliner) path(d string) {
	var x0, y0, r, r2, x1, y1 float64
	if n, _ := fmt.Sscanf(d, "M%g,%gA%g,%g 0 1 1 %g,%g", &x0, &y0, &r, &r2, &x1, &y1); n == 6 && r == r2 {
		fmt.Fprintf(&in.out, `<circle cx="%s" cy="%s" r="%s"/>`, number((x0+x1)/2), number((y0+y1)/2), number(r))
		return
	}
	var b strings.Builder
	for part := range strings.SplitSeq(d, "M") {
		if part == "" {
			continue
		}
		end := ""
		if strings.HasSuffix(part, "Z") {
			part, end = part[:len(part)-1], "Z"
		}
		var line [][2]float64
		for at := range strings.SplitSeq(part, "L") {
			first, second, _ := strings.Cut(at, ",")
			x, errX := strconv.ParseFloat(first, 64)
			y, errY := strconv.ParseFloat(second, 64)
			if errX != nil || errY != nil {
				fmt.Fprintf(&in.out, `<path d="%s"/>`, template.HTMLEscapeString(d)) // something else: as it is
				return
			}
			line = append(line, [2]float64{x, y})
		}
		for i, at := range thin(line, 0.04) {
			b.WriteString(map[bool]string{true: "M", false: "L"}[i == 0] + number(at[0]) + "," + number(at[1]))
		}
		b.WriteString(end)
	}
	fmt.Fprintf(&in.out, `<path d="%s"/>`, b.String())
}

// thin returns the line without points that are within the distance of what is left:
// Douglas and Peucker, "Algorithms for the reduction of the number of points required to
// represent a digitized line" (1973), 10.3138/FM57-6770-U75U-7727.
func thin(line [][2]float64, distance float64) [][2]float64 {
	if len(line) < 3 {
		return line
	}
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	stack := [][2]int{{0, len(line) - 1}}
	for len(stack) > 0 {
		from, to := stack[len(stack)-1][0], stack[len(stack)-1][1]
		stack = stack[:len(stack)-1]
		at, most := 0, distance
		for i := from + 1; i < to; i++ {
			if far := offChord(line[i], line[from], line[to]); far > most {
				at, most = i, far
			}
		}
		if at > 0 {
			keep[at] = true
			stack = append(stack, [2]int{from, at}, [2]int{at, to})
		}
	}
	kept := line[:0:0]
	for i, p := range line {
		if keep[i] {
			kept = append(kept, p)
		}
	}
	return kept
}

// offChord returns how far p is from the segment from a to b.
func offChord(p, a, b [2]float64) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = math.Max(0, math.Min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/length))
	}
	return math.Hypot(p[0]-a[0]-t*dx, p[1]-a[1]-t*dy)
}

// number writes a coordinate to a hundredth of a point.
func number(x float64) string {
	s := fmt.Sprintf("%.2f", x)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}

func rounded(s string) string {
	x, _ := strconv.ParseFloat(s, 64)
	return number(x)
}
