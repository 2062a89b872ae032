#!/usr/bin/env python3
"""Makes feedback.json: every recurrent map under noise that is fed back, alone and with noise at the other placements, by PyTorch in double.

    python3 make_feedback.py > feedback.json

Form of the file, losses and the equations of a step: as make_networks.py, make_gated.py, make_current.py and make_stacked.py, whose classes this uses. From
step 1 on a step reads h[t] + s_feedback xi_feedback[t-1] in the place of h[t], the hidden state alone (of [h; c], [y; v], [r; x] the first rows); the readout
and the layer above read h[t+1] as it is, and so do the states in the file. Rows of noise stand layer after layer, the first layer's first.
"""

import sys

import make_current as current
import make_gated as gated
import make_networks as base
import make_stacked as stacked
import torch
from make_networks import DT, STEPS, TRIALS, given, text


class Fed:
    """A step reads what was fed back: instead of the last state, which is kept clean."""

    layers = 1

    def feed(self, sigma, seed):
        draw = torch.Generator().manual_seed(seed + 900)
        xi = given(torch.randn(STEPS, self.layers * self.units, TRIALS, generator=draw))
        self.noise = {**self.noise, "feedback": (torch.tensor([sigma], dtype=torch.float64), xi)}
        return self

    def entered(self, state, t):
        if t == 0:
            return state
        parts, noise = list(state.chunk(self.layers)), self.term("feedback", t - 1).chunk(self.layers)
        # The last layer's state comes first.
        return torch.cat([torch.cat([part[: self.units] + noise[self.layers - 1 - k], part[self.units :]]) for k, part in enumerate(parts)])


class Map(Fed, base.Case):
    def run(self, p, inputs):
        w = self.recurrent(p)
        h, states, outputs = torch.zeros(self.units, TRIALS), [torch.zeros(self.units, TRIALS)], []
        for t in range(STEPS):
            v = w @ self.entered(h, t) + p["W_in"] @ (inputs[t] + self.term("input", t)) + self.term("inside", t)
            h = self.value(v, p["b_rec"]) + self.term("outside", t) + self.term("state", t)
            states.append(h)
            outputs.append(p["W_out"] @ h + p["b_out"][:, None] + self.term("readout", t))
        states, outputs = torch.stack(states), torch.stack(outputs)
        return states, outputs, self.loss_of(outputs)


class Gated(Fed, gated.Case):
    def step(self, p, state, x, t):
        return super().step(p, self.entered(state, t), x, t)


class Stacked(Fed, stacked.Case):
    def run(self, p, inputs):
        self.t = -1
        return super().run(p, inputs)

    def step(self, p, state, x, inside, outside, on_state):
        # One call a layer, from the first on.
        self.t += 1
        t, layer = divmod(self.t, self.layers)
        if t > 0:
            noise = self.term("feedback", t - 1).chunk(self.layers)[layer]
            state = torch.cat([state[: self.units] + noise, state[self.units :]])
        return super().step(p, state, x, inside, outside, on_state)


class Current(Fed, current.Case):
    def run(self, p, inputs):
        gain = DT / torch.tensor(current.TAU[self.network]).expand(self.units)[:, None]
        x = p["init_state"].detach()[:, None].expand(-1, TRIALS)
        r = self.f(x)
        states, outputs = [torch.cat([r, x])], []
        for t in range(STEPS):
            drive = p["W_rec"] @ self.entered(r, t) + p["W_in"] @ (inputs[t] + self.term("input", t)) + p["b_rec"][:, None] + self.term("inside", t)
            x = (1 - gain) * x + gain * drive
            r = self.f(x) + self.term("outside", t)
            states.append(torch.cat([r, x]))
            outputs.append(p["W_out"] @ r + p["b_out"][:, None] + self.term("readout", t))
        states, outputs = torch.stack(states), torch.stack(outputs)
        return states, outputs, self.loss_of(outputs) + 0 * p["init_state"].sum()


def all_cases():
    others = {"inside": [0.2], "outside": [0.1], "state": [0.1], "readout": [0.2]}
    without_state = {placement: sigma for placement, sigma in others.items() if placement != "state"}
    makers = [
        *((name, lambda label, sigmas, seed, name=name: Map(label, name, sigmas, seed)) for name in ("elman", "cayley", "exprnn")),
        *((name, lambda label, sigmas, seed, name=name: Gated(label, name, sigmas, seed)) for name in ("lstm", "gru", "cornn", "ctrnn")),
        *((f"{name} of 2", lambda label, sigmas, seed, name=name: Stacked(label, name, 2, sigmas, seed)) for name in ("elman", "gru", "lstm")),
        ("current tanh", lambda label, sigmas, seed: Current(label, "current tanh", sigmas, seed)),
    ]
    cases = []
    for k, (name, make) in enumerate(makers):
        for label, sigmas in ((f"{name} feedback", {}), (f"{name} feedback and more", without_state if "current" in name else others)):
            cases.append(away_from_kinks(make, label, sigmas, 10 * (k + 1) + len(sigmas)))
    return cases


def away_from_kinks(make, label, sigmas, index):
    for attempt in range(1000):
        seed = 1000 * index + attempt
        case = make(label, sigmas, seed).feed(0.3, seed)
        record = case.record()
        if case.distance_to_kink > base.KINK_DISTANCE:
            return record
    raise SystemExit(f"{label}: every draw meets a kink")


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    header = {"format": 1, "made_by": "python3 make_feedback.py > feedback.json", "torch": torch.__version__}
    sys.stdout.write(text({"header": header, "cases": all_cases()}) + "\n")


if __name__ == "__main__":
    main()
