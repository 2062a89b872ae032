using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// A feed-forward network of 1 to 3 hidden layers of N units (spec 1, section 1: the same layer without recurrence). With
/// h_0 = u + s xi_input, a_l = W_l h_(l-1) + b_l and h_l = f(a_l + s xi_inside) + s xi_outside, l = 1 .. layers; the readout
/// reads the last layer, to which the noise on the state is added. Each step of a trial is by itself: it remembers nothing.
/// </summary>
/// <remarks>The noise of a layer has rows of its own: levels by unit are layers times N, the first layer's first.</remarks>
public sealed record FeedForward : MapNetwork, IValidated
{
    private const int MostLayers = 3;

    /// <summary>Number of hidden layers.</summary>
    [Description("number of hidden layers, each of N units")]
    [Range(1, MostLayers)]
    public int Layers { get; init; } = 1;

    /// <summary>f.</summary>
    [Description("activation function f of all hidden layers")]
    public Activation Activation { get; init; } = new Relu();

    /// <summary>Standard deviation of the noise that each unit's f is averaged over: a repaired network; empty for none.</summary>
    [Description("standard deviation of noise inside that each unit's activation is averaged over, one a unit, layer after layer: a repaired network; empty for none")]
    [Range(0, double.MaxValue)]
    public ImmutableArray<double> Smoothing { get; init; } = [];

    /// <summary>How W_1 = W_in starts.</summary>
    [Description("how the first layer's weights W_in start")]
    public Initializer InputInitializer { get; init; } = new NormalInitializer { Std = 1 };

    /// <summary>How the weights between hidden layers start.</summary>
    [Description("how the weights W_2, W_3 between hidden layers start")]
    public Initializer HiddenInitializer { get; init; } = new GaussianInitializer();

    /// <summary>How the biases start.</summary>
    [Description("how the biases b start")]
    public Initializer BiasInitializer { get; init; } = new NormalInitializer { Std = 0.1 };

    /// <inheritdoc/>
    public override string Label => Activation is GaussianSmoothed smoothed
        ? $"{smoothed.Of.Label} smoothed at {smoothed.Sigma}"
        : Activation.Label;

    /// <inheritdoc/>
    public override ImmutableArray<double> TimeConstants => [1.0];

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Smoothing.Length != 0 && Smoothing.Length != Layers * Units)
            yield return ("smoothing", $"{Smoothing.Length} levels for {Layers} layers of {Units} units; allowed is none, or one a unit");
    }

    /// <inheritdoc/>
    public override NoiseShape NoiseShape(int inputs, int outputs) => new(Layers * Units, Layers * Units, Units, inputs, outputs) { Layers = Layers };

    /// <inheritdoc/>
    public override ParameterLayout Layout(int inputs, int outputs)
    {
        var arrays = new List<(string, int, int, bool, bool)> { ("W_in", Units, inputs, true, true), ("b_1", Units, 1, true, false) };
        for (var layer = 2; layer <= Layers; layer++)
            arrays.AddRange([($"W_{layer}", Units, Units, true, true), ($"b_{layer}", Units, 1, true, false)]);
        arrays.AddRange(
        [
            ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
            ("b_out", outputs, 1, TrainReadout && ReadoutBias, false),
        ]);
        return ParameterLayout.Of([.. arrays]);
    }

    /// <inheritdoc/>
    public override Cell<T> Prepare<T>(ParameterLayout layout, double dt) => new FeedForwardCell<T>(this, layout);

    /// <inheritdoc/>
    public override void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        var before = input.ToArray();
        var activations = Activations;
        for (var layer = 1; layer <= Layers; layer++)
        {
            var (weights, bias) = (layout[WeightName(layer)], layout[$"b_{layer}"].Offset);
            var values = new TReal[Units];
            for (var i = 0; i < Units; i++)
            {
                var row = ((layer - 1) * Units) + i;
                values[i] = activations[row].Apply(parameters[bias + i] + inside[row] + weights.Row<TReal>(parameters, i, before)) + outside[row];
            }

            before = values;
        }

        before.CopyTo(next);
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt)
    {
        var noise = new NoiseLines(sources, dt, TimeConstants);
        var lines = ImmutableArray.CreateBuilder<string>();
        for (var layer = 1; layer <= Layers; layer++)
        {
            var before = layer == 1 ? noise.Noisy("u[t]", Placement.Input) : $"h_{layer - 1}";
            lines.Add($"a_{layer}  = {WeightName(layer)} {before} + b_{layer}");
            lines.Add($"h_{layer}  = {noise.Noisy($"a_{layer}", Placement.Inside, "f", layer)}{noise.Term(Placement.Outside, layer)}{(layer == Layers ? noise.Term(Placement.State) : "")}");
        }

        lines.Add($"z[t] = W_out h_{Layers}{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}");
        lines.Add($"f: {Activation.Formula}{UnitActivations.Words(Smoothing)}");
        return [.. lines, .. noise.Levels()];
    }

    /// <inheritdoc/>
    public override Network Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => this with { Activation = DistributionSmoothed.Mean(Activation, sigma, law) };

    /// <inheritdoc/>
    public override Network SmoothedByUnit(ImmutableArray<double> sigma) => this with { Smoothing = sigma };

    internal UnitActivations Activations => new(Activation, Smoothing);

    /// <inheritdoc/>
    public override string? Refusal(NoiseSource source) => source.Placement == Placement.Feedback
        ? "noise.placement: feedback is not for feedforward, which feeds nothing back; allowed are inside, outside, state, input and readout"
        : base.Refusal(source);

    internal override bool IsRecurrent => false;

    internal override bool LearnsNoise => true;

    internal override bool TakesFactors => true;

    internal override ImmutableArray<DriftLayer> Form(ParameterLayout layout) =>
    [
        .. Enumerable.Range(1, Layers).Select(layer =>
            new DriftLayer(Activations.Range((layer - 1) * Units, Units), layout[WeightName(layer)], layout[$"b_{layer}"]) { Leaks = true }),
    ];

    /// <summary>The name of a layer's weights: the first reads the input.</summary>
    internal static string WeightName(int layer) => layer == 1 ? "W_in" : $"W_{layer}";

    private protected override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) => slice.Name switch
    {
        "W_in" => InputInitializer,
        "W_out" => ReadoutInitializer,
        "b_out" => new ZeroInitializer(),
        ['W', ..] => HiddenInitializer,
        _ => BiasInitializer,
    };
}
