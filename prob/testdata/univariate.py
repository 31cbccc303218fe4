#!/usr/bin/env python3
"""Writes univariate.csv: log densities, distribution functions, quantiles, means and
variances of the univariate families of package prob that continuous.py does not have:
Weibull, Pareto and von Mises.

Run:  python3 univariate.py        (needs mpmath; a quarter of an hour; no arguments)

Columns: family, params, function, x, value, condition, as probtest.Golden reads them.
Inputs are taken as the exact values of the float64s written. Everything comes from
textbook formulas at 50 digits; the distribution function of the von Mises family from
integrating the density between break points, and its quantiles from Newton's method on
that; its moments from their Fourier series, sums of Bessel functions, for kappa up to
1e3. The circle is cut at the float64s next to -pi and pi.

condition is |x dv/dx| + sum |t dv/dt| over the parameters t, by differences: what
roundings of the inputs do to the value v. That of a mean of the von Mises family has
E|x|, or rather the root of E x^2, besides: what rounding every x in it does.
"""

import csv
import functools
import math
import os

from mpmath import (mp, mpf, besseli, cos, exp, expm1, gamma, inf, isinf, log, log1p, nstr, pi, power, quad, sin, sqrt)

mp.dps = 50
ROWS = []
H = mpf(10) ** -12
LEVELS = [-700, -100, -20, -5, -1]
PROBABILITIES = [1e-300, 1e-20, 0.01, 0.5, 0.99, 1 - 2.0**-40]
END = mpf(math.pi)


def complement(l):
    return log(-expm1(l)) if l > -1 else log1p(-exp(l))


class Weibull:
    name = "weibull"

    def logpdf(self, x, p):
        k, s = p
        return log(k) - log(s) + (k - 1) * log(x / s) - power(x / s, k)

    def tails(self, x, p):
        l = -power(x / p[1], p[0])
        return complement(l), l

    def solve(self, l, upper, p):
        return p[1] * power(-(l if upper else complement(l)), 1 / p[0])

    def moments(self, p):
        k, s = p
        return s * gamma(1 + 1 / k), s**2 * (gamma(1 + 2 / k) - gamma(1 + 1 / k) ** 2)


class Pareto:
    name = "pareto"

    def logpdf(self, x, p):
        m, a = p
        return log(a) + a * log(m) - (a + 1) * log(x)

    def tails(self, x, p):
        l = p[1] * log(p[0] / x)
        return complement(l), l

    def solve(self, l, upper, p):
        return p[0] * exp(-(l if upper else complement(l)) / p[1])

    def moments(self, p):
        m, a = p
        return a * m / (a - 1) if a > 1 else inf, m**2 * a / (a - 1) ** 2 / (a - 2) if a > 2 else (inf if a > 1 else None)


class VonMises:
    name = "von-mises"

    @functools.lru_cache(maxsize=None)
    def lognorm(self, k):  # log of 2 pi exp(-k) I0(k); Hankel's series, whose terms are below 1e-50 here, for large k
        if k < 500:
            return log(2 * pi * besseli(0, k)) - k
        term, total = mpf(1), mpf(1)
        for n in range(1, 60):
            term *= mpf(2 * n - 1) ** 2 / (8 * n * k)
            total += term
        return log(total * sqrt(2 * pi / k))

    def logpdf(self, x, p):
        m, k = p
        return k * (cos(x - m) - 1) - self.lognorm(k)

    def mass(self, a, b, p):
        """log of the integral of the density from a to b, in steps that the density sets."""
        m, k = p
        marks = sorted({a, b} | {c for c in (m - pi, m, m + pi) if a < c < b})
        total = None
        for lo, hi in zip(marks, marks[1:]):
            falling = self.logpdf(lo, p) > self.logpdf(hi, p)
            top, sign = (lo, 1) if falling else (hi, -1)
            base, at, part = self.logpdf(top, p), mpf(0), mpf(0)
            step = 2 / (1 + k * abs(sin(top - m)) + sqrt(k))
            while at < hi - lo:
                to = min(hi - lo, at + step)
                part += quad(lambda s: exp(self.logpdf(top + sign * s, p) - base), [at, to], method="gauss-legendre", maxdegree=5)
                at, step = to, step * 1.3
                if self.logpdf(top + sign * at, p) - base < -80:
                    break
            l = base + log(part)
            total = l if total is None else max(total, l) + log1p(exp(-abs(total - l)))
        return total

    def tails(self, x, p):
        low = self.mass(-END, x, p)
        if low < -log(2):
            return low, complement(low)
        high = self.mass(x, END, p)
        return complement(high), high

    def solve(self, l, upper, p):
        i = 1 if upper else 0
        lo, hi = -END, END
        x = p[0] if abs(p[0]) < 3 else mpf(0)
        for _ in range(400):
            f = self.tails(x, p)[i]
            if (f < l) == upper:
                hi = x
            else:
                lo = x
            step = (l - f) * exp(f - self.logpdf(x, p)) * (-1 if upper else 1)
            if abs(step) < mpf(10) ** -22 * (abs(x) + mpf(10) ** -20):
                return x + step
            x += step
            if not lo < x < hi:
                x = (lo + hi) / 2
            if hi - lo < mpf(10) ** -18:
                return None  # closer to an end than float64 can tell
        raise ArithmeticError((l, upper, p))

    def moments(self, p):
        m, k = p
        if k > 1000:
            return None, None
        n = int(30 + 16 * sqrt(k + 1))
        a = [besseli(j, k) / besseli(0, k) for j in range(n)]
        mean = 2 * sum((-1) ** (j + 1) * a[j] * sin(j * m) / j for j in range(1, n))
        square = pi**2 / 3 + 4 * sum((-1) ** j * a[j] * cos(j * m) / j**2 for j in range(1, n))
        return mean, square - mean**2


def num(v):
    return repr(float(v))


def put(f, p, function, x, value, condition):
    if value is None:
        value = "nan"
    elif isinf(value):
        value = "inf"
    elif value != 0 and not mpf(10) ** -305 < abs(value) < mpf(10) ** 305:
        return
    else:
        value = nstr(value, 20)
    ROWS.append([f.name, " ".join(num(v) for v in p), function, x, value, nstr(condition, 4)])


def condition(v, args):
    base = v(*args)
    total = [mpf(0)] * len(base)
    for i, t in enumerate(args):
        moved = list(args)
        moved[i] = t * (1 + H)
        total = [c + abs(m - b) / H for c, m, b in zip(total, v(*moved), base)]
    return base, total


def family(f, *parameters):
    for p in parameters:
        p = tuple(mpf(v) for v in p)
        points = set()
        for l in LEVELS:
            for upper in (False, True):
                x = f.solve(mpf(l), upper, p)
                if x is not None and mpf(10) ** -300 < abs(x) < mpf(10) ** 300:
                    points.add(float(x))
        for x in sorted(points):
            if f.name == "pareto" and x <= p[0] or f.name == "von-mises" and abs(x) >= END:
                continue
            v, c = condition(lambda x, *p: (f.logpdf(x, p),), (mpf(x),) + p)
            put(f, p, "logprob", num(x), v[0], c[0])
            (low, high), (clow, chigh) = condition(lambda x, *p: f.tails(x, p), (mpf(x),) + p)
            put(f, p, "logcdf", num(x), low, clow)
            put(f, p, "logsurvival", num(x), high, chigh)
            put(f, p, "cdf", num(x), exp(low), clow * exp(low))
            put(f, p, "survival", num(x), exp(high), chigh * exp(high))
        for q in PROBABILITIES:
            upper = q > 0.5
            l = log(1 - mpf(q)) if upper else log(mpf(q))
            x = f.solve(l, upper, p)
            if x is None or not mpf(10) ** -305 < abs(x) < mpf(10) ** 305:
                continue
            # dx/dt = -(d log tail/dt)/(d log tail/dx)
            _, c = condition(lambda *p: f.tails(x, p), p)
            i = 1 if upper else 0
            log_slope = f.logpdf(x, p) - f.tails(x, p)[i]
            put(f, p, "quantile", num(q), x, (c[i] + 1) * exp(-log_slope))
        mean, var = f.moments(p)
        if mean is not None and var is not None and mean + var < inf:
            _, (cm, cv) = condition(lambda *p: f.moments(p), p)
            if f.name == "von-mises":
                cm += sqrt(mean**2 + var)
            put(f, p, "mean", "", mean, cm)
            put(f, p, "var", "", var, cv)
        elif f.name != "von-mises":
            put(f, p, "mean", "", mean, 0)
            put(f, p, "var", "", var, 0)
        print(f.name, p, len(ROWS), flush=True)


def cross_check():
    """The slope of the distribution function is the density; moments are integrals."""

    def close(a, b, digits=18):
        assert abs(a - b) < mpf(10) ** -digits * max(1, abs(a)), (a, b)

    for f, p, xs in [(Weibull(), ("1.5", "2"), ("0.5", "3")), (Pareto(), ("2", "3"), ("2.5", "7")),
                     (VonMises(), ("1", "2"), ("-3", "0.5", "2")), (VonMises(), ("-3", "40"), ("-3.1", "3"))]:
        p = tuple(mpf(v) for v in p)
        for x in map(mpf, xs):
            h = mpf(10) ** -15
            close(exp(f.logpdf(x, p)), (exp(f.tails(x + h, p)[0]) - exp(f.tails(x - h, p)[0])) / (2 * h))
            low, high = f.tails(x, p)
            close(f.solve(low, False, p), x)
            close(f.solve(high, True, p), x)
        lo, hi = {"weibull": (0, inf), "pareto": (2, inf), "von-mises": (-pi, pi)}[f.name]
        marks = [lo, p[0], hi] if f.name == "von-mises" else [lo, 2 * hi if hi < inf else 5, hi]
        mean, var = f.moments(p)
        close(quad(lambda x: x * exp(f.logpdf(x, p)), marks), mean, 12)
        close(quad(lambda x: (x - mean) ** 2 * exp(f.logpdf(x, p)), marks), var, 12)


cross_check()
print("cross-checked", flush=True)
family(Weibull(), (1, 1), (2.5, 3), (0.3, 1e-6), (0.02, 1), (40, 1e12), (1e6, 2))
family(Pareto(), (1, 1), (3, 2.5), (1e-6, 0.4), (2, 0.01), (1e12, 50), (1, 1e6))
family(VonMises(), (0, 1), (0.5, 0), (-1, 1e-6), (3, 0.5), (-2, 12), (1, 19.999), (1, 20), (3.1, 300), (0, 1e4), (-0.25, 1e8))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "univariate.csv"), "w", newline="") as out:
    w = csv.writer(out, lineterminator="\n")
    w.writerow(["family", "params", "function", "x", "value", "condition"])
    w.writerows(ROWS)
