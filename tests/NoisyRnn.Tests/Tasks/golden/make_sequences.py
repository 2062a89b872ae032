"""Writes ragged*.npz: trials of different lengths, as NumPy keeps them in object arrays. Needs NumPy.

    python3 make_sequences.py
"""
import numpy as np


def objects(items):
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


lengths = [3 + n % 4 for n in range(40)]
trials = [np.array([[100 * n + t, -t] for t in range(length)], dtype="f4") for n, length in enumerate(lengths)]
labels = np.array([n % 2 for n in range(40)])
np.savez_compressed(
    "ragged.npz",
    x=objects(trials),
    y=labels,
    steps=objects([trial[:, 0] / 2 for trial in trials]),
    short=objects([trial[:2, 0] for trial in trials]),
    mask=objects([np.arange(length) for length in lengths]),
    note=np.array(["not", "needed"]),
    other=objects([{"not": "needed"}]),
)
np.savez_compressed("ragged-first.npz", x=objects([trial.T for trial in trials]), y=labels)
np.savez_compressed("ragged-lists.npz", x=objects([trial[:, 0].tolist() for trial in trials]), y=labels)
np.savez_compressed("ragged-apart.npz", x=objects([trial if n < 39 else np.zeros((4, 3)) for n, trial in enumerate(trials)]), y=labels)
