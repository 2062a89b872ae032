#!/usr/bin/env python3
"""Times one whole training iteration of a noisy network in PyTorch, as fast as it is usually written.

    python3 pytorch_iteration.py --network ctrnn --units 64 --batch 64 --steps 100 [--iterations 200] [--threads 1,2]
                                 [--modes eager,script] [--seconds 20] [--inputs 1] [--outputs 1]

The iteration, in float32: new trials (u ~ U(-1,1) held for all steps, target sin(pi u) of the mean input), new noise,
forward, mean squared error over the last half of the steps, backward, clipping of the gradient's norm at 1, Adam.

    ctrnn:      h' = (1-g) h + g relu(W_rec h + W_in u + b + s xi),    z = W_out h + b_out,    g = .1, s = .3
    lipschitz:  h' = h + d m (A h + tanh(W h + W_in u + b)) + s xi,    m ~ U[1-s, 1], s = .02, d trained for each unit,
                A = .75 (B - B^T) + .25 (B + B^T) - .001 I, W from C likewise (the noisy RNN)

What makes it fast: all noise in one draw of its kind; one matrix product projects all inputs and another reads out all
states; in the loop one addmm, one relu and one lerp a step (lipschitz: a product, an addmm, a tanh, a sum and an
addcmul); Adam over all tensors at once. Each mode (plain, or compiled by
torch.jit.script) is tried at each thread count; the fastest pair is then timed for the rest of the seconds. Three
iterations warm up every pair before its clock starts.

Debian's python3-torch multiplies matrices by whatever BLAS the system has, and by itself brings the reference one, which
is several times slower: install libopenblas0-pthread beside it, else the comparison is unfair (a warning says so). Its
threads are set together with PyTorch's own.

Prints one line of JSON: median and least seconds of an iteration of the best pair, and the medians of all pairs tried.
Exits with 1 if training went wrong (a loss that is not finite), for then the time means nothing.
"""

import argparse
import ctypes
import json
import math
import os
import statistics
import sys
import time
from typing import List

import torch

LEAK, SIGMA, RATE, CLIP_NORM, WARM_UP = 0.1, 0.3, 3e-3, 1.0, 3
STEP, SMALL, BETA, GAMMA = 0.01, 0.02, 0.75, 1e-3


def states_of(drive: torch.Tensor, recurrent: torch.Tensor, leak: float) -> torch.Tensor:
    """All states [T,B,N] for a projected and noisy input [T,B,N]; recurrent is W_rec transposed."""
    h = torch.zeros_like(drive[0])
    states: List[torch.Tensor] = []
    for d in drive.unbind(0):
        h = torch.lerp(h, torch.relu(torch.addmm(d, h, recurrent)), leak)
        states.append(h)
    return torch.stack(states)


def lipschitz_states_of(drive: torch.Tensor, factor: torch.Tensor, noise: torch.Tensor, linear: torch.Tensor, recurrent: torch.Tensor) -> torch.Tensor:
    """All states [T,B,N] for a projected input, the step times its factors, and noise [T,B,N]; matrices transposed."""
    h = torch.zeros_like(drive[0])
    states: List[torch.Tensor] = []
    for d, f, n in zip(drive.unbind(0), factor.unbind(0), noise.unbind(0)):
        h = torch.addcmul(h + n, f, torch.mm(h, linear) + torch.tanh(torch.addmm(d, h, recurrent)))
        states.append(h)
    return torch.stack(states)


class Ctrnn:
    """The continuous-time RNN with noise inside its activation."""

    STATES = states_of

    def __init__(self, options):
        n = options.units
        self.recurrent = torch.nn.Parameter(0.8 * torch.randn(n, n) / math.sqrt(n))
        self.input = torch.nn.Parameter(torch.randn(options.inputs, n))
        self.bias = torch.nn.Parameter(0.1 * torch.randn(n))
        self.parameters = [self.recurrent, self.input, self.bias]

    def states(self, run_states, drive):
        return run_states(torch.add(drive, torch.randn_like(drive), alpha=SIGMA), self.recurrent, LEAK)


class Lipschitz:
    """The noisy RNN: Lipschitz drift, additive noise and a uniform factor of the step."""

    STATES = lipschitz_states_of

    def __init__(self, options):
        n = options.units
        self.b, self.c = (torch.nn.Parameter(0.1 / n * torch.randn(n, n)) for _ in range(2))
        self.input = torch.nn.Parameter(torch.rand(options.inputs, n) * 2 - 1)
        self.bias = torch.nn.Parameter(torch.rand(n) * 2 - 1)
        self.step = torch.nn.Parameter(torch.full((n,), STEP))
        self.parameters = [self.b, self.c, self.input, self.bias, self.step]
        self.shift = GAMMA * torch.eye(n)

    def matrix(self, b):
        return (BETA * (b - b.t()) + (1 - BETA) * (b + b.t()) - self.shift).t()

    def states(self, run_states, drive):
        factor = self.step * (1 - SMALL * torch.rand_like(drive))
        return run_states(drive, factor, SMALL * torch.randn_like(drive), self.matrix(self.b), self.matrix(self.c))


NETWORKS = {"ctrnn": Ctrnn, "lipschitz": Lipschitz}


class Training:
    """A network, its optimiser and its trials."""

    def __init__(self, options, run_states):
        torch.manual_seed(1)
        self.options, self.run_states = options, run_states
        self.network = NETWORKS[options.network](options)
        self.readout = torch.nn.Linear(options.units, options.outputs)
        self.parameters = [*self.network.parameters, *self.readout.parameters()]
        self.optimizer = torch.optim.Adam(self.parameters, lr=RATE, foreach=True)

    def iterate(self):
        o = self.options
        u = 2 * torch.rand(1, o.batch, o.inputs) - 1
        target = torch.sin(math.pi * u.mean(2, keepdim=True))
        inputs = u.expand(o.steps, -1, -1).reshape(-1, o.inputs)
        drive = torch.addmm(self.network.bias, inputs, self.network.input).view(o.steps, o.batch, o.units)
        states = self.network.states(self.run_states, drive)
        loss = (self.readout(states[o.steps // 2:]) - target).square().mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, CLIP_NORM)
        self.optimizer.step()
        return loss

    def time(self, seconds, iterations):
        """Seconds of each iteration, until either bound is met; at least three."""
        taken, start = [], time.perf_counter()
        while len(taken) < 3 or (len(taken) < iterations and time.perf_counter() - start < seconds):
            before = time.perf_counter()
            loss = self.iterate()
            taken.append(time.perf_counter() - before)
        if not torch.isfinite(loss):
            sys.exit("the loss is not finite")
        return taken


class Blas:
    """The library behind matrix products; on Linux, where the process's memory map names it."""

    def __init__(self):
        paths = {line.split()[-1] for line in open("/proc/self/maps") if "blas" in line or "libmkl" in line}
        self.names = sorted(os.path.basename(path) for path in paths)
        self.set_threads = lambda count: None  # MKL and OpenMP builds follow torch.set_num_threads
        for path in paths:
            if "openblas" in os.path.basename(path):
                self.set_threads = ctypes.CDLL(path).openblas_set_num_threads
        if not any("openblas" in name or "mkl" in name for name in self.names):
            print(f"pytorch_iteration.py: no fast BLAS among {self.names}: install libopenblas0-pthread", file=sys.stderr)


def positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text}: allowed is a whole number from 1")
    return value


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", choices=sorted(NETWORKS), default="ctrnn")
    for name in ("--units", "--batch", "--steps"):
        parser.add_argument(name, type=positive, required=True)
    for name, default in (("--inputs", 1), ("--outputs", 1), ("--iterations", 200)):
        parser.add_argument(name, type=positive, default=default)
    parser.add_argument("--threads", default="1,2", type=lambda text: [positive(t) for t in text.split(",")])
    parser.add_argument("--modes", default="eager,script", type=lambda text: text.split(","))
    parser.add_argument("--seconds", type=float, default=20.0, help="for all pairs together, about")
    options = parser.parse_args()
    if not set(options.modes) <= {"eager", "script"}:
        parser.error("--modes: allowed are eager and script")
    return options


def main():
    options = arguments()
    states = NETWORKS[options.network].STATES
    runs = {"eager": states, "script": torch.jit.script(states)}
    pairs = [(mode, threads) for mode in options.modes for threads in options.threads]
    blas = Blas()

    def use(threads):
        torch.set_num_threads(threads)
        blas.set_threads(threads)

    tried, start = {}, time.perf_counter()
    for mode, threads in pairs:
        use(threads)
        training = Training(options, runs[mode])
        for _ in range(WARM_UP):
            training.iterate()
        taken = training.time(0.4 * options.seconds / len(pairs), max(3, options.iterations // 4))
        tried[mode, threads] = (statistics.median(taken), training)

    mode, threads = min(tried, key=lambda pair: tried[pair][0])
    use(threads)
    taken = tried[mode, threads][1].time(options.seconds - (time.perf_counter() - start), options.iterations)
    print(json.dumps({
        "peer": "pytorch", "version": torch.__version__, "blas": blas.names, "network": options.network, "units": options.units, "batch": options.batch, "steps": options.steps,
        "inputs": options.inputs, "outputs": options.outputs, "mode": mode, "threads": threads, "iterations": len(taken),
        "median_s": statistics.median(taken), "min_s": min(taken),
        "tried_median_s": {f"{m} {t}": median for (m, t), (median, _) in tried.items()},
    }))


if __name__ == "__main__":
    main()
