using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The CTRNN's drift on SIMD kernels, for the schemes and kinds of noise that have no step of their own.</summary>
/// <remarks>
/// Forward: a = b + s xi + W_rec h + W_in u; tau drift = f(a) + s xi - h; saved: f'(a).
/// Backward, with q = dL/d(tau drift): delta = q f'(a); dL/dh += W_rec^T delta - q; dL/du += W_in^T delta.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class CtrnnDrift<T> : DriftKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly UnitActivations _activation;
    private readonly Weights<T> _recurrent, _input;
    private readonly ParameterSlice _biasSlice, _stateSlice;
    private readonly T[] _bias, _state, _minusOne;

    public CtrnnDrift(Ctrnn network, ParameterLayout layout)
    {
        _activation = network.Activations;
        (_recurrent, _input) = (new(layout["W_rec"]), new(layout["W_in"]));
        (_biasSlice, _stateSlice) = (layout["b_rec"], layout["init_state"]);
        (_bias, _state, _minusOne) = (new T[network.Units], new T[network.Units], new T[network.Units]);
        Array.Fill(_minusOne, -T.One);
        GradientRules =
        [
            new(_recurrent.Slice, network.Units, GradientSource.State),
            new(_input.Slice, network.Units, GradientSource.Input),
            new(_biasSlice, network.Units, GradientSource.None),
        ];
    }

    public override int SavedRows => _bias.Length;

    public override int DeltaRows => 2 * _bias.Length;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override ParameterSlice? InitialStateSlice => _stateSlice;

    public override void Refresh(Parameters effective)
    {
        _recurrent.Refresh(effective);
        _input.Refresh(effective);
        Matrices.Round(effective[_biasSlice], _bias);
        Matrices.Round(effective[_stateSlice], _state);
    }

    public override void Evaluate(in DriftFrame<T> frame)
    {
        var drift = frame.Drift;
        Rows.AddTo(_bias, frame.Inside, drift, frame.Width);
        _recurrent.Add(frame.State, drift, frame.Width, frame.Ahead);
        _input.Add(frame.Input, drift, frame.Width);
        _activation.Evaluate<T>(drift, drift, frame.Saved);
        if (!frame.Outside.IsEmpty)
            Rows.Add(frame.Outside, drift);
        Rows.AddScaled<T>(_minusOne, frame.State, drift, frame.Width);
    }

    public override void EvaluateBackward(in DriftBackwardFrame<T> frame)
    {
        var q = frame.Delta[..(_bias.Length * frame.Width)];
        var delta = frame.Delta[q.Length..];
        Rows.ScaledProduct<T>([T.One], q, frame.Saved, delta, q.Length);
        Rows.AddScaled<T>(_minusOne, q, frame.Gradient, frame.Width);
        _recurrent.AddTransposed(delta, frame.Gradient, frame.Width, frame.Ahead);
        if (!frame.InputGradient.IsEmpty)
            _input.AddTransposed(delta, frame.InputGradient, frame.Width);
    }
}
