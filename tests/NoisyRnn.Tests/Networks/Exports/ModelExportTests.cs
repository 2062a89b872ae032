using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>Networks for other programs, read back by our own readers of such files.</summary>
public sealed class ModelExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<ExportFormat> Formats => [.. Arrays];

    private static ExportFormat[] Arrays => [.. Enum.GetValues<ExportFormat>().Where(static format => format != ExportFormat.Onnx)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_network_of_the_catalogue_comes_back_to_the_bit(ExportFormat format)
    {
        foreach (var leaf in Catalogue.Leaves(typeof(Network)))
        {
            var model = Made((Network)Activator.CreateInstance(leaf.Type)! with { Units = 6 });
            var file = Written(model, ExportNames.Own, format);
            foreach (var slice in model.Parameters.Layout.Slices)
                Assert.Equal(model.Parameters[slice].ToArray(), file.Find(slice.Name)!.ToDouble());
            // Rows and columns, not only their number.
            var (input, hasTexts) = (file.Find("W_in")!.Shape, format != ExportFormat.Mat);
            Assert.Equal([model.Parameters.Layout["W_in"].Rows, 3], input.AsEnumerable());
            if (leaf.Name is "ctrnn" or "current")
            {
                Assert.Equal([0.2], file.Find("dt")!.ToDouble());
                Assert.Equal([1.0], file.Find("tau")!.ToDouble());
            }

            if (hasTexts)
                Assert.Equal(string.Join("\n", model.Network.Equations(model.Noise, model.Dt)), file.Metadata["equation"]);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Float32_is_rounded_and_nothing_else(ExportFormat format)
    {
        var model = Made(new Ctrnn { Units = 6 });
        var array = Written(model, ExportNames.Own, format, isSingle: true).Find("W_rec")!;
        Assert.Equal(TensorType.F32, array.Type);
        Assert.Equal(model.Parameters["W_rec"].ToArray().Select(static x => (double)(float)x), array.ToDouble());
    }

    [Fact]
    public void A_matrix_that_is_made_from_a_parameter_stands_beside_it()
    {
        var model = Made(new Cayley { Units = 4 });
        var effective = Written(model, ExportNames.Own, ExportFormat.Npz).Find("K_effective")!.ToDouble();
        Assert.Equal(model.Network.Effective(model.Parameters)["K"].ToArray(), effective);
        Assert.Null(Written(Made(new Ctrnn()), ExportNames.Own, ExportFormat.Npz).Find("W_rec_effective"));
    }

    [Fact]
    public void A_repaired_network_has_the_level_of_each_unit()
    {
        double[] levels = [0, 0.1, 0.2, 0.3];
        Assert.Equal(levels, Written(Made(new Ctrnn { Units = 4 }.SmoothedByUnit([.. levels])), ExportNames.Own, ExportFormat.Npz).Find("smoothing")!.ToDouble());
        Assert.Equal(levels, Written(Made(new FeedForward { Units = 2, Layers = 2 }.SmoothedByUnit([.. levels])!), ExportNames.Own, ExportFormat.Mat).Find("smoothing")!.ToDouble());
    }

    [Theory]
    [InlineData("elman", "torch-rnn", "nn.RNN(3, 6, nonlinearity='tanh', batch_first=True)")]
    [InlineData("gru", "torch-gru", "nn.GRU(3, 6, batch_first=True)")]
    [InlineData("lstm", "torch-lstm", "nn.LSTM(3, 6, batch_first=True)")]
    [InlineData("elman of 2", "torch-rnn", "nn.RNN(3, 6, num_layers=2, nonlinearity='tanh', batch_first=True)")]
    [InlineData("gru of 3", "torch-gru", "nn.GRU(3, 6, num_layers=3, batch_first=True)")]
    [InlineData("lstm of 2", "torch-lstm", "nn.LSTM(3, 6, num_layers=2, batch_first=True)")]
    [InlineData("feedforward", "torch-linear", "nn.Sequential(nn.Linear(3, 6), nn.ReLU(), nn.Linear(6, 6), nn.ReLU(), nn.Linear(6, 2))")]
    public void Under_PyTorch_s_names_import_knows_it_and_makes_the_same_network_of_it(string kind, string layout, string words)
    {
        var model = Made(kind switch
        {
            "elman" => new Elman { Units = 6 },
            "gru" => new Gru { Units = 6 },
            "lstm" => new Lstm { Units = 6 },
            "elman of 2" => new Elman { Units = 6, Layers = 2 },
            "gru of 3" => new Gru { Units = 6, Layers = 3 },
            "lstm of 2" => new Lstm { Units = 6, Layers = 2 },
            _ => new FeedForward { Units = 6, Layers = 2 },
        });
        Assert.Contains(words, ModelExport.Of(model, ExportNames.Pytorch, isSingle: false).Module, StringComparison.Ordinal);
        foreach (var format in new[] { ExportFormat.Npz, ExportFormat.Safetensors })
        {
            var import = NetworkImport.Read(Written(model, ExportNames.Pytorch, format).Path, null, ImportSidecar.Read(null, []));
            Assert.Equal(layout, import.Layout);
            Assert.Equal(model.Parameters.Values, import.Model!.Parameters.Values);
            Assert.Equal((model.Network.GetType(), (model.Network as StackedNetwork)?.Layers), (import.Model.Network.GetType(), (import.Model.Network as StackedNetwork)?.Layers));
        }
    }

    [Fact]
    public void The_current_form_is_read_as_PsychRNN_s()
    {
        var model = Made(new CurrentRnn { Units = 6, StateInitializer = new NormalInitializer() });
        var import = NetworkImport.Read(Written(model, ExportNames.Own, ExportFormat.Npz).Path, null, ImportSidecar.Read(null, ["dt=0.2", "network.tau=1"]));
        Assert.Equal("psychrnn", import.Layout);
        Assert.Equal(model.Parameters.Values, import.Model!.Parameters.Values);
    }

    [Theory]
    [InlineData("ctrnn", "PyTorch has no module that executes the equation of a ctrnn network")]
    [InlineData("lipschitz", "of a lipschitz network")]
    [InlineData("elman-softplus", "nn.RNN has tanh and relu alone, this network softplus")]
    [InlineData("elman-smoothed", "this network relu averaged over noise")]
    [InlineData("feedforward-smoothed", "no module of the activation tanh averaged over noise")]
    [InlineData("feedforward-by-unit", "averaged over noise of a level of each unit's own")]
    public void What_PyTorch_does_not_have_is_refused_with_the_reason(string which, string reason)
    {
        var model = Made(which switch
        {
            "ctrnn" => new Ctrnn { Units = 2 },
            "lipschitz" => new Lipschitz { Units = 2 },
            "elman-softplus" => new Elman { Units = 2, Activation = new SoftPlus() },
            "elman-smoothed" => new Elman { Units = 2, Activation = new Relu() }.Smoothed(0.3),
            "feedforward-smoothed" => new FeedForward { Units = 2, Activation = new Tanh() }.Smoothed(0.3),
            _ => new FeedForward { Units = 2 }.SmoothedByUnit([0.1, 0.2])!,
        });
        var refusal = Refusal.Of(() => ModelExport.Of(model, ExportNames.Pytorch, isSingle: true));
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
        Assert.EndsWith("allowed is --names own", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_beyond_float32_is_refused()
    {
        var model = Made(new Ctrnn { Units = 2 });
        model.Parameters["b_rec"][1] = 1e300;
        Assert.Contains("array 'b_rec' holds 1E+300, too large for float32", Refusal.Of(() => ModelExport.Of(model, ExportNames.Own, isSingle: true)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        foreach (var format in Arrays)
            Assert.Equal(File.ReadAllBytes(Written(Made(new Ctrnn { Units = 3 }), ExportNames.Own, format).Path), File.ReadAllBytes(Written(Made(new Ctrnn { Units = 3 }), ExportNames.Own, format).Path));
    }

    private ModelFile Written(Model model, ExportNames names, ExportFormat format, bool isSingle = false)
    {
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}");
        ModelExport.Of(model, names, isSingle).Write(path, format);
        return ModelFile.Read(path);
    }

    // Readout weights and biases away from where they start.
    private static Model Made(Network network)
    {
        var parameters = network.Initialize(3, 2, 0.2, seed: 4);
        var random = new RandomStream(NoiseKey.OfItem(7, NoiseStream.Task, 1), 0);
        foreach (ref var value in parameters.Values.AsSpan())
            value += 0.1 * random.NextNormal();
        return new Model(network, parameters, [new NoiseSource { Sigma = [0.3] }], 0.2, 4);
    }
}
