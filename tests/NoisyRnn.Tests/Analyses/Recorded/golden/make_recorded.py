"""The same recorded outputs as SciPy and h5py write them for MATLAB and for HDF5: python3 make_recorded.py.

recorded.mat (version 7, compressed), recorded_v73.mat (as MATLAB lays out its version 7.3), recorded.h5, recorded.npz. One output: MATLAB drops that axis.
"""
import h5py
import numpy as np
import scipy.io

rng = np.random.default_rng(4)
levels, axes = np.array([0, .5, 1]), "levels draws trials steps outputs"
outputs = levels[:, None, None, None] - 1 + .1 * levels[:, None, None, None] * rng.standard_normal((3, 4, 6, 2)) + .02 * rng.standard_normal((1, 1, 6, 2))
targets = np.zeros((6, 2))
arrays = {"outputs": outputs, "levels": levels, "targets": targets, "train_level": 1.0}
np.savez("recorded.npz", axes=axes, **{**arrays, "outputs": outputs[..., None]})
scipy.io.savemat("recorded.mat", {**arrays, "axes": axes}, do_compression=True)

with h5py.File("recorded.h5", "w") as f:
    for name, array in arrays.items():
        f[name] = array[..., None] if name == "outputs" else array

with h5py.File("recorded_v73.mat", "w", userblock_size=512) as f:
    for name, array in arrays.items():
        f[name] = np.atleast_2d(array).T
        f[name].attrs["MATLAB_class"] = np.bytes_("double")
    f["axes"] = np.array([[ord(c)] for c in axes], "u2")
    f["axes"].attrs["MATLAB_class"] = np.bytes_("char")
    f["axes"].attrs["MATLAB_int_decode"] = np.int32(2)
with open("recorded_v73.mat", "r+b") as f:
    f.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Mon Nov 30 2026 HDF5 schema 1.00 .".ljust(124) + b"\0\2IM")
