#!/usr/bin/env python3
"""Writes means_rows.csv, made-up rows, and means.csv: what package causal should say of them.

Run:  python3 means.py        (needs numpy, scipy and mpmath; a minute or two; no arguments)

Columns of means.csv: what is asked, its value, and the standard error of the value, 0 if exact.

Exact values come from least squares by numpy (QR of the design matrix spelled out, dummies and
all), t distributions and integrals over them by mpmath at 30 digits. Probabilities and quantiles
of standardised means are plain draws, 10 million of them: a Student t for every cell's mean and a
Dirichlet for the shares of the cells. The Go code draws no means, and shares no formula with this.
"""

import csv
import os

import mpmath as mp
import numpy as np
from scipy import stats

mp.mp.dps = 30
here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.default_rng(20)

# Rows: three clinics of unlike size; drug b is for the ill; a third drug is not compared.
rows = []
for clinic, n, share, base in (("north", 40, 0.25, 2.0), ("mid", 50, 0.5, 5.0), ("south", 30, 0.75, 9.0)):
    for i in range(n):
        drug = "c" if rng.random() < 0.1 else ("b" if rng.random() < share else "a")
        age = round(40 + 6 * base + 8 * rng.normal(), 1)
        dose = round(base + 2 * (drug == "b") + rng.normal(), 2)
        sex = "f" if rng.random() < 0.5 else "m"
        y = round(base - 0.7 * (drug == "b") - 0.3 * dose + 0.02 * age + 0.4 * (sex == "m") + (1 + (drug == "b")) * rng.normal(), 2)
        rows.append((clinic, drug, sex, age, dose, y))
with open(os.path.join(here, "means_rows.csv"), "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(("clinic", "drug", "sex", "age", "dose", "y"))
    w.writerows(rows)

clinic = np.array([r[0] for r in rows])
drug = np.array([r[1] for r in rows])
sex = np.array([r[2] for r in rows])
age, dose, y = (np.array([float(r[k]) for r in rows]) for k in (3, 4, 5))
clinics = sorted(set(clinic))
out = []


def say(name, value, err=0.0):
    out.append((name, mp.nstr(mp.mpf(value), 17) if not isinstance(value, float) else repr(float(value)), "%.3g" % err))


def ols(columns, response):
    """Coefficients, standard errors, degrees of freedom."""
    X = np.column_stack(columns)
    q, r = np.linalg.qr(X)
    beta = np.linalg.solve(r, q.T @ response)
    df = len(response) - X.shape[1]
    s2 = np.sum((response - X @ beta) ** 2) / df
    return beta, np.sqrt(s2 * np.sum(np.linalg.inv(r) ** 2, axis=1)), df


def t_cdf(x, df, loc=0, scale=1):
    z = (mp.mpf(x) - mp.mpf(loc)) / mp.mpf(scale)
    p = mp.betainc(mp.mpf(df) / 2, mp.mpf(1) / 2, 0, df / (df + z * z), regularized=True) / 2
    return p if z < 0 else 1 - p


def t_pdf(x, df, loc, scale):
    z = (x - loc) / scale
    return mp.gamma(mp.mpf(df + 1) / 2) / mp.gamma(mp.mpf(df) / 2) / mp.sqrt(df * mp.pi) / scale * (1 + z * z / df) ** (-mp.mpf(df + 1) / 2)


one = np.ones(len(y))
factors = [(clinic == c).astype(float) for c in clinics]

# Slopes of y on dose.
b, se, df = ols([one, dose], y)
say("slope crude", b[1]), say("slope crude err", se[1])
crude = b[1]
b, se, df = ols(factors + [dose], y)
say("slope within", b[-1]), say("slope within err", se[-1])
say("slope reversal", 1 - t_cdf(0, df, b[-1], se[-1]) if crude < 0 else t_cdf(0, df, b[-1], se[-1]))
every, below, above = mp.mpf(1), mp.mpf(1), mp.mpf(1)
for c in clinics:
    m = clinic == c
    b, se, df = ols([one[m], dose[m]], y[m])
    say("slope " + c, b[1]), say("slope %s err" % c, se[1])
    p = t_cdf(0, df, b[1], se[1])
    every *= p if crude > 0 else 1 - p
    p = t_cdf(crude, df, b[1], se[1])
    below, above = below * p, above * (1 - p)
say("slope every", every), say("slope outside", below + above)

# One variance: lines of their own with a common sigma; given it they are independent.
X = factors + [f * dose for f in factors]
b, se, df = ols(X, y)
rss = se[3] ** 2 * df  # per unit of (X'X)^-1, so rss·(X'X)^-1 is what is needed:
slopes = [(mp.mpf(b[3 + i]), mp.mpf(se[3 + i])) for i in range(3)]  # estimate, standard error at s2


def over_scale(f, df):
    """E f(u), df/u² chi-squared: sigma = s·u."""
    density = lambda u: 2 * u ** (-df - 1) * mp.mpf(df) / 2 * (mp.mpf(df) / 2) ** (mp.mpf(df) / 2 - 1) / mp.gamma(mp.mpf(df) / 2) * mp.exp(-mp.mpf(df) / 2 / u ** 2)
    total = mp.quad(density, [0.3, 0.8, 1, 1.25, 2, 6])
    assert abs(total - 1) < 1e-15, total
    return mp.quad(lambda u: density(u) * f(u), [0.3, 0.8, 1, 1.25, 2, 6])


say("slope every one variance", over_scale(lambda u: mp.fprod(mp.ncdf(e / (s * u) * (-1 if crude > 0 else 1)) for e, s in slopes), df))
say("slope outside one variance", over_scale(lambda u: mp.fprod(mp.ncdf((e - crude) / (s * u)) for e, s in slopes)
                                             + mp.fprod(mp.ncdf((crude - e) / (s * u)) for e, s in slopes), df))

# Means of y under b and a.
cell = {(c, d): y[(clinic == c) & (drug == d)] for c in clinics for d in "abc"}
n = {k: len(v) for k, v in cell.items()}
crude = y[drug == "b"].mean() - y[drug == "a"].mean()
say("mean crude", crude)
difference = {c: cell[c, "b"].mean() - cell[c, "a"].mean() for c in clinics}
mixes = {"ATE": {c: sum(n[c, d] for d in "abc") for c in clinics}, "ATT": {c: n[c, "b"] for c in clinics}, "ATC": {c: n[c, "a"] for c in clinics}}
for name, mix in mixes.items():
    say("mean " + name, sum(mix[c] * difference[c] for c in clinics) / sum(mix.values()))
compared = (drug != "c")
b, se, df = ols([f[compared] for f in factors] + [(drug[compared] == "b").astype(float)], y[compared])
say("mean overlap", b[-1])  # a regression with the clinic as a factor
p1 = {c: n[c, "b"] / sum(n[k, "b"] for k in clinics) for c in clinics}
p0 = {c: n[c, "a"] / sum(n[k, "a"] for k in clinics) for c in clinics}
say("mean rate", sum((p1[c] + p0[c]) / 2 * difference[c] for c in clinics))
say("mean composition", sum((p1[c] - p0[c]) * (cell[c, "b"].mean() + cell[c, "a"].mean()) / 2 for c in clinics))


def student(v):
    return len(v) - 1, mp.mpf(v.mean()), mp.mpf(v.std(ddof=1)) / mp.sqrt(len(v))


def difference_cdf(x, t1, t0):
    """P(T1 - T0 <= x): the Behrens-Fisher distribution."""
    knots = [t0[1] + t0[2] * k for k in (-200, -40, -12, -5, -2, 0, 2, 5, 12, 40, 200)]
    return mp.quad(lambda v: t_pdf(v, *t0) * t_cdf(x + v, *t1), [-mp.inf] + knots + [mp.inf])


mp.mp.dps = 20
every = mp.mpf(1)
for c in clinics:
    t1, t0 = student(cell[c, "b"]), student(cell[c, "a"])
    p = difference_cdf(0, t1, t0)
    every *= p if crude > 0 else 1 - p
    say("mean %s below 0" % c, p)
    for level, q in (("low", 0.05), ("high", 0.95)):
        guess = difference[c] + float(stats.norm.ppf(q)) * float(mp.hypot(t1[2], t0[2]))
        say("mean %s %s" % (c, level), mp.findroot(lambda x: difference_cdf(x, t1, t0) - q, (guess, guess * 1.02 + 0.01), tol=1e-12))
say("mean every", every)

# Plain draws.
draws, chunk = 10_000_000, 500_000
kept = {}
cells = [(c, d) for c in clinics for d in "ba"]
for _ in range(draws // chunk):
    shape = [n[k] + 0.25 for k in cells] + [n[c, "c"] for c in clinics]
    g = {k: rng.gamma(s, size=chunk) if s > 0 else np.zeros(chunk) for k, s in zip(cells + [(c, "c") for c in clinics], shape)}
    mu = {k: cell[k].mean() + cell[k].std(ddof=1) / np.sqrt(n[k]) * rng.standard_t(n[k] - 1, size=chunk) for k in cells}
    d = [mu[c, "b"] - mu[c, "a"] for c in clinics]
    whole = [sum(g[c, k] for k in "abc") for c in clinics]
    ate = sum(w * x for w, x in zip(whole, d)) / sum(whole)
    att = sum(g[c, "b"] * x for c, x in zip(clinics, d)) / sum(g[c, "b"] for c in clinics)
    atc = sum(g[c, "a"] * x for c, x in zip(clinics, d)) / sum(g[c, "a"] for c in clinics)
    raw = sum(g[c, "b"] * mu[c, "b"] for c in clinics) / sum(g[c, "b"] for c in clinics) - sum(g[c, "a"] * mu[c, "a"] for c in clinics) / sum(g[c, "a"] for c in clinics)
    low, high = np.min(d, axis=0), np.max(d, axis=0)
    for name, x in (("ATE", ate), ("ATT", att), ("ATC", atc), ("crude", raw), ("bias", ate - raw), ("outside", (raw < low) | (raw > high))):
        kept.setdefault(name, []).append(x)
for name, parts in kept.items():
    x = np.concatenate(parts)
    if name == "outside":
        say("draw outside", float(x.mean()), np.sqrt(x.mean() * (1 - x.mean()) / len(x)))
        continue
    p = float((x < 0).mean())
    say("draw %s below 0" % name, p, np.sqrt(max(p * (1 - p), 1 / len(x)) / len(x)))
    say("draw %s mean" % name, float(x.mean()), x.std() / np.sqrt(len(x)))
    for level, q in (("low", 0.05), ("median", 0.5), ("high", 0.95)):
        at = float(np.quantile(x, q))
        h = 0.05 * x.std()
        density = np.mean(np.abs(x - at) < h) / (2 * h)
        say("draw %s %s" % (name, level), at, np.sqrt(q * (1 - q) / len(x)) / density)

# Regressions of y on drug b against a.
m = compared
t = (drug[m] == "b").astype(float)
Z = [(clinic[m] == "north").astype(float), (clinic[m] == "south").astype(float), (sex[m] == "m").astype(float), age[m], dose[m]]
b, se, df = ols([one[m]] + Z + [t], y[m])
say("regression", b[-1]), say("regression err", se[-1])
for name, of in (("ATE", np.ones(m.sum(), bool)), ("ATT", t == 1), ("ATC", t == 0)):
    b, se, df = ols([one[m]] + Z + [t * (z - z[of].mean()) for z in Z] + [t], y[m])
    say("regression varying " + name, b[-1]), say("regression varying %s err" % name, se[-1])

with open(os.path.join(here, "means.csv"), "w", newline="") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(("what", "value", "stderr"))
    w.writerows(out)
