"""Noise of a network: its terms as they stand in the executed equation."""

import math

import numpy as np

from .arrays import like, namespace

PLACEMENTS = ("inside", "outside", "state", "input", "readout", "feedback")


class UnsupportedError(ValueError):
    """What the program does and this package does not, by its name."""


def draw(sources, rows, layers, level, trials, steps, dt, tau, standard):
    """The sum of the sources' terms at each placement: arrays [trials, steps, rows].

    sources -- as they stand in a model's metadata; rows -- by placement; layers -- that these rows are of, by placement; level -- times the level of training; standard(law, shape) --
    draws of a law with mean 0 and variance 1: arrays of NumPy or of PyTorch.
    """
    terms = {}
    for source in sources:
        if source.get("kind", "additive") != "additive":
            raise UnsupportedError(f"{source['kind']} noise; here noise is additive")
        placement = source.get("placement", "inside")
        deviation = level * np.asarray(source.get("sigma", [0.0]), dtype=float) * _factor(source.get("scale", "per-step"), placement, dt, tau)
        law, time = source.get("distribution", "gaussian"), source.get("correlation-time", 0.0)
        deviation = _in_layer(deviation, source.get("layer"), rows[placement], layers[placement])
        if source.get("common") == "population":
            raise UnsupportedError("noise common to a population; here units share it by layer")
        groups = rows[placement] if source.get("common") is None else layers[placement]
        draws = _shared(_coloured(standard(law, (trials, steps, groups)), time, dt), rows[placement] // groups)
        terms[placement] = terms.get(placement, 0.0) + like(deviation, draws) * draws
    return terms


def _in_layer(deviation, layer, rows, layers):
    # Nothing in the rows of other layers than its own.
    if layer is None:
        return deviation
    units, whole = rows // layers, np.zeros(rows)
    whole[(layer - 1) * units:layer * units] = deviation
    return whole


def _shared(draws, units):
    # One draw for all units of a group, group after group.
    return draws if units == 1 else namespace(draws).stack([draws] * units, -1).reshape(*draws.shape[:-1], -1)


def checked(noise, rows):
    """The terms, each with as many columns as its placement has rows."""
    noise = {placement: np.asarray(values, dtype=float) if namespace(values) is np else values for placement, values in (noise or {}).items()}
    for placement, values in noise.items():
        if placement not in PLACEMENTS:
            raise ValueError(f"noise at '{placement}'; allowed are {', '.join(PLACEMENTS)}")
        columns = values.shape[-1] if getattr(values, "ndim", 0) else 1
        if columns not in (1, rows[placement]):
            raise ValueError(f"noise at '{placement}' has {columns} columns; the network needs {rows[placement]}")
    return noise


def _factor(scale, placement, dt, tau):
    alpha = dt / tau
    if scale == "per-step":
        return 1.0
    factor = tau / math.sqrt(dt) if scale == "sqrt-dt" else np.sqrt(2 / alpha)
    return alpha * factor if placement in ("state", "feedback") else factor


def standard(rng):
    """Draws of each law from a generator of NumPy."""
    def draws(law, shape):
        if law == "uniform":
            return rng.uniform(-math.sqrt(3), math.sqrt(3), shape)
        if law == "laplace":
            return rng.laplace(0, math.sqrt(0.5), shape)
        if law == "two-point":
            return rng.choice([-1.0, 1.0], shape)
        return rng.standard_normal(shape)
    return draws


def _coloured(draws, time, dt):
    if not time:
        return draws
    keep = math.exp(-dt / time)
    for t in range(1, draws.shape[1]):
        draws[:, t] = keep * draws[:, t - 1] + math.sqrt(1 - keep * keep) * draws[:, t]
    return draws
