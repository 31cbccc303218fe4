package main

import (
	"fmt"
	"strings"
)

// A cell is one cell of a notebook: Markdown or Go.
type cell struct {
	code   bool
	silent bool // the code prints and draws nothing
	text   string
	line   int // of the source, from 1
}

// parse reads a notebook's source: Markdown, in which each block fenced as ```go is
// a cell of code that must show something, and each fenced as ```go silent one that
// must not.
func parse(source string) (cells []cell, err error) {
	var text []string
	start, inCode := 1, false
	flush := func(c cell) {
		c.text, c.line = strings.Trim(strings.Join(text, "\n"), "\n"), start
		if c.text != "" {
			cells = append(cells, c)
		}
		text = nil
	}
	silent := false
	for i, line := range strings.Split(source, "\n") {
		switch {
		case !inCode && (line == "```go" || line == "```go silent"):
			flush(cell{})
			inCode, silent, start = true, line != "```go", i+2
		case inCode && line == "```":
			flush(cell{code: true, silent: silent})
			inCode, start = false, i+2
		default:
			text = append(text, line)
		}
	}
	if inCode {
		return nil, fmt.Errorf("line %d: the code that begins here has no end: want ``` on a line", start)
	}
	flush(cell{})
	return cells, nil
}
