#!/usr/bin/env python3
"""Writes posterior.csv: posteriors of the published tables, by numpy.

Run in this directory:  python3 posterior.py      (needs numpy; a minute; no arguments)

Columns: table, prior, quantity, value, stderr (Monte Carlo). 2,000,000 draws each from

    risk in stratum z under treatment t   Beta(a + events, b + rest)
    shares of the cells (t, z)            Dirichlet(counts + c/2)

with a = b = c = 1/2 (prior "jeffreys") or a = 1, b = 3, c = 2 ("other"). All effects of a
draw come from its risks and shares: crude from those of each treatment, standardised from
those of everyone, the treated, the control. Quantities: rd_* are risk differences, rr_*
ratios; *_low, *_median and *_high are quantiles at 2.5%, 50% and 97.5%; bias is the
standardised less the crude difference. p_reversal: that the standardised difference has the
opposite sign to the observed crude one; p_every: that every stratum's has; p_outside: that
the crude difference lies outside the range of the strata's, p_outside_rr: the crude ratio
outside that of theirs; p_reversal_att and p_reversal_atc: that the effects on the treated and
on the control have the opposite sign; p_crude: that it has the sign
observed; p_bias: that bias has the sign it has in the observed table. Shared with the Go code
are the definitions only: numpy draws the betas and gammas.
"""

import csv
import os

import numpy as np

N = 2_000_000
HERE = os.path.dirname(os.path.abspath(__file__))
PUBLISHED = os.path.join(HERE, "..", "..", "..", "testdata")


def tables():
    with open(os.path.join(PUBLISHED, "expected.csv")) as f:
        for e in csv.DictReader(f):
            with open(os.path.join(PUBLISHED, e["dataset"] + ".csv")) as g:
                rows = list(csv.reader(g))[1:]
            cells = {}
            for z, t, y, n in rows:
                arm = {e["treated"]: 0, e["control"]: 1}[t]
                c = cells.setdefault(z, np.zeros((2, 2)))
                c[arm, 0 if y == e["event"] else 1] += float(n)
            yield e["dataset"], np.array([cells[z] for z in sorted(cells)])


def quantiles(x):
    x = np.sort(x)
    n = len(x)
    for name, p in (("low", 0.025), ("median", 0.5), ("high", 0.975)):
        k, s = p * n, np.sqrt(n * p * (1 - p))
        yield name, x[int(k)], (x[int(k + s)] - x[int(k - s)]) / 2


out = [("table", "prior", "quantity", "value", "stderr")]
rng = np.random.default_rng(1)
for name, x in tables():
    for prior, (a, b, c) in (("jeffreys", (0.5, 0.5, 0.5)), ("other", (1, 3, 2))):
        n = x.sum(axis=2)
        p = rng.beta(a + x[None, :, :, 0], b + x[None, :, :, 1], (N,) + n.shape)
        g = rng.gamma(c / 2 + n[None], 1, (N,) + n.shape)
        share = g / g.sum(axis=(1, 2), keepdims=True)
        of = {
            "crude": ((p * g).sum(axis=1) / g.sum(axis=1)),
            "ate": (p * share.sum(axis=2, keepdims=True)).sum(axis=1),
            "att": (p * g[:, :, :1]).sum(axis=1) / g[:, :, 0].sum(axis=1)[:, None],
            "atc": (p * g[:, :, 1:]).sum(axis=1) / g[:, :, 1].sum(axis=1)[:, None],
        }

        def put(quantity, value, stderr):
            out.append((name, prior, quantity, f"{value:.9g}", f"{stderr:.3g}"))

        def probability(quantity, holds):
            q = holds.mean()
            put(quantity, q, np.sqrt(max(q * (1 - q), 0.5 / N) / N))

        rd = {k: v[:, 0] - v[:, 1] for k, v in of.items()}
        for k, v in of.items():
            for q, value, se in quantiles(rd[k]):
                put(f"rd_{k}_{q}", value, se)
            for q, value, se in quantiles(v[:, 0] / v[:, 1]):
                put(f"rr_{k}_{q}", value, se)
        for q, value, se in quantiles(of["ate"][:, 0] / (1 - of["ate"][:, 0]) * (1 - of["ate"][:, 1]) / of["ate"][:, 1]):
            put(f"or_ate_{q}", value, se)
        bias = rd["ate"] - rd["crude"]
        for q, value, se in quantiles(bias):
            put(f"bias_{q}", value, se)
        within = p[:, :, 0] - p[:, :, 1]
        for q, value, se in quantiles(within[:, 0]):
            put(f"rd_first_{q}", value, se)
        events, total = x[:, :, 0].sum(axis=0), n.sum(axis=0)
        crude = events[0] / total[0] - events[1] / total[1]
        ate = (x[:, 0, 0] / n[:, 0] - x[:, 1, 0] / n[:, 1]) @ n.sum(axis=1) / n.sum()
        probability("p_reversal", rd["ate"] * crude < 0)
        for k in ("att", "atc"):
            probability(f"p_reversal_{k}", rd[k] * crude < 0)
        probability("p_every", (within * crude < 0).all(axis=1))
        probability("p_outside", (rd["crude"] < within.min(axis=1)) | (rd["crude"] > within.max(axis=1)))
        ratios, ratio = p[:, :, 0] / p[:, :, 1], of["crude"][:, 0] / of["crude"][:, 1]
        probability("p_outside_rr", (ratio < ratios.min(axis=1)) | (ratio > ratios.max(axis=1)))
        probability("p_crude", rd["crude"] * crude > 0)
        probability("p_bias", bias * (ate - crude) > 0)
with open(os.path.join(HERE, "posterior.csv"), "w", newline="") as f:
    csv.writer(f, lineterminator="\n").writerows(out)
