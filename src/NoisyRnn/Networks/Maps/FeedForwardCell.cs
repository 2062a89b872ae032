using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The feed-forward network's step and its derivative on SIMD kernels.</summary>
/// <remarks>
/// Forward, layer by layer: a = b + s xi + W h; h = f(a) + s xi. Saved: f'(a) of all layers, then h of all but the last.
/// Backward, with G = dL/dh of the last layer: delta_l = G f'(a_l); G = W_l^T delta_l for the layer before;
/// dL/dW_l = sum delta_l h_(l-1)^T, dL/db_l = sum delta_l. Nothing goes back to the step before.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class FeedForwardCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly UnitActivations[] _activations;
    private readonly int _units, _layers;
    private readonly Weights<T>[] _weights;
    private readonly ParameterSlice[] _biasSlices;
    private readonly T[][] _biases;
    private readonly T[] _state;

    public FeedForwardCell(FeedForward network, ParameterLayout layout)
    {
        (_units, _layers, _state) = (network.Units, network.Layers, new T[network.Units]);
        _activations = [.. Enumerable.Range(0, _layers).Select(layer => network.Activations.Range(layer * _units, _units))];
        var numbers = Enumerable.Range(1, _layers).ToArray();
        _weights = [.. numbers.Select(layer => new Weights<T>(layout[FeedForward.WeightName(layer)]))];
        _biasSlices = [.. numbers.Select(layer => layout[$"b_{layer}"])];
        _biases = [.. numbers.Select(_ => new T[_units])];
        GradientRules =
        [
            .. _weights.Select((weights, l) => l == 0
                ? new GradientRule(weights.Slice, 0, GradientSource.Input)
                : new GradientRule(weights.Slice, l * _units, GradientSource.Saved, HiddenRow(l - 1))),
            .. _biasSlices.Select((bias, l) => new GradientRule(bias, l * _units, GradientSource.None)),
        ];
    }

    public override int StateRows => _units;

    public override int ScratchRows => _layers * _units;

    public override int SavedRows => ((2 * _layers) - 1) * _units;

    public override int DeltaRows => _layers * _units;

    public override bool TellsNoiseGradients => true;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override void Refresh(Parameters effective)
    {
        for (var l = 0; l < _layers; l++)
        {
            _weights[l].Refresh(effective);
            Matrices.Round(effective[_biasSlices[l]], _biases[l]);
        }
    }

    public override void Step(in StepFrame<T> frame)
    {
        var (width, rows) = (frame.Width, _units * frame.Width);
        var before = frame.Input;
        for (var l = 0; l < _layers; l++)
        {
            var hidden = l == _layers - 1 ? frame.Next
                : frame.Saved.IsEmpty ? frame.Scratch.Slice(l * rows, rows)
                : frame.Saved.Slice(HiddenRow(l) * width, rows);
            var noise = frame.Activation.OfLayer(l, rows);
            var slope = frame.Saved.IsEmpty ? [] : frame.Saved.Slice(l * rows, rows);
            Rows.AddTo(_biases[l], noise.Beginning, hidden, width);
            _weights[l].Add(before, hidden, width);
            noise.OnArgument(hidden);
            _activations[l].Evaluate(hidden, hidden, slope);
            noise.OnValue(hidden, slope);
            before = hidden;
        }

        if (!frame.OnState.IsEmpty)
            Rows.Add(frame.OnState, frame.Next);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var (width, rows) = (frame.Width, _units * frame.Width);
        ReadOnlySpan<T> gradient = frame.Gradient;
        if (!frame.NoiseGradient.IsEmpty && frame.Asked == NoiseTerm.State)
            gradient.CopyTo(frame.NoiseGradient);
        for (var l = _layers - 1; l >= 0; l--)
        {
            var delta = frame.Delta.Slice(l * rows, rows);
            Rows.ScaledProduct<T>([T.One], gradient, frame.Saved.Slice(l * rows, rows), delta, rows);
            if (!frame.NoiseGradient.IsEmpty && frame.Asked != NoiseTerm.State)
                (frame.Asked == NoiseTerm.Inside ? delta : gradient).CopyTo(frame.NoiseGradient.Slice(l * rows, rows));
            if (l > 0)
            {
                var earlier = frame.Scratch.Slice(l * rows, rows);
                earlier.Clear();
                _weights[l].AddTransposed(delta, earlier, width);
                gradient = earlier;
            }
            else if (!frame.InputGradient.IsEmpty)
            {
                _weights[0].AddTransposed(delta, frame.InputGradient, width);
            }
        }

        frame.Gradient.Clear();
    }

    private int HiddenRow(int layer) => (_layers + layer) * _units;
}
