"""NoisyRnn in Python: results as tables, trained networks as functions, audits of any network. See README.md."""

from .network import Network
from .noise import UnsupportedError
from .program import Audit, ProgramError, audit, run
from .recording import record_outputs
from .store import Results, load
from .table import Table
from .torch_import import from_torch

__all__ = ["Audit", "Network", "ProgramError", "Results", "Table", "UnsupportedError", "audit", "from_torch", "load", "record_outputs", "run"]
