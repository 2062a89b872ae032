using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The drift A h + tanh(W h + U u + b) as a plain function; without A, the antisymmetric RNN's.</summary>
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
