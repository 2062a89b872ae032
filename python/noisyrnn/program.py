"""The program noisyrnn, called as a process of its own."""

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

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
    """What an audit said: the answer, what intervals are over, what must be known beside it, the page, and all numbers as the program has them."""

    answer: str
    scope: str
    caveats: list
    report: str
    numbers: dict

    def __str__(self):
        return "\n".join([self.answer, self.scope, *(f"- {caveat}" for caveat in self.caveats)])


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


def audit(what, inputs=None, targets=None, *, out=None, program=None, outputs_are=None, axes=None, train_level=None, **recording):
    """Does a network prefer noise, at which level, and what does silence cost it?

    what -- recorded outputs (.npz), or several, of networks that differ in their seed alone; or a network of the program: a Network or its
    .safetensors, which is run on inputs at several noise levels first (see record_outputs for labels, mask, levels, draws, ...).
    """
    from .network import Network

    if isinstance(what, (str, os.PathLike)) and os.fspath(what).endswith(".safetensors"):
        what = Network.read(what)
    if isinstance(what, Network):
        return _audit_network(what, inputs, targets, out, program, recording)
    if inputs is not None or targets is not None or recording:
        raise TypeError("recorded outputs have their inputs and targets behind them; these arguments are for a Network")
    files = [what] if isinstance(what, (str, os.PathLike)) else list(what)
    options = {"--out": out, "--outputs-are": outputs_are, "--axes": axes, "--train-level": train_level}
    given = [part for option, value in options.items() if value is not None for part in (option, str(value))]
    done = call([*find(program), "audit", *map(os.fspath, files), "--json", *given], allowed=(0, 1))
    said = json.loads(done.output)
    return Audit(said["answer"], said["scope"], said["caveats"], said["report"], said)


def _audit_network(network, inputs, targets, out, program, recording):
    from .recording import record_outputs

    command = find(program)
    if inputs is None:
        raise TypeError("a network is audited on trials: give inputs, and targets or labels")
    if out is None and network.path is None:
        raise TypeError("give out=, the folder that receives the report")
    out = out or os.path.splitext(os.fspath(network.path))[0] + "-audit"
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "outputs.npz")
        record_outputs(network, inputs=inputs, targets=targets, path=path, **recording)
        return audit(path, out=out, program=command)


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
