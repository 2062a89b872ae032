using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>Networks of other programs; the files come from Formats/golden/models, with the scripts that made them.</summary>
public sealed class NetworkImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rnn_tanh.pt", "torch-rnn", "nn.RNN of 6 units and 3 inputs, read by the nn.Linear 'fc' of 2 outputs", typeof(Elman))]
    [InlineData("rnn_cell.pt", "torch-rnn", "nn.RNNCell of 6 units and 3 inputs, read by the nn.Linear 'out' of 2 outputs", typeof(Elman))]
    [InlineData("gru.pt", "torch-gru", "nn.GRU of 5 units and 3 inputs, read by the nn.Linear 'fc' of 2 outputs", typeof(Gru))]
    [InlineData("lstm.pt", "torch-lstm", "nn.LSTM of 5 units and 3 inputs, read by the nn.Linear 'fc' of 2 outputs", typeof(Lstm))]
    [InlineData("two_layers.pt", "torch-rnn", "nn.RNN of 2 layers of 4 units and 3 inputs, read by the nn.Linear 'fc' of 2 outputs", typeof(Elman))]
    [InlineData("linear.pt", "torch-linear", "nn.Linear, 3 to 7 to 7 to 2", typeof(FeedForward))]
    [InlineData("keras_simple_rnn.h5", "keras-simple-rnn", "SimpleRNN of 4 units and 3 inputs, read by a Dense of 2 outputs", typeof(Elman))]
    [InlineData("keras_gru.weights.h5", "keras-gru", "GRU of 4 units and 3 inputs, read by a Dense of 2 outputs", typeof(Gru))]
    [InlineData("keras_lstm.keras", "keras-lstm", "LSTM of 4 units and 3 inputs, read by a Dense of 2 outputs", typeof(Lstm))]
    [InlineData("multitask.npz", "multitask", "LeakyRNN of 6 units, 3 inputs and 2 outputs", typeof(Ctrnn))]
    public void A_layout_is_known_by_the_names_and_shapes_of_its_arrays(string name, string layout, string words, Type network)
    {
        var import = Read(name);
        Assert.Equal((layout, words, null), (import.Layout, import.Words, import.Missing));
        Assert.IsType(network, import.Model!.Network);
        Assert.NotEmpty(import.Equations);
    }

    [Theory]
    [InlineData("uneven.pt", "hidden layers of 7, 5 units")]
    [InlineData("keras_gru_before.weights.h5", "its reset gate stands before the recurrent weights (reset_after=False, one bias)")]
    [InlineData("psychrnn.npz", "needed is what the file does not tell: --set dt=10 --set network.tau=100, or in a sidecar")]
    [InlineData("nn4n.npz", "needed is what the file does not tell: --set network.activation=relu, or in a sidecar")]
    [InlineData("train_rnn_brain.npz", "the file does not tell which of its equations it is")]
    public void Where_no_network_here_executes_its_equation_or_it_is_not_told_that_is_said_and_none_is_made(string name, string why)
    {
        var import = Read(name);
        Assert.Null(import.Model);
        Assert.Contains(why, import.Missing!, StringComparison.Ordinal);
        Assert.NotEmpty(import.Equations);
    }

    [Fact]
    public void Two_biases_are_one_and_a_gate_that_keeps_them_apart_keeps_them_apart()
    {
        var file = ModelFile.Read(Golden("gru.pt"));
        double[] input = file.Find("rnn.bias_ih_l0")!.ToDouble(), hidden = file.Find("rnn.bias_hh_l0")!.ToDouble();
        var parameters = Read("gru.pt").Model!.Parameters;
        Assert.Equal(input.Zip(hidden, static (a, b) => a + b).Take(10).Concat(input.Skip(10)), parameters["b_rec"].ToArray());
        Assert.Equal(hidden[10..], parameters["b_hn"].ToArray());
        Assert.Contains(("b_hn", "[5]", "rnn.bias_hh_l0 (gate n)"), Read("gru.pt").Roles);
    }

    [Fact]
    public void What_is_assumed_is_said_until_it_is_told()
    {
        Assert.Contains(Read("rnn_relu.pt").Assumed, static line => line.Words.StartsWith("f is tanh, PyTorch's default", StringComparison.Ordinal));
        var told = Read("rnn_relu.pt", "network.activation=relu", "noise={placement: state, sigma: .1}");
        Assert.Equal(["the state starts at 0, as it does where the module is given none"], told.Assumed.Select(static assumed => assumed.Words));
        Assert.Equal(new Relu(), ((Elman)told.Model!.Network).Activation);
        Assert.Equal(Placement.State, told.Model.Noise[0].Placement);
        Assert.Contains(("", "b_rec is 0: the file has none"), Read("rnn_no_bias.pt").Assumed);
        Assert.Contains(("", "b_out is 0: the file has none"), Read("rnn_cell.pt").Assumed);
    }

    [Fact]
    public void A_state_that_is_the_current_is_read_as_one()
    {
        var psych = Assert.IsType<CurrentRnn>(Read("psychrnn.npz", "dt=10", "network.tau=100").Model!.Network);
        Assert.Equal((4, 100, new Relu()), (psych.Units, psych.Tau[0], psych.Activation));
        var import = Read("nn4n.npz", "network.activation=relu");
        // alpha = .1, .2, .3, .4 in 32 bits.
        Assert.Equal([.1, .2, .3, .4], Assert.IsType<CurrentRnn>(import.Model!.Network).Tau.Select(static tau => Math.Round(1 / tau, 6)));
        Assert.Contains(("b_rec", "[4]", "recurrent_layers.0.leaky_layer.linear_layer.bias + recurrent_layers.0.projection_layer.bias"), import.Roles);
    }

    [Fact]
    public void The_sidecar_tells_which_array_is_which()
    {
        var import = NetworkImport.Read(Golden("own.npz"), null, Sidecar());
        var network = Assert.IsType<Ctrnn>(import.Model!.Network);
        Assert.Equal((5, .02, .2), (network.Units, import.Model.Dt, network.Tau[0]));
        var weights = ModelFile.Read(Golden("own.npz")).Find("w_in")!;
        Assert.Equal([2, 5], weights.Shape);
        Assert.Equal(weights.ToDouble()[1], import.Model.Parameters["W_in"][2]);
        Assert.Contains(("W_in", "[5, 2]", "w_in, transposed"), import.Roles);
    }

    [Fact]
    public void Arrays_that_the_network_is_not_made_of_are_said()
    {
        Assert.Empty(Read("rnn_tanh.pt").Unused);
        Assert.Empty(Read("multitask.npz").Unused);
        Assert.Empty(Read("keras_gru.h5").Unused.Where(static name => !name.StartsWith("optimizer_weights/", StringComparison.Ordinal)));
        Assert.Empty(Read("nn4n.npz", "network.activation=relu").Unused);
        Assert.Equal(["Dale_rec", "Dale_out", "input_connectivity", "rec_connectivity", "output_connectivity"], Read("psychrnn.npz", "dt=10", "network.tau=100").Unused);
        Assert.Equal(["bias"], NetworkImport.Read(Golden("own.npz"), null, Sidecar() with { Arrays = Told("W_in: {array: w_in, transposed: true}, W_rec: J, W_out: {array: readout, transposed: true}") }).Unused);
    }

    [Fact]
    public void Arrays_of_MATLAB_are_told_by_a_sidecar_a_vector_is_a_column_or_a_row()
    {
        var import = NetworkImport.Read(Golden("weights.mat"), null, Sidecar() with { Arrays = Told("W_in: W_in, W_rec: W_rec, b_rec: b_rec, W_out: W_out") });
        Assert.Equal(("a MATLAB file", 3, 2, 2), (import.File.Format, import.Model!.Network.Units, import.Model.Inputs, import.Model.Outputs));
        Assert.Equal(ModelFile.Read(Golden("weights.mat")).Find("b_rec")!.ToDouble(), import.Model.Parameters["b_rec"].ToArray());
        Assert.Empty(import.Unused);
    }

    [Theory]
    [InlineData("arrays.W_in.array=w_im", "own.yaml", "no array 'w_im'", "did you mean 'w_in' float32 [2, 5]?")]
    [InlineData("arrays.W_in=w_in", "own.npz", "W_in, from w_in, is [2, 5]; the network needs [5, 5]", "of that shape, or transposed: J float32 [5, 5]")]
    [InlineData("arrays.W_in.transposed=false", "own.npz", "W_rec, from J, transposed, is [5, 5]|W_in, from w_in, is [2, 5]", "transposed")]
    [InlineData("arrays.W_out.transposed=false", "own.npz", "W_rec, from J, transposed, is [5, 5]; the network needs [1, 1]", "")]
    [InlineData("arrays.W_rek=J", "own.npz", "unknown array of this network 'W_rek'; did you mean 'W_rec'?", "")]
    [InlineData("arrays.W_rec={name: J}", "arrays.W_rec", "{array: NAME, transposed: true}", "")]
    [InlineData("network.kind=ctrn", "network.kind", "did you mean 'ctrnn'?", "")]
    [InlineData("network.units=4", "own.npz", "network.units: 4", "its columns are the units")]
    [InlineData("nois=1", "unknown key 'nois'", "did you mean 'noise'?", "")]
    [InlineData("dt=0", "dt", "above 0", "")]
    [InlineData("dt=0.3", "own.npz", "dt: 0.3 is beyond tau, 0.2; allowed is up to tau", "")]
    [InlineData("noise={sigma: [.1, .2]}", "noise.sigma", "2 levels for 5 units", "")]
    [InlineData("noise={placement: readout, scale: sqrt-dt, sigma: .1}", "noise.scale", "allowed is per-step", "")]
    public void A_sidecar_that_does_not_fit_is_refused_with_what_is_near(string setting, string where, string what, string near)
    {
        var message = Refusal.Of(() => NetworkImport.Read(Golden("own.npz"), null, Sidecar(setting)));
        Assert.Contains(where, message);
        Assert.Contains(what.Split('|'), part => message.Contains(part, StringComparison.Ordinal));
        Assert.Contains(near.Split('|')[0], message);
    }

    [Theory]
    [InlineData("rnn_tanh.pt", "torch-gru", "not torch-gru, nn.GRU or nn.GRUCell of PyTorch")]
    [InlineData("rnn_tanh.pt", "torch-rn", "did you mean 'torch-rnn'?")]
    [InlineData("own.npz", null, "of no layout that is known by name")]
    [InlineData("own.npz", null, "(arrays: w_in float32 [2, 5], J float32 [5, 5]")]
    [InlineData("own.npz", "noisyrnn", "not a safetensors file|not a whole safetensors file")]
    public void A_layout_that_is_none_is_refused_with_what_is_there(string name, string? layout, string expected)
    {
        var message = Refusal.Of(() => NetworkImport.Read(Golden(name), layout, new ImportSidecar()));
        Assert.Contains(expected.Split('|'), part => message.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void A_layout_s_equation_is_not_changed_by_a_setting()
    {
        Assert.Contains("network.kind: 'ctrnn' is not allowed; the layout's equation is that of elman", Refusal.Of(() => Read("rnn_tanh.pt", "network.kind=ctrnn")));
        Assert.Contains("needed is the time step", Refusal.Of(() => NetworkImport.Read(Golden("own.npz"), null, Sidecar() with { Dt = null })));
    }

    [Fact]
    public void A_network_in_three_arrays_is_not_taken_for_layers()
    {
        // W_in [4, 2], W_rec [4, 4] and W_out [1, 4] could each read the one before.
        var path = Save(("in.weight", 4, 2), ("inside.weight", 4, 4), ("out.weight", 1, 4));
        var refusal = Refusal.Of(() => NetworkImport.Read(path, null, new ImportSidecar()));
        Assert.Contains("of no layout that is known by name", refusal);
        // What a sidecar could say, where shapes leave no doubt.
        Assert.Contains("--sidecar FILE.yaml with arrays: {W_in: in.weight, W_rec: inside.weight, W_out: out.weight}, if that is so, and network: {kind: ctrnn, ", refusal);
        Assert.Contains("with arrays: {W_in: NAME, W_rec: b.weight, b_rec: NAME, ", Refusal.Of(() => NetworkImport.Read(Save(("a.weight", 3, 4), ("b.weight", 4, 4), ("c.weight", 1, 4)), null, new ImportSidecar())));
        Assert.Contains("with arrays: {W_in: NAME, W_rec: NAME, ", Refusal.Of(() => NetworkImport.Read(Save(("a.weight", 4, 4), ("b.weight", 4, 4), ("c.weight", 1, 4)), null, new ImportSidecar())));
        Assert.IsType<FeedForward>(NetworkImport.Read(path, "torch-linear", new ImportSidecar()).Model!.Network);
        Assert.IsType<FeedForward>(NetworkImport.Read(Save(("fc1.weight", 4, 2), ("fc2.weight", 4, 4), ("fc3.weight", 1, 4)), null, new ImportSidecar()).Model!.Network);
    }

    [Theory]
    [InlineData("rnn.weight_hh_l0_reverse", 4, 4, "a bidirectional network")]
    [InlineData("other.weight_hh_l0", 4, 4, "2 recurrent modules (other, rnn)")]
    [InlineData("embedding.weight", 3, 2, "beside it stand 'embedding' (nn.Linear, 2 to 3), 'fc' (nn.Linear, 4 to 1)")]
    [InlineData("rnn.weight_hr_l0", 2, 4, "projections")]
    public void More_than_one_module_and_its_readout_is_not_taken_for_less(string name, int rows, int columns, string why)
    {
        var path = Save((name, rows, columns), ("rnn.weight_ih_l0", 4, 2), ("rnn.weight_hh_l0", 4, 4), ("fc.weight", 1, 4));
        Assert.Contains(why, NetworkImport.Read(path, null, new ImportSidecar()).Missing!);
    }

    [Fact]
    public void Arrays_that_do_not_fit_each_other_or_are_no_numbers_are_refused()
    {
        Assert.Contains("'rnn.weight_ih_l0' is float64 [5, 2]; the other arrays need [4, any]", Refusal.Of(() => NetworkImport.Read(Save(("rnn.weight_ih_l0", 5, 2), ("rnn.weight_hh_l0", 4, 4), ("fc.weight", 1, 4)), null, new ImportSidecar())));
        Assert.Contains(
            "no array 'rnn.weight_hh_l1', though there are 2 layers: rnn.weight_hh_l0, rnn.weight_hh_l2; allowed is every layer from l0 on",
            Refusal.Of(() => NetworkImport.Read(Save(("rnn.weight_hh_l2", 4, 4), ("rnn.weight_ih_l0", 4, 2), ("rnn.weight_hh_l0", 4, 4), ("fc.weight", 1, 4)), null, new ImportSidecar())));
        Assert.Contains(
            "'rnn.weight_ih_l1' is float64 [4, 3]; the other arrays need [4, 4]",
            Refusal.Of(() => NetworkImport.Read(Save(("rnn.weight_hh_l0", 4, 4), ("rnn.weight_ih_l0", 4, 2), ("rnn.weight_hh_l1", 4, 4), ("rnn.weight_ih_l1", 4, 3), ("fc.weight", 1, 4)), null, new ImportSidecar())));
        Assert.Contains("no array 'rnn.weight_ih_l0'; did you mean 'rnn.weight_hh_l0'", Refusal.Of(() => NetworkImport.Read(Save(("rnn.weight_hh_l0", 4, 4), ("fc.weight", 1, 4)), null, new ImportSidecar())));
        var path = Path.Combine(_folder.Path, "nan.safetensors");
        Safetensors.Write(path, [Tensor.Of("rnn.weight_ih_l0", [1, 1], [1]), Tensor.Of("rnn.weight_hh_l0", [1, 1], [double.NaN]), Tensor.Of("fc.weight", [1, 1], [1])], []);
        Assert.Contains("W_rec, from rnn.weight_hh_l0, holds NaN at [0, 0]; allowed are finite numbers", Refusal.Of(() => NetworkImport.Read(path, null, new ImportSidecar())));
    }

    [Fact]
    public void A_model_file_of_ours_is_taken_as_it_is()
    {
        var path = Path.Combine(_folder.Path, "model.safetensors");
        var network = new Ctrnn { Units = 4 };
        new Model(network, network.Initialize(2, 1, .1, 3), [new NoiseSource { Sigma = [.1] }], .1, 3).Write(path);
        var import = NetworkImport.Read(path, null, new ImportSidecar());
        Assert.Equal((NetworkImport.Own, 3ul, .1), (import.Layout, import.Model!.Seed, import.Model.Noise[0].Sigma[0]));
        Assert.Contains("allowed is no sidecar and no --set", Refusal.Of(() => NetworkImport.Read(path, null, new ImportSidecar { Dt = 1 })));
    }

    internal static string Golden(string name) => TestFiles.Find($"Formats/golden/models/{name}");

    internal static NetworkImport Read(string name, params string[] settings) => NetworkImport.Read(Golden(name), null, ImportSidecar.Read(null, settings));

    internal static ImportSidecar Sidecar(params string[] settings)
    {
        using var folder = new TemporaryFolder();
        return ImportSidecar.Read(folder.Write("own.yaml", """
            arrays:
              W_in: {array: w_in, transposed: true}
              W_rec: {array: J, transposed: true}
              b_rec: bias
              W_out: {array: readout, transposed: true}
            network: {kind: ctrnn, activation: tanh, tau: 0.2}
            dt: 0.02
            """), settings);
    }

    [Fact]
    public void Two_biases_of_a_layer_are_proposed_and_taken_as_their_sum()
    {
        var path = Path.Combine(_folder.Path, "biased.safetensors");
        Safetensors.Write(
            path,
            [
                Tensor.Of("inp.weight", [2, 1], [1, 2]), Tensor.Of("inp.bias", [2], [0.5, 0.25]), Tensor.Of("rec.weight", [2, 2], [1, 0, 0, 1]), Tensor.Of("rec.bias", [2], [1, -1]),
                Tensor.Of("out.weight", [1, 2], [1, 1]), Tensor.Of("out.bias", [1], [3]),
            ],
            []);
        const string Arrays = "W_in: inp.weight, W_rec: rec.weight, b_rec: [rec.bias, inp.bias], W_out: out.weight, b_out: out.bias";
        Assert.Contains($"arrays: {{{Arrays}}}", Refusal.Of(() => NetworkImport.Read(path, null, new ImportSidecar())));
        var import = NetworkImport.Read(path, null, new ImportSidecar { Arrays = Told(Arrays), Network = ImportSidecar.Read(null, ["network={kind: ctrnn, tau: 1}"]).Network, Dt = 0.1 });
        Assert.Equal([1.5, -0.75], import.Model!.Parameters["b_rec"].ToArray());
        Assert.Empty(import.Unused);
        Assert.Contains(
            "arrays.b_rec: rec.bias [2, 1], out.bias [1, 1]; a list is the sum of arrays of one shape",
            Refusal.Of(() => NetworkImport.Read(path, null, new ImportSidecar { Arrays = Told("b_rec: [rec.bias, out.bias]") })));
    }

    private static TreeMap Told(string arrays) => ImportSidecar.Read(null, [$"arrays={{{arrays}}}"]).Arrays!;

    private string Save(params (string Name, int Rows, int Columns)[] arrays)
    {
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.safetensors");
        Safetensors.Write(path, arrays.Select(static array => Tensor.Of(array.Name, [array.Rows, array.Columns], new double[array.Rows * array.Columns])), []);
        return path;
    }
}
