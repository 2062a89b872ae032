"""Files that the program wrote: given by the project's own tests (NOISYRNN_FIXTURES); without them such tests are skipped."""

import glob
import os
import unittest

FOLDER = os.environ.get("NOISYRNN_FIXTURES")
needs_files = unittest.skipUnless(FOLDER, "no files of the program: NOISYRNN_FIXTURES is not set; 'dotnet test' sets it")
needs_program = unittest.skipUnless(FOLDER and os.environ.get("NOISYRNN"), "no program: NOISYRNN and NOISYRNN_FIXTURES are not set; 'dotnet test' sets them")


def models():
    """The model files with what our rollout made of them beside."""
    return sorted(path for path in glob.glob(os.path.join(FOLDER, "*.safetensors")) if os.path.exists(path[:-len("safetensors")] + "npz"))


def folder_of_runs():
    return os.path.join(FOLDER, "out")
