"""A rate network of 16 ReLU units with noise inside the activation, trained in PyTorch on a sine, and its outputs at 11 noise levels.

python3 make_inside.py            (writes inside.npz, inside_trials.npz, inside_outputs.npz)
"""
import numpy as np
import torch

N, G, T, S0 = 16, 0.2, 20, 1.0
torch.manual_seed(1)
shapes = {"W_rec": (N, N, 0.8 / N ** 0.5), "W_in": (N, 1, 1), "b_rec": (N, 0.1), "W_out": (1, N, N ** -0.5), "b_out": (1, 0.1)}
p = {name: torch.nn.Parameter(scale * torch.randn(*shape)) for name, (*shape, scale) in shapes.items()}


def model(u, noise):
    h, z = torch.zeros(len(u), N), []
    for t in range(T):
        a = h @ p["W_rec"].T + u[:, t] @ p["W_in"].T + p["b_rec"]
        h = (1 - G) * h + G * torch.relu(a + noise * torch.randn(len(u), N))
        z.append(h @ p["W_out"].T + p["b_out"])
    return torch.stack(z, 1)


optimizer = torch.optim.Adam(p.values(), lr=3e-3)
for i in range(3000):
    if i == 2100:
        optimizer.param_groups[0]["lr"] *= 0.2
    u = (2 * torch.rand(64, 1, 1) - 1).repeat(1, T, 1)
    loss = ((model(u, S0)[:, T // 2:] - torch.sin(np.pi * u[:, T // 2:])) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(p.values(), 1)
    optimizer.step()

np.savez("inside.npz", **{name: array.detach().numpy() for name, array in p.items()})
inputs = (2 * torch.rand(40, 1, 1) - 1).repeat(1, T, 1)
targets = torch.sin(np.pi * inputs)
mask = np.tile((np.arange(T) >= T // 2).astype(np.float32), (40, 1))
np.savez("inside_trials.npz", inputs=inputs.numpy(), targets=targets.numpy(), mask=mask)

levels, draws = S0 * np.array([0, .1, .25, .5, .75, .9, 1, 1.1, 1.25, 1.5, 2]), 32
outputs = []
with torch.no_grad():
    for s in levels:
        for r in range(draws):
            torch.manual_seed(r)
            # The last half is asked: the rest need not be kept.
            outputs.append(model(inputs, s)[:, T // 2:].half().numpy())
outputs = np.stack(outputs).reshape(len(levels), draws, *outputs[0].shape)
np.savez_compressed("inside_outputs.npz", outputs=outputs, levels=levels, targets=targets[:, T // 2:].numpy(), train_level=S0)
print("loss", loss.item())
