"""A network of the program as a module of PyTorch. Imported where PyTorch is asked for, and there alone."""

import math

import torch
from torch import nn

from .network import Network


class TorchNetwork(nn.Module):
    """The same step as that of a Network, with its arrays as parameters: outputs = module(inputs).

    Its noise is that of training, drawn from PyTorch's generator (torch.manual_seed) in train() and in eval() alike: only
    noise_level = 0, or module(inputs, noise=0), silences it. The state_dict has the program's names: W_in, W_rec, b_rec, W_out, ...

    noise_level -- in multiples of the training noise; network -- the Network that it was made of.
    """

    def __init__(self, network, dtype=None):
        super().__init__()
        self.network, self.noise_level = network, 1.0
        for name, values in network.arrays.items():
            self.register_parameter(name, nn.Parameter(torch.tensor(values, dtype=dtype or torch.float32), name in network.trained))
        for name, values in network.constants.items():
            self.register_buffer(name, torch.tensor(values, dtype=dtype or torch.float32), persistent=False)

    @property
    def initial_state(self):
        """The state before the first step."""
        return self.network.start(self._arrays())

    def step(self, h, u, noise=None):
        """The state and the output after a step; h, u and noise as in Network.step: without noise the step is silent."""
        return self.network.advance(self._arrays(), h, u, noise)

    def forward(self, inputs, noise=None, states=False):
        """Outputs [..., steps, outputs] of inputs [..., steps, inputs]; with states, also the states, one more than steps.

        noise -- a level, in multiples of the training noise: 0 is silence, None is noise_level; or the terms of the equation by
        placement [..., steps, rows], as draw gives them.
        """
        level = self.noise_level if noise is None else noise
        terms = level if isinstance(level, dict) else self.draw(inputs.shape[:-2], inputs.shape[-2], level)
        return self.network.roll(self._arrays(), inputs, terms, states)

    def draw(self, trials, steps, level=1.0, generator=None):
        """Draws the noise of training, at level times its strength; trials -- a number, or a shape."""
        if level == 0:
            return {}
        example = self.W_out.detach()
        shape = (trials,) if isinstance(trials, int) else tuple(trials)
        terms = self.network.terms(level, math.prod(shape), steps, _standard(example, generator))
        return {placement: values.reshape(*shape, *values.shape[1:]) for placement, values in terms.items()}

    def to_network(self):
        """A Network of the parameters as they are now, to be written, run without PyTorch, or audited."""
        return Network({name: values.detach().cpu().double().numpy() for name, values in self.named_parameters()}, self.network.described())

    def extra_repr(self):
        return repr(self.network)

    def _arrays(self):
        return {**self._parameters, **self._buffers}


def _standard(example, generator):
    # Draws of each law, of mean 0 and variance 1.
    def draws(law, shape):
        values = example.new_empty(shape)
        if law == "uniform":
            return values.uniform_(-math.sqrt(3), math.sqrt(3), generator=generator)
        if law == "laplace":
            return math.sqrt(0.5) * (values.exponential_(generator=generator) - example.new_empty(shape).exponential_(generator=generator))
        if law == "two-point":
            return 2 * values.bernoulli_(0.5, generator=generator) - 1
        return values.normal_(generator=generator)
    return draws
