using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The Elman network's step and its derivative on SIMD kernels.</summary>
/// <remarks>
/// Forward, a block of trials at a time: a = b + s xi + W_rec h + W_in u; h' = f(a) + ..., saved: f'(a).
/// Backward, with G = dL/dh': delta = G f'(a); dL/dh = W_rec^T delta; dL/du += W_in^T delta; dL/dW_rec = sum delta h^T,
/// dL/dW_in = sum delta u^T, dL/db = sum delta.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ElmanCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Activation _activation;
    private readonly Weights<T> _recurrent, _input;
    private readonly ParameterSlice _biasSlice;
    private readonly T[] _bias, _state;

    public ElmanCell(Elman network, ParameterLayout layout)
    {
        _activation = network.Activation;
        (_recurrent, _input, _biasSlice) = (new(layout["W_rec"]), new(layout["W_in"]), layout["b_rec"]);
        (_bias, _state) = (new T[network.Units], new T[network.Units]);
        GradientRules =
        [
            new(_recurrent.Slice, 0, GradientSource.State),
            new(_input.Slice, 0, GradientSource.Input),
            new(_biasSlice, 0, GradientSource.None),
        ];
    }

    public override int StateRows => _bias.Length;

    public override int SavedRows => _bias.Length;

    public override int DeltaRows => _bias.Length;

    public override bool TellsNoiseGradients => true;

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
        Rows.AddTo(_bias, frame.Activation.Beginning, next, width);
        _recurrent.Add(frame.State, next, width, frame.Ahead);
        _input.Add(frame.Input, next, width);
        frame.Activation.OnArgument(next);
        _activation.EvaluateAs<T>(next, next, frame.Saved);
        frame.Activation.OnValue(next, frame.Saved);
        if (!frame.OnState.IsEmpty)
            Rows.Add(frame.OnState, next);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var gradient = frame.Gradient;
        var delta = frame.Delta;
        var width = frame.Width;
        Rows.ScaledProduct<T>([T.One], gradient, frame.Saved, delta, delta.Length);
        if (!frame.NoiseGradient.IsEmpty)
            (frame.Asked == NoiseTerm.Inside ? delta : gradient).CopyTo(frame.NoiseGradient);
        gradient.Clear();
        _recurrent.AddTransposed(delta, gradient, width, frame.Ahead);
        if (!frame.InputGradient.IsEmpty)
            _input.AddTransposed(delta, frame.InputGradient, width);
    }
}
