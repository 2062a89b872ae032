"""Makes the PyTorch files of these tests, with what is in them and what the networks answer.

Debian's python3-torch 1.13: /usr/bin/python3 make_torch.py. Written once; the files lie beside it.
"""
import numpy as np
import torch
from torch import nn

torch.manual_seed(3)


class Recurrent(nn.Module):
    def __init__(self, rnn, outputs):
        super().__init__()
        self.rnn = rnn
        self.fc = nn.Linear(rnn.hidden_size, outputs)

    def forward(self, x):
        return self.fc(self.rnn(x)[0])


def save(name, model, inputs, **about):
    with torch.no_grad():
        outputs = model(inputs)
    torch.save(model.state_dict(), name + ".pt")
    np.savez_compressed(name + "_io.npz", inputs=inputs.numpy(), outputs=outputs.numpy(), **about)


x = torch.randn(20, 30, 3)
save("rnn_tanh", Recurrent(nn.RNN(3, 6, batch_first=True), 2), x)
save("rnn_relu", Recurrent(nn.RNN(3, 6, nonlinearity="relu", batch_first=True), 2), x)
save("rnn_no_bias", Recurrent(nn.RNN(3, 6, bias=False, batch_first=True), 2), x)
save("gru", Recurrent(nn.GRU(3, 5, batch_first=True), 2), x)
save("lstm", Recurrent(nn.LSTM(3, 5, batch_first=True), 2), x)
save("two_layers", Recurrent(nn.RNN(3, 4, num_layers=2, batch_first=True), 2), x[:2])
save("linear", nn.Sequential(nn.Linear(3, 7), nn.ReLU(), nn.Linear(7, 7), nn.ReLU(), nn.Linear(7, 2)), x[:, 0])
save("uneven", nn.Sequential(nn.Linear(3, 7), nn.Tanh(), nn.Linear(7, 5), nn.Tanh(), nn.Linear(5, 2)), x[:2, 0])


class Cell(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.RNNCell(3, 6)
        self.out = nn.Linear(6, 2, bias=False)

    def forward(self, x):
        h, outputs = torch.zeros(len(x), 6), []
        for t in range(x.shape[1]):
            h = self.cell(x[:, t], h)
            outputs.append(self.out(h))
        return torch.stack(outputs, 1)


save("rnn_cell", Cell(), x)

# All that a file of tensors may hold: views, shared and typed storages, parameters, a checkpoint, other protocols.
base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
views = {
    "whole": base, "transposed": base.t(), "column": base[:, 2], "block": base[1:3, ::2], "scalar": base[2, 3], "empty": base[:0],
    "expanded": torch.tensor([5.0]).expand(3, 2), "parameter": nn.Parameter(torch.tensor([1.5, -2.0])),
}
for dtype in (torch.float16, torch.bfloat16, torch.float64, torch.int8, torch.int16, torch.int32, torch.int64, torch.uint8, torch.bool):
    views[str(dtype)[6:]] = torch.tensor([0, 1, 3], dtype=dtype) if dtype == torch.uint8 else torch.tensor([0, 1, -3], dtype=dtype)
torch.save(views, "tensors.pt")
torch.save(views, "protocol4.pt", pickle_protocol=4)

model = Recurrent(nn.RNN(3, 4, batch_first=True), 1)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
model(x).square().mean().backward()
optimizer.step()
torch.save({"epoch": 7, "model": model.state_dict(), "optimizer": optimizer.state_dict(), "losses": [0.5, 0.25], "name": None}, "checkpoint.pt")
torch.save({"first": model.state_dict(), "second": model.state_dict()}, "several.pt")
torch.save({"epoch": 7}, "no_tensors.pt")
torch.save(torch.tensor([[1.0, 2.0]]), "single.pt")
torch.save(nn.Linear(2, 1), "module.pt")
torch.save(model.state_dict(), "old.pt", _use_new_zipfile_serialization=False)
torch.jit.script(nn.Linear(2, 1)).save("script.pt")
