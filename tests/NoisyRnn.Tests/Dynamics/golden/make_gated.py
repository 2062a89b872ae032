#!/usr/bin/env python3
"""Makes gated.json: LSTM, GRU, coRNN, and the driven networks under every kind of noise and scheme, by PyTorch in double.

    python3 make_gated.py > gated.json

Form of the file, losses and what is needed: as make_networks.py, whose functions this uses. Gates' noise has as many rows as
there are gates. The networks, from a state of 0, with x[t] = u[t] + s_input xi_input[t]:

    lstm           torch.nn.LSTM's equations, one bias: i, f, o = sigmoid, g = tanh of W_rec h + W_in x + b + s xi_inside,
                   each + s xi_outside; c' = f c + i g; h' = o tanh(c') + s xi_state. States hold [h; c].
    gru            torch.nn.GRU's: r, z = sigmoid(...), n = tanh(W_in x + b + s xi_inside + r (W_rec h + b_hn)), each
                   + s xi_outside; h' = (1-z) n + z h + s xi_state.
    cornn          v' = v + dt (tanh(W_rec [y; v] + W_in x + b + s xi_inside) + s xi_outside - gamma y - epsilon v),
                   y' = y + dt v' + s xi_state. States hold [y; v].
    lipschitz      F = A h + tanh(W h + W_in x + b + s xi_inside) + s xi_outside, d = the array step
    antisymmetric  F = tanh(...) the same, d = dt;    ctrnn: F = tanh(...) + s xi_outside - h, d = dt
    euler-maruyama     h' = h + (d m + k) F(h) + p h + n,      n = s xi_state, and likewise p (statefactor), k (driftfactor);
    milstein           the same with p + (p^2 - E p^2)/2;      m (stepfactor) is given as it is, 1 where it is not
    heun-stratonovich  h* = the Euler step; h' = h + (d + k) (F(h) + F(h*))/2 + p (h + h*)/2 + n
    Common-scalar noise is the p whose xi is one for all units of a trial.

A case without noise of an LSTM or GRU is run through torch.nn itself and must agree.
"""

import math
import sys

import make_networks as base
import torch
from make_networks import INPUTS, OUTPUTS, STEPS, TRIALS, array, given, text

GATES = {"lstm": 4, "gru": 3}
DRIVEN = ("lipschitz", "antisymmetric", "ctrnn")
GAMMA, EPSILON, BETA, GAMMA_A, GAMMA_W, ALPHA = 2.7, 4.7, 0.75, 1e-3, 1e-3, 1.0


class Case(base.Case):
    """One network of this file."""

    def __init__(self, name, network, sigmas, seed, loss="mse", scheme="euler-maruyama", units=4, common=False):
        super().__init__(name, "elman", {}, seed, loss, units)
        self.network, self.scheme = network, scheme
        draw = torch.Generator().manual_seed(seed + 500)

        def normal(*shape, std=1.0):
            return given(std * torch.randn(*shape, generator=draw))

        gates = GATES.get(network, 1)
        own = {"W_in": normal(gates * units, INPUTS), "b_rec": normal(gates * units, std=0.3)}
        if network == "gru":
            own["b_hn"] = normal(units, std=0.3)
        if network in ("lipschitz", "antisymmetric"):
            own["C"] = normal(units, units, std=0.5)
        if network == "lipschitz":
            own |= {"B": normal(units, units, std=0.5), "step": given(0.2 + 0.1 * torch.rand(units, generator=draw))}
        if "C" not in own:
            own["W_rec"] = normal(gates * units, (2 if network == "cornn" else 1) * units, std=0.9 / math.sqrt(units))
        if network == "ctrnn":
            own["init_state"] = normal(units, std=0.5)
        self.parameters = {**own, "W_out": self.parameters["W_out"], "b_out": self.parameters["b_out"]}
        rows = {"input": INPUTS, "readout": OUTPUTS, "inside": gates * units, "outside": gates * units}
        self.noise = {}
        for placement, sigma in sigmas.items():
            xi = normal(STEPS, rows.get(placement, units), TRIALS)
            if common and placement == "statefactor":
                xi = xi[:, :1].expand(-1, units, -1)
            if placement == "stepfactor":
                sigma, xi = [1.0], given(1 - sigma[0] * torch.rand(STEPS, units, TRIALS, generator=draw))
            self.noise[placement] = (torch.tensor(sigma, dtype=torch.float64), xi)

    def spec(self):
        options = {"ctrnn": {"activation": "tanh", "train-initial-state": True}}.get(self.network, {})
        return {"kind": self.network, "units": self.units, **options}

    def record(self):
        return {**super().record(), "scheme": self.scheme}

    def run(self, p, inputs):
        states, outputs = [self.start(p)], []
        for t in range(STEPS):
            x = inputs[t] + self.term("input", t)
            states.append(self.step(p, states[-1], x, t))
            outputs.append(p["W_out"] @ states[-1][: self.units] + p["b_out"][:, None] + self.term("readout", t))
        states, outputs = torch.stack(states), torch.stack(outputs)
        if not self.noise and self.network in GATES:
            self.check(p, inputs, states)
        return states, outputs, self.loss_of(outputs)

    def start(self, p):
        if "init_state" in p:
            return p["init_state"][:, None].expand(-1, TRIALS)
        return torch.zeros((2 if self.network in ("lstm", "cornn") else 1) * self.units, TRIALS)

    def step(self, p, state, x, t):
        n = self.units
        drive = p["W_in"] @ x + p["b_rec"][:, None] + self.term("inside", t)
        outside, on_state = self.term("outside", t), self.term("state", t)
        if self.network == "lstm":
            h, c = state[:n], state[n:]
            a = drive + p["W_rec"] @ h
            gates = torch.cat([torch.sigmoid(a[: 2 * n]), torch.tanh(a[2 * n : 3 * n]), torch.sigmoid(a[3 * n :])]) + outside
            i, f, g, o = gates.split(n)
            c = f * c + i * g
            return torch.cat([o * torch.tanh(c) + on_state, c])
        if self.network == "gru":
            recurrent = p["W_rec"] @ state
            noise = torch.zeros(3 * n, TRIALS) + outside
            r = torch.sigmoid(drive[:n] + recurrent[:n]) + noise[:n]
            z = torch.sigmoid(drive[n : 2 * n] + recurrent[n : 2 * n]) + noise[n : 2 * n]
            c = torch.tanh(drive[2 * n :] + r * (recurrent[2 * n :] + p["b_hn"][:, None])) + noise[2 * n :]
            return (1 - z) * c + z * state + on_state
        if self.network == "cornn":
            y, v = state[:n], state[n:]
            v = v + base.DT * (torch.tanh(drive + p["W_rec"] @ state) + outside - GAMMA * y - EPSILON * v)
            return torch.cat([y + base.DT * v + on_state, v])
        return self.driven(p, state, drive, outside, on_state, t)

    def driven(self, p, h, drive, outside, on_state, t):
        one = torch.eye(self.units)

        def symmetric_skew(b, beta, gamma):
            return beta * (b - b.T) + (1 - beta) * (b + b.T) - gamma * one

        def drift(at):
            if self.network == "ctrnn":
                return torch.tanh(drive + p["W_rec"] @ at) + outside - at
            if self.network == "antisymmetric":
                return torch.tanh(drive + symmetric_skew(p["C"], 1.0, 1e-4) @ at) + outside
            return ALPHA * symmetric_skew(p["B"], BETA, GAMMA_A) @ at + torch.tanh(drive + symmetric_skew(p["C"], BETA, GAMMA_W) @ at) + outside

        d = p["step"][:, None] if self.network == "lipschitz" else base.DT
        m = self.term("stepfactor", t) if "stepfactor" in self.noise else 1.0
        k, factor = self.term("driftfactor", t), self.term("statefactor", t)
        if self.scheme == "milstein":
            factor = factor + (factor ** 2 - self.noise["statefactor"][0][:, None] ** 2) / 2
        first = drift(h)
        euler = h + (d * m + k) * first + factor * h + on_state
        if self.scheme != "heun-stratonovich":
            return euler
        return h + (d + k) * (first + drift(euler)) / 2 + factor * (h + euler) / 2 + on_state

    def check(self, p, inputs, states):
        """torch.nn's own network gives the same hidden states."""
        module = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[self.network](INPUTS, self.units).double()
        with torch.no_grad():
            module.weight_ih_l0.copy_(p["W_in"])
            module.weight_hh_l0.copy_(p["W_rec"])
            module.bias_ih_l0.copy_(p["b_rec"])
            module.bias_hh_l0.zero_()
            if self.network == "gru":
                module.bias_hh_l0[2 * self.units :].copy_(p["b_hn"])
            hidden, _ = module(inputs.transpose(1, 2))
            difference = (hidden.transpose(1, 2) - states[1:, : self.units]).abs().max().item()
        if difference > 1e-12:
            raise SystemExit(f"{self.name}: torch.nn differs by {difference}")


def all_cases():
    single = {"inside": [0.4], "outside": [0.3], "state": [0.2], "input": [0.3], "readout": [0.3]}
    plans = [((f"{n} {p}", n, {p: sigma}), {}) for n in ("lstm", "gru", "cornn") for p, sigma in single.items()]
    plans += [((f"{n} cross-entropy", n, {}), {"loss": "cross-entropy"}) for n in ("lstm", "gru", "cornn")]
    released = {"state": [0.1], "stepfactor": [0.4]}
    every = {"state": [0.1], "statefactor": [0.3], "driftfactor": [0.2], "stepfactor": [0.4], "inside": [0.2], "outside": [0.2]}
    plans += [
        (("lipschitz released", "lipschitz", released), {"loss": "cross-entropy"}),
        (("lipschitz every term", "lipschitz", every), {}),
        (("antisymmetric", "antisymmetric", {}), {}),
        (("antisymmetric drift-multiplicative", "antisymmetric", {"driftfactor": [0.3], "state": [0.2]}), {}),
        (("lipschitz milstein", "lipschitz", {"statefactor": [0.1, 0.2, 0.3, 0.4]}), {"scheme": "milstein"}),
        (("lipschitz heun", "lipschitz", {"statefactor": [0.3], "driftfactor": [0.2], "state": [0.1], "inside": [0.2]}), {"scheme": "heun-stratonovich"}),
        (("ctrnn heun", "ctrnn", {"statefactor": [0.3], "outside": [0.2]}), {"scheme": "heun-stratonovich"}),
        (("ctrnn multiplicative", "ctrnn", {"statefactor": [0.3], "driftfactor": [0.2]}), {}),
        (("antisymmetric common-scalar heun", "antisymmetric", {"statefactor": [0.4]}), {"scheme": "heun-stratonovich", "common": True}),
    ]
    return [Case(*arguments, seed=2000 + k, **keywords).record() for k, (arguments, keywords) in enumerate(plans)]


def main():
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    header = {"format": 1, "made_by": "python3 make_gated.py > gated.json", "torch": torch.__version__}
    sys.stdout.write(text({"header": header, "cases": all_cases()}) + "\n")


if __name__ == "__main__":
    main()
