using System.ComponentModel;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>All entries the same.</summary>
public sealed record ConstantInitializer : Initializer
{
    /// <inheritdoc/>
    public override string Summary => "all entries the same";

    /// <summary>The value.</summary>
    [Description("the value of all entries")]
    public double Value { get; init; }

    /// <inheritdoc/>
    public override void Fill(RandomStream random, Span<double> values, int rows, int columns) => values.Fill(Value);
}
