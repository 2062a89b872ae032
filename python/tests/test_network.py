import math
import os
import tempfile
import unittest

import numpy as np

from noisyrnn import Network, UnsupportedError
from noisyrnn.activations import activation

from . import fixtures, handmade


def tolerance(path):
    # Means that have no closed form the program reads from a table, right to 1e-11.
    by_table = [f"{f}-{how}" for f in ("ctrnn-tanh", "ctrnn-sigmoid", "ctrnn-softplus", "ctrnn-tanh-steep", "ctrnn-softplus-steep", "gru", "lstm", "gru-of-2", "lstm-of-2") for how in ("smoothed", "by-unit")]
    return 1e-10 if os.path.basename(path)[:-len(".safetensors")] in by_table else 1e-12


class Rollouts(unittest.TestCase):
    @fixtures.needs_files
    def test_they_are_those_of_the_program(self):
        largest = {1e-12: 0.0, 1e-10: 0.0}
        self.assertGreaterEqual(len(fixtures.models()), 40)
        for path in fixtures.models():
            with self.subTest(os.path.basename(path)), np.load(path[:-len("safetensors")] + "npz") as said:
                network = Network.read(path)
                noise = {name[len("noise_"):]: said[name] for name in said.files if name.startswith("noise_")}
                self.assertTrue(noise)
                for terms, kind in ((None, "silent"), (noise, "noisy")):
                    outputs, states = network.rollout(said["inputs"], terms, states=True)
                    for found, expected in ((outputs, said[f"{kind}_outputs"]), (states, said[f"{kind}_states"])):
                        self.assertEqual(found.shape, expected.shape)
                        self.assertGreater(np.abs(expected).max(), 0)
                        error = np.abs(found - expected).max()
                        largest[tolerance(path)] = max(largest[tolerance(path)], error)
                        self.assertLess(error, tolerance(path))
                self.assertGreater(np.abs(said["noisy_outputs"] - said["silent_outputs"]).max(), 1e-3)
        print(f"largest difference: closed forms {largest[1e-12]:.1e}, by quadrature {largest[1e-10]:.1e}")

    def test_one_step_after_the_other_is_the_same_for_one_trial_and_for_many(self):
        with tempfile.TemporaryDirectory() as folder:
            network = Network.read(handmade.linear(os.path.join(folder, "m.safetensors")))
        inputs = np.random.default_rng(1).normal(size=(3, 4, 1))
        outputs = network.rollout(inputs)
        np.testing.assert_allclose(outputs[1], network.rollout(inputs[1]))
        h = network.initial_state
        for t in range(4):
            h, z = network.step(h, inputs[1, t])
            np.testing.assert_allclose(z, outputs[1, t])
        np.testing.assert_allclose(outputs[:, 1], 0.25 * inputs[:, 0] + 0.5 * inputs[:, 1])

    def test_an_activation_may_be_a_formula(self):
        a = np.linspace(-3, 3, 25)
        for text, f in (("max(0, a)^2", lambda a: np.maximum(0, a) ** 2), ("-a^2 + 2 * a", lambda a: 2 * a - a * a), ("a * sigmoid(a)", lambda a: a / (1 + np.exp(-a))),
                        ("erf(a) - pi / e", lambda a: np.vectorize(math.erf)(a) - math.pi / math.e), ("min(1, max(-1, a))", lambda a: np.clip(a, -1, 1)), ("2^a", lambda a: 2 ** a)):
            np.testing.assert_allclose(activation({"kind": "formula", "formula": text})(a), f(a), atol=1e-14, err_msg=text)
        mean = activation({"kind": "gaussian-smoothed", "of": {"kind": "formula", "formula": "sin(a)"}, "sigma": 0.5})
        np.testing.assert_allclose(mean(a), np.exp(-0.125) * np.sin(a), atol=1e-12)

    def test_outputs_go_through_the_readout_that_the_file_tells(self):
        inputs = np.random.default_rng(1).normal(size=(3, 4, 1))
        with tempfile.TemporaryDirectory() as folder:
            plain, through = (Network.read(handmade.linear(os.path.join(folder, "m.safetensors"), **more)) for more in ({}, {"readout": "sigmoid"}))
        np.testing.assert_allclose(through.rollout(inputs), 1 / (1 + np.exp(-plain.rollout(inputs))))


class Noise(unittest.TestCase):
    def noise_of(self, source, level=1.0, **metadata):
        import json
        with tempfile.TemporaryDirectory() as folder:
            network = Network.read(handmade.linear(os.path.join(folder, "m.safetensors"), noise=json.dumps([source]), **metadata))
        return network.draw(400, 50, level, np.random.default_rng(2))

    def test_it_has_the_deviation_of_its_scale(self):
        # dt .5, tau 1: alpha .5. 20,000 draws: a standard error of .5 %.
        for scale, placement, expected in (("per-step", "inside", 0.3), ("sqrt-dt", "inside", 0.3 / 0.5 ** 0.5), ("sqrt-2-over-alpha", "outside", 0.6), ("sqrt-dt", "state", 0.3 * 0.5 ** 0.5)):
            for law in ("gaussian", "uniform", "laplace", "two-point"):
                terms = self.noise_of({"placement": placement, "sigma": [0.3], "scale": scale, "distribution": law})
                self.assertEqual(list(terms), [placement])
                self.assertAlmostEqual(terms[placement].std() / expected, 1, delta=0.04)

    def test_a_level_of_0_is_silence(self):
        self.assertEqual(np.abs(self.noise_of({"sigma": [0.3]}, level=0)["inside"]).max(), 0)

    def test_coloured_noise_remembers(self):
        values = self.noise_of({"sigma": [1.0], "correlation-time": 2.0})["inside"][..., 0]
        self.assertAlmostEqual(np.corrcoef(values[:, 10], values[:, 11])[0, 1], np.exp(-0.25), delta=0.1)
        self.assertAlmostEqual(values[:, 40].std(), 1, delta=0.15)

    def test_in_one_layer_it_stands_in_no_other_and_units_may_share_it(self):
        import json
        source = {"placement": "outside", "sigma": [0.3], "layer": 2, "common": "layer"}
        arrays = {"W_in": np.ones((2, 1)), "b_1": np.zeros(2), "W_2": np.eye(2), "b_2": np.zeros(2), "W_out": np.ones((1, 2)), "b_out": [0.0]}
        with tempfile.TemporaryDirectory() as folder:
            path = handmade.write(os.path.join(folder, "m.safetensors"), arrays, {"kind": "feedforward", "units": 2, "layers": 2}, noise=json.dumps([source]))
            values = Network.read(path).draw(400, 50, 1.0, np.random.default_rng(2))["outside"]
        self.assertEqual(np.abs(values[..., :2]).max(), 0)
        np.testing.assert_array_equal(values[..., 2], values[..., 3])
        # 20,000 draws: a standard error of .5 %.
        self.assertAlmostEqual(values[..., 2].std() / 0.3, 1, delta=0.02)

    def test_what_is_not_drawn_is_named(self):
        with self.assertRaisesRegex(UnsupportedError, "multiplicative noise"):
            self.noise_of({"placement": "state", "kind": "multiplicative", "sigma": [0.3]})


class Refusals(unittest.TestCase):
    def refused(self, kind, words, call):
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(kind, words):
            call(os.path.join(folder, "m.safetensors"))

    def test_networks_that_are_not_here_are_named(self):
        self.refused(UnsupportedError, "of kind 'lipschitz'; in Python there are ctrnn", lambda path: Network.read(handmade.write(path, {}, {"kind": "lipschitz"})))
        self.refused(UnsupportedError, "outputs through 'softmax'", lambda path: Network.read(handmade.linear(path, readout="softmax")))
        self.refused(UnsupportedError, "heun-stratonovich", lambda path: Network.read(handmade.linear(path, scheme='{"kind":"heun-stratonovich"}')))

    def test_activations_that_are_not_here_are_named(self):
        arrays = {"W_in": [[1.0]], "W_out": [[1.0]]}
        for settings, words in (("swish", "activation 'swish'"), ({"kind": "distribution-smoothed", "of": "tanh", "distribution": "uniform"}, "of tanh over uniform noise"),
                                ({"kind": "formula", "formula": "swish(a)"}, "swish"), ({"kind": "gaussian-smoothed", "of": {"kind": "formula", "formula": "max(0, a)"}}, "may have kinks"),
                                ({"kind": "gaussian-smoothed", "of": {"kind": "distribution-smoothed"}}, "gaussian-smoothed of distribution-smoothed")):
            self.refused(UnsupportedError, words, lambda path: Network.read(handmade.write(path, arrays, {"kind": "elman", "units": 1, "activation": settings})))

    def test_other_files_are(self):
        self.refused(ValueError, "not a model file of NoisyRnn", lambda path: Network.read(handmade.linear(path, format="1")) and Network.read(_without_metadata(path)))
        self.refused(ValueError, "not a whole safetensors file", lambda path: Network.read(_bytes(path, b"GIF89a")))
        self.refused(ValueError, "model of format 9", lambda path: Network.read(handmade.linear(path, format="9")))

    @fixtures.needs_files
    def test_a_damaged_file_is(self):
        with open(fixtures.models()[0], "rb") as file:
            content = bytearray(file.read())
        content[-1] ^= 1
        self.refused(ValueError, "SHA-256", lambda path: Network.read(_bytes(path, bytes(content))))

    def test_shapes_that_do_not_fit_are(self):
        for arguments, words in (((np.zeros((2, 3, 4)),), r"needed are \[trials, steps, 1\]"), ((np.zeros(3),), "needed are"),
                                 ((np.zeros((2, 3, 1)), {"insde": 0.0}), "noise at 'insde'; allowed are inside"),
                                 ((np.zeros((2, 3, 1)), {"inside": np.zeros((2, 3, 7))}), "7 columns; the network needs 1"),
                                 ((np.zeros((2, 3, 1)), {"inside": np.zeros((2, 9, 1))}), "needed are 3 steps")):
            self.refused(ValueError, words, lambda path: Network.read(handmade.linear(path)).rollout(*arguments))


def _without_metadata(path):
    import json
    import struct
    text = json.dumps({"a": {"dtype": "F64", "shape": [0], "data_offsets": [0, 0]}}).encode()
    return _bytes(path, struct.pack("<Q", len(text)) + text)


def _bytes(path, content):
    with open(path, "wb") as file:
        file.write(content)
    return path
