#!/usr/bin/env python3
"""Writes likelihoods.csv: log likelihoods whose scale or shape is a parameter, and their
gradients in eta.

Run:  python3 likelihoods.py        (needs mpmath; seconds; no arguments)

Columns: likelihood, constant, y, eta, what, value, condition. what is logprob or the index
of the element of eta that the derivative is in. Densities and masses are computed from
their definitions at 50 digits, on the natural scale (a scale is exp of the float64
written); derivatives are mpmath's numerical ones at that precision, of the log density as
a function of eta.

A value may be off by tol*(|value| + condition). condition is 1 + the size of the terms
that it is made of, times 1 + |eta|, since eta is exponentiated.
"""

import csv
from mpmath import mp, mpf, log, loggamma, exp, fabs, pi, sqrt, diff

mp.dps = 50
ROWS = []


def student(df, y, e):
    z = (y - e[0]) / exp(e[1])
    return loggamma((df + 1) / 2) - loggamma(df / 2) - log(df * pi) / 2 - e[1] - (df + 1) / 2 * log(1 + z * z / df)


def laplace(_, y, e):
    b = exp(e[1])
    return log(exp(-fabs(y - e[0]) / b) / (2 * b))


def negbinomial(_, y, e):
    mu, r = exp(e[0]), exp(e[1])
    return loggamma(y + r) - loggamma(r) - loggamma(y + 1) + r * log(r / (r + mu)) + y * log(mu / (r + mu))


def mixture(k, y, e):
    k = int(k)
    total = sum(exp(a) for a in e[:k])
    p = mpf(0)
    for a, mu, s in zip(e[:k], e[k:2 * k], e[2 * k:]):
        sd = exp(s)
        p += exp(a) / total * exp(-((y - mu) / sd) ** 2 / 2) / (sd * sqrt(2 * pi))
    return log(p)


def add(name, f, constant, y, eta):
    c, v, e = mpf(constant), mpf(y), [mpf(x) for x in eta]
    size = 1 + max(abs(x) for x in eta)
    value = f(c, v, e)
    put = lambda what, val, cond: ROWS.append(
        [name, repr(constant), repr(y), " ".join(repr(x) for x in eta), what, mp.nstr(val, 25), mp.nstr(cond, 5)])
    slopes = []
    for j in range(len(e)):
        slopes.append(diff(lambda t: f(c, v, e[:j] + [t] + e[j + 1:]), e[j], h=mpf(10) ** -17))
    # the log density moves by slope when eta does
    put("logprob", value, (1 + sum(abs(s) for s in slopes)) * size)
    for j, s in enumerate(slopes):
        put(str(j), s, (1 + max(abs(x) for x in slopes)) * size)


for df in (0.5, 4.0, 30.0, 1e8):
    for y, eta in ((0.3, [0.1, -1.0]), (-2.0, [4.0, 0.5]), (1000.0, [-1.0, 2.0]), (1e-3, [0.0, -20.0]), (5.0, [5.0, 1.0])):
        add("student", student, df, y, eta)
for y, eta in ((0.3, [0.1, -1.0]), (-2.0, [4.0, 0.5]), (1000.0, [-1.0, 6.0])):
    add("laplace", laplace, 0.0, y, eta)
for y in (0.0, 1.0, 7.0, 1000.0):
    for eta in ([0.3, 1.0], [-2.0, -3.0], [4.0, 0.0], [6.9, 12.0], [2.0, 30.0]):
        add("negbinomial", negbinomial, 0.0, y, eta)
for y in (0.0, 0.7, -30.0, 4.0):
    add("mixture", mixture, 1.0, y, [3.0, 0.5, 0.1])
    add("mixture", mixture, 2.0, y, [0.3, -1.0, 0.5, -2.0, 0.1, -1.0])
    add("mixture", mixture, 3.0, y, [-40.0, 2.0, 2.5, 4.0, 0.0, 1.0, 0.0, 1.5, -3.0])

with open("likelihoods.csv", "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["likelihood", "constant", "y", "eta", "what", "value", "condition"])
    w.writerows(ROWS)
