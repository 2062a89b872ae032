using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Onnx;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Onnx;

/// <summary>Networks of PyTorch and of ours in ONNX files, as functions; PyTorch's come from golden/make_onnx.py, with what they put out there.</summary>
public sealed class OnnxModelTests : IDisposable
{
    private const int Trials = 20, Steps = 12;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>float32 in both, in sums of a dozen numbers, over a dozen leaky steps.</summary>
    [Theory]
    [InlineData("torch_step.onnx", true)]
    [InlineData("torch_sequence.onnx", false)]
    public void A_noisy_network_of_PyTorch_puts_out_what_it_did_there(string name, bool isStep)
    {
        using var model = OnnxModel.Open(Golden(name), null);
        Assert.Equal((isStep, (int?)2, 1, isStep ? 8 : null), (model.IsStep, model.Inputs, model.Outputs, model.StateRows));
        Assert.Equal([8], model.NoiseRows.AsEnumerable());
        Assert.False(model.HasLevel || model.DrawsItself || model.OnlyLast);
        using var io = NpzFile.Open(Golden("torch_io.npz"));
        var outputs = new double[Trials * Steps];
        model.Run(Trials, Steps, Values("inputs"), [Values("noise")], 0, outputs);
        Close(Values("noisy"), outputs);
        model.Run(Trials, Steps, Values("inputs"), [], 0, outputs);
        Close(Values("silent"), outputs);

        double[] Values(string array) => [.. Enumerable.Range(0, io.Find(array)!.Length).Select(k => io.Find(array)![k])];

        static void Close(double[] expected, double[] found) => Assert.InRange(expected.Zip(found, static (x, y) => Math.Abs(x - y)).Max(), 0, 1e-5);
    }

    [Fact]
    public void A_graph_that_draws_is_known_to_and_its_level_counts()
    {
        using var model = OnnxModel.Open(Golden("torch_drawing.onnx"), null);
        Assert.True(model is { DrawsItself: true, HasLevel: true, NoiseRows.IsEmpty: true });
        var (first, second) = (new double[Steps], new double[Steps]);
        foreach (var level in new[] { 0.0, 0.5 })
        {
            model.Run(1, Steps, new double[2 * Steps], [], level, first);
            model.Run(1, Steps, new double[2 * Steps], [], level, second);
            Assert.Equal(level == 0, first.SequenceEqual(second));
        }
    }

    /// <summary>A step from the file's own initial state, and the sequence, are the same network.</summary>
    [Fact]
    public void Our_own_files_are_known_by_their_names_and_say_their_training_level()
    {
        foreach (var (network, rows, noiseRows) in new (Network, int, int)[] { (new Lstm { Units = 4 }, 8, 16), (new CurrentRnn { Units = 4, StateInitializer = new NormalInitializer() }, 8, 4) })
        {
            var model = new Model(network, network.Initialize(3, 2, 0.5, 1), [new() { Sigma = [0.4] }], 0.5, 1);
            OnnxExport.Of(model, isSingle: false).Write(Path.Combine(_folder.Path, "step.onnx"), Path.Combine(_folder.Path, "m.onnx"));
            using var step = OnnxModel.Open(Path.Combine(_folder.Path, "step.onnx"), null);
            Assert.Equal((rows, 0.4, true), (step.StateRows, step.TrainingLevel, step.HasLevel));
            Assert.Equal(Math.ScaleB(1, -53), step.Rounding);
            Assert.Equal(network is CurrentRnn, step.InitialState.AsSpan().ContainsAnyExcept(0.0));
            using var sequence = OnnxModel.Open(Path.Combine(_folder.Path, "m.onnx"), null);
            Assert.Null(sequence.StateRows);
            var random = new Random(1);
            double[] inputs = [.. Enumerable.Range(0, 2 * 5 * 3).Select(_ => random.NextDouble())], noise = [.. Enumerable.Range(0, 2 * 5 * noiseRows).Select(_ => random.NextDouble())];
            var (one, other) = (new double[2 * 5 * 2], new double[2 * 5 * 2]);
            step.Run(2, 5, inputs, [noise], 0.2, one);
            sequence.Run(2, 5, inputs, [noise], 0.2, other);
            Assert.All(one.Zip(other), static pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        }
    }

    [Theory]
    [InlineData("u=u", null)]
    [InlineData("state=h noise=noise output=z next=h_next", null)]
    [InlineData("output=zz", "--onnx-roles: output: unknown output 'zz'")]
    [InlineData("u=v", "unknown input 'v'")]
    [InlineData("stat=h", "did you mean 'state'?")]
    [InlineData("u", "allowed is ROLE=NAME")]
    [InlineData("u=u u=h", "u is said twice")]
    [InlineData("noise=h,noise state=h", "'h' is named twice; allowed is one role an input")]
    public void Roles_are_what_the_user_says(string roles, string? expected)
    {
        if (expected is null)
        {
            using var model = OnnxModel.Open(Golden("torch_step.onnx"), roles);
            Assert.Equal(8, model.StateRows);
        }
        else
        {
            Assert.Contains(expected, Refusal.Of(() => OnnxModel.Open(Golden("torch_step.onnx"), roles)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_cannot_be_told_is_listed_with_names_and_shapes()
    {
        var bytes = File.ReadAllBytes(Golden("torch_step.onnx"));
        // "noise" under a name that says nothing, as long as it.
        for (var at = bytes.AsSpan().IndexOf("noise"u8); at >= 0; at = bytes.AsSpan().IndexOf("noise"u8))
            "abcde"u8.CopyTo(bytes.AsSpan(at));
        var message = Refusal.Of(() => OnnxModel.Open(_folder.Write("a.onnx", bytes), null));
        Assert.Contains("it is not clear what the input 'abcde' is; inputs: u float32 [trials, 2], h float32 [trials, 8], abcde float32 [trials, 8]; outputs: h_next float32 [trials, 8], z float32 [trials, 1]", message, StringComparison.Ordinal);
        Assert.Contains("--onnx-roles 'state=abcde, noise=abcde or level=abcde'", message, StringComparison.Ordinal);
        using var told = OnnxModel.Open(Path.Combine(_folder.Path, "a.onnx"), "noise=abcde");
        Assert.Equal([8], told.NoiseRows.AsEnumerable());
    }

    [Fact]
    public void What_the_runtime_does_not_take_is_an_error_in_a_line()
    {
        var bytes = File.ReadAllBytes(Golden("torch_step.onnx"));
        "Rely"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("Relu"u8)));
        var message = Refusal.Of(() => OnnxModel.Open(_folder.Write("a.onnx", bytes), null));
        Assert.Contains("a.onnx: ONNX Runtime cannot run it: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static string Golden(string name) => TestFiles.Find($"Onnx/golden/{name}");
}
