using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The coupled oscillatory RNN, z' = z + dt (tanh(W [y; z] + U u + b) - gamma y - epsilon z), y' = y + dt z' (Rusch and Mishra
/// 2021; spec 2, section 1). State [y; z]; the hidden state that is read out is y. W_rec [N,2N]: columns of y, then of z.
/// </summary>
public sealed record CoRnn : MapNetwork
{
    /// <summary>A readout that starts at U(+-1/sqrt(N)).</summary>
    public CoRnn() => ReadoutInitializer = new UniformFanInInitializer();

    /// <summary>L, the number of layers.</summary>
    [Description("number of layers, each of N units: the first reads the input, each other one the hidden state of the layer below after the same step, the readout the last")]
    [Range(1, 16)]
    [Unlisted]
    public int Layers { get; init; } = 1;

    /// <summary>gamma: the oscillators' squared frequency.</summary>
    [Description("gamma, the oscillators' squared frequency")]
    [Range(0, double.MaxValue)]
    public double Gamma { get; init; } = 2.7;

    /// <summary>epsilon: their damping.</summary>
    [Description("epsilon, the oscillators' damping")]
    [Range(0, double.MaxValue)]
    public double Epsilon { get; init; } = 4.7;

    /// <inheritdoc/>
    public override string Label => "cornn";

    /// <inheritdoc/>
    public override ImmutableArray<double> TimeConstants => [1.0];

    internal override bool IsTimed => true;

    internal override bool TakesFactors => true;

    /// <inheritdoc/>
    public override int StateRows => Places.StateRows;

    internal override ImmutableArray<int> HiddenRows => Places.HiddenRows;

    /// <inheritdoc/>
    public override NoiseShape NoiseShape(int inputs, int outputs) => Places.Noise(inputs, outputs);

    internal override string Kind => Layers == 1 ? base.Kind : $"{base.Kind} of {Layers} layers";

    private LayerStack Places => new(Units, Layers, 2 * Units);

    /// <inheritdoc/>
    public override ParameterLayout Layout(int inputs, int outputs) => Places.Layout(
        inputs,
        read => [("W_rec", Units, 2 * Units, true, true), ("W_in", Units, read, true, true), ("b_rec", Units, 1, true, false)],
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    /// <inheritdoc/>
    public override Cell<T> Prepare<T>(ParameterLayout layout, double dt) => Layers == 1
        ? new CoRnnCell<T>(this, layout, dt)
        : new StackedCell<T>(Units, [.. Places.Parts(layout).Select(part => new CoRnnCell<T>(this, part, dt))]);

    /// <inheritdoc/>
    public override void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        if (Layers == 1)
        {
            MapLayer(layout, parameters, dt, state, input, inside, outside, next);
            return;
        }

        var values = parameters.ToArray();
        Places.Map(layout, state, input, inside, outside, next, (_, part, before, read, within, without, after) => MapLayer(part, values, dt, before, read, within, without, after));
    }

    private void MapLayer<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
        where TReal : struct, IReal<TReal>
    {
        var (step, gamma, epsilon) = (TReal.Constant(dt), TReal.Constant(Gamma), TReal.Constant(Epsilon));
        for (var k = 0; k < Units; k++)
        {
            var a = parameters[layout["b_rec"].Offset + k] + inside[k] + layout["W_rec"].Row(parameters, k, state) + layout["W_in"].Row(parameters, k, input);
            var (y, z) = (state[k], state[Units + k]);
            var velocity = z + (step * (TReal.Tanh(a) + outside[k] - (gamma * y) - (epsilon * z)));
            next[Units + k] = velocity;
            next[k] = y + (step * velocity);
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt)
    {
        var l = Layers == 1 ? "" : "_l";
        var noise = new NoiseLines(sources, dt, TimeConstants, $"y{l}");
        var input = noise.Noisy("u[t]", Placement.Input);
        return
        [
            $"a{l}[t]   = W_rec [y{l}[t]; v{l}[t]] + W_in {(Layers == 1 ? input : "x_l")} + b",
            $"v{l}[t+1] = v{l}[t] + {dt} ({noise.Noisy($"a{l}[t]", Placement.Inside, "tanh")}{noise.Term(Placement.Outside)} - {Gamma} y{l}[t] - {Epsilon} v{l}[t]), v{l}[0] = 0",
            $"y{l}[t+1] = y{l}[t] + {dt} v{l}[t+1]{noise.Term(Placement.State)}, y{l}[0] = 0",
            .. Layers == 1 ? [] : (string[])[$"x_1 = {input}, {LayerNames.Reads(Layers, "y")}"],
            $"z[t]   = W_out y{(Layers == 1 ? "" : $"_{Layers}")}[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            .. noise.Levels(),
        ];
    }

    /// <inheritdoc/>
    public override Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => null;

    private protected override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt)
    {
        // One linear layer of [u; y; z], as in the original program: the fan-in is that of all three.
        var place = LayerNames.PlaceOf(slice.Name);
        var fanIn = layout[LayerNames.In("W_in", place.Layer)].Columns + (2 * Units);
        return place.Name switch
        {
            "W_out" => ReadoutInitializer,
            "b_out" => ReadoutBias ? new UniformFanInInitializer { Gain = 1 / Math.Sqrt(Units) } : new ZeroInitializer(),
            _ => new UniformFanInInitializer { Gain = Math.Sqrt(slice.Columns) / Math.Sqrt(fanIn) },
        };
    }
}
