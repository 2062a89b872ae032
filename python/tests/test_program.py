import os
import tempfile
import unittest
from unittest import mock

from noisyrnn import ProgramError, audit, load, run
from noisyrnn.program import find

from . import fixtures


class Finding(unittest.TestCase):
    def test_an_argument_comes_before_the_variable_and_that_before_the_path(self):
        with mock.patch.dict(os.environ, {"NOISYRNN": "sh -c"}):
            self.assertEqual(find("cat -n"), ["cat", "-n"])
            self.assertEqual(find(["cat", "-n"]), ["cat", "-n"])
            self.assertEqual(find(), ["sh", "-c"])

    def test_a_path_with_blanks_is_one_word(self):
        with tempfile.TemporaryDirectory(prefix="a b ") as folder:
            path = os.path.join(folder, "noisyrnn")
            with open(path, "w", encoding="utf-8") as file:
                file.write("#!/bin/sh\n")
            os.chmod(path, 0o755)
            self.assertEqual(find(path), [path])
            with mock.patch.dict(os.environ, {"PATH": folder, "NOISYRNN": ""}):
                self.assertEqual(find(), [path])

    def test_where_there_is_none_it_is_said_how_to_name_one(self):
        with mock.patch.dict(os.environ, {"PATH": "", "NOISYRNN": ""}), self.assertRaisesRegex(FileNotFoundError, "set NOISYRNN"):
            find()
        with self.assertRaisesRegex(FileNotFoundError, "no program 'nowhere"):
            find("nowhere/noisyrnn")


class Calls(unittest.TestCase):
    @fixtures.needs_program
    def test_refusals_are_the_program_s_own_words(self):
        with self.assertRaisesRegex(ProgramError, "no such file") as refused:
            run("no-such-experiment", out="nowhere")
        self.assertEqual(refused.exception.code, 2)
        with self.assertRaises(ProgramError) as refused:
            audit("nowhere.npz")
        self.assertEqual(refused.exception.code, 2)

    @fixtures.needs_program
    def test_an_experiment_is_a_dictionary_a_file_or_a_name(self):
        spec = {"name": "by-dictionary", "task": {"kind": "function-approximation", "steps": 6, "loss-steps": 3}, "network": {"kind": "ctrnn", "units": 4},
                "noise": [{"sigma": 0.3}], "training": {"iterations": 10, "validate-every": 5}, "sweep": {"trials": 8, "draws": 8}, "grid": {"seed": [1, 2]}}
        with tempfile.TemporaryDirectory() as folder:
            results = run(spec, os.path.join(folder, "out"), set={"training.iterations": 5}, workers=1, pandas=False)
            self.assertEqual(len(results.runs), 2)
            self.assertTrue(results.succeeded)
            self.assertEqual(set(results.results["stage"]), {"train", "sweep"})
            self.assertEqual({body["iterations"] for body in results.results.where(stage="train")["body"]}, {5})
            self.assertEqual(len(load(os.path.join(folder, "out"), pandas=False).results), len(results.results))
