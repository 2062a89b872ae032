"""The program noisyrnn, called as a process of its own."""

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field

import numpy as np

VARIABLE = "NOISYRNN"


class ProgramError(RuntimeError):
    """The program refused, or failed: its own words, and its exit code."""

    def __init__(self, code, errors):
        super().__init__(errors or f"noisyrnn ended with code {code}")
        self.code = code


@dataclass
class Finished:
    """How a call ended."""

    code: int
    output: str
    errors: str


@dataclass
class Audit:
    """What an audit said.

    answer; scope, what intervals are over; caveats, what must be known beside it; report, the page; numbers, all of them as the program
    has them. Of weights also why, a sentence each, and repaired, the model files of networks that run without noise.
    """

    answer: str
    scope: str
    caveats: list
    report: str
    numbers: dict
    why: list = field(default_factory=list)
    repaired: list = field(default_factory=list)

    def __str__(self):
        return "\n".join([self.answer, self.scope, *(f"- {line}" for line in [*self.caveats, *self.why])])


def find(program=None):
    """The command that starts the program: the argument, else the variable NOISYRNN, else noisyrnn of the PATH."""
    named = program or os.environ.get(VARIABLE)
    if not named:
        found = shutil.which("noisyrnn")
        if not found:
            raise FileNotFoundError(f"no program noisyrnn: give program=, set {VARIABLE} (a path or a command, 'dotnet /path/noisyrnn.dll'), or put it on the PATH")
        return [found]
    if not isinstance(named, (str, os.PathLike)):
        return [os.fspath(part) for part in named]
    named = os.fspath(named)
    command = [named] if os.path.exists(named) else shlex.split(named)
    if command and command[0].endswith(".dll"):
        command = ["dotnet", *command]
    if not command or not shutil.which(command[0]):
        raise FileNotFoundError(f"no program '{named}'; a path or a command is needed")
    return command


def call(command, allowed=(0,)):
    """Runs a command to its end; its refusals become errors."""
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL, check=False)
    if done.returncode not in allowed:
        raise ProgramError(done.returncode, done.stderr.strip())
    return Finished(done.returncode, done.stdout, done.stderr)


def audit(what, inputs=None, targets=None, *, labels=None, mask=None, lengths=None, out=None, sidecar=None, program=None, **options):
    """Does a network prefer noise, at which level, what does silence cost it; of weights also why, and what helps.

    what -- recorded outputs (.npz); or, with trials, weights: a Network, a module of PyTorch, or any file that `noisyrnn import` reads.
    Several are networks that differ in their training seed alone.
    inputs [trials, steps, inputs], targets [trials, steps, outputs] or labels, mask, lengths -- the trials of weights.
    sidecar -- what weights do not tell, a file or a dictionary: {"arrays": {"W_rec": "rec.weight", ...}, "network": {"kind": "ctrnn", ...}, "dt": 0.02}.
    options -- those of the command: of outputs outputs_are, axes, train_level; of weights train_noise, placement, scale, levels, draws,
    thorough=True, set=["network.activation=relu"]; where it is one of Python's words, with a line behind it: as_="torch-gru".
    """
    command = find(program)
    several = list(what) if isinstance(what, (list, tuple)) else [what]
    trials = {"inputs": inputs, "targets": targets, "labels": labels, "mask": mask, "lengths": lengths}
    trials = {name: _numpy(values) for name, values in trials.items() if values is not None}
    in_memory = not all(isinstance(each, (str, os.PathLike)) for each in several)
    if "inputs" not in trials and (trials or in_memory):
        raise TypeError("weights are audited on trials: give inputs, and targets or labels; recorded outputs have theirs in the file")
    if out is None and in_memory:
        path = getattr(several[0], "path", None)
        out = (type(several[0]).__name__.lower() if path is None else os.path.splitext(os.fspath(path))[0]) + "-audit"
    with tempfile.TemporaryDirectory() as folder:
        files = [_file(each, os.path.join(folder, str(number))) for number, each in enumerate(several)]
        if trials:
            options["data"] = os.path.join(folder, "trials.npz")
            np.savez(options["data"], **trials)
        options["sidecar"] = _sidecar(sidecar, several[0], os.path.join(folder, "sidecar.yaml"))
        options["out"] = out
        done = call([*command, "audit", *files, "--json", *_given(options)], allowed=(0, 1))
    said = json.loads(done.output)
    repaired = [file["value"] for explanation in said.get("explanations") or [] for file in explanation["files"]]
    return Audit(said["answer"], said["scope"], said["caveats"], said["report"], said, said.get("why") or [], repaired)


def _file(model, folder):
    # The network as it is in memory.
    if isinstance(model, (str, os.PathLike)):
        return os.fspath(model)
    os.mkdir(folder)
    if hasattr(model, "write") or hasattr(model, "to_network"):
        network = model.to_network() if hasattr(model, "to_network") else model
        return network.write(os.path.join(folder, os.path.basename(os.fspath(network.path or "network.safetensors"))))
    from .torch_import import saved

    return saved(model, os.path.join(folder, "module.pt"))


def _sidecar(sidecar, model, path):
    if isinstance(sidecar, (str, os.PathLike)):
        return os.fspath(sidecar)
    from .torch_import import told

    network = {**({} if hasattr(model, "to_network") else told(model)), **((sidecar or {}).get("network") or {})}
    told_all = {**(sidecar or {}), **({"network": network} if network else {})}
    if not told_all:
        return None
    with open(path, "w", encoding="utf-8") as file:
        # YAML holds JSON.
        json.dump(told_all, file)
    return path


def _given(options):
    # level=0.3 as --level 0.3, thorough=True as --thorough, set=[a, b] as --set a --set b, levels as one text.
    given = []
    for name, value in options.items():
        option = "--" + name.rstrip("_").replace("_", "-")
        if value is None or value is False:
            continue
        if name == "levels" and not isinstance(value, str):
            value = " ".join(map(str, value))
        for each in value if isinstance(value, (list, tuple)) else [value]:
            given += [option] if each is True else [option, str(each)]
    return given


def _numpy(values):
    return values.detach().cpu().numpy() if hasattr(values, "detach") else np.asarray(values)


def run(spec, out=None, *, set=None, scale=None, data=None, workers=None, program=None, pandas=None):
    """Runs an experiment and gives back its results as load does, with the verdicts on its claims and the cells behind them.

    spec -- an experiment file, the name of a shipped experiment, or the experiment itself as a dictionary; set -- changes,
    {"training.iterations": 500}. succeeded is False where a run failed or diverged.
    """
    from .store import load

    command = find(program)
    with tempfile.TemporaryDirectory() as folder:
        if isinstance(spec, dict):
            out = out or os.path.join("runs", spec.get("name", "experiment"))
            path = os.path.join(folder, "experiment.yaml")
            with open(path, "w", encoding="utf-8") as file:
                # YAML holds JSON.
                json.dump(spec, file)
        else:
            path = os.fspath(spec)
        if out is None:
            raise TypeError("give out=, the folder of runs and report")
        options = {"--scale": scale, "--data": data, "--workers": workers}
        given = [part for option, value in options.items() if value is not None for part in (option, str(value))]
        for key, value in (set or {}).items():
            given += ["--set", f"{key}={value if isinstance(value, str) else json.dumps(value)}"]
        done = call([*command, "run", path, "--out", os.fspath(out), "--json", "--quiet", *given], allowed=(0, 1))
    results = load(out, pandas, command)
    said = json.loads(done.output)
    results.verdicts, results.cells, results.succeeded = said["verdicts"], said["cells"], done.code == 0
    return results
