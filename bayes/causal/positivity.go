package causal

import (
	"fmt"
	"strings"
)

// A Gap is a treatment that nobody in a stratum had, so that the data do not say what
// it does there.
type Gap struct {
	Stratum   string  // [Stratum.Name]
	Treatment string  // the level that is absent
	Share     float64 // of the stratum in the population the answer is about, 0 to 1
}

// A PositivityError says that an effect was asked for among people for whom one of
// the treatments never occurred. [Comparison.Trim] leaves them out, which changes
// the question; [Comparison.Bounds] says what is known nevertheless.
type PositivityError struct{ Gaps []Gap }

// Error names the gaps, at most five of them.
func (e *PositivityError) Error() string {
	var b strings.Builder
	b.WriteString("no answer from data: ")
	for i, g := range e.Gaps {
		if i == 5 {
			fmt.Fprintf(&b, ", and %d more", len(e.Gaps)-5)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "nobody in stratum %q had %q", g.Stratum, g.Treatment)
	}
	b.WriteString("; trim those strata or ask for bounds")
	return b.String()
}
