using System.Numerics;

namespace NoisyRnn.Networks;

/// <summary>F(a) = [f(a+s) + f(a-s)] / 2: the mean over noise that is -s or s, each with probability 1/2. Exact for any f.</summary>
/// <param name="Of">f.</param>
/// <param name="Sigma">s &gt; 0.</param>
internal sealed record TwoPointSmoothed(Activation Of, double Sigma) : Activation
{
    private const int Chunk = 128;

    /// <inheritdoc/>
    public override string Formula => $"F(a) = [f(a + {Sigma}) + f(a - {Sigma})] / 2, f: {Of.Formula}";

    /// <inheritdoc/>
    public override double? Kink => Of.Kink + Sigma;

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) =>
        TReal.Constant(0.5) * (Of.Apply(a + TReal.Constant(Sigma)) + Of.Apply(a - TReal.Constant(Sigma)));

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<float> a, Span<float> value, Span<float> slope) => Average(a, value, slope);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<double> a, Span<double> value, Span<double> slope) => Average(a, value, slope);

    private void Average<T>(ReadOnlySpan<T> a, Span<T> value, Span<T> slope)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (shift, half) = (T.CreateTruncating(Sigma), T.CreateTruncating(0.5));
        Span<T> up = stackalloc T[Chunk], down = stackalloc T[Chunk], upSlope = stackalloc T[Chunk], downSlope = stackalloc T[Chunk];
        for (var first = 0; first < a.Length; first += Chunk)
        {
            var count = Math.Min(Chunk, a.Length - first);
            for (var i = 0; i < count; i++)
                (up[i], down[i]) = (a[first + i] + shift, a[first + i] - shift);
            Of.EvaluateAs(up[..count], up[..count], upSlope[..count]);
            Of.EvaluateAs(down[..count], down[..count], downSlope[..count]);
            for (var i = 0; i < count; i++)
            {
                value[first + i] = half * (up[i] + down[i]);
                if (!slope.IsEmpty)
                    slope[first + i] = half * (upSlope[i] + downSlope[i]);
            }
        }
    }
}
