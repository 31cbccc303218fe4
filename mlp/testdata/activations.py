#!/usr/bin/env python3
"""Writes activations.csv: the outputs of a small network for every activation.

Run:  python3 activations.py        (needs numpy; no arguments)

The network has 3 inputs, a hidden layer of 5, one of 5 that is residual and without bias,
and 2 outputs. The weights, in the order of the flat slice of parameters (a layer's matrix,
inputs x units, row by row, then its bias), are the sin of 1, 2, 3, ...; the inputs of row
i are 3*cos(3i), 3*cos(3i+1), 3*cos(3i+2). Columns: activation, row, the two outputs.
"""

import csv
import math
import numpy as np

erf = np.vectorize(math.erf)
ACTIVATIONS = {
    "identity": lambda z: z,
    "relu": lambda z: np.where(z > 0, z, 0),
    "leaky-relu": lambda z: np.where(z > 0, z, z / 100),
    "sigmoid": lambda z: 0.5 * (1 + np.tanh(z / 2)),
    "tanh": np.tanh,
    "gelu": lambda z: 0.5 * z * (1 + erf(z / np.sqrt(2))),
    "silu": lambda z: z * 0.5 * (1 + np.tanh(z / 2)),
    "softplus": lambda z: np.logaddexp(0, z),
}
w = np.sin(np.arange(1, 3 * 5 + 5 + 5 * 5 + 5 * 2 + 2 + 1, dtype=np.float64))
w1, w = w[:15].reshape(3, 5), w[15:]
b1, w = w[:5], w[5:]
w2, w = w[:25].reshape(5, 5), w[25:]
w3, b3 = w[:10].reshape(5, 2), w[10:]
x = 3 * np.cos(np.arange(12, dtype=np.float64)).reshape(4, 3)
with open("activations.csv", "w", newline="") as f:
    out = csv.writer(f, lineterminator="\n")
    out.writerow(["activation", "row", "first", "second"])
    for name, phi in ACTIVATIONS.items():
        h = phi(x @ w1 + b1)
        h = h + phi(h @ w2)
        for i, y in enumerate(h @ w3 + b3):
            out.writerow([name, i, repr(float(y[0])), repr(float(y[1]))])
