#!/usr/bin/python3
"""Log Bayes factors to 15 digits, for the tests of package factor.

    /usr/bin/python3 factor.py > factor.csv        (needs mpmath; a few minutes)

Each is computed from the definition, by a route other than the package's where
there is one: t tests from the noncentral t density as a confluent hypergeometric
function, one-way analysis of variance from a matrix of contrasts, tables by
summing over all tables with the same margins.
"""
from itertools import product

from mpmath import (acos, atan, beta, binomial, cosh, det, exp, gamma, hyp1f1, hyperu, inf, linspace, log, log1p, loggamma,
                    lu_solve, matrix, mp, mpf, nstr, pi, quad, sech, sqrt, tanh)

mp.dps = 30
R = sqrt(mpf(2)) / 2


def logint(f, points):
    """log of the integral of exp f between points (in order)."""
    top = max(f(a + (b - a) * k / 8) for a, b in zip(points, points[1:]) for k in range(1, 8))
    return top + log(quad(lambda u: exp(f(u) - top), points))


def emit(kind, args, value):
    print("%s,%s,%s" % (kind, " ".join(nstr(mpf(a), 17) for a in args), nstr(value, 16)))


# t tests ------------------------------------------------------------------
def log_jzs(t, n, nu, r, lo=-30, hi=90):
    def f(v):
        g = exp(v)
        c = n * g * r * r
        return (-log1p(c) / 2 - (nu + 1) / 2 * (log1p(t * t / ((1 + c) * nu)) - log1p(t * t / nu))
                - log(2 * pi) / 2 - v / 2 - 1 / (2 * g))
    return logint(f, linspace(mpf(lo) / 4, hi, 80))


for t, n1, n2, r in ((mpf("-4.0625"), 10, 0, R), (50, 10**6, 0, R), (0, 10**6, 0, R), (2, 10**6, 0, R), (10**4, 10**6, 0, R),
                     (10**6, 3, 0, R), (5, 2, 0, 1), (mpf("2.25"), 80, 80, mpf("0.75")), (-3, 5, 10**5, mpf(1) / 8), (3, 10**15, 0, R)):
    r = mpf(float(r))
    t = mpf(t)
    n, nu = (mpf(n1), n1 - 1) if n2 == 0 else (mpf(n1) * n2 / (n1 + n2), n1 + n2 - 2)
    emit("t", (t, n1, n2, r), log_jzs(t, n, mpf(nu), r))


def log_nct(t, nu, mu):
    """log of the noncentral t density over the central one."""
    if t * mu < 0:  # what follows would cancel
        z = abs(t * mu) / sqrt(nu + t * t)
        return (loggamma(nu + 1) - loggamma((nu + 1) / 2) - nu * log(2) + log(hyperu((nu + 1) / 2, mpf(1) / 2, z * z / 2)) - mu * mu / 2)
    x = t * t * mu * mu / (2 * (nu + t * t))
    even = hyp1f1((nu + 1) / 2, mpf(1) / 2, x)
    odd = sqrt(mpf(2)) * t * mu / sqrt(nu + t * t) * gamma(nu / 2 + 1) / gamma((nu + 1) / 2) * hyp1f1(nu / 2 + 1, mpf(3) / 2, x)
    return log(even + odd) - mu * mu / 2


for t, n, lo, hi in ((mpf("-4.0625"), 10, -inf, 0), (mpf("-4.0625"), 10, 0, inf), (mpf("-4.0625"), 10, mpf("-0.25"), mpf("0.25")),
                     (3, 30, 0, inf), (3, 30, -inf, 0), (5, 2, 0, inf), (mpf("0.5"), 3, mpf("-0.125"), mpf("0.5")), (8, 200, -inf, 0), (8, 200, mpf("0.5"), 1)):
    t, nu, r = mpf(t), mpf(n - 1), mpf(float(R))
    f = lambda d: log_nct(t, nu, d * sqrt(mpf(n))) - log(pi * r) - log1p((d / r) ** 2)
    a, b = max(lo, mpf(-60)), min(hi, mpf(60))
    pts = sorted(set([a, b] + [p for p in linspace(mpf(-60), mpf(60), 25) + linspace(mpf(-2), mpf(2), 33) if a < p < b]))
    v = logint(f, pts)
    arc = lambda x: pi / 2 if x == inf else (-pi / 2 if x == -inf else atan(x / r))
    emit("tinterval", (t, n, r, -1e9 if lo == -inf else lo, 1e9 if hi == inf else hi), v - log((arc(hi) - arc(lo)) / pi))

# correlations: Hotelling's likelihood as an integral over w -----------------
for r, n, kappa, lo in ((mpf("0.5"), 3, mpf(1) / 3, -1), (mpf("-0.984375"), 4, 1, -1), (mpf("0.25"), 50, mpf(1) / 3, -1), (mpf("0.25"), 50, mpf(1) / 3, 0),
                        (mpf("0.75"), 200, mpf("0.5"), -1), (0, 1000, 1, -1), (mpf("0.03125"), 1000, 1, 0)):
    kappa = mpf(float(kappa))

    def like(rho, r=mpf(r), n=n):
        # the integral over w by the trapezoidal rule, whose error is exp(-2 pi s/h)
        # where s is the distance of the pole at cosh w = rho r from the real line,
        # or exp(-2 pi^2 s^2/h^2) with the standard deviation s of a narrow peak
        h = min(acos(rho * r) / 10, sqrt((1 - rho * r) / (n - 1)) / 2)
        total, k = mpf(1) / 2, 1
        while True:
            term = ((cosh(k * h) - rho * r) / (1 - rho * r)) ** (1 - n)
            total += term
            if term < mpf(10) ** -25 * total:
                break
            k += 1
        return (n - 1) / mpf(2) * log(1 - rho * rho) + (1 - n) * log(1 - rho * r) + log(h * total)
    mp.dps = 25
    base = like(mpf(0))
    f = lambda z: like(tanh(z)) - base - 2 / kappa * log(cosh(z)) - (2 / kappa - 1) * log(2) - log(beta(1 / kappa, 1 / kappa))
    v = logint(f, linspace(mpf(-12), 12, 25) if lo < 0 else linspace(mpf(0), 12, 13))
    mp.dps = 30
    emit("correlation", (r, n, kappa, lo), v + (log(2) if lo == 0 else 0))

# proportions -----------------------------------------------------------------
for k, n, p0, s in ((15, 25, mpf("0.5"), mpf("0.5")), (682, 925, mpf("0.75"), mpf("0.5")), (0, 10**9, mpf("0.5"), mpf("0.5")), (500010000, 10**9, mpf("0.5"), 1), (3, 3, mpf("0.125"), 2)):
    l0 = log(p0 / (1 - p0))
    f = lambda u: (-k * log1p(exp(-u)) - (n - k) * log1p(exp(u)) - k * log(p0) - (n - k) * log(1 - p0)
                   + 2 * log(sech((u - l0) / (2 * s)) / 2) - log(s))
    c = log((k + mpf("0.5")) / (n - k + mpf("0.5")))
    w = sqrt(1 / (k + mpf("0.5")) + 1 / (n - k + mpf("0.5")))
    emit("proportion", (k, n, p0, s), logint(f, sorted(set(linspace(mpf(-80), 80, 65) + [c + w * j / 2 for j in range(-24, 25)]))))
for k, n, p0, a, b in ((3, 10, mpf("0.375"), 2, 5), (10**6, 2 * 10**6, mpf("0.5"), mpf("0.5"), mpf("0.5"))):
    emit("betaproportion", (k, n, p0, a, b), loggamma(k + a) + loggamma(n - k + b) - loggamma(n + a + b) - loggamma(a) - loggamma(b) + loggamma(a + b)
         - k * log(p0) - (n - k) * log(1 - p0))


# tables ----------------------------------------------------------------------
def dirichlet(v):
    return sum(loggamma(x) for x in v) - loggamma(sum(v))


def multinomial_evidence(y, a):
    """log probability of counts, without the coefficient."""
    return dirichlet([u + v for u, v in zip(y, a)]) - dirichlet(a)


def table(y, a):
    rows, cols = [sum(r) for r in y], [sum(c) for c in zip(*y)]
    nr, nc, n = len(rows), len(cols), sum(rows)
    indep_rows = multinomial_evidence(rows, [a * nc - (nc - 1)] * nr)
    indep_cols = multinomial_evidence(cols, [a * nr - (nr - 1)] * nc)
    flat = multinomial_evidence([v for r in y for v in r], [a] * (nr * nc))
    lost, rate = (nr - 1) * (nc - 1), a * nr * nc / mpf(n)
    total = lambda shape: shape * log(rate) - (shape + n) * log(1 + rate) + loggamma(shape + n) - loggamma(shape)
    free = sum(a * log(rate) - (a + v) * log(1 + rate) + loggamma(a + v) - loggamma(a) for r in y for v in r)
    return (free - total(a * nr * nc - lost) - indep_rows - indep_cols, flat - indep_rows - indep_cols,
            sum(multinomial_evidence(r, [a] * nc) for r in y) - indep_cols,
            sum(multinomial_evidence(c, [a] * nr) for c in zip(*y)) - indep_rows)


def hypergeometric(y, a):
    """2 x C, by going through all tables."""
    cols, top = [sum(c) for c in zip(*y)], sum(y[0])
    f = lambda first: exp(sum(loggamma(v + a) - loggamma(v + 1) + loggamma(c - v + a) - loggamma(c - v + 1) for v, c in zip(first, cols)))
    h = lambda first: exp(sum(log(binomial(c, v)) for v, c in zip(first, cols)))
    every = [t for t in product(*[range(c + 1) for c in cols]) if sum(t) == top]
    return log(f(y[0]) / sum(f(t) for t in every)) - log(h(y[0]) / sum(h(t) for t in every))


for y, a in (([[50, 48], [21, 41]], 1), ([[12, 9, 7], [5, 14, 11]], 1), ([[12, 9, 7], [5, 14, 11]], mpf("1.5")), ([[0, 3], [4, 0]], 2),
             ([[10**9, 10**9 + 12345], [10**9, 10**9]], 1), ([[10**12, 3], [7, 5]], 1), ([[3, 1, 4], [1, 5, 9], [2, 6, 5]], 1)):
    a = mpf(a)
    for plan, v in zip((1, 2, 3, 4), table(y, a)):
        emit("table", [plan, a, len(y)] + [v for r in y for v in r], v)
    if len(y) == 2 and max(map(max, y)) < 100:
        emit("table", [5, a, 2] + [v for r in y for v in r], hypergeometric(y, a))

# regressions -------------------------------------------------------------------
for n, p, r2, r in ((30, 6, mpf("0.734375"), sqrt(mpf(2)) / 4), (10**6, 10, mpf("0.90625"), mpf("0.5")), (100, 50, mpf("0.625"), sqrt(mpf(2)) / 4), (20, 1, 0, 1), (10**6, 1, mpf(2) ** -20, mpf("0.25")),
                    (1000, 900, mpf("0.9375"), mpf("0.25"))):
    r = mpf(float(r))
    b = n * r * r / 2
    f = lambda u: ((n - p - 1) / mpf(2) * log1p(exp(u)) - (n - 1) / mpf(2) * log1p(exp(u) * (1 - r2))
                   + log(b / pi) / 2 - u / 2 - b * exp(-u))
    emit("regression", (n, p, r2, r), logint(f, linspace(mpf(-6), 6, 49) + linspace(mpf(7), 130, 124)))

# one-way analysis of variance: groups as n, mean; then the sum of squares within -----
for groups, ssw, r in (([(3, mpf(1)), (5, mpf(2)), (2, mpf("0.5"))], mpf("6.5"), mpf("0.5")),
                       ([(10, mpf("160.25")), (12, mpf("218.75")), (14, mpf("246.5")), (12, mpf("328.875")), (11, mpf("277"))], mpf(160000), mpf("0.5")),
                       ([(4, mpf(0)), (400, mpf("0.125")), (40, mpf("-0.25")), (4000, mpf("0.0625"))], mpf(4440), 1),
                       ([(2, mpf(0)), (2, mpf(100))], mpf(1), mpf("0.25"))):
    k, n = len(groups), sum(g[0] for g in groups)
    grand = sum(g[0] * g[1] for g in groups) / n
    # Helmert contrasts: orthonormal columns that add up to 0
    q = matrix(k, k - 1)
    for j in range(k - 1):
        for i in range(j + 1):
            q[i, j] = 1 / sqrt(mpf((j + 1) * (j + 2)))
        q[j + 1, j] = -(j + 1) / sqrt(mpf((j + 1) * (j + 2)))
    d = matrix(k, k)
    v = matrix(k, 1)
    for i, (m, mean) in enumerate(groups):
        v[i] = m * (mean - grand)
        for j in range(k):
            d[i, j] = (m if i == j else 0) - mpf(m) * groups[j][0] / n
    xx, xy = q.T * d * q, q.T * v
    sst = ssw + sum(m * (mean - grand) ** 2 for m, mean in groups)

    def f(u):
        g = r * r * exp(u)
        one = matrix(k - 1, k - 1)
        for i in range(k - 1):
            one[i, i] = 1
        left = sst - (xy.T * lu_solve(xx + one / g, xy))[0]
        return -log(det(one + g * xx)) / 2 - (n - 1) / mpf(2) * log(left / sst) - log(2 * pi) / 2 - u / 2 - exp(-u) / 2
    args = [r, ssw]
    for m, mean in groups:
        args += [m, mean]
    emit("anova", args, logint(f, linspace(mpf(-6), 6, 25) + linspace(mpf(8), 120, 57)))
