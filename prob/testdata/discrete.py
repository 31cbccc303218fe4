#!/usr/bin/env python3
"""Writes discrete.csv: masses, distribution functions and quantiles of the discrete
families of package prob, and log densities of the Dirichlet.

Run:  python3 discrete.py        (needs mpmath; under a minute; no arguments)

Columns: family, params, function, x, value, condition, as probtest.Golden reads them.
Everything is computed from the definitions at 50 digits: masses from log-gammas,
distribution functions as sums of masses outwards from x, those of many thousand terms
by the Euler-Maclaurin formula. Inputs are taken as the exact
values of the float64s written.

A value may be off by tol*(|value| + condition), where tol is 16*2^-52. condition is
  - for a log mass or density, 1 + the logs of what it is made of;
  - for the log of the smaller tail F, 32 + |log F|: a relative error of F of 1e-13
    and that of exp; for the log of the larger, the same error of the smaller;
  - 100 times that, 1e-11, for the beta mixtures where they are integrals.
"""

import csv
from mpmath import mp, mpf, log, loggamma, exp, log1p, beta, inf

mp.dps = 50
ROWS = []


def num(v):
    return repr(float(v)) if abs(v) != inf else ("inf" if v > 0 else "-inf")


def dec(v):
    if v == inf or v == -inf:
        return "inf" if v > 0 else "-inf"
    return mp.nstr(v, 25)


def row(family, params, function, x, value, condition):
    xs = x if isinstance(x, (list, tuple)) else [x]
    ROWS.append([family, " ".join(num(p) for p in params), function,
                 " ".join(num(v) for v in xs), dec(mpf(value)), mp.nstr(mpf(condition), 5)])


def xlogy(x, y):
    return mpf(0) if x == 0 else (x * log(y) if y > 0 else -inf)


def lchoose(n, k):
    return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)


def lrise(a, k):
    return loggamma(a + k) - loggamma(a)


# Each family: log mass, ratio of the mass at j+1 to that at j, mean, sd, top.

def poisson(rate):
    return (lambda k: xlogy(k, rate) - rate - loggamma(k + 1),
            lambda j: rate / (j + 1), rate, mp.sqrt(rate), inf)


def binomial(n, p):
    return (lambda k: lchoose(n, k) + xlogy(k, p) + xlogy(n - k, 1 - p),
            lambda j: (n - j) / (j + 1) * (p / (1 - p)), n * p, mp.sqrt(n * p * (1 - p)), n)


def geometric(p):
    return negative_binomial(mpf(1), p)


def negative_binomial(r, p):
    return (lambda k: lrise(r, k) - loggamma(k + 1) + r * log(p) + xlogy(k, 1 - p),
            lambda j: (r + j) / (j + 1) * (1 - p), r * (1 - p) / p, mp.sqrt(r * (1 - p)) / p, inf)


def beta_binomial(n, a, b):
    s = a + b
    sd = mp.sqrt(n * a * b * (s + n) / (s * s * (s + 1)))
    return (lambda k: lchoose(n, k) + lrise(a, k) + lrise(b, n - k) - lrise(s, n),
            lambda j: (n - j) / (j + 1) * (a + j) / (b + n - j - 1), n * a / s, sd, n)


def beta_negative_binomial(r, a, b):
    return (lambda k: lrise(r, k) - loggamma(k + 1) + lrise(a, r) + lrise(b, k) - lrise(a + b, r + k),
            lambda j: (r + j) / (j + 1) * (b + j) / (a + b + r + j),
            r * b / (a - 1) if a > 1 else inf, None, inf)


FAMILIES = {"poisson": poisson, "binomial": binomial, "geometric": geometric,
            "negative-binomial": negative_binomial, "beta-binomial": beta_binomial,
            "beta-negative-binomial": beta_negative_binomial}
MIXTURES = ("beta-binomial", "beta-negative-binomial")


def smooth(model, k, side):
    """Sum of the masses from k on to that side, relative to the mass at k, by the
    Euler-Maclaurin formula: the masses change little from one to the next."""
    at = model[0](k)
    f = lambda u: exp(model[0](k + side * u) - at)
    scale = 1 / max(1 / model[3], abs(log(model[1](k))))
    end = model[4] - k if side > 0 else k
    cuts = [mpf(0)]
    for c in (1, 3, 6, 10, 15, 22, 32, 46, 66, 100):
        cuts.append(min(c * scale, end))
        if cuts[-1] == end or f(cuts[-1]) < mpf(10) ** -35:
            break
    total = mp.quad(f, cuts, method="gauss-legendre") + (1 + f(cuts[-1])) / 2
    h = scale * mpf(10) ** -4
    for m in range(1, 4):  # beyond, below scale**-7
        # the derivative of order 2m-1 at 0, from central differences
        n = 2 * m - 1
        d = sum((-1) ** i * mp.binomial(n, i) * f((mpf(n) / 2 - i) * h) for i in range(n + 1)) / h ** n
        d2 = sum((-1) ** i * mp.binomial(n, i) * f((mpf(n) / 2 - i) * h / 2) for i in range(n + 1)) / (h / 2) ** n
        total -= mp.bernoulli(2 * m) / mp.factorial(2 * m) * (4 * d2 - d) / 3
    return total


def upward(model, k):
    """Sum of the masses from k on, relative to the mass at k."""
    if model[3] and model[3] > 2000 and k < model[4] and abs(log(model[1](k))) < 1e-2:
        return smooth(model, k, 1)
    ratio, top = model[1], model[4]
    total = term = mpf(1)
    j = k
    while j < top:
        term *= ratio(j)
        total += term
        j += 1
        if term < total * mpf(10) ** -35 and ratio(j) < 1:
            break
    return total


def downward(model, k):
    """Sum of the masses up to k, relative to the mass at k."""
    ratio = model[1]
    if model[3] and model[3] > 2000 and k > 200000 and abs(log(ratio(k))) < 1e-2:
        return smooth(model, k, -1)
    total = term = mpf(1)
    j = k
    while j > 0:
        term /= ratio(j - 1)
        total += term
        j -= 1
        if term < total * mpf(10) ** -35 and (j == 0 or ratio(j - 1) > 1):
            break
    return total


def euler_maclaurin(model, first, last):
    """Sum of the masses from first to last, both far from where they are rough."""
    f = lambda x: exp(model[0](x))
    cuts = [mpf(first)]
    while cuts[-1] * 4 < last:
        cuts.append(cuts[-1] * 4)
    cuts.append(mpf(last))
    total = mp.quad(f, cuts) + (f(mpf(first)) + f(mpf(last))) / 2
    for m in range(1, 7):
        d = mp.diff(f, mpf(last), 2 * m - 1, h=mpf(10) ** -6 * last) - mp.diff(f, mpf(first), 2 * m - 1, h=mpf(10) ** -6 * first)
        total += mp.bernoulli(2 * m) / mp.factorial(2 * m) * d
    return total


def tails(name, model, k):
    """(P(X <= k), P(X > k)), each to 25 digits."""
    k = mpf(k)
    if k >= model[4]:
        return mpf(1), mpf(0)
    mean, sd = model[2], model[3]
    if name == "beta-negative-binomial" or (name in MIXTURES and sd > 200000):
        if k <= 200000:
            below = exp(model[0](k)) * downward(model, k)
        elif name == "beta-binomial":
            head = mpf(400)
            below = exp(model[0](head - 1)) * downward(model, head - 1) + euler_maclaurin(model, head, k)
        else:
            f = lambda x: exp(model[0](x))
            above = mp.quad(f, [k + 1, 10 * k, 1000 * k, inf]) + f(k + 1) / 2
            above -= mp.diff(f, k + 1) / 12 - mp.diff(f, k + 1, 3) / 720  # beyond, below k**-5
            return 1 - above, above
        return below, 1 - below
    if k < mean:
        below = exp(model[0](k)) * downward(model, k)
        return below, 1 - below
    above = exp(model[0](k + 1)) * upward(model, k + 1)
    return 1 - above, above


def slack(small, large, wide):
    c = (32 + abs(log(small))) * (100 if wide else 1)
    return c, c * small / large


def mass(name, params, ks):
    model = FAMILIES[name](*map(mpf, params))
    size = 1 + sum(abs(log(mpf(p))) for p in params if p > 0)
    for k in ks:
        v = model[0](mpf(k)) if k <= model[4] else -inf
        row(name, params, "logprob", k, v, size + log(1 + mpf(k)))


def distribution(name, params, ks, given=None):
    """given: k -> (below, above), where there is a closed form."""
    model = FAMILIES[name](*map(mpf, params))
    mass(name, params, ks)
    wide = name in MIXTURES and (name != "beta-binomial" or params[0] > 4096)
    for k in ks:
        below, above = given(mpf(k)) if given else tails(name, model, k)
        if above == 0:
            continue
        if below < above:
            cb, ca = slack(below, above, wide)
        else:
            ca, cb = slack(above, below, wide)
        row(name, params, "logcdf", k, log(below) if below < above else log1p(-above), cb)
        row(name, params, "logsurvival", k, log(above) if above < below else log1p(-below), ca)


def quantile(name, params, ps):
    """Newton on the log of the smaller tail, kept inside a bracket by bisection."""
    model = FAMILIES[name](*map(mpf, params))
    for p in ps:
        least = p * (1 - mpf(10) ** -25)  # equality is for real, not by rounding
        low, high = mpf(-1), model[4]  # the answer is above low, at most high
        k = mp.floor(min(model[2] if model[2] < inf else mpf(1), model[4]))
        while True:
            below, above = tails(name, model, k)
            here = exp(model[0](k))
            if below >= least and below - here < least:
                break
            if below < least:
                low = k
            else:
                high = k
            step = mpf(0)
            if p < 0.5:
                step = (log(mpf(p)) - log(below)) * below / here
            elif above > 0:
                step = (log(above) - log(1 - mpf(p))) * above / here
            limit = 100 * max(mpf(1), model[3] or k)
            next = mp.nint(k + max(-limit, min(limit, step)))
            if not low < next < high:
                if high == inf:
                    next = 2 * k + 1
                else:
                    next = high if high - low <= 1 else mp.floor((low + high) / 2)
            k = next
        row(name, params, "quantile", p, k, 0)


def univariate():
    for p in (0.3, 1e-12, 1 - 2.0 ** -40):
        row("bernoulli", [p], "logprob", 1, log(mpf(p)), 1e-3)
        row("bernoulli", [p], "logprob", 0, log1p(-mpf(p)), 0)
        row("bernoulli", [p], "logcdf", 0, log1p(-mpf(p)), 0)
        row("bernoulli", [p], "logsurvival", 0.5, log(mpf(p)), 1e-3)

    distribution("poisson", [1e-6], [0, 1, 2, 40])
    distribution("poisson", [4.0], [0, 1, 4, 12, 100, 400])
    distribution("poisson", [300.0], [0, 10, 299, 300, 400, 900])
    distribution("poisson", [1e9], [9e8, 999900000, 10 ** 9, 1000050000, 1100000000])
    mass("poisson", [1e12], [0, 1, 10 ** 12, 10 ** 12 + 10 ** 7])
    mass("poisson", [1e-300], [0, 1, 3])
    mass("poisson", [1e-10], [10 ** 9])
    quantile("poisson", [4.0], [1e-10, 0.01, 0.3, 0.5, 0.999, 1 - 2.0 ** -50])
    quantile("poisson", [1e9], [1e-100, 1e-5, 0.5, 0.999999])

    distribution("binomial", [20, 0.3], [0, 5, 6, 7, 19, 20])
    distribution("binomial", [1000, 0.9], [0, 500, 899, 900, 950, 999])
    distribution("binomial", [1e9, 1e-9], [0, 1, 2, 50])
    distribution("binomial", [1e9, 0.25], [240000000, 249950000, 250000000, 250100000, 260000000])
    distribution("binomial", [30, 1e-12], [0, 1, 2, 29])
    mass("binomial", [1e15, 0.5], [0, 1, 5 * 10 ** 14, 5 * 10 ** 14 + 10 ** 8, 10 ** 15])
    mass("binomial", [1e9, 1 - 2.0 ** -30], [10 ** 9, 10 ** 9 - 1, 10 ** 9 - 5, 0])
    quantile("binomial", [20, 0.3], [1e-10, 0.01, 0.3, 0.5, 0.999])
    quantile("binomial", [1e9, 0.25], [1e-100, 1e-5, 0.5, 0.999999])

    distribution("geometric", [0.2], [0, 1, 10, 1000])
    distribution("geometric", [1e-9], [0, 1, 10 ** 5])
    mass("geometric", [1e-9], [10 ** 9, 10 ** 12])
    quantile("geometric", [0.2], [1e-10, 0.2, 0.3, 0.5, 0.999])

    distribution("negative-binomial", [3.5, 0.4], [0, 1, 5, 60, 500])
    distribution("negative-binomial", [1e-3, 0.01], [0, 1, 100, 5000])
    distribution("negative-binomial", [1e12, 1 / (1 + 7e-12)], [0, 1, 7, 30, 100])  # Poisson(7)
    distribution("negative-binomial", [50.0, 1e-3], [0, 1000, 49950, 80000])
    mass("negative-binomial", [1e-6, 0.5], [0, 1, 1000])
    mass("negative-binomial", [1e12, 0.5], [10 ** 12, 10 ** 12 + 10 ** 7, 10 ** 9, 0])
    mass("negative-binomial", [1e12, 0.3], [2333333333333, 2333350000000])
    mass("negative-binomial", [1e12, 0.1], [9 * 10 ** 12 - 5 * 10 ** 7])
    mass("negative-binomial", [0.25, 1e-10], [0, 1, 10 ** 9, 10 ** 12])
    quantile("negative-binomial", [3.5, 0.4], [1e-10, 0.01, 0.3, 0.5, 0.999])
    quantile("negative-binomial", [1e12, 1 / (1 + 7e-12)], [0.01, 0.5, 0.999])

    distribution("beta-binomial", [10, 2.0, 3.0], [0, 4, 9, 10])
    distribution("beta-binomial", [50, 0.3, 0.4], [0, 25, 49])
    distribution("beta-binomial", [50, 1e-6, 2.0], [0, 1, 49])
    distribution("beta-binomial", [4096, 5.0, 700.0], [0, 20, 30, 300, 4095])
    distribution("beta-binomial", [20000, 0.02, 7.5], [0, 5, 1000, 19000])
    distribution("beta-binomial", [20000, 300.0, 90.0], [100, 14000, 15400, 16500, 19999])
    distribution("beta-binomial", [1e9, 1e12, 1e12], [499000000, 499950000, 500000000, 500100000])
    distribution("beta-binomial", [1e9, 3.5, 2.5], [1000, 10 ** 7, 6 * 10 ** 8, 9 * 10 ** 8])
    n = mpf(10) ** 9
    distribution("beta-binomial", [1e9, 1.0, 1.0], [0, 1, 10 ** 6, 999999998],
                 lambda k: ((k + 1) / (n + 1), (n - k) / (n + 1)))

    def power(k):  # Beta{1/2, 1}
        below = exp(loggamma(k + 1.5) - loggamma(k + 1) + loggamma(n + 1) - loggamma(n + 1.5))
        return below, 1 - below
    distribution("beta-binomial", [1e9, 0.5, 1.0], [0, 1, 10 ** 6, 999999998], power)
    mass("beta-binomial", [1e9, 1.0, 1.0], [0, 7, 5 * 10 ** 8, 10 ** 9])
    mass("beta-binomial", [1e9, 1e12, 1e12], [0, 1, 5 * 10 ** 8, 10 ** 9])
    mass("beta-binomial", [1e9, 1e-6, 1e-6], [0, 1, 5 * 10 ** 8, 10 ** 9])
    mass("beta-binomial", [1e9, 1e-6, 1e12], [0, 1, 5 * 10 ** 8, 10 ** 9])
    mass("beta-binomial", [1, 1e12, 3e12], [0, 1])
    mass("beta-binomial", [1e15, 2.5, 1e9], [0, 10 ** 9, 10 ** 15])
    quantile("beta-binomial", [50, 0.3, 0.4], [0.01, 0.3, 0.5, 0.9])
    quantile("beta-binomial", [20000, 300.0, 90.0], [1e-6, 0.5, 0.999])
    quantile("beta-binomial", [1e9, 1e12, 1e12], [1e-6, 0.5, 0.999])

    distribution("beta-negative-binomial", [1.0, 2.5, 3.0], [0, 1, 10, 10 ** 4])
    distribution("beta-negative-binomial", [2.5, 3.0, 0.5], [0, 1, 10, 5000, 10 ** 8])
    distribution("beta-negative-binomial", [1e12, 3e12, 5.0], [0, 1, 2, 30])
    distribution("beta-negative-binomial", [0.02, 0.03, 4.0], [0, 5, 1000])
    distribution("beta-negative-binomial", [1e-6, 1e-6, 3.0], [999, 5000, 10 ** 5])

    def first(a, b):  # R = 1
        def given(k):
            above = exp(lrise(b, k + 1) - lrise(a + b, k + 1))
            return 1 - above, above
        return given
    for a, b in ((0.001, 4.0), (2.5, 3.0), (1e4, 1e12)):
        distribution("beta-negative-binomial", [1.0, a, b], [10 ** 3, 10 ** 9, 10 ** 13], first(mpf(a), mpf(b)))
    mass("beta-negative-binomial", [1e-6, 2.0, 1e12], [0, 1, 10 ** 9])
    mass("beta-negative-binomial", [1e12, 1e12, 1e12], [0, 10 ** 9, 10 ** 12, 10 ** 12 + 10 ** 7])
    mass("beta-negative-binomial", [1e-6, 1e-6, 1e-6], [0, 1, 10 ** 9])
    quantile("beta-negative-binomial", [2.5, 3.0, 0.5], [0.5, 0.9, 0.999])


def multivariate():
    def condition(params, xs):
        return len(xs) + sum(abs(log(mpf(v))) for v in list(params) + list(xs) if v > 0)

    for n, p, x in ((10, [0.2, 0.3, 0.5], [2, 3, 5]), (10, [0.2, 0.3, 0.5], [0, 0, 10]),
                    (10 ** 9, [0.1] * 10, [10 ** 8] * 10), (10 ** 9, [1e-9, 1 - 1e-9], [3, 10 ** 9 - 3]),
                    (10 ** 9, [0.1, 0.2, 0.7], [10 ** 8 + 20000, 2 * 10 ** 8 - 50000, 7 * 10 ** 8 + 30000]),
                    (5, [0.5, 0.0, 0.5], [2, 0, 3])):
        s = sum(map(mpf, p))
        v = loggamma(mpf(n) + 1) + sum(xlogy(k, mpf(q) / s) - loggamma(mpf(k) + 1) for k, q in zip(x, p))
        row("multinomial", [n] + p, "logprob", x, v, condition([n], x))

    for alpha, x in (([1.0, 1.0, 1.0], [0.25, 0.25, 0.5]), ([2.0, 0.5, 7.0], [0.1, 0.3, 0.6]),
                     ([1e-6, 1e-6], [0.25, 0.75]), ([1e-3, 3.0, 1e-3], [1e-200, 1 - 1e-12, 1e-12]),
                     ([1e12, 2e12, 1e12], [0.25, 0.5, 0.25]), ([1e12] * 10, [0.1] * 10),
                     ([1e12, 2e12, 1e12], [0.2500003, 0.4999991, 0.2500006]),
                     ([1e12, 5.0], [1 - 5e-12, 5e-12]), ([1.0, 40.0], [0.0, 1.0]),
                     ([3.0, 1e9], [1e-8, 1 - 1e-8])):
        a = sum(map(mpf, alpha))
        v = loggamma(a) - a * (sum(map(mpf, x)) - 1)
        v += sum(xlogy(mpf(q) - 1, mpf(t)) - loggamma(mpf(q)) for q, t in zip(alpha, x))
        row("dirichlet", alpha, "logprob", x, v, condition(alpha, x))

    for n, alpha, x in ((10, [2.0, 0.5, 7.0], [2, 3, 5]), (10, [2.0, 0.5, 7.0], [10, 0, 0]),
                        (10 ** 9, [1.0, 1.0, 1.0], [10 ** 8, 4 * 10 ** 8, 5 * 10 ** 8]),
                        (10 ** 9, [1e12, 1e12, 2e12], [250000000, 250010000, 499990000]),
                        (10 ** 9, [1e-6, 1e12, 1e-6], [0, 10 ** 9, 0]), (10 ** 9, [1e-6, 1e-6, 1e-6], [1, 10 ** 9 - 2, 1]),
                        (1, [1e12, 3e12], [1, 0])):
        a = sum(map(mpf, alpha))
        v = loggamma(mpf(n) + 1) - lrise(a, mpf(n))
        v += sum(lrise(mpf(q), mpf(k)) - loggamma(mpf(k) + 1) for q, k in zip(alpha, x))
        row("dirichlet-multinomial", [n] + alpha, "logprob", x, v, condition([n] + alpha, x))


if __name__ == "__main__":
    univariate()
    multivariate()
    with open("discrete.csv", "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(["family", "params", "function", "x", "value", "condition"])
        w.writerows(ROWS)
