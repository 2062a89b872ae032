using System.Collections.Immutable;
using NoisyRnn.Noise;

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
    public sealed override ParameterLayout Layout(int inputs, int outputs) => ParameterLayout.Of(
        ("K", Units, Units, true, true),
        ("W_in", Units, inputs, true, true),
        ("b_rec", Units, 1, true, false),
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    /// <inheritdoc/>
    public sealed override Parameters Effective(Parameters parameters)
    {
        var effective = parameters.Copy();
        UpperSkew.Build(effective["K"], Units);
        Transform(effective["K"], Units);
        return effective;
    }

    /// <inheritdoc/>
    public sealed override void PullBack(Parameters parameters, Span<double> gradient)
    {
        var slice = parameters.Layout["K"];
        var skew = parameters[slice].ToArray();
        UpperSkew.Build(skew, Units);
        var part = gradient.Slice(slice.Offset, slice.Length);
        PullBack(skew, part, Units);
        UpperSkew.PullBack(part, Units);
    }

    /// <inheritdoc/>
    public sealed override Cell<T> Prepare<T>(ParameterLayout layout, double dt) => new ModReluCell<T>(layout);

    /// <inheritdoc/>
    public sealed override void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
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
        var noise = new NoiseLines(sources, dt, TimeConstants);
        return
        [
            $"v[t]   = W h[t] + W_in {noise.Noisy("u[t]", Placement.Input)}",
            $"h[t+1] = {noise.Noisy("v[t]", Placement.Inside, "modrelu")}{noise.Term(Placement.Outside)}{noise.Term(Placement.State)}, h[0] = 0",
            $"z[t]   = W_out h[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            "modrelu(v) = sign(v) max(0, |v| + b)",
            $"W = {MatrixFormula}, K = P - P^T, P strictly upper triangular",
            .. noise.Levels(),
        ];
    }

    /// <inheritdoc/>
    public sealed override Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => null;

    private protected sealed override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) => slice.Name switch
    {
        "K" => new RotationInitializer(),
        "W_in" => new UniformFanInInitializer(),
        "W_out" => ReadoutInitializer,
        "b_out" when ReadoutBias => new UniformFanInInitializer { Gain = 1 / Math.Sqrt(Units) },
        _ => new ZeroInitializer(),
    };
}
