"""Activation functions, and their means over noise on the argument: those of repaired networks."""

import math

import numpy as np

from .noise import UnsupportedError

try:
    from scipy.special import ndtr as cumulative
except ImportError:
    _erfc = np.frompyfunc(math.erfc, 1, 1)

    def cumulative(x):
        """The normal distribution function Phi."""
        return 0.5 * np.asarray(_erfc(np.asarray(x) * -math.sqrt(0.5)), dtype=float)


def density(x):
    """The normal density phi."""
    return np.exp(-0.5 * x * x) / math.sqrt(2 * math.pi)


def _tanh_half(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def _softplus(a):
    return np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a)))


def _rectifier(slope):
    return lambda a: np.where(a > 0, a, slope * a)


PLAIN = {
    "tanh": np.tanh,
    "sigmoid": _tanh_half,
    "softplus": _softplus,
    "gelu": lambda a: a * cumulative(a),
    "identity": lambda a: a,
}
RECTIFIERS = {"relu": lambda settings: 0.0, "leaky-relu": lambda settings: settings.get("slope", 0.01)}
SMOOTHED = ("gaussian-smoothed", "distribution-smoothed")


def activation(settings):
    """The function that an activation's settings stand for: a name, or a mapping with 'kind'."""
    kind, settings = _kind(settings)
    if kind in RECTIFIERS:
        return _rectifier(RECTIFIERS[kind](settings))
    if kind in PLAIN:
        return PLAIN[kind]
    if kind == "gaussian-smoothed":
        return gaussian_mean(settings.get("of", "relu"), settings.get("sigma", 1.0))
    if kind == "distribution-smoothed":
        return _mean(settings.get("of", "softplus"), settings.get("sigma", 1.0), settings.get("distribution", "two-point"))
    raise UnsupportedError(f"activation '{kind}'; known are {', '.join([*RECTIFIERS, *PLAIN, *SMOOTHED])}")


def gaussian_mean(of, sigma):
    """F(a) = E f(a + sigma xi), xi ~ N(0, 1): in closed form, or by the trapezoid rule where f is smooth."""
    kind, settings = _kind(of)
    if sigma == 0 or kind == "identity":
        return activation(of)
    if kind == "gaussian-smoothed":
        return gaussian_mean(settings.get("of", "relu"), math.hypot(settings.get("sigma", 1.0), sigma))
    if kind in RECTIFIERS:
        return _rectifier_mean(RECTIFIERS[kind](settings), sigma)
    if kind == "gelu":
        root = math.sqrt(1 + sigma * sigma)
        return lambda a: a * cumulative(a / root) + sigma * sigma / root * density(a / root)
    if kind == "distribution-smoothed":
        raise UnsupportedError("gaussian-smoothed of distribution-smoothed")
    return _by_quadrature(activation(of), sigma)


def _mean(of, sigma, law):
    kind, settings = _kind(of)
    if sigma == 0 or kind == "identity":
        return activation(of)
    if law == "gaussian":
        return gaussian_mean(of, sigma)
    if law == "two-point":
        f = activation(of)
        return lambda a: 0.5 * (f(a + sigma) + f(a - sigma))
    if kind not in RECTIFIERS:
        raise UnsupportedError(f"distribution-smoothed of {kind} over {law} noise, which has no closed form")
    slope = RECTIFIERS[kind](settings)
    if law == "uniform":
        width = math.sqrt(3) * sigma
        return lambda a: slope * a + (1 - slope) * (width * np.clip((a + width) / (2 * width), 0, 1) ** 2 + np.maximum(a - width, 0))
    if law == "laplace":
        scale = sigma / math.sqrt(2)
        return lambda a: slope * a + (1 - slope) * (np.maximum(a, 0) + scale / 2 * np.exp(-np.abs(a) / scale))
    raise UnsupportedError(f"distribution-smoothed over {law} noise")


def _rectifier_mean(slope, sigma):
    def mean(a):
        q = a / sigma
        return slope * a + (1 - slope) * sigma * (q * cumulative(q) + density(q))
    return mean


def _by_quadrature(f, sigma):
    # The program's own nodes and weights; it reads the mean back from a table, right to 1e-11.
    step = min(0.1, 0.2 / sigma)
    points = step * np.arange(-math.ceil(9 / step), math.ceil(9 / step) + 1)
    weights = np.exp(-0.5 * points * points)
    weights /= weights.sum()
    return lambda a: sum(weight * f(a + sigma * point) for point, weight in zip(points, weights))


def _kind(settings):
    return (settings, {}) if isinstance(settings, str) else (settings["kind"], settings)
