#!/usr/bin/env python3
"""Log evidence of multivariate normal data, in 80 digits.

Run as `python3 multivariate.py > multivariate.csv` in this directory; needs mpmath
(1.2 or later). It takes some seconds.

Each row is a prior, data and log p(data). Numbers are float64s, taken exactly;
matrices are their lower triangles, row by row.

  niw means / count df / scale      Σ ~ IW(df, scale), μ | Σ ~ N(means, Σ/count)
  mvn means / cov / known           μ ~ N(means, cov), data of known covariance
  rows x...; n*x...                 rows, with an optional number of times
  wave n d offset noise             n rows of d columns made by the rule of WAVE, for large n

Of few rows the evidence is that of the data as they stand, never a posterior: under
niw X is matrix-variate t, so that with A = I + 11'/count and R = X − 1m'

  p(X) = Γ_d(½(ν+n))/Γ_d(½ν) π^(−nd/2) |A|^(−d/2) |Ψ|^(−n/2) |I + A⁻¹RΨ⁻¹R'|^(−½(ν+n)),

and under mvn it is normal with nd coordinates. Of many rows it is the ratio of
normalisers of posterior and prior, in terms of mean and scatter; on the few both
must agree. QUADRATURE are two-column niw rows whose Σ is integrated numerically, the
textbook densities as they stand (μ, given Σ, is a normal integral).
"""

from math import lgamma
from mpmath import mp, mpf, matrix, loggamma, log, pi, det, lu_solve, eye, ones, zeros, fsum

mp.dps = 80


def wave(n, d, offset, noise):
    """WAVE: row i has in column j the number offset·(j+1) + common + noise·own, with
    common = (37 i mod 101) and own = (11 i·(j+1) mod (13 + 4 j)). Sums are rounded to
    float64 from left to right, as the test does."""
    rows = {}
    for i in range(n):
        x = []
        for j in range(d):
            own = float((11 * i * (j + 1)) % (13 + 4 * j))
            x.append(offset * (j + 1) + float(37 * i % 101) + noise * own)
        rows[tuple(x)] = rows.get(tuple(x), 0) + 1
    return [(times, [mpf(v) for v in x]) for x, times in rows.items()]


def parse(data):
    kind, rest = data.split(" ", 1)
    if kind == "wave":
        n, d, *numbers = rest.split()
        return wave(int(n), int(d), *map(float, numbers))
    rows = []
    for part in rest.split(";"):
        times, _, numbers = part.strip().rpartition("*")
        rows.append((int(times or 1), [mpf(float(v)) for v in numbers.split()]))
    return rows


def numbers(text):
    return [mpf(float(v)) for v in text.split()]


def symmetric(v, d):
    a, at = zeros(d), 0
    for i in range(d):
        for j in range(i + 1):
            a[i, j] = a[j, i] = v[at]
            at += 1
    return a


def loggamma_d(a, d):
    return mpf(d * (d - 1)) / 4 * log(pi) + fsum(loggamma(a - mpf(i) / 2) for i in range(d))


def moments(rows, d):
    n = sum(times for times, _ in rows)
    mean = [fsum(times * x[i] for times, x in rows) / n for i in range(d)]
    S = zeros(d)
    for times, x in rows:
        for i in range(d):
            for j in range(d):
                S[i, j] += times * (x[i] - mean[i]) * (x[j] - mean[j])
    return n, matrix(mean), S


def niw_ratio(m, kappa, nu, Psi, rows):
    d = len(m)
    n, mean, S = moments(rows, d)
    off = mean - matrix(m)
    after = Psi + S + kappa * n / (kappa + n) * (off * off.T)
    return (-mpf(n) * d / 2 * log(pi) + loggamma_d((nu + n) / 2, d) - loggamma_d(nu / 2, d)
            + nu / 2 * log(det(Psi)) - (nu + n) / 2 * log(det(after)) + mpf(d) / 2 * log(kappa / (kappa + n)))


def niw_dense(m, kappa, nu, Psi, rows):
    full, d = [x for times, x in rows for _ in range(times)], len(m)
    n = len(full)
    R = matrix([[x[j] - m[j] for j in range(d)] for x in full])
    A = eye(n) + ones(n, n) / kappa
    inner = eye(n) + A ** -1 * R * Psi ** -1 * R.T
    return (loggamma_d((nu + n) / 2, d) - loggamma_d(nu / 2, d) - mpf(n * d) / 2 * log(pi)
            - mpf(d) / 2 * log(det(A)) - mpf(n) / 2 * log(det(Psi)) - (nu + n) / 2 * log(det(inner)))


def mvn_ratio(m, V, K, rows):
    d = len(m)
    n, mean, S = moments(rows, d)
    off, P = mean - matrix(m), K ** -1
    A = V + K / n
    trace = fsum((P * S)[i, i] for i in range(d))
    return (-mpf(n) * d / 2 * log(2 * pi) - mpf(n - 1) / 2 * log(det(K)) - trace / 2
            - log(det(n * A)) / 2 - (off.T * lu_solve(A, off))[0] / 2)


def mvn_dense(m, V, K, rows):
    full, d = [x for times, x in rows for _ in range(times)], len(m)
    n = len(full)
    C = zeros(n * d)
    for a in range(n):
        for b in range(n):
            for i in range(d):
                for j in range(d):
                    C[a * d + i, b * d + j] = V[i, j] + (K[i, j] if a == b else 0)
    r = matrix([full[a][i] - m[i] for a in range(n) for i in range(d)])
    return -mpf(n * d) / 2 * log(2 * pi) - log(det(C)) / 2 - (r.T * lu_solve(C, r))[0] / 2


def quadrature(m, kappa, nu, Psi, rows):
    """In float64: the trapezoidal rule over log σ₁, log σ₂, artanh ρ."""
    import numpy as np
    m, kappa, nu = [float(v) for v in m], float(kappa), float(nu)
    p = [float(Psi[0, 0]), float(Psi[1, 0]), float(Psi[1, 1])]
    n, mean, S = moments(rows, 2)
    s = [float(S[0, 0]), float(S[1, 0]), float(S[1, 1])]
    off = [float(mean[i]) - m[i] for i in range(2)]
    h = 0.05
    a, b, t = np.meshgrid(np.arange(-6, 7, h), np.arange(-6, 7, h), np.arange(-9, 9, h), indexing="ij", sparse=True)
    s1, s2, r = np.exp(a), np.exp(b), np.tanh(t)
    v1, v2, c = s1 ** 2, s2 ** 2, r * s1 * s2
    logdet = 2 * a + 2 * b - 2 * np.log(np.cosh(t))
    D = np.exp(logdet)

    def trace(q):  # tr(Σ⁻¹Q)
        return (v2 * q[0] - 2 * c * q[1] + v1 * q[2]) / D

    logp = (nu / 2 * np.log(p[0] * p[2] - p[1] ** 2) - (nu + 3) / 2 * logdet - trace(p) / 2
            - nu * np.log(2) - (0.5 * np.log(np.pi) + lgamma(nu / 2) + lgamma(nu / 2 - 0.5)))
    # x̄ | Σ ~ N(m, Σ(1/κ + 1/n)), and the scatter about it.
    w = 1 / (1 / kappa + 1 / n)
    loglik = (-n * np.log(2 * np.pi) - n / 2 * logdet - trace(s) / 2 + np.log(w / n)
              - w * trace([off[0] ** 2, off[0] * off[1], off[1] ** 2]) / 2)
    # dσ₁₁dσ₂₂dσ₁₂ = 4 σ₁³σ₂³ dlogσ₁ dlogσ₂ dρ, dρ = sech² t dt
    jac = np.log(4) + 3 * a + 3 * b - 2 * np.log(np.cosh(t))
    f = logp + loglik + jac
    top = f.max()
    return top + np.log(np.exp(f - top).sum() * h ** 3)


PRIORS = [
    "niw 0.5 / 2 3 / 1.5",
    "niw 0 1 / 1 3.5 / 1 0.5 2",
    "niw 0 0 / 0.01 2.5 / 1 -0.9 1",
    "niw 3 -2 1 / 5 7.25 / 4 1 3 -0.5 0.25 2",
    "niw 100000000 200000000 / 1 4 / 1 0 1",
    "niw 0 0 / 1e6 1e6 / 1e6 0 2e6",
    "niw 0 0 / 1e-6 1.000001 / 1e-6 0 1e-6",
    "niw 0 0 0 0 0 / 0.5 6 / 1 0.2 1 0.2 0.2 1 0.2 0.2 0.2 1 0.2 0.2 0.2 0.2 1",
    "mvn 0.5 / 4 / 2",
    "mvn 0 1 / 9 -6 16 / 1 0.5 2",
    "mvn 0 0 / 1e12 0 1e12 / 1 0.999999 1",
    "mvn 3 -2 1 / 4 1 3 -0.5 0.25 2 / 1 0.2 2 0 0.3 3",
    "mvn 100000000 200000000 / 1e-6 0 1e-6 / 0.01 0 0.01",
    "mvn 0 0 0 0 0 / 1 0 1 0 0 1 0 0 0 1 0 0 0 0 1 / 1 0.2 1 0.2 0.2 1 0.2 0.2 0.2 1 0.2 0.2 0.2 0.2 1",
]

DATA = {
    1: ["rows 1.5", "rows 1.5; -0.25; 3*7", "wave 1000 1 0 0.5", "wave 100000 1 100000000 0.5"],
    2: ["rows 1 2", "rows 1 2; -3 0.5", "rows 1 2; -3 0.5; 4 1; 0 0", "rows 5*1 2; 6*-3 1", "rows 100000001 200000000; 100000000 200000003",
        "wave 2000 2 0 0.5", "wave 100000 2 100000000 0.125", "wave 5000 2 0 0.0009765625"],
    3: ["rows 1 2 3", "rows 1 2 3; -3 0.5 1", "rows 1 2 3; -3 0.5 1; 4 1 1; 0 0 9; 2*1 1 1", "wave 2000 3 0 0.5", "wave 50000 3 100000000 0.5"],
    5: ["rows 1 2 3 4 5", "rows 1 2 3 4 5; 0 1 0 -1 0; 2 2 2 2 2", "wave 3000 5 1000 0.25"],
}

QUADRATURE = {("niw 0 1 / 1 3.5 / 1 0.5 2", "rows 1 2; -3 0.5"), ("niw 0 1 / 1 3.5 / 1 0.5 2", "rows 1 2; -3 0.5; 4 1; 0 0")}


def main():
    print("prior,data,log_evidence")
    for prior in PRIORS:
        kind, rest = prior.split(" ", 1)
        parts = [numbers(p) for p in rest.split("/")]
        m, d = parts[0], len(parts[0])
        if kind == "niw":
            ratio, dense, args = niw_ratio, niw_dense, (m, parts[1][0], parts[1][1], symmetric(parts[2], d))
        else:
            ratio, dense, args = mvn_ratio, mvn_dense, (m, symmetric(parts[1], d), symmetric(parts[2], d))
        for data in DATA[d]:
            rows = parse(data)
            value = ratio(*args, rows)
            if sum(times for times, _ in rows) <= 12:
                other = dense(*args, rows)
                assert abs(other - value) < mpf(10) ** -40 * (1 + abs(value)), (prior, data, value, other)
            if (prior, data) in QUADRATURE:
                other = quadrature(*args, rows)
                assert abs(other - value) < 1e-9, (prior, data, value, other)
            print(f"{prior},{data},{mp.nstr(value, 25)}")


main()
