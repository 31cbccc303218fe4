#!/usr/bin/env python3
"""Log evidence, posterior mean and posterior standard deviation of priors that are
conjugate to nothing, by quadrature in 20 digits.

Run as `python3 grid.py > grid.csv` in this directory; needs mpmath. Mean and
deviation are those of the variable that the prior is of: the log odds, the log of a
rate, or the parameter itself.
"""

from mpmath import mp, mpf, quad, exp, log, pi, sqrt, gamma, cosh, binomial, linspace, inf

mp.dps = 20

PRIORS = {
    "logistic(0,1)": lambda v: 1 / (4 * cosh(v / 2)**2),
    "logistic(1,3)": lambda v: 1 / (12 * cosh((v - 1) / 6)**2),
    "student-t(4,0,2.5)": lambda v: gamma(mpf(5) / 2) / (gamma(2) * sqrt(4 * pi) * 2.5) * (1 + (v / 2.5)**2 / 4)**(-mpf(5) / 2),
    "cauchy(0,1)": lambda v: 1 / (pi * (1 + v**2)),
    "laplace(0.5,1)": lambda v: exp(-abs(v - 0.5)) / 2,
    "normal(0,1.5)": lambda v: exp(-(v / 1.5)**2 / 2) / (1.5 * sqrt(2 * pi)),
    "lognormal(0,1)": lambda v: exp(-log(v)**2 / 2) / (v * sqrt(2 * pi)),
    "half-cauchy(2)": lambda v: 2 / (2 * pi * (1 + (v / 2)**2)),
    "half-normal(3)": lambda v: sqrt(2 / pi) / 3 * exp(-(v / 3)**2 / 2),
}


def bernoulli(v, ys):
    p = 1 / (1 + exp(-v))
    q = 1 / (1 + exp(v))
    s = sum(ys)
    return p**s * q**(len(ys) - s)


def poisson(rate, ys):
    r = mpf(1)
    for y in ys:
        r *= exp(-rate) * rate**y / mp.factorial(y)
    return r


def exponential(rate, ys):
    return rate**len(ys) * exp(-rate * sum(ys))


def normal(mu, ys, sd):
    r = mpf(1)
    for y in ys:
        r *= exp(-((y - mu) / sd)**2 / 2) / (sd * sqrt(2 * pi))
    return r


ROWS = [
    ("logistic(1,3)", "bernoulli", [1, 0, 1, 1], bernoulli),
    ("student-t(4,0,2.5)", "bernoulli", [1, 1, 1, 1, 1, 1, 0], bernoulli),
    ("normal(0,1.5)", "bernoulli", [0, 0, 0], bernoulli),
    ("laplace(0.5,1)", "poisson", [2, 0, 5], lambda v, ys: poisson(exp(v), ys)),
    ("normal(0,1.5)", "exponential", [0.1, 2.5], lambda v, ys: exponential(exp(v), ys)),
    ("lognormal(0,1)", "poisson", [3, 7], poisson),
    ("half-cauchy(2)", "exponential", [3, 0.5, 0.25], exponential),
    ("half-normal(3)", "normal(sd=2)", [-1, 0.5], lambda v, ys: normal(v, ys, 2)),
    ("cauchy(0,1)", "normal(sd=2)", [30, 31], lambda v, ys: normal(v, ys, 2)),
    ("cauchy(0,1)", "normal(sd=1)", [9], lambda v, ys: normal(v, ys, 1)),
]

print("prior,likelihood,data,log_evidence mean sd")
for prior, lik, ys, f in ROWS:
    p = PRIORS[prior]
    below = [] if prior.startswith(("lognormal", "half")) else [-inf, -60, -20, -8, -4, -2, -1]
    points = below + [0, 0.25, 0.5, 1, 2, 4, 8, 12, 20, 25, 28, 30, 31, 33, 38, 60, inf]
    if lik in ("poisson", "exponential") and below:  # a log rate: exp(-exp(5)) is nothing
        points = [-80, -40, -20, -12, -8, -6, -4, -3, -2, -1, 0, 0.5, 1, 1.5, 2, 3, 4, 5]
    data = [mpf(y) for y in ys]
    z, m1, m2 = (quad(lambda v: v**k * p(v) * f(v, data), points) for k in range(3))
    mean = m1 / z
    sd = sqrt(quad(lambda v: (v - mean)**2 * p(v) * f(v, data), points) / z)
    print(f"\"{prior}\",{lik},{' '.join(map(str, ys))},{mp.nstr(log(z), 20)} {mp.nstr(mean, 20)} {mp.nstr(sd, 20)}")
