package main

import (
	"fmt"
	"math"
)

// explain is the lesson: what each number answers, and what none can.
func (r *simpsonFindings) explain() []string {
	lesson := []string{r.whatWasSeen()}
	if len(r.by) == 0 {
		return append(lesson, r.whatItRestsOn())
	}
	if s := r.whoIsCompared(); s != "" {
		lesson = append(lesson, s)
	}
	if r.answered() {
		lesson = append(lesson, r.likeWithLike())
	}
	if r.hasSplit {
		parts := "the first part is there because within strata the treatments differ, the second because the two are spread over the strata differently"
		by := ", exactly (Kitagawa 1955)"
		if r.kind == slopes {
			parts = "the first part is the slope within strata times the share of the treatment's variation that is within them, the second what the means of the strata add"
			by = ", exactly"
		}
		lesson = append(lesson, fmt.Sprintf("Where the crude %s comes from. It is %s = %s + %s%s: %s.", r.differenceName(), r.show(r.crude.difference),
			r.show(r.split.Rate), r.show(r.split.Composition), by, parts))
	}
	if r.answered() {
		lesson = append(lesson, r.howSure())
	}
	if r.kind == proportions {
		lesson = append(lesson, "Odds ratios are shown and decide nothing here: that of a whole need not lie between those of its parts even where nothing is wrong.")
	}
	return append(lesson, r.whatItRestsOn())
}

func (r *simpsonFindings) show(x float64) string { return significant(x, r.digits) }

// shown writes a difference as a difference.
func (r *simpsonFindings) shown(e simpsonEffect) string {
	return fmt.Sprintf("%s − %s = %s", r.show(e.treated), r.show(e.control), fixed(e.difference, decimals(e.treated, r.digits), r.digits))
}

func (r *simpsonFindings) whatWasSeen() string {
	const fact = "That is a fact about who did what, and the answer to the question how much the one tells about the other. What the one does to the other is a different question."
	if r.kind == slopes {
		return fmt.Sprintf("What was seen. One line through all rows: where %s is greater by 1, %s is greater by %s on average. %s", r.treatment.column.name, r.outcomeName(), r.show(r.crude.difference), fact)
	}
	what := "the mean of " + r.outcomeName()
	if r.kind == proportions {
		what = "the proportion of " + r.shortEvent()
	}
	return fmt.Sprintf("What was seen. Of all with %s %s is %s, of all with %s it is %s: %s. %s", r.armName(r.arms.treated), what, r.show(r.crude.treated),
		r.armName(r.arms.control), r.show(r.crude.control), r.shown(r.crude), fact)
}

// whoIsCompared says how the two treatments differ in the stratum that accounts for
// most of the part that comes from the mix.
func (r *simpsonFindings) whoIsCompared() string {
	if len(r.split.Strata) == 0 {
		return ""
	}
	at, most := 0, 0.0
	n1, n0 := 0.0, 0.0
	for z, s := range r.strata {
		if c := math.Abs(r.split.Strata[z].Composition); c > most {
			at, most = z, c
		}
		n1, n0 = n1+s.n1, n0+s.n0
	}
	s := r.strata[at]
	share := func(x float64) string { return brief(100*x, 3) + "%" }
	what, more, less := r.shortEvent()+" is", "more frequent", "less frequent"
	if r.kind == averages {
		what, more, less = r.outcomeName()+" is", "higher", "lower"
	}
	how := more
	if s.treated+s.control < r.crude.treated+r.crude.control {
		how = less
	}
	return fmt.Sprintf("Who is compared. The two are not spread alike over %s: %s of those with %s are in %s, and %s of those with %s; and there %s %s than elsewhere. "+
		"Of all strata that one does most to set the crude figures apart.", r.byName(), share(s.n1/n1), r.armName(r.arms.treated), s.name,
		share(s.n0/n0), r.armName(r.arms.control), what, how)
}

func (r *simpsonFindings) likeWithLike() string {
	if r.kind == slopes {
		return fmt.Sprintf("Like with like. Parallel lines, one for each stratum, compare rows of the same stratum only: their slope is %s. Lines of their own, as the table has them, need not be parallel.", r.show(r.adjusted[0].difference))
	}
	what, pooled := "P("+r.shortEvent()+" | treatment, stratum)", "Mantel–Haenszel weighs strata by how much they know, which is nobody's mix"
	if r.kind == averages {
		what, pooled = "mean of "+r.outcomeName()+" in the stratum", "weights by overlap are those of a regression, and nobody's mix"
	}
	return fmt.Sprintf("Like with like. Standardising takes what is seen within each stratum and one mix of strata for both: Σ share of stratum × %s. "+
		"With everyone's mix that is %s. Each other mix is the answer to another question: with that of %s the difference is %s, with that of %s it is %s. "+
		"They differ where the effect is not the same in all strata; %s.", what, r.shown(r.adjusted[0]), r.shortArm(r.arms.treated), r.show(r.adjusted[1].difference),
		r.shortArm(r.arms.control), r.show(r.adjusted[2].difference), pooled)
}

func (r *simpsonFindings) howSure() string {
	v := r.verdicts
	from := "The posterior of all means and shares gives"
	switch r.kind {
	case proportions:
		from = fmt.Sprintf("%d draws from the posterior of all proportions, each cell's and each stratum's share, give", r.draws)
	case slopes:
		from = "The posterior of the slope within strata, a Student t, gives"
	}
	return fmt.Sprintf("How sure that is. %s P(reversal) %s: the probability that the adjusted effect has the sign opposite to the crude one that was seen. "+
		"Textbooks ask for the opposite sign in every stratum; that has probability %s here, and has less the finer one divides. "+
		"It is no test of anything, and the better question is what the adjusted effect is.", from, equals(chance(v.Reversal.Chance, r.draws)), chance(v.Every.Chance, r.draws))
}

// whatItRestsOn says what no table can.
func (k *simpsonCase) whatItRestsOn() string {
	if k.verdict != nil {
		return "What it rests on. The graph was stated, not found: the data do not contradict it, since these columns could not. An arrow left out is a claim too."
	}
	by := k.byName()
	if by == "" {
		by = "a third column"
	}
	t, y := k.treatment.column.name, k.outcome.column.name
	s := fmt.Sprintf("What it rests on. The same numbers call for opposite answers. Where %s comes before %s and bears on both it and %s, the adjusted effect is the one to act on. Where %[2]s bears on %[1]s, and that on %[3]s, "+
		"the crude effect is the total one, and adjusting takes part of it away. Which it is no table tells", by, t, y)
	if len(k.by) == 1 {
		return s + fmt.Sprintf(": --dag '%[1]s -> %[2]s; %[1]s -> %[3]s; %[2]s -> %[3]s' says so, and is checked.", by, t, y)
	}
	return s + ": --dag says so, and is checked."
}
