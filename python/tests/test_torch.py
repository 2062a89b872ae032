import json
import os
import tempfile
import unittest

import numpy as np

from noisyrnn import Network, ProgramError, audit, from_torch

from . import fixtures, handmade
from .test_network import tolerance

try:
    import torch
    from torch import nn
except ImportError:
    raise unittest.SkipTest("no PyTorch: Debian has it as python3-torch") from None


torch.set_num_threads(1)


def numbers(tensor):
    return tensor.detach().numpy()


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "m.safetensors")

    def linear(self, **metadata):
        return Network.read(handmade.linear(self.path, **metadata))


class Rollouts(unittest.TestCase):
    @fixtures.needs_files
    def test_they_are_those_of_the_program(self):
        largest = {torch.float64: 0.0, torch.float32: 0.0}
        self.assertGreaterEqual(len(fixtures.models()), 40)
        for path in fixtures.models():
            with self.subTest(os.path.basename(path)), np.load(path[:-len("safetensors")] + "npz") as said:
                # Twelve steps of sums of up to eight terms of about 1, in float32.
                for dtype, bound in ((torch.float64, tolerance(path)), (torch.float32, 1e-6)):
                    module = Network.read(path).to_torch(dtype)
                    noise = {name[len("noise_"):]: torch.as_tensor(said[name], dtype=dtype) for name in said.files if name.startswith("noise_")}
                    for terms, kind in ((0, "silent"), (noise, "noisy")):
                        outputs, states = module(torch.as_tensor(said["inputs"], dtype=dtype), terms, states=True)
                        for found, expected in ((outputs, said[f"{kind}_outputs"]), (states, said[f"{kind}_states"])):
                            self.assertEqual(found.dtype, dtype)
                            self.assertEqual(tuple(found.shape), expected.shape)
                            error = np.abs(numbers(found) - expected).max() / max(1, np.abs(expected).max())
                            largest[dtype] = max(largest[dtype], error)
                            self.assertLess(error, bound)
        print(f"largest difference: float64 {largest[torch.float64]:.1e}, float32 {largest[torch.float32]:.1e}")

    @fixtures.needs_files
    def test_their_gradients_are_those_of_the_program(self):
        largest = 0.0
        for path in fixtures.models():
            with self.subTest(os.path.basename(path)), np.load(path[:-len("safetensors")] + "npz") as said:
                module = Network.read(path).to_torch(torch.float64)
                outputs = module(torch.as_tensor(said["inputs"]), {name[len("noise_"):]: torch.as_tensor(said[name]) for name in said.files if name.startswith("noise_")})
                (0.5 * (outputs ** 2).sum()).backward()
                trained = {name[len("gradient_"):] for name in said.files if name.startswith("gradient_")}
                self.assertEqual(trained, {name for name, values in module.named_parameters() if values.requires_grad})
                for name in trained:
                    expected = said[f"gradient_{name}"]
                    self.assertGreater(np.abs(expected).max(), 0)
                    error = np.abs(numbers(getattr(module, name).grad).reshape(expected.shape) - expected).max() / np.abs(expected).max()
                    largest = max(largest, error)
                    # A slope that the program reads from a table is right to 1e-8.
                    self.assertLess(error, 1e-10 if tolerance(path) == 1e-12 else 1e-7)
        print(f"largest difference of gradients, relative: {largest:.1e}")

    def test_one_step_after_the_other_is_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            module = Network.read(handmade.linear(os.path.join(folder, "m.safetensors"))).to_torch(torch.float64)
        inputs = torch.randn(3, 4, 1, dtype=torch.float64)
        h, outputs = module.initial_state.expand(3, -1), module(inputs)
        for t in range(4):
            h, z = module.step(h, inputs[:, t])
            np.testing.assert_allclose(numbers(z), numbers(outputs[:, t]))


class Noise(Files):
    def module(self, level=0.3, **source):
        return self.linear(noise=json.dumps([{"sigma": [level], **source}])).to_torch()

    def test_it_stays_on_until_it_is_told_off(self):
        module, inputs = self.module(), torch.zeros(2, 3, 1)
        silent = module(inputs, noise=0)
        for mode in (module.train(), module.eval()):
            self.assertGreater((mode(inputs) - silent).abs().max(), 0)
            self.assertFalse(torch.equal(mode(inputs), mode(inputs)))
        module.noise_level = 0
        self.assertTrue(torch.equal(module.train()(inputs), silent))

    def test_one_seed_of_PyTorch_is_one_draw_and_a_level_multiplies_it(self):
        module, inputs, outputs = self.module(), torch.zeros(2, 3, 1), []
        for level in (1, 1, 2):
            torch.manual_seed(5)
            outputs.append(module(inputs, noise=level))
        self.assertTrue(torch.equal(outputs[0], outputs[1]))
        np.testing.assert_allclose(numbers(outputs[2]), 2 * numbers(outputs[0]), rtol=1e-6)

    def test_every_law_has_its_moments(self):
        # 20,000 draws: standard errors of .7 % of the mean, and up to 1 % of the deviation; fourth moments within a tenth.
        torch.manual_seed(1)
        for law, kurtosis in (("gaussian", 3), ("uniform", 1.8), ("laplace", 6), ("two-point", 1)):
            values = self.module(distribution=law).draw(400, 50)["inside"].double()
            self.assertEqual(values.shape, (400, 50, 1))
            self.assertAlmostEqual(values.mean().item() / 0.3, 0, delta=0.03)
            self.assertAlmostEqual(values.std().item() / 0.3, 1, delta=0.04)
            self.assertAlmostEqual((values ** 4).mean().item() / 0.3 ** 4 / kurtosis, 1, delta=0.15)

    def test_coloured_noise_remembers(self):
        torch.manual_seed(1)
        values = numbers(self.module(**{"correlation-time": 2.0}).draw(400, 50)["inside"])[..., 0]
        self.assertAlmostEqual(np.corrcoef(values[:, 10], values[:, 11])[0, 1], np.exp(-0.25), delta=0.1)


class ThereAndBack(Files):
    @fixtures.needs_files
    def test_arrays_come_back_as_they_were(self):
        for path in fixtures.models():
            network = Network.read(path)
            back = from_torch(network.to_torch(torch.float64), self.path)
            self.assertEqual(back.path, self.path)
            self.assertEqual(list(back.arrays), sorted(network.arrays))
            for name, values in network.arrays.items():
                np.testing.assert_array_equal(back.arrays[name], values)
            self.assertEqual(*({key: value for key, value in each.metadata.items() if key != "sha256"} for each in (back, network)))

    @fixtures.needs_program
    def test_trained_further_it_is_a_model_file_of_the_program(self):
        from noisyrnn.program import call, find

        module = Network.read([path for path in fixtures.models() if os.path.basename(path) == "ctrnn-relu.safetensors"][0]).to_torch()
        optimizer = torch.optim.Adam([values for values in module.parameters() if values.requires_grad], 0.01)
        inputs = torch.randn(8, 6, module.network.inputs)
        before = module(inputs, noise=0).pow(2).mean().item()
        for _ in range(20):
            optimizer.zero_grad()
            module(inputs).pow(2).mean().backward()
            optimizer.step()
        after = module(inputs, noise=0)
        self.assertLess(after.pow(2).mean().item(), 0.9 * before)
        trained = from_torch(module, self.path, noise=[{"placement": "outside", "sigma": [0.2]}])
        np.testing.assert_allclose(trained.rollout(inputs), numbers(after), atol=1e-6)
        described = call([*find(), "import", self.path, "--describe"]).output
        self.assertIn("noise outside", described)
        self.assertNotIn("noise inside", described)


class Recurrent(nn.Module):
    def __init__(self, rnn):
        super().__init__()
        self.rnn, self.readout = rnn, nn.Linear(rnn.hidden_size, 2)

    def forward(self, u):
        return self.readout(self.rnn(u)[0])


class Modules(Files):
    @fixtures.needs_program
    def test_those_of_PyTorch_come_in_by_their_names(self):
        torch.manual_seed(2)
        u = torch.randn(50, 10, 3)
        for module in (
            Recurrent(nn.RNN(3, 8, batch_first=True)), Recurrent(nn.RNN(3, 8, nonlinearity="relu", batch_first=True)), Recurrent(nn.GRU(3, 8, batch_first=True)), Recurrent(nn.LSTM(3, 8, batch_first=True)),
            nn.Sequential(nn.Linear(3, 8), nn.LeakyReLU(0.2), nn.Linear(8, 2)), nn.Sequential(nn.Linear(3, 8), nn.Softplus(), nn.Linear(8, 8), nn.Softplus(), nn.Linear(8, 2)),
        ):
            network = from_torch(module, self.path, noise=[{"placement": "outside", "sigma": 0.2}] if "LSTM" not in str(module) and "GRU" not in str(module) else None, check=(u, module(u)))
            self.assertIn("checked", network.metadata["import-check"])
            np.testing.assert_allclose(network.rollout(u), numbers(module(u)), atol=1e-6)
            np.testing.assert_allclose(numbers(network.to_torch()(u, noise=0)), numbers(module(u)), atol=1e-6)

    @fixtures.needs_program
    def test_one_of_the_user_s_own_comes_in_by_a_mapping(self):
        class Leaky(nn.Module):
            def __init__(self):
                super().__init__()
                self.inp, self.rec, self.out = nn.Linear(3, 8, bias=False), nn.Linear(8, 8), nn.Linear(8, 2)

            def forward(self, u):
                h, outputs = torch.zeros(len(u), 8), []
                for x in u.unbind(1):
                    h = 0.8 * h + 0.2 * torch.tanh(self.rec(h) + self.inp(x))
                    outputs.append(self.out(h))
                return torch.stack(outputs, 1)

        module, u = Leaky(), torch.randn(20, 5, 3)
        mapping = {"arrays": {"W_in": "inp.weight", "W_rec": "rec.weight", "b_rec": "rec.bias", "W_out": "out.weight", "b_out": "out.bias"}, "dt": 0.2, "check": (u, module(u))}
        network = from_torch(module, self.path, network={"kind": "ctrnn", "activation": "tanh", "tau": 1}, **mapping)
        np.testing.assert_allclose(network.rollout(u), numbers(module(u)), atol=1e-6)
        os.remove(self.path)
        with self.assertRaisesRegex(ProgramError, "not the same network"):
            from_torch(module, self.path, network={"kind": "ctrnn", "activation": "relu", "tau": 1}, **mapping)
        self.assertFalse(os.path.exists(self.path))

    @fixtures.needs_program
    def test_one_is_audited_as_it_is_in_memory(self):
        torch.manual_seed(3)
        module, u = nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 2)), torch.randn(20, 1, 3)
        given = {"train_noise": 0.3, "draws": 4, "levels": [0, 0.3], "out": os.path.join(os.path.dirname(self.path), "page")}
        silent = [level["loss"] for level in audit(module, u, torch.zeros(20, 1, 2), **given).numbers["networks"][0]["points"] if level["level"] == 0]
        np.testing.assert_allclose(silent, [module(u).pow(2).mean().item()], rtol=1e-5)
        arrays = {"W_in": "0.weight", "b_1": "0.bias", "W_out": "2.weight", "b_out": "2.bias"}
        by_mapping = audit(module.state_dict(), u, torch.zeros(20, 1, 2), sidecar={"arrays": arrays, "network": {"kind": "feedforward", "layers": 1, "activation": "tanh"}}, **given)
        self.assertEqual([level["loss"] for level in by_mapping.numbers["networks"][0]["points"] if level["level"] == 0], silent)

    def test_what_cannot_come_in_is_said(self):
        for module, words in ((nn.Sequential(nn.Linear(3, 8), nn.Tanh(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 2)), "activations tanh, relu"),
                              (nn.Sequential(nn.Linear(3, 8), nn.GELU(approximate="tanh"), nn.Linear(8, 2)), "gelu without approximation"),
                              (nn.Sequential(nn.GRU(3, 8), nn.ReLU(), nn.Linear(8, 2)), "of its gates alone")):
            with self.assertRaisesRegex(ValueError, words):
                from_torch(module, self.path)
        with self.assertRaisesRegex(TypeError, "dt: a TorchNetwork tells"):
            from_torch(self.linear().to_torch(), self.path, dt=1)
