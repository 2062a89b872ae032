using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The current form's step and its derivative on SIMD kernels.</summary>
/// <remarks>
/// Saved: f'(x'). Backward, with (R, X) = dL/d(r', x'): X += f'(x') R; delta = g X; dL/d(r, x) = (W_rec^T delta, (1-g) X).
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class CurrentCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly UnitActivations _activations;
    private readonly Weights<T> _recurrent, _input;
    private readonly ParameterSlice _biasSlice, _stateSlice;
    private readonly T[] _bias, _state, _gain, _keep, _minusOne;
    private readonly int _units;

    public CurrentCell(CurrentRnn network, ParameterLayout layout, double dt)
    {
        (_units, _activations) = (network.Units, network.Activations);
        (_recurrent, _input, _biasSlice, _stateSlice) = (new(layout["W_rec"]), new(layout["W_in"]), layout["b_rec"], layout["init_state"]);
        (_bias, _state, _minusOne) = (new T[_units], new T[2 * _units], new T[_units]);
        _gain = [.. Enumerable.Range(0, _units).Select(i => T.CreateTruncating(network.Gain(i, dt)))];
        _keep = [.. Enumerable.Range(0, _units).Select(i => T.CreateTruncating(1 - network.Gain(i, dt)))];
        Array.Fill(_minusOne, -T.One);
        GradientRules =
        [
            new(_recurrent.Slice, 0, GradientSource.State),
            new(_input.Slice, 0, GradientSource.Input),
            new(_biasSlice, 0, GradientSource.None),
        ];
    }

    public override int StateRows => 2 * _units;

    public override int SavedRows => _units;

    public override int DeltaRows => _units;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override void Refresh(Parameters effective)
    {
        _recurrent.Refresh(effective);
        _input.Refresh(effective);
        Matrices.Round(effective[_biasSlice], _bias);
        Matrices.Round(effective[_stateSlice], _state.AsSpan(_units));
        for (var i = 0; i < _units; i++)
            _state[i] = T.CreateTruncating(_activations[i].Apply(new Real(effective[_stateSlice][i])).Value);
    }

    public override void Step(in StepFrame<T> frame)
    {
        var width = frame.Width;
        var n = _units * width;
        var rates = frame.Next[..n];
        var current = frame.Next.Slice(n, n);
        var before = frame.State.Slice(n, n);
        Rows.AddTo(_bias, frame.Inside, current, width);
        _recurrent.Add(frame.State[..n], current, width, frame.Ahead);
        _input.Add(frame.Input, current, width);
        Rows.AddScaled(_minusOne, before, current, width);
        Rows.Advance(_gain, before, current, width);
        current.CopyTo(rates);
        _activations.Evaluate(rates, rates, frame.Saved);
        if (!frame.Outside.IsEmpty)
            Rows.Add(frame.Outside, rates);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var width = frame.Width;
        var n = _units * width;
        var rates = frame.Gradient[..n];
        var current = frame.Gradient.Slice(n, n);
        Rows.AddScaledProduct<T>([T.One], rates, frame.Saved, current, n);
        Rows.ScaleTo(_gain, current, frame.Delta, width);
        Rows.Scale(_keep, current, width);
        rates.Clear();
        _recurrent.AddTransposed(frame.Delta, rates, width, frame.Ahead);
        if (!frame.InputGradient.IsEmpty)
            _input.AddTransposed(frame.Delta, frame.InputGradient, width);
    }
}
