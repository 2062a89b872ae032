using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Dynamics;

/// <summary>One Heun step of a drift, and its derivative.</summary>
/// <remarks>
/// Forward, F = tau f, c = d + k: h* = h + c F(h) + p h + n; h' = h + c (F(h) + F(h*))/2 + p (h + h*)/2 + n.
/// Saved: the drift's own twice, h*, F(h), F(h*), c, p.
/// Backward, with g = dL/dh': q* = c g/2; e = dL/dh* = p g/2 + (drift's part of q* at h*); q = c (g/2 + e);
/// dL/dh = g + p g/2 + e + p e + (drift's part of q at h); dL/dd = sum g (F(h) + F(h*))/2 + e F(h).
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class HeunCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T Half = T.CreateTruncating(0.5);
    private readonly DriftKernel<T> _drift;
    private readonly DriftStep<T> _step;
    private readonly int _units, _predictedRow, _firstRow, _secondRow, _gainRow, _stateRow;

    public HeunCell(DrivenNetwork network, ParameterLayout layout, double dt, Increments<T> noise)
    {
        _drift = network.PrepareDrift<T>(layout);
        _step = new DriftStep<T>(network, layout, dt);
        _units = network.Units;
        _predictedRow = 2 * _drift.SavedRows;
        _firstRow = _predictedRow + _units;
        _secondRow = _firstRow + _units;
        _gainRow = _secondRow + _units;
        _stateRow = noise.Has(NoiseTerm.StateFactor) ? _gainRow + _units : -1;
        SavedRows = _gainRow + (_stateRow >= 0 ? 2 : 1) * _units;
        DeltaRows = (2 * _drift.DeltaRows) + (_step.IsTrained ? _units : 0);
        var rules = ImmutableArray.CreateBuilder<GradientRule>();
        rules.AddRange(_drift.GradientRules);
        rules.AddRange(_drift.GradientRules.Select(rule => rule.Source == GradientSource.State
            ? new GradientRule(rule.Slice, rule.DeltaRow + _drift.DeltaRows, GradientSource.Saved, _predictedRow)
            : rule.Source == GradientSource.Saved ? rule with { DeltaRow = rule.DeltaRow + _drift.DeltaRows, SourceRow = rule.SourceRow + _drift.SavedRows }
            : rule with { DeltaRow = rule.DeltaRow + _drift.DeltaRows }));
        if (_step.IsTrained)
            rules.Add(new(_step.Slice!, 2 * _drift.DeltaRows, GradientSource.None));
        GradientRules = rules.ToImmutable();
    }

    public override int StateRows => _units;

    public override int SavedRows { get; }

    public override int DeltaRows { get; }

    // Where nothing is saved, the same values stand here; on the way back, e.
    public override int ScratchRows => SavedRows;

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
        var saved = frame.Saved.IsEmpty ? frame.Scratch : frame.Saved;
        var predicted = At(saved, _predictedRow, width);
        var gain = At(saved, _gainRow, width);
        var first = At(saved, _firstRow, width);
        var second = At(saved, _secondRow, width);
        Rows.AddTo(_step.Sizes, frame.DriftFactor, gain, width);
        Evaluate(frame, frame.State, first, saved[..(_drift.SavedRows * width)]);
        first.CopyTo(predicted);
        Rows.MultiplyAdd(frame.State, gain, predicted);
        AddNoise(frame, frame.State, T.One, predicted);
        Evaluate(frame, predicted, second, saved.Slice(_drift.SavedRows * width, _drift.SavedRows * width));
        first.CopyTo(next);
        Rows.Add(second, next);
        Rows.Scale([Half], next, next.Length);
        Rows.MultiplyAdd(frame.State, gain, next);
        AddNoise(frame, frame.State, Half, next);
        if (!frame.StateFactor.IsEmpty)
        {
            Rows.AddScaledProduct([Half], predicted, frame.StateFactor, next, next.Length);
            frame.StateFactor.CopyTo(At(saved, _stateRow, width));
        }
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var gradient = frame.Gradient;
        var saved = frame.Saved;
        var width = frame.Width;
        var gain = At(saved, _gainRow, width);
        var length = _units * width;
        var e = frame.Scratch[..length];
        var firstDelta = frame.Delta[..(_drift.DeltaRows * width)];
        var secondDelta = frame.Delta.Slice(firstDelta.Length, firstDelta.Length);
        e.Clear();
        if (_stateRow >= 0)
            Rows.ScaledProduct([Half], At(saved, _stateRow, width), gradient, e, length);
        Rows.ScaledProduct([Half], gain, gradient, secondDelta[..length], length);
        EvaluateBackward(frame, saved.Slice(_drift.SavedRows * width, _drift.SavedRows * width), secondDelta, e);
        // q = c (g/2 + e)
        var q = firstDelta[..length];
        e.CopyTo(q);
        Rows.AddScaled<T>([Half], gradient, q, length);
        Rows.Multiply(gain, q);
        if (_step.IsTrained)
        {
            var delta = frame.Delta.Slice(2 * firstDelta.Length, length);
            Rows.ScaledProduct([Half], gradient, At(saved, _secondRow, width), delta, length);
            Rows.AddScaledProduct([Half], gradient, At(saved, _firstRow, width), delta, length);
            Rows.AddScaledProduct<T>([T.One], e, At(saved, _firstRow, width), delta, length);
        }

        if (_stateRow >= 0)
        {
            var p = At(saved, _stateRow, width);
            Rows.AddScaledProduct([Half], p, gradient, gradient, length);
            Rows.AddScaledProduct<T>([T.One], p, e, gradient, length);
        }

        Rows.Add(e, gradient);
        EvaluateBackward(frame, saved[..(_drift.SavedRows * width)], firstDelta, gradient);
    }

    private Span<T> At(Span<T> saved, int row, int width) => saved.Slice(row * width, _units * width);

    private ReadOnlySpan<T> At(ReadOnlySpan<T> saved, int row, int width) => saved.Slice(row * width, _units * width);

    private void Evaluate(in StepFrame<T> frame, ReadOnlySpan<T> state, Span<T> value, Span<T> saved) =>
        _drift.Evaluate(new DriftFrame<T>
        {
            State = state, Input = frame.Input, Inside = frame.Inside, Outside = frame.Outside, InsideFactor = frame.InsideFactor, OutsideFactor = frame.OutsideFactor, Drift = value, Saved = saved, Width = frame.Width,
        });

    private void EvaluateBackward(in BackwardFrame<T> frame, ReadOnlySpan<T> saved, Span<T> delta, Span<T> gradient) =>
        _drift.EvaluateBackward(new DriftBackwardFrame<T>
        {
            Saved = saved, Delta = delta, Gradient = gradient, InputGradient = frame.InputGradient, Width = frame.Width,
        });

    // n, and the part of p h that is evaluated at h.
    private static void AddNoise(in StepFrame<T> frame, ReadOnlySpan<T> state, T share, Span<T> next)
    {
        if (!frame.StateFactor.IsEmpty)
            Rows.AddScaledProduct([share], state, frame.StateFactor, next, next.Length);
        if (!frame.OnState.IsEmpty)
            Rows.Add(frame.OnState, next);
    }
}
