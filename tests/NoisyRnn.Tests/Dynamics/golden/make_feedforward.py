#!/usr/bin/env python3
"""Makes feedforward.json: outputs, losses and gradients of feed-forward networks of 1 to 3 hidden layers, by PyTorch in double.

    python3 make_feedforward.py > feedforward.json

Needs nothing but PyTorch (made with Debian 12's python3-torch; the header of the file names the version). Layout, losses and
rounding are those of make_networks.py, whose parts it uses. The network, at each step by itself, every xi given in the file:

    h_0 = u[t] + s_input xi_input[t]
    h_l = f(W_l h_(l-1) + b_l + s_inside xi_inside[t, layer l]) + s_outside xi_outside[t, layer l],  l = 1 .. layers
    h[t+1] = h_layers + s_state xi_state[t],  z[t] = W_out h[t+1] + b_out + s_readout xi_readout[t]

W_1 is the array W_in. Noise inside and outside has layers times N rows, the first layer's first.
"""

import math
import sys

import torch
from make_networks import ACTIVATIONS, INPUTS, KINK_DISTANCE, OUTPUTS, SIGMAS, STEPS, TRIALS, UNITS, Case, given, text


class Layers(Case):
    def __init__(self, name, activation, layers, sigmas, seed):
        super().__init__(name, "elman " + activation, {}, seed)
        self.activation, self.layers = activation, layers
        draw = torch.Generator().manual_seed(seed + 500_000)

        def normal(*shape, std=1.0):
            return given(std * torch.randn(*shape, generator=draw))

        self.parameters = {"W_in": normal(UNITS, INPUTS), "b_1": normal(UNITS, std=0.3)}
        for layer in range(2, layers + 1):
            self.parameters[f"W_{layer}"] = normal(UNITS, UNITS, std=1 / math.sqrt(UNITS))
            self.parameters[f"b_{layer}"] = normal(UNITS, std=0.3)
        self.parameters.update({"W_out": normal(OUTPUTS, UNITS, std=1 / math.sqrt(UNITS)), "b_out": normal(OUTPUTS, std=0.3)})
        rows = {"inside": layers * UNITS, "outside": layers * UNITS, "state": UNITS, "input": INPUTS, "readout": OUTPUTS}
        self.noise = {
            placement: (torch.tensor(sigma, dtype=torch.float64), normal(STEPS, rows[placement], TRIALS))
            for placement, sigma in sigmas.items()
        }

    def of_layer(self, placement, t, layer):
        if placement not in self.noise:
            return 0.0
        sigma, xi = self.noise[placement]
        rows = slice(layer * UNITS, (layer + 1) * UNITS)
        return (sigma[rows, None] if len(sigma) > 1 else sigma) * xi[t, rows]

    def run(self, p, inputs):
        states, outputs = [torch.zeros(UNITS, TRIALS)], []
        for t in range(STEPS):
            h = inputs[t] + self.term("input", t)
            for layer in range(self.layers):
                weights = p["W_in"] if layer == 0 else p[f"W_{layer + 1}"]
                a = weights @ h + p[f"b_{layer + 1}"][:, None] + self.of_layer("inside", t, layer)
                if self.activation == "relu":
                    self.meet(a)
                h = ACTIVATIONS[self.activation](a) + self.of_layer("outside", t, layer)
            h = h + self.term("state", t)
            states.append(h)
            outputs.append(p["W_out"] @ h + p["b_out"][:, None] + self.term("readout", t))
        states, outputs = torch.stack(states), torch.stack(outputs)
        return states, outputs, self.loss_of(outputs)

    def spec(self):
        return {"kind": "feedforward", "units": UNITS, "layers": self.layers, "activation": self.activation}


def away_from_kinks(index, *arguments):
    for attempt in range(1000):
        case = Layers(*arguments, seed=200_000 + 1000 * index + attempt)
        record = case.record()
        if case.distance_to_kink > KINK_DISTANCE:
            return record
    raise SystemExit(f"{arguments}: every draw meets a kink")


def all_cases():
    plans = [(f"feedforward {layers} {p}", "tanh", layers, {p: sigma}) for layers in (1, 2, 3) for p, sigma in SIGMAS.items()]
    by_unit = [0.05 * k for k in range(1, 3 * UNITS + 1)]
    plans.append(("feedforward relu together", "relu", 3, {"inside": by_unit, "outside": [0.3], "state": [0.1], "input": [0.2, 0.4], "readout": [0.25]}))
    plans.append(("feedforward silent", "tanh", 2, {}))
    return [away_from_kinks(k + 1, *plan) for k, plan in enumerate(plans)]


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    header = {"format": 1, "made_by": "python3 make_feedforward.py > feedforward.json", "torch": torch.__version__}
    sys.stdout.write(text({"header": header, "cases": all_cases()}) + "\n")


if __name__ == "__main__":
    main()
