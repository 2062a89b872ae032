"""A folder of runs as tables."""

import csv
import hashlib
import json
import os
from dataclasses import dataclass, field

from . import program as programs
from .table import table


@dataclass
class Results:
    """What a folder of runs holds.

    runs -- a row a run: its hash and its point of the grid; results -- a row a stored result: run, stage, the point, seconds, and the
    result itself (body); sweeps -- a row a level of each test-noise sweep, with the point; figures -- the numbers behind each figure
    of the report, by name; warnings -- lines that were damaged and are left out; folders -- by run, the folder that keeps its network.
    """

    folder: str
    runs: object
    results: object
    sweeps: object
    figures: dict
    warnings: list = field(default_factory=list)
    verdicts: list = field(default_factory=list)
    cells: list = field(default_factory=list)
    succeeded: bool = True
    folders: dict = field(default_factory=dict)

    def models(self):
        """The files of the trained networks that were kept (keep: models)."""
        top = os.path.join(self.folder, "runs")
        found = [os.path.join(top, name, "model.safetensors") for name in sorted(os.listdir(top))] if os.path.isdir(top) else []
        return [path for path in found if os.path.exists(path)]

    def model(self, run):
        """The file of the trained network of a run, by the run's hash or its first digits.

        Where a network was trained but not kept, or by a version whose manifest named no folders, the error says what to do.
        """
        named = [name for name in self.runs["run"] if name.startswith(run)] if run else []
        if len(named) != 1:
            raise KeyError(f"{self.folder}: {len(named)} runs begin with '{run}'; allowed are the first digits of one of its {len(self.runs)} runs")
        if named[0] not in self.folders:
            raise FileNotFoundError(f"{self.folder}: the manifest names no model of run {named[0][:8]}; run the experiment once more with keep: models")
        path = os.path.join(self.folder, *self.folders[named[0]].split("/"), "model.safetensors")
        if not os.path.exists(path):
            raise FileNotFoundError(f"{path}: no model of run {named[0][:8]}: not trained to its end, or diverged")
        return path


def load(folder, pandas=None, program=None):
    """The results in a folder of runs.

    A stage beyond the sweep is stored under a hash of its own; which run it belongs to the program says (noisyrnn status --json).
    Where there is no program, such results have no point of the grid, and no run that is in runs.
    """
    folder, warnings = os.fspath(folder), []
    manifest = os.path.join(folder, "manifest.jsonl")
    if not os.path.exists(manifest):
        raise FileNotFoundError(f"{folder}: is no store of runs (no manifest.jsonl); name the folder given to --out")
    points, folders = {}, {}
    for _, _, entry in _lines(manifest, warnings):
        if "run" in entry:
            points.setdefault(entry["run"], {pair["key"]: _scalar(pair["value"]) for pair in entry["point"]})
            # A line that names the folder may follow one that does not.
            if entry.get("model"):
                folders[entry["run"]] = entry["model"]
    stages = _stages(folder, program)
    results = list(_results(os.path.join(folder, "results"), points, stages, warnings))
    return Results(
        folder,
        table([{"run": run, **point} for run, point in points.items()], pandas),
        table(results, pandas),
        table(_sweeps(results), pandas),
        _figures(os.path.join(folder, "figures"), pandas),
        warnings,
        folders=folders)


def _results(folder, points, stages, warnings):
    seen = set()
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if not name.endswith(".jsonl"):
            continue
        path = os.path.join(folder, name)
        for number, text, entry in _lines(path, warnings):
            if "body" not in entry:
                continue
            key = (entry["run"], entry["stage"])
            if key in seen:
                continue
            if _checksum(text, *key) != entry["checksum"]:
                warnings.append(f"{path}:{number}: the checksum does not fit the content; it counts as missing")
                continue
            seen.add(key)
            seconds = (entry.get("about") or {}).get("seconds")
            for run in stages.get(key, [entry["run"]]):
                yield {"run": run, "stage": entry["stage"], **points.get(run, {}), "seconds": seconds, "body": _numbers(entry["body"])}


def _sweeps(results):
    for result in results:
        if result["stage"] != "sweep":
            continue
        point = {key: value for key, value in result.items() if key not in ("stage", "seconds", "body")}
        for level in result["body"]["sweep"]["points"]:
            yield {**point, **level}


def _stages(folder, program):
    # (hash, stage) -> the runs that it is a stage of.
    try:
        command = programs.find(program)
    except FileNotFoundError:
        if program:
            raise
        return {}
    try:
        status = json.loads(programs.call([*command, "status", folder, "--json"]).output)
    except programs.ProgramError:
        return {}
    found = {}
    for run in status["runs"]:
        for stage in run["stages"]:
            found.setdefault((stage["hash"], stage["name"]), []).append(run["run"])
    return found


def _figures(folder, pandas):
    figures = {}
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if name.endswith(".csv"):
            with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
                rows = [{key: _scalar(value) for key, value in row.items()} for row in csv.DictReader(line for line in file if not line.startswith("#"))]
            figures[name[:-len(".csv")]] = table(rows, pandas)
    return figures


def _lines(path, warnings):
    # Number, text and content of each whole line; what a kill tore off at the end is left out.
    with open(path, "rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return
            try:
                text = line[:-1].decode("utf-8")
                yield number, text, json.loads(text)
            except ValueError:
                warnings.append(f"{path}:{number}: the line is damaged; it counts as missing")


def _checksum(text, run, stage):
    # Over the bytes of the body as they stand.
    start = text.index('"body":') + len('"body":')
    end = json.JSONDecoder().raw_decode(text, start)[1]
    return hashlib.sha256(f"{run}\n{stage}\n{text[start:end]}".encode()).hexdigest()[:16]


def _numbers(value):
    if isinstance(value, dict):
        return {key: _numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_numbers(inner) for inner in value]
    return float(value) if value in ("NaN", "Infinity", "-Infinity") else value


def _scalar(text):
    for kind in (int, float):
        try:
            return kind(text)
        except (TypeError, ValueError):
            pass
    return text
