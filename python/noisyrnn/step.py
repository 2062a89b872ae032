"""The step of each kind of network, on arrays of NumPy and tensors of PyTorch alike."""

import math

import numpy as np

from .activations import activation, gaussian_mean, sigmoid, tanh
from .arrays import joined, like
from .noise import UnsupportedError

GATES = {"gru": 3, "lstm": 4}
DEFAULT_ACTIVATION = {"ctrnn": "relu", "current": "relu", "elman": "tanh", "feedforward": "relu"}
READOUTS = {"identity": lambda z: z, "sigmoid": sigmoid}
STACKED = ("elman", "gru", "lstm")
FIXED = ("W_rec_free", "W_rec_fixed", "W_in_free", "W_in_fixed", "W_out_free", "W_out_fixed")
KINDS = ("ctrnn", "current", "elman", "feedforward", "gru", "lstm")


class Step:
    """(arrays, h, u, terms) -> (state, output) of a network with these settings; readout -- r of the output r(z).

    arrays -- the parameters by name; alpha, dt/tau of the units; smoothing, the noise that each unit is averaged over.
    """

    def __init__(self, settings, readout="identity"):
        self.kind, self.units = settings["kind"], settings.get("units", 32)
        if self.kind not in KINDS:
            raise UnsupportedError(f"a network of kind '{self.kind}'; in Python there are {', '.join(KINDS)}")
        if readout not in READOUTS:
            raise UnsupportedError(f"outputs through '{readout}'; in Python there are {', '.join(READOUTS)}")
        self.response = READOUTS[readout]
        self.layers = settings.get("layers", 1)
        self.is_smoothed = bool(settings.get("smoothing"))
        self.dale = settings.get("recurrent", {}).get("dale")
        self.outside = {name: settings[key] for name, key in (("W_in", "input"), ("W_out", "readout")) if settings.get(key)}
        self.train_tau = settings.get("train-tau", "none")
        self.nonlinear = None
        if self.kind in GATES:
            self.gates = {f: gaussian_mean(f) if self.is_smoothed else activation(f) for f in ("sigmoid", "tanh")}
        else:
            of = settings.get("activation", DEFAULT_ACTIVATION[self.kind])
            self.nonlinear = gaussian_mean(of) if self.is_smoothed else activation(of)

    def __call__(self, arrays, h, u, terms):
        """The state and the output after a step; terms -- of noise by placement."""
        u, arrays = u + terms.get("input", 0.0), self.effective(arrays)
        step = self._stacked if self.layers > 1 and self.kind != "feedforward" else self._kind
        h = step(arrays, h, u, terms.get("inside", 0.0), terms.get("outside", 0.0), terms.get("state", 0.0))
        return h, self.response(h[..., :self.units] @ arrays["W_out"].T + arrays["b_out"] + terms.get("readout", 0.0))

    def fed_back(self, h, terms):
        """The state after a step as the next one reads it: with noise on the hidden state of each layer, the last one's first."""
        noise = terms.get("feedback")
        if noise is None:
            return h
        layers = 1 if self.kind == "feedforward" else self.layers
        parts = [_part(h, k, layers) for k in range(layers)]
        parts = [joined([part[..., :self.units] + _part(noise, layers - 1 - k, layers), part[..., self.units:]]) for k, part in enumerate(parts)]
        return joined(parts)

    def start(self, arrays, start):
        """The state before the first step, of init_state."""
        if self.kind in ("ctrnn", "current") and self.layers > 1:
            each = [self._of_layer(arrays, layer) for layer in range(self.layers)]
            return joined([joined([self._f(own, own["init_state"]), own["init_state"]]) if self.kind == "current" else own["init_state"] for own in each[::-1]])
        if self.kind == "current":
            return joined([self._f(arrays, start), start])
        one = joined([start, start]) if self.kind == "lstm" else start
        return joined([one] * self.layers) if self.kind in STACKED else one

    @property
    def _kind(self):
        return getattr(self, "_" + self.kind)

    def _stacked(self, arrays, h, u, inside, outside, on_state):
        # Layer after layer, as the rows of noise; the states stand the other way round, the last layer's first.
        after = []
        for layer in range(self.layers):
            state = _part(h, self.layers - 1 - layer, self.layers)
            after.append(self._kind(self._of_layer(arrays, layer), state, u, *(_part(noise, layer, self.layers) for noise in (inside, outside, on_state))))
            u = after[-1][..., :self.units]
        return joined(after[::-1])

    def _of_layer(self, arrays, layer):
        suffix = "" if layer == 0 else f"_{layer + 1}"
        own = {name: arrays[name + suffix] for name in ("W_in", "W_rec", "b_rec", "b_hn", "init_state", "leak", "m", "n", *FIXED) if name + suffix in arrays}
        own |= {"alpha": arrays["alpha"]} if "alpha" in arrays else {}
        return {**own, "smoothing": _part(arrays["smoothing"], layer, self.layers)} if self.is_smoothed else own

    def _f(self, arrays, a, rows=slice(None)):
        return self.nonlinear(a, arrays["smoothing"][rows]) if self.is_smoothed else self.nonlinear(a)

    def _gate(self, f, arrays, a, gate):
        # Averaged gates have one level of noise for all, or one a row of W_rec.
        if not self.is_smoothed:
            return self.gates[f](a)
        return self.gates[f](a, _rows(arrays["smoothing"], self._rows_of(gate)))

    def _rows_of(self, gate):
        return slice(gate * self.units, (gate + 1) * self.units)

    def alpha(self, arrays):
        """dt/tau of the units: given, or trained, of units that share a tau by the mean of their leak."""
        if "leak" not in arrays:
            return arrays["alpha"]
        leak = arrays["leak"]
        if self.train_tau != "per-unit":
            leak = like(self._together(), leak) @ leak
        return sigmoid(leak)

    def _together(self):
        population = np.arange(self.units) >= (self._excitatory() if self.train_tau == "by-population" else self.units)
        same = (population[:, None] == population[None, :]).astype(float)
        return same / same.sum(1, keepdims=True)

    def _excitatory(self):
        return math.floor(self.dale.get("excitatory", 0.8) * self.units + 0.5)

    def effective(self, arrays):
        """The arrays with W_in and W_out as the step reads them, of what is stored."""
        return {**arrays, **{name: self._of_rules(arrays, name, rules) for name, rules in self.outside.items()}} if self.outside else arrays

    def _of_rules(self, arrays, name, rules):
        weights, sign = arrays[name], rules.get("sign", "any")
        if sign != "any":
            s = 1.0 if sign == "positive" else -1.0
            weights = s * abs(weights) if rules.get("form", "absolute") == "absolute" else weights * (s * weights > 0)
        if name + "_free" in arrays:
            weights = arrays[name + "_free"] * weights
        return weights + arrays[name + "_fixed"] if name + "_fixed" in arrays else weights

    def recurrent(self, arrays):
        """W_rec as the step reads it, of what is stored."""
        if "m" in arrays:
            return arrays["m"] @ arrays["n"]
        weights = arrays["W_rec"]
        if self.dale is not None:
            sign = like(1.0 - 2.0 * (np.arange(self.units) >= self._excitatory()), weights)
            sized = sign * weights
            weights = sign * (abs(weights) if self.dale.get("form", "absolute") == "absolute" else sized * (sized > 0))
        if "W_rec_free" in arrays:
            weights = arrays["W_rec_free"] * weights
        return weights + arrays["W_rec_fixed"] if "W_rec_fixed" in arrays else weights

    def _affine(self, arrays, h, u, inside):
        return h @ self.recurrent(arrays).T + u @ arrays["W_in"].T + arrays["b_rec"] + inside

    def _ctrnn(self, arrays, h, u, inside, outside, on_state):
        return h + self.alpha(arrays) * (self._f(arrays, self._affine(arrays, h, u, inside)) + outside - h) + on_state

    def _elman(self, arrays, h, u, inside, outside, on_state):
        return self._f(arrays, self._affine(arrays, h, u, inside)) + outside + on_state

    def _current(self, arrays, h, u, inside, outside, _):
        rates, current = h[..., :self.units], h[..., self.units:]
        current = current + self.alpha(arrays) * (self._affine(arrays, rates, u, inside) - current)
        return joined([self._f(arrays, current) + outside, current])

    def _feedforward(self, arrays, h, u, inside, outside, on_state):
        for layer in range(self.layers):
            rows = slice(layer * self.units, (layer + 1) * self.units)
            weights = arrays["W_in" if layer == 0 else f"W_{layer + 1}"]
            u = self._f(arrays, u @ weights.T + arrays[f"b_{layer + 1}"] + _rows(inside, rows), rows) + _rows(outside, rows)
        return u + on_state

    def _gru(self, arrays, h, u, inside, outside, on_state):
        n = self.units
        driven = u @ arrays["W_in"].T + arrays["b_rec"] + inside
        back = h @ arrays["W_rec"].T
        both = driven[..., :2 * n] + back[..., :2 * n]
        reset, update = (self._gate("sigmoid", arrays, both[..., self._rows_of(k)], k) + _rows(outside, self._rows_of(k)) for k in range(2))
        candidate = self._gate("tanh", arrays, driven[..., 2 * n:] + reset * (back[..., 2 * n:] + arrays["b_hn"]), 2) + _rows(outside, self._rows_of(2))
        return candidate + update * (h - candidate) + on_state

    def _lstm(self, arrays, h, u, inside, outside, on_state):
        n = self.units
        a = self._affine(arrays, h[..., :n], u, inside)
        i, f, g, o = (self._gate("tanh" if k == 2 else "sigmoid", arrays, a[..., self._rows_of(k)], k) + _rows(outside, self._rows_of(k)) for k in range(4))
        c = f * h[..., n:] + i * g
        return joined([o * tanh(c) + on_state, c])


def _part(values, part, parts):
    # One of equal parts of the rows; a number, or one row for all, is that of each.
    if not getattr(values, "ndim", 0) or values.shape[-1] == 1:
        return values
    rows = values.shape[-1] // parts
    return values[..., part * rows:(part + 1) * rows]


def _rows(values, rows):
    return values[..., rows] if getattr(values, "ndim", 0) and values.shape[-1] > 1 else values
