using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The step of an orthogonal network and its derivative on SIMD kernels.</summary>
/// <remarks>
/// Forward, a block of trials at a time: v = s xi + W h + U u; h' = sign(v) relu(|v| + b) + ..., saved: s = dh'/db, which is
/// sign(v) where |v| + b is above 0 and 0 elsewhere; dh'/dv = s^2.
/// Backward, with G = dL/dh': beta = G s, delta = beta s; dL/dh = W^T delta; dL/du += U^T delta; dL/dW = sum delta h^T,
/// dL/dU = sum delta u^T, dL/db = sum beta.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ModReluCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Weights<T> _recurrent, _input;
    private readonly ParameterSlice _biasSlice;
    private readonly T[] _bias, _state;

    public ModReluCell(ParameterLayout layout)
    {
        (_recurrent, _input, _biasSlice) = (new(layout["K"]), new(layout["W_in"]), layout["b_rec"]);
        (_bias, _state) = (new T[_biasSlice.Rows], new T[_biasSlice.Rows]);
        GradientRules =
        [
            new(_recurrent.Slice, 0, GradientSource.State),
            new(_input.Slice, 0, GradientSource.Input),
            new(_biasSlice, _bias.Length, GradientSource.None),
        ];
    }

    public override int StateRows => _bias.Length;

    public override int SavedRows => _bias.Length;

    public override int DeltaRows => 2 * _bias.Length;

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
        var next = frame.Next;
        var width = frame.Width;
        if (frame.Inside.IsEmpty)
            next.Clear();
        else
            frame.Inside.CopyTo(next);
        _recurrent.Add(frame.State, next, width, frame.Ahead);
        _input.Add(frame.Input, next, width);
        if (!frame.Saved.IsEmpty)
            Rows.ModReluSign(_bias, next, frame.Saved, width);
        Rows.ModRelu(_bias, next, width);
        if (!frame.Outside.IsEmpty)
            Rows.Add(frame.Outside, next);
        if (!frame.OnState.IsEmpty)
            Rows.Add(frame.OnState, next);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var gradient = frame.Gradient;
        var width = frame.Width;
        var delta = frame.Delta[..gradient.Length];
        var beta = frame.Delta.Slice(gradient.Length, gradient.Length);
        Rows.ScaledProduct<T>([T.One], gradient, frame.Saved, beta, gradient.Length);
        Rows.ScaledProduct<T>([T.One], beta, frame.Saved, delta, gradient.Length);
        gradient.Clear();
        _recurrent.AddTransposed(delta, gradient, width, frame.Ahead);
        if (!frame.InputGradient.IsEmpty)
            _input.AddTransposed(delta, frame.InputGradient, width);
    }
}
