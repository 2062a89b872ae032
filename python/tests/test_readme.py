import os
import re
import tempfile
import unittest
from unittest import mock

import numpy as np

import noisyrnn

from . import fixtures

TINY = {"name": "tiny", "task": {"kind": "function-approximation", "steps": 6, "loss-steps": 3}, "network": {"kind": "ctrnn", "units": 4}, "noise": [{"sigma": 0.3}],
        "training": {"iterations": 20, "validate-every": 10}, "sweep": {"trials": 8, "draws": 8}, "grid": {"seed": [1, 2]}, "keep": "models"}


def blocks():
    """The README's blocks of Python, in their order."""
    path = os.path.join(os.path.dirname(__file__), "..", "README.md")
    with open(path, encoding="utf-8") as file:
        return re.findall(r"```python\n(.*?)```", file.read(), re.S)


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
