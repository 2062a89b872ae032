"""Makes HDF5 files of every form that is read: /usr/bin/python3 make_h5.py, h5py 3.7 (HDF5 1.10). Written once; the files lie beside it."""
import h5py
import numpy as np


def fill(f):
    f["W"] = np.array([[1.5, -2, .25], [4, 5, 1e-3]])
    g = f.create_group("net").create_group("rnn")
    g["b"] = np.array([7, 8], "f4")
    for code in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2"):
        f["types/" + code] = np.array([0, 1, 3], code)
    f["types/big"] = np.array([1.5, -2], ">f8")
    f["scalar"] = 2.5
    f["none"] = np.zeros((0, 3))
    f["text"] = "softplus"
    f["truth"] = np.array([True, False])
    f["complex"] = np.array([1 + 2j])
    big = np.arange(600.).reshape(30, 20)
    f.create_dataset("chunked", data=big, chunks=(7, 6))
    f.create_dataset("packed", data=big, chunks=(7, 6), compression="gzip", shuffle=True, fletcher32=True)
    f.create_dataset("lzf", data=big, chunks=(7, 6), compression="lzf")
    f.create_dataset("unwritten", (3, 2), "f4")
    f.attrs["layer_names"] = [b"net"]


with h5py.File("all.h5", "w") as f:
    fill(f)
    for k in range(30):  # more names than one node of a tree holds
        f[f"many/w{k}"] = float(k)
    f["again"] = h5py.SoftLink("/W")
with h5py.File("ordered.h5", "w", track_order=True) as f:
    f["b"], f["a"] = np.ones(2), np.zeros((1, 2))
with h5py.File("latest.h5", "w", libver="latest") as f:
    f["W"] = np.ones((2, 2))
    f.create_dataset("chunked", data=np.ones((4, 4)), chunks=(2, 2))

# As MATLAB lays out its version 7.3: a block of text in front, axes in reverse, what cells refer to apart, empty arrays by an attribute.
with h5py.File("matlab73.mat", "w", userblock_size=512) as f:
    f["W"] = np.array([[1.5, 4], [-2, 5], [.25, 1e-3]])
    f["net/b"] = np.array([[7., 8.]])
    f["#refs#/a"] = np.ones(3)
    f["empty"] = np.array([0, 3], "u8")
    f["empty"].attrs["MATLAB_empty"] = np.uint8(1)
with open("matlab73.mat", "r+b") as f:
    f.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Sun Nov 29 2026 HDF5 schema 1.00 .".ljust(124) + b"\0\2IM")
