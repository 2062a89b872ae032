using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The drift A h + tanh(W h + U u + b) on SIMD kernels; without A, the antisymmetric RNN's.</summary>
/// <remarks>
/// Forward: v = b + s xi + W h + U u, t = tanh v, saved: 1 - t^2; drift = A h + t + s xi.
/// Backward, with q = dL/d drift: r = q (1 - t^2); dL/dh += A^T q + W^T r; dL/du += U^T r; dA = sum q h^T,
/// dW = sum r h^T, dU = sum r u^T, db = sum r.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class LipschitzDrift<T> : DriftKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly Tanh Activation = new();
    private readonly Weights<T>? _linear;
    private readonly Weights<T> _recurrent, _input;
    private readonly ParameterSlice _biasSlice;
    private readonly T[] _bias, _state;

    public LipschitzDrift(ParameterSlice? linear, ParameterSlice recurrent, ParameterSlice input, ParameterSlice bias)
    {
        _linear = linear is null ? null : new(linear);
        (_recurrent, _input, _biasSlice) = (new(recurrent), new(input), bias);
        var units = bias.Rows;
        (_bias, _state) = (new T[units], new T[units]);
        GradientRules =
        [
            .. linear is null ? [] : (IEnumerable<GradientRule>)[new GradientRule(linear, 0, GradientSource.State)],
            new(recurrent, units, GradientSource.State),
            new(input, units, GradientSource.Input),
            new(bias, units, GradientSource.None),
        ];
    }

    public override int SavedRows => _bias.Length;

    public override int DeltaRows => 2 * _bias.Length;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override void Refresh(Parameters effective)
    {
        _linear?.Refresh(effective);
        _recurrent.Refresh(effective);
        _input.Refresh(effective);
        Matrices.Round(effective[_biasSlice], _bias);
    }

    public override void Evaluate(in DriftFrame<T> frame)
    {
        var drift = frame.Drift;
        var width = frame.Width;
        Rows.AddTo(_bias, frame.Inside, drift, width);
        _recurrent.Add(frame.State, drift, width, frame.Ahead);
        _input.Add(frame.Input, drift, width);
        Activation.EvaluateAs<T>(drift, drift, frame.Saved);
        if (!frame.Outside.IsEmpty)
            Rows.Add(frame.Outside, drift);
        _linear?.Add(frame.State, drift, width);
    }

    public override void EvaluateBackward(in DriftBackwardFrame<T> frame)
    {
        var q = frame.Delta[..(_bias.Length * frame.Width)];
        var r = frame.Delta.Slice(q.Length, q.Length);
        Rows.ScaledProduct<T>([T.One], q, frame.Saved, r, q.Length);
        _linear?.AddTransposed(q, frame.Gradient, frame.Width);
        _recurrent.AddTransposed(r, frame.Gradient, frame.Width, frame.Ahead);
        if (!frame.InputGradient.IsEmpty)
            _input.AddTransposed(r, frame.InputGradient, frame.Width);
    }
}

/// <summary>The same drift as a plain function.</summary>
internal static class LipschitzDrift
{
    public static void Evaluate<TReal>(
        ParameterSlice? linear, ParameterSlice recurrent, ParameterLayout layout, ReadOnlySpan<TReal> parameters,
        ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input, ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> drift)
        where TReal : struct, IReal<TReal>
    {
        var bias = layout["b_rec"].Offset;
        for (var i = 0; i < drift.Length; i++)
        {
            var a = parameters[bias + i] + inside[i] + recurrent.Row(parameters, i, state) + layout["W_in"].Row(parameters, i, input);
            drift[i] = TReal.Tanh(a) + outside[i];
            if (linear is not null)
                drift[i] += linear.Row(parameters, i, state);
        }
    }
}
