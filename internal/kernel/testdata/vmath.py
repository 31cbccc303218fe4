"""Writes vmath.csv: function, argument and correctly rounded value, in hexadecimal,
with python3-mpmath."""
import random
from mpmath import mp, mpf, exp, expm1, log, log1p, tanh

mp.prec = 400
random.seed(1)


def softplus(x):
    return log1p(exp(x)) if x < 0 else x + log1p(exp(-x))


def spread(low, high):
    """magnitudes from low to high, by logarithm"""
    return 2.0 ** random.uniform(low, high)


def either(low, high):
    return random.choice((-1, 1)) * spread(low, high)


functions = {
    "exp": (exp, [either(-60, 9.46) for _ in range(300)] + [random.uniform(-745, 709.7) for _ in range(300)]),
    "expm1": (expm1, [either(-1073, -50) for _ in range(50)] + [either(-60, 5.5) for _ in range(500)] + [random.uniform(30, 709.7) for _ in range(50)]),
    "log": (log, [spread(-1074, 1023.9) for _ in range(200)] + [random.uniform(0.5, 2) for _ in range(300)] + [1 + either(-52, -5) for _ in range(100)]),
    "log1p": (log1p, [either(-1073, -50) for _ in range(50)] + [either(-60, -0.1) for _ in range(400)] + [spread(-1, 1023.9) for _ in range(150)]),
    "tanh": (tanh, [either(-1073, -50) for _ in range(50)] + [either(-60, 5) for _ in range(550)]),
    "sigmoid": (lambda x: 1 / (1 + exp(-x)), [either(-60, 9.4) for _ in range(300)] + [random.uniform(-744, 40) for _ in range(300)]),
    "softplus": (softplus, [either(-60, 9.4) for _ in range(300)] + [random.uniform(-744, 40) for _ in range(300)]),
}

with open("vmath.csv", "w") as out:
    print("function,x,value", file=out)
    for name, (f, xs) in functions.items():
        for x in xs:
            mp.prec = 1200 if abs(x) < 1e-30 else 400
            print(name, x.hex(), float(f(mpf(x))).hex(), sep=",", file=out)
