"""Modules of PyTorch as model files of the program. PyTorch is imported where it is asked for, and there alone."""

import json
import os
import tempfile

import numpy as np

from .network import Network
from .program import call, find

ACTIVATIONS = {
    "ReLU": lambda f: "relu", "Tanh": lambda f: "tanh", "Sigmoid": lambda f: "sigmoid", "Identity": lambda f: "identity",
    "LeakyReLU": lambda f: {"kind": "leaky-relu", "slope": f.negative_slope},
    "GELU": lambda f: "gelu" if getattr(f, "approximate", "none") == "none" else None,
    "Softplus": lambda f: "softplus" if f.beta == 1 else None,
}


def from_torch(module, path, *, layout=None, arrays=None, network=None, dt=None, noise=None, check=None, accept=False, program=None):
    """Makes a model file of a module of PyTorch, and returns its Network.

    module -- one of
      a TorchNetwork (of to_torch), trained further: written as it is, without the program;
      a model of nn.RNN, nn.GRU, nn.LSTM or their cells with one nn.Linear that reads it, or of nn.Linear layers: known by its names;
      any other, or a state_dict: arrays says which of its arrays is which, {"W_rec": "rec.weight", ...}, network and dt the rest.
    layout, arrays, network, dt -- as in a sidecar of `noisyrnn import`; what modules tell of their activation need not be given.
    noise -- the sources that it was trained with, [{"placement": "inside", "sigma": 0.3}]; no module tells them.
    check -- (inputs, outputs) of the module without its noise: they are compared, and a difference is refused unless accept.
    """
    if hasattr(module, "to_network"):
        given = {"layout": layout, "arrays": arrays, "network": network, "dt": dt, "check": check}
        if any(value is not None for value in given.values()):
            raise TypeError(f"{', '.join(name for name, value in given.items() if value is not None)}: a TorchNetwork tells all of its network")
        return _own(module, path, noise)
    network = {**told(module), **(network or {})}
    sidecar = {"arrays": arrays, "network": network or None, "dt": dt, "noise": noise}
    with tempfile.TemporaryDirectory() as folder:
        file, rest = saved(module, os.path.join(folder, "module.pt")), os.path.join(folder, "sidecar.yaml")
        with open(rest, "w", encoding="utf-8") as yaml:
            # YAML holds JSON.
            json.dump({key: value for key, value in sidecar.items() if value is not None}, yaml)
        command = [*find(program), "import", file, "--sidecar", rest, "--out", os.fspath(path)]
        if layout is not None:
            command += ["--as", layout]
        if check is not None:
            command += ["--check", _recorded(check, os.path.join(folder, "check.npz"))]
        call(command + (["--accept"] if accept else []))
    return Network.read(path)


def _own(module, path, noise):
    network = module.to_network()
    if noise is not None:
        network.noise = noise
    return Network.read(network.write(path))


def saved(module, path):
    """Saves the state_dict of a module, or a state_dict, and returns path."""
    import torch

    torch.save(dict(module.state_dict() if hasattr(module, "state_dict") else module), path)
    return path


def told(module):
    """The keys of the network that modules tell: the activation of nn.RNN, or of the modules between nn.Linear."""
    if not hasattr(module, "modules"):
        return {}
    modules = list(module.modules())
    recurrent = [each for each in modules if type(each).__name__ in ("RNN", "RNNCell") and hasattr(each, "nonlinearity")]
    if recurrent:
        return {"activation": recurrent[0].nonlinearity}
    found = []
    for each in modules:
        if type(each).__name__ in ACTIVATIONS:
            activation = ACTIVATIONS[type(each).__name__](each)
            if activation is None:
                raise ValueError(f"{each}: no network of the program has it; known are {', '.join(ACTIVATIONS)}, gelu without approximation and softplus with beta 1")
            if activation not in found:
                found.append(activation)
    gated = any(type(each).__name__ in ("GRU", "GRUCell", "LSTM", "LSTMCell") for each in modules)
    if len(found) > 1 or found and gated:
        raise ValueError(f"activations {', '.join(map(str, found))}: {'a gru or lstm has those of its gates alone' if gated else 'a network of the program has one'}")
    return {"activation": found[0]} if found else {}


def _recorded(check, path):
    inputs, outputs = (values.detach().cpu().numpy() if hasattr(values, "detach") else np.asarray(values) for values in check)
    np.savez(path, inputs=inputs, outputs=outputs)
    return path
