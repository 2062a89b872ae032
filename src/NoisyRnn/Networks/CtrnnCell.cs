using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The CTRNN's step and its derivative on SIMD kernels.</summary>
/// <remarks>
/// Forward, a block of trials at a time: a = b + s xi + W_rec h + W_in u; r = f(a), saved: f'(a); h' = h + g (r - h) + ...
/// Backward, with G = dL/dh': delta = g G f'(a); dL/dh = (1-g) G + W_rec^T delta; dL/du = W_in^T delta;
/// dL/dW_rec = sum delta h^T, dL/dW_in = sum delta u^T, dL/db = sum delta.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class CtrnnCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Activation _activation;
    private readonly ParameterSlice _recurrentSlice, _inputSlice, _biasSlice, _stateSlice;
    private readonly T[] _recurrent, _recurrentTransposed, _input, _inputTransposed, _bias, _state, _gain, _leak;
    private readonly int _units, _inputs;

    public CtrnnCell(Ctrnn network, ParameterLayout layout, double dt)
    {
        _activation = network.Activation;
        _units = network.Units;
        (_recurrentSlice, _inputSlice) = (layout["W_rec"], layout["W_in"]);
        (_biasSlice, _stateSlice) = (layout["b_rec"], layout["init_state"]);
        _inputs = _inputSlice.Columns;
        (_recurrent, _recurrentTransposed) = (new T[_recurrentSlice.Length], new T[_recurrentSlice.Length]);
        (_input, _inputTransposed) = (new T[_inputSlice.Length], new T[_inputSlice.Length]);
        (_bias, _state) = (new T[_units], new T[_units]);
        _gain = [.. Enumerable.Range(0, _units).Select(i => T.CreateTruncating(dt / network.Tau[network.Tau.Length == 1 ? 0 : i]))];
        _leak = [.. _gain.Select(g => T.One - g)];
        GradientRules =
        [
            new(_recurrentSlice, 0, GradientSource.State),
            new(_inputSlice, 0, GradientSource.Input),
            new(_biasSlice, 0, GradientSource.None),
        ];
    }

    public override int StateRows => _units;

    public override int SavedRows => _units;

    public override int DeltaRows => _units;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override ParameterSlice? InitialStateSlice => _stateSlice;

    public override void Refresh(Parameters parameters)
    {
        Matrices.Round(parameters[_recurrentSlice], _recurrent);
        Matrices.Round(parameters[_inputSlice], _input);
        Matrices.Round(parameters[_biasSlice], _bias);
        Matrices.Round(parameters[_stateSlice], _state);
        Matrices.Transpose(_recurrent, _units, _units, _recurrentTransposed);
        Matrices.Transpose(_input, _units, _inputs, _inputTransposed);
    }

    public override void Step(in StepFrame<T> frame)
    {
        var next = frame.Next;
        var width = frame.Width;
        if (frame.Inside.IsEmpty)
            Rows.Broadcast(_bias, next, width);
        else
            Rows.AddTo(_bias, frame.Inside, next, width);
        Product.Add(_recurrent, frame.State, next, _units, _units, width, frame.Ahead);
        Product.Add(_input, frame.Input, next, _units, _inputs, width);
        Activate(next, frame.Saved);
        if (!frame.Outside.IsEmpty)
            Rows.Add(frame.Outside, next);
        Rows.Leak(_gain, frame.State, next, width);
        if (!frame.OnState.IsEmpty)
            Rows.Add(frame.OnState, next);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var gradient = frame.Gradient;
        var delta = frame.Delta;
        var width = frame.Width;
        Rows.ScaledProduct(_gain, gradient, frame.Saved, delta, width);
        Rows.Scale(_leak, gradient, width);
        Product.Add(_recurrentTransposed, delta, gradient, _units, _units, width, frame.Ahead);
        if (!frame.InputGradient.IsEmpty)
        {
            frame.InputGradient.Clear();
            Product.Add(_inputTransposed, delta, frame.InputGradient, _inputs, _units, width);
        }
    }

    private void Activate(Span<T> a, Span<T> slope)
    {
        if (typeof(T) == typeof(float))
            _activation.Evaluate(Matrices.As<T, float>(a), Matrices.As<T, float>(a), Matrices.As<T, float>(slope));
        else
            _activation.Evaluate(Matrices.As<T, double>(a), Matrices.As<T, double>(a), Matrices.As<T, double>(slope));
    }
}
