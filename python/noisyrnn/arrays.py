"""Arrays of NumPy and tensors of PyTorch alike, so that each equation is written once."""

import sys

import numpy as np


def namespace(values):
    """The module that computes with such values: torch for a tensor, else numpy. torch is never imported here."""
    torch = sys.modules.get("torch")
    return torch if torch is not None and isinstance(values, torch.Tensor) else np


def like(values, example):
    """The values as an array of the example's kind; a tensor has its dtype and device, too."""
    torch = namespace(example)
    return np.asarray(values, dtype=float) if torch is np else torch.as_tensor(values, dtype=example.dtype, device=example.device)


def joined(parts, axis=-1):
    """Arrays put together along an axis."""
    torch = namespace(parts[0])
    return np.concatenate(parts, axis) if torch is np else torch.cat(list(parts), axis)
