using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The drift of one layer, L h + f(W h + U u + b), on SIMD kernels.</summary>
/// <remarks>
/// Forward: a = b + s xi + W h + U u; drift = f(a) + s xi + L h; saved: f'(a).
/// Backward, with q = dL/d drift: r = q f'(a); dL/dh += L^T q + W^T r; dL/du += U^T r; dL = sum q h^T,
/// dW = sum r h^T, dU = sum r u^T, db = sum r.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class LayerDrift<T> : DriftKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DriftLayer _layer;
    private readonly Weights<T>? _linear;
    private readonly RecurrentWeights<T> _recurrent;
    private readonly Weights<T> _input;
    private readonly T[] _bias, _state, _minusOne;

    /// <summary>Prepares a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="recurrent">Its W.</param>
    public LayerDrift(DriftLayer layer, ParameterSlice recurrent)
    {
        _layer = layer;
        _linear = layer.Linear is null ? null : new(layer.Linear);
        (_recurrent, _input) = (new(recurrent, layer.Factors), new(layer.Input));
        var units = layer.Units;
        (_bias, _state, _minusOne) = (new T[units], new T[units], new T[units]);
        Array.Fill(_minusOne, -T.One);
        GradientRules =
        [
            .. layer.Linear is null ? [] : (IEnumerable<GradientRule>)[new GradientRule(layer.Linear, 0, GradientSource.State)],
            .. _recurrent.Rules(units, 2 * units, units),
            new(layer.Input, units, GradientSource.Input),
            new(layer.Bias, units, GradientSource.None),
        ];
    }

    public override int SavedRows => _bias.Length + _recurrent.Rank;

    public override int DeltaRows => (2 * _bias.Length) + _recurrent.Rank;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override ParameterSlice? InitialStateSlice => _layer.InitialState;

    public override void Refresh(Parameters effective)
    {
        _linear?.Refresh(effective);
        _recurrent.Refresh(effective);
        _input.Refresh(effective);
        Matrices.Round(effective[_layer.Bias], _bias);
        if (_layer.InitialState is { } state)
            Matrices.Round(effective[state], _state);
    }

    public override void Evaluate(in DriftFrame<T> frame)
    {
        var drift = frame.Drift;
        var width = frame.Width;
        Rows.AddTo(_bias, frame.Activation.Beginning, drift, width);
        var saved = frame.Saved;
        _recurrent.Add(frame.State, drift, width, frame.Ahead, saved.IsEmpty ? [] : saved[drift.Length..]);
        _input.Add(frame.Input, drift, width);
        frame.Activation.OnArgument(drift);
        var slope = saved.IsEmpty ? [] : saved[..drift.Length];
        _layer.Activations.Evaluate<T>(drift, drift, slope);
        frame.Activation.OnValue(drift, slope);
        _linear?.Add(frame.State, drift, width);
        if (_layer.Leaks)
            Rows.AddScaled<T>(_minusOne, frame.State, drift, width);
    }

    public override void EvaluateBackward(in DriftBackwardFrame<T> frame)
    {
        var q = frame.Delta[..(_bias.Length * frame.Width)];
        var r = frame.Delta.Slice(q.Length, q.Length);
        Rows.ScaledProduct<T>([T.One], q, frame.Saved[..q.Length], r, q.Length);
        _linear?.AddTransposed(q, frame.Gradient, frame.Width);
        if (_layer.Leaks)
            Rows.AddScaled<T>(_minusOne, q, frame.Gradient, frame.Width);
        _recurrent.AddTransposed(r, frame.Gradient, frame.Width, frame.Ahead, frame.Delta[(2 * q.Length)..]);
        if (!frame.InputGradient.IsEmpty)
            _input.AddTransposed(r, frame.InputGradient, frame.Width);
    }
}
