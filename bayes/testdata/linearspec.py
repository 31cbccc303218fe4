#!/usr/bin/env python3
"""What priors of linear regressions say, as people write them, in 50 digits.

Run as `python3 linearspec.py > linearspec.json` in this directory; needs mpmath
(1.2 or later).

Each line is a case: a prior, a likelihood, rows seen before (first), rows, and one
of
  evidence   log p(rows | first), if given the values of some coefficients
  next       log p(y | rows) of one more response y at predictors at
  line, sd   mean and standard deviation of the mean response at predictors at
Everything is done by dense linear algebra on the rows: the evidence is that of a
multivariate normal or t, whose covariance is the noise and X V X'; no triangle, no
update, no marginalisation of one coefficient at a time. Numbers are float64s.
"""

import json

from mpmath import mp, mpf, matrix, loggamma, log, pi, det, inverse, lu_solve, sqrt, diag

mp.dps = 50

FIRST = [[3.0, 1.0, 2.0], [1.5, 0.0, -1.0], [4.25, 2.0, 0.5], [2.0, -1.0, 1.0]]
ROWS = [[2.5, 1.5, 1.0], [0.75, -2.0, 0.25], [5.0, 3.0, -1.5], [1.0, 0.5, 0.5], [3.5, 2.5, 2.0]]
FAR = [[y + 1e6, x + 1e5, z - 1e4] for y, x, z in ROWS]


def m_(rows):
    return matrix([[mpf(v) for v in r] for r in rows])


class Prior:
    """beta | s2 ~ N(mean, s2·V), s2 ~ inverse gamma(a, b); s2 = sd² if sd is known."""

    def __init__(self, mean, V, a=None, b=None, sd=None):
        self.mean, self.V, self.a, self.b, self.sd = mean, V, a, b, sd

    def evidence(self, X, y):
        n, r = len(y), y - X * self.mean
        C = X * self.V * X.T
        for i in range(n):
            C[i, i] += 1
        logdet, q = log(det(C)), (r.T * lu_solve(C, r))[0]
        if self.sd:
            return -mpf(n) / 2 * log(2 * pi * self.sd**2) - logdet / 2 - q / self.sd**2 / 2
        a, b = self.a, self.b
        return (loggamma(a + mpf(n) / 2) - loggamma(a) - mpf(n) / 2 * log(2 * pi * b) - logdet / 2
                - (a + mpf(n) / 2) * log(1 + q / b / 2))

    def posterior(self, X, y):
        L = inverse(self.V)
        M = L + X.T * X
        mean = lu_solve(M, L * self.mean + X.T * y)
        if self.sd:
            return Prior(mean, inverse(M), sd=self.sd)
        r, d = y - X * mean, mean - self.mean
        q = (r.T * r)[0] + (d.T * L * d)[0]
        return Prior(mean, inverse(M), self.a + mpf(len(y)) / 2, self.b + q / 2)

    def given(self, at):
        """The others, given coefficient j = at[j]: by covariances, where we use precisions."""
        p = len(self.mean)
        k, u = [j for j in range(p) if j in at], [j for j in range(p) if j not in at]
        pick = lambda rows, cols: matrix([[self.V[i, j] for j in cols] for i in rows])
        mu = matrix([self.mean[i] for i in u])
        if not k:
            return self
        d = matrix([mpf(at[j]) - self.mean[j] for j in k])
        if not u:
            return None
        A = pick(u, k) * inverse(pick(k, k))
        return Prior(mu + A * d, pick(u, u) - A * pick(k, u), self.a, self.b, self.sd)


def split(rows, intercept, columns):
    t = m_(rows)
    X = matrix([[mpf(1)] * intercept + [t[i, c] for c in columns] for i in range(t.rows)])
    return X, matrix([t[i, 0] for i in range(t.rows)])


def emit(**doc):
    doc["want"] = mp.nstr(doc["want"], 25)
    print(json.dumps(doc))


def case(prior, lik, p, intercept, columns, rows, first=None, given=None, at=None, gives=()):
    X, y = split(rows, intercept, columns)
    q = p
    if first:
        q = p.posterior(*split(first, intercept, columns))
    names = ["intercept"] * intercept + [f"x{c}" for c in columns]
    known = {names.index(k): v for k, v in (given or {}).items()}
    base = {"prior": prior, "likelihood": lik, "first": first or [], "rows": rows, "given": given or {}}
    if known:
        y = y - X * matrix([mpf(known.get(j, 0)) for j in range(len(names))])
        left = [j for j in range(len(names)) if j not in known]
        X = matrix([[X[i, j] for j in left] for i in range(X.rows)])
        q = q.given(known)
    emit(**base, what="evidence", want=q.evidence(X, y))
    if at is None or known:
        return
    x0 = matrix([[mpf(1)] * intercept + [mpf(v) for v in at]])
    y0 = mpf(2)
    X2 = matrix([list(X[i, :]) for i in range(X.rows)] + [list(x0)])
    y2 = matrix(list(y) + [y0])
    emit(**base, what="next", at=at, y=2.0, want=q.evidence(X2, y2) - q.evidence(X, y))
    post = q.posterior(X, y)
    v = (x0 * post.V * x0.T)[0]
    emit(**base, what="line", at=at, want=(x0 * post.mean)[0])
    scale = post.sd**2 if post.sd else post.b / (post.a - 1)
    emit(**base, what="sd", at=at, want=sqrt(v * scale))


def independent(mean, sd, *rest, **kw):
    return Prior(matrix([mpf(v) for v in mean]), diag([mpf(v)**2 for v in sd]), *[mpf(v) for v in rest], **kw)


def main():
    two, one = "linear(y ~ 1 + x1 + x2)", "linear(y ~ x1)"
    spec = "regression(intercept=10, x1=2.5, mean[x1]=1, sd=3, shape=1.5, scale=2)"
    p = independent([0, 1, 0], [10, 2.5, 3], 1.5, 2)
    case(spec, two, p, 1, [1, 2], ROWS, at=[1.25, -3.0])
    case(spec, two, p, 1, [1, 2], ROWS, first=FIRST, at=[1.25, -3.0])
    for given in [{"x2": 0.0}, {"x2": -1.5}, {"x1": 0.0, "x2": 0.0}, {"intercept": 2.0}]:
        case(spec, two, p, 1, [1, 2], ROWS, given=given)
        case(spec, two, p, 1, [1, 2], ROWS, first=FIRST, given=given)
    case("regression(intercept=1e7, sd=3, shape=1.5, scale=2)", two, independent([0, 0, 0], ["1e7", 3, 3], 1.5, 2), 1, [1, 2], FAR, at=[1e5, -1e4])
    case("regression(x1=0.5, shape=2, scale=1)", one, independent([0], [0.5], 2, 1), 0, [1], ROWS, first=FIRST, at=[4.0])
    known = "linear(y ~ 1 + x1 + x2, sd=1.5)"
    spec = "regression(intercept=10, x1=2.5, mean[x1]=1, sd=3)"
    s = mpf(1.5)
    V = diag([(mpf(v) / s)**2 for v in (10, 2.5, 3)])
    p = Prior(matrix([0, 1, 0]), V, sd=s)
    case(spec, known, p, 1, [1, 2], ROWS, at=[1.25, -3.0])
    case(spec, known, p, 1, [1, 2], ROWS, first=FIRST, at=[1.25, -3.0])
    for given in [{"x2": 0.0}, {"x1": 0.0, "x2": 0.5}]:
        case(spec, known, p, 1, [1, 2], ROWS, first=FIRST, given=given)
    for g in (0.5, 30):
        X, _ = split(ROWS, 1, [1, 2])
        V = mpf(g) * inverse(X.T * X)
        case(f"zellner(g={g}, shape=1.5, scale=2)", two, Prior(matrix([0, 0, 0]), V, mpf(1.5), mpf(2)), 1, [1, 2], ROWS, at=[1.25, -3.0])
        case(f"zellner(g={g})", known, Prior(matrix([0, 0, 0]), V, sd=s), 1, [1, 2], ROWS, at=[1.25, -3.0])


main()
