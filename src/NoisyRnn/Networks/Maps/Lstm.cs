using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// The LSTM (Hochreiter and Schmidhuber 1997, with forget gates), in PyTorch's form with one bias a gate. State [h; c];
/// rows of W_rec [4N,N], W_in and b: gates i, f, g, o.
/// </summary>
public sealed record Lstm : GatedNetwork
{
    /// <inheritdoc/>
    public override string Label => Smoothing.IsEmpty ? "lstm" : "lstm smoothed";

    private protected override int LayerStateRows => 2 * Units;

    private protected override int Gates => 4;

    private protected override ImmutableArray<(string Name, int Rows, int Columns, bool IsWeight)> LayerArrays(int inputs) =>
        [("W_rec", 4 * Units, Units, true), ("W_in", 4 * Units, inputs, true), ("b_rec", 4 * Units, 1, false)];

    private protected override Cell<T> PrepareLayer<T>(ParameterLayout layout, int layer) => new LstmCell<T>(this, layout, layer);

    private protected override void MapLayer<TReal>(
        ParameterLayout layout, int layer, ReadOnlySpan<TReal> parameters, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        Span<TReal> gate = new TReal[4];
        UnitActivations[] activations = [Averaged(new Sigmoid(), layer, 0, 1), Averaged(new Sigmoid(), layer, 1, 1), Averaged(new Tanh(), layer, 2, 1), Averaged(new Sigmoid(), layer, 3, 1)];
        for (var k = 0; k < Units; k++)
        {
            for (var j = 0; j < 4; j++)
            {
                var row = (j * Units) + k;
                var a = parameters[layout["b_rec"].Offset + row] + inside[row]
                    + layout["W_rec"].Row(parameters, row, state[..Units]) + layout["W_in"].Row(parameters, row, input);
                gate[j] = activations[j][k].Apply(a) + outside[row];
            }

            var c = (gate[1] * state[Units + k]) + (gate[0] * gate[2]);
            next[Units + k] = c;
            next[k] = gate[3] * TReal.Tanh(c);
        }
    }

    private protected override IEnumerable<string> LayerEquations(string x, string l, NoiseLines noise) =>
    [
        $"a{l}[t]   = W_rec h{l}[t] + W_in {x} + b{noise.Term(Placement.Inside)}, four rows a unit: i, f, g, o",
        $"i, f, o = sigmoid(a{l}[t]){noise.Term(Placement.Outside)}, g = tanh(a{l}[t]){noise.Term(Placement.Outside)}",
        $"c{l}[t+1] = f c{l}[t] + i g",
        $"h{l}[t+1] = o tanh(c{l}[t+1]){noise.Term(Placement.State)}, h{l}[0] = c{l}[0] = 0",
    ];
}
