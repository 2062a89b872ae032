#!/usr/bin/env python3
"""Makes structured.json: leaky networks whose recurrent weights are told what they may be, by PyTorch in double.

    python3 make_structured.py > structured.json

Form of the file, losses and what is needed: as make_networks.py, whose functions this uses. Networks "ctrnn" and "current", f = tanh, g = dt/tau:

    ctrnn    h[t+1] = (1-g) h[t] + g (f(W h[t] + W_in (u[t] + s_input xi_input[t]) + b_rec + s_inside xi_inside[t]) + s_outside xi_outside[t]) + s_state xi_state[t]
    current  as make_current.py

The cases say in "structure" what W is; the file's parameter W_rec is V:

    dale     W = D(V): |V| s, or (rectified) max(0, s V) s, s = 1 of the first units and -1 of the others
    mask     W = M V + F, M = W_rec_free, F = W_rec_fixed
    rank     W = m n
    layers   two layers: the second has arrays of its own, W_rec_2, ..., and reads h of the first after the same step; states [h_2; h_1], noise of the first layer first
    leak     g = 1 / (1 + exp(-leak)), trained
    shared   g = 1 / (1 + exp(-mean of leak)), the same of all units
"""

import sys

import make_networks as base
import torch
from make_networks import DT, STEPS, TRIALS, given, text

UNITS = base.UNITS
MASK = ["11010", "00111", "11111", "10101", "01110"]
FIXED = [(1, 0, 0.7), (3, 3, -0.4)]
SIGMAS = {"inside": [0.1, 0.2, 0.3, 0.4, 0.5], "outside": [0.3], "state": [0.1], "input": [0.2, 0.4], "readout": [0.25]}


class Case(base.Case):
    """One network of this file; structure -- "dale", "rectified", "mask" or several of them."""

    def __init__(self, name, kind, structure, seed, tau=0.5):
        sigmas = {placement: sigma for placement, sigma in SIGMAS.items() if kind == "ctrnn" or placement != "state"}
        super().__init__(name, "elman", sigmas, seed)
        self.kind, self.structure, self.tau = kind, structure, tau
        draw = torch.Generator().manual_seed(seed + 7)
        self.parameters["init_state"] = given(0.5 * torch.randn(UNITS, generator=draw, dtype=torch.float64))
        if "layers" in structure:
            above = torch.Generator().manual_seed(seed + 11)
            for name, shape, std in (("W_rec_2", (UNITS, UNITS), 0.4), ("W_in_2", (UNITS, UNITS), 0.4), ("b_rec_2", (UNITS,), 0.3), ("init_state_2", (UNITS,), 0.5)):
                self.parameters[name] = given(std * torch.randn(*shape, generator=above, dtype=torch.float64))
            for placement in ("inside", "outside", "state"):
                if placement in self.noise:
                    sigma, xi = self.noise[placement]
                    more = given(torch.randn(STEPS, UNITS, TRIALS, generator=above, dtype=torch.float64))
                    self.noise[placement] = (sigma if len(sigma) == 1 else torch.cat([sigma, sigma]), torch.cat([xi, more], 1))
        if "rank" in structure:
            rank = torch.Generator().manual_seed(seed + 9)
            self.parameters.update({"m": given(torch.randn(UNITS, 2, generator=rank, dtype=torch.float64)), "n": given(0.5 * torch.randn(2, UNITS, generator=rank, dtype=torch.float64))})
        if "leak" in structure or "shared" in structure:
            self.parameters["leak"] = given(torch.randn(UNITS, generator=draw, dtype=torch.float64) - 0.5)
        if "mask" in structure:
            free = torch.tensor([[float(digit) for digit in row] for row in MASK])
            fixed = torch.zeros(UNITS, UNITS)
            for post, pre, weight in FIXED:
                free[post, pre], fixed[post, pre] = 0, weight
            self.parameters.update({"W_rec_free": free, "W_rec_fixed": fixed})

    def weights(self, p):
        if "rank" in self.structure:
            return p["m"] @ p["n"]
        v, sign = p["W_rec"], torch.tensor([1.0, 1, 1, -1, -1])
        if "dale" in self.structure:
            v = sign * v.abs()
        if "rectified" in self.structure:
            v = sign * torch.relu(sign * v)
        return v * p["W_rec_free"].detach() + p["W_rec_fixed"].detach() if "mask" in self.structure else v

    def gain(self, p):
        if "leak" in p:
            leak = p["leak"].mean().expand(UNITS) if "shared" in self.structure else p["leak"]
            return torch.sigmoid(leak)[:, None]
        return torch.full((UNITS, 1), DT / self.tau)

    def part(self, placement, t, layer):
        term = self.term(placement, t)
        return term[layer * UNITS:(layer + 1) * UNITS] if torch.is_tensor(term) else term

    def run_layers(self, p, inputs):
        g, f = DT / self.tau, torch.tanh
        x = [p["init_state"].detach()[:, None].expand(-1, TRIALS), p["init_state_2"].detach()[:, None].expand(-1, TRIALS)]
        h = [f(x[0]), f(x[1])] if self.kind == "current" else list(x)
        state = (lambda: torch.cat([h[1], x[1], h[0], x[0]])) if self.kind == "current" else (lambda: torch.cat([h[1], h[0]]))
        states, outputs = [state()], []
        for t in range(STEPS):
            read = inputs[t] + self.term("input", t)
            for layer, suffix in enumerate(("", "_2")):
                a = p["W_rec" + suffix] @ h[layer] + p["W_in" + suffix] @ read + p["b_rec" + suffix][:, None] + self.part("inside", t, layer)
                if self.kind == "current":
                    x[layer] = (1 - g) * x[layer] + g * a
                    h[layer] = f(x[layer]) + self.part("outside", t, layer)
                else:
                    h[layer] = (1 - g) * h[layer] + g * (f(a) + self.part("outside", t, layer)) + self.part("state", t, layer)
                read = h[layer]
            states.append(state())
            outputs.append(p["W_out"] @ h[1] + p["b_out"][:, None] + self.term("readout", t))
        states, outputs = torch.stack(states), torch.stack(outputs)
        return states, outputs, self.loss_of(outputs) + sum(0 * p[name].sum() for name in p)

    def run(self, p, inputs):
        if "layers" in self.structure:
            return self.run_layers(p, inputs)
        w, g = self.weights(p), self.gain(p)
        x = p["init_state"].detach()[:, None].expand(-1, TRIALS)
        h = torch.tanh(x) if self.kind == "current" else x
        state = (lambda: torch.cat([h, x])) if self.kind == "current" else (lambda: h)
        states, outputs = [state()], []
        for t in range(STEPS):
            a = w @ h + p["W_in"] @ (inputs[t] + self.term("input", t)) + p["b_rec"][:, None] + self.term("inside", t)
            if self.kind == "current":
                x = (1 - g) * x + g * a
                h = torch.tanh(x) + self.term("outside", t)
            else:
                h = (1 - g) * h + g * (torch.tanh(a) + self.term("outside", t)) + self.term("state", t)
            states.append(state())
            outputs.append(p["W_out"] @ h + p["b_out"][:, None] + self.term("readout", t))
        states, outputs = torch.stack(states), torch.stack(outputs)
        nothing = sum(0 * p[name].sum() for name in p)
        return states, outputs, self.loss_of(outputs) + nothing

    def spec(self):
        recurrent = {"rank": 2} if "rank" in self.structure else {}
        if "dale" in self.structure or "rectified" in self.structure:
            recurrent["dale"] = {"excitatory": 0.6, "form": "rectified" if "rectified" in self.structure else "absolute"}
        if "mask" in self.structure:
            recurrent["mask"] = MASK
            recurrent["fixed"] = [{"to": post, "from": pre, "weight": weight} for post, pre, weight in FIXED]
        return {"kind": self.kind, "units": UNITS, "activation": "tanh", "tau": [self.tau], "recurrent": recurrent,
                **({"layers": 2} if "layers" in self.structure else {}),
                **({"train-tau": "per-unit"} if "leak" in self.structure else {"train-tau": "shared"} if "shared" in self.structure else {})}


def all_cases():
    plans = [(f"{kind} {' '.join(structure)}", kind, structure) for kind in ("ctrnn", "current") for structure in (["dale"], ["rectified"], ["mask"], ["dale", "mask"], ["leak"], ["shared", "dale"], ["rank"], ["rank", "leak"], ["layers"])]
    return [Case(*arguments, seed=1000 * (k + 1)).record() for k, arguments in enumerate(plans)]


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    header = {"format": 1, "made_by": "python3 make_structured.py > structured.json", "torch": torch.__version__}
    sys.stdout.write(text({"header": header, "cases": all_cases()}) + "\n")


if __name__ == "__main__":
    main()
