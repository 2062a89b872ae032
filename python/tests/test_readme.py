import os
import re
import tempfile
import unittest
from unittest import mock

import numpy as np

import noisyrnn
from noisyrnn import activations, noise, step

from . import fixtures

TINY = {"name": "tiny", "task": {"kind": "function-approximation", "steps": 6, "loss-steps": 3}, "network": {"kind": "ctrnn", "units": 4}, "noise": [{"sigma": 0.3}],
        "training": {"iterations": 20, "validate-every": 10}, "sweep": {"trials": 8, "draws": 8}, "grid": {"seed": [1, 2]}, "keep": "models"}


def blocks():
    """The README's blocks of Python, in their order."""
    path = os.path.join(os.path.dirname(__file__), "..", "README.md")
    with open(path, encoding="utf-8") as file:
        return re.findall(r"```python\n(.*?)```", file.read(), re.S)


def row(name):
    """The names that a row of the README's last table has: here, and refused."""
    path = os.path.join(os.path.dirname(__file__), "..", "README.md")
    with open(path, encoding="utf-8") as file:
        cells = next(line for line in file if line.startswith(f"| {name}")).split("|")[2:4]
    return [[word.strip() for word in cell.split(",") if word.strip()] for cell in cells]


class Lists(unittest.TestCase):
    def test_networks_are_those_of_the_package(self):
        self.assertEqual(sorted(row("networks")[0]), sorted(step.KINDS))

    def test_activations_are_those_of_the_package(self):
        here, refused = row("activations")
        for name in here:
            values = activations.activation({"kind": name, "formula": "tanh(a)"})(np.array([-1.0, 0.5]))
            self.assertEqual(values.shape, (2,), name)
        for name in [*refused, "no-activation"]:
            with self.assertRaises(noise.UnsupportedError):
                activations.activation(name)

    def test_noise_that_is_drawn_is_that_of_the_package(self):
        def draw(**source):
            rows = {placement: 4 for placement in noise.PLACEMENTS}
            return noise.draw([{"sigma": [0.1], **source}], rows, {placement: 1 for placement in rows}, 1, 2, 3, 0.1, 1.0, noise.standard(np.random.default_rng(1)))

        self.assertEqual(sorted(row("its placement")[0]), sorted(noise.PLACEMENTS))
        for key, name in (("kind", "noise that is drawn: kind"), ("placement", "its placement"), ("distribution", "its law"), ("scale", "its scale"), ("common", "common to")):
            here, refused = row(name)
            for value in here:
                self.assertEqual([terms.shape for terms in draw(**{key: value}).values()], [(2, 3, 4)], value)
            for value in refused:
                with self.assertRaises(noise.UnsupportedError, msg=value):
                    draw(**{key: value})


class Readme(unittest.TestCase):
    @fixtures.needs_program
    def test_every_block_runs_as_it_stands(self):
        try:
            import torch
        except ImportError:
            torch = None
        rng = np.random.default_rng(1)
        names = {"np": np, "torch": torch, "s0": 0.3, "g": 0.2, "W": 0.1 * rng.normal(size=(64, 64)), "U": rng.normal(size=(64, 1)), "b": np.zeros(64), "V": rng.normal(size=(1, 64)) / 64,
                 "inputs": rng.normal(size=(8, 6, 1)), "targets": rng.normal(size=(8, 6, 1)), "h": np.zeros((8, 4)), "u": rng.normal(size=(8, 1))}
        real, here = noisyrnn.run, os.getcwd()
        ran = 0
        with tempfile.TemporaryDirectory() as folder, mock.patch("noisyrnn.run", lambda spec, out, scale: real(TINY, out, workers=1)):
            os.chdir(folder)
            try:
                for block in blocks():
                    if "torch" in block:
                        if torch is None:
                            continue
                        names.update(zip(("model", "u"), _gru(torch)))
                    exec(block, names)
                    ran += 1
            finally:
                os.chdir(here)
        self.assertEqual(ran, len(blocks()) if torch else sum("torch" not in block for block in blocks()))
        self.assertGreaterEqual(ran, 4)
        self.assertIsInstance(names["said"], noisyrnn.Audit)


def _gru(torch):
    class Gru(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.rnn, self.readout = torch.nn.GRU(3, 8, batch_first=True), torch.nn.Linear(8, 2)

        def forward(self, u):
            return self.readout(self.rnn(u)[0])

    return Gru(), torch.randn(4, 5, 3)
