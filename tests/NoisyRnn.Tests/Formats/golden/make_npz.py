"""Writes arrays.npz and arrays-compressed.npz: what NpzFile is compared with. Needs NumPy.

    python3 make_npz.py
"""
import io
import zipfile

import numpy as np

grid = np.arange(24).reshape(2, 3, 4)
arrays = {
    "f4": (grid / 8 - 1).astype("<f4"),
    "f8": grid / 10 - 1,
    "i4": (grid - 12).astype("<i4"),
    "i8": (grid.astype("<i8") - 12) * 2**40,
    "u1": (grid * 11).astype("|u1"),
    "b1": grid % 3 == 0,
    "fortran": np.asfortranarray(grid / 10 - 1),
    "scalar": np.array(0.1),
    "empty": np.zeros((0, 5)),
    "vector": np.array([np.nan, np.inf, -np.inf, -0.0]),
}
np.savez("arrays.npz", **arrays)
np.savez_compressed("arrays-compressed.npz", **arrays)
# NumPy writes version 2 of its header only where it is long, unless asked.
version2 = io.BytesIO()
np.lib.format.write_array(version2, arrays["f8"], version=(2, 0))
for name in ("arrays.npz", "arrays-compressed.npz"):
    with zipfile.ZipFile(name, "a") as file:
        file.writestr("version2.npy", version2.getvalue())
