package main

import (
	"fmt"
	"math"

	"github.com/bayeskit/bayeskit/bayes/causal"
)

// explain is the lesson: what each number answers, and what none can.
func (r *simpsonResult) explain() []string {
	one, other := r.armName(r.arms.treated), r.armName(r.arms.control)
	show := func(x float64) string { return significant(x, r.digits) }
	difference := func(e causal.Effect) string {
		return fmt.Sprintf("%s − %s = %s", show(e.Treated), show(e.Control), fixed(e.Difference(), decimals(e.Treated, r.digits), r.digits))
	}
	lesson := []string{fmt.Sprintf("What was seen. Of all with %s the proportion of %s is %s, of all with %s it is %s: %s. That is a fact about who did what, and the answer to "+
		"the question how much the one tells about the other. What the one does to the other is a different question.",
		one, r.shortEvent(), show(r.crude.Treated), other, show(r.crude.Control), difference(r.crude))}
	if len(r.by) == 0 {
		return append(lesson, r.aboutCauses())
	}
	if s := r.unlike(); s != "" {
		lesson = append(lesson, s)
	}
	if ate := r.average[causal.Everyone]; !math.IsNaN(ate.Treated) {
		lesson = append(lesson, fmt.Sprintf("Like with like. Standardising takes the proportions within each stratum and one mix of strata for both: Σ share of stratum × P(%s | treatment, stratum). "+
			"With everyone's mix that is %s. Each other mix is the answer to another question: with that of %s the difference is %s, with that of %s it is %s. "+
			"They differ because the effect is not the same in all strata; Mantel–Haenszel weighs strata by how much they know, which is nobody's mix.",
			r.shortEvent(), difference(ate), r.shortArm(r.arms.treated), show(r.average[causal.Treated].Difference()), r.shortArm(r.arms.control), show(r.average[causal.Untreated].Difference())))
	}
	if r.hasSplit {
		lesson = append(lesson, fmt.Sprintf("Where the crude difference comes from. It is %s = %s + %s, exactly (Kitagawa 1955): the first part is there because within strata the treatments differ, "+
			"the second because the two are spread over the strata differently.", show(r.crude.Difference()), show(r.split.Rate), show(r.split.Composition)))
	}
	v := r.posterior.Verdicts
	lesson = append(lesson, fmt.Sprintf("How sure that is. %d draws from the posterior of all proportions, each cell's and each stratum's share, give P(reversal) %s: the probability that the standardised "+
		"difference has the sign opposite to the crude one that was seen. Textbooks ask for the opposite sign in every stratum; that has probability %s here, and has less the finer one divides. "+
		"It is no test of anything, and the better question is what the adjusted effect is.", r.posterior.Draws,
		equals(chance(v.Reversal.Chance, r.posterior.Draws)), chance(v.Every.Chance, r.posterior.Draws)),
		"Odds ratios are shown and decide nothing here: that of a whole need not lie between those of its parts even where nothing is wrong.")
	return append(lesson, r.aboutCauses())
}

// unlike says how the two treatments differ in the stratum that accounts for most of
// the part that comes from the mix.
func (r *simpsonResult) unlike() string {
	if !r.hasSplit {
		return ""
	}
	at, most := 0, 0.0
	var n [2]float64
	for z, s := range r.comparison.Strata {
		if c := math.Abs(r.split.Strata[z].Composition); c > most {
			at, most = z, c
		}
		n[0], n[1] = n[0]+s.Treated.Total, n[1]+s.Control.Total
	}
	s := r.comparison.Strata[at]
	share := func(x float64) string { return brief(100*x, 3) + "%" }
	risk := (s.Treated.Risk() + s.Control.Risk()) / 2
	usual := (r.crude.Treated + r.crude.Control) / 2
	how := "more"
	if risk < usual {
		how = "less"
	}
	return fmt.Sprintf("Who is compared. The two are not spread alike over %s: %s of those with %s are in %s, and %s of those with %s; and there %s is %s frequent than elsewhere. "+
		"Of all strata that one does most to set the crude figures apart.", r.byName(), share(s.Treated.Total/n[0]), r.armName(r.arms.treated), s.Name(),
		share(s.Control.Total/n[1]), r.armName(r.arms.control), r.shortEvent(), how)
}

// aboutCauses says what no table can.
func (k *simpsonCase) aboutCauses() string {
	if k.verdict != nil {
		return "What it rests on. The graph was stated, not found: the data do not contradict it, since these columns could not. An arrow left out is a claim too."
	}
	by := k.byName()
	if by == "" {
		by = "a third column"
	}
	t, y := k.treatment.column.name, k.outcome.column.name
	return fmt.Sprintf("What it rests on. The same numbers call for opposite answers. Where %s comes before %s and bears on both, the adjusted effect is the one to act on. Where %[2]s bears on %[1]s, and that on %[3]s, "+
		"the crude effect is the total one, and adjusting takes part of it away. Which it is no table tells: --dag '%[1]s -> %[2]s; %[1]s -> %[3]s; %[2]s -> %[3]s' says so, and is checked.", by, t, y)
}
