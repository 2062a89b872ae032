using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The current form's step and its derivative on SIMD kernels.</summary>
/// <remarks>
/// Saved: f'(x'), and F = W_rec r + W_in u + b - x where g is trained. Backward, with (R, X) = dL/d(r', x'): X += f'(x') R; delta = g X;
/// dL/d(r, x) = (W_rec^T delta, (1-g) X); dL/dg = sum X F.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class CurrentCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly UnitActivations _activations;
    private readonly RecurrentWeights<T> _recurrent;
    private readonly Weights<T> _input;
    private readonly ParameterSlice _biasSlice, _stateSlice;
    private readonly T[] _bias, _state, _gain, _keep, _minusOne;
    private readonly ParameterSlice? _gainSlice;
    private readonly int _units;

    public CurrentCell(CurrentRnn network, ParameterLayout layout, double dt)
    {
        (_units, _activations) = (network.Units, network.Activations);
        (_recurrent, _input, _biasSlice, _stateSlice) = (new(layout["W_rec"], network.Recurrent.Factors(layout)), new(layout["W_in"]), layout["b_rec"], layout["init_state"]);
        (_bias, _state, _minusOne) = (new T[_units], new T[2 * _units], new T[_units]);
        _gain = [.. Enumerable.Range(0, _units).Select(i => T.CreateTruncating(network.Gain(i, dt)))];
        _keep = [.. Enumerable.Range(0, _units).Select(i => T.CreateTruncating(1 - network.Gain(i, dt)))];
        Array.Fill(_minusOne, -T.One);
        _gainSlice = network.TrainsTau ? layout[TrainedTau.Name] : null;
        GradientRules =
        [
            .. _recurrent.Rules(0, DeltaRows - _recurrent.Rank, SavedRows - _recurrent.Rank),
            new(_input.Slice, 0, GradientSource.Input),
            new(_biasSlice, 0, GradientSource.None),
            .. _gainSlice is null ? [] : new GradientRule[] { new(_gainSlice, _units, GradientSource.None) },
        ];
    }

    public override int StateRows => 2 * _units;

    public override int SavedRows => (_gainSlice is null ? _units : 2 * _units) + _recurrent.Rank;

    public override int DeltaRows => (_gainSlice is null ? _units : 2 * _units) + _recurrent.Rank;

    public override bool TellsNoiseGradients => true;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override void Refresh(Parameters effective)
    {
        _recurrent.Refresh(effective);
        _input.Refresh(effective);
        Matrices.Round(effective[_biasSlice], _bias);
        Matrices.Round(effective[_stateSlice], _state.AsSpan(_units));
        if (_gainSlice is not null)
        {
            Matrices.Round(effective[_gainSlice], _gain);
            for (var i = 0; i < _units; i++)
                _keep[i] = T.One - _gain[i];
        }

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
        _recurrent.Add(frame.State[..n], current, width, frame.Ahead, frame.Saved.IsEmpty ? [] : frame.Saved[((SavedRows - _recurrent.Rank) * width)..]);
        _input.Add(frame.Input, current, width);
        Rows.AddScaled(_minusOne, before, current, width);
        var saved = frame.Saved;
        if (_gainSlice is not null && !saved.IsEmpty)
            current.CopyTo(saved.Slice(n, n));

        Rows.Advance(_gain, before, current, width);
        current.CopyTo(rates);
        var slope = saved.IsEmpty ? [] : saved[..n];
        _activations.Evaluate(rates, rates, slope);
        frame.Activation.OnValue(rates, slope);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var width = frame.Width;
        var n = _units * width;
        var rates = frame.Gradient[..n];
        var current = frame.Gradient.Slice(n, n);
        if (!frame.NoiseGradient.IsEmpty && frame.Asked == NoiseTerm.Outside)
            rates.CopyTo(frame.NoiseGradient);
        Rows.AddScaledProduct<T>([T.One], rates, frame.Saved[..n], current, n);
        if (_gainSlice is not null)
            Rows.ScaledProduct<T>([T.One], current, frame.Saved.Slice(n, n), frame.Delta.Slice(n, n), n);
        Rows.ScaleTo(_gain, current, frame.Delta[..n], width);
        if (!frame.NoiseGradient.IsEmpty && frame.Asked == NoiseTerm.Inside)
            frame.Delta[..n].CopyTo(frame.NoiseGradient);
        Rows.Scale(_keep, current, width);
        rates.Clear();
        _recurrent.AddTransposed(frame.Delta[..n], rates, width, frame.Ahead, frame.Delta[((DeltaRows - _recurrent.Rank) * width)..]);
        if (!frame.InputGradient.IsEmpty)
            _input.AddTransposed(frame.Delta[..n], frame.InputGradient, width);
    }
}
