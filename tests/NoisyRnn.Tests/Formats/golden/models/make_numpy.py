"""Makes npz files under the names of other programs, and what those programs' equations answer, written out here in NumPy.

/usr/bin/python3 make_numpy.py, NumPy 1.24. Written once; the files lie beside it. Sources of the equations: gyyang/multitask, network.py;
PsychRNN, models/basic.py; trainRNNbrain, RNN_torch.py; nn4n, leaky_linear_layer.py.
"""
import numpy as np

rng = np.random.default_rng(5)


def normal(*shape):
    return rng.standard_normal(shape).astype("float32")


def rates(x, w_in, w_rec, b, w_out, b_out, f, alpha):
    h, outputs = np.zeros((len(x), len(b))), []
    for t in range(x.shape[1]):
        h = (1 - alpha) * h + alpha * f(x[:, t] @ w_in + h @ w_rec + b)
        outputs.append(h @ w_out + b_out)
    return np.stack(outputs, 1)


# gyyang/multitask: 3 inputs, 6 units, 2 outputs; activation softplus, dt 20, tau 100.
kernel, bias, w_out, b_out = normal(9, 6) / 3, normal(6), normal(6, 2), normal(2)
x = normal(20, 15, 3)
np.savez("multitask.npz", **{"rnn/leaky_rnn_cell/kernel:0": kernel, "rnn/leaky_rnn_cell/bias:0": bias, "output/weights:0": w_out, "output/biases:0": b_out})
y = rates(x, kernel[:3], kernel[3:], bias, w_out, b_out, lambda a: np.log1p(np.exp(a)), .2)
np.savez_compressed("multitask_io.npz", inputs=x, outputs=y)
np.savez_compressed("multitask_last.npz", inputs=x, outputs=y[:, -1])

# Somebody's own script: row vectors, names of its own, in Fortran order and big-endian.
J = np.asfortranarray(normal(5, 5).astype(">f4") / 3)
own = {"w_in": normal(2, 5), "J": J, "bias": normal(1, 5), "readout": normal(5, 1)}
x = normal(20, 15, 2)
np.savez("own.npz", **own)
np.savez_compressed("own_io.npz", inputs=x, outputs=rates(x, own["w_in"], J, own["bias"][0], own["readout"], 0, np.tanh, .1))

# PsychRNN's save: weights as they are used, masks, and a dale_ratio of None; dt 10, tau 100, relu.
psych = dict(W_in=normal(4, 2), W_rec=normal(4, 4) / 2, W_out=normal(1, 4), b_rec=normal(4), b_out=normal(1), init_state=normal(1, 4))
np.savez("psychrnn.npz", **psych, Dale_rec=np.eye(4), Dale_out=np.eye(4), input_connectivity=np.ones((4, 2)), rec_connectivity=np.ones((4, 4)),
         output_connectivity=np.ones((1, 4)), dale_ratio=None)


def currents(x, w_in, w_rec, b, w_out, b_out, start, alpha):
    state, outputs = np.repeat(start, len(x), 0).astype(float), []
    for t in range(x.shape[1]):
        state = (1 - alpha) * state + alpha * (np.maximum(state, 0) @ w_rec.T + x[:, t] @ w_in.T + b)
        outputs.append(np.maximum(state, 0) @ w_out.T + b_out)
    return np.stack(outputs, 1)


np.savez_compressed("psychrnn_io.npz", inputs=x, outputs=currents(x, *(psych[k] for k in ("W_in", "W_rec", "b_rec", "W_out", "b_out", "init_state")), .1))
np.savez("train_rnn_brain.npz", W_inp=normal(4, 2), W_rec=normal(4, 4), W_out=normal(1, 4), bias=normal(4))

# nn4n: an alpha a unit.
layer, projection = "recurrent_layers.0.leaky_layer.", "recurrent_layers.0.projection_layer."
alpha = np.array([.1, .2, .3, .4], "f4")
nn = {layer + "linear_layer.weight": normal(4, 4) / 2, layer + "linear_layer.bias": normal(4), layer + "alpha": alpha, projection + "weight": normal(4, 2),
      projection + "bias": normal(4), "readout_layer.weight": normal(1, 4), "readout_layer.bias": normal(1)}
np.savez("nn4n.npz", **nn)
np.savez_compressed("nn4n_io.npz", inputs=x, outputs=currents(
    x, nn[projection + "weight"], nn[layer + "linear_layer.weight"], nn[layer + "linear_layer.bias"] + nn[projection + "bias"], nn["readout_layer.weight"], nn["readout_layer.bias"],
    np.zeros((1, 4)), alpha))
