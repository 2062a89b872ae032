using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The coRNN's step and its derivative on SIMD kernels.</summary>
/// <remarks>
/// Backward, with (Y, Z) = dL/d(y', z'): Z += dt Y; delta = dt Z tanh'(a); dL/d(y, z) = (Y - dt gamma Z, (1 - dt epsilon) Z)
/// + W_rec^T delta.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class CoRnnCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Tanh Squash = new();
    private readonly Weights<T> _recurrent, _input;
    private readonly ParameterSlice _biasSlice;
    private readonly T[] _bias, _state;
    private readonly T _step, _pull, _damping;
    private readonly int _units;

    public CoRnnCell(CoRnn network, ParameterLayout layout, double dt)
    {
        _units = network.Units;
        (_recurrent, _input, _biasSlice) = (new(layout["W_rec"]), new(layout["W_in"]), layout["b_rec"]);
        (_bias, _state) = (new T[_units], new T[2 * _units]);
        (_step, _pull, _damping) = (T.CreateTruncating(dt), T.CreateTruncating(-dt * network.Gamma), T.CreateTruncating(1 - (dt * network.Epsilon)));
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
    }

    public override void Step(in StepFrame<T> frame)
    {
        var width = frame.Width;
        var n = _units * width;
        var velocity = frame.Next.Slice(n, n);
        Rows.AddTo(_bias, frame.Activation.Beginning, velocity, width);
        _recurrent.Add(frame.State, velocity, width, frame.Ahead);
        _input.Add(frame.Input, velocity, width);
        frame.Activation.OnArgument(velocity);
        Squash.EvaluateAs<T>(velocity, velocity, frame.Saved);
        frame.Activation.OnValue(velocity, frame.Saved);
        // v' = dt tanh(a) - dt gamma y + (1 - dt epsilon) v; y' = y + dt v'
        Rows.Scale([_step], velocity, n);
        Rows.AddScaled([_pull], frame.State[..n], velocity, n);
        Rows.AddScaled([_damping], frame.State.Slice(n, n), velocity, n);
        var position = frame.Next[..n];
        frame.State[..n].CopyTo(position);
        Rows.AddScaled([_step], velocity, position, n);
        if (!frame.OnState.IsEmpty)
            Rows.Add(frame.OnState, position);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var width = frame.Width;
        var n = _units * width;
        var position = frame.Gradient[..n];
        var velocity = frame.Gradient.Slice(n, n);
        Rows.AddScaled([_step], position, velocity, n);
        Rows.ScaledProduct([_step], velocity, frame.Saved, frame.Delta, n);
        Rows.AddScaled([_pull], velocity, position, n);
        Rows.Scale([_damping], velocity, n);
        _recurrent.AddTransposed(frame.Delta, frame.Gradient, width, frame.Ahead);
        if (!frame.InputGradient.IsEmpty)
            _input.AddTransposed(frame.Delta, frame.InputGradient, width);
    }
}
