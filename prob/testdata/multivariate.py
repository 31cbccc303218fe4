#!/usr/bin/env python3
"""Writes multivariate.csv: log densities of the families of package prob on vectors and
matrices: multivariate normal and t, Wishart, inverse Wishart and LKJ.

Run:  python3 multivariate.py        (needs mpmath; a minute or so; no arguments)

Columns: family, params, function, x, value, condition, as probtest.Golden reads them.
params begins with the size k, then the parameters in field order; matrices are lower
triangles by rows, correlation matrices what is below the diagonal. Inputs are taken as
the exact values of the float64s written.

Values come from textbook formulas with determinants, inverses and log-gammas at 40
digits. The normaliser of LKJ is the product of beta functions of the vine construction
(Lewandowski, Kurowicka and Joe 2009, equation 16), not that of the onion. cross_check
integrates some densities numerically.

condition is sum |s dv/ds| over parameters and elements of x, by differences: what
roundings of the inputs do to the value v. An element i, j of a symmetric matrix is moved
in steps of the geometric mean of the diagonal elements i and j.
"""

import csv
import os

from mpmath import det, exp, inf, log, loggamma, matrix, mp, mpf, nstr, pi, quad, sin, sqrt

mp.dps = 40
ROWS = []
H = mpf(10) ** -12


def lower(v, k):
    m, at = matrix(k, k), iter(v)
    for i in range(k):
        for j in range(i + 1):
            m[i, j] = next(at)
    return m


def symmetric(v, k):
    m = lower(v, k)
    for i in range(k):
        for j in range(i):
            m[j, i] = m[i, j]
    return m


def quadratic(x, mu, s, k):
    d = matrix([a - b for a, b in zip(x, mu)])
    return (d.T * s**-1 * d)[0]


def trace(m):
    return sum(m[i, i] for i in range(m.rows))


def normal(k, p, x):
    l = lower(p[k:], k)
    s = l * l.T
    return -quadratic(x, p[:k], s, k) / 2 - log(det(s)) / 2 - k * log(2 * pi) / 2


def student(k, p, x):
    n, mu, l = p[0], p[1:1 + k], lower(p[1 + k:], k)
    s = l * l.T
    return (loggamma((n + k) / 2) - loggamma(n / 2) - k * log(n * pi) / 2 - log(det(s)) / 2
            - (n + k) / 2 * log(1 + quadratic(x, mu, s, k) / n))


def multigamma(k, a):
    return k * (k - 1) * log(pi) / 4 + sum(loggamma(a - mpf(j) / 2) for j in range(k))


def wishart(k, p, x):
    n, l, x = p[0], lower(p[1:], k), symmetric(x, k)
    s = l * l.T
    return ((n - k - 1) * log(det(x)) / 2 - trace(s**-1 * x) / 2 - n * k * log(2) / 2 - n * log(det(s)) / 2
            - multigamma(k, n / 2))


def inverse_wishart(k, p, x):
    n, l, x = p[0], lower(p[1:], k), symmetric(x, k)
    s = l * l.T
    return (n * log(det(s)) / 2 - (n + k + 1) * log(det(x)) / 2 - trace(s * x**-1) / 2 - n * k * log(2) / 2
            - multigamma(k, n / 2))


def correlation(x, k):
    m, at = matrix(k, k), iter(x)
    for i in range(k):
        m[i, i] = 1
        for j in range(i):
            m[i, j] = m[j, i] = next(at)
    return m


def vine(k, eta):
    total = mpf(0)
    for j in range(1, k):
        b = eta + mpf(k - j - 1) / 2
        total += (2 * eta - 2 + k - j) * (k - j) * log(2) + (k - j) * (2 * loggamma(b) - loggamma(2 * b))
    return total


def lkj(k, p, x):
    return (p[0] - 1) * log(det(correlation(x, k))) - vine(k, p[0])


def lkj_cholesky(k, p, x):
    """x: below the diagonal only."""
    l, at = matrix(k, k), iter(x)
    for i in range(k):
        for j in range(i):
            l[i, j] = next(at)
        l[i, i] = sqrt(1 - sum(l[i, j] ** 2 for j in range(i)))
    r = l * l.T
    return lkj(k, p, [r[i, j] for i in range(k) for j in range(i)]) + sum((k - 1 - i) * log(l[i, i]) for i in range(k))


def packed(m):
    return [m[i, j] for i in range(m.rows) for j in range(i + 1)]


def steps(name, k, x):
    if "wishart" in name:
        m = symmetric(x, k)
        return [sqrt(m[i, i] * m[j, j]) for i in range(k) for j in range(i + 1)]
    if name == "lkj":
        return [mpf(1)] * len(x)
    return x


def num(v):
    return repr(float(v))


def row(name, f, k, p, x):
    p, x = [mpf(float(v)) for v in p], [mpf(float(v)) for v in x]
    value, condition = f(k, p, x), mpf(0)
    for at, size in ((p, p), (x, steps(name, k, x))):
        for i, s in enumerate(size):
            keep = at[i]
            at[i] = keep + s * H
            condition += abs(f(k, p, x) - value) / H
            at[i] = keep
    written = x
    if name == "lkj-cholesky":
        written, below = [], iter(x)
        for i in range(k):
            below_i = [next(below) for _ in range(i)]
            written += below_i + [sqrt(1 - sum(v * v for v in below_i))]
    ROWS.append([name, " ".join([str(k)] + [num(v) for v in p]), "logprob", " ".join(num(v) for v in written),
                 nstr(value, 20), nstr(condition, 4)])


def wave(n, a, b=0.0):
    """n numbers between b - a and b + a, without a pattern."""
    return [b + a * float(sin(mpf(7) * i * i + 3 * i + 1)) for i in range(n)]


def factor(k, spread):
    """A lower triangle with a diagonal from 1 down to spread."""
    v = wave(k * (k + 1) // 2, 0.8)
    for i in range(k):
        v[i * (i + 1) // 2 + i] = spread ** (i / max(1, k - 1))
    return v


def inside(k, l, shift, n=1):
    """A positive definite matrix near n*l*l^T."""
    c = lower([a + b for a, b in zip(l, wave(len(l), shift))], k)
    for i in range(k):
        c[i, i] = abs(c[i, i]) + mpf(1) / 100
    return packed(c * c.T * n)


def near_identity(k, r):
    return wave(k * (k - 1) // 2, r)


def cross_check():
    def close(a, b, digits):
        assert abs(a - b) < mpf(10) ** -digits * max(1, abs(a)), (a, b)

    mp.dps = 20
    one = mpf(1)
    close(quad(lambda x: exp(normal(2, [one, -one, mpf(2), one / 2, mpf(3)], [x, one])), [-inf, 0, inf]),
          exp(-(one * 4) / 2 / (mpf(37) / 4)) / sqrt(2 * pi * mpf(37) / 4), 12)  # the marginal of the second
    close(quad(lambda x: exp(wishart(1, [mpf(3), mpf(2)], [x])), [0, 20, inf]), 1, 12)
    close(quad(lambda x: exp(inverse_wishart(1, [mpf(3), mpf(2)], [x])), [0, 1, inf]), 1, 12)
    close(quad(lambda x: exp(student(1, [mpf(3), one, mpf(2)], [x])), [-inf, 1, inf]), 1, 12)
    close(quad(lambda x: exp(lkj(2, [mpf(3)], [x])), [-1, 1]), 1, 12)
    # Three correlations: the third lies within ±sqrt((1-a²)(1-b²)) of ab; a and b are sines.
    def integral(f, a, b):
        return quad(f, [a, b], method="gauss-legendre", maxdegree=3)

    def third(a, b):
        w = sqrt((1 - a * a) * (1 - b * b))
        return w * w * integral(lambda t: exp(lkj(3, [mpf(3)], [a, b, a * b + w * t])), -1, 1)
    close(integral(lambda u: integral(lambda v: third(sin(u), sin(v)), -pi / 2, pi / 2), -pi / 2, pi / 2), 1, 5)
    mp.dps = 40


cross_check()
for k in (1, 2, 4):
    t = k * (k + 1) // 2
    for l in (factor(k, 0.5), factor(k, 1e-5)):
        for x in (wave(k, 2), wave(k, 1e-8, 1), wave(k, 1e6)):
            mu = wave(k, 3, 1)
            row("multivariate-normal", normal, k, mu + l, x)
            for n in (0.3, 1, 5, 300, 1e10, 1e20):
                row("multivariate-t", student, k, [n] + mu + l, x)
        for n in (k - 0.99, k + 1, k + 2.5, 40, 1e6, 1e12):
            for shift in (0.3, 0.01):
                row("wishart", wishart, k, [n] + l, inside(k, l, shift, n))
                row("inverse-wishart", inverse_wishart, k, [n] + l, inside(k, l, shift, 1 / mpf(n)))
    if k > 1:
        for eta in (1e-3, 0.5, 1, 2, 30, 1e4, 1e8):
            for r in (0.9 / k, 0.05, 1 / (1 + eta) ** 0.5 / k):
                row("lkj", lkj, k, [eta], near_identity(k, r))
                row("lkj-cholesky", lkj_cholesky, k, [eta], near_identity(k, r))
            row("lkj-cholesky", lkj_cholesky, k, [eta], near_identity(k, 0.99 / k**0.5))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "multivariate.csv"), "w", newline="") as out:
    w = csv.writer(out, lineterminator="\n")
    w.writerow(["family", "params", "function", "x", "value", "condition"])
    w.writerows(ROWS)
