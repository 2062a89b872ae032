#!/usr/bin/env python3
"""Makes networks.json: states, outputs, losses and gradients of the Elman, Cayley and expRNN networks, by PyTorch in double.

    python3 make_networks.py > networks.json

Needs nothing but PyTorch (made with Debian 12's python3-torch; the header of the file names the version). Runs in
seconds on one thread. Nothing here knows the C# code: equations are those of the docs, matrices are torch.linalg.solve
and torch.matrix_exp, gradients are autograd's through them.

The networks, for step t = 0 .. T-1 from h[0] = 0, every xi given in the file:

    elman    h[t+1] = f(W_rec h[t] + W_in (u[t] + s_input xi_input[t]) + b_rec + s_inside xi_inside[t]) + noise
    cayley   h[t+1] = modrelu(W h[t] + W_in (u[t] + s_input xi_input[t]) + s_inside xi_inside[t]) + noise, W = (I+K)^-1 (I-K)
    exprnn   the same with W = exp(K)
    modrelu(v) = sign(v) relu(|v| + b_rec);  K = P - P^T, P the part of the parameter "K" above its diagonal
    noise = s_outside xi_outside[t] + s_state xi_state[t]
    all      z[t] = W_out h[t+1] + b_out + s_readout xi_readout[t]

Losses, sums over steps, outputs and trials:

    mse            sum mask (z - y)^2 / sum mask
    cross-entropy  sum_(t,b) mask[t,0,b] (-sum_o y log softmax_o(z)) / sum_(t,b) mask[t,0,b]

Layout. {"header": {...}, "cases": [...]}. An array is {"shape": [...], "values": [...]}, row-major, so that the last
axis (trials, where there are any) is contiguous. Given numbers are rounded to 6 decimals before use, so the file holds
exactly what was computed with; results are printed with 17 significant digits. A case:

    name, dt, loss, l2_weights, l2_rates                    texts and numbers (both penalties are 0)
    network                                                 the network as the library's files name it
    noise: list of {placement, sigma [1] or [rows], xi [T, rows, B]}, rows = N, or I for input, O for readout
    parameters: one array each                              W[post, pre]
    inputs [T,I,B], targets [T,O,B], mask [T,O,B]
    states [T+1,N,B], outputs [T,O,B], loss_value           results
    gradients                                               of the loss, one array a parameter
    input_gradients [T,I,B]                                 of the loss, with respect to the inputs

Every case of a network with a kink or a jump (modrelu, relu) is drawn anew until nothing it meets lies within 1e-3 of one:
there a difference in the last bit would flip a slope.
"""

import json
import math
import sys

import torch

UNITS, INPUTS, OUTPUTS, STEPS, TRIALS = 5, 2, 3, 7, 3
DT = 0.2
KINK_DISTANCE = 1e-3
ACTIVATIONS = {"tanh": torch.tanh, "relu": torch.relu}
SIGMAS = {"inside": [0.4], "outside": [0.3], "state": [0.2], "input": [0.3], "readout": [0.3]}


def given(tensor):
    """A tensor as it reads back from the file: rounded to 6 decimals."""
    return torch.tensor([round(v, 6) for v in tensor.flatten().tolist()], dtype=torch.float64).reshape(tensor.shape)


class Case:
    """One network, its noise, its trials and its loss."""

    def __init__(self, name, network, sigmas, seed, loss="mse", units=UNITS, skew=0.7):
        self.name, self.network, self.loss, self.units = name, network, loss, units
        draw = torch.Generator().manual_seed(seed)

        def normal(*shape, std=1.0):
            return given(std * torch.randn(*shape, generator=draw))

        recurrent = {"W_rec": normal(units, units, std=0.9 / math.sqrt(units))} if network.startswith("elman") else {"K": normal(units, units, std=skew)}
        self.parameters = {
            **recurrent,
            "W_in": normal(units, INPUTS),
            "b_rec": normal(units, std=0.3 if network.startswith("elman") else 0.8),  # some modrelu shut
            "W_out": normal(OUTPUTS, units, std=1 / math.sqrt(units)),
            "b_out": normal(OUTPUTS, std=0.3),
        }
        self.inputs = given(2 * torch.rand(STEPS, INPUTS, TRIALS, generator=draw) - 1)
        self.targets = given(4 * torch.rand(STEPS, OUTPUTS, TRIALS, generator=draw) - 2)
        self.mask = torch.tensor([0.0, 0.5, 1.0, 2.5])[torch.randint(4, (STEPS, OUTPUTS, TRIALS), generator=draw)].double()
        self.mask[2] = 0  # a whole step that nobody reads
        if loss == "cross-entropy":
            first = given(0.05 + 0.4 * torch.rand(STEPS, 2, TRIALS, generator=draw))
            self.targets = given(torch.cat([first, 1 - first.sum(1, keepdim=True)], 1))
            self.mask = self.mask[:, :1].expand(-1, OUTPUTS, -1).clone()
        rows = {"input": INPUTS, "readout": OUTPUTS}
        self.noise = {
            placement: (torch.tensor(sigma, dtype=torch.float64), normal(STEPS, rows.get(placement, units), TRIALS))
            for placement, sigma in sigmas.items()
        }
        self.distance_to_kink = math.inf

    def term(self, placement, t):
        if placement not in self.noise:
            return 0.0
        sigma, xi = self.noise[placement]
        return sigma[:, None] * xi[t]

    def recurrent(self, p):
        if "W_rec" in p:
            return p["W_rec"]
        upper = torch.triu(p["K"], 1)
        k, one = upper - upper.T, torch.eye(self.units)
        return torch.matrix_exp(k) if self.network == "exprnn" else torch.linalg.solve(one + k, one - k)

    def value(self, v, b):
        """f(v + b), or modrelu."""
        if self.network.startswith("elman"):
            a = v + b[:, None]
            self.meet(a if self.network == "elman relu" else torch.tensor(math.inf))
            return ACTIVATIONS[self.network.split()[1] if " " in self.network else "tanh"](a)
        self.meet(v)  # the jump at 0
        self.meet(v.abs() + b[:, None])  # the kink
        return torch.sign(v) * torch.relu(v.abs() + b[:, None])

    def meet(self, x):
        self.distance_to_kink = min(self.distance_to_kink, x.detach().abs().min().item())

    def run(self, p, inputs):
        """States [T+1,N,B], outputs [T,O,B] and the loss."""
        w = self.recurrent(p)
        h = torch.zeros(self.units, TRIALS)
        states, outputs = [h], []
        for t in range(STEPS):
            v = w @ h + p["W_in"] @ (inputs[t] + self.term("input", t)) + self.term("inside", t)
            h = self.value(v, p["b_rec"]) + self.term("outside", t) + self.term("state", t)
            states.append(h)
            outputs.append(p["W_out"] @ h + p["b_out"][:, None] + self.term("readout", t))
        states, outputs = torch.stack(states), torch.stack(outputs)
        return states, outputs, self.loss_of(outputs)

    def loss_of(self, outputs):
        if self.loss == "mse":
            return (self.mask * (outputs - self.targets) ** 2).sum() / self.mask.sum()
        surprise = -(self.targets * torch.log_softmax(outputs, 1)).sum(1)
        return (self.mask[:, 0] * surprise).sum() / self.mask[:, 0].sum()

    def spec(self):
        kind, _, activation = self.network.partition(" ")
        return {"kind": kind, "units": self.units, **({"activation": activation} if activation else {})}

    def record(self):
        p = {name: value.clone().requires_grad_() for name, value in self.parameters.items()}
        inputs = self.inputs.clone().requires_grad_()
        states, outputs, loss = self.run(p, inputs)
        loss.backward()
        return {
            "name": self.name, "network": self.spec(), "dt": DT, "loss": self.loss, "l2_weights": 0.0, "l2_rates": 0.0,
            "noise": [{"placement": placement, "sigma": array(sigma), "xi": array(xi)} for placement, (sigma, xi) in self.noise.items()],
            "parameters": {name: array(value) for name, value in self.parameters.items()},
            "inputs": array(self.inputs), "targets": array(self.targets), "mask": array(self.mask),
            "states": array(states), "outputs": array(outputs), "loss_value": loss.item(),
            "gradients": {name: array(value.grad) for name, value in p.items()},
            "input_gradients": array(inputs.grad),
        }


def array(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().flatten().tolist()}


def away_from_kinks(index, *arguments, **keywords):
    """The record of the first draw that keeps its distance from kinks and jumps."""
    for attempt in range(1000):
        case = Case(*arguments, seed=1000 * index + attempt, **keywords)
        record = case.record()
        if case.distance_to_kink > KINK_DISTANCE:
            return record
    raise SystemExit(f"{arguments}: every draw meets a kink")


def all_cases():
    plans = [((f"{n} {p}", n, {p: sigma}), {}) for n in ("elman", "cayley", "exprnn") for p, sigma in SIGMAS.items()]
    together = {"inside": [0.1, 0.2, 0.3, 0.4, 0.5], "outside": [0.3], "state": [0.1], "input": [0.2, 0.4], "readout": [0.25]}
    plans.append((("elman relu together", "elman relu", together), {}))
    plans.append((("elman cross-entropy", "elman", {}), {"loss": "cross-entropy"}))
    # Of even size, and with angles of many turns: the exponential needs squarings.
    plans.append((("cayley large", "cayley", {}), {"units": 6, "skew": 5.0}))
    plans.append((("exprnn large", "exprnn", {}), {"units": 6, "skew": 5.0}))
    return [away_from_kinks(k + 1, *arguments, **keywords) for k, (arguments, keywords) in enumerate(plans)]


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
    header = {"format": 1, "made_by": "python3 make_networks.py > networks.json", "torch": torch.__version__}
    sys.stdout.write(text({"header": header, "cases": all_cases()}) + "\n")


if __name__ == "__main__":
    main()
