#!/usr/bin/env python3
"""Writes dd.csv: values of the functions of package dd.

Run:  python3 dd.py        (needs mpmath; a few seconds; no arguments)

Each row is  function, arguments…, value.  An argument is two float64s, high and
low part, and stands for exactly their sum; the value has 45 digits, from enough
more that log Γ(1e30) cancels in none of them.
"""

import csv
import os
import random

from mpmath import mp, mpf, log, log1p, loggamma, nstr

mp.dps = 400
rng = random.Random(7)
rows = []


def row(name, value, *args):
    flat = []
    for hi, lo in args:
        flat += [repr(hi), repr(lo)]
    rows.append([name] + flat + [nstr(value, 45)])


def low(hi):
    """A random low part, at most half an ulp of hi, or 0."""
    lo = rng.choice([0.0, 0.49 * rng.uniform(-1, 1) * 2.0**-53 * hi])
    return lo if abs(lo) > 1e-290 else 0.0


def val(a):
    return mpf(a[0]) + mpf(a[1])


for hi in [1e-300, 1e-17, 0.1, 0.5, 0.70710678118, 0.7071067812, 0.9, 0.999999, 1 - 2**-53, 1.0, 1 + 2**-52, 1.1, 1.4142135623, 1.41421356238,
           1.5, 2.0, 3.0, 10.0, 1e12, 1e100, 1e300]:
    for a in [(hi, 0.0), (hi, low(hi))]:
        row("log", log(val(a)), a)
for hi in [-0.999999, -0.9, -0.5, -0.3, -0.2901, -0.2899, -0.1, -1e-10, -1e-200, 1e-200, 1e-17, 1e-5, 0.1, 0.4, 0.4099, 0.4101, 0.5, 1.0, 1e10, 1e300]:
    for a in [(hi, 0.0), (hi, low(hi))]:
        row("log1p", log1p(val(a)), a)

sizes = [1e-300, 1e-20, 1e-6, 1e-3, 0.25, 0.7, 1.0, 1.3, 2.0, 2.5, 5.0, 11.0, 15.5, 16.0, 17.0, 40.0, 1e3, 1e6, 1e9, 1e12, 1e15, 1e20, 1e30]
for hi in sizes + [1.46163, 1.0000001, 1.9999999, 1e100]:
    for a in [(hi, 0.0), (hi, low(hi))]:
        row("loggamma", loggamma(val(a)), a)
for x in sizes:
    for y in sizes:
        a, b = (x, low(x)), (y, low(y))
        row("logbeta", loggamma(val(a)) + loggamma(val(b)) - loggamma(val(a) + val(b)), a, b)
        row("logrising", loggamma(val(a) + val(b)) - loggamma(val(a)), a, b)
        if x > y:
            row("logrising", loggamma(val(a) - val(b)) - loggamma(val(a)), a, (-b[0], -b[1]))
for a, k in [(16.0, -7.9), (17.0, -8.5), (20.0, -9.99), (31.0, -15.0), (15.9, -7.0), (15.9, 7.9)]:
    row("logrising", loggamma(mpf(a) + mpf(k)) - loggamma(mpf(a)), (a, 0.0), (k, 0.0))
for n in [1.0, 2.0, 10.0, 100.0, 1e6, 1e9, 1e15]:
    for k in [0.0, 1.0, 2.0, 7.0, n // 3, n // 2, n - 1, n]:
        if k <= n:
            row("logchoose", loggamma(mpf(n) + 1) - loggamma(mpf(k) + 1) - loggamma(mpf(n) - k + 1), (n, 0.0), (k, 0.0))

# The purpose of it all: log C(N, s) + log B(a+s, b+N−s) − log B(a, b).
for a, b, n, s in [(1e12, 1e12, 1e9, 5e8), (1e12, 1e12, 1e9, 123456789.0), (1e12, 1e-3, 1e9, 1e9), (1.0, 1.0, 1e9, 7.0), (1e9, 1e9, 1.0, 1.0),
                   (0.5, 0.5, 1e12, 4e11), (1e-6, 1e6, 1e9, 0.0)]:
    m = [mpf(v) for v in (a, b, n, s)]
    v = (loggamma(m[2] + 1) - loggamma(m[3] + 1) - loggamma(m[2] - m[3] + 1) + loggamma(m[0] + m[3]) + loggamma(m[1] + m[2] - m[3])
         - loggamma(m[0] + m[1] + m[2]) - loggamma(m[0]) - loggamma(m[1]) + loggamma(m[0] + m[1]))
    row("evidence", v, *[(x, 0.0) for x in (a, b, n, s)])

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "dd.csv"), "w", newline="") as f:
    csv.writer(f, lineterminator="\n").writerows(rows)
print(len(rows), "rows")
