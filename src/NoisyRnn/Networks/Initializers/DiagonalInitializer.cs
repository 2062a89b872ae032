using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>A multiple of the identity.</summary>
public sealed record DiagonalInitializer : Initializer
{
    /// <inheritdoc/>
    public override string Summary => "a multiple of the identity";

    /// <summary>The diagonal entries.</summary>
    [Description("the diagonal entries; all others are 0")]
    public double Value { get; init; } = 0.5;

    /// <inheritdoc/>
    public override void Fill(RandomStream random, Span<double> values, int rows, int columns)
    {
        values.Clear();
        for (var i = 0; i < Math.Min(rows, columns); i++)
            values[(i * columns) + i] = Value;
    }
}
