import json
import os
import shutil
import sys
import tempfile
import types
import unittest
from unittest import mock

import numpy as np

from noisyrnn import Network, Table, load
from noisyrnn.table import table

from . import fixtures


class Store(unittest.TestCase):
    @fixtures.needs_program
    def test_each_result_stands_with_its_point_of_the_grid(self):
        results = load(fixtures.folder_of_runs(), pandas=False)
        self.assertEqual(results.warnings, [])
        self.assertEqual(len(results.runs), 4)
        self.assertEqual(set(results.runs["noise.placement"]), {"inside", "outside"})
        self.assertEqual(set(results.runs["seed"]), {1, 2})
        for stage in ("train", "sweep", "bias"):
            rows = results.results.where(stage=stage)
            self.assertEqual(sorted(rows["run"]), sorted(results.runs["run"]), stage)
            self.assertEqual(sorted(zip(rows["noise.placement"], rows["seed"])), [("inside", 1), ("inside", 2), ("outside", 1), ("outside", 2)])
        self.assertEqual(results.results.where(stage="train").rows[0]["body"]["iterations"], 20)

    @fixtures.needs_program
    def test_sweeps_are_a_row_a_level(self):
        results = load(fixtures.folder_of_runs(), pandas=False)
        sweep = results.sweeps.where(run=results.runs["run"][0])
        self.assertEqual(sweep["level"][0], 0)
        self.assertGreater(len(sweep), 5)
        np.testing.assert_allclose(sweep["loss"], sweep["bias-squared"] + sweep["variance"], rtol=1e-12)

    @fixtures.needs_files
    def test_without_the_program_sweeps_still_have_their_points(self):
        with mock.patch.dict(os.environ, {"NOISYRNN": "", "PATH": ""}):
            results = load(fixtures.folder_of_runs(), pandas=False)
        self.assertEqual(len(results.sweeps.where(**{"noise.placement": "inside"})) * 2, len(results.sweeps))
        self.assertEqual({row.get("seed") for row in results.results.where(stage="train").rows}, {None})

    @fixtures.needs_files
    def test_figures_and_networks_are_there(self):
        results = load(fixtures.folder_of_runs(), pandas=False)
        self.assertIn("validation_loss", results.figures["learning-curves"].columns)
        self.assertEqual(len(results.models()), 4)
        self.assertEqual(Network.read(results.models()[0]).kind, "ctrnn")

    @fixtures.needs_files
    def test_the_network_of_a_run_is_found_by_the_runs_hash(self):
        results = load(fixtures.folder_of_runs(), pandas=False)
        found = [results.model(run) for run in results.runs["run"]]
        self.assertEqual(sorted(found), results.models())
        self.assertEqual(results.model(results.runs["run"][0][:10]), found[0])
        for run in ("", "x", "0123456789abcdef"):
            with self.assertRaisesRegex(KeyError, f"0 runs begin with '{run}'; allowed are the first digits of one of its 4 runs"):
                results.model(run)

    @fixtures.needs_files
    def test_a_manifest_that_names_no_folders_is_read(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, "out")
            shutil.copytree(fixtures.folder_of_runs(), copy)
            path = os.path.join(copy, "manifest.jsonl")
            with open(path, encoding="utf-8") as file:
                lines = [json.loads(line) for line in file]
            run = lines[1]["run"]
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(json.dumps({key: value for key, value in line.items() if key != "model"}) + "\n" for line in lines)
            results = load(copy, pandas=False)
            self.assertEqual((len(results.runs), len(results.models())), (4, 4))
            with self.assertRaisesRegex(FileNotFoundError, f"the manifest names no model of run {run[:8]}; run the experiment once more with keep: models"):
                results.model(run)
            # As the program adds them later.
            with open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps(lines[1]) + "\n")
            results = load(copy, pandas=False)
            os.remove(results.model(run))
            with self.assertRaisesRegex(FileNotFoundError, "not trained to its end, or diverged"):
                results.model(run)

    @fixtures.needs_files
    def test_damaged_lines_are_told_and_left_out(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, "out")
            shutil.copytree(fixtures.folder_of_runs(), copy)
            whole = len(load(copy, pandas=False).results)
            path = next(os.path.join(copy, "results", name) for name in sorted(os.listdir(os.path.join(copy, "results"))))
            with open(path, "rb") as file:
                lines = file.read().split(b"\n")
            lines[1] = lines[1].replace(b'"body":{', b'"body":{"x":1,', 1)
            with open(path, "wb") as file:
                file.write(b"\n".join(lines[:2]) + b"\nnot json\n{\"run\":\"torn")
            results = load(copy, pandas=False)
            self.assertLess(len(results.results), whole)
            self.assertIn("results", results.warnings[0])
            self.assertRegex("\n".join(results.warnings), r":2: the checksum does not fit[^\n]*\n[^\n]*:3: the line is damaged")
            self.assertEqual(len(results.warnings), 2)

    def test_another_folder_is_no_store(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaisesRegex(FileNotFoundError, "no store of runs"):
            load(folder)


class Tables(unittest.TestCase):
    def test_where_pandas_is_present_they_are_its_frames(self):
        pandas = types.ModuleType("pandas")
        pandas.DataFrame = lambda rows: ("frame", rows)
        with mock.patch.dict(sys.modules, {"pandas": pandas}):
            self.assertEqual(table([{"a": 1}]), ("frame", [{"a": 1}]))
            self.assertIsInstance(table([{"a": 1}], pandas=False), Table)
        with mock.patch.dict(sys.modules, {"pandas": None}):
            self.assertIsInstance(table([{"a": 1}]), Table)
            with self.assertRaises(ImportError):
                table([{"a": 1}], pandas=True)

    def test_columns_are_arrays_and_what_is_missing_is_not_a_number(self):
        rows = Table([{"a": 1, "b": "x"}, {"a": None, "b": "y", "c": {"d": 1}}])
        self.assertEqual(rows.columns, ["a", "b", "c"])
        np.testing.assert_array_equal(rows["a"], [1, np.nan])
        self.assertEqual(rows["c"][1], {"d": 1})
        self.assertEqual(len(rows.where(b="y")), 1)
        with self.assertRaisesRegex(KeyError, "no column 'z'"):
            rows["z"]
