#!/usr/bin/env python3
"""Noisy networks as users of PyTorch write and train them, with the files by which a program that never saw them is asked.

    python3 torch_networks.py train rate --noise 0.5 --placement inside --task sine --seed 1 --out DIR
    python3 torch_networks.py run DIR --weights ARRAYS.npz
    python3 torch_networks.py run DIR --model repaired-averaged.safetensors     # needs ../../../python on PYTHONPATH

train writes to DIR

    model.pt        state_dict
    sidecar.yaml    what it does not tell
    io.npz          1,000 random inputs, and the silent network's outputs in float64
    trials.npz      inputs, targets and mask of the task
    about.json      how it was made; its losses on these trials, silent and with the noise of training (mean over draws, standard error);
                    rounding, the largest difference of its outputs in float32 from those in io.npz

run executes other weights in the same module of PyTorch (or, of a file of the program, in the module that the package makes of it),
silently and in float32, and prints the loss on the trials and the largest difference from the outputs in io.npz.

Needs PyTorch and NumPy; nothing here knows the C# code. A training takes seconds on one thread.
"""

import argparse
import json
import os

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "softplus": F.softplus, "gelu": F.gelu}
RECORDED, DRAWS = 1000, 200


class Noise:
    """Gaussian noise at one placement: a term of level 0 elsewhere."""

    def __init__(self, placement, level):
        self.placement, self.level = placement, level

    def at(self, placement, like):
        return self.level * torch.randn_like(like) if self.level > 0 and placement == self.placement else 0.0


class Leaky(nn.Module):
    """A network that leaks: tau = 0.1, dt = 0.02."""

    tau, dt = 0.1, 0.02

    def __init__(self, inputs, units, outputs, activation):
        super().__init__()
        self.f, self.activation = ACTIVATIONS[activation], activation
        self.inp = nn.Linear(inputs, units, bias=False)
        self.rec = nn.Linear(units, units)
        self.out = nn.Linear(units, outputs)
        self.start = torch.zeros(units)

    def sidecar(self, noise):
        return {
            "arrays": {"W_in": "inp.weight", "W_rec": "rec.weight", "b_rec": "rec.bias", "W_out": "out.weight", "b_out": "out.bias"},
            "network": {"kind": self.kind, "activation": self.activation, "tau": self.tau}, "dt": self.dt, "noise": noise,
        }

    def own_names(self, arrays):
        # It starts at 0, and so has no array for that; a repair by biases starts a current where they move it.
        self.start = torch.as_tensor(arrays["init_state"]).reshape(-1)
        return {theirs: arrays[ours] for ours, theirs in self.sidecar([])["arrays"].items()}

    def first(self, u):
        return self.start.to(u).expand(len(u), -1)


class Rate(Leaky):
    """The rate form: h' = h + a (f(W h + U u + b + noise) - h)."""

    kind = "ctrnn"

    def forward(self, u, noise):
        h, a, outputs = self.first(u), self.dt / self.tau, []
        for x in u.unbind(1):
            drive = self.rec(h) + self.inp(x)
            h = h + a * (self.f(drive + noise.at("inside", drive)) + noise.at("outside", drive) - h) + noise.at("state", h)
            outputs.append(self.out(h))
        return torch.stack(outputs, 1)


class Current(Leaky):
    """The current form: x' = x + a (W f(x) + U u + b + noise - x)."""

    kind = "current"

    def forward(self, u, noise):
        x, a, outputs = self.first(u), self.dt / self.tau, []
        r = self.f(x)
        for now in u.unbind(1):
            x = x + a * (self.rec(r) + self.inp(now) + noise.at("inside", x) - x)
            r = self.f(x) + noise.at("outside", x)
            outputs.append(self.out(r))
        return torch.stack(outputs, 1)


class Recurrent(nn.Module):
    """One of PyTorch's recurrent modules: run by itself where it is silent, step by step where noise enters."""

    def __init__(self, inputs, units, outputs, activation, layers=1):
        super().__init__()
        self.activation = activation
        self.rnn = self.module(inputs, units, activation, layers)
        self.readout = nn.Linear(units, outputs)

    def forward(self, u, noise):
        if noise.level == 0:
            return self.readout(self.rnn(u)[0])
        # A layer reads the whole path of the one below.
        for layer in range(self.rnn.num_layers):
            h, path = self.start(u), []
            for x in u.unbind(1):
                h = self.step(self.linear("ih", layer, x), self.linear("hh", layer, self.hidden(h)), h, noise)
                path.append(self.hidden(h))
            u = torch.stack(path, 1)
        return self.readout(u)

    def linear(self, of, layer, x):
        return F.linear(x, getattr(self.rnn, f"weight_{of}_l{layer}"), getattr(self.rnn, f"bias_{of}_l{layer}"))

    def start(self, u):
        return u.new_zeros(len(u), self.rnn.hidden_size)

    def hidden(self, h):
        return h

    def sidecar(self, noise):
        return {"noise": noise}


class Rnn(Recurrent):
    """nn.RNN."""

    def module(self, inputs, units, activation, layers):
        return nn.RNN(inputs, units, layers, nonlinearity=activation, batch_first=True)

    def step(self, drive, back, h, noise):
        drive = drive + back
        return ACTIVATIONS[self.activation](drive + noise.at("inside", drive)) + noise.at("outside", drive) + noise.at("state", drive)

    def sidecar(self, noise):
        return {"noise": noise, "network": {"activation": self.activation}}


class Gru(Recurrent):
    """nn.GRU."""

    def module(self, inputs, units, activation, layers):
        return nn.GRU(inputs, units, layers, batch_first=True)

    def step(self, drive, back, h, noise):
        drive = drive + noise.at("inside", drive)
        (r, z, n), (hr, hz, hn) = drive.chunk(3, -1), back.chunk(3, -1)
        r, z = torch.sigmoid(r + hr), torch.sigmoid(z + hz)
        n = torch.tanh(n + r * hn)
        return (1 - z) * n + z * h + noise.at("state", h)


class Lstm(Recurrent):
    """nn.LSTM."""

    def module(self, inputs, units, activation, layers):
        return nn.LSTM(inputs, units, layers, batch_first=True)

    def start(self, u):
        return super().start(u), super().start(u)

    def hidden(self, h):
        return h[0]

    def step(self, drive, back, state, noise):
        c = state[1]
        drive = drive + back
        i, f, g, o = (drive + noise.at("inside", drive)).chunk(4, -1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        h = torch.sigmoid(o) * torch.tanh(c)
        return h + noise.at("state", h), c


class FeedForward(nn.Sequential):
    """nn.Sequential of nn.Linear with two hidden layers; noise before or after each activation."""

    MODULES = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "softplus": nn.Softplus, "gelu": nn.GELU}

    def __init__(self, inputs, units, outputs, activation):
        f = self.MODULES[activation]
        super().__init__(nn.Linear(inputs, units), f(), nn.Linear(units, units), f(), nn.Linear(units, outputs))
        self.activation = activation

    def forward(self, u, noise):
        for layer in self:
            if isinstance(layer, nn.Linear):
                u = layer(u)
            else:
                u = layer(u + noise.at("inside", u)) + noise.at("outside", u)
        return u

    def sidecar(self, noise):
        return {"noise": noise, "network": {"activation": self.activation}}


LAYOUTS = {"rate": Rate, "current": Current, "rnn": Rnn, "gru": Gru, "lstm": Lstm, "feedforward": FeedForward}


def sine(trials, generator):
    """sin(pi x) of a constant input x from the tenth step on."""
    x = 2 * torch.rand(trials, 1, 1, generator=generator) - 1
    mask = torch.zeros(trials, 20)
    mask[:, 10:] = 1
    return x.expand(-1, 20, -1), torch.sin(torch.pi * x).expand(-1, 20, -1), mask


def still(trials, generator):
    """sin(pi x) in one step."""
    inputs, targets, mask = sine(trials, generator)
    return inputs[:, -1:], targets[:, -1:], mask[:, -1:]


def delayed(trials, generator):
    """A number, shown for five steps, then nothing for ten; asked for in the last five, when the second channel is on."""
    x = 2 * torch.rand(trials, 1, generator=generator) - 1
    inputs, mask = torch.zeros(trials, 20, 2), torch.zeros(trials, 20)
    inputs[:, :5, 0], inputs[:, 15:, 1] = x, 1
    mask[:, 15:] = 1
    return inputs, x[:, None].expand(-1, 20, -1), mask


TASKS = {"sine": sine, "still": still, "delayed": delayed}


def loss(outputs, targets, mask):
    return (mask[..., None] * (outputs - targets) ** 2).sum() / (mask.sum() * targets.shape[-1])


def made(given, inputs, targets):
    kind, sizes = LAYOUTS[given.layout], (inputs.shape[-1], given.units, targets.shape[-1], given.activation)
    return kind(*sizes, given.layers) if issubclass(kind, Recurrent) else kind(*sizes)


def train(given):
    torch.manual_seed(given.seed)
    task, generator = TASKS[given.task], torch.Generator().manual_seed(given.seed)
    inputs, targets, mask = task(given.trials, generator)
    model = made(given, inputs, targets)
    noise, silence = Noise(given.placement, given.noise), Noise(given.placement, 0)
    optimizer = torch.optim.Adam(model.parameters(), given.rate)
    for _ in range(given.iterations):
        u, y, m = task(64, generator)
        optimizer.zero_grad()
        loss(model(u, noise), y, m).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    os.makedirs(given.out, exist_ok=True)
    torch.save(model.state_dict(), os.path.join(given.out, "model.pt"))
    sources = [{"placement": given.placement, "sigma": given.noise}]
    with open(os.path.join(given.out, "sidecar.yaml"), "w", encoding="utf-8") as file:
        # YAML holds JSON.
        json.dump(model.sidecar(sources), file, indent=1)
    np.savez(os.path.join(given.out, "trials.npz"), inputs=inputs.numpy(), targets=targets.numpy(), mask=mask.numpy())
    with torch.no_grad():
        recorded = torch.randn(RECORDED, *inputs.shape[1:], generator=generator)
        outputs = model(recorded, silence)
        noisy = np.array([loss(model(inputs, noise), targets, mask).item() for _ in range(DRAWS)])
        about = {
            **vars(given), "silent": loss(model(inputs, silence), targets, mask).item(),
            "noisy": noisy.mean(), "standard_error": noisy.std(ddof=1) / DRAWS ** 0.5,
        }
        exact = model.double()(recorded.double(), silence)
        np.savez(os.path.join(given.out, "io.npz"), inputs=recorded.numpy(), outputs=exact.numpy())
        about["rounding"] = (outputs - exact).abs().max().item()
    with open(os.path.join(given.out, "about.json"), "w", encoding="utf-8") as file:
        json.dump(about, file, indent=1)
    return about


def run(given):
    with open(os.path.join(given.folder, "about.json"), encoding="utf-8") as file:
        about = argparse.Namespace(**json.load(file))
    trials, io = (np.load(os.path.join(given.folder, name)) for name in ("trials.npz", "io.npz"))
    inputs, targets, mask = (torch.from_numpy(trials[name]) for name in ("inputs", "targets", "mask"))
    if given.model:
        import noisyrnn
        module = noisyrnn.Network.read(given.model).to_torch()
        outputs = lambda u: module(u, noise=0)
    else:
        with np.load(given.weights) as said:
            arrays = {name: torch.from_numpy(said[name]) for name in said.files if said[name].dtype.kind == "f"}
        module = made(about, inputs, targets)
        module.load_state_dict(arrays if "W_out" not in arrays else module.own_names(arrays))
        outputs = lambda u: module(u, Noise(about.placement, 0))
    with torch.no_grad():
        difference = outputs(torch.from_numpy(io["inputs"])).numpy() - io["outputs"]
        return {"loss": loss(outputs(inputs), targets, mask).item(), "largest_difference": float(np.abs(difference).max()), "largest_output": float(np.abs(io["outputs"]).max())}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    verbs = parser.add_subparsers(required=True)
    verb = verbs.add_parser("train", help="train a network and write its files")
    verb.set_defaults(do=train)
    verb.add_argument("layout", choices=LAYOUTS)
    verb.add_argument("--task", choices=TASKS, default="sine")
    verb.add_argument("--activation", choices=ACTIVATIONS, default="relu")
    verb.add_argument("--placement", choices=("inside", "outside", "state"), default="inside")
    verb.add_argument("--noise", type=float, default=0.5, help="its standard deviation in each step; 0 trains without noise")
    verb.add_argument("--units", type=int, default=32)
    verb.add_argument("--layers", type=int, default=1, help="of rnn, gru and lstm")
    verb.add_argument("--iterations", type=int, default=600)
    verb.add_argument("--rate", type=float, default=5e-3)
    verb.add_argument("--trials", type=int, default=200)
    verb.add_argument("--seed", type=int, default=1)
    verb.add_argument("--out", required=True)
    verb = verbs.add_parser("run", help="run other weights in the same module")
    verb.set_defaults(do=run)
    verb.add_argument("folder")
    what = verb.add_mutually_exclusive_group(required=True)
    what.add_argument("--weights", help="npz as 'noisyrnn export' writes it")
    what.add_argument("--model", help="a model file of the program")
    given = parser.parse_args()
    do = given.do
    del given.do
    torch.set_num_threads(1)
    print(json.dumps(do(given)))


if __name__ == "__main__":
    main()
