#!/usr/bin/env python3
"""Prints the polynomials in gelu.go.

Run:  python3 mills.py        (needs mpmath; seconds; no arguments)

M(a) = Phi(-a) e^(a^2/2), a >= 0, is half the scaled complementary error function. With
t = 4/(4+a) and u = 2t - 1, M/t is smooth on [-1, 1]; it is interpolated by Chebyshev
polynomials on 80 nodes at 40 digits, cut off, and turned into powers of u.
"""

from mpmath import mp, mpf, cos, erfc, exp, pi, sqrt

mp.dps = 40
N = 80


def ratio(t):
    a = 4 * (1 - t) / t
    x = a / sqrt(mpf(2))
    if x < 1000:
        return exp(x * x) * erfc(x) / 2 / t
    s = term = mpf(1)  # the asymptotic series, DLMF 7.12.1
    for k in range(1, 20):
        term *= -(2 * k - 1) / (2 * x * x)
        s += term
    return s / (x * sqrt(pi)) / 2 / t


nodes = [cos(pi * (k + mpf(1) / 2) / N) for k in range(N)]
values = [ratio((x + 1) / 2) for x in nodes]
for name, degree in ("float32", 12), ("float64", 25):
    cheb = [2 / mpf(N) * sum(f * cos(pi * j * (k + mpf(1) / 2) / N) for k, f in enumerate(values)) for j in range(degree + 1)]
    cheb[0] /= 2
    power = [mpf(0)] * (degree + 1)
    before, last = [mpf(0)] * (degree + 1), [mpf(0)] * (degree + 1)  # T_{j-1}, T_j
    before[0], last[1] = mpf(1), mpf(1)
    power[0] += cheb[0]
    for j in range(1, degree + 1):
        for i in range(degree + 1):
            power[i] += cheb[j] * last[i]
        after = [-b for b in before]
        for i in range(degree):
            after[i + 1] += 2 * last[i]
        before, last = last, after
    worst = mpf(0)
    for i in range(1, 2000):
        t = mpf(i) / 2000
        u = 2 * t - 1
        p = sum(c * u ** k for k, c in enumerate(power))
        worst = max(worst, abs(p / ratio(t) - 1))
    print(name, "degree", degree, "largest relative error", mp.nstr(worst, 3))
    for parity in 0, 1:
        c = power[parity::2]
        text = mp.nstr(c[-1], 20)
        for x in reversed(c[:-1]):
            text = f"({text})*v + {mp.nstr(x, 20)}" if text[0] != "(" else f"({text})*v + {mp.nstr(x, 20)}"
        print(("even" if parity == 0 else "odd"), ":=", text.replace("+ -", "- "))
