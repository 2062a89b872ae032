#!/usr/bin/env python3
"""Makes ctrnn.json: forward states, losses, gradients and ten optimiser steps of the CTRNN, by PyTorch in double.

    python3 make_ctrnn.py > ctrnn.json

Needs nothing but PyTorch (made with Debian 12's python3-torch; the header of the file names the version). Runs in
seconds on one thread. Nothing here knows the C# code: equations, losses and optimisers are those of the docs.

The network, for step t = 0 .. T-1, g = dt/tau a unit, every xi given in the file:

    a[t]   = W_rec h[t] + W_in (u[t] + s_input xi_input[t]) + b_rec + s_inside xi_inside[t]
    h[t+1] = (1-g) h[t] + g (f(a[t]) + s_outside xi_outside[t]) + s_state xi_state[t],      h[0] = init_state
    z[t]   = W_out h[t+1] + b_out + s_readout xi_readout[t]

Losses, sums over steps, outputs and trials:

    mse            sum mask (z - y)^2 / sum mask
    cross-entropy  sum_(t,b) mask[t,0,b] (-sum_o y log softmax_o(z)) / sum_(t,b) mask[t,0,b]
    both         + l2_weights (sum W_rec^2 + sum W_in^2 + sum W_out^2) + l2_rates mean h[1..T]^2

Ten steps of an optimiser, same inputs and same noise in each: gradient; clipping of the norm over all parameters
together as torch.nn.utils.clip_grad_norm_ does it, gradient *= min(1, 1 / (norm + 1e-6)); step.

Layout. {"header": {...}, "cases": [...]}. An array is {"shape": [...], "values": [...]}, row-major, so that the last
axis (trials, where there are any) is contiguous. Given numbers are rounded to 6 decimals before use, so the file holds
exactly what was computed with; results are printed with 17 significant digits. A case:

    name, activation, dt, loss, l2_weights, l2_rates        texts and numbers
    tau [N]                                                 time constants, in the unit of dt
    noise: list of {placement, sigma [1] or [rows], xi [T, rows, B]}, rows = N, or I for input, O for readout
    parameters: W_rec [N,N], W_in [N,I], b_rec [N], init_state [N], W_out [O,N], b_out [O]     (W[post, pre])
    inputs [T,I,B], targets [T,O,B], mask [T,O,B]
    distance_to_kink                                        smallest |a| met, also while training; null for smooth f
    states [T+1,N,B], outputs [T,O,B], loss_value           results
    gradients                                               one array a parameter, of the loss with its penalties
    training: list of {optimizer, rate, ..., losses [10], norms [10] (before clipping), parameters}; three cases only

Where f has a kink every case is drawn anew until no pre-activation it meets, in the ten steps too, lies within 1e-3 of
it: there a difference in the last bit would flip a slope.
"""

import json
import math
import sys

import torch

UNITS, INPUTS, OUTPUTS, STEPS, TRIALS = 5, 2, 3, 7, 4
DT = 0.2
TAU = [1.0, 0.5, 2.0, 1.5, 0.8]
OPTIMIZER_STEPS, CLIP_NORM = 10, 1.0
KINK_DISTANCE = 1e-3

ACTIVATIONS = {
    "relu": torch.relu,
    "leaky-relu": lambda a: torch.nn.functional.leaky_relu(a, 0.01),
    # PyTorch goes over to the identity above its threshold; beyond 700 exp overflows and so should it.
    "softplus": lambda a: torch.nn.functional.softplus(a, threshold=700),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": torch.nn.functional.gelu,  # the exact form, a Phi(a)
    "identity": lambda a: a,
    "probit": torch.distributions.Normal(0.0, 1.0).cdf,
    "power-law": lambda a: torch.relu(a) ** 2,
    "formula": lambda a: a / torch.sqrt(1 + a ** 2),  # what the kind stands for in tests: a / sqrt(1 + a^2)
}
KINKED = {"relu", "leaky-relu"}
# Behind all others, whose draws so stay the same.
LATER = ("formula", "probit", "power-law")
ROWS = {"inside": UNITS, "outside": UNITS, "state": UNITS, "input": INPUTS, "readout": OUTPUTS}

# Rates are large enough that ten steps move every parameter far beyond the test's tolerance.
OPTIMIZERS = [
    ({"optimizer": "adam", "rate": 3e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8},
     lambda p: torch.optim.Adam(p, lr=3e-3, betas=(0.9, 0.999), eps=1e-8)),
    ({"optimizer": "adamw", "rate": 3e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "decay": 0.01},
     lambda p: torch.optim.AdamW(p, lr=3e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01)),
    ({"optimizer": "rmsprop", "rate": 3e-3, "decay": 0.99, "epsilon": 1e-8},
     lambda p: torch.optim.RMSprop(p, lr=3e-3, alpha=0.99, eps=1e-8)),
    ({"optimizer": "sgd", "rate": 3e-2, "momentum": 0.9},
     lambda p: torch.optim.SGD(p, lr=3e-2, momentum=0.9)),
]


def given(tensor):
    """A tensor as it reads back from the file: rounded to 6 decimals."""
    return torch.tensor([round(v, 6) for v in tensor.flatten().tolist()], dtype=torch.float64).reshape(tensor.shape)


class Case:
    """One network, its noise, its trials and its loss."""

    def __init__(self, name, activation, sigmas, seed, loss="mse", l2_weights=0.0, l2_rates=0.0):
        self.name, self.activation, self.loss = name, activation, loss
        self.l2_weights, self.l2_rates = l2_weights, l2_rates
        self.f = ACTIVATIONS[activation]
        draw = torch.Generator().manual_seed(seed)

        def normal(*shape, std=1.0):
            return given(std * torch.randn(*shape, generator=draw))

        self.parameters = {
            "W_rec": normal(UNITS, UNITS, std=0.9 / math.sqrt(UNITS)),
            "W_in": normal(UNITS, INPUTS),
            "b_rec": normal(UNITS, std=0.3),
            "init_state": normal(UNITS, std=0.5),
            "W_out": normal(OUTPUTS, UNITS, std=1 / math.sqrt(UNITS)),
            "b_out": normal(OUTPUTS, std=0.3),
        }
        self.inputs = given(2 * torch.rand(STEPS, INPUTS, TRIALS, generator=draw) - 1)
        # Far enough from the first outputs that training starts with clipped gradients and goes on with unclipped ones.
        self.targets = given(4 * torch.rand(STEPS, OUTPUTS, TRIALS, generator=draw) - 2)
        self.mask = torch.tensor([0.0, 0.5, 1.0, 2.5])[torch.randint(4, (STEPS, OUTPUTS, TRIALS), generator=draw)].double()
        self.mask[2] = 0  # a whole step that nobody reads
        if loss == "cross-entropy":
            first = given(0.05 + 0.4 * torch.rand(STEPS, 2, TRIALS, generator=draw))
            self.targets = given(torch.cat([first, 1 - first.sum(1, keepdim=True)], 1))
            self.mask = self.mask[:, :1].expand(-1, OUTPUTS, -1).clone()
        self.noise = {
            placement: (torch.tensor(sigma, dtype=torch.float64), normal(STEPS, ROWS[placement], TRIALS))
            for placement, sigma in sigmas.items()
        }
        self.tau = torch.tensor(TAU, dtype=torch.float64)
        self.distance_to_kink = math.inf

    def term(self, placement, t):
        if placement not in self.noise:
            return 0.0
        sigma, xi = self.noise[placement]
        return sigma[:, None] * xi[t]

    def run(self, p):
        """States [T+1,N,B], outputs [T,O,B] and the loss, on the parameters p."""
        g = (DT / self.tau)[:, None]
        h = p["init_state"][:, None].expand(-1, TRIALS)
        states, outputs = [h], []
        for t in range(STEPS):
            a = p["W_rec"] @ h + p["W_in"] @ (self.inputs[t] + self.term("input", t)) + p["b_rec"][:, None] + self.term("inside", t)
            self.distance_to_kink = min(self.distance_to_kink, a.detach().abs().min().item())
            h = (1 - g) * h + g * (self.f(a) + self.term("outside", t)) + self.term("state", t)
            states.append(h)
            outputs.append(p["W_out"] @ h + p["b_out"][:, None] + self.term("readout", t))
        states, outputs = torch.stack(states), torch.stack(outputs)
        return states, outputs, self.loss_of(p, states, outputs)

    def loss_of(self, p, states, outputs):
        if self.loss == "mse":
            loss = (self.mask * (outputs - self.targets) ** 2).sum() / self.mask.sum()
        else:
            surprise = -(self.targets * torch.log_softmax(outputs, 1)).sum(1)
            loss = (self.mask[:, 0] * surprise).sum() / self.mask[:, 0].sum()
        weights = sum((p[name] ** 2).sum() for name in ("W_rec", "W_in", "W_out"))
        return loss + self.l2_weights * weights + self.l2_rates * (states[1:] ** 2).mean()

    def leaves(self):
        return {name: value.clone().requires_grad_() for name, value in self.parameters.items()}

    def results(self):
        p = self.leaves()
        states, outputs, loss = self.run(p)
        loss.backward()
        return {
            "states": array(states), "outputs": array(outputs), "loss_value": loss.item(),
            "gradients": {name: array(value.grad) for name, value in p.items()},
        }

    def train(self, description, make):
        p = self.leaves()
        optimizer = make(list(p.values()))
        losses, norms = [], []
        for _ in range(OPTIMIZER_STEPS):
            optimizer.zero_grad()
            loss = self.run(p)[2]
            loss.backward()
            norms.append(torch.nn.utils.clip_grad_norm_(list(p.values()), CLIP_NORM).item())
            losses.append(loss.item())
            optimizer.step()
        return {**description, "losses": losses, "norms": norms, "parameters": {name: array(value) for name, value in p.items()}}

    def record(self, trained):
        results = self.results()
        training = [self.train(*optimizer) for optimizer in OPTIMIZERS] if trained else []
        return {
            "name": self.name, "activation": self.activation, "dt": DT, "loss": self.loss,
            "l2_weights": self.l2_weights, "l2_rates": self.l2_rates, "tau": array(self.tau),
            "noise": [{"placement": placement, "sigma": array(sigma), "xi": array(xi)} for placement, (sigma, xi) in self.noise.items()],
            "parameters": {name: array(value) for name, value in self.parameters.items()},
            "inputs": array(self.inputs), "targets": array(self.targets), "mask": array(self.mask),
            "distance_to_kink": self.distance_to_kink if self.activation in KINKED else None,
            **results, "training": training,
        }


def array(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().flatten().tolist()}


def away_from_kinks(index, trained, *arguments, **keywords):
    """The record of the first draw that keeps its distance from the kink."""
    for attempt in range(1000):
        case = Case(*arguments, seed=1000 * index + attempt, **keywords)
        record = case.record(trained)
        if case.activation not in KINKED or case.distance_to_kink > KINK_DISTANCE:
            return record
    raise SystemExit(f"{arguments}: every draw meets the kink")


def all_cases():
    single = {"inside": [0.4], "outside": [0.4], "state": [0.2], "input": [0.3], "readout": [0.3]}
    together = {"inside": [0.1, 0.2, 0.3, 0.4, 0.5], "outside": [0.3], "input": [0.2, 0.4], "readout": [0.25]}
    trained = {("relu", "inside"), ("tanh", "outside")}
    plans = [((a, p) in trained, (f"{a} {p}", a, {p: sigma}), {}) for a in ACTIVATIONS if a not in LATER for p, sigma in single.items()]
    plans.append((True, ("together", "softplus", together), {}))
    plans.append((False, ("cross-entropy", "tanh", {"inside": [0.4]}), {"loss": "cross-entropy"}))
    plans.append((False, ("penalties", "sigmoid", {"inside": [0.4]}), {"l2_weights": 0.02, "l2_rates": 0.7}))
    plans += [(False, (f"{a} {p}", a, {p: sigma}), {}) for a in LATER for p, sigma in single.items()]
    return [away_from_kinks(k + 1, t, *arguments, **keywords) for k, (t, arguments, keywords) in enumerate(plans)]


def text(value):
    """JSON with 17 significant digits, an array a line."""
    if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
        return json.dumps(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise SystemExit("a number that is not finite")
        short = repr(value)
        return short if len(short) < 10 else format(value, ".17g")
    if isinstance(value, list):
        return "[" + ",".join(text(v) for v in value) + "]"
    return "{" + ",\n".join(json.dumps(k) + ":" + text(v) for k, v in value.items()) + "}"


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    header = {
        "format": 1, "made_by": "python3 make_ctrnn.py > ctrnn.json", "torch": torch.__version__,
        "units": UNITS, "inputs": INPUTS, "outputs": OUTPUTS, "steps": STEPS, "trials": TRIALS,
        "clip_norm": CLIP_NORM, "optimizer_steps": OPTIMIZER_STEPS,
    }
    sys.stdout.write(text({"header": header, "cases": all_cases()}) + "\n")


if __name__ == "__main__":
    main()
