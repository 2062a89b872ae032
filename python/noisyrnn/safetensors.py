"""Files of named arrays in the safetensors format, as the program writes them."""

import hashlib
import json
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
