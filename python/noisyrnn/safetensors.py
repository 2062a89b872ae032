"""Files of named arrays in the safetensors format, as the program writes them."""

import hashlib
import json
import os
import re
import struct

import numpy as np

TYPES = {"F64": "<f8", "F32": "<f4", "I64": "<i8"}


def read(path):
    """The arrays by name, and the metadata. A file with a checksum is compared with it."""
    with open(path, "rb") as file:
        content = file.read()
    try:
        length = struct.unpack_from("<Q", content)[0]
        header = json.loads(content[8:8 + length])
        metadata = header.pop("__metadata__", {})
        data = memoryview(content)[8 + length:]
        arrays = {name: _array(entry, data) for name, entry in header.items()}
    except (struct.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: not a whole safetensors file: {error}") from error
    if "sha256" in metadata and not _is_whole(content, metadata["sha256"], 8 + length):
        raise ValueError(f"{path}: damaged, or altered after it was written: its SHA-256 is not that of its content")
    return arrays, metadata


def write(path, arrays, metadata):
    """Writes arrays in double and metadata with a checksum, whole or not at all."""
    entries, data = {"__metadata__": {**metadata, "sha256": "0" * 64}}, []
    entries["__metadata__"] = dict(sorted(entries["__metadata__"].items()))
    end = 0
    for name, values in sorted(arrays.items()):
        values = np.ascontiguousarray(values, TYPES["F64"])
        entries[name] = {"dtype": "F64", "shape": list(values.shape), "data_offsets": [end, end + values.nbytes]}
        data.append(values.tobytes())
        end += values.nbytes
    header = json.dumps(entries, separators=(",", ":")).encode()
    # Data starts at a multiple of 8: the format allows blanks behind the header.
    header += b" " * (-len(header) % 8)
    content = b"".join([struct.pack("<Q", len(header)), header, *data])
    at = content.index(b'"sha256":"') + len(b'"sha256":"')
    content = content[:at] + hashlib.sha256(content).hexdigest().encode() + content[at + 64:]
    temporary = f"{os.fspath(path)}.tmp"
    try:
        with open(temporary, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)


def _array(entry, data):
    if entry["dtype"] not in TYPES:
        raise ValueError(f"dtype {entry['dtype']}; read are {', '.join(TYPES)}")
    start, end = entry["data_offsets"]
    return np.frombuffer(data[start:end], TYPES[entry["dtype"]]).reshape(entry["shape"])


def _is_whole(content, digits, header_end):
    # The checksum is of the whole file, its own digits taken as zeros; metadata come first in the header.
    found = re.search(rb'"sha256":"([0-9a-f]{64})"', content[:header_end])
    if not found or found[1].decode() != digits:
        return False
    blank = content[:found.start(1)] + b"0" * 64 + content[found.end(1):]
    return hashlib.sha256(blank).hexdigest() == digits
