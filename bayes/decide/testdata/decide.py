#!/usr/bin/env python3
"""Writes decide.csv: what package decide should say of pairs and triples of distributions.

Run:  python3 decide.py        (needs mpmath; some minutes; no arguments)

Columns: function, a, b, c (distributions, the last two may be empty), argument, value.

  loggreater   log P(A > B)
  loss         E max(B - A, 0)
  difference   P(A - B <= argument)
  ratio        P(A/B <= argument)
  inverse      E 1/A
  best         P(A is the greatest of A, B and C)
  cdf          P(A <= argument), A = exp(mu + sigma^2/2) under a normal-inverse-gamma

Distribution functions are mpmath's incomplete gamma and beta functions and erfc, and the
integrals mpmath's tanh-sinh over panels between quantiles, at 30 digits: nothing is shared
with the Go code but the definitions. P(A > B) of betas comes instead from the recurrence

    P(a+1, b, c, d) = P(a, b, c, d) + B(a+c, b+d) / (a B(a, b) B(c, d))

which partial integration gives, from integrals at parameters below 2 (0 at a = 0), so that
parameters of a million are exact sums. The recurrence is checked against the integral.
"""

import csv
import os

from mpmath import (mp, mpf, betainc, cos, erfc, exp, gamma, gammainc, inf, log, loggamma, nstr, pi, quad, re, sin, sqrt)

mp.dps = 30
ROWS = []


def logB(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


class Dist:
    """pdf, cdf and panels, the last from means and standard deviations."""

    def __init__(self, name, *p):
        self.name = name + "(" + ";".join(repr(float(x)) for x in p) + ")"
        self.kind, self.p = name, [mpf(float(x)) for x in p]
        self.low = -inf if name in ("normal", "student-t") else mpf(0)
        self.high = mpf(1) if name == "beta" else inf
        if name == "beta":
            a, b = self.p
            m, s = a / (a + b), sqrt(a * b / (a + b + 1)) / (a + b)
        elif name == "gamma":
            a, r = self.p
            m, s = a / r, sqrt(a) / r
        elif name == "lognormal":
            m, s = exp(self.p[0]), exp(self.p[0]) * self.p[1]
        elif name == "normal":
            m, s = self.p
        else:
            m, s = self.p[1], self.p[2]
        self.points = [m + k * s for k in (-30, -12, -6, -3, -1, 0, 1, 3, 6, 12, 30, 100)]
        self.points = [x for x in self.points if self.low < x < self.high]

    def pdf(self, x):
        if x <= self.low or x >= self.high:
            return mpf(0)
        k, p = self.kind, self.p
        if k == "beta":
            return exp((p[0] - 1) * log(x) + (p[1] - 1) * log(1 - x) - logB(*p))
        if k == "gamma":
            return exp(p[0] * log(p[1]) + (p[0] - 1) * log(x) - p[1] * x - loggamma(p[0]))
        if k == "normal":
            return exp(-((x - p[0]) / p[1]) ** 2 / 2) / (p[1] * sqrt(2 * pi))
        if k == "lognormal":
            return exp(-((log(x) - p[0]) / p[1]) ** 2 / 2) / (x * p[1] * sqrt(2 * pi))
        n, z = p[0], (x - p[1]) / p[2]
        return gamma((n + 1) / 2) / gamma(n / 2) / sqrt(n * pi) / p[2] * (1 + z * z / n) ** (-(n + 1) / 2)

    def cdf(self, x):
        k, p = self.kind, self.p
        if x <= self.low:
            return mpf(0)
        if x >= self.high:
            return mpf(1)
        if k == "beta":
            return betainc(p[0], p[1], 0, x, regularized=True)
        if k == "gamma":
            return gammainc(p[0], 0, p[1] * x, regularized=True)
        if k == "normal":
            return erfc((p[0] - x) / p[1] / sqrt(2)) / 2
        if k == "lognormal":
            return erfc((p[0] - log(x)) / p[1] / sqrt(2)) / 2
        n, z = p[0], (x - p[1]) / p[2]
        t = betainc(n / 2, mpf(1) / 2, 0, n / (n + z * z), regularized=True) / 2
        return t if z < 0 else 1 - t

    def sf(self, x):
        k, p = self.kind, self.p
        if x <= self.low:
            return mpf(1)
        if x >= self.high:
            return mpf(0)
        if k == "beta":
            return betainc(p[1], p[0], 0, 1 - x, regularized=True)
        if k == "gamma":
            return gammainc(p[0], p[1] * x, inf, regularized=True)
        if k in ("normal", "student-t"):
            return Dist(k, *self.p[:-2], -self.p[-2], self.p[-1]).cdf(-x)
        return erfc((log(x) - p[0]) / p[1] / sqrt(2)) / 2


def integral(f, low, high, *points):
    knots = sorted(set([low, high] + [x for x in points if low < x < high]))
    return quad(f, knots)


def between(a, b):
    """Points between the two, where the mass is if they are far apart."""
    u, v = a.points[len(a.points) // 2], b.points[len(b.points) // 2]
    return [u + (v - u) * mpf(j) / 24 for j in range(1, 24)]


def greater(a, b):
    if a.kind == b.kind == "normal":  # the integral's panels are too coarse at 30 sd
        return erfc((b.p[0] - a.p[0]) / sqrt(2 * (a.p[1] ** 2 + b.p[1] ** 2))) / 2
    return integral(lambda x: b.pdf(x) * a.sf(x), b.low, b.high, *a.points, *b.points, *between(a, b))


def loss(a, b):
    if a.kind == b.kind == "normal":  # s (phi(z) + z Phi(z)), z = (mu_b - mu_a)/s
        with mp.workdps(60):
            s = sqrt(a.p[1] ** 2 + b.p[1] ** 2)
            z = (b.p[0] - a.p[0]) / s
            return s * (exp(-z * z / 2) / sqrt(2 * pi) + z * erfc(-z / sqrt(2)) / 2)
    return integral(lambda x: a.cdf(x) * b.sf(x), a.low, b.high, *a.points, *b.points, *between(a, b))


def difference(a, b, d):
    d = mpf(float(d))
    return integral(lambda y: b.pdf(y) * a.cdf(y + d), b.low, b.high, *b.points, *[x - d for x in a.points + [a.low, a.high]])


def ratio(a, b, r):
    r = mpf(float(r))
    points = b.points + ([x / r for x in a.points + [a.high]] if r else [])
    value = integral(lambda y: b.pdf(y) * a.cdf(r * y), mpf(0), b.high, *points)
    if b.low < 0:
        value += integral(lambda y: b.pdf(y) * a.sf(r * y), b.low, mpf(0), *points)
    return value


def greater_betas(a, b):
    """By the recurrence, up from parameters in (0, 1]."""
    (p, q), (r, s) = a.p, b.p
    if s < p and s == int(s):  # mirrored: 1 - Y > 1 - X
        p, q, r, s = s, r, q, p
    first = p - int(p)
    start = mpf(0) if first == 0 else greater_small(first, q, r, s)
    if first == 0:
        first = mpf(1)
        start = exp(logB(r, q + s) - logB(r, s))
    term = exp(logB(first + r, q + s) - log(first) - logB(first, q) - logB(r, s))
    total, k = start, first
    while k < p:
        total += term
        term *= (k + r) / (k + r + q + s) * (k + q) / (k + 1)
        k += 1
    return total


def greater_small(p, q, r, s):
    """The first parameter is below 1: bring the others there too. P(X > Y) with X and Y
    exchanged, or mirrored, is a P of the same kind."""
    if q > 1:  # P(X > Y) = P(1-Y > 1-X) = 1 - P(1-X > 1-Y)
        return 1 - raise_from(q, p, s, r)
    if s > 1:
        return raise_from(s, r, q, p)
    if r > 1:
        return 1 - raise_from(r, s, p, q)
    # Over the angle whose squared sine is y: what is left is smooth at both ends.
    return quad(lambda v: 2 * sin(v) ** (2 * r - 1) * cos(v) ** (2 * s - 1) * exp(-logB(r, s))
                * betainc(q, p, 0, cos(v) ** 2, regularized=True), [0, pi / 4, pi / 2])


def raise_from(p, q, r, s):
    first = p - int(p)
    start = greater_small(first, q, r, s) if first else None
    if start is None:
        first, start = mpf(1), exp(logB(r, q + s) - logB(r, s))
    term = exp(logB(first + r, q + s) - log(first) - logB(first, q) - logB(r, s))
    total, k = start, first
    while k < p:
        total += term
        term *= (k + r) / (k + r + q + s) * (k + q) / (k + 1)
        k += 1
    return total


def row(function, a, b, c, argument, value):
    ROWS.append([function, a.name, b.name if b else "", c.name if c else "",
                 "" if argument is None else repr(float(argument)), nstr(re(value), 20, min_fixed=0, max_fixed=0)])


def both(a, b):
    row("loggreater", a, b, None, None, log(greater(a, b)))
    row("loss", a, b, None, None, loss(a, b))
    row("loss", b, a, None, None, loss(b, a))


def main():
    beta = lambda *p: Dist("beta", *p)
    gam = lambda *p: Dist("gamma", *p)
    norm = lambda *p: Dist("normal", *p)
    t = lambda *p: Dist("student-t", *p)
    ln = lambda *p: Dist("lognormal", *p)

    x, y = beta(7.5, 3.5), beta(4.5, 6.5)
    assert abs(greater_betas(x, y) - greater(x, y)) < mpf(10) ** -17
    x, y = beta(7, 3.25), beta(4.75, 6.5)
    assert abs(greater_betas(x, y) - greater(x, y)) < mpf(10) ** -17

    for a, b in [((150.5, 2230.5), (120.5, 2280.5)), ((1, 1e9), (2, 1e9)), ((2, 1e9), (1, 1e9)), ((1e9, 3), (1e9, 2)),
                 ((1e6, 1e6), (1e6, 1e6)), ((200000, 200000), (201000, 200000)), ((30000, 30000), (33000, 30000)),
                 ((0.5, 0.5), (0.5, 0.5)), ((0.5, 0.5), (0.5, 2.5)), ((3.5, 0.5), (0.5, 3.5)), ((400.5, 800.5), (900.5, 500.5)),
                 ((20, 900), (700, 30)), ((17, 5), (40, 21)), ((12.25, 7.75), (3.125, 9.5)), ((300, 400), (500, 600))]:
        with mp.workdps(110):  # what is below 1 by little is taken from 1
            value = log(greater_betas(beta(*a), beta(*b)))
        row("loggreater", beta(*a), beta(*b), None, None, value)

    both(gam(10.5, 3), gam(20, 9))
    both(gam(0.5, 1), gam(0.5, 2))
    both(gam(3, 1), ln(1, 0.5))
    both(gam(300.5, 100), ln(1.5, 0.1))
    both(norm(1, 2), norm(0.5, 1))
    both(norm(0, 1), norm(30, 1))
    both(t(3, 1, 2), t(7, 0, 0.125))
    both(t(1.5, 0, 1), t(40, 10, 1))
    both(t(200, 5, 0.25), t(150, 5.5, 0.5))
    both(t(5, 0, 1), norm(100, 0.5))
    both(beta(2.5, 7.5), beta(6.5, 3.5))
    both(beta(12.5, 100.5), beta(30.5, 120.5))
    both(beta(0.5, 3.5), beta(1.5, 0.5))
    both(beta(3, 9), norm(0.25, 0.0625))

    for a, b, ds in [(beta(12.5, 100.5), beta(30.5, 120.5), (-0.25, -0.125, 0, 0.03125)), (beta(0.5, 3.5), beta(1.5, 0.5), (-0.5, 0.25)),
                     (gam(3.5, 1), gam(0.5, 0.5), (-2, 0, 1, 8)), (t(3, 1, 2), t(7, 0, 0.125), (-5, 0.5, 20)),
                     (t(60, 5, 0.25), t(45, 5.5, 0.5), (-1.5, -0.5, 0.5)), (ln(1, 0.5), gam(4, 2), (-2, 1))]:
        for d in ds:
            row("difference", a, b, None, d, difference(a, b, d))
    for a, b, rs in [(beta(12.5, 100.5), beta(30.5, 120.5), (0.25, 0.5, 1, 1.5)), (beta(0.5, 3.5), beta(1.5, 0.5), (0.125, 2)),
                     (gam(3.5, 1), gam(2.5, 0.5), (0.125, 0.5, 4)), (ln(1, 0.5), gam(4, 2), (0.5, 1.5)),
                     (t(60, 5, 0.25), t(45, 5.5, 0.5), (0.75, 0.9375, 1.125)), (norm(1, 1), norm(1, 1), (-1, 0, 0.5, 3))]:
        for r in rs:
            row("ratio", a, b, None, r, ratio(a, b, r))
    for d in [ln(1, 0.5), gam(3.5, 2), beta(3.5, 40.5)]:
        row("inverse", d, None, None, None, integral(lambda v: d.pdf(v) / v, d.low, d.high, *d.points))

    for ds in [(beta(12.5, 100.5), beta(30.5, 220.5), beta(9.5, 60.5)), (t(6, 0, 1), t(9, 0.5, 0.25), norm(0.75, 2)),
               (gam(3, 1), gam(40, 16), gam(400, 160))]:
        for i in range(3):
            a, b, c = ds[i], ds[(i + 1) % 3], ds[(i + 2) % 3]
            row("best", a, b, c, None, integral(lambda v: a.pdf(v) * b.cdf(v) * c.cdf(v), a.low, a.high, *a.points, *b.points, *c.points))

    for p in [(3, 200, 100, 80), (0, 5, 2.5, 1), (1, 2, 1, 4), (4, 5000, 2500, 2500)]:
        m, k, sh, sc = [mpf(float(v)) for v in p]
        d = Dist("normal", 0, 1)
        d.name = "normal-inverse-gamma(" + ";".join(repr(float(v)) for v in p) + ")"
        mode, width = log(sc / sh), 1 / sqrt(sh)
        for z in (-6, -2, -0.5, 1, 3, 8):
            x = float(exp(m + sc / sh / 2 + z * sqrt(sc / sh / k)))

            def f(u):  # over u = log v
                v = exp(u)
                return exp(sh * log(sc) - loggamma(sh) - sh * u - sc / v) * erfc(-(log(mpf(x)) - m - v / 2) / sqrt(v / k) / sqrt(2)) / 2
            knots = [mode + j * width for j in (-40, -20, -10, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 10, 20, 40, 100)]
            row("cdf", d, None, None, x, quad(f, knots))

    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "decide.csv"), "w", newline="") as out:
        w = csv.writer(out, lineterminator="\n")
        w.writerow(["function", "a", "b", "c", "argument", "value"])
        w.writerows(ROWS)


main()
