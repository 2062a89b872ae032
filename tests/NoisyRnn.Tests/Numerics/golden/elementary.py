"""Writes elementary.csv: reference values of Elementary's functions, from 45 digits (python3-mpmath).

    python3 elementary.py > elementary.csv

Each line: function, argument, value rounded to double, and what the rounding left (so the sum has about 107 bits).
"""
import random
from mpmath import mp, mpf, log, log1p, exp, tanh, sin, cos, pi, sqrt, erfc, erf

mp.dps = 45
random.seed(1)
functions = {
    "Exp": (exp, -745, 709.7),
    "Log": (log, None, None),
    "Tanh": (tanh, -20, 20),
    "Sigmoid": (lambda x: 1 / (1 + exp(-x)), -708, 40),
    "SoftPlus": (lambda x: log1p(exp(x)), -708, 40),
    "Erf": (erf, -6, 6),
    "NormalDensity": (lambda x: exp(-x * x / 2) / sqrt(2 * pi), -37.5, 37.5),
    "NormalCumulative": (lambda x: erfc(-x / sqrt(mpf(2))) / 2, -37.5, 9),
    "SinTurns": (lambda x: sin(2 * pi * x), -2, 2),
    "CosTurns": (lambda x: cos(2 * pi * x), -2, 2),
}


def arguments(low, high):
    for i in range(200):
        if low is None:
            yield (random.uniform(-700, 700), random.uniform(-0.7, 0.7))[i % 2], True
        else:
            wide, middle = random.uniform(low, high), random.uniform(-2, 2)
            small = random.choice((-1, 1)) * 10 ** random.uniform(-8, 0)
            yield (wide, middle, small)[i % 3], False


for name, (function, low, high) in functions.items():
    for x, logarithmic in arguments(low, high):
        x = float(exp(mpf(x))) if logarithmic else x
        value = function(mpf(x))
        print(f"{name},{x!r},{float(value)!r},{float(value - mpf(float(value)))!r}")

# Its arguments end at -1, and what counts is close to 0.
for i in range(200):
    x = (random.uniform(-0.999, 2), random.choice((-1, 1)) * 10 ** random.uniform(-18, -1), 10 ** random.uniform(0, 300), -1 + 10 ** random.uniform(-15, -1))[i % 4]
    value = log1p(mpf(x))
    print(f"Log1P,{x!r},{float(value)!r},{float(value - mpf(float(value)))!r}")
