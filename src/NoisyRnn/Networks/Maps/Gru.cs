using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// The GRU (Cho et al. 2014) in PyTorch's form, the reset gate inside: n = tanh(W_in u + b + r (W_rec h + b_hn)). Rows of
/// W_rec [3N,N], W_in and b: gates r, z, n.
/// </summary>
public sealed record Gru : GatedNetwork
{
    /// <inheritdoc/>
    public override string Label => Smoothing.IsEmpty ? "gru" : "gru smoothed";

    /// <inheritdoc/>
    public override ParameterLayout Layout(int inputs, int outputs) => ParameterLayout.Of(
        ("W_rec", 3 * Units, Units, true, true),
        ("W_in", 3 * Units, inputs, true, true),
        ("b_rec", 3 * Units, 1, true, false),
        ("b_hn", Units, 1, true, false),
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    /// <inheritdoc/>
    public override Cell<T> Prepare<T>(ParameterLayout layout, double dt) => new GruCell<T>(this, layout);

    /// <inheritdoc/>
    public override void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        var (gates, squash) = (Averaged(new Sigmoid(), 0, 2), Averaged(new Tanh(), 2, 1));
        for (var k = 0; k < Units; k++)
        {
            var reset = gates[k].Apply(Input(parameters, k, inside, input) + layout["W_rec"].Row(parameters, k, state)) + outside[k];
            var update = gates[Units + k].Apply(Input(parameters, Units + k, inside, input) + layout["W_rec"].Row(parameters, Units + k, state)) + outside[Units + k];
            var recurrent = layout["W_rec"].Row(parameters, (2 * Units) + k, state) + parameters[layout["b_hn"].Offset + k];
            var candidate = squash[k].Apply(Input(parameters, (2 * Units) + k, inside, input) + (reset * recurrent)) + outside[(2 * Units) + k];
            next[k] = candidate + (update * (state[k] - candidate));
        }

        TReal Input(ReadOnlySpan<TReal> values, int row, ReadOnlySpan<TReal> noise, ReadOnlySpan<TReal> u) =>
            values[layout["b_rec"].Offset + row] + noise[row] + layout["W_in"].Row(values, row, u);
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt)
    {
        var noise = new NoiseLines(sources, dt, TimeConstants);
        var input = $"W_in {noise.Noisy("u[t]", Placement.Input)} + b{noise.Term(Placement.Inside)}";
        return
        [
            $"r, z   = sigmoid(W_rec h[t] + {input}){noise.Term(Placement.Outside)}",
            $"n      = tanh({input} + r (W_rec h[t] + b_hn)){noise.Term(Placement.Outside)}",
            $"h[t+1] = (1-z) n + z h[t]{noise.Term(Placement.State)}, h[0] = 0",
            $"z[t]   = W_out h[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            .. AveragedWords(),
            .. noise.Levels(),
        ];
    }

    private protected override int Gates => 3;
}
