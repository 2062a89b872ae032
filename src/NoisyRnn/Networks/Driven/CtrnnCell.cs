using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The CTRNN's Euler step with additive noise and its derivative as one kernel: the fast form of its drift and a sum.</summary>
/// <remarks>
/// Forward, a block of trials at a time: a = b + s xi + W_rec h + W_in u; r = f(a), saved: f'(a); h' = h + g (r - h) + ...
/// Backward, with G = dL/dh': delta = g G f'(a); dL/dh = (1-g) G + W_rec^T delta; dL/du = W_in^T delta;
/// dL/dW_rec = sum delta h^T, dL/dW_in = sum delta u^T, dL/db = sum delta. Where g is trained, r - h is saved too: dL/dg = sum G (r - h).
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class CtrnnCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly UnitActivations _activation;
    private readonly RecurrentWeights<T> _recurrent;
    private readonly Weights<T> _input;
    private readonly ParameterSlice _biasSlice, _stateSlice;
    private readonly T[] _bias, _state, _gain, _leak;
    private readonly ParameterSlice? _gainSlice;
    private readonly int _units;

    public CtrnnCell(Ctrnn network, ParameterLayout layout, double dt)
    {
        _activation = network.Activations;
        _units = network.Units;
        (_recurrent, _input) = (new(layout["W_rec"], network.Recurrent.Factors(layout)), new(layout["W_in"]));
        (_biasSlice, _stateSlice) = (layout["b_rec"], layout["init_state"]);
        (_bias, _state) = (new T[_units], new T[_units]);
        _gain = [.. Enumerable.Range(0, _units).Select(i => T.CreateTruncating(dt / network.Tau[network.Tau.Length == 1 ? 0 : i]))];
        _leak = [.. _gain.Select(g => T.One - g)];
        _gainSlice = network.StepSlice(layout);
        GradientRules =
        [
            .. _recurrent.Rules(0, DeltaRows - _recurrent.Rank, SavedRows - _recurrent.Rank),
            new(_input.Slice, 0, GradientSource.Input),
            new(_biasSlice, 0, GradientSource.None),
            .. _gainSlice is null ? [] : new GradientRule[] { new(_gainSlice, _units, GradientSource.None) },
        ];
    }

    public override int StateRows => _units;

    public override int SavedRows => (_gainSlice is null ? _units : 2 * _units) + _recurrent.Rank;

    public override int DeltaRows => (_gainSlice is null ? _units : 2 * _units) + _recurrent.Rank;

    public override bool TellsNoiseGradients => true;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override ParameterSlice? InitialStateSlice => _stateSlice;

    public override void Refresh(Parameters effective)
    {
        _recurrent.Refresh(effective);
        _input.Refresh(effective);
        Matrices.Round(effective[_biasSlice], _bias);
        Matrices.Round(effective[_stateSlice], _state);
        if (_gainSlice is null)
            return;
        Matrices.Round(effective[_gainSlice], _gain);
        for (var i = 0; i < _units; i++)
            _leak[i] = T.One - _gain[i];
    }

    public override void Step(in StepFrame<T> frame)
    {
        var next = frame.Next;
        var width = frame.Width;
        Rows.AddTo(_bias, frame.Activation.Beginning, next, width);
        _recurrent.Add(frame.State, next, width, frame.Ahead, frame.Saved.IsEmpty ? [] : frame.Saved[((SavedRows - _recurrent.Rank) * width)..]);
        _input.Add(frame.Input, next, width);
        frame.Activation.OnArgument(next);
        var slope = frame.Saved.IsEmpty ? [] : frame.Saved[..next.Length];
        _activation.Evaluate<T>(next, next, slope);
        frame.Activation.OnValue(next, slope);
        if (_gainSlice is not null && !frame.Saved.IsEmpty)
            Rows.Subtract(next, frame.State, frame.Saved.Slice(next.Length, next.Length));
        Rows.Leak(_gain, frame.State, next, width);
        if (!frame.OnState.IsEmpty)
            Rows.Add(frame.OnState, next);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var gradient = frame.Gradient;
        var delta = frame.Delta[..gradient.Length];
        var width = frame.Width;
        if (_gainSlice is not null)
            Rows.ScaledProduct<T>([T.One], gradient, frame.Saved.Slice(gradient.Length, gradient.Length), frame.Delta.Slice(gradient.Length, gradient.Length), gradient.Length);
        Rows.ScaledProduct(_gain, gradient, frame.Saved[..gradient.Length], delta, width);
        if (!frame.NoiseGradient.IsEmpty)
            TellNoise(frame, delta);
        Rows.Scale(_leak, gradient, width);
        _recurrent.AddTransposed(delta, gradient, width, frame.Ahead, frame.Delta[((DeltaRows - _recurrent.Rank) * width)..]);
        if (!frame.InputGradient.IsEmpty)
            _input.AddTransposed(delta, frame.InputGradient, width);
    }

    // Before the gradient becomes that of the state before.
    private void TellNoise(in BackwardFrame<T> frame, ReadOnlySpan<T> delta)
    {
        if (frame.Asked == NoiseTerm.Outside)
            Rows.ScaleTo(_gain, frame.Gradient, frame.NoiseGradient, frame.Width);
        else
            (frame.Asked == NoiseTerm.Inside ? delta : frame.Gradient).CopyTo(frame.NoiseGradient);
    }
}
