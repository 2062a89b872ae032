"""A trained network, original or repaired, as a function."""

import json

import numpy as np

from . import noise as noise_terms
from . import safetensors
from .activations import _tanh_half as sigmoid
from .activations import activation, gaussian_mean
from .noise import UnsupportedError

GATES = {"gru": 3, "lstm": 4}
DEFAULT_ACTIVATION = {"ctrnn": "relu", "current": "relu", "elman": "tanh", "feedforward": "relu"}
KINDS = ("ctrnn", "current", "elman", "feedforward", "gru", "lstm")


class Network:
    """A network of a model.safetensors.

    arrays -- by name, W_rec[post, pre]; metadata -- of the file; equation -- the step as it is executed, in words.
    The state of an lstm is [h, c], that of a current network [r, x]; of all others it is h.
    """

    def __init__(self, arrays, metadata, path=None):
        self.path, self.metadata = path, metadata
        self.arrays = {name: np.asarray(values, dtype=float) for name, values in arrays.items()}
        settings = json.loads(metadata["network"])
        self.kind, self.units = settings["kind"], settings.get("units", 32)
        if self.kind not in KINDS:
            raise UnsupportedError(f"{_where(path)}a network of kind '{self.kind}'; in Python there are {', '.join(KINDS)}")
        scheme = json.loads(metadata.get("scheme", '{"kind":"euler-maruyama"}'))["kind"]
        if self.kind == "ctrnn" and scheme == "heun-stratonovich":
            raise UnsupportedError(f"{_where(path)}steps of the scheme '{scheme}'; in Python there are euler-maruyama and, with additive noise the same, milstein")
        self.noise, self.dt = json.loads(metadata["noise"]), float(metadata["dt"])
        self.tau = np.asarray(settings.get("tau", [1.0]), dtype=float)
        self.equation = metadata.get("equation", "")
        self.layers = settings.get("layers", 1) if self.kind == "feedforward" else 1
        self.inputs, self.outputs = self.arrays["W_in"].shape[1], self.arrays["W_out"].shape[0]
        many = GATES.get(self.kind, self.layers) * self.units
        self.noise_rows = {"inside": many, "outside": many, "state": self.units, "input": self.inputs, "readout": self.outputs}
        self._activation = _units(settings, self.kind)

    @classmethod
    def read(cls, path):
        """Reads a model file of the program."""
        arrays, metadata = safetensors.read(path)
        missing = [key for key in ("format", "network", "noise", "dt") if key not in metadata]
        if missing:
            raise ValueError(f"{path}: no metadata '{missing[0]}'; not a model file of NoisyRnn")
        if metadata["format"] not in ("1", "2"):
            raise ValueError(f"{path}: model of format {metadata['format']}; read are 1 and 2")
        return cls(arrays, metadata, path)

    @property
    def initial_state(self):
        """The state before the first step."""
        start = self.arrays.get("init_state", np.zeros(self.units))
        if self.kind == "current":
            return np.concatenate([self._activation(start, 0), start])
        return np.concatenate([start, start]) if self.kind == "lstm" else start

    def step(self, h, u, noise=None):
        """The state and the output after a step.

        h -- state before it [..., state]; u -- input [..., inputs]; noise -- the terms of the equation by placement,
        {"inside": [..., rows], ...}; without it the step is silent.
        """
        terms = noise_terms.checked(noise, self.noise_rows)
        h = np.asarray(h, dtype=float)
        u = np.asarray(u, dtype=float) + terms.get("input", 0.0)
        if u.shape[-1] != self.inputs:
            raise ValueError(f"inputs {list(u.shape)}; the network reads {self.inputs} channels, the last axis")
        state = getattr(self, "_" + self.kind)(h, u, terms.get("inside", 0.0), terms.get("outside", 0.0), terms.get("state", 0.0))
        z = state[..., :self.units] @ self.arrays["W_out"].T + self.arrays["b_out"] + terms.get("readout", 0.0)
        return state, z

    def rollout(self, inputs, noise=None, states=False):
        """Outputs [..., steps, outputs] of inputs [..., steps, inputs]; with states, also the states, one more than steps.

        noise -- terms by placement [..., steps, rows], as draw gives them, or None for silence.
        """
        inputs = np.asarray(inputs, dtype=float)
        if inputs.ndim < 2 or inputs.shape[-1] != self.inputs:
            raise ValueError(f"inputs {list(inputs.shape)}; needed are [trials, steps, {self.inputs}] or [steps, {self.inputs}]")
        terms = noise_terms.checked(noise, self.noise_rows)
        for placement, values in terms.items():
            if values.ndim < 2 or values.shape[-2] not in (1, inputs.shape[-2]):
                raise ValueError(f"noise at '{placement}' {list(values.shape)}; needed are {inputs.shape[-2]} steps, the last axis but one")
        h = np.broadcast_to(self.initial_state, (*inputs.shape[:-2], self.initial_state.size))
        path, outputs = [h], []
        for t in range(inputs.shape[-2]):
            h, z = self.step(h, inputs[..., t, :], {placement: values[..., min(t, values.shape[-2] - 1), :] for placement, values in terms.items()})
            path.append(h)
            outputs.append(z)
        outputs = np.stack(outputs, axis=-2)
        return (outputs, np.stack(path, axis=-2)) if states else outputs

    def draw(self, trials, steps, level=1.0, rng=None):
        """Draws the noise that the network was trained with, at level times its strength: the terms that rollout takes."""
        return noise_terms.draw(self.noise, self.noise_rows, level, trials, steps, self.dt, self.tau, rng or np.random.default_rng())

    def __repr__(self):
        return f"{self.kind} of {self.units} units, {self.inputs} inputs and {self.outputs} outputs\n{self.equation}"

    def _affine(self, h, u, inside=0.0):
        return h @ self.arrays["W_rec"].T + u @ self.arrays["W_in"].T + self.arrays["b_rec"] + inside

    def _ctrnn(self, h, u, inside, outside, on_state):
        return h + self.dt / self.tau * (self._activation(self._affine(h, u, inside), 0) + outside - h) + on_state

    def _elman(self, h, u, inside, outside, on_state):
        return self._activation(self._affine(h, u, inside), 0) + outside + on_state

    def _current(self, h, u, inside, outside, on_state):
        if np.any(on_state):
            raise ValueError("noise at 'state': noise on the current of a current network is inside")
        rates, current = h[..., :self.units], h[..., self.units:]
        current = current + self.dt / self.tau * (self._affine(rates, u, inside) - current)
        return np.concatenate([self._activation(current, 0) + outside, current], axis=-1)

    def _feedforward(self, h, u, inside, outside, on_state):
        for layer in range(self.layers):
            rows = slice(layer * self.units, (layer + 1) * self.units)
            weights = self.arrays["W_in" if layer == 0 else f"W_{layer + 1}"]
            u = self._activation(u @ weights.T + self.arrays[f"b_{layer + 1}"] + _rows(inside, rows), layer) + _rows(outside, rows)
        return u + on_state

    def _gru(self, h, u, inside, outside, on_state):
        n = self.units
        driven = u @ self.arrays["W_in"].T + self.arrays["b_rec"] + inside
        back = h @ self.arrays["W_rec"].T
        reset, update = (sigmoid(driven[..., k:k + n] + back[..., k:k + n]) + _rows(outside, slice(k, k + n)) for k in (0, n))
        candidate = np.tanh(driven[..., 2 * n:] + reset * (back[..., 2 * n:] + self.arrays["b_hn"])) + _rows(outside, slice(2 * n, 3 * n))
        return candidate + update * (h - candidate) + on_state

    def _lstm(self, h, u, inside, outside, on_state):
        n = self.units
        a = self._affine(h[..., :n], u, inside)
        i, f, g, o = ((np.tanh if k == 2 else sigmoid)(a[..., k * n:(k + 1) * n]) + _rows(outside, slice(k * n, (k + 1) * n)) for k in range(4))
        c = f * h[..., n:] + i * g
        return np.concatenate([o * np.tanh(c) + on_state, c], axis=-1)


def _units(settings, kind):
    # f of the units of a layer: one for all, or averaged over noise of a level of each unit's own.
    if kind in GATES:
        return None
    of = settings.get("activation", DEFAULT_ACTIVATION[kind])
    smoothing, units = settings.get("smoothing", []), settings.get("units", 32)
    if not smoothing:
        f = activation(of)
        return lambda a, layer: f(a)
    own = [gaussian_mean(of, sigma) for sigma in smoothing]
    return lambda a, layer: np.stack([own[layer * units + k](a[..., k]) for k in range(units)], axis=-1)


def _rows(values, rows):
    return values[..., rows] if np.ndim(values) and np.shape(values)[-1] > 1 else values


def _where(path):
    return f"{path}: " if path else ""
