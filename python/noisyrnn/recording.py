"""Outputs of any network at several noise levels, as a file that `noisyrnn audit` reads."""

import os

import numpy as np

LEVELS = (0, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2)
NO_STATE = object()


def record_outputs(step, levels=None, *, inputs, targets=None, state=NO_STATE, draws=64, seed=0, path="outputs.npz", train_level=None,
                   labels=None, mask=None, lengths=None, outputs_are=None, dtype=np.float32):
    """Runs a network at each level and draw of the noise, writes the outputs to path and returns path.

    step -- one of
      a Network, whose levels are multiples of its training noise;
      with state (before the first step): a function of one step, step(h, u, level, rng) -> (h, z), u [trials, inputs], z [trials, outputs];
      without: a function of whole trials, run(inputs, level, rng) -> outputs [trials, steps, outputs].
    levels -- ascending from 0, in any unit; inputs [trials, steps, inputs]; targets [trials, steps, outputs], or labels.
    The same draws (rng) come at every level: curves are smoother for it. Outputs may be tensors of PyTorch.
    """
    run, levels, train_level = _runner(step, levels, state, train_level)
    levels, inputs = np.asarray(levels, dtype=float), np.asarray(_numpy(inputs), dtype=float)
    if levels.ndim != 1 or levels.size == 0 or np.any(np.diff(levels) <= 0) or levels[0] < 0:
        raise ValueError(f"levels {list(levels)}; needed are numbers that ascend, from 0 on")
    if draws < 2:
        raise ValueError(f"draws {draws}; needed are 2 or more: of one draw bias and variance cannot be told apart")
    if (targets is None) == (labels is None):
        raise TypeError("give targets or labels: one of them")
    outputs = None
    for k, level in enumerate(levels):
        for draw in range(draws):
            values = _numpy(run(inputs, level, np.random.default_rng([seed, draw])))
            if outputs is None:
                outputs = np.empty((levels.size, draws, *values.shape), dtype)
            if values.shape != outputs.shape[2:]:
                raise ValueError(f"outputs {list(values.shape)} at level {level}, draw {draw}; before they were {list(outputs.shape[2:])}")
            outputs[k, draw] = values
    given = {"targets": targets, "labels": labels, "mask": mask, "lengths": lengths, "train_level": train_level, "outputs_are": outputs_are}
    arrays = {name: np.asarray(_numpy(values)) for name, values in given.items() if values is not None}
    # Whole or not at all.
    temporary = f"{os.fspath(path)}.tmp"
    try:
        with open(temporary, "wb") as file:
            np.savez(file, outputs=outputs, levels=levels, **arrays)
        os.replace(temporary, path)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)
    return path


def _runner(step, levels, state, train_level):
    if hasattr(step, "rollout") and hasattr(step, "draw"):
        if not step.noise:
            raise ValueError("the network has no noise of its own (a repaired one has none): give a function run(inputs, level, rng)")
        return lambda inputs, level, rng: step.rollout(inputs, step.draw(*inputs.shape[:2], level, rng)), LEVELS if levels is None else levels, 1.0 if train_level is None else train_level
    if levels is None:
        raise TypeError("give levels: in which unit its noise is, only the network's maker knows")
    return step if state is NO_STATE else _stepper(step, state), levels, train_level


def _stepper(step, state):
    def run(inputs, level, rng):
        h, outputs = state, []
        for t in range(inputs.shape[1]):
            h, z = step(h, inputs[:, t], level, rng)
            outputs.append(_numpy(z))
        return np.stack(outputs, axis=1)
    return run


def _numpy(values):
    return values.detach().cpu().numpy() if hasattr(values, "detach") else np.asarray(values)
