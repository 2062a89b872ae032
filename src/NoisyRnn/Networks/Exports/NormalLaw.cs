using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>Phi, the normal distribution function, as a function to tabulate.</summary>
internal sealed record NormalLaw : Activation
{
    /// <inheritdoc/>
    public override string Formula => "Phi(a)";

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<float> a, Span<float> value, Span<float> slope) =>
        throw new NotSupportedException("Phi is tabulated in double");

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<double> a, Span<double> value, Span<double> slope)
    {
        for (var k = 0; k < a.Length; k++)
        {
            slope[k] = Elementary.NormalDensity(a[k]);
            value[k] = Elementary.NormalCumulative(a[k]);
        }
    }

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => TReal.NormalCumulative(a);
}
