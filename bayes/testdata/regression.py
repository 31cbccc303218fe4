#!/usr/bin/env python3
"""Log evidence of linear regressions, in 80 digits.

Run as `python3 regression.py > regression.csv` in this directory; needs mpmath
(1.2 or later). It takes some seconds.

Each row is a prior, data and log p(data). Numbers are float64s, taken exactly.

  nig means / sds / shape scale   the coefficients of the prior, β_j | σ ~ N(mean, (σ sd)²)
  normal means / sds / sd         the same with β_j ~ N(mean, sd²) and known noise sd
  rows y x...; n*y x...           rows, with an optional number of times
  wave n offset slope spread      n rows made by the rule of WAVE below, for large n

The evidence of data y is that of a multivariate normal or t, whose covariance is
the noise and X V X', V that of the prior: never a posterior. For many rows it
is reduced by the matrix determinant lemma and Woodbury's identity, whose two
forms must agree on the rows where both are possible; the normal rows of
QUADRATURE are integrated over β and σ² as well.
"""

from mpmath import mp, mpf, matrix, loggamma, log, exp, pi, det, lu_solve, fsum, diag

mp.dps = 80


def wave(n, offset, slope, spread):
    """WAVE: row i has the predictors 1, offset + a and offset + a + spread·b, and
    the response slope·a + c + offset, with a = (37 i mod 101), b = (i mod 7),
    c = (11 i mod 13) − 6. All but the sum with spread·b is exact in float64; that
    sum is rounded, as the test does."""
    rows = {}
    for i in range(min(n, 101 * 7 * 13)):
        a, b, c = float(37 * i % 101), float(i % 7), float(11 * i % 13) - 6.0
        times = n // 9191 + (1 if i < n % 9191 else 0)
        x2 = (offset + a) + spread * b
        rows[i] = (times, [mpf(slope * a + c + offset), mpf(1), mpf(offset + a), mpf(x2)])
    return list(rows.values())


def parse(data):
    kind, rest = data.split(" ", 1)
    if kind == "wave":
        n, *numbers = rest.split()
        return wave(int(n), *map(float, numbers))
    rows = []
    for part in rest.split(";"):
        times, _, numbers = part.strip().rpartition("*")
        rows.append((int(times or 1), [mpf(float(v)) for v in numbers.split()]))
    return rows


def dense(m, V, rows):
    """(log |I + X V X'|, r' (I + X V X')⁻¹ r) of r = y − X m."""
    full = [r for times, r in rows for _ in range(times)]
    n = len(full)
    X = matrix([r[1:] for r in full])
    r = matrix([q[0] for q in full]) - X * m
    C = X * V * X.T
    for i in range(n):
        C[i, i] += 1
    return log(det(C)), (r.T * lu_solve(C, r))[0]


def lemma(m, V, rows):
    """The same by |I + XVX'| = |I + VX'X| and Woodbury."""
    p = len(m)
    A, h, q = matrix(p, p), matrix(p, 1), mpf(0)
    for times, (y, *x) in rows:
        r = y - fsum(a * b for a, b in zip(x, m))
        q += times * r * r
        for i in range(p):
            h[i] += times * x[i] * r
            for j in range(p):
                A[i, j] += times * x[i] * x[j]
    M = V * A
    for i in range(p):
        M[i, i] += 1
    return log(det(M)), q - (h.T * lu_solve(M, V * h))[0]


def evidence(prior, rows, way):
    kind, rest = prior.split(" ", 1)
    means, sds, tail = [[mpf(float(v)) for v in part.split()] for part in rest.split("/")]
    m, V = matrix(means), diag([s**2 for s in sds])
    n = sum(times for times, _ in rows)
    if kind == "normal":
        V = V / tail[0]**2
    logdet, q = way(m, V, rows)
    if kind == "normal":
        return -mpf(n) / 2 * log(2 * pi * tail[0]**2) - logdet / 2 - q / tail[0]**2 / 2
    a, b = tail  # multivariate t
    return (loggamma(a + mpf(n) / 2) - loggamma(a) - mpf(n) / 2 * log(2 * pi * b) - logdet / 2
            - (a + mpf(n) / 2) * log(1 + q / b / 2))


def log_normal(y, mean, var):
    return -(y - mean)**2 / var / 2 - log(2 * pi * var) / 2


def quadrature(prior, rows):
    """One coefficient: ∫∫ p(β, σ²) Π p(y | β, σ²), trapezoidal in log σ² and β/σ."""
    means, sds, (a, b) = [[mpf(float(v)) for v in part.split()] for part in prior.split(" ", 1)[1].split("/")]
    total, h = mpf(0), mpf(1) / 4
    for i in range(-24, 81):
        v = exp(i * h)
        head = a * log(b) - loggamma(a) - a * i * h - b / v
        for j in range(-160, 161):
            r = j * h
            beta = means[0] + r * v**0.5
            t = head + log_normal(beta, means[0], v * sds[0]**2) + log(v) / 2
            t += fsum(times * log_normal(y, x * beta, v) for times, (y, x) in rows)
            total += exp(t)
    return log(h * h * total)


PRIORS = [
    "nig 0 0 0 / 10 10 10 / 1 1",
    "nig 1 -2 3 / 1e-3 1 1e3 / 0.5 1e-6",
    "nig 1e8 1 0 / 1e4 1e-4 1 / 1e6 1e6",
    "nig 0 0 0 / 1e9 1e6 1e6 / 1e-6 1e12",
    "nig 1e8 0 0 / 1e9 1e3 1e3 / 2 3",
    "normal 0 0 0 / 10 10 10 / 1",
    "normal 1 -2 3 / 1e-3 1 1e3 / 1e-2",
    "normal 1e8 0 0 / 1e9 1e6 1e6 / 5",
]
DATA = [
    "rows 1.5 1 2 3",
    "rows 1.5 1 2 3; -1 1 0.1 2; 4 1 -3 0.3; 2 1 1 1; 0.7 1 2 2",
    "rows 1 0 1 0; 2 0 2 0; 3 0 3 0",
    "rows 3*100000001 1 2 3; 100000002 1 5 0; 2*100000004 1 -2 8",
    "wave 30 0 2 1",
    "wave 1000 0 2 1e-6",
    "wave 1000 1e8 -0.5 1e-3",
    "wave 1000000 0 2 1",
    "wave 1000000 1e8 2 1",
    "wave 1000000 0 2 1e-8",
]
QUADRATURE = ["rows 1.5 2; -0.3 1; 2 1.5", "rows 4 1; 3*5 1"]


def main():
    print("prior,data,log_evidence")
    for data in QUADRATURE:
        prior = "nig 0.5 / 2 / 1.5 2"
        rows = parse(data)
        want = quadrature(prior, rows)
        got = evidence(prior, rows, dense)
        assert abs(got - want) < 1e-12, (data, got, want)
        print(f"{prior},{data},{mp.nstr(got, 25)}")
    for prior in PRIORS:
        for data in DATA:
            rows = parse(data)
            value = evidence(prior, rows, lemma)
            if sum(times for times, _ in rows) <= 30:
                assert abs(value - evidence(prior, rows, dense)) < mpf(10)**-40 * max(1, abs(value)), (prior, data)
            print(f"{prior},{data},{mp.nstr(value, 25)}")


main()
