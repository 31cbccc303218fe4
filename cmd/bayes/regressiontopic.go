package main

const regressionTopic = `bayes data sensor | bayes update --response y --predictors time --at time=100 -
bayes update --response y --predictors time --prior 'regression(sd=10, shape=0.5, scale=1)' --against time=0 testdata/sensor.csv
A linear regression, response = intercept + coefficients × predictors + noise, exactly
and in one pass: coefficients, sigma (the noise's standard deviation), evidence.

  --predictors A,B   the columns that explain, of numbers; none: the intercept only
  --no-intercept  --noise SD   through the origin; sigma is known
  --prior 'regression(intercept=50, A=2, B=3, shape=0.5, scale=4)'   coefficient ~
                     normal(0, 2 × sigma), sigma² ~ inverse-gamma(shape, scale); sd=10
                     speaks for all not named, A=0 leaves A out, mean[A]=1 centres it
                     on 1, beta[sd]=2 is of a predictor that is called sd. With --noise:
                     sd as it is, no shape and scale
  --prior 'zellner(g=50)'   as least squares would have it, errors √g times as wide
  --prior flat       p ∝ 1/sigma²: least squares; no evidence, no collinear columns
  no --prior         weakly informative, scaled by the data and printed
  --at 'A=3, B=0.5'  the next response there, and the mean response; may be repeated
  --against 'A=0'    the Bayes factor against the same model without A (or with A=1.5
                     known; or another prior); --until 'bf > 10' stops there
  --by, --count, --weight, --na, --every, --forget, --save, --plot   as for any update

With --response and --predictors, bayes evidence weighs priors and choices of columns:
--model 'regression(B=0, sd=10, shape=0.5, scale=4)', or '… ~ linear(y ~ 1 + A)'.
`
