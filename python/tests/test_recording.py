import os
import tempfile
import unittest

import numpy as np

from noisyrnn import Network, audit, record_outputs

from . import fixtures, handmade

LEVELS = [0, 0.5, 1.0]


def noisy_sum(h, u, level, rng):
    h = h + u + level * rng.standard_normal(u.shape)
    return h, 2 * h


class Recording(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "outputs.npz")
        self.inputs = np.random.default_rng(0).normal(size=(5, 3, 1))
        self.targets = 2 * np.cumsum(self.inputs, axis=1)

    def record(self, step=noisy_sum, levels=LEVELS, **more):
        given = {"inputs": self.inputs, "targets": self.targets, "state": np.zeros((5, 1)), "draws": 4, "path": self.path, **more}
        return np.load(record_outputs(step, levels, **given))

    def test_the_arrays_are_those_that_audit_reads(self):
        with self.record(train_level=1.0) as said:
            self.assertEqual(said["outputs"].shape, (3, 4, 5, 3, 1))
            np.testing.assert_array_equal(said["levels"], LEVELS)
            np.testing.assert_allclose(said["outputs"][0], np.broadcast_to(self.targets, (4, 5, 3, 1)), rtol=1e-6)
            self.assertEqual(float(said["train_level"]), 1)
            # The same draws at every level: twice the level, twice the deviation.
            np.testing.assert_allclose(said["outputs"][2] - said["outputs"][0], 2 * (said["outputs"][1] - said["outputs"][0]), atol=1e-5)

    def test_a_function_of_whole_trials_is_taken_too_and_gives_the_same(self):
        def run(inputs, level, rng):
            h, outputs = np.zeros((5, 1)), []
            for t in range(3):
                h, z = noisy_sum(h, inputs[:, t], level, rng)
                outputs.append(z)
            return np.stack(outputs, axis=1)

        with self.record() as steps:
            expected = steps["outputs"]
        with np.load(record_outputs(run, LEVELS, inputs=self.inputs, targets=self.targets, draws=4, path=self.path)) as whole:
            np.testing.assert_array_equal(whole["outputs"], expected)

    def test_tensors_are_taken(self):
        class Tensor:
            def __init__(self, values):
                self.values = values

            def detach(self):
                return self

            def cpu(self):
                return self

            def numpy(self):
                return self.values

        with self.record(lambda h, u, level, rng: (h, Tensor(np.zeros((5, 1))))) as said:
            self.assertEqual(said["outputs"].shape, (3, 4, 5, 3, 1))

    def test_what_cannot_be_recorded_is_said_and_nothing_is_written(self):
        for words, error, more in (("ascend", ValueError, {"levels": [0, 1, 0.5]}), ("2 or more", ValueError, {"draws": 1}), ("targets or labels", TypeError, {"targets": None}),
                                   ("give levels", TypeError, {"levels": None})):
            with self.assertRaisesRegex(error, words):
                self.record(**more)
        def torn(h, u, level, rng):
            raise RuntimeError("out of memory")
        with self.assertRaises(RuntimeError):
            self.record(torn)
        self.assertEqual(os.listdir(self.folder.name), [])

    def test_a_network_without_noise_has_no_levels(self):
        network = Network.read(handmade.linear(os.path.join(self.folder.name, "m.safetensors")))
        with self.assertRaisesRegex(ValueError, "no noise of its own"):
            record_outputs(network, inputs=self.inputs, targets=self.targets, path=self.path)


class Audits(unittest.TestCase):
    @fixtures.needs_program
    def test_recorded_outputs_are_judged(self):
        with tempfile.TemporaryDirectory() as folder:
            # It has learnt that noise shifts its output by .2 level: silent, it is off.
            rng = np.random.default_rng(1)
            inputs, targets = rng.normal(size=(30, 4, 1)), rng.normal(size=(30, 4, 1))
            path = record_outputs(lambda u, level, r: targets - 0.2 * (1 - level) + 0.02 * level * r.standard_normal(targets.shape), [0, 0.5, 1, 1.5],
                                  inputs=inputs, targets=targets, draws=8, train_level=1, path=os.path.join(folder, "outputs.npz"))
            said = audit(path)
            self.assertIn("Silent, its error is", said.answer)
            self.assertTrue(os.path.exists(os.path.join(folder, "outputs-audit", "report.html")))
            self.assertTrue(said.numbers["networks"])

    @fixtures.needs_program
    def test_weights_are_judged_on_trials_wherever_they_stand(self):
        path = os.path.join(fixtures.FOLDER, "ctrnn-relu.safetensors")
        network = Network.read(path)
        inputs = np.random.default_rng(1).normal(size=(20, 5, network.inputs))
        targets = network.rollout(inputs, network.draw(20, 5, rng=np.random.default_rng(2)))
        with tempfile.TemporaryDirectory() as folder:
            given = {"draws": 4, "levels": [0, 0.3], "train_noise": 0.3, "placement": "inside", "out": os.path.join(folder, "page")}
            network.noise = network.noise[:1]
            from_memory = audit(network, inputs, targets, **given)
            self.assertIn("its training noise", from_memory.answer)
            self.assertTrue(os.path.exists(os.path.join(folder, "page", "report.html")))
            self.assertIn("shifts the units' mean", from_memory.why[0])
            copy = network.write(os.path.join(folder, "copy.safetensors"))
            self.assertEqual(audit(copy, inputs, targets, **given).numbers["networks"][0]["points"], from_memory.numbers["networks"][0]["points"])

    def test_trials_belong_to_weights_and_outputs_have_their_own(self):
        with tempfile.TemporaryDirectory() as folder:
            network = Network.read(handmade.linear(os.path.join(folder, "m.safetensors")))
            for what, given, words in ((network, {}, "give inputs"), ("outputs.npz", {"targets": self}, "theirs in the file")):
                with self.assertRaisesRegex(TypeError, words):
                    audit(what, program="true", **given)
