using NoisyRnn.Networks;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>noisyrnn import</c>: a network of another program described, checked and written as ours.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Described_are_arrays_assumptions_network_and_equation_and_nothing_is_written()
    {
        var described = NoisyRnnProcess.Run(_folder.Path, "import", Golden("rnn_tanh.pt"), "--describe");
        described.Succeeded();
        foreach (var line in new[]
                 {
                     "  rnn.weight_ih_l0  float32 [6, 3]", "  W_rec [6, 6] = rnn.weight_hh_l0", "  b_rec [6] = rnn.bias_ih_l0 + rnn.bias_hh_l0",
                     "  f is tanh, PyTorch's default: the file does not say; with nonlinearity='relu' give --set network.activation=relu",
                     "  kind: elman", "  units: 6", "the equation that is executed", "  h[t+1] = f(a[t]), h[0] = 0",
                     "unchecked: with --check IO.npz, inputs and outputs saved from the original, its outputs are compared",
                 })
            Assert.Contains(line, described.Lines);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_is_read_is_not_written_over()
    {
        File.Copy(Golden("rnn_tanh.pt"), Path.Combine(_folder.Path, "mine.pt"));
        var before = File.ReadAllBytes(Path.Combine(_folder.Path, "mine.pt"));
        Assert.StartsWith("noisyrnn: --out: mine.pt is a file that is read here", NoisyRnnProcess.Run(_folder.Path, "import", "mine.pt", "--out", "mine.pt").Refused(), StringComparison.Ordinal);
        Assert.StartsWith("noisyrnn: --out: not with --describe", NoisyRnnProcess.Run(_folder.Path, "import", "mine.pt", "--describe", "--out", "m.safetensors").Refused(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_folder.Path, "mine.pt")));
        Assert.Equal(["mine.pt"], Directory.GetFileSystemEntries(_folder.Path).Select(static entry => Path.GetFileName(entry)));
    }

    [Fact]
    public void A_checked_network_becomes_a_model_file_that_says_so()
    {
        var imported = NoisyRnnProcess.Run(_folder.Path, "import", Golden("gru.pt"), "--out", "gru.safetensors", "--check", Golden("gru_io.npz"));
        imported.Succeeded();
        Assert.StartsWith("checked: largest difference", imported.Lines[0]);
        var model = Model.Read(Path.Combine(_folder.Path, "gru.safetensors"));
        Assert.Equal(5, Assert.IsType<Gru>(model.Network).Units);
        Assert.Contains("unchecked", NoisyRnnProcess.Run(_folder.Path, "import", Golden("gru.pt"), "--out", "gru.safetensors").Lines[0]);
    }

    [Fact]
    public void One_that_answers_otherwise_is_refused_unless_told()
    {
        string[] command = ["import", Golden("rnn_relu.pt"), "--out", "a.safetensors", "--check", Golden("rnn_relu_io.npz")];
        Assert.Contains("not the same network, or not the same equation", NoisyRnnProcess.Run(_folder.Path, command).Refused());
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        Assert.StartsWith("differs, accepted: ", NoisyRnnProcess.Run(_folder.Path, [.. command, "--accept"]).Lines[0]);
        Assert.StartsWith("checked: ", NoisyRnnProcess.Run(_folder.Path, [.. command, "--set", "network.activation=relu"]).Lines[0]);
    }

    [Theory]
    [InlineData("rnn_tanh.pt", new string[] { }, "needed is --describe")]
    [InlineData("uneven.pt", new[] { "--out", "a.safetensors" }, "hidden layers of 7, 5 units")]
    [InlineData("module.pt", new[] { "--describe" }, "torch.save(model.state_dict(), path)")]
    [InlineData("none.pt", new[] { "--describe" }, "no such file")]
    [InlineData("rnn_tanh.pt", new[] { "--describe", "--as", "torch-lsmt" }, "did you mean 'torch-lstm'?")]
    [InlineData("rnn_tanh.pt", new[] { "--describe", "--sidecar", "none.yaml" }, "no such file")]
    public void Bad_input_is_one_clear_line_and_nothing_is_written(string name, string[] options, string expected)
    {
        Assert.Contains(expected, NoisyRnnProcess.Run(_folder.Path, ["import", Golden(name), .. options]).Refused());
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static string Golden(string name) => TestFiles.Find($"Formats/golden/models/{name}");
}
