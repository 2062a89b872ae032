using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>Independent U(-gain/sqrt(columns), gain/sqrt(columns)).</summary>
public sealed record UniformFanInInitializer : Initializer
{
    /// <inheritdoc/>
    public override string Summary => "independent U(-gain/sqrt(columns), gain/sqrt(columns))";

    /// <summary>Gain.</summary>
    [Description("entries are uniform in +- gain / sqrt(columns)")]
    [Range(0, double.MaxValue)]
    public double Gain { get; init; } = 1;

    /// <inheritdoc/>
    public override void Fill(RandomStream random, Span<double> values, int rows, int columns)
    {
        var limit = Gain / Math.Sqrt(columns);
        foreach (ref var value in values)
            value = random.NextUniform(-limit, limit);
    }
}
