#!/usr/bin/env python3
"""Makes averaged-gates.json: GRU and LSTM whose gates are averaged over noise, by NumPy, the averages by Gauss-Legendre panels.

    python3 make_averaged_gates.py > averaged-gates.json

Weights, inputs and levels are cosines of their index, as the test makes them: array k of the list below holds
scale * cos(1 + 7 k + 3 i) at flat index i. States are those after 6 steps, h, and c of the LSTM.
"""

import json

import numpy as np

UNITS, INPUTS, STEPS = 4, 2, 6
NODES, WEIGHTS = np.polynomial.legendre.leggauss(24)


def mean(f, a, s):
    """E f(a + s xi), xi ~ N(0, 1), by 40 panels of 24 nodes on [-10, 10]."""
    edges = np.linspace(-10, 10, 41)
    half = (edges[1:] - edges[:-1]) / 2
    x = ((edges[1:] + edges[:-1]) / 2)[:, None] + half[:, None] * NODES
    w = half[:, None] * WEIGHTS * np.exp(-x * x / 2) / np.sqrt(2 * np.pi)
    return np.sum(w * f(a[:, None, None] + s[:, None, None] * x), axis=(1, 2))


def sigmoid(a):
    return 0.5 + 0.5 * np.tanh(a / 2)


def made(k, rows, columns, scale):
    return (scale * np.cos(1 + 7 * k + 3 * np.arange(rows * columns))).reshape(rows, columns)


def run(kind, levels):
    n, gates = UNITS, {"gru": 3, "lstm": 4}[kind]
    rec, win, b, bhn = made(0, gates * n, n, 0.9), made(1, gates * n, INPUTS, 1.2), made(2, gates * n, 1, 0.4)[:, 0], made(3, n, 1, 0.5)[:, 0]
    u = made(4, STEPS, INPUTS, 1.5)
    s = np.broadcast_to(np.asarray(levels, dtype=float), (gates * n,)) if len(levels) == 1 else np.asarray(levels, dtype=float)
    h, c = np.zeros(n), np.zeros(n)
    part = lambda v, k: v[k * n:(k + 1) * n]
    for t in range(STEPS):
        drive, back = win @ u[t] + b, rec @ h
        if kind == "gru":
            r, z = (mean(sigmoid, part(drive, k) + part(back, k), part(s, k)) for k in (0, 1))
            m = mean(np.tanh, part(drive, 2) + r * (part(back, 2) + bhn), part(s, 2))
            h = (1 - z) * m + z * h
        else:
            i, f, g, o = (mean(np.tanh if k == 2 else sigmoid, part(drive + back, k), part(s, k)) for k in range(4))
            c = f * c + i * g
            h = o * np.tanh(c)
    return [float(x) for x in (h if kind == "gru" else np.concatenate([h, c]))]


def main():
    cases = []
    for kind, rows in (("gru", 3 * UNITS), ("lstm", 4 * UNITS)):
        for levels in ([0.7], [4.0], [round(0.1 * (k % 7) + 0.05, 2) for k in range(rows)]):
            cases.append({"kind": kind, "levels": levels, "state": run(kind, levels)})
    print(json.dumps({"made_by": "python3 make_averaged_gates.py > averaged-gates.json", "cases": cases}, indent=1))


if __name__ == "__main__":
    main()
