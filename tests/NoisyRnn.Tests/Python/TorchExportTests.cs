using NoisyRnn.Networks;
using NoisyRnn.Tests.Cli;
using Xunit;

namespace NoisyRnn.Tests.Python;

/// <summary><c>noisyrnn export --names pytorch</c>, loaded and run by PyTorch.</summary>
public sealed class TorchExportTests
{
    // The module as export prints it, load_state_dict without a complaint, the outputs of our own rollout.
    private const string Script = """
        import sys
        import numpy as np
        import torch
        from torch import nn

        name, words = sys.argv[1:]

        class Recurrent(nn.Module):
            def __init__(self):
                super().__init__()
                exec(words)

            def forward(self, u):
                return self.readout(self.rnn(u)[0])

        module = (eval(words) if words.startswith("nn.Sequential") else Recurrent()).double()
        with np.load(name + "-torch.npz") as arrays:
            state = {key: torch.from_numpy(arrays[key]) for key in arrays.files if arrays[key].dtype.kind == "f"}
        module.load_state_dict(state)
        with np.load(name + ".npz") as said, torch.no_grad():
            found = module(torch.from_numpy(said["inputs"])).numpy()
            expected = said["silent_outputs"]
        assert found.shape == expected.shape
        error = np.abs(found - expected).max()
        assert error < 1e-12, error
        print("largest difference", error)
        """;

    [Fact]
    public void PyTorch_loads_it_and_gives_our_outputs()
    {
        var python = SystemPython.With("numpy", "torch");
        using var folder = new TemporaryFolder();
        folder.Write("check.py", Script);
        RolledNetwork[] networks =
        [
            new("rnn", new Elman { Units = 5 }), new("rnn-relu", new Elman { Units = 5, Activation = new Relu() }), new("gru", new Gru { Units = 5 }), new("lstm", new Lstm { Units = 5 }),
            new("rnn-of-2", new Elman { Units = 5, Layers = 2 }), new("gru-of-3", new Gru { Units = 4, Layers = 3 }), new("lstm-of-2", new Lstm { Units = 5, Layers = 2 }),
            new("feedforward", new FeedForward { Units = 5, Layers = 2 }), new("feedforward-gelu", new FeedForward { Units = 5, Layers = 3, Activation = new Gelu() }),
            new("feedforward-leaky", new FeedForward { Units = 5, Activation = new LeakyRelu { Slope = 0.2 } }),
        ];
        foreach (var network in networks)
        {
            network.Write(folder.Path);
            var said = NoisyRnnProcess.Run(folder.Path, "export", $"{network.Name}.safetensors", "--to", "npz", "--names", "pytorch", "--precision", "float64", "--out", $"{network.Name}-torch.npz");
            said.Succeeded();
            var module = said.Lines.Single(static line => line.StartsWith("module\t", StringComparison.Ordinal)).Split('\t')[1];
            TestContext.Current.TestOutputHelper?.WriteLine($"{network.Name}: {SystemPython.Run(python, folder.Path, new Dictionary<string, string>(), "check.py", network.Name, module)}");
        }
    }
}
