#!/usr/bin/env python3
"""Makes layers.json: stacks of Lipschitz, antisymmetric, coRNN, Cayley and expRNN layers under noise, by PyTorch in double.

    python3 make_layers.py > layers.json

Form of the file, losses and the equations of a layer: as make_gated.py and make_networks.py, whose functions this uses. Layers, names of arrays and
rows of noise: as make_stacked.py; states from the last layer to the first, [h_L; ...; h_1], or [y_L; v_L; ...; y_1; v_1] of a coRNN.
"""

import sys

import make_gated as gated
import make_networks as base
import torch
from make_networks import INPUTS, OUTPUTS, STEPS, TRIALS, given, text

ORTHOGONAL = ("cayley", "exprnn")


class Case(gated.Case):
    """One network of this file."""

    def __init__(self, name, network, layers, sigmas, seed, units=3):
        base.Case.__init__(self, name, "elman", {}, seed, "mse", units)
        self.network, self.layers, self.scheme = network, layers, "euler-maruyama"
        self.rows = (2 if network == "cornn" else 1) * units
        draw = torch.Generator().manual_seed(seed + 500)

        def normal(*shape, std=1.0):
            return given(std * torch.randn(*shape, generator=draw))

        own = {}
        for layer in range(1, layers + 1):
            shapes = {"lipschitz": ("B", "C"), "antisymmetric": ("C",), "cornn": ("W_rec",)}.get(network, ("K",))
            for matrix in shapes:
                own[self.array(matrix, layer)] = normal(units, self.rows, std=0.5)
            # An orthogonal layer forgets nothing: smaller weights between layers keep states, and so digits, small.
            own[self.array("W_in", layer)] = normal(units, INPUTS if layer == 1 else units, std=0.3 if network in ORTHOGONAL else 1.0)
            own[self.array("b_rec", layer)] = normal(units, std=0.8 if network in ORTHOGONAL else 0.3)
            if network == "lipschitz":
                own[self.array("step", layer)] = given(base.DT * (0.8 + 0.4 * torch.rand(units, generator=draw)))
        self.parameters = {**own, "W_out": self.parameters["W_out"], "b_out": self.parameters["b_out"]}
        rows = {"input": INPUTS, "readout": OUTPUTS}
        self.noise = {}
        for placement, sigma in sigmas.items():
            xi = normal(STEPS, rows.get(placement, layers * units), TRIALS)
            if placement == "stepfactor":
                sigma, xi = [1.0], given(1 - sigma[0] * torch.rand(STEPS, layers * units, TRIALS, generator=draw))
            self.noise[placement] = (torch.tensor(sigma, dtype=torch.float64), xi)

    @staticmethod
    def array(name, layer):
        return name if layer == 1 else f"{name}_{layer}"

    def spec(self):
        return {"kind": self.network, "units": self.units, "layers": self.layers}

    def term(self, placement, t):
        whole = super().term(placement, t)
        return whole if isinstance(whole, float) or placement in ("input", "readout") else whole.chunk(self.layers)[self.layer - 1]

    def run(self, p, inputs):
        states, outputs = [torch.zeros(self.layers * self.rows, TRIALS)], []
        for t in range(STEPS):
            x, after = inputs[t] + self.term("input", t), []
            for self.layer, state in zip(range(1, self.layers + 1), reversed(states[-1].split(self.rows))):
                own = {name: p[self.array(name, self.layer)] for name in ("B", "C", "W_rec", "K", "W_in", "b_rec", "step") if self.array(name, self.layer) in p}
                after.insert(0, self.rotated(own, state, x, t) if self.network in ORTHOGONAL else self.step(own, state, x, t))
                x = after[0][: self.units]
            states.append(torch.cat(after))
            outputs.append(p["W_out"] @ x + p["b_out"][:, None] + self.term("readout", t))
        states, outputs = torch.stack(states), torch.stack(outputs)
        return states, outputs, self.loss_of(outputs)

    def rotated(self, p, h, x, t):
        v = self.recurrent(p) @ h + p["W_in"] @ x + self.term("inside", t)
        return self.value(v, p["b_rec"]) + self.term("outside", t) + self.term("state", t)


def away_from_kinks(plan, seed):
    """The record of the first draw that keeps its distance from kinks and jumps."""
    for attempt in range(1000):
        case = Case(*plan, seed=1000 * seed + attempt)
        record = case.record()
        if case.distance_to_kink > base.KINK_DISTANCE:
            return record
    raise SystemExit(f"{plan}: every draw meets a kink")


def all_cases():
    every = {"inside": [0.4], "outside": [0.3], "state": [0.2], "input": [0.3], "readout": [0.3]}
    terms = {"state": [0.1], "statefactor": [0.3], "driftfactor": [0.2], "stepfactor": [0.4], "inside": [0.2], "outside": [0.2]}
    plans = []
    for network, layers in (("lipschitz", 2), ("antisymmetric", 3), ("cornn", 2), ("cornn", 3), ("cayley", 2), ("exprnn", 3)):
        plans += [(f"{network} of {layers} silent", network, layers, {}), (f"{network} of {layers} every noise", network, layers, every)]
    plans += [("lipschitz of 3 every term", "lipschitz", 3, terms), ("antisymmetric of 2 drift-multiplicative", "antisymmetric", 2, {"driftfactor": [0.3], "state": [0.2]})]
    return [away_from_kinks(plan, 4 + k) for k, plan in enumerate(plans)]


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    header = {"format": 1, "made_by": "python3 make_layers.py > layers.json", "torch": torch.__version__}
    sys.stdout.write(text({"header": header, "cases": all_cases()}) + "\n")


if __name__ == "__main__":
    main()
