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

    [Fact]
    public void The_file_of_a_network_is_repaired_by_its_weights_alone()
    {
        var network = new Ctrnn { Units = 4, Activation = new NoisyRnn.Networks.Tanh() };
        new Model(network, network.Initialize(1, 1, 0.1, 3), [new() { Sigma = [0.5] }], 0.1, 3).Write(Path.Combine(_folder.Path, "mine.safetensors"));
        var repaired = NoisyRnnProcess.Run(_folder.Path, "repair", "mine.safetensors");
        repaired.Succeeded();
        Assert.Equal("written\tmine-repaired-averaged.safetensors", Assert.Single(repaired.Lines));
        Assert.IsType<GaussianSmoothed>(Assert.IsType<Ctrnn>(Model.Read(Path.Combine(_folder.Path, "mine-repaired-averaged.safetensors")).Network).Activation);
        _folder.Write("trials.npz", Experiments.AuditedSubject.Sine(8, 1));
        var fitted = NoisyRnnProcess.Run(_folder.Path, "repair", "mine.safetensors", "--method", "readout", "--data", "trials.npz", "--out", "fitted.safetensors");
        fitted.Succeeded();
        Assert.Equal(["loss with its noise", "silent", "repaired", "written"], fitted.Lines.Select(static line => line.Split('\t')[0]));
    }

    [Theory]
    [InlineData("--run: is for a folder of runs; mine.safetensors is the file of one network", "mine.safetensors", "--run", "ab")]
    [InlineData("--method readout: is fitted to trials; needed is --data", "mine.safetensors", "--method", "readout")]
    [InlineData("--data: is for a network's file, not for a folder of runs", ".", "--data", "x.npz")]
    [InlineData("none.pt: no such folder of runs, and no such file of a network", "none.pt")]
    [InlineData("--placement: unknown value 'insde'; did you mean 'inside'?", "mine.safetensors", "--placement", "insde")]
    [InlineData("--train-noise: '0' is not allowed; a finite number above 0", "mine.safetensors", "--train-noise", "0")]
    [InlineData("x.npz: no such file", "mine.safetensors", "--data", "x.npz")]
    public void Of_a_file_too_what_is_wrong_is_one_line_and_nothing_is_written(string expected, params string[] arguments)
    {
        var network = new Ctrnn { Units = 4 };
        new Model(network, network.Initialize(1, 1, 0.1, 3), [new() { Sigma = [0.5] }], 0.1, 3).Write(Path.Combine(_folder.Path, "mine.safetensors"));
        Assert.Contains(expected, NoisyRnnProcess.Run(_folder.Path, ["repair", .. arguments]).Refused(), StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }
}
