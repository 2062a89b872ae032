using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>noisyrnn export</c>: what it writes and says, and clear errors.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ExportTests() => Write("m.safetensors", new Gru { Units = 4 });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_writes_the_file_beside_the_model_and_lists_its_arrays()
    {
        var said = NoisyRnnProcess.Run(_folder.Path, "export", "m.safetensors", "--to", "npz");
        said.Succeeded();
        Assert.Contains("W_rec\tfloat64 [12, 4]", said.Lines);
        Assert.Equal("written\tm.npz", said.Lines[^1]);
        Assert.NotNull(ModelFile.Read(Path.Combine(_folder.Path, "m.npz")).Find("b_hn"));
        // It may be what the model was imported from: no file that is there already is written over unasked.
        Assert.StartsWith("noisyrnn: m.npz: is there already; --out names another file, or this one", NoisyRnnProcess.Run(_folder.Path, "export", "m.safetensors", "--to", "npz").Refused(), StringComparison.Ordinal);
        NoisyRnnProcess.Run(_folder.Path, "export", "m.safetensors", "--to", "npz", "--out", "m.npz").Succeeded();
        Assert.Equal("written\tm-exported.safetensors", NoisyRnnProcess.Run(_folder.Path, "export", "m.safetensors", "--to", "safetensors", "--names", "pytorch").Lines[^1]);
        Assert.Equal("float32 [12, 4]", ModelFile.Read(Path.Combine(_folder.Path, "m-exported.safetensors")).Find("rnn.weight_hh_l0")!.ToString());
    }

    [Fact]
    public void Of_ONNX_it_writes_sequence_and_step_and_says_what_is_a_table()
    {
        Write("s.safetensors", new Ctrnn { Units = 4, Activation = new Tanh() }.Smoothed(0.5));
        var said = NoisyRnnProcess.Run(_folder.Path, "export", "s.safetensors", "--to", "onnx");
        said.Succeeded();
        Assert.StartsWith("table\tf (F(a) = E f(a + 0.5 xi), f: tanh(a)) is a table of", said.Lines[0], StringComparison.Ordinal);
        Assert.Equal("written\ts.onnx: inputs [trials, steps, channels], noise, level -> outputs", said.Lines[1]);
        Assert.Equal("written\ts-step.onnx: u, state, noise, level -> next_state, outputs", said.Lines[2]);
        Assert.Contains("--names: of ONNX files arrays have our own names", NoisyRnnProcess.Run(_folder.Path, "export", "m.safetensors", "--to", "onnx", "--names", "pytorch").Refused(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "m.onnx")));
    }

    [Fact]
    public void Bad_input_is_said_in_a_line_and_nothing_is_written()
    {
        Write("c.safetensors", new Ctrnn { Units = 4 });
        var before = Directory.GetFiles(_folder.Path).Order().ToArray();
        Assert.Contains("--to: unknown format 'nzp'; did you mean 'npz'?", Refused("m.safetensors", "--to", "nzp"), StringComparison.Ordinal);
        Assert.Contains("--names: unknown names 'torch'", Refused("m.safetensors", "--to", "npz", "--names", "torch"), StringComparison.Ordinal);
        Assert.Contains("--precision: unknown precision 'float16'", Refused("m.safetensors", "--to", "npz", "--precision", "float16"), StringComparison.Ordinal);
        Assert.Contains("--names pytorch: PyTorch has no module", Refused("c.safetensors", "--to", "npz", "--names", "pytorch"), StringComparison.Ordinal);
        Assert.Contains("--to mat: MATLAB's variables have no names like 'rnn.weight_ih_l0'", Refused("m.safetensors", "--to", "mat", "--names", "pytorch"), StringComparison.Ordinal);
        Assert.Contains("--out: m.safetensors is the model itself", Refused("m.safetensors", "--to", "safetensors", "--out", "m.safetensors"), StringComparison.Ordinal);
        Assert.Contains("missing.safetensors", Refused("missing.safetensors", "--to", "npz"), StringComparison.Ordinal);
        Refused("m.safetensors");
        Assert.Equal(before, Directory.GetFiles(_folder.Path).Order());

        string Refused(params string[] more) => NoisyRnnProcess.Run(_folder.Path, ["export", .. more]).Refused();
    }

    private void Write(string name, Network network) =>
        new Model(network, network.Initialize(3, 2, 0.1, seed: 1), [new NoiseSource { Sigma = [0.1] }], 0.1, 1).Write(Path.Combine(_folder.Path, name));
}
