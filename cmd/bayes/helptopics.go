package main

// A topic is a page of bayes help: at most 25 lines, examples first.
type topic struct{ name, text string }

func topics() []topic {
	return []topic{
		{"priors", priorsTopic},
		{"data", dataTopic},
		{"evidence", evidenceTopic},
		{"regression", regressionTopic},
		{"exit-codes", exitCodesTopic},
	}
}

const priorsTopic = `bayes update --prior 'beta(mean=0.2, ess=10)' --data 1,0,0,1,0
bayes update --prior 'sick: 0.1, well: 0.9' --likelihood 'positive: 0.99, 0.1; negative: 0.01, 0.9' --data positive
A prior is one of

  beta(2, 8)                   a family with its parameters in order
  beta(alpha=2, beta=8)        or by name: what rate, scale, sd, variance mean is
  gamma(shape=2, scale=0.5)    never guessed
  beta:2,8                     the same without quotes, for the shell
  beta(q05=0.1, q95=0.4)       two quantiles: of 5% and 95%
  beta(mean=0.2, ess=10)       a mean, and how many observations it is worth
  gamma(mean=3, sd=1)          a mean and a standard deviation
  0.5*beta(30,30) + 0.5*beta(1,1)     a mixture; weights add up to 1
  point(0.5)                   a parameter that is known
  sick: 0.1, well: 0.9         hypotheses, each with its probability
  regression(sd=10, shape=0.5, scale=4)   of coefficients: bayes help regression
  p.json                       a posterior that --save wrote

bayes families lists the families, and bayes families beta says all about one.
Two quantiles, a mean and a size are solved for the parameters, and these are shown.

beta(0,0), gamma(0,0) and normal(mean=0, sd=inf) are improper: after enough data
there is a posterior, but no evidence, and the output says why.
`

const dataTopic = `bayes data ucb_admissions | bayes update --prior beta:2,8 --column admit=admitted --count n --by gender -
bayes data visits | bayes update --prior gamma:2,1 --likelihood poisson --column n --exposure hours --by site -
Data are files of rows (CSV, TSV, NDJSON, plain or gzip), standard input (-), or
--data with values in place: 1,0,1 or true,false or 17/20 or 4.2,3.9 or red,blue.

  --column C           the column with the data, by name or by number from 1
  --column C=LABEL     rows with LABEL are successes, all others failures
  --column A --column B   counts of several labels, for a multinomial likelihood
  --by C               a posterior for each value of C; may be repeated
  --count C            a row stands for as many observations as column C says (none:
                       each is one, although a column looks like a count)
  --weight C           a row counts for that much of one
  --successes K --trials N   binomial counts in two columns
  --exposure C         how long, or over how much, events were counted
  --sd C               the known standard deviation of each measurement
  --event C            1 where the event came, 0 where it had not come yet (censored)
  --na error|skip      an empty cell, NA or null is an error, or its row is left out

A header is recognised; --no-header says that there is none: columns are numbered.
--delimiter names a separator other than comma, tab, semicolon or bar. Rows are
read once, in order, and memory does not grow with them.
`

const evidenceTopic = `bayes evidence --model 'fair: point(0.5)' --model 'biased: beta(1,1)' --data 17/20 --prior-odds 3:1
bayes update --prior beta:1,1 --data 17/20 --against 'point(0.5)'
The evidence is the probability of the data under a model, before its parameters
are known: p(data) = ∫ p(data | θ) p(θ) dθ. It is shown as a natural logarithm.

The Bayes factor of two models is the ratio of their evidences: the factor by which
the data shift the odds between them. BF 17.3 (ln 2.85) means 17.3 to 1 for the
first; posterior odds are that times the prior odds (--prior-odds, equal if not given).

- Compare models on the same data in the same form. 17/20 is a count, in any order;
  the same as twenty 1s and 0s is a sequence and lacks ln C(20,17) for every model.
- Evidence depends on the prior's width even where the posterior does not: state a
  prior that you mean. An improper prior has none, and the output says why.
- Evidence adds up along a stream: --every N and --trace show the increments, each
  the logarithm of how well the next rows were predicted from those before.
- --until 'bf > 10' --against 'point(0.5)' stops where the factor crosses 10.
- Weights that are not whole numbers give a pseudo-evidence: of no possible data.
`

const exitCodesTopic = `bayes update --prior beta:1,1 --data 1,0,1 > result.txt || echo 'no result'
bayes update --prior beta:1,1 --data 1,0,1 --format json > result.json && echo 'all well'
  0   the result is on standard output, and what --save or --plot name is written
  1   something about the data or a file: it is not there, a value is wrong, a
      disk is full, a file was seen before and --again is not given
  2   the command line is wrong: an unknown command or flag, a prior that does
      not parse, no data

After 1 and 2 standard output is empty, saved posteriors are as they were, and one
line on standard error tells what was wrong and what to do. Where it is about data, it
names file, line, column and value.

An improper prior is no failure: the exit code is 0, the posterior is shown, and the
evidence is null in JSON, beside a reason.
`
