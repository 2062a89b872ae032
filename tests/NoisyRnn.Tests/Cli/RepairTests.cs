using NoisyRnn.Networks;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>noisyrnn repair</c>: a noise-free network file, and clear errors.</summary>
public sealed class RepairTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_writes_a_network_without_noise_for_each_run_trained_with_it_inside()
    {
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet")).Succeeded();
        var repaired = NoisyRnnProcess.Run(_folder.Path, "repair", "out", "--method", "averaged-by-closure");
        repaired.Succeeded();
        // Two seeds inside; those outside have nothing to repair. A heading, and a line each.
        Assert.Equal("run\tloss with its noise\tsilent\trepaired\tnetwork\tfile", repaired.Lines[0]);
        Assert.Equal(3, repaired.Lines.Length);
        foreach (var line in repaired.Lines.Skip(1))
        {
            var model = Model.Read(Path.Combine(_folder.Path, line.Split('\t')[^1]));
            Assert.Empty(model.Noise);
            Assert.Equal(4, ((Ctrnn)model.Network).Smoothing.Length);
        }

        var run = repaired.Lines[1].Split('\t')[0];
        NoisyRnnProcess.Run(_folder.Path, "repair", "out", "--run", run, "--out", "mine.safetensors", "--method", "readout").Succeeded();
        Assert.Empty(Model.Read(Path.Combine(_folder.Path, "mine.safetensors")).Noise);
    }

    [Fact]
    public void What_cannot_be_repaired_is_said_in_a_line()
    {
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet")).Succeeded();
        Assert.Contains("unknown way of repair 'reedout'; did you mean 'readout'?", Refused("--method", "reedout"), StringComparison.Ordinal);
        Assert.Contains("--run zz: no such run in out", Refused("--run", "zz"), StringComparison.Ordinal);
        Assert.Contains("--out: 2 networks for one file", Refused("--out", "mine.safetensors"), StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_folder.Path, "out", "runs"), recursive: true);
        Assert.Contains("run the experiment with keep: models", Refused(), StringComparison.Ordinal);

        string Refused(params string[] more) => NoisyRnnProcess.Run(_folder.Path, ["repair", "out", .. more]).Refused();
    }
}
