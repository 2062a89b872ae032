using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>Independent N(mean, std^2), whatever the shape.</summary>
public sealed record NormalInitializer : Initializer
{
    /// <inheritdoc/>
    public override string Summary => "independent N(mean, std^2), whatever the shape";

    /// <summary>Mean.</summary>
    [Description("mean")]
    public double Mean { get; init; }

    /// <summary>Standard deviation.</summary>
    [Description("standard deviation")]
    [Range(0, double.MaxValue)]
    public double Std { get; init; } = 0.1;

    /// <inheritdoc/>
    public override void Fill(RandomStream random, Span<double> values, int rows, int columns)
    {
        foreach (ref var value in values)
            value = Mean + (Std * random.NextNormal());
    }
}
