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

    /// <inheritdoc/>
    public override int StateRows => 2 * Units;

    /// <inheritdoc/>
    public override ParameterLayout Layout(int inputs, int outputs) => ParameterLayout.Of(
        ("W_rec", 4 * Units, Units, true, true),
        ("W_in", 4 * Units, inputs, true, true),
        ("b_rec", 4 * Units, 1, true, false),
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    /// <inheritdoc/>
    public override Cell<T> Prepare<T>(ParameterLayout layout, double dt) => new LstmCell<T>(this, layout);

    /// <inheritdoc/>
    public override void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        Span<TReal> gate = new TReal[4];
        UnitActivations[] activations = [Averaged(new Sigmoid(), 0, 1), Averaged(new Sigmoid(), 1, 1), Averaged(new Tanh(), 2, 1), Averaged(new Sigmoid(), 3, 1)];
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

    /// <inheritdoc/>
    public override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt)
    {
        var noise = new NoiseLines(sources, dt, TimeConstants);
        return
        [
            $"a[t]   = W_rec h[t] + W_in {noise.Noisy("u[t]", Placement.Input)} + b{noise.Term(Placement.Inside)}, four rows a unit: i, f, g, o",
            $"i, f, o = sigmoid(a[t]){noise.Term(Placement.Outside)}, g = tanh(a[t]){noise.Term(Placement.Outside)}",
            "c[t+1] = f c[t] + i g",
            $"h[t+1] = o tanh(c[t+1]){noise.Term(Placement.State)}, h[0] = c[0] = 0",
            $"z[t]   = W_out h[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            .. AveragedWords(),
            .. noise.Levels(),
        ];
    }

    private protected override int Gates => 4;
}
