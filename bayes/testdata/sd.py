#!/usr/bin/env python3
"""The distribution of a standard deviation whose variance is inverse gamma.

Run as `python3 sd.py > sd.csv` in this directory; needs mpmath. If v has
density b^a/Gamma(a) v^(-a-1) exp(-b/v), then s = sqrt(v) has CDF Q(a, b/s^2) with
Q the regularised upper incomplete gamma function, and E s^k = b^(k/2)
Gamma(a-k/2)/Gamma(a). The last column is how much the value moves, relative to
the step, when x and the parameters do.
"""

from mpmath import mp, mpf, diff, gammainc, loggamma, log, exp, sqrt

mp.dps = 50


def mean(x, a, b):
    return sqrt(b) * exp(loggamma(a - mpf(1) / 2) - loggamma(a))


def var(x, a, b):
    return b / (a - 1) - mean(x, a, b)**2


def logprob(x, a, b):
    return log(2 * x) + a * log(b) - loggamma(a) - (a + 1) * log(x**2) - b / x**2


def cdf(x, a, b):
    return gammainc(a, b / x**2, regularized=True)


def survival(x, a, b):
    return gammainc(a, 0, b / x**2, regularized=True)


def row(f, a, b, x=None):
    args = [mpf(1 if x is None else x), mpf(a), mpf(b)]
    value = f(*args)
    condition = sum(abs(args[i] * diff(lambda t: f(*args[:i], t, *args[i + 1:]), args[i], h=args[i] * mpf(10)**-20))
                    for i in range(3))
    print(f"sd,{a!r} {b!r},{f.__name__},{'' if x is None else repr(x)},{mp.nstr(value, 20)},{mp.nstr(condition, 5)}")


print("family,params,function,x,value,condition")
for a, b in [(0.6, 2.0), (0.75, 1e-6), (1.0001, 3.0), (1.5, 1.0), (3.0, 4.0), (40.0, 100.0), (1e4, 1e6), (1e8, 1e-3), (1e12, 1e12)]:
    row(mean, a, b)
    if a > 1:
        row(var, a, b)
    mode = float(sqrt(mpf(b) / (mpf(a) + mpf(1) / 2)))
    for k in (-3, -1, 0, 1, 4):
        x = float(mode * exp(mpf(k) / sqrt(4 * mpf(a) + 1)))
        row(logprob, a, b, x)
        if a < 1e5:
            row(cdf, a, b, x)
            row(survival, a, b, x)
