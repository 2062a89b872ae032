"""Writes types.npz and objects.npz: more of what NumPy writes, which NpzFile is compared with. Needs NumPy.

    python3 make_npz_types.py
"""
import io
import pathlib
import pickle
import zipfile

import numpy as np

grid = np.arange(12).reshape(3, 4)
types = {}
for code in ("f2", "i2", "u2", "u4", "u8", "i4", "i8", "f4", "f8"):
    for order, name in (("<", "little"), (">", "big")):
        types[f"{name}_{code}"] = (grid * 3).astype(order + code)
types["i1"] = (grid - 6).astype("i1")
types["low_i2"] = (grid - 6).astype(">i2")
types["high_u8"] = np.array([2**63], dtype="<u8")
types["half"] = np.array([0.1, 65504, 6e-8, np.inf, -0.0], dtype=">f2")
types["fortran_big"] = np.asfortranarray((grid * 3).astype(">f4"))
words = ["normal", "", "Stöhr", "心拍", "🫀"]
types["unicode"] = np.array(words)
types["big_unicode"] = np.array(words).astype(">U6")
types["bytes"] = np.array([b"normal", b"", b"st\xc3\xb6hr", b"st\xf6hr"])
types["text_grid"] = np.asfortranarray(np.array([["a", "b", "c"], ["d", "e", "f"]]))
types["complex"] = np.zeros(3, dtype="c16")
types["dates"] = np.array(["2026-11-29"], dtype="M8[D]")
types["records"] = np.zeros(2, dtype=[("a", "f8"), ("it's", "i4")])
types["long_double"] = np.zeros(2, dtype=np.longdouble)
np.savez("types.npz", **types)


def objects(items):
    """Each item as it is."""
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


np.savez(
    "objects.npz",
    arrays=objects([np.arange(3.0), np.arange(5, dtype=">i2"), np.float32([0.5])]),
    channels=objects([np.asfortranarray(np.arange(6.0).reshape(3, 2)), np.arange(4.0).reshape(2, 2)]),
    lists=objects([[1, 2.5, True], [-4], (5, 6, 7, 8, 300, 70000, 2**40)]),
    nested=objects([[[1, 2], [3, 4], [5, 6]], [[7, 8]]]),
    scalars=objects([[np.float64(1.5), np.int8(-2)], [np.bool_(True), np.float32(0.25)]]),
    same=objects([np.arange(4)] * 3),
    words=np.array(["normal", "心拍", "normal"], dtype=object),
    bytes_words=np.array([b"a", b"st\xc3\xb6hr"], dtype=object),
    np_words=objects([np.str_("a"), np.str_("b")]),
    numbers=np.array([[1, 2], [3, 4.5]], dtype=object),
    inner_objects=objects([np.array([1, 2.5], dtype=object), np.array([3], dtype=object)]),
    dictionary=np.array({"a": 1}, dtype=object),
    sets=objects([{1}, {2}]),
    paths=objects([pathlib.PurePosixPath("/a"), 1]),
    mixed=objects([np.arange(2), "a"]),
    missing=objects([[1.0, None], [2.0]]),
    uneven=objects([[[1, 2], [3]], [[4, 5]]]),
    empty=np.array([], dtype=object),
)

# NumPy picks the protocol by its version; version 2 has another name for its core.
ragged = objects([np.arange(3.0), [4, 2.5], np.array([[1, 2]], dtype=">u2")])
empty = io.BytesIO()
np.lib.format.write_array_header_1_0(empty, {"descr": "|O", "fortran_order": False, "shape": (3,)})
with zipfile.ZipFile("objects.npz", "a") as file:
    for protocol in (2, 3, 4):
        file.writestr(f"protocol{protocol}.npy", empty.getvalue() + pickle.dumps(ragged, protocol=protocol))
    old, new = b"cnumpy.core.multiarray\n", b"cnumpy._core.multiarray\n"
    file.writestr("numpy2.npy", empty.getvalue() + pickle.dumps(ragged, protocol=3).replace(old, new))
