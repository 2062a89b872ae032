using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// h' = modrelu(W h + U u) with an orthogonal W made of a skew-symmetric K, h_0 = 0: what distinguishes its leaves is how.
/// modrelu(v) = sign(v) relu(|v| + b), with sign(0) = 0 and a trainable b for each unit. With noise:
/// h' = modrelu(W h + U (u + s xi_input) + s xi_inside) + s xi_outside + s xi_state. Outside and on the state noise stands at the
/// same place, as in any map whose new state is the activation's value itself.
/// </summary>
/// <remarks>
/// At the start K is block-diagonal (<see cref="RotationInitializer"/>), U is U(+-1/sqrt(I)) as in the other networks of the
/// library, b is 0 (then modrelu is the identity) and the readout U(+-1/sqrt(N)). The parameters of K are the entries above
/// the diagonal of the array "K".
/// </remarks>
public abstract record OrthogonalNetwork : MapNetwork
{
    /// <summary>A readout that starts at U(+-1/sqrt(N)).</summary>
    protected OrthogonalNetwork() => ReadoutInitializer = new UniformFanInInitializer();

    /// <summary>L, the number of layers.</summary>
    [Description("number of layers, each of N units: the first reads the input, each other one the hidden state of the layer below after the same step, the readout the last")]
    [Range(1, 16)]
    [Unlisted]
    public int Layers { get; init; } = 1;

    /// <inheritdoc/>
    public sealed override int StateRows => Places.StateRows;

    internal sealed override ImmutableArray<int> HiddenRows => Places.HiddenRows;

    /// <inheritdoc/>
    public sealed override NoiseShape NoiseShape(int inputs, int outputs) => Places.Noise(inputs, outputs);

    internal sealed override string Kind => Layers == 1 ? base.Kind : $"{base.Kind} of {Layers} layers";

    private LayerStack Places => new(Units, Layers, Units);

    /// <inheritdoc/>
    public override ImmutableArray<double> TimeConstants => [1.0];

    // 1: the angles of the start no longer by the platform's library.
    internal override int Revision => 1;

    /// <summary>How W is made of K, as it stands in an equation.</summary>
    private protected abstract string MatrixFormula { get; }

    /// <summary>K becomes W, in place. [n, n]</summary>
    private protected abstract void Transform(Span<double> matrix, int n);

    /// <summary>dL/dW becomes dL/dK, in place. [n, n]</summary>
    private protected abstract void PullBack(ReadOnlySpan<double> skew, Span<double> gradient, int n);

    /// <inheritdoc/>
    public sealed override ParameterLayout Layout(int inputs, int outputs) => Places.Layout(
        inputs,
        read => [("K", Units, Units, true, true), ("W_in", Units, read, true, true), ("b_rec", Units, 1, true, false)],
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    /// <inheritdoc/>
    public sealed override Parameters Effective(Parameters parameters)
    {
        var effective = parameters.Copy();
        foreach (var part in Places.Parts(effective.Layout))
        {
            UpperSkew.Build(effective[part["K"]], Units);
            Transform(effective[part["K"]], Units);
        }

        return effective;
    }

    /// <inheritdoc/>
    public sealed override void PullBack(Parameters parameters, Span<double> gradient)
    {
        foreach (var layer in Places.Parts(parameters.Layout))
        {
            var slice = layer["K"];
            var skew = parameters[slice].ToArray();
            UpperSkew.Build(skew, Units);
            var part = gradient.Slice(slice.Offset, slice.Length);
            PullBack(skew, part, Units);
            UpperSkew.PullBack(part, Units);
        }
    }

    /// <inheritdoc/>
    public sealed override Cell<T> Prepare<T>(ParameterLayout layout, double dt) => Layers == 1
        ? new ModReluCell<T>(layout)
        : new StackedCell<T>(Units, [.. Places.Parts(layout).Select(static part => new ModReluCell<T>(part))]);

    /// <inheritdoc/>
    public sealed override void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        if (Layers == 1)
        {
            MapLayer(layout, parameters, state, input, inside, outside, next);
            return;
        }

        var values = parameters.ToArray();
        Places.Map(layout, state, input, inside, outside, next, (_, part, before, read, within, without, after) => MapLayer(part, values, before, read, within, without, after));
    }

    private void MapLayer<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
        where TReal : struct, IReal<TReal>
    {
        for (var i = 0; i < Units; i++)
        {
            var v = inside[i] + layout["K"].Row(parameters, i, state) + layout["W_in"].Row(parameters, i, input);
            var b = parameters[layout["b_rec"].Offset + i];
            var sign = TReal.Constant(Math.Abs(v.Value) + b.Value > 0 ? Math.Sign(v.Value) : 0);
            next[i] = (sign * ((sign * v) + b)) + outside[i];
        }
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt)
    {
        var l = Layers == 1 ? "" : "_l";
        var noise = new NoiseLines(sources, dt, TimeConstants, $"h{l}");
        var input = noise.Noisy("u[t]", Placement.Input);
        return
        [
            $"v{l}[t]   = W h{l}[t] + W_in {(Layers == 1 ? input : "x_l")}",
            $"h{l}[t+1] = {noise.Noisy($"v{l}[t]", Placement.Inside, "modrelu")}{noise.Term(Placement.Outside)}{noise.Term(Placement.State)}, h{l}[0] = 0",
            .. Layers == 1 ? [] : (string[])[$"x_1 = {input}, {LayerNames.Reads(Layers, "h", LayerStack.OwnArrays)}"],
            $"z[t]   = W_out h{(Layers == 1 ? "" : $"_{Layers}")}[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            "modrelu(v) = sign(v) max(0, |v| + b)",
            $"W = {MatrixFormula}, K = P - P^T, P strictly upper triangular",
            .. noise.Levels(),
        ];
    }

    /// <inheritdoc/>
    public sealed override Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => null;

    private protected sealed override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) => LayerNames.PlaceOf(slice.Name).Name switch
    {
        "K" => new RotationInitializer(),
        "W_in" => new UniformFanInInitializer(),
        "W_out" => ReadoutInitializer,
        "b_out" when ReadoutBias => new UniformFanInInitializer { Gain = 1 / Math.Sqrt(Units) },
        _ => new ZeroInitializer(),
    };
}
