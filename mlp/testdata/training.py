#!/usr/bin/env python3
"""Writes training.csv: the loss, step by step, of two small networks trained in numpy.

Run:  python3 training.py        (needs numpy; no arguments)

20 rows of 4 inputs, x[i, j] = sin(1 + 4i + j). The network is 4-6-6-3: tanh, then relu and
residual, then linear. Weights start, in the order of the flat slice of parameters (each
layer's matrix, inputs x units, row by row, then its bias), as sin(0.7k)/2, k = 1, 2, ....

classes: y[i] = i mod 3, softmax cross-entropy, mean over rows. Adam, rate 0.02.
numbers: y[i, j] = cos(i + 2j), Gaussian with one sigma that is learnt, log sigma from 0,
    minus log p summed over the 3 targets, mean over rows. Momentum 0.9, rate 0.02, and
    a prior of precision 2 on the matrices.

All rows are one batch. Columns: problem, step, loss before that step (without the prior).
"""

import csv
import numpy as np

N, SIZES = 20, [4, 6, 6, 3]
x = np.sin(np.arange(1, 1 + 4 * N, dtype=np.float64)).reshape(N, 4)


def start():
    k, layers = 0, []
    for a, b in zip(SIZES, SIZES[1:]):
        w = np.sin(0.7 * np.arange(k + 1, k + 1 + a * b)).reshape(a, b) / 2
        k += a * b
        bias = np.sin(0.7 * np.arange(k + 1, k + 1 + b)) / 2
        k += b
        layers += [w, bias]
    return layers


def forward(p):
    h1 = np.tanh(x @ p[0] + p[1])
    z2 = h1 @ p[2] + p[3]
    h2 = h1 + np.maximum(z2, 0)
    return h1, z2, h2, h2 @ p[4] + p[5]


def backward(p, h1, z2, h2, d):
    g4, g5 = h2.T @ d, d.sum(0)
    dh2 = d @ p[4].T
    dz2 = dh2 * (z2 > 0)
    g2, g3 = h1.T @ dz2, dz2.sum(0)
    dh1 = dh2 + dz2 @ p[2].T
    dz1 = dh1 * (1 - h1 ** 2)
    return [x.T @ dz1, dz1.sum(0), g2, g3, g4, g5]


def classes(steps):
    p, y = start(), np.arange(N) % 3
    m, v = [0 * a for a in p], [0 * a for a in p]
    for t in range(1, steps + 1):
        h1, z2, h2, f = forward(p)
        e = np.exp(f - f.max(1, keepdims=True))
        q = e / e.sum(1, keepdims=True)
        yield -np.log(q[np.arange(N), y]).mean()
        d = (q - np.eye(3)[y]) / N
        for i, g in enumerate(backward(p, h1, z2, h2, d)):
            m[i] = 0.9 * m[i] + 0.1 * g
            v[i] = 0.999 * v[i] + 0.001 * g * g
            p[i] = p[i] - 0.02 * (m[i] / (1 - 0.9 ** t)) / (np.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8)


def numbers(steps):
    p, s = start(), 0.0
    y = np.cos(np.arange(N)[:, None] + 2.0 * np.arange(3)[None, :])
    vel, vs = [0 * a for a in p], 0.0
    for _ in range(steps):
        h1, z2, h2, f = forward(p)
        r = y - f
        z = r * np.exp(-s)
        yield (0.5 * z ** 2 + s + 0.5 * np.log(2 * np.pi)).sum() / N
        grads = backward(p, h1, z2, h2, -r * np.exp(-2 * s) / N)
        gs = (1 - z ** 2).sum() / N
        for i, g in enumerate(grads):
            if i % 2 == 0:
                g = g + 2.0 / N * p[i]
            vel[i] = 0.9 * vel[i] + g
            p[i] = p[i] - 0.02 * vel[i]
        vs = 0.9 * vs + gs
        s -= 0.02 * vs


with open("training.csv", "w", newline="") as out:
    w = csv.writer(out, lineterminator="\n")
    w.writerow(["problem", "step", "loss"])
    for name, run in ("classes", classes), ("numbers", numbers):
        for i, loss in enumerate(run(60)):
            w.writerow([name, i + 1, repr(float(loss))])
