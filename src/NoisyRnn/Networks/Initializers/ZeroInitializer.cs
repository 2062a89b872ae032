using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>All zero.</summary>
public sealed record ZeroInitializer : Initializer
{
    /// <inheritdoc/>
    public override string Summary => "all zero";

    /// <inheritdoc/>
    public override void Fill(RandomStream random, Span<double> values, int rows, int columns)
    {
        values.Clear();
    }
}
