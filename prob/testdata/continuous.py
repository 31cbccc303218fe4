#!/usr/bin/env python3
"""Writes continuous.csv: log densities, distribution functions, quantiles, means and
variances of the continuous univariate families of package prob.

Run:  python3 continuous.py        (needs mpmath; some ten minutes; no arguments)

Columns: family, params, function, x, value, condition, as probtest.Golden reads
them. Inputs are taken as the exact values of the float64s written. Log densities
come from the formulas of the textbooks; distribution functions from closed forms
(erfc, atan, log) or, for the gamma, beta and t families, from integrating the density
outwards, in log x or logit x, at 55 digits, until nothing is left; quantiles from
Newton's method on the log of those. cross_check compares the integrals with mpmath's
own incomplete gamma and beta functions.

condition is |x dv/dx| + sum |t dv/dt| over the parameters t, by differences: what
roundings of the inputs do to the value v.
"""

import csv
import os

from mpmath import (mp, mpf, acot, atan, betainc, cos, diff, erf, erfc, erfinv, exp, expm1, gammainc, inf,
                    isinf, log, log1p, loggamma, nstr, pi, quad, sin, sqrt, tan)

mp.dps = 55
ROWS = []
H = mpf(10) ** -20


def complement(l):
    return log(-expm1(l)) if l > -1 else log1p(-exp(l))


# ---------------------------------------------------------------- tails by integration

def outwards(g, u, sign):
    """log of the integral of exp(g) from u to sign*inf, g concave there."""
    top = g(u)
    h = mpf(10) ** -10
    slope = abs(g(u + sign * h) - top) / h
    curve = abs(g(u + 2 * sign * h) - 2 * g(u + sign * h) + top) / h**2
    width = 1 / (1 + slope + sqrt(curve))
    total, at = mpf(0), u
    while True:
        ends = sorted([at, at + sign * width])
        part, error = quad(lambda s: exp(g(s) - top), ends, method="gauss-legendre", error=True, maxdegree=8)
        total += part
        assert error < mpf(10) ** (-25 if mp.dps > 30 else -7) * total, (part, error)
        at += sign * width
        if g(at) - top < log(total) - (60 if mp.dps > 30 else 20):
            return top + log(total)
        width *= 1.5


class Integrated:
    """A family whose density in a coordinate u = to(x) is log-concave."""

    stride = inf  # the longest step upwards in u

    def tails(self, x, p):
        return self.tails_at(self.to(x, p), p)

    def tails_at(self, u, p):
        g = self.kernel(p)
        h = mpf(10) ** -20
        if g(u + h) > g(u):  # u is left of the mode
            low = outwards(g, u, -1)
            return low, complement(low)
        high = outwards(g, u, 1)
        return complement(high), high

    def solve(self, l, upper, p, digits=20):
        """x where the log of a tail is l."""
        if l > -mpf(2) / 3:
            l, upper = complement(l), not upper
        u, g = self.start(p, upper, l), self.kernel(p)
        for _ in range(300):
            f = self.tails_at(u, p)[1 if upper else 0]
            step = (l - f) * exp(f - g(u)) * (-1 if upper else 1)
            step = max(-200 - abs(u), min(self.stride, 200 + abs(u), step))
            u += step
            if abs(step) < mpf(10) ** -digits * (1 + abs(u)) * self.spread(p):
                return self.back(u, p)
        raise ArithmeticError((self, l, upper, p))


class Gamma(Integrated):
    name = "gamma"
    stride = mpf(2)  # exp(-exp(u)) falls off a cliff

    def logpdf(self, x, p):
        a, b = p
        return a * log(b) - loggamma(a) + (a - 1) * log(x) - b * x

    def to(self, x, p):
        return log(x * p[1])

    def back(self, u, p):
        return exp(u) / p[1]

    def kernel(self, p):
        a = p[0]
        c = loggamma(a)
        return lambda u: a * u - exp(u) - c

    def start(self, p, upper, l):
        if p[0] >= 1:
            return log(p[0])
        return mpf(0) if upper else (l + loggamma(1 + p[0])) / p[0]  # the leading term

    def spread(self, p):
        return 1 / sqrt(1 + p[0])

    def moments(self, p):
        return p[0] / p[1], p[0] / p[1] ** 2


class InverseGamma(Gamma):
    name = "inverse-gamma"

    def logpdf(self, x, p):
        a, s = p
        return a * log(s) - loggamma(a) - (a + 1) * log(x) - s / x

    def tails(self, x, p):
        low, high = Gamma.tails(GAMMA, 1 / x, p)
        return high, low

    def solve(self, l, upper, p, digits=20):
        return 1 / Gamma.solve(GAMMA, l, not upper, p, digits)

    def moments(self, p):
        a, s = p
        mean = s / (a - 1) if a > 1 else inf
        return mean, s**2 / (a - 1) ** 2 / (a - 2) if a > 2 else (inf if a > 1 else None)


class Beta(Integrated):
    name = "beta"

    def logpdf(self, x, p):
        a, b = p
        return (a - 1) * log(x) + (b - 1) * log1p(-x) - self.logbeta(a, b)

    def logbeta(self, a, b):
        return loggamma(a) + loggamma(b) - loggamma(a + b)

    def to(self, x, p):
        return log(x) - log1p(-x)

    def back(self, u, p):
        return 1 / (1 + exp(-u))

    def kernel(self, p):
        a, b = p
        c = self.logbeta(a, b)
        return lambda u: (-a * log1p(exp(-u)) - b * (u + log1p(exp(-u))) - c if u > 0
                          else a * (u - log1p(exp(u))) - b * log1p(exp(u)) - c)

    def start(self, p, upper, l):
        return log(p[0]) - log(p[1])

    def spread(self, p):
        return 1 / sqrt(1 + p[0]) + 1 / sqrt(1 + p[1])

    def moments(self, p):
        a, b = p
        return a / (a + b), a * b / (a + b) ** 2 / (a + b + 1)


class StudentT(Integrated):
    name = "student-t"

    def logpdf(self, x, p):
        n, m, s = p
        z = (x - m) / s
        return loggamma((n + 1) / 2) - loggamma(n / 2) - log(n * pi) / 2 - log(s) - (n + 1) / 2 * log1p(z * z / n)

    def kernel(self, p):  # of log|z|
        n = p[0]
        c = self.logpdf(mpf(0), (n, mpf(0), mpf(1)))
        return lambda u: c + u - (n + 1) / 2 * log1p(exp(2 * u) / n)

    def tails(self, x, p):
        z = (x - p[1]) / p[2]
        if abs(z) < mpf(1) / 2:  # from the median instead, where log|z| is far away
            unit = (p[0], mpf(0), mpf(1))
            far = log(mpf(1) / 2 - quad(lambda s: exp(self.logpdf(s, unit)), [0, abs(z)]))
        else:
            far = outwards(self.kernel(p), log(abs(z)), 1)
        return (far, complement(far)) if z < 0 else (complement(far), far)

    def solve(self, l, upper, p, digits=20):
        if abs(l + log(2)) < mpf(10) ** -25:
            return p[1]
        if l > -log(2):
            l, upper = complement(l), not upper
        g, u = self.kernel(p), mpf(0)
        for _ in range(300):
            f = outwards(g, u, 1)
            step = (f - l) * exp(f - g(u))
            step = max(-1000, min(abs(l) * (1 + 1 / p[0]) + 10, step))
            u += step
            if abs(step) < mpf(10) ** -digits * (1 + abs(u)):
                z = exp(u)
                return p[1] + p[2] * (z if upper else -z)
        raise ArithmeticError((l, upper, p))

    def moments(self, p):
        n, m, s = p
        return m if n > 1 else None, s * s * n / (n - 2) if n > 2 else (inf if n > 1 else None)


GAMMA = Gamma()


# ---------------------------------------------------------------- closed forms

class Closed:
    """tails in closed form; solve by its inverse, given the smaller tail."""

    def tails(self, x, p):
        low, high = self.cdfs(x, p)
        # the smaller was computed without cancellation
        if low < high:
            return log(low), log1p(-low)
        return log1p(-high), log(high)


def phi(z):
    return erfc(-z / sqrt(mpf(2))) / 2


def phi_inverse(l):
    """z with log Phi(z) = l <= log(1/2)."""
    z = -sqrt(-2 * l) if l < -1 else mpf(-1) / 2
    for _ in range(300):
        f = log(phi(z))
        step = (l - f) * exp(f + z * z / 2) * sqrt(2 * pi)
        z += step
        if abs(step) < mpf(10) ** (8 - mp.dps) * (1 + abs(z)):
            return z
    raise ArithmeticError(l)


class Normal(Closed):
    name = "normal"

    def logpdf(self, x, p):
        z = (x - p[0]) / p[1]
        return -z * z / 2 - log(p[1]) - log(2 * pi) / 2

    def cdfs(self, x, p):
        z = (x - p[0]) / p[1]
        return phi(z), phi(-z)

    def solve(self, l, upper, p, digits=20):
        if l > -log(2):
            l, upper = complement(l), not upper
        z = phi_inverse(l)
        return p[0] + p[1] * (-z if upper else z)

    def moments(self, p):
        return p[0], p[1] ** 2


class LogNormal(Normal):
    name = "lognormal"

    def logpdf(self, x, p):
        return Normal.logpdf(self, log(x), p) - log(x)

    def cdfs(self, x, p):
        return Normal.cdfs(self, log(x), p)

    def solve(self, l, upper, p, digits=20):
        return exp(Normal.solve(self, l, upper, p, digits))

    def moments(self, p):
        v = p[1] ** 2
        return exp(p[0] + v / 2), expm1(v) * exp(2 * p[0] + v)


class HalfNormal(Closed):
    name = "half-normal"

    def logpdf(self, x, p):
        return log(2) + Normal.logpdf(self, x, (mpf(0), p[0]))

    def cdfs(self, x, p):
        z = x / p[0] / sqrt(mpf(2))
        return erf(z), erfc(z)

    def solve(self, l, upper, p, digits=20):
        if upper or l > -log(2):
            l = l if upper else complement(l)
            return -p[0] * phi_inverse(l - log(2))
        return p[0] * sqrt(mpf(2)) * erfinv(exp(l)) if l > -50 else p[0] * exp(l) * sqrt(pi / 2)

    def moments(self, p):
        return p[0] * sqrt(2 / pi), p[0] ** 2 * (1 - 2 / pi)


class Cauchy(Closed):
    name = "cauchy"

    def logpdf(self, x, p):
        return -log(pi) - log(p[1]) - log1p(((x - p[0]) / p[1]) ** 2)

    def cdfs(self, x, p):
        z = (x - p[0]) / p[1]
        far = atan(1 / abs(z)) / pi if z != 0 else mpf(1) / 2
        return (far, 1 - far) if z < 0 else (1 - far, far)

    def solve(self, l, upper, p, digits=20):
        z = cos(pi * exp(l)) / sin(pi * exp(l))
        return p[0] + p[1] * (z if upper else -z)

    def moments(self, p):
        return None, None


class HalfCauchy(Closed):
    name = "half-cauchy"

    def logpdf(self, x, p):
        return log(2) + Cauchy.logpdf(self, x, (mpf(0), p[0]))

    def cdfs(self, x, p):
        z = x / p[0]
        return 2 / pi * atan(z), 2 / pi * atan(1 / z)

    def solve(self, l, upper, p, digits=20):
        t = tan(pi / 2 * exp(l))
        return p[0] / t if upper else p[0] * t

    def moments(self, p):
        return inf, None


class Laplace(Closed):
    name = "laplace"

    def logpdf(self, x, p):
        return -abs(x - p[0]) / p[1] - log(2 * p[1])

    def cdfs(self, x, p):
        z = (x - p[0]) / p[1]
        far = exp(-abs(z)) / 2
        return (far, 1 - far) if z < 0 else (1 - far, far)

    def solve(self, l, upper, p, digits=20):
        if l > -log(2):
            l, upper = complement(l), not upper
        z = l + log(2)
        return p[0] + p[1] * (-z if upper else z)

    def moments(self, p):
        return p[0], 2 * p[1] ** 2


class Logistic(Closed):
    name = "logistic"

    def logpdf(self, x, p):
        z = (x - p[0]) / p[1]
        return -z - 2 * log1p(exp(-z)) - log(p[1])

    def cdfs(self, x, p):
        z = (x - p[0]) / p[1]
        return 1 / (1 + exp(-z)), 1 / (1 + exp(z))

    def solve(self, l, upper, p, digits=20):
        z = l - complement(l)
        return p[0] + p[1] * (-z if upper else z)

    def moments(self, p):
        return p[0], p[1] ** 2 * pi**2 / 3


class Exponential(Closed):
    name = "exponential"

    def logpdf(self, x, p):
        return log(p[0]) - p[0] * x

    def cdfs(self, x, p):
        return -expm1(-p[0] * x), exp(-p[0] * x)

    def solve(self, l, upper, p, digits=20):
        return -(l if upper else complement(l)) / p[0]

    def moments(self, p):
        return 1 / p[0], 1 / p[0] ** 2


class Uniform(Closed):
    name = "uniform"

    def logpdf(self, x, p):
        return -log(p[1] - p[0])

    def cdfs(self, x, p):
        return (x - p[0]) / (p[1] - p[0]), (p[1] - x) / (p[1] - p[0])

    def solve(self, l, upper, p, digits=20):
        w = exp(l) * (p[1] - p[0])
        return p[1] - w if upper else p[0] + w

    def moments(self, p):
        return (p[0] + p[1]) / 2, (p[1] - p[0]) ** 2 / 12


class Lomax(Closed):
    name = "lomax"

    def logpdf(self, x, p):
        a, s = p
        return log(a) - log(s) - (a + 1) * log1p(x / s)

    def cdfs(self, x, p):
        l = -p[0] * log1p(x / p[1])
        return -expm1(l), exp(l)

    def solve(self, l, upper, p, digits=20):
        return p[1] * expm1(-(l if upper else complement(l)) / p[0])

    def moments(self, p):
        a, s = p
        return s / (a - 1) if a > 1 else inf, s**2 * a / (a - 1) ** 2 / (a - 2) if a > 2 else (inf if a > 1 else None)


# ---------------------------------------------------------------- rows

def num(v):
    return repr(float(v))


def normal_float(v):
    return v == 0 or mpf(10) ** -305 < abs(v) < mpf(10) ** 305


def put(f, p, function, x, value, condition):
    if value is None:
        value = "nan"
    elif isinf(value):
        value = "inf"
    elif not normal_float(value):
        return
    else:
        value = nstr(value, 20)
    ROWS.append([f.name, " ".join(num(v) for v in p), function, x, value, nstr(condition, 4)])


def condition(v, args):
    """sum of |t dv/dt|, by one-sided differences, for a vector-valued v."""
    base = v(*args)
    total = [mpf(0)] * len(base)
    for i, t in enumerate(args):
        moved = list(args)
        moved[i] = t * (1 - H)
        total = [c + abs(m - b) / H for c, m, b in zip(total, v(*moved), base)]
    return base, total


LEVELS = [-700, -100, -20, -5, -1]
PROBABILITIES = [1e-300, 1e-20, 0.01, 0.5, 0.99, 1 - 2.0**-40]


def family(f, *parameters):
    for p in parameters:
        p = tuple(mpf(v) for v in p)
        points = {-1e100, 1.0, 1e250} if f.name == "student-t" else set()  # quantiles may be out of range
        for l in LEVELS:
            for upper in (False, True):
                with mp.workdps(30):  # a rough solution will do for a place to look at
                    x = f.solve(mpf(l), upper, p, 4)
                if mpf(10) ** -300 < abs(x) < mpf(10) ** 300:
                    points.add(float(x))
        top = {"beta": 1, "uniform": p[-1]}.get(f.name, inf)
        for x in sorted(points):
            if x >= top or f.name == "uniform" and x <= p[0]:
                continue  # the float is on the end of the support
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
            if not normal_float(x) or float(x) >= top or f.name == "uniform" and x <= p[0]:
                continue
            # dx/dt = -(d log tail/dt)/(d log tail/dx)
            _, c = condition(lambda *p: f.tails(x, p), p)
            i = 1 if upper else 0
            log_slope = f.logpdf(x, p) - f.tails(x, p)[i]
            c = (c[i] + 1) * exp(-log_slope)
            put(f, p, "quantile", num(q), x, c)
        mean, var = f.moments(p)
        put(f, p, "mean", "", mean, 0)
        put(f, p, "var", "", var, 0)
        print(f.name, p, len(ROWS), flush=True)


def cross_check():
    def close(a, b):
        assert abs(a - b) < mpf(10) ** -18 * max(1, abs(a)), (a, b)

    for a, x in [("0.3", "0.01"), ("2.5", "4"), ("40", "30"), ("300", "310")]:
        a, x = mpf(a), mpf(x)
        low, high = GAMMA.tails(x, (a, mpf(1)))
        close(low, log(gammainc(a, 0, x, regularized=True)))
        close(high, log(gammainc(a, x, inf, regularized=True)))
    for a, b, x in [("0.5", "0.25", "0.4"), ("2", "8", "0.1"), ("30", "3", "0.8")]:
        a, b, x = mpf(a), mpf(b), mpf(x)
        low, high = Beta().tails(x, (a, b))
        close(low, log(betainc(a, b, 0, x, regularized=True)))
        close(high, log(betainc(a, b, x, 1, regularized=True)))
    for n, z in [("1", "-2"), ("3.5", "0.01"), ("30", "5")]:
        n, z = mpf(n), mpf(z)
        low, high = StudentT().tails(z, (n, mpf(0), mpf(1)))
        close(min(low, high), log(betainc(n / 2, mpf(1) / 2, 0, n / (n + z * z), regularized=True) / 2))
    for f, p in [(Normal(), (1, 2)), (LogNormal(), (1, 2)), (HalfNormal(), (2,)), (Cauchy(), (1, 2)), (HalfCauchy(), (2,)),
                 (Laplace(), (1, 2)), (Logistic(), (1, 2)), (Exponential(), (2,)), (Uniform(), (-1, 4)), (Lomax(), (2, 3)),
                 (Gamma(), (2, 3)), (InverseGamma(), (2, 3)), (Beta(), (2, 3)), (StudentT(), (4, 1, 2))]:
        p = tuple(mpf(v) for v in p)
        for x in [mpf("0.125"), mpf("0.75")]:  # the density is the slope of the distribution function
            close(exp(f.logpdf(x, p)), (exp(f.tails(x + mpf(10) ** -15, p)[0]) - exp(f.tails(x - mpf(10) ** -15, p)[0])) / 2 * mpf(10) ** 15)
            low, high = f.tails(x, p)
            close(f.solve(low, False, p), x)
            close(f.solve(high, True, p), x)


cross_check()
print("cross-checked", flush=True)
family(Normal(), (0, 1), (1, 2), (-3e5, 0.1), (0, 1e-6), (5, 1e12))
family(Cauchy(), (0, 1), (3, 0.5), (0, 1e-6), (-1, 1e12))
family(HalfCauchy(), (1,), (5,), (1e-6,), (1e12,))
family(HalfNormal(), (1,), (2.5,), (1e-6,), (1e12,))
family(LogNormal(), (0, 1), (-2, 0.25), (1, 3), (5, 1e-6))
family(Laplace(), (0, 1), (-4, 0.3), (0, 1e-6), (7, 1e12))
family(Logistic(), (0, 1), (2, 0.25), (0, 1e-6), (-6, 1e12))
family(Exponential(), (1,), (0.2,), (1e-6,), (1e12,))
family(Uniform(), (0, 1), (-3, 7), (-1e12, 1e12))
family(Lomax(), (1, 1), (2.5, 3), (0.4, 2), (4, 1e-6), (1e-2, 1), (50, 1e12), (1e12, 1e12))
family(GAMMA, (1, 1), (2.5, 3), (0.3, 0.01), (1e-3, 1), (1e-6, 1e-6), (1, 1e12), (15, 1e-6), (25, 1), (300, 7), (1e6, 1), (1e10, 1e10), (1e12, 1e-6))
family(InverseGamma(), (1.5, 1), (2.5, 3), (0.3, 0.01), (1e-3, 1), (1e-6, 1e-6), (15, 1e-6), (300, 7), (1e10, 1e10), (1e12, 1e-6))
family(Beta(), (1, 1), (2, 8), (0.5, 0.5), (1, 3), (0.2, 5), (1e-3, 1e-3), (1e-6, 1), (1e-3, 1e6), (30, 50), (500, 2), (1e6, 1e6), (3, 1e12), (1e9, 1e9), (1e12, 1e9))
family(StudentT(), (1, 0, 1), (0.01, 0, 1), (1e-6, 0, 1), (0.7, 1, 2), (2.5, -3, 0.1), (4, 0, 1), (30, 0, 1e-6), (1000, 10, 1e12), (1e6, 0, 1), (1e12, 0, 1), (1e16, 0, 1), (1e18, 0, 1), (1e25, 0, 1))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "continuous.csv"), "w", newline="") as out:
    w = csv.writer(out, lineterminator="\n")
    w.writerow(["family", "params", "function", "x", "value", "condition"])
    w.writerows(ROWS)
