"""Activation functions, and their means over noise on the argument: those of repaired networks. Of arrays and of tensors."""

import math

import numpy as np

from .arrays import like, namespace
from .formula import formula, has_kinks
from .noise import UnsupportedError

try:
    from scipy.special import ndtr as _cumulative
except ImportError:
    _erfc = np.frompyfunc(math.erfc, 1, 1)

    def _cumulative(x):
        return 0.5 * np.asarray(_erfc(np.asarray(x) * -math.sqrt(0.5)), dtype=float)


def cumulative(x):
    """The normal distribution function Phi."""
    torch = namespace(x)
    return _cumulative(x) if torch is np else 0.5 * torch.erfc(x * -math.sqrt(0.5))


def density(x):
    """The normal density phi."""
    return namespace(x).exp(-0.5 * x * x) / math.sqrt(2 * math.pi)


def tanh(a):
    """The hyperbolic tangent."""
    return namespace(a).tanh(a)


def sigmoid(a):
    """1 / (1 + exp(-a))."""
    return 0.5 * (1 + tanh(0.5 * a))


def _softplus(a):
    xp = namespace(a)
    return xp.logaddexp(a, xp.zeros_like(a))


def _rectifier(slope):
    return lambda a: namespace(a).where(a > 0, a, slope * a)


PARAMETRIC = {
    "tanh": lambda settings: lambda a: tanh(settings.get("slope", 1.0) * a),
    "softplus": lambda settings: lambda a: _softplus(settings.get("beta", 1.0) * a) / settings.get("beta", 1.0),
    "probit": lambda settings: lambda a: cumulative(settings.get("slope", 1.0) * a),
    "power-law": lambda settings: lambda a: settings.get("gain", 1.0) * _rectifier(0.0)(a) ** settings.get("exponent", 2.0),
}
PLAIN = {"tanh": tanh, "sigmoid": sigmoid, "softplus": _softplus, "gelu": lambda a: a * cumulative(a), "identity": lambda a: a}
RECTIFIERS = {"relu": lambda settings: 0.0, "leaky-relu": lambda settings: settings.get("slope", 0.01)}
# Of one argument, in formulas, beside those of NumPy.
FUNCTIONS = {"sigmoid": sigmoid, "softplus": _softplus, "relu": _rectifier(0.0), "erf": lambda x: 2 * cumulative(math.sqrt(2) * x) - 1}
SMOOTHED = ("gaussian-smoothed", "distribution-smoothed")


def activation(settings):
    """The function that an activation's settings stand for: a name, or a mapping with 'kind'."""
    kind, settings = _kind(settings)
    if kind in RECTIFIERS:
        return _rectifier(RECTIFIERS[kind](settings))
    if kind in PARAMETRIC:
        return PARAMETRIC[kind](settings)
    if kind in PLAIN:
        return PLAIN[kind]
    if kind == "formula":
        return formula(settings["formula"], FUNCTIONS)
    sigma = settings.get("sigma", 1.0)
    if kind == "gaussian-smoothed":
        mean = gaussian_mean(settings.get("of", "relu"))
    elif kind == "distribution-smoothed":
        mean = _mean(settings.get("of", "softplus"), settings.get("distribution", "two-point"))
    else:
        known = [*RECTIFIERS, *PLAIN, "probit", "power-law", "formula", *SMOOTHED]
        raise UnsupportedError(f"activation '{kind}'; known are {', '.join(known)}")
    return lambda a: mean(a, like(sigma, a))


def gaussian_mean(of):
    """F(a, sigma) = E f(a + sigma xi), xi ~ N(0, 1): in closed form, or by the trapezoid rule where f is smooth; one sigma, or one a unit."""
    kind, settings = _kind(of)
    if kind == "identity":
        return lambda a, sigma: a
    if kind == "gaussian-smoothed":
        inner, own = gaussian_mean(settings.get("of", "relu")), settings.get("sigma", 1.0)
        return lambda a, sigma: inner(a, namespace(a).sqrt(own * own + sigma * sigma))
    if kind in RECTIFIERS:
        return _rectifier_mean(RECTIFIERS[kind](settings))
    if kind == "gelu":
        return _gelu_mean
    if kind == "probit":
        slope = settings.get("slope", 1.0)
        return lambda a, sigma: cumulative(slope * a / namespace(a).sqrt(1 + (slope * sigma) ** 2))
    if kind == "power-law":
        return _power_law_mean(settings.get("gain", 1.0), settings.get("exponent", 2.0), activation(of))
    if kind == "distribution-smoothed":
        raise UnsupportedError("gaussian-smoothed of distribution-smoothed")
    if kind == "formula" and has_kinks(settings["formula"]):
        raise UnsupportedError(f"gaussian-smoothed of the formula '{settings['formula']}', which may have kinks")
    return _by_quadrature(activation(of), min(1.0, 1 / settings.get("slope", settings.get("beta", 1.0))))


def _mean(of, law):
    kind, settings = _kind(of)
    if law == "gaussian":
        return gaussian_mean(of)
    f = activation(of)
    if kind == "identity":
        return lambda a, sigma: a
    if law == "two-point":
        return lambda a, sigma: 0.5 * (f(a + sigma) + f(a - sigma))
    if kind not in RECTIFIERS:
        raise UnsupportedError(f"distribution-smoothed of {kind} over {law} noise, which has no closed form")
    slope = RECTIFIERS[kind](settings)
    if law == "uniform":
        return _of_positive(f, lambda a, sigma: _uniform_mean(a, math.sqrt(3) * sigma), slope)
    if law == "laplace":
        return _of_positive(f, lambda a, sigma: _laplace_mean(a, math.sqrt(0.5) * sigma), slope)
    raise UnsupportedError(f"distribution-smoothed over {law} noise")


def _of_positive(f, mean, slope):
    # The mean of a rectifier: slope a, and the rest of it the mean of max(a, 0). Where sigma is 0 it is f.
    def whole(a, sigma):
        xp = namespace(a)
        noisy = xp.where(sigma > 0, sigma, xp.ones_like(sigma))
        return xp.where(sigma > 0, slope * a + (1 - slope) * mean(a, noisy), f(a))
    return whole


def _rectifier_mean(slope):
    def positive(a, sigma):
        q = a / sigma
        return sigma * (q * cumulative(q) + density(q))
    return _of_positive(_rectifier(slope), positive, slope)


def _uniform_mean(a, width):
    xp = namespace(a)
    return width * xp.clip((a + width) / (2 * width), 0, 1) ** 2 + xp.clip(a - width, 0, None)


def _laplace_mean(a, scale):
    size = namespace(a).abs(a)
    return 0.5 * (a + size) + scale / 2 * namespace(a).exp(-size / scale)


def _gelu_mean(a, sigma):
    root = namespace(a).sqrt(1 + sigma * sigma)
    return a * cumulative(a / root) + sigma * sigma / root * density(a / root)


def _power_law_mean(gain, exponent, f):
    # By the partial moments E max(0, a + sigma xi)^n, of which each comes from the two before it.
    if exponent != round(exponent):
        raise UnsupportedError(f"gaussian-smoothed of power-law with exponent {exponent}, which has no closed form; known are whole exponents")

    def moment(a, sigma):
        q = a / sigma
        before = cumulative(q)
        moment = a * before + sigma * density(q)
        for n in range(2, round(exponent) + 1):
            before, moment = moment, a * moment + (n - 1) * sigma * sigma * before
        return gain * moment
    return _of_positive(f, moment, 0.0)


def _by_quadrature(f, bend=1.0):
    # The program's own nodes and weights; it reads the mean back from a table, right to 1e-11.
    def mean(a, sigma):
        step = min(0.1, 0.2 * bend / max(float(sigma.max()), 1e-300))
        points = step * np.arange(-math.ceil(9 / step), math.ceil(9 / step) + 1)
        weights = np.exp(-0.5 * points * points)
        return sum(weight * f(a + sigma * point) for point, weight in zip(points.tolist(), (weights / weights.sum()).tolist()))
    return mean


def _kind(settings):
    return (settings, {}) if isinstance(settings, str) else (settings["kind"], settings)
