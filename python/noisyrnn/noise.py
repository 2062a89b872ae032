"""Noise of a network: its terms as they stand in the executed equation."""

import math

import numpy as np

PLACEMENTS = ("inside", "outside", "state", "input", "readout")


class UnsupportedError(ValueError):
    """What the program does and this package does not, by its name."""


def draw(sources, rows, level, trials, steps, dt, tau, rng):
    """The sum of the sources' terms at each placement: arrays [trials, steps, rows].

    sources -- as they stand in a model's metadata; rows -- by placement; level -- times the level of training.
    """
    terms = {}
    for source in sources:
        if source.get("kind", "additive") != "additive":
            raise UnsupportedError(f"{source['kind']} noise; here noise is additive")
        placement = source.get("placement", "inside")
        deviation = level * np.asarray(source.get("sigma", [0.0]), dtype=float) * _factor(source.get("scale", "per-step"), placement, dt, tau)
        law, time = source.get("distribution", "gaussian"), source.get("correlation-time", 0.0)
        draws = deviation * _coloured(_standard(law, (trials, steps, rows[placement]), rng), time, dt)
        terms[placement] = terms.get(placement, 0.0) + draws
    return terms


def checked(noise, rows):
    """The terms, each with as many columns as its placement has rows."""
    noise = noise or {}
    for placement, values in noise.items():
        if placement not in PLACEMENTS:
            raise ValueError(f"noise at '{placement}'; allowed are {', '.join(PLACEMENTS)}")
        columns = np.shape(values)[-1] if np.ndim(values) else 1
        if columns not in (1, rows[placement]):
            raise ValueError(f"noise at '{placement}' has {columns} columns; the network needs {rows[placement]}")
    return {placement: np.asarray(values, dtype=float) for placement, values in noise.items()}


def _factor(scale, placement, dt, tau):
    alpha = dt / tau
    if scale == "per-step":
        return 1.0
    factor = tau / math.sqrt(dt) if scale == "sqrt-dt" else np.sqrt(2 / alpha)
    return alpha * factor if placement == "state" else factor


def _standard(law, shape, rng):
    if law == "uniform":
        return rng.uniform(-math.sqrt(3), math.sqrt(3), shape)
    if law == "laplace":
        return rng.laplace(0, math.sqrt(0.5), shape)
    if law == "two-point":
        return rng.choice([-1.0, 1.0], shape)
    return rng.standard_normal(shape)


def _coloured(draws, time, dt):
    if not time:
        return draws
    keep = math.exp(-dt / time)
    for t in range(1, draws.shape[1]):
        draws[:, t] = keep * draws[:, t - 1] + math.sqrt(1 - keep * keep) * draws[:, t]
    return draws
