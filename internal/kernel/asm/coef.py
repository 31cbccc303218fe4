"""Prints the coefficients in vmathf.go and the relative errors they leave.

Polynomials interpolate at Chebyshev nodes, in 60 digits (python3-mpmath)."""
import struct
from mpmath import mp, mpf, cos, exp, factorial, log, lu_solve, matrix, nstr, pi, sqrt

mp.dps = 60


def single(x):
    return struct.unpack("f", struct.pack("f", float(x)))[0]


def interpolate(f, a, b, degree):
    n = degree + 1
    xs = [(a + b) / 2 + (b - a) / 2 * cos(pi * (2 * k + 1) / (2 * n)) for k in range(n)]
    powers = matrix([[x**j for j in range(n)] for x in xs])
    return list(lu_solve(powers, matrix([f(x) for x in xs])))


def at(c, x):
    return sum(mpf(a) * x**k for k, a in enumerate(c))


def grid(a, b, n=2000):
    return [a + (b - a) * mpf(i) / n for i in range(n + 1)]


end = log(mpf(2)) / 2 * mpf("1.001")
for degree, rounded in ((10, float), (5, single)):
    p = lambda r: sum(r**k / factorial(k + 2) for k in range(40))
    c = [rounded(x) for x in interpolate(p, -end, end, degree)]
    worst = max(abs((1 + r + r * r * at(c, r)) / exp(r) - 1) for r in grid(-end, end))
    print("exp", nstr(worst, 2), ", ".join(map(repr, c)))

end = ((sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)) ** 2 * mpf("1.001")
for degree, rounded in ((6, float), (3, single)):
    q = lambda z: sum(2 * z**k / (2 * k + 3) for k in range(60))
    c = [rounded(x) for x in interpolate(q, mpf(0), end, degree)]
    worst = max(abs(z * (q(z) - at(c, z)) / 2) for z in grid(mpf(0), end))
    print("log", nstr(worst, 2), ", ".join(map(repr, c)))
