"""Minimax coefficients of Elementary's polynomials (Remez exchange in 40 digits, python3-mpmath).

    python3 coefficients.py            all of them
    python3 coefficients.py log        those whose name contains "log"

Each line: name, largest error that the weight asks for (relative to the function's value), coefficients from the
lowest power upwards, rounded to the type; the second error is that of the rounded polynomial.
"""
import struct
import sys
from mpmath import mp, mpf, matrix, lu_solve, log, log1p, exp, sin, cos, pi, sqrt, erfc, erf, linspace

mp.dps = 40


def to_type(value, kind):
    code = "f" if kind == "float" else "d"
    return mpf(struct.unpack(code, struct.pack(code, float(value)))[0])


def remez(f, w, a, b, degree):
    """The polynomial p that minimises max |w (f - p)| over [a, b], and that maximum."""
    n = degree + 2
    nodes = [(a + b) / 2 - (b - a) / 2 * cos(pi * (mpf(i) + mpf("0.47")) / n) for i in range(n)]  # never on 0
    grid = [(a + b) / 2 - (b - a) / 2 * cos(pi * (mpf(i) + mpf(1) / 2) / (40 * n)) for i in range(40 * n)]
    values = [(x, f(x), w(x)) for x in grid]
    for _ in range(12):
        system = matrix(n, n)
        right = matrix(n, 1)
        for i, x in enumerate(nodes):
            for k in range(n - 1):
                system[i, k] = w(x) * x ** k
            system[i, n - 1] = (-1) ** i
            right[i] = w(x) * f(x)
        c = lu_solve(system, right)
        poly = [c[k] for k in range(n - 1)]
        errors = [(weight * (value - sum(q * x ** k for k, q in enumerate(poly))), x) for x, value, weight in values]
        # The largest error in each run of equal sign; keep n runs, dropping the smaller end.
        runs = []
        for e, x in errors:
            if runs and (runs[-1][0] > 0) == (e > 0):
                if abs(e) > abs(runs[-1][0]):
                    runs[-1] = (e, x)
            else:
                runs.append((e, x))
        while len(runs) > n:
            runs.pop(0 if abs(runs[0][0]) < abs(runs[-1][0]) else -1)
        largest = max(abs(e) for e, _ in errors)
        if len(runs) < n or largest < abs(c[n - 1]) * (1 + mpf(10) ** -4):
            return poly, largest
        nodes = [x for _, x in runs]
    return poly, largest


def fit(name, kind, f, w, a, b, degree):
    poly, ideal = remez(f, w, mpf(a), mpf(b), degree)
    rounded = [to_type(q, kind) for q in poly]
    points = linspace(mpf(a), mpf(b), 1001)
    error = max(abs(w(x) * (f(x) - sum(q * x ** k for k, q in enumerate(rounded)))) for x in points)
    print(f"{name} {kind} [{float(a):.4g},{float(b):.4g}] error {float(ideal):.2g}, rounded {float(error):.2g}")
    for q in rounded:
        print("    " + (f"{float(q):.9g}f" if kind == "float" else repr(float(q))))


tiny = mpf(10) ** -9
R2 = sqrt(mpf(2))


def scaled_erfc(a):
    """e^(a^2) erfc a."""
    return exp(a * a) * erfc(a)


def cases():
    # e^r = 1 + r + r^2 q(r)
    half = log(mpf(2)) / 2 * mpf("1.001")
    q = lambda r: (exp(r) - 1 - r) / r ** 2 if abs(r) > 1e-6 else mpf(1) / 2 + r / 6 + r * r / 24
    for kind, degree in (("float", 4), ("double", 9)):
        yield "exp q", kind, q, lambda r: r ** 2 / exp(r), -half, half, degree
    # log(1+f) = f - f^2/2 + f^3 P(f)
    p = lambda f: (log1p(f) - f + f * f / 2) / f ** 3 if abs(f) > 1e-7 else mpf(1) / 3 - f / 4 + f * f / 5
    yield "log P", "float", p, lambda f: f ** 3 / log1p(f) if f != 0 else mpf(0), 1 / R2 - 1, R2 - 1, 7
    # log(1+f) = f - h + s (h + z P(z)), s = f/(2+f), z = s^2, h = f^2/2
    g = lambda z: (log((1 + sqrt(z)) / (1 - sqrt(z))) - 2 * sqrt(z)) / sqrt(z) / z
    yield "log P(z)", "double", g, lambda z: z / 2, tiny, ((R2 - 1) / (R2 + 1)) ** 2 * mpf("1.001"), 6
    # sin(pi t/4) = t hi + t (lo + z P(z)), cos(pi t/4) = 1 + z Q(z), z = t^2
    s = lambda z: (sin(pi / 4 * sqrt(z)) / sqrt(z) - pi / 4) / z
    c = lambda z: (cos(pi / 4 * sqrt(z)) - 1) / z
    for kind, degree in (("float", 2), ("double", 5)):
        yield "sin P", kind, s, lambda z: z / (pi / 4), tiny, mpf(1), degree
    for kind, degree in (("float", 3), ("double", 6)):
        yield "cos Q", kind, c, lambda z: z, tiny, mpf(1), degree
    # erf x = x + x G(z), z = x^2 <= 1
    e = lambda z: erf(sqrt(z)) / sqrt(z) - 1
    for kind, degree in (("float", 6), ("double", 11)):
        yield "erf G", kind, e, lambda z: sqrt(z) / erf(sqrt(z)), tiny, mpf(1), degree
    # (1 + 2a) e^(a^2) erfc a = M(q), q = (a - k)/(a + k), k = 2 (float) or 4 (double)
    for kind, degree, k in (("float", 10, 2), ("double", 22, 4)):
        def m(q, k=mpf(k)):
            a = k * (1 + q) / (1 - q)
            return (1 + 2 * a) * scaled_erfc(a)
        last = mpf(24 if kind == "float" else 60)
        yield "erfcx M", kind, m, lambda q, m=m: 1 / m(q), mpf(-1), (last - k) / (last + k), degree


if __name__ == "__main__":
    for case in cases():
        if len(sys.argv) < 2 or sys.argv[1] in case[0]:
            fit(*case)
