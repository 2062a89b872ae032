"""Claim S on networks that another program trained: does the shift of the units' mean tell which prefer noise?

    python3 unseen.py FOLDER --program "dotnet NoisyRnn.Cli.dll"

trains 54 rate networks in PyTorch on three tasks that the product does not ship, audits each with `noisyrnn audit` from
its weights and 200 trials, and prints the verdict with its table. What is in FOLDER already is not done again. Needs numpy
and torch; double precision, one thread, so that one machine gives the same networks twice.

Criterion, written before the first run:
  * The networks: every task x activation x level below, one training seed each, of its own. One counts if its loss at s0 is at
    most .25 of the target's variance and no loss is infinite, as for every claim.
  * Predicted to prefer noise: w > .05, w the weighted shift of `operating-points` in the audit, in units of s0. It is one number
    of the network, with no interval: there is no band in which nothing is predicted.
  * Seen to prefer noise: the lower limits of D = ln L(0) - ln L(s0) and of rho lie above 0 and .1; not to: the upper limit of D
    lies below 0, or that of rho at or below .1; else open, and not counted. Intervals are the audit's, 95 % over trials.
  * Of the decided networks the share that agree has a 95 % interval (Clopper and Pearson). The claim holds if its lower limit is
    at least .8 and some network was predicted to prefer noise and some not to; it does not hold if the upper limit is below .8;
    else it is undecided. Both kinds of error stand in the table.
"""
import argparse, collections, json, math, os, shlex, subprocess, sys
import numpy as np

LIMIT, LEAST_RHO, UNTRAINED_SHARE, LEAST_SHARE = 0.05, 0.1, 0.25, 0.8
UNITS, ALPHA, BATCH, TRIALS = 48, 0.2, 64, 200
TASKS = ["low-pass", "delayed-product", "moving-xor"]
ACTIVATIONS = ["relu", "tanh", "softplus"]
LEVELS = [0.1, 0.2, 0.3, 0.5, 1.0, 2.0]


def trials(task, n, rng):
    """Inputs [n, steps, channels], targets [n, steps, 1] and mask [n, steps] of n trials."""
    if task == "low-pass":  # a leaky average, of 10 steps, of an input that jumps every fifth step
        steps = 50
        u = np.repeat(rng.uniform(-1, 1, (n, steps // 5)), 5, axis=1)[:, :, None]
        y, mask = leaky(u, 0.1), late(n, steps, 10)
    elif task == "delayed-product":  # two values shown one after the other; their product is asked for 20 steps later
        steps = 50
        values, u = rng.uniform(-1, 1, (n, 2)), np.zeros((n, steps, 2))
        u[:, 0:10, 0], u[:, 10:20, 1] = values[:, :1], values[:, 1:]
        y, mask = np.repeat(np.prod(values, axis=1)[:, None, None], steps, axis=1), late(n, steps, 40)
    else:  # two signs that flip now and then; whether they are alike, averaged over 5 steps
        steps = 50
        flips = np.where(rng.uniform(size=(n, steps, 2)) < 0.1, -1.0, 1.0)
        flips[:, 0] = rng.choice([-1.0, 1.0], (n, 2))
        u = np.cumprod(flips, axis=1)
        y, mask = leaky(u[:, :, :1] * u[:, :, 1:], 0.2), late(n, steps, 10)
    return u, y, mask


def leaky(x, rate):
    y = np.zeros_like(x)
    for t in range(x.shape[1]):
        y[:, t] = (1 - rate) * (y[:, t - 1] if t else 0) + rate * x[:, t]
    return y


def late(n, steps, first):
    return np.repeat((np.arange(steps) >= first)[None].astype(float), n, axis=0)


def run(torch, p, f, u, s, noise):
    """h <- (1 - a) h + a f(W h + W_in u + b + s xi), z = W_out h + b_out, of all networks at once. u [K, B, T, I] -> [K, B, T, 1]"""
    h, z = torch.zeros(u.shape[0], u.shape[1], UNITS, dtype=torch.float64), []
    for t in range(u.shape[2]):
        a = torch.baddbmm(p["b"][:, None], h, p["W"].transpose(1, 2)) + torch.bmm(u[:, :, t], p["W_in"].transpose(1, 2))
        if noise is not None:
            a = a + s * noise[t]
        h = (1 - ALPHA) * h + ALPHA * f(a)
        z.append(torch.baddbmm(p["c"][:, None], h, p["W_out"].transpose(1, 2)))
    return torch.stack(z, 2)


def train(folder, task, activation, levels, iterations, tested=TRIALS):
    """Networks of one task and activation, a level each, all at once: nothing of one reaches another."""
    import torch
    torch.set_num_threads(1)
    seeds = [1 + TASKS.index(task) * 100 + ACTIVATIONS.index(activation) * 10 + LEVELS.index(level) for level in levels]
    rngs = [np.random.default_rng(seed) for seed in seeds]
    inputs, k = trials(task, 1, np.random.default_rng(0))[0].shape[2], len(levels)
    start = lambda scale, *shape: torch.tensor(np.stack([scale * rng.standard_normal(shape) for rng in rngs]), requires_grad=True)
    p = {"W": start(0.9 / math.sqrt(UNITS), UNITS, UNITS), "W_in": start(1, UNITS, inputs), "b": start(0.1, UNITS),
         "W_out": start(1 / math.sqrt(UNITS), 1, UNITS), "c": start(0, 1)}
    f = {"relu": torch.relu, "tanh": torch.tanh, "softplus": torch.nn.functional.softplus}[activation]
    s = torch.tensor(levels, dtype=torch.float64)[:, None, None]
    generator = torch.Generator().manual_seed(seeds[0])
    optimizer = torch.optim.Adam(p.values(), lr=2e-3)
    for iteration in range(iterations):
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * (1 if iteration < 0.7 * iterations else 0.2)
        u, y, mask = (torch.tensor(np.stack(part)) for part in zip(*(trials(task, BATCH, rng) for rng in rngs)))
        noise = torch.randn(u.shape[2], k, BATCH, UNITS, dtype=torch.float64, generator=generator)
        loss = ((run(torch, p, f, u, s, noise) - y) ** 2 * mask[..., None]).sum((1, 2, 3)) / mask.sum((1, 2))
        optimizer.zero_grad()
        loss.sum().backward()
        # The norm of each network's own gradient is clipped, at 1.
        norm = torch.sqrt(sum((q.grad ** 2).flatten(1).sum(1) for q in p.values()))
        for q in p.values():
            q.grad *= torch.clamp(1 / norm, max=1).reshape(-1, *[1] * (q.dim() - 1))
        optimizer.step()
    u, y, mask = trials(task, tested, np.random.default_rng(1_000_000 + TASKS.index(task)))
    np.savez(os.path.join(folder, f"{task}.npz"), inputs=u, targets=y, mask=mask)
    with torch.no_grad():
        outputs = run(torch, p, f, torch.tensor(np.stack([u] * k)), s, None).numpy()
    for j, level in enumerate(levels):
        path = os.path.join(folder, name(task, activation, level))
        np.savez(path + "_io.npz", inputs=u, outputs=outputs[j])
        torch.save(collections.OrderedDict((key, value.detach()[j].clone()) for key, value in p.items()), path + ".pt")


def name(task, activation, level):
    return f"{task}_{activation}_{level:g}"


def audit(folder, program, task, activation, level):
    path = os.path.join(folder, name(task, activation, level))
    with open(path + ".yaml", "w") as sidecar:
        sidecar.write(f"arrays: {{W_rec: W, W_in: W_in, b_rec: b, W_out: W_out, b_out: c}}\nnetwork: {{kind: ctrnn, activation: {activation}, tau: 1}}\ndt: {ALPHA}\n")
    subprocess.run([*program, "import", path + ".pt", "--sidecar", path + ".yaml", "--check", path + "_io.npz", "--out", path + ".safetensors"], check=True, capture_output=True)
    said = subprocess.run([*program, "audit", path + ".pt", "--sidecar", path + ".yaml", "--data", os.path.join(folder, f"{task}.npz"), "--train-noise", f"{level:g}",
                           "--placement", "inside", "--scale", "per-step", "--out", path + "-audit", "--json"], check=True, capture_output=True, text=True).stdout
    with open(path + ".json", "w") as file:
        file.write(said)


def sort(folder, task, activation, level):
    """(w, rho, D, why it does not count or None, seen: True, False or None)."""
    with open(os.path.join(folder, name(task, activation, level) + ".json")) as file:
        said = json.load(file)
    preference = said["preference"]
    number = lambda interval: {key: float(value) for key, value in interval.items()}
    rho, gain = number(preference["preferred"]), number(preference["gain"])
    data = np.load(os.path.join(folder, f"{task}.npz"))
    noisy = next(point["loss"] for point in said["networks"][0]["points"] if point["level"] == 1)
    silent = said["networks"][0]["points"][0]["loss"]
    asked = data["targets"][data["mask"] > 0]
    w = said["explanations"][0]["operating"]["weighted-shift"]
    left_out = "diverged" if not (math.isfinite(float(noisy)) and math.isfinite(float(silent))) else "not trained" if float(noisy) > UNTRAINED_SHARE * asked.var() else None
    return w, rho, gain, left_out, seen(rho, gain)


def weighted_shift(folder, task, activation, level):
    """w again, from PyTorch's weights and without the product: sum g^2 |F_s(a) - f(a)|/s / sum g^2 along the path of the mean under F_s,
    g = W_out (I - diag(F_s'(a)) W)^-1, over all trials at 4 of their counted steps. (The audit takes 32 of the trials, drawn by its own
    numbers: with --trials 32 both are over the same.)"""
    import torch
    p = {key: value.numpy() for key, value in torch.load(os.path.join(folder, name(task, activation, level) + ".pt")).items()}
    f, slope = {
        "relu": (lambda a: np.maximum(a, 0), lambda a: (a > 0).astype(float)),
        "tanh": (np.tanh, lambda a: 1 - np.tanh(a) ** 2),
        "softplus": (lambda a: np.logaddexp(0, a), lambda a: 0.5 * (1 + np.tanh(a / 2))),
    }[activation]
    xi = np.linspace(-9, 9, 361)
    weight = np.exp(-xi ** 2 / 2) / np.exp(-xi ** 2 / 2).sum()
    normal = np.vectorize(lambda q: 0.5 * math.erfc(-q / math.sqrt(2)))

    def average(g, a):  # of a smooth function of a + s xi, by the trapezoid rule
        return sum(w * g(a + level * x) for w, x in zip(weight, xi))

    if activation == "relu":
        averaged = lambda a: a * normal(a / level) + level * np.exp(-(a / level) ** 2 / 2) / math.sqrt(2 * math.pi)
        averaged_slope = lambda a: normal(a / level)
    else:
        averaged, averaged_slope = lambda a: average(f, a), lambda a: average(slope, a)
    data = np.load(os.path.join(folder, f"{task}.npz"))
    u, counted = data["inputs"], np.flatnonzero(data["mask"][0])
    asked = {counted[k * len(counted) // 4 - 1] for k in range(1, 5)}
    h, found = np.zeros((len(u), UNITS)), []
    for t in range(u.shape[1]):
        a = h @ p["W"].T + u[:, t] @ p["W_in"].T + p["b"]
        if t in asked:
            shift = np.abs(averaged(a) - f(a)) / level
            gain = [np.linalg.solve((np.eye(UNITS) - d[:, None] * p["W"]).T, p["W_out"][0]) for d in averaged_slope(a)]
            found += [(g ** 2 @ s) / (g ** 2).sum() for g, s in zip(gain, shift)]
        h = (1 - ALPHA) * h + ALPHA * averaged(a)
    return np.mean(found)


def seen(rho, gain):
    return True if gain["low"] > 0 and rho["low"] > LEAST_RHO else False if gain["high"] < 0 or rho["high"] <= LEAST_RHO else None


def clopper_pearson(k, n, confidence=0.95):
    """Limits at which k or more, or k or fewer, of n have probability (1 - confidence)/2: by bisection on the binomial sums."""
    def tail(p, first, last):
        return sum(math.comb(n, i) * p ** i * (1 - p) ** (n - i) for i in range(first, last + 1))

    def root(rises, first, last):
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            if (tail(middle, first, last) < (1 - confidence) / 2) == rises:
                low = middle
            else:
                high = middle
        return low

    return 0.0 if k == 0 else root(True, k, n), 1.0 if k == n else root(False, 0, k)


def decide(networks):
    """The verdict on (predicted, seen) pairs, with the interval of the agreeing share."""
    agreeing = sum(predicted == really for predicted, really in networks)
    if not networks:
        return "undecided", (0.0, 1.0)
    low, high = clopper_pearson(agreeing, len(networks))
    both = len({predicted for predicted, _ in networks}) == 2
    return "holds" if low >= LEAST_SHARE and both else "does not hold" if high < LEAST_SHARE else "undecided", (low, high)


def table(folder, wanted):
    decided, rows, left, apart = [], [], collections.Counter(), 0.0
    for task, activation, level in wanted:
        w, rho, gain, left_out, really = sort(folder, task, activation, level)
        predicted = w > LIMIT
        apart = max(apart, abs(weighted_shift(folder, task, activation, level) / w - 1))
        if left_out is None and really is not None:
            decided.append((predicted, really))
        else:
            left[left_out or "open"] += 1
        words = left_out or ("open" if really is None else "agrees" if predicted == really else "differs")
        interval = lambda x: f"{x['mean']:.3g} [{x['low']:.3g}, {x['high']:.3g}]"
        rows.append(f"| {task} | {activation} | {level:g} | {w:.3f} | {interval(rho)} | {interval(gain)} | {'noise' if predicted else 'none'} | {words} |")
    verdict, (low, high) = decide(decided)
    count = collections.Counter(decided)
    agreeing = count[True, True] + count[False, False]
    share = f"{agreeing / len(decided):.2f} [{low:.2f}, {high:.2f}]" if decided else "-"
    print(f"S on unseen networks: {verdict}: {agreeing} of {len(decided)} decided networks agree, {share}; not counted: {dict(left) or 'none'}.\n")
    print("| | prefers noise | prefers none |\n| --- | --- | --- |")
    for predicted, words in (True, f"w > {LIMIT:g}: predicted to prefer noise"), (False, "predicted not to"):
        print(f"| {words} | {count[predicted, True]} | {count[predicted, False]} |")
    print("\n| task | activation | s0 | w | rho [95 %] | D [95 %] | predicted | |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
    print("\n".join(rows))
    print(f"\nw computed again in NumPy, over all trials: largest relative difference {apart:.1e}.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--program", default="noisyrnn", help="the command of the program, quoted")
    parser.add_argument("--tasks", nargs="+", default=TASKS, choices=TASKS)
    parser.add_argument("--activations", nargs="+", default=ACTIVATIONS, choices=ACTIVATIONS)
    parser.add_argument("--levels", nargs="+", type=float, default=LEVELS, choices=LEVELS)
    parser.add_argument("--iterations", type=int, default=2000)
    parser.add_argument("--trials", type=int, default=TRIALS, help="trials of the audit")
    told = parser.parse_args()
    os.makedirs(told.folder, exist_ok=True)
    there = lambda which, end: os.path.exists(os.path.join(told.folder, name(*which) + end))
    wanted = [(task, activation, level) for task in told.tasks for activation in told.activations for level in told.levels]
    for task in told.tasks:
        for activation in told.activations:
            if not all(there((task, activation, level), ".pt") for level in told.levels):
                train(told.folder, task, activation, told.levels, told.iterations, told.trials)
                print(f"trained: {task}, {activation}", file=sys.stderr, flush=True)
    for which in wanted:
        if not there(which, ".json"):
            audit(told.folder, shlex.split(told.program), *which)
    table(told.folder, wanted)


if __name__ == "__main__":
    main()
