package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

// The flag package sees flags before operands and values tied to their flags,
// however they were mixed.
func TestArrange(t *testing.T) {
	commands := []*cli.Command{{Name: "do", Flags: []cli.Flag{
		&cli.StringFlag{Name: "text"}, &cli.BoolFlag{Name: "quiet"}, &cli.Float64Flag{Name: "x"}, &cli.StringSliceFlag{Name: "many"},
	}}}
	for _, tc := range []struct{ line, want string }{
		{"do", "do"},
		{"do a b", "do -- a b"},
		{"do a --text t b", "do --text=t -- a b"},
		{"do a --text=t=u", "do --text=t=u -- a"},
		{"do --text -1,2 a", "do --text=-1,2 -- a"},
		{"do --text - a", "do --text=- -- a"},
		{"do --x -1", "do --x=-1"},
		{"do - --quiet", "do --quiet -- -"},
		{"do --quiet a", "do --quiet -- a"},
		{"do --quiet=false a", "do --quiet=false -- a"},
		{"do -quiet -- --text -x", "do --quiet -- --text -x"},
		{"do --many 1,2 --many 3", "do --many=1,2 --many=3"},
		{"do --text --other", "do --text=--other"},
	} {
		got, err := arrange(commands, append([]string{"bayes"}, strings.Fields(tc.line)...))
		if want := append([]string{"bayes"}, strings.Fields(tc.want)...); err != nil || !slices.Equal(got.args, want) {
			t.Errorf("%s: %v (%v), want %v", tc.line, got.args, err, want)
		}
	}
	for _, line := range []string{"dot", "do --texd t", "do --text", "do --text --quiet", "do --text a --text b", "do --x y", "do -5"} {
		if got, err := arrange(commands, append([]string{"bayes"}, strings.Fields(line)...)); err == nil {
			t.Errorf("%s: %v, want an error", line, got.args)
		} else if _, ok := err.(usageError); !ok {
			t.Errorf("%s: %v is not a usage error", line, err)
		}
	}
}
