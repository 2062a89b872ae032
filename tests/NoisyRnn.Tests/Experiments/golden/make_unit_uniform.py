"""A network trained with noise that has a mean: s U, U uniform on [0, 1), outside the activation. Trained in PyTorch, recorded in NumPy.

python3 make_unit_uniform.py            (writes unit_uniform.npz, unit_uniform_trials.npz, unit_uniform_outputs.npz)
"""
import numpy as np
import torch

N, G, T, S0 = 16, 0.2, 20, 1.0
torch.manual_seed(1)
rng = np.random.default_rng(1)


def parameter(*shape, scale):
    return torch.nn.Parameter(scale * torch.randn(*shape))


W_rec, W_in, b = parameter(N, N, scale=0.8 / N ** 0.5), parameter(N, 1, scale=1), parameter(N, scale=0.1)
W_out, b_out = parameter(1, N, scale=N ** -0.5), parameter(1, scale=0.1)
arrays = [W_rec, W_in, b, W_out, b_out]


def train_step(u):
    h, z = torch.zeros(len(u), N), []
    for t in range(T):
        h = (1 - G) * h + G * (torch.relu(h @ W_rec.T + u @ W_in.T + b) + S0 * torch.rand(len(u), N))
        z.append(h @ W_out.T + b_out)
    return torch.stack(z[T // 2:], 1)


optimizer = torch.optim.Adam(arrays, lr=3e-3)
for i in range(3000):
    if i == 2100:
        optimizer.param_groups[0]["lr"] *= 0.2
    u = 2 * torch.rand(64, 1) - 1
    loss = ((train_step(u) - torch.sin(np.pi * u)[:, None]) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(arrays, 1)
    optimizer.step()

names = ["W_rec", "W_in", "b_rec", "W_out", "b_out"]
weights = {name: array.detach().numpy() for name, array in zip(names, arrays)}
np.savez("unit_uniform.npz", **weights)

u = rng.uniform(-1, 1, (40, 1)).astype(np.float32)
inputs = np.repeat(u[:, None], T, 1)
targets = np.repeat(np.sin(np.pi * u)[:, None], T, 1)
mask = np.repeat((np.arange(T) >= T // 2)[None].astype(np.float32), len(u), 0)
np.savez("unit_uniform_trials.npz", inputs=inputs, targets=targets, mask=mask)


def run(noise):
    """noise(): the term of a step. [trials, N]"""
    h, z = np.zeros((len(u), N)), []
    for t in range(T):
        a = h @ weights["W_rec"].T + inputs[:, t] @ weights["W_in"].T + weights["b_rec"]
        h = (1 - G) * h + G * (np.maximum(a, 0) + noise())
        z.append(h @ weights["W_out"].T + weights["b_out"])
    return np.stack(z, 1)


# The noise at every level about its mean of training, s0/2; and off, and replaced by its mean.
levels, draws = [0, 0.5, 1, 1.5], 16
outputs = np.stack([np.stack([run(lambda: s * rng.uniform(size=(len(u), N)) + (S0 - s) / 2 if s > 0 else 0) for _ in range(draws)]) for s in levels])
np.savez_compressed("unit_uniform_outputs.npz", outputs=outputs.astype(np.float32), mean_matched=run(lambda: S0 / 2).astype(np.float32),
                    levels=levels, targets=targets, mask=mask, train_level=S0)
print("loss", loss.item())
