using System.Collections.Immutable;
using System.ComponentModel;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// The Elman network, h' = f(W_rec h + W_in u + b), h_0 = 0 (Elman 1990; spec 2, section 1): no time step, no leak.
/// With noise: h' = f(W_rec h + W_in (u + s xi_input) + b + s xi_inside) + s xi_outside + s xi_state. Outside and on the state
/// noise stands at the same place, as in any map whose new state is the activation's value itself.
/// </summary>
/// <remarks>
/// At the start W_rec, W_in, b, W_out and b_out are independent U(+-1/sqrt(N)), as PyTorch's nn.RNN and nn.Linear are; PyTorch
/// has two biases where one b stands here.
/// </remarks>
public sealed record Elman : StackedNetwork
{
    /// <summary>A readout that starts at U(+-1/sqrt(N)).</summary>
    public Elman() => ReadoutInitializer = new UniformFanInInitializer();

    /// <summary>f.</summary>
    [Description("activation function f")]
    public Activation Activation { get; init; } = new Tanh();

    /// <summary>How W_rec starts.</summary>
    [Description("how the recurrent weights W_rec start")]
    public Initializer RecurrentInitializer { get; init; } = new UniformFanInInitializer();

    /// <inheritdoc/>
    public override string Label => Activation switch
    {
        Tanh => "elman",
        GaussianSmoothed smoothed => $"elman, {smoothed.Of.Label} smoothed at {smoothed.Sigma}",
        _ => $"elman, {Activation.Label}",
    };

    private protected override int Gates => 1;

    private protected override ImmutableArray<(string Name, int Rows, int Columns, bool IsWeight)> LayerArrays(int inputs) =>
        [("W_rec", Units, Units, true), ("W_in", Units, inputs, true), ("b_rec", Units, 1, false)];

    private protected override Cell<T> PrepareLayer<T>(ParameterLayout layout, int layer) => new ElmanCell<T>(this, layout);

    private protected override void MapLayer<TReal>(
        ParameterLayout layout, int layer, ReadOnlySpan<TReal> parameters, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        var bias = layout["b_rec"].Offset;
        for (var i = 0; i < Units; i++)
        {
            var a = parameters[bias + i] + inside[i] + layout["W_rec"].Row(parameters, i, state) + layout["W_in"].Row(parameters, i, input);
            next[i] = Activation.Apply(a) + outside[i];
        }
    }

    private protected override IEnumerable<string> LayerEquations(string x, string l, NoiseLines noise) =>
    [
        $"a{l}[t]   = W_rec h{l}[t] + W_in {x} + b",
        $"h{l}[t+1] = {noise.Noisy($"a{l}[t]", Placement.Inside, "f")}{noise.Term(Placement.Outside)}{noise.Term(Placement.State)}, h{l}[0] = 0",
    ];

    private protected override IEnumerable<string> Definitions => [$"f: {Activation.Formula}"];

    /// <inheritdoc/>
    public override Network Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => this with { Activation = DistributionSmoothed.Mean(Activation, sigma, law) };

    internal override bool LearnsNoise => true;

    // A step of 1 with a leak: h + (f(a) - h).
    internal override bool TakesFactors => true;

    internal override ImmutableArray<DriftLayer> Form(ParameterLayout layout) =>
        Layers == 1 ? [LayerForm(layout)] : [];

    /// <summary>The form of a layer.</summary>
    /// <param name="layout">Its arrays.</param>
    internal DriftLayer LayerForm(ParameterLayout layout) => new(new(Activation, []), layout["W_in"], layout["b_rec"]) { Recurrent = layout["W_rec"], Leaks = true };

    // It has the form, with d = 1: h keeps nothing of noise before the last step, so that the closure rests on that step's noise alone. It
    // has not been compared with simulations of this network, and what is not checked is not offered.
    internal override ImmutableArray<LeakyLayer> LeakyLayers(ParameterLayout layout) => [];

    private protected override Initializer InitializerOf(ParameterSlice slice) => slice.Name switch
    {
        "W_rec" => RecurrentInitializer,
        "W_in" => new UniformFanInInitializer { Gain = Math.Sqrt(slice.Columns / (double)Units) },
        _ => new UniformFanInInitializer { Gain = 1 / Math.Sqrt(Units) },
    };
}
