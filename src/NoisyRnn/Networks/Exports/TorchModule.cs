using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// A network as a module of PyTorch that executes the same equation, with the state_dict that its load_state_dict takes. Of two
/// biases the second is 0, but for that of the GRU's gate n, which stands inside.
/// </summary>
/// <param name="Words">The Python that makes the module.</param>
/// <param name="Arrays">Its state_dict.</param>
internal sealed record TorchModule(string Words, ImmutableArray<Tensor> Arrays)
{
    /// <summary>Whether PyTorch has the network.</summary>
    /// <param name="model">The network.</param>
    /// <returns>The module, or why there is none.</returns>
    public static (TorchModule? Module, string Reason) Of(Model model) => model.Network switch
    {
        Elman elman => Nonlinearity(elman.Activation) is { } f
            ? (Recurrent(model, elman, $"nn.RNN({Sizes(model, elman)}, nonlinearity='{f}', batch_first=True)"), "")
            : (null, $"nn.RNN has tanh and relu alone, this network {NameOf(elman.Activation)}"),
        GatedNetwork { Smoothing.IsEmpty: false } => (null, "PyTorch has no gates that are averaged over noise"),
        Gru gru => (Recurrent(model, gru, $"nn.GRU({Sizes(model, gru)}, batch_first=True)"), ""),
        Lstm lstm => (Recurrent(model, lstm, $"nn.LSTM({Sizes(model, lstm)}, batch_first=True)"), ""),
        FeedForward { Smoothing.IsEmpty: false } => (null, "PyTorch has no activation that is averaged over noise of a level of each unit's own"),
        FeedForward deep => ModuleOf(deep.Activation) is { } f ? (Stacked(model, deep, f), "") : (null, $"PyTorch has no module of the activation {NameOf(deep.Activation)}"),
        var other => (null, $"PyTorch has no module that executes the equation of a {Catalogue.KindOf(other.GetType())} network; it has nn.RNN (elman), nn.GRU (gru), nn.LSTM (lstm) and nn.Linear (feedforward)"),
    };

    private static TorchModule Recurrent(Model model, StackedNetwork network, string module) => new($"self.rnn = {module}; self.readout = {Linear(network.Units, Outputs(model))}",
    [
        .. Enumerable.Range(1, network.Layers).SelectMany(layer => Layer(model, network, layer)),
        .. Module(model, "readout", "W_out", "b_out"),
    ]);

    private static IEnumerable<Tensor> Layer(Model model, StackedNetwork network, int layer)
    {
        var parameters = model.Parameters;
        var (input, recurrent) = (parameters.Layout[StackedNetwork.InLayer("W_in", layer)], parameters.Layout[StackedNetwork.InLayer("W_rec", layer)]);
        double[] hidden = network is Gru ? [.. new double[2 * network.Units], .. parameters[StackedNetwork.InLayer("b_hn", layer)]] : new double[recurrent.Rows];
        return
        [
            Tensor.Of($"rnn.weight_ih_l{layer - 1}", [input.Rows, input.Columns], parameters[input]),
            Tensor.Of($"rnn.weight_hh_l{layer - 1}", [recurrent.Rows, recurrent.Columns], parameters[recurrent]),
            Tensor.Of($"rnn.bias_ih_l{layer - 1}", [input.Rows], parameters[StackedNetwork.InLayer("b_rec", layer)]),
            Tensor.Of($"rnn.bias_hh_l{layer - 1}", [input.Rows], hidden),
        ];
    }

    private static TorchModule Stacked(Model model, FeedForward network, string activation)
    {
        var inputs = model.Parameters.Layout["W_in"].Columns;
        var layers = Enumerable.Range(1, network.Layers);
        return new($"nn.Sequential({string.Concat(layers.Select(layer => $"{Linear(layer == 1 ? inputs : network.Units, network.Units)}, {activation}, "))}{Linear(network.Units, Outputs(model))})",
        [
            .. layers.SelectMany(layer => Module(model, $"{2 * (layer - 1)}", FeedForward.WeightName(layer), $"b_{layer}")),
            .. Module(model, $"{2 * network.Layers}", "W_out", "b_out"),
        ]);
    }

    private static Tensor[] Module(Model model, string name, string weights, string bias)
    {
        var slice = model.Parameters.Layout[weights];
        return [Tensor.Of($"{name}.weight", [slice.Rows, slice.Columns], model.Parameters[weights]), Tensor.Of($"{name}.bias", [slice.Rows], model.Parameters[bias])];
    }

    private static string Sizes(Model model, StackedNetwork network) => $"{model.Inputs}, {network.Units}{(network.Layers == 1 ? "" : $", num_layers={network.Layers}")}";

    private static int Outputs(Model model) => model.Parameters.Layout.ReadoutWeights.Rows;

    private static string Linear(int inputs, int outputs) => $"nn.Linear({inputs}, {outputs})";

    private static string? Nonlinearity(Activation activation) => activation switch
    {
        Tanh { Slope: 1 } => "tanh",
        Relu => "relu",
        _ => null,
    };

    private static string? ModuleOf(Activation activation) => activation switch
    {
        Relu => "nn.ReLU()",
        LeakyRelu leaky => $"nn.LeakyReLU({leaky.Slope})",
        Tanh { Slope: 1 } => "nn.Tanh()",
        Sigmoid => "nn.Sigmoid()",
        SoftPlus { Beta: 1 } => "nn.Softplus()",
        SoftPlus softPlus => $"nn.Softplus(beta={softPlus.Beta})",
        Gelu => "nn.GELU()",
        Identity => "nn.Identity()",
        _ => null,
    };

    private static string NameOf(Activation activation) => activation switch
    {
        GaussianSmoothed smoothed => $"{NameOf(smoothed.Of)} averaged over noise",
        DistributionSmoothed smoothed => $"{NameOf(smoothed.Of)} averaged over noise",
        _ => Catalogue.KindOf(activation.GetType()),
    };
}
