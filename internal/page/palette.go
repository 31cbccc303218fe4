package page

import (
	"fmt"
	"image/color"
	"strconv"
)

// A Palette is what the colours of pictures stand for, so that a page can show others in
// the dark. A colour that is none of these stays as it is.
type Palette struct {
	Paper, Ink, Muted, Rule color.NRGBA
	Series                  []color.NRGBA // at most six
}

// role returns the name of the style sheet's variable for a colour, #RRGGBB. Translucent
// colours come from premultiplied ones, and are off by a little.
func (p Palette) role(hex string, text bool) string {
	v, err := strconv.ParseUint(hex[min(1, len(hex)):], 16, 32)
	if err != nil || len(hex) != 7 {
		return "var(--ink)"
	}
	c := color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
	for i, s := range p.Series[:min(6, len(p.Series))] {
		switch {
		case near(c, s) && text:
			return fmt.Sprintf("var(--t%d)", i+1)
		case near(c, s):
			return fmt.Sprintf("var(--s%d)", i+1)
		}
	}
	for _, r := range []struct {
		name string
		c    color.NRGBA
	}{{"paper", p.Paper}, {"ink", p.Ink}, {"muted", p.Muted}, {"rule", p.Rule}} {
		if near(c, r.c) {
			return "var(--" + r.name + ")"
		}
	}
	return hex
}

// near allows for the rounding of a colour that was multiplied by an opacity of a fifth:
// half of 1/255 of it, five times as much when it is divided out.
func near(a, b color.NRGBA) bool {
	const most = 3
	off := func(x, y uint8) bool { return int(x)-int(y) > most || int(y)-int(x) > most }
	return !off(a.R, b.R) && !off(a.G, b.G) && !off(a.B, b.B)
}
