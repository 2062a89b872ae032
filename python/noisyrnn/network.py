"""A trained network, original or repaired, as a function."""

import json

import numpy as np

from . import noise as noise_terms
from . import safetensors
from .arrays import namespace
from .noise import UnsupportedError
from .step import FIXED, GATES, STACKED, Step


class Network:
    """A network of a model.safetensors.

    arrays -- by name, W_rec[post, pre]; metadata -- of the file; noise -- the sources of training, as in an experiment file;
    equation -- the step as it is executed, in words.
    The state of an lstm is [h, c], that of a current network [r, x]; of all others it is h.
    """

    def __init__(self, arrays, metadata, path=None):
        self.path, self.metadata = path, metadata
        # What is made of others is made anew.
        self.arrays = {name: np.asarray(values, dtype=float) for name, values in arrays.items() if not name.endswith("_effective")}
        self.arrays = self._with_products()
        settings = json.loads(metadata["network"])
        try:
            self._step = Step(settings, metadata.get("readout", "identity"))
        except UnsupportedError as error:
            raise UnsupportedError(f"{_where(path)}{error}") from None
        self.kind, self.units, self.layers = self._step.kind, self._step.units, self._step.layers
        scheme = json.loads(metadata.get("scheme", '{"kind":"euler-maruyama"}'))["kind"]
        if self.kind == "ctrnn" and scheme == "heun-stratonovich":
            raise UnsupportedError(f"{_where(path)}steps of the scheme '{scheme}'; in Python there are euler-maruyama and, with additive noise the same, milstein")
        self.noise, self.dt = json.loads(metadata["noise"]), float(metadata["dt"])
        self.tau = np.asarray(settings.get("tau", [1.0]), dtype=float)
        self.equation = metadata.get("equation", "")
        self.inputs, self.outputs = self.arrays["W_in"].shape[1], self.arrays["W_out"].shape[0]
        many, states = GATES.get(self.kind, 1) * self.layers * self.units, (1 if self.kind == "feedforward" else self.layers) * self.units
        self.noise_rows = {"inside": many, "outside": many, "state": states, "input": self.inputs, "readout": self.outputs, "feedback": states}
        deep = self.layers
        self.noise_layers = {"inside": deep, "outside": deep, "state": states // self.units, "input": 1, "readout": 1, "feedback": states // self.units}
        # What training changes, and what stays beside it.
        self.trained = [name for name in self.arrays if name not in FIXED and name.rsplit("_", 1)[0] not in FIXED and not (name.startswith("W_rec") and "m" in self.arrays) and (not name.startswith("init_state") or settings.get("train-initial-state", False))]
        self.constants = {**({} if "leak" in self.arrays else {"alpha": self.dt / self.tau}), **({"smoothing": np.asarray(settings["smoothing"], dtype=float)} if self._step.is_smoothed else {})}

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

    def write(self, path):
        """Writes a model file of the program, whole or not at all, and returns path."""
        safetensors.write(path, self._with_products(), self.described())
        return path

    @property
    def time_constants(self):
        """tau: one, or one a unit; where it was trained, as training left it, and self.tau that at the start, which levels of noise are converted by."""
        return self.dt / self._step.alpha(self._all())

    @property
    def recurrent_weights(self):
        """W_rec[post, pre] as the step reads it: by Dale's law, and of the connections that there are."""
        return self._step.recurrent(self._all())

    @property
    def input_weights(self):
        """W_in[post, pre] as the step reads it: with its sign, and of the connections that there are."""
        return self._step.effective(self._all())["W_in"]

    @property
    def readout_weights(self):
        """W_out[post, pre] as the step reads it."""
        return self._step.effective(self._all())["W_out"]

    @property
    def initial_state(self):
        """The state before the first step."""
        return self.start(self._all())

    def step(self, h, u, noise=None):
        """The state and the output after a step.

        h -- state before it [..., state]; u -- input [..., inputs]; noise -- the terms of the equation by placement,
        {"inside": [..., rows], ...}; without it the step is silent.
        """
        return self.advance(self._all(), np.asarray(h, dtype=float), np.asarray(u, dtype=float), noise)

    def rollout(self, inputs, noise=None, states=False):
        """Outputs [..., steps, outputs] of inputs [..., steps, inputs]; with states, also the states, one more than steps.

        noise -- terms by placement [..., steps, rows], as draw gives them, or None for silence.
        """
        return self.roll(self._all(), np.asarray(inputs, dtype=float), noise, states)

    def draw(self, trials, steps, level=1.0, rng=None):
        """Draws the noise that the network was trained with, at level times its strength: the terms that rollout takes."""
        return self.terms(level, trials, steps, noise_terms.standard(rng or np.random.default_rng()))

    def to_torch(self, dtype=None):
        """The network as a module of PyTorch, a TorchNetwork: the same step, trainable; dtype -- torch.float32 unless told."""
        from .torch_network import TorchNetwork

        return TorchNetwork(self, dtype)

    def __repr__(self):
        return f"{self.kind} of {self.units} units, {self.inputs} inputs and {self.outputs} outputs\n{self.equation}"

    # The same of any arrays: the network's own, or the parameters of a module of PyTorch.

    def start(self, arrays):
        """The state before the first step."""
        return self._step.start(arrays, arrays["init_state"] if "init_state" in arrays else 0 * arrays["W_out"][0])

    def advance(self, arrays, h, u, noise=None):
        """A step."""
        if u.shape[-1] != self.inputs:
            raise ValueError(f"inputs {list(u.shape)}; the network reads {self.inputs} channels, the last axis")
        terms = noise_terms.checked(noise, self.noise_rows)
        h, z = self._step(arrays, h, u, terms)
        return self._step.fed_back(h, terms), z

    def roll(self, arrays, inputs, noise=None, states=False):
        """All steps."""
        if inputs.ndim < 2 or inputs.shape[-1] != self.inputs:
            raise ValueError(f"inputs {list(inputs.shape)}; needed are [trials, steps, {self.inputs}] or [steps, {self.inputs}]")
        terms = noise_terms.checked(noise, self.noise_rows)
        for placement, values in terms.items():
            if values.ndim < 2 or values.shape[-2] not in (1, inputs.shape[-2]):
                raise ValueError(f"noise at '{placement}' {list(values.shape)}; needed are {inputs.shape[-2]} steps, the last axis but one")
        xp, h = namespace(inputs), self.start(arrays)
        h = xp.broadcast_to(h, (*inputs.shape[:-2], h.shape[-1]))
        path, outputs = [h], []
        for t in range(inputs.shape[-2]):
            now = {placement: values[..., min(t, values.shape[-2] - 1), :] for placement, values in terms.items()}
            h, z = self._step(arrays, h, inputs[..., t, :], now)
            path.append(h)
            outputs.append(z)
            h = self._step.fed_back(h, now)
        outputs = xp.stack(outputs, -2)
        return (outputs, xp.stack(path, -2)) if states else outputs

    def terms(self, level, trials, steps, standard):
        """The noise of training at a level, of draws standard(law, shape) with variance 1."""
        return noise_terms.draw(self.noise, self.noise_rows, self.noise_layers, level, trials, steps, self.dt, self.tau, standard)

    def described(self):
        """The metadata of a model file."""
        metadata = {**self.metadata, "format": "2"}
        if json.loads(metadata["noise"]) != self.noise:
            # The equation in words tells of the noise, too.
            metadata["noise"] = json.dumps(self.noise)
            metadata.pop("equation", None)
        return metadata

    def _with_products(self):
        # W_rec of its factors, which may have been trained on.
        products = {f"W_rec{name[1:]}": values @ self.arrays[f"n{name[1:]}"] for name, values in self.arrays.items() if name == "m" or name.startswith("m_")}
        return {**self.arrays, **products}

    def _all(self):
        return {**self.arrays, **self.constants}


def _where(path):
    return f"{path}: " if path else ""
