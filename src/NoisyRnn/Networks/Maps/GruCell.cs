using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The GRU's step and its derivative on SIMD kernels.</summary>
/// <remarks>
/// Saved rows: r, z, n, their slopes, and v = W_hn h + b_hn. Backward, with G = dL/dh': delta_n = G (1-z) n',
/// delta_z = G (h - n) z', delta_r = delta_n v r'; the recurrent weights of n see r delta_n. Delta rows: r, z, r delta_n, n.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class GruCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly UnitActivations _gate, _squash;
    private readonly Weights<T> _recurrent, _inputGates, _inputCandidate;
    private readonly ParameterSlice _biasSlice, _recurrentBiasSlice;
    private readonly T[] _bias, _recurrentBias, _state;
    private readonly int _units;

    public GruCell(Gru network, ParameterLayout layout, int layer)
    {
        var units = network.Units;
        (_units, _gate, _squash) = (units, network.Averaged(new Sigmoid(), layer, 0, 2), network.Averaged(new Tanh(), layer, 2, 1));
        var (input, bias) = (layout["W_in"], layout["b_rec"]);
        _recurrent = new(layout["W_rec"]);
        (_inputGates, _inputCandidate) = (new(Part(input, 0, 2)), new(Part(input, 2, 1)));
        (_biasSlice, _recurrentBiasSlice) = (bias, layout["b_hn"]);
        (_bias, _recurrentBias, _state) = (new T[3 * units], new T[units], new T[units]);
        GradientRules =
        [
            new(_recurrent.Slice, 0, GradientSource.State),
            new(_inputGates.Slice, 0, GradientSource.Input),
            new(_inputCandidate.Slice, 3 * units, GradientSource.Input),
            new(Part(bias, 0, 2), 0, GradientSource.None),
            new(Part(bias, 2, 1), 3 * units, GradientSource.None),
            new(_recurrentBiasSlice, 2 * units, GradientSource.None),
        ];

        ParameterSlice Part(ParameterSlice whole, int first, int gates) =>
            whole with { Rows = gates * units, Offset = whole.Offset + (first * units * whole.Columns) };
    }

    public override int StateRows => _units;

    public override int SavedRows => 7 * _units;

    public override int ScratchRows => 7 * _units;

    public override int DeltaRows => 4 * _units;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override void Refresh(Parameters effective)
    {
        _recurrent.Refresh(effective);
        _inputGates.Refresh(effective);
        _inputCandidate.Refresh(effective);
        Matrices.Round(effective[_biasSlice], _bias);
        Matrices.Round(effective[_recurrentBiasSlice], _recurrentBias);
    }

    public override void Step(in StepFrame<T> frame)
    {
        var width = frame.Width;
        var n = _units * width;
        var saved = frame.Saved.IsEmpty ? frame.Scratch : frame.Saved;
        var values = saved[..(3 * n)];
        var slopes = saved.Slice(3 * n, 3 * n);
        var recurrent = saved.Slice(6 * n, n);
        var candidate = values.Slice(2 * n, n);
        Rows.AddTo(_bias, frame.Inside, values, width);
        // The recurrent product goes into rows r, z, v; those of n and its slope serve as the third rows for a moment.
        var products = slopes;
        products[..(2 * n)].Clear();
        Rows.Broadcast(_recurrentBias, products.Slice(2 * n, n), width);
        _recurrent.Add(frame.State, products, width, frame.Ahead);
        products.Slice(2 * n, n).CopyTo(recurrent);
        Rows.Add(products[..(2 * n)], values[..(2 * n)]);
        _inputGates.Add(frame.Input, values[..(2 * n)], width);
        _inputCandidate.Add(frame.Input, candidate, width);
        _gate.Evaluate<T>(values[..(2 * n)], values[..(2 * n)], slopes[..(2 * n)]);
        if (!frame.Outside.IsEmpty)
            Rows.Add(frame.Outside[..(2 * n)], values[..(2 * n)]);
        Rows.AddScaledProduct<T>([T.One], values[..n], recurrent, candidate, n);
        _squash.Evaluate<T>(candidate, candidate, slopes.Slice(2 * n, n));
        if (!frame.Outside.IsEmpty)
            Rows.Add(frame.Outside.Slice(2 * n, n), candidate);
        // h' = n + z (h - n)
        var next = frame.Next;
        frame.State.CopyTo(next);
        Rows.AddScaled<T>([-T.One], candidate, next, n);
        Rows.MultiplyAdd(candidate, values.Slice(n, n), next);
        if (!frame.OnState.IsEmpty)
            Rows.Add(frame.OnState, next);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var width = frame.Width;
        var n = _units * width;
        var gradient = frame.Gradient;
        var slopes = frame.Saved.Slice(3 * n, 3 * n);
        var update = frame.Saved.Slice(n, n);
        var reset = frame.Delta[..n];
        var updateDelta = frame.Delta.Slice(n, n);
        var recurrentDelta = frame.Delta.Slice(2 * n, n);
        var candidateDelta = frame.Delta.Slice(3 * n, n);
        // z: G (h - n) z'
        frame.State.CopyTo(updateDelta);
        Rows.AddScaled<T>([-T.One], frame.Saved.Slice(2 * n, n), updateDelta, n);
        Rows.Multiply(gradient, updateDelta);
        Rows.Multiply(slopes.Slice(n, n), updateDelta);
        // n: G (1 - z) n'
        gradient.CopyTo(candidateDelta);
        Rows.AddScaledProduct<T>([-T.One], gradient, update, candidateDelta, n);
        Rows.Multiply(slopes.Slice(2 * n, n), candidateDelta);
        // r: delta_n v r', and r delta_n
        Rows.ScaledProduct<T>([T.One], candidateDelta, frame.Saved.Slice(6 * n, n), reset, n);
        Rows.Multiply(slopes[..n], reset);
        Rows.ScaledProduct<T>([T.One], candidateDelta, frame.Saved[..n], recurrentDelta, n);
        Rows.Multiply(update, gradient);
        _recurrent.AddTransposed(frame.Delta[..(3 * n)], gradient, width, frame.Ahead);
        if (frame.InputGradient.IsEmpty)
            return;
        _inputGates.AddTransposed(frame.Delta[..(2 * n)], frame.InputGradient, width);
        _inputCandidate.AddTransposed(candidateDelta, frame.InputGradient, width);
    }
}
