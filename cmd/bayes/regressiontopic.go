package main

const regressionTopic = `bayes data sensor | bayes update --response y --predictors time -
bayes update --response y --predictors time --prior 'regression(sd=10, shape=0.5, scale=1)' testdata/sensor.csv
A linear regression, response = intercept + coefficients × predictors + noise, exactly:
the posterior of each coefficient and of sigma, the noise's standard deviation, and
the evidence. Columns are numbers; rows stream, and memory does not grow with them.

  --predictors A,B     the columns that explain; without them only the intercept
  --no-intercept       through the origin
  --noise SD           sigma is known
  --by C, --count C, --weight C, --na skip   as for any update

  --prior 'regression(intercept=50, A=2, B=3, shape=0.5, scale=4)'
                       each coefficient ~ normal(0, sd × sigma), sigma² ~
                       inverse-gamma(shape, scale); sd=10 speaks for all not named.
                       With --noise: sd as it is, and no shape and scale
  --prior 'zellner(g=50)'   as least squares would have it, errors √g times as wide
  --prior flat         p ∝ 1/sigma²: least squares; no evidence, no collinear columns
  no --prior           weakly informative, scaled by the data, and printed: to compare
                       two models by their evidence, give each a --prior
`
