using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The LSTM's step and its derivative on SIMD kernels.</summary>
/// <remarks>
/// Saved rows: the gates' values i, f, g, o, their slopes, tanh(c') and its slope. Backward, with (G, C) = dL/d(h', c'):
/// C += G o (1 - tanh^2 c'); the deltas are (C g, C c, C i, G tanh c') times the slopes; dL/dc = C f, dL/dh = W_rec^T delta.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class LstmCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Tanh Squash = new();
    private readonly UnitActivations _first, _candidate, _output;
    private readonly Weights<T> _recurrent, _input;
    private readonly ParameterSlice _biasSlice;
    private readonly T[] _bias, _state;
    private readonly int _units;

    public LstmCell(Lstm network, ParameterLayout layout, int layer)
    {
        var units = network.Units;
        (_units, _first, _candidate, _output) = (units, network.Averaged(new Sigmoid(), layer, 0, 2), network.Averaged(new Tanh(), layer, 2, 1), network.Averaged(new Sigmoid(), layer, 3, 1));
        (_recurrent, _input, _biasSlice) = (new(layout["W_rec"]), new(layout["W_in"]), layout["b_rec"]);
        (_bias, _state) = (new T[4 * units], new T[2 * units]);
        GradientRules =
        [
            new(_recurrent.Slice, 0, GradientSource.State),
            new(_input.Slice, 0, GradientSource.Input),
            new(_biasSlice, 0, GradientSource.None),
        ];
    }

    public override int StateRows => 2 * _units;

    public override int SavedRows => 10 * _units;

    public override int ScratchRows => 10 * _units;

    public override int DeltaRows => 4 * _units;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override void Refresh(Parameters effective)
    {
        _recurrent.Refresh(effective);
        _input.Refresh(effective);
        Matrices.Round(effective[_biasSlice], _bias);
    }

    public override void Step(in StepFrame<T> frame)
    {
        var width = frame.Width;
        var n = _units * width;
        var saved = frame.Saved.IsEmpty ? frame.Scratch : frame.Saved;
        var gates = saved[..(4 * n)];
        var slopes = saved.Slice(4 * n, 4 * n);
        Rows.AddTo(_bias, frame.Inside, gates, width);
        _recurrent.Add(frame.State[..n], gates, width, frame.Ahead);
        _input.Add(frame.Input, gates, width);
        _first.Evaluate<T>(gates[..(2 * n)], gates[..(2 * n)], slopes[..(2 * n)]);
        _candidate.Evaluate<T>(gates.Slice(2 * n, n), gates.Slice(2 * n, n), slopes.Slice(2 * n, n));
        _output.Evaluate<T>(gates.Slice(3 * n, n), gates.Slice(3 * n, n), slopes.Slice(3 * n, n));
        if (!frame.Outside.IsEmpty)
            Rows.Add(frame.Outside, gates);
        var next = frame.Next.Slice(n, n);
        Rows.ScaledProduct<T>([T.One], gates.Slice(n, n), frame.State.Slice(n, n), next, n);
        Rows.AddScaledProduct<T>([T.One], gates[..n], gates.Slice(2 * n, n), next, n);
        var squashed = saved.Slice(8 * n, n);
        next.CopyTo(squashed);
        Squash.EvaluateAs<T>(squashed, squashed, saved.Slice(9 * n, n));
        Rows.ScaledProduct<T>([T.One], gates.Slice(3 * n, n), squashed, frame.Next[..n], n);
        if (!frame.OnState.IsEmpty)
            Rows.Add(frame.OnState, frame.Next[..n]);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var n = _units * frame.Width;
        var gates = frame.Saved[..(4 * n)];
        var slopes = frame.Saved.Slice(4 * n, 4 * n);
        var hidden = frame.Gradient[..n];
        var memory = frame.Gradient.Slice(n, n);
        var delta = frame.Delta;
        // o first, while dL/dh' is still there; its rows hold G o (1 - tanh^2) for a moment.
        var output = delta.Slice(3 * n, n);
        Rows.ScaledProduct<T>([T.One], hidden, gates.Slice(3 * n, n), output, n);
        Rows.AddScaledProduct<T>([T.One], output, frame.Saved.Slice(9 * n, n), memory, n);
        Rows.ScaledProduct<T>([T.One], hidden, frame.Saved.Slice(8 * n, n), output, n);
        Rows.ScaledProduct<T>([T.One], memory, gates.Slice(2 * n, n), delta[..n], n);
        Rows.ScaledProduct<T>([T.One], memory, frame.State.Slice(n, n), delta.Slice(n, n), n);
        Rows.ScaledProduct<T>([T.One], memory, gates[..n], delta.Slice(2 * n, n), n);
        Rows.Multiply(slopes, delta[..(4 * n)]);
        Rows.Multiply(gates.Slice(n, n), memory);
        hidden.Clear();
        _recurrent.AddTransposed(delta, hidden, frame.Width, frame.Ahead);
        if (!frame.InputGradient.IsEmpty)
            _input.AddTransposed(delta, frame.InputGradient, frame.Width);
    }
}
