#!/usr/bin/env python3
"""Makes current.json: the current form of the CTRNN, by PyTorch in double.

    python3 make_current.py > current.json

Form of the file, losses and what is needed: as make_networks.py, whose functions this uses. The network, with g = dt/tau of the unit:

    x[t+1] = (1-g) x[t] + g (W_rec r[t] + W_in (u[t] + s_input xi_input[t]) + b_rec + s_inside xi_inside[t])
    r[t+1] = f(x[t+1]) + s_outside xi_outside[t],  x[0] = init_state, r[0] = f(x[0]);  z[t] = W_out r[t+1] + ...

States hold [r; x]. The initial state is not trained: its gradient is 0.
"""

import math
import sys

import make_networks as base
import torch
from make_networks import DT, STEPS, TRIALS, given, text

TAU = {"current tanh": [0.5], "current relu": [0.5, 0.4, 1.0, 0.8, 0.2]}
SIGMAS = {placement: sigma for placement, sigma in base.SIGMAS.items() if placement != "state"}


class Case(base.Case):
    """One network of this file."""

    def __init__(self, name, network, sigmas, seed, loss="mse"):
        super().__init__(name, "elman " + network.split()[1], sigmas, seed, loss)
        self.network = network
        draw = torch.Generator().manual_seed(seed + 7)
        self.parameters["init_state"] = given(0.5 * torch.randn(self.units, generator=draw, dtype=torch.float64))
        self.f = base.ACTIVATIONS[network.split()[1]]

    def run(self, p, inputs):
        gain = DT / torch.tensor(TAU[self.network]).expand(self.units)[:, None]
        x = p["init_state"].detach()[:, None].expand(-1, TRIALS)
        r = self.f(x)
        states, outputs = [torch.cat([r, x])], []
        for t in range(STEPS):
            drive = p["W_rec"] @ r + p["W_in"] @ (inputs[t] + self.term("input", t)) + p["b_rec"][:, None] + self.term("inside", t)
            x = (1 - gain) * x + gain * drive
            self.meet(x if self.network == "current relu" else torch.tensor(math.inf))
            r = self.f(x) + self.term("outside", t)
            states.append(torch.cat([r, x]))
            outputs.append(p["W_out"] @ r + p["b_out"][:, None] + self.term("readout", t))
        states, outputs = torch.stack(states), torch.stack(outputs)
        return states, outputs, self.loss_of(outputs) + 0 * p["init_state"].sum()

    def spec(self):
        kind, activation = self.network.split()
        return {"kind": kind, "units": self.units, "activation": activation, "tau": TAU[self.network]}


def all_cases():
    together = {"inside": [0.1, 0.2, 0.3, 0.4, 0.5], "outside": [0.3], "input": [0.2, 0.4], "readout": [0.25]}
    plans = [((f"current {p}", "current tanh", {p: sigma}), {}) for p, sigma in SIGMAS.items()]
    plans.append((("current relu together", "current relu", together), {}))
    plans.append((("current cross-entropy", "current tanh", {}), {"loss": "cross-entropy"}))
    base.Case = Case
    return [base.away_from_kinks(k + 1, *arguments, **keywords) for k, (arguments, keywords) in enumerate(plans)]


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    header = {"format": 1, "made_by": "python3 make_current.py > current.json", "torch": torch.__version__}
    sys.stdout.write(text({"header": header, "cases": all_cases()}) + "\n")


if __name__ == "__main__":
    main()
