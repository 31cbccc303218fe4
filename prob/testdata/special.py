#!/usr/bin/env python3
"""Writes special.csv: values of the special functions of package prob.

Run:  python3 special.py        (needs mpmath; about five minutes; no arguments)

Each row is  function, arguments…, values…  (a function has a fixed number of
each). Arguments are float64s, written exactly; values are rounded to 20 digits from
50 or more.

The incomplete gamma and beta functions are integrals of the density outwards
from x, in log x or logit x, over intervals that grow by 1.4, each by
Gauss-Legendre at 50 digits; the script stops if mpmath's estimate of its error is
above 1e-30. Where mpmath's
gammainc, or a power series in exact parameters, can reach the same point they are
compared (see cross_check): the script stops if they differ.
"""

import csv
import os
import random

from mpmath import (mp, mpf, beta, betainc, digamma, erfc, exp, expm1, gammainc, inf, isinf, log,
                    log1p, loggamma, nstr, pi, polygamma, quad, sqrt)

mp.dps = 50
rng = random.Random(20240501)
rows = []


def row(name, args, values):
    values = [mpf(v) for v in values]
    if any(v != 0 and (abs(v) < mpf(10) ** -305 or abs(v) > mpf(10) ** 305) and not isinf(v) for v in values):
        return  # not a normal float64
    rows.append([name] + [repr(float(a)) for a in args] + [nstr(v, 20) for v in values])


# ---------------------------------------------------------------- elementary

def elementary():
    xs = [-745.0, -700.0, -100.0, -40.0, -37.0, -20.0, -5.0, -1.0, -0.7, -0.5, -0.1, -1e-3, -1e-8, -1e-17, -1e-300]
    for x in xs + [0.0] + [-x for x in xs]:
        with mp.workdps(700):
            e = exp(mpf(x))
            row("log1pexp", [x], [log1p(e)])
            row("expit", [x], [e / (1 + e)])
            row("logexpit", [x], [-log1p(1 / e)])
            if x < 0:
                row("log1mexp", [x], [log(-expm1(mpf(x)))])
    for p in [5e-324, 1e-300, 1e-17, 1e-5, 0.1, 0.2499, 0.25, 0.2501, 0.3, 0.4999999, 0.5, 0.5000001, 0.7, 0.75, 0.76, 0.9, 1 - 1e-10, 1 - 2**-53]:
        row("logit", [p], [log(mpf(p)) - log1p(-mpf(p))])
    for a, b in [(0.0, 0.0), (1.0, 0.0), (700.0, 690.0), (1e10, 1e10 - 1), (-1e5, -1e5 - 1e-3), (3.0, 3.0 - 1e-10), (0.0, -40.0)]:
        row("logaddexp", [a, b], [mpf(a) + log1p(exp(mpf(b) - a))])
        if a > b:
            row("logsubexp", [a, b], [mpf(a) + log(-expm1(mpf(b) - a))])


# ---------------------------------------------------------------- gamma and its kin

def stirlerr(z):
    z = mpf(z)
    return loggamma(z) - (z - mpf(1) / 2) * log(z) + z - log(2 * pi) / 2


def gammas():
    zs = [5e-324, 1e-310, 1e-300, 1e-20, 1e-10, 1e-6, 1e-3, 0.1, 0.19, 0.5, 0.75, 0.999, 1 - 1e-10, 1.0, 1 + 1e-10, 1.001, 1.1, 1.1916, 1.25, 1.4616321449683623, 1.4616, 1.47,
          1.5, 1.9, 2 - 1e-10, 2.0, 2.0001, 2.4999, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 3.7, 4.5, 7.25, 7.999, 8.001, 9.5, 9.999, 10.0,
          10.5, 11.0, 15.0, 15.999, 16.0, 20.0, 33.3, 100.0, 1234.5, 1e5, 1e8, 1e12, 1e15, 1e17, 1e100]
    with mp.workdps(400):
        for z in zs:
            row("loggamma", [z], [loggamma(mpf(z))])
            row("digamma", [z], [digamma(mpf(z))])
            row("trigamma", [z], [polygamma(1, mpf(z))])
            row("stirlerr", [z], [stirlerr(z)])
            if z <= 1:
                row("loggamma1p", [z], [loggamma(1 + mpf(z))])
    for x, m in [(10.0, 11.0), (10.0, 30.0), (10.0, 10.0), (1e12, 1e12 + 1e6), (1e12, 1e12 + 1), (1e12, 2e12), (1e-6, 1.0), (1.0, 1e-6),
                 (1e-300, 1e300), (0.0, 5.0), (3.0, 6.0), (3.0, 6.1), (3.0, 1.5), (3.0, 1.49), (1e5, 99999.9), (7.0, 1e-300), (1e-300, 2e-300)]:
        row("bd0", [x, m], [m if x == 0 else mpf(x) * log(mpf(x) / m) + mpf(m) - x])
    sizes = [1e-300, 1e-10, 1e-6, 1e-3, 0.3, 1.0, 1.5, 2.0, 3.0, 7.5, 10.0, 12.5, 40.0, 1000.0, 1e5, 1e9, 1e12, 1e15]
    with mp.workdps(400):
        for a in sizes:
            for b in sizes:
                row("logbeta", [a, b], [loggamma(mpf(a)) + loggamma(mpf(b)) - loggamma(mpf(a) + b)])
                row("logrising", [a, b], [loggamma(mpf(a) + b) - loggamma(mpf(a))])
                if b < a:
                    row("logrising", [a, -b], [loggamma(mpf(a) - b) - loggamma(mpf(a))])
        for a, k in [(10.01, -5.0), (12.0, -5.5), (15.0, -7.5), (19.9, -9.9), (9.9, -4.9), (7.0, 3.4), (10.0, 5.0), (1.4616, 1e-3), (5e-324, 5e-324)]:
            row("logrising", [a, k], [loggamma(mpf(a) + k) - loggamma(mpf(a))])
        for a, b in [(9.9, 9.9), (9.78, 0.266), (8.18, 0.387), (5.0, 9.9), (9.087, 1.124)]:
            row("logbeta", [a, b], [loggamma(mpf(a)) + loggamma(mpf(b)) - loggamma(mpf(a) + b)])
        for n in [1.0, 2.0, 10.0, 25.0, 100.0, 1e4, 1e6, 1e9, 1e12, 2.0**53]:
            for k in [0.0, 1.0, 2.0, 3.0, 9.0, 12.0, 50.0, 5e3, 3e5, 4e8, 1e9, 5e11, n // 2, n - 1, n]:
                if k <= n:
                    row("logchoose", [n, k], [loggamma(mpf(n) + 1) - loggamma(mpf(k) + 1) - loggamma(mpf(n) - k + 1)])


# ---------------------------------------------------------------- normal tails

def log_phi(z):  # log Φ(z), at 50 digits for any z
    z = mpf(z)
    if z > -200:
        with mp.workdps(60):
            p = erfc(-z / sqrt(mpf(2))) / 2
            return log(p) if z < 0 else log1p(-erfc(z / sqrt(mpf(2))) / 2)
    t, term, s = 1 / (z * z), mpf(1), mpf(1)
    for n in range(1, 14):
        term *= -(2 * n - 1) * t
        s += term
    return -z * z / 2 - log(-z) - log(2 * pi) / 2 + log(s)


def normal():
    for z in [-1e8, -1e6, -1000.0, -200.5, -100.0, -40.0, -38.5, -36.0, -35.4, -35.3, -20.0, -10.0, -5.0, -3.0, -2.0, -1.5, -1.0001, -1.0, -0.9999,
              -0.5, -1e-3, -1e-10, 0.0, 1e-10, 0.3, 1.0, 2.0, 5.0, 8.0, 8.123, 10.0, 20.0, 20.7, 36.123, 37.0]:
        row("lognormalcdf", [z], [log_phi(z)])
    for s in [-30.0, -3.0, -0.51, -0.499, -0.1, -1e-3, -1e-10, -1e-100, 1e-100, 1e-10, 1e-3, 0.1, 0.499, 0.51, 3.0, 30.0]:
        with mp.workdps(300):
            row("expm1excess", [s], [expm1(mpf(s)) - s])
            if s > -1:
                row("log1pdefect", [s], [s - log1p(mpf(s))])
    for x in [0.0, 1e-10, 0.5, 1.0, 5.0, 10.0, 24.9, 25.1, 100.0, 1e10]:
        with mp.workdps(60):
            if x < 1e9:
                row("erfcx", [x], [exp(mpf(x) ** 2) * erfc(mpf(x))])
            else:
                row("erfcx", [x], [(1 - 1 / (2 * mpf(x) ** 2)) / (mpf(x) * sqrt(pi))])
    for l in [-1e12, -1e5, -1000.0, -700.0, -100.0, -30.0, -10.0, -5.0, -3.0, -2.01, -1.99, -1.0, -0.7, -0.69, -0.5, -0.1, -0.01, -1e-5, -1e-10, -1e-100]:
        flip = l > -0.69
        t = log(-expm1(mpf(l))) if flip else mpf(l)
        z = -sqrt(-2 * t)
        for _ in range(200):  # Newton on log Φ, concave
            f = log_phi(z)
            step = (t - f) / exp(-z * z / 2 - log(2 * pi) / 2 - f)
            z += step
            if abs(step) < mpf(10) ** -35 * max(1, abs(z)):
                break
        row("normalquantilelog", [l], [-z if flip else z])


# ---------------------------------------------------------------- incomplete gamma and beta

def tail(g, scale):
    """∫₀^∞ exp(g(s)) ds for concave g, g(0) = 0, that bends over distances of 1 and scale."""
    total, low, width = mpf(0), mpf(0), mpf(min(scale, 1))
    while True:
        part, error = quad(lambda s: exp(g(s)), [low, low + width], method="gauss-legendre", error=True, maxdegree=8)
        total += part
        assert error < mpf(10) ** -30 * total, (part, error)
        low += width
        if g(low) < -110:
            return total
        width *= 1.4


def complement(l):
    return log(-expm1(l)) if l > -1 else log1p(-exp(l))


def gamma_tails(a, x):
    """log P(a, x) and log Q(a, x)."""
    with mp.workdps(70):
        a, x = mpf(a), mpf(x)
        kernel = a * log(x) - x - loggamma(a)
    sign = -1 if x < a else 1
    t = kernel + log(tail(lambda s: sign * a * s - x * expm1(sign * s), 2 / (abs(x - a) + sqrt(x))))
    c = complement(t)
    return (t, c) if sign < 0 else (c, t)


def gammaincs():
    points = set()
    for a in [1e-6, 1e-3, 0.1, 0.5, 0.9, 1.0, 1.5, 5.0, 9.3, 19.0, 19.99, 20.0, 21.0, 50.0, 300.0, 1e4, 1e6, 1e9, 1e12]:
        for z in [-30.0, -8.0, -3.0, -1.0, -0.01, 0.0, 0.01, 1.0, 3.0, 8.0, 30.0]:
            points.add((a, a + z * a**0.5))
        for r in [1e-250, 1e-10, 1e-3, 0.3, 0.6, 0.9, 1.1, 1.7, 10.0, 1e4]:
            points.add((a, a * r))
        if a <= 21:
            for x in [1e-300, 1e-30, 1e-3, 0.1, 0.4, 0.56, 0.9, 1.0, 1.0001, 1.5, 3.0, 20.0, 700.0, 1e5]:
                points.add((a, x))
    for _ in range(80):
        a = 10 ** rng.uniform(-6, 12)
        points.add((a, a * exp(mpf(rng.gauss(0, 3)) / sqrt(1 + mpf(a)))))
    for a, x in sorted((float(a), float(x)) for a, x in points):
        if x > 0:
            row("loggammainc", [a, x], gamma_tails(a, x))


def beta_tails(a, b, x, y):
    """log I and log(1−I); the smaller of x and y is exact."""
    with mp.workdps(80):
        a, b, x, y = mpf(a), mpf(b), mpf(x), mpf(y)
        if x < y:
            y = 1 - x
        else:
            x = 1 - y
        kernel = a * log(x) + b * log(y) - loggamma(a) - loggamma(b) + loggamma(a + b)
        flip = (a + b) * x > a
        if flip:
            a, b, x, y = b, a, y, x
        n, d = a + b, (a + b) * x - a

    def g(s):
        with mp.workdps(70):
            return -a * s - n * log1p(x * expm1(-s))

    t = kernel + log(tail(g, 2 / (abs(d) + sqrt(n * x * y))))
    c = complement(t)
    return (c, t) if flip else (t, c)


def betaincs():
    sizes = [1e-6, 1e-3, 0.2, 0.9, 1.0, 1.2, 2.5, 10.0, 19.5, 20.0, 45.0, 500.0, 1e6, 1e12]
    points = set()
    for a in sizes:
        for b in sizes:
            n = a + b
            sd = (a * b / (n * n * (n + 1))) ** 0.5
            for z in rng.sample([-20.0, -5.0, -1.0, 0.0, 1.0, 5.0, 20.0], 3):
                points.add((a, b, a / n + z * sd, b / n - z * sd))
            s = rng.choice([1e-300, 1e-12, 1e-3, 0.2, 0.5])
            points.add((a, b, s, 1 - s))
            s = rng.choice([1e-300, 1e-12, 1e-3, 0.2, 0.5])
            points.add((a, b, 1 - s, s))
    for _ in range(120):
        a, b = 10 ** rng.uniform(-6, 12), 10 ** rng.uniform(-6, 12)
        w = log(mpf(a) / b) + rng.gauss(0, 3) * sqrt(1 / mpf(a) + 1 / mpf(b))
        w = max(-600, min(600, w))
        points.add((a, b, 1 / (1 + exp(-w)), 1 / (1 + exp(w))))
    for a, b, x in [(0.5, 1.01, 0.98), (1.0, 1.02, 0.97), (0.2, 1.05, 0.95), (0.9, 1.05, 0.951), (0.2, 1.3, 0.75), (0.3, 1.6, 0.599), (0.3, 1.6, 0.601)]:
        points.add((a, b, x, 1 - mpf(x)))
        points.add((b, a, 1 - mpf(x), x))
    for a, b, x, y in sorted((float(a), float(b), float(x), float(y)) for a, b, x, y in points):
        if x < y:
            y = float(1 - mpf(x))
        else:
            x = float(1 - mpf(y))
        if x > 0 and y > 0:
            row("logbetainc", [a, b, x, y], beta_tails(a, b, x, y))


def close(a, b, what):
    assert abs(a - b) <= mpf(10) ** -30 * max(1, abs(a)), (what, a, b)


def cross_check():
    for a, x in [(1e-6, 1e-9), (1e-6, 1e-7), (0.5, 0.3), (1e-3, 2.0), (5.0, 20.0), (20.0, 3.0), (300.0, 290.0), (1e4, 10100.0)]:
        p, q = gamma_tails(a, x)
        with mp.workdps(80):
            close(q, log(gammainc(mpf(a), mpf(x), regularized=True)), ("gammainc", a, x))
            close(p, log(gammainc(mpf(a), 0, mpf(x), regularized=True)), ("gammainc", a, x))
    # (1e6 steps at 70 digits: the series of P in its own right, at large a)
    a, x = mpf(10) ** 9, mpf(10) ** 9 - 10**5
    with mp.workdps(60):
        s, term, n = mpf(1), mpf(1), 0
        while term > s * mpf(10) ** -45:
            n += 1
            term *= x / (a + n)
            s += term
        close(gamma_tails(a, x)[0], a * log(x) - x - loggamma(a + 1) + log(s), ("series", a, x))
    for a, b, x in [(1e-6, 45.0, 1e-9), (0.5, 0.25, 0.375), (1e-3, 2.0, 0.5), (5.0, 20.0, 0.125), (20.0, 3.0, 0.75), (300.0, 500.0, 0.375), (1e6, 1e12, 2.0**-20)]:
        i, _ = beta_tails(a, b, x, 1 - x)  # x < ½ or 1 − x exact
        with mp.workdps(80):  # xᵃyᵇ/(a·B)·Σ (a+b)ₙ/(a+1)ₙ·xⁿ
            a, b, x = mpf(a), mpf(b), mpf(x)
            s, term, n = mpf(1), mpf(1), 0
            while term > s * mpf(10) ** -60:
                term *= (a + b + n) / (a + 1 + n) * x
                s += term
                n += 1
            front = a * log(x) + b * log(1 - x) - log(a) - loggamma(a) - loggamma(b) + loggamma(a + b)
            close(i, front + log(s), ("series", a, b, x))


cross_check()
print("cross-checked")
elementary()
gammas()
normal()
gammaincs()
print(len(rows), "rows")
betaincs()
print(len(rows), "rows")
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "special.csv"), "w", newline="") as f:
    csv.writer(f, lineterminator="\n").writerows(rows)
