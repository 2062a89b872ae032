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

    private protected override int Gates => 3;

    private protected override ImmutableArray<(string Name, int Rows, int Columns, bool IsWeight)> LayerArrays(int inputs) =>
        [("W_rec", 3 * Units, Units, true), ("W_in", 3 * Units, inputs, true), ("b_rec", 3 * Units, 1, false), ("b_hn", Units, 1, false)];

    private protected override Cell<T> PrepareLayer<T>(ParameterLayout layout, int layer) => new GruCell<T>(this, layout, layer);

    private protected override void MapLayer<TReal>(
        ParameterLayout layout, int layer, ReadOnlySpan<TReal> parameters, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        var (gates, squash) = (Averaged(new Sigmoid(), layer, 0, 2), Averaged(new Tanh(), layer, 2, 1));
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

    private protected override IEnumerable<string> LayerEquations(string x, string l, NoiseLines noise)
    {
        var input = $"W_in {x} + b{noise.Term(Placement.Inside)}";
        return
        [
            $"r, z   = sigmoid(W_rec h{l}[t] + {input}){noise.Term(Placement.Outside)}",
            $"n      = tanh({input} + r (W_rec h{l}[t] + b_hn)){noise.Term(Placement.Outside)}",
            $"h{l}[t+1] = (1-z) n + z h{l}[t]{noise.Term(Placement.State)}, h{l}[0] = 0",
        ];
    }
}
