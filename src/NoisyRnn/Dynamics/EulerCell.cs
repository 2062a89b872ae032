using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Dynamics;

/// <summary>One Euler-Maruyama or Milstein step of a drift, and its derivative.</summary>
/// <remarks>
/// Forward, F = tau f: h' = h + (d m + k) F + p h + n, with noise terms m (1 where absent), k, p and n; for Milstein p is
/// replaced by p + (p^2 - E p^2)/2. Saved, where needed: F, m, k, p.
/// Backward, with g = dL/dh': q = (d m + k) g; dL/dh = g + p g + (drift's part of q); dL/dd = sum m g F.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class EulerCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DriftKernel<T> _drift;
    private readonly DriftStep<T> _step;
    private readonly int _units, _stepRow, _factorRow, _driftRow, _stateRow;
    private readonly T[]? _milstein;

    public EulerCell(DrivenNetwork network, ParameterLayout layout, double dt, Increments<T> noise, bool milstein)
    {
        _drift = network.PrepareDrift<T>(layout);
        _step = new DriftStep<T>(network, layout, dt);
        _units = network.Units;
        if (milstein && noise.Has(NoiseTerm.StateFactor))
            _milstein = [.. noise.StateFactorVariance.ToArray().Select(v => T.CreateTruncating(-v / 2))];
        // The saved rows: the drift's own, then those of the terms that are there.
        var savedRows = _drift.SavedRows;
        _stepRow = Reserve(_step.IsTrained);
        _factorRow = Reserve(noise.Has(NoiseTerm.StepFactor));
        _driftRow = Reserve(noise.Has(NoiseTerm.DriftFactor));
        _stateRow = Reserve(noise.Has(NoiseTerm.StateFactor));
        SavedRows = savedRows;
        DeltaRows = _drift.DeltaRows + (_step.IsTrained ? _units : 0);
        GradientRules = _step.IsTrained ? [.. _drift.GradientRules, new(_step.Slice!, _drift.DeltaRows, GradientSource.None)] : _drift.GradientRules;

        int Reserve(bool needed)
        {
            if (!needed)
                return -1;
            savedRows += _units;
            return savedRows - _units;
        }
    }

    public override int StateRows => _units;

    public override int SavedRows { get; }

    public override int DeltaRows { get; }

    public override int ScratchRows => _driftRow >= 0 ? _units : 0;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _drift.InitialState;

    public override ParameterSlice? InitialStateSlice => _drift.InitialStateSlice;

    public override void Refresh(Parameters effective)
    {
        _drift.Refresh(effective);
        _step.Refresh(effective);
    }

    public override void Step(in StepFrame<T> frame)
    {
        var next = frame.Next;
        var width = frame.Width;
        _drift.Evaluate(new DriftFrame<T>
        {
            State = frame.State, Input = frame.Input, Inside = frame.Inside, Outside = frame.Outside, InsideFactor = frame.InsideFactor, OutsideFactor = frame.OutsideFactor, Drift = next,
            Saved = frame.Saved.IsEmpty ? [] : frame.Saved[..(_drift.SavedRows * width)], Width = width, Ahead = frame.Ahead,
        });
        Keep(next, _stepRow, frame.Saved, width);
        if (!frame.DriftFactor.IsEmpty)
        {
            // (d m + k) F in place of F.
            var gain = frame.Scratch[..next.Length];
            frame.DriftFactor.CopyTo(gain);
            if (frame.StepFactor.IsEmpty)
                Rows.AddTo(_step.Sizes, frame.DriftFactor, gain, width);
            else
                Rows.AddScaled(_step.Sizes, frame.StepFactor, gain, width);
            Rows.MultiplyAdd(frame.State, gain, next);
        }
        else
        {
            if (!frame.StepFactor.IsEmpty)
                Rows.Multiply(frame.StepFactor, next);
            Rows.Advance(_step.Sizes, frame.State, next, width);
        }

        Keep(frame.StepFactor, _factorRow, frame.Saved, width);
        Keep(frame.DriftFactor, _driftRow, frame.Saved, width);
        if (!frame.StateFactor.IsEmpty)
        {
            if (_milstein is not null)
                Rows.AddHalfSquare(_milstein, frame.StateFactor, width);
            Keep(frame.StateFactor, _stateRow, frame.Saved, width);
            Rows.AddScaledProduct<T>([T.One], frame.State, frame.StateFactor, next, next.Length);
        }

        if (!frame.OnState.IsEmpty)
            Rows.Add(frame.OnState, next);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var gradient = frame.Gradient;
        var width = frame.Width;
        var length = _units * width;
        var q = frame.Delta[..length];
        if (_factorRow >= 0)
            Rows.ScaledProduct(_step.Sizes, gradient, frame.Saved.Slice(_factorRow * width, length), q, width);
        else
            Rows.ScaleTo(_step.Sizes, gradient, q, width);
        if (_driftRow >= 0)
            Rows.AddScaledProduct<T>([T.One], gradient, frame.Saved.Slice(_driftRow * width, length), q, length);
        if (_stepRow >= 0)
        {
            var delta = frame.Delta.Slice(_drift.DeltaRows * width, length);
            Rows.ScaledProduct<T>([T.One], gradient, frame.Saved.Slice(_stepRow * width, length), delta, length);
            if (_factorRow >= 0)
                Rows.Multiply(frame.Saved.Slice(_factorRow * width, length), delta);
        }

        if (_stateRow >= 0)
            Rows.MultiplyAdd(gradient, frame.Saved.Slice(_stateRow * width, length), gradient);
        _drift.EvaluateBackward(new DriftBackwardFrame<T>
        {
            Saved = frame.Saved[..(_drift.SavedRows * width)], Delta = frame.Delta[..(_drift.DeltaRows * width)],
            Gradient = gradient, InputGradient = frame.InputGradient, Width = width, Ahead = frame.Ahead,
        });
    }

    private void Keep(ReadOnlySpan<T> values, int row, Span<T> saved, int width)
    {
        if (row >= 0 && !saved.IsEmpty)
            values[..(_units * width)].CopyTo(saved[(row * width)..]);
    }
}
