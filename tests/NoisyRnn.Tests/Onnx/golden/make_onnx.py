"""Networks of PyTorch as ONNX files, with what they put out there: python3 make_onnx.py writes them beside this script."""

import numpy as np
import torch
from torch import nn

torch.manual_seed(0)
TRIALS, STEPS, UNITS = 20, 12, 8


class Step(nn.Module):
    def __init__(self):
        super().__init__()
        self.w_in, self.w_rec, self.w_out = nn.Linear(2, UNITS), nn.Linear(UNITS, UNITS, bias=False), nn.Linear(UNITS, 1)

    def forward(self, u, h, noise):
        h = 0.8 * h + 0.2 * torch.relu(self.w_rec(h) + self.w_in(u) + noise)
        return h, self.w_out(h)


class Sequence(nn.Module):
    def __init__(self, step):
        super().__init__()
        self.step = step

    def forward(self, u, noise):
        h = torch.zeros(u.shape[0], 8)
        outputs = []
        for t in range(u.shape[1]):
            h, z = self.step(u[:, t], h, noise[:, t])
            outputs.append(z)
        return torch.stack(outputs, 1)


class Drawing(nn.Module):
    """A GRU whose graph draws its noise itself, on what is read out."""

    def __init__(self):
        super().__init__()
        self.gru, self.readout = nn.GRU(2, UNITS, batch_first=True), nn.Linear(UNITS, 1)

    def forward(self, u, level):
        h = self.gru(u)[0]
        return self.readout(h + level * torch.randn_like(h))


step = Step()
u, noise = torch.randn(TRIALS, STEPS, 2), 0.3 * torch.randn(TRIALS, STEPS, UNITS)
with torch.no_grad():
    noisy, silent = Sequence(step)(u, noise), Sequence(step)(u, 0 * noise)
np.savez("torch_io.npz", inputs=u.numpy(), noise=noise.numpy(), noisy=noisy.numpy(), silent=silent.numpy())

free = {0: "trials"}
torch.onnx.export(step, (u[:, 0], noise[:, 0], noise[:, 0]), "torch_step.onnx", input_names=["u", "h", "noise"], output_names=["h_next", "z"],
                  dynamic_axes={"u": free, "h": free, "noise": free, "h_next": free, "z": free})
free = {0: "trials", 1: "steps"}
torch.onnx.export(torch.jit.script(Sequence(torch.jit.script(step))), (u, noise), "torch_sequence.onnx", input_names=["inputs", "noise"], output_names=["outputs"],
                  dynamic_axes={"inputs": free, "noise": free, "outputs": free})
torch.onnx.export(Drawing(), (u, torch.tensor(0.1)), "torch_drawing.onnx", input_names=["inputs", "level"], output_names=["outputs"],
                  dynamic_axes={"inputs": free, "outputs": free})
