#!/usr/bin/env python3
"""The distribution of a correlation under an inverse Wishart distribution.

Run as `python3 correlation.py > correlation.csv` in this directory; needs numpy
(1.20 or later) and mpmath (1.2 or later), and long doubles of 64 bits or more. It
takes some seconds.

Each row is df ψ₁₁ ψ₂₁ ψ₂₂, r, the density and the distribution function of the
correlation of Σ ~ IW₂(df, Ψ) at r, and its mean. In the textbook density of Σ, with
u = log σ₁σ₂, v = log σ₁/σ₂ and r = tanh t,

  dΣ = 2 e^(3u) sech² t du dv dt,  |Σ| = e^(2u) sech² t,
  tr ΨΣ⁻¹ = e^(−u) Q(v, t),  Q = cosh² t · (ψ₁₁e^(−v) − 2rψ₂₁ + ψ₂₂e^v),

so that the integral over u is Γ(df)·(Q/2)^(−df); that over v, and over t up to r, is
by Gauss and Legendre's rule of 60 points in pieces that double in length. That the
density integrates to 1 is asserted.
"""

import numpy as np
from mpmath import mp, mpf, loggamma, log, pi, sqrt

mp.dps = 40
L = np.longdouble
NODES, WEIGHTS = (v.astype(L) for v in np.polynomial.legendre.leggauss(60))


def exact(x):
    return L(mp.nstr(x, 30))


def rule(knots):
    """Nodes and weights of all pieces."""
    low, high = np.array(knots[:-1], dtype=L), np.array(knots[1:], dtype=L)
    mid, half = (low + high) / 2, (high - low) / 2
    return (mid[:, None] + half[:, None] * NODES).ravel(), (half[:, None] * WEIGHTS).ravel()


def logcosh(t):
    return np.abs(t) + np.log1p(np.exp(-2 * np.abs(t))) - np.log(L(2))


CASES = [(3, (1, 0, 1)), (2.5, (1, 0.5, 2)), (5, (4, -1.5, 1)), (31, (4.3, 3.9, 5.1)), (12.25, (1, 0.999, 1)),
         (400, (2, 1.25, 1)), (1.5, (1, 0.25, 1)), (1e5, (1, -0.5, 1))]


def main():
    print("df,psi11,psi21,psi22,r,density,cdf,mean")
    for df, psi in CASES:
        nu, m = L(df), mpf(df)
        q11, q21, q22 = (mpf(float(v)) for v in psi)
        p11, p21, p22 = exact(q11), exact(q21), exact(q22)
        logc = exact(log(2) + m / 2 * log((q11 * q22 - q21 ** 2) / 4) - log(pi) / 2 - loggamma(m / 2)
                     - loggamma(m / 2 - mpf(1) / 2) + loggamma(m) + m * log(2))
        middle, root = exact(log(q11 / q22) / 2), exact(sqrt(q11 * q22))

        def density(t):
            """p(t) for an array of t."""
            out = np.empty(len(t), dtype=L)
            for i, x in enumerate(t):
                r = np.tanh(x)
                # Q/cosh² t is 2·root·(cosh(v−middle) − 1 + a), of width √a/√ν.
                a = 1 - r * p21 / root
                width = np.sqrt(a / nu)
                knots = [width * L(2) ** k for k in range(-1, 60)]
                end = np.arccosh(1 + a * (np.expm1(L(50) / nu) if nu > 0.01 else 1))
                v, w = rule([L(0)] + [k for k in knots if k < end] + [end])
                q = p11 * np.exp(-middle - v) - 2 * r * p21 + p22 * np.exp(middle + v)
                least = 2 * root * a
                inner = 2 * (w * (q / least) ** -nu).sum()
                out[i] = np.exp(logc + (1 - nu) * logcosh(x) - nu * np.log(least)) * inner
            return out

        centre, scale = np.arctanh(p21 / root), 1 / np.sqrt(nu)
        reach = 48 / (nu - 1) + 4 if df < 30 else 14 * scale
        steps = [scale * L(1.5) ** k / 2 for k in range(60)]
        steps = [s for s in steps if s < reach] + [reach]
        knots = [centre - s for s in reversed(steps)] + [centre] + [centre + s for s in steps]
        at = sorted({float(np.tanh(centre + scale * L(k))) for k in (-2.5, -1, 0, 0.5, 2)})
        ends = [np.arctanh(L(r)) for r in at]
        cuts = sorted(set(knots + ends))
        below, mean, marks = L(0), L(0), {}
        for lo, hi in zip(cuts[:-1], cuts[1:]):
            marks[lo] = below
            t, w = rule([lo, hi])
            p = density(t)
            below += (w * p).sum()
            mean += (w * p * np.tanh(t)).sum()
        assert abs(below - 1) < 1e-14, (df, psi, below)
        for r, t in zip(at, ends):
            dens = density(np.array([t]))[0] / (1 - L(r) ** 2)
            print(f"{df},{psi[0]},{psi[1]},{psi[2]},{r!r}," + ",".join(np.format_float_scientific(x, 17) for x in (dens, marks[t], mean)), flush=True)


main()
