#!/usr/bin/env python3
"""Makes stacked.json: stacks of Elman, GRU and LSTM layers under noise, by PyTorch in double.

    python3 make_stacked.py > stacked.json

Form of the file, losses and the equations of a layer: as make_gated.py and make_networks.py, whose functions this uses. The first layer reads
the input, each other one the hidden state of the one below after the same step, the readout the last. Arrays of layer 2 are W_rec_2, ...; rows
of noise stand layer after layer; states the other way round, [h_L; ...; h_1], or [h_L; c_L; ...; h_1; c_1] of an LSTM.

A case without noise is run through torch.nn itself, with num_layers, and must agree.
"""

import math
import sys

import make_gated as gated
import make_networks as base
import torch
from make_networks import INPUTS, OUTPUTS, STEPS, TRIALS, given, text

GATES = {"elman": 1, **gated.GATES}
MODULES = {"elman": torch.nn.RNN, "gru": torch.nn.GRU, "lstm": torch.nn.LSTM}


class Case(base.Case):
    """One network of this file."""

    def __init__(self, name, network, layers, sigmas, seed, loss="mse", units=3):
        super().__init__(name, "elman", {}, seed, loss, units)
        self.network, self.layers, self.rows = network, layers, (2 if network == "lstm" else 1) * units
        draw = torch.Generator().manual_seed(seed + 500)

        def normal(*shape, std=1.0):
            return given(std * torch.randn(*shape, generator=draw))

        gates, own = GATES[network] * units, {}
        for layer in range(1, layers + 1):
            own[self.array("W_rec", layer)] = normal(gates, units, std=0.9 / math.sqrt(units))
            own[self.array("W_in", layer)] = normal(gates, INPUTS if layer == 1 else units)
            own[self.array("b_rec", layer)] = normal(gates, std=0.3)
            if network == "gru":
                own[self.array("b_hn", layer)] = normal(units, std=0.3)
        self.parameters = {**own, "W_out": self.parameters["W_out"], "b_out": self.parameters["b_out"]}
        rows = {"input": INPUTS, "readout": OUTPUTS, "inside": layers * gates, "outside": layers * gates, "state": layers * units}
        self.noise = {placement: (torch.tensor(sigma, dtype=torch.float64), normal(STEPS, rows[placement], TRIALS)) for placement, sigma in sigmas.items()}

    @staticmethod
    def array(name, layer):
        return name if layer == 1 else f"{name}_{layer}"

    def spec(self):
        return {"kind": self.network, "units": self.units, "layers": self.layers}

    def record(self):
        return {**super().record(), "scheme": "euler-maruyama"}

    def part(self, placement, t, layer):
        term = self.term(placement, t)
        return term if isinstance(term, float) else term.chunk(self.layers)[layer - 1]

    def run(self, p, inputs):
        states, outputs = [torch.zeros(self.layers * self.rows, TRIALS)], []
        for t in range(STEPS):
            x, after = inputs[t] + self.term("input", t), []
            for layer, state in zip(range(1, self.layers + 1), reversed(states[-1].split(self.rows))):
                own = {name: p[self.array(name, layer)] for name in ("W_rec", "W_in", "b_rec", "b_hn") if self.array(name, layer) in p}
                after.insert(0, self.step(own, state, x, *(self.part(placement, t, layer) for placement in ("inside", "outside", "state"))))
                x = after[0][: self.units]
            states.append(torch.cat(after))
            outputs.append(p["W_out"] @ x + p["b_out"][:, None] + self.term("readout", t))
        states, outputs = torch.stack(states), torch.stack(outputs)
        if not self.noise:
            self.check(p, inputs, states)
        return states, outputs, self.loss_of(outputs)

    def step(self, p, state, x, inside, outside, on_state):
        n, drive = self.units, p["W_in"] @ x + p["b_rec"][:, None] + inside
        if self.network == "elman":
            return torch.tanh(drive + p["W_rec"] @ state) + outside + on_state
        noise = torch.zeros(GATES[self.network] * n, TRIALS) + outside
        if self.network == "lstm":
            h, c = state.split(n)
            i, f, g, o = (drive + p["W_rec"] @ h).split(n)
            s = noise.split(n)
            c = (torch.sigmoid(f) + s[1]) * c + (torch.sigmoid(i) + s[0]) * (torch.tanh(g) + s[2])
            return torch.cat([(torch.sigmoid(o) + s[3]) * torch.tanh(c) + on_state, c])
        (r, z, c), back = drive.split(n), (p["W_rec"] @ state).split(n)
        r, z = torch.sigmoid(r + back[0]) + noise[:n], torch.sigmoid(z + back[1]) + noise[n : 2 * n]
        c = torch.tanh(c + r * (back[2] + p["b_hn"][:, None])) + noise[2 * n :]
        return (1 - z) * c + z * state + on_state

    def check(self, p, inputs, states):
        """torch.nn's own network gives the same hidden states of its last layer."""
        module = MODULES[self.network](INPUTS, self.units, self.layers).double()
        with torch.no_grad():
            for layer in range(1, self.layers + 1):
                own = {name: p[self.array(name, layer)] for name in ("W_rec", "W_in", "b_rec")}
                getattr(module, f"weight_ih_l{layer - 1}").copy_(own["W_in"])
                getattr(module, f"weight_hh_l{layer - 1}").copy_(own["W_rec"])
                getattr(module, f"bias_ih_l{layer - 1}").copy_(own["b_rec"])
                hidden = getattr(module, f"bias_hh_l{layer - 1}").zero_()
                if self.network == "gru":
                    hidden[2 * self.units :].copy_(p[self.array("b_hn", layer)])
            paths, _ = module(inputs.transpose(1, 2))
            difference = (paths.transpose(1, 2) - states[1:, : self.units]).abs().max().item()
        if difference > 1e-12:
            raise SystemExit(f"{self.name}: torch.nn differs by {difference}")


def all_cases():
    every = {"inside": [0.4], "outside": [0.3], "state": [0.2], "input": [0.3], "readout": [0.3]}
    plans = []
    for network, layers in (("elman", 2), ("elman", 3), ("gru", 2), ("gru", 3), ("lstm", 2), ("lstm", 3)):
        plans.append((f"{network} of {layers} silent", network, layers, {}))
        plans.append((f"{network} of {layers} every noise", network, layers, every))
    by_row = [0.05 * (row + 1) for row in range(2 * 3 * 3)]
    plans.append(("gru of 2 levels by row", "gru", 2, {"inside": by_row}))
    return [Case(*plan, seed=3000 + k).record() for k, plan in enumerate(plans)]


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    header = {"format": 1, "made_by": "python3 make_stacked.py > stacked.json", "torch": torch.__version__}
    sys.stdout.write(text({"header": header, "cases": all_cases()}) + "\n")


if __name__ == "__main__":
    main()
