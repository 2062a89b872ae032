"""Makes files of Keras' names and shapes, and what Keras' equations answer, written out here in NumPy.

/usr/bin/python3 make_keras.py, h5py 3.7. Written once; the files lie beside it. Keras itself was not at hand: names, shapes, order of gates
and equations are those of its source (keras/src/layers/rnn/simple_rnn.py, gru.py, lstm.py; saving/saving_lib.py for layers/NAME/cell/vars/K;
legacy/saving/legacy_h5_format.py and TensorFlow's Keras 2 for model_weights/NAME/NAME/CELL/kernel:0).
"""
import io
import zipfile

import h5py
import numpy as np

rng = np.random.default_rng(6)
UNITS, INPUTS, OUTPUTS = 4, 3, 2
x = rng.standard_normal((20, 12, INPUTS)).astype("f4")


def normal(*shape):
    return (rng.standard_normal(shape) / 2).astype("f4")


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def simple(u, state, w, r, b):
    h = np.tanh(u @ w + state[0] @ r + b)
    return h, [h]


def gru(u, state, w, r, b):
    (xz, xr, xh), (hz, hr, hh) = np.split(u @ w + b[0], 3, -1), np.split(state[0] @ r + b[1], 3, -1)
    z, reset = sigmoid(xz + hz), sigmoid(xr + hr)
    h = z * state[0] + (1 - z) * np.tanh(xh + reset * hh)
    return h, [h]


def lstm(u, state, w, r, b):
    i, f, c, o = np.split(u @ w + state[0] @ r + b, 4, -1)
    cell = sigmoid(f) * state[1] + sigmoid(i) * np.tanh(c)
    h = sigmoid(o) * np.tanh(cell)
    return h, [h, cell]


def outputs(step, kernel, readout):
    state, y = [np.zeros((len(x), UNITS))] * 2, []
    for t in range(x.shape[1]):
        h, state = step(x[:, t], state, *kernel)
        y.append(h @ readout[0] + readout[1])
    return np.stack(y, 1)


def keras3(f, layer, kernel, readout):
    for k, array in enumerate(kernel):
        f[f"layers/{layer}/cell/vars/{k}"] = array
    f[f"layers/{layer}/cell/seed_generator/vars/0"] = np.array([1, 2], "u4")
    f.create_group(f"layers/{layer}/vars")
    for k, array in enumerate(readout):
        f[f"layers/dense/vars/{k}"] = array


def keras2(f, layer, kernel, readout):
    for name, array in zip(("kernel:0", "recurrent_kernel:0", "bias:0"), kernel):
        f[f"model_weights/{layer}/{layer}/{layer}_cell/{name}"] = array
        f[f"optimizer_weights/Adam/{layer}/{layer}_cell/{name.replace(':0', '/m:0')}"] = array
    for name, array in zip(("kernel:0", "bias:0"), readout):
        f[f"model_weights/dense/dense/{name}"] = array


for layer, step, gates, bias in (("simple_rnn", simple, 1, (1 * UNITS,)), ("gru", gru, 3, (2, 3 * UNITS)), ("lstm", lstm, 4, (4 * UNITS,))):
    kernel, readout = [normal(INPUTS, gates * UNITS), normal(UNITS, gates * UNITS), normal(*bias)], [normal(UNITS, OUTPUTS), normal(OUTPUTS)]
    with h5py.File(f"keras_{layer}.weights.h5", "w") as f:
        keras3(f, layer, kernel, readout)
    with h5py.File(f"keras_{layer}.h5", "w") as f:
        keras2(f, layer, kernel, readout)
    np.savez_compressed(f"keras_{layer}_io.npz", inputs=x, outputs=outputs(step, kernel, readout))

with h5py.File("keras_gru_before.weights.h5", "w") as f:
    keras3(f, "gru", [normal(INPUTS, 12), normal(UNITS, 12), normal(12)], [normal(UNITS, OUTPUTS), normal(OUTPUTS)])
with zipfile.ZipFile("keras_lstm.keras", "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("metadata.json", "{}")
    archive.writestr("config.json", "{}")
    with open("keras_lstm.weights.h5", "rb") as f:
        archive.writestr("model.weights.h5", f.read())
