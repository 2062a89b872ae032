using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>Independent N(0, r^2/columns): a square array then has a spectral radius of about r.</summary>
public sealed record GaussianInitializer : Initializer
{
    /// <inheritdoc/>
    public override string Summary => "independent N(0, r^2/columns): a square array has a spectral radius of about r";

    /// <summary>r, the expected spectral radius of a square array.</summary>
    [Description("expected spectral radius r: entries are N(0, r^2 / columns)")]
    [Range(0, double.MaxValue)]
    public double Radius { get; init; } = 1;

    /// <inheritdoc/>
    public override void Fill(RandomStream random, Span<double> values, int rows, int columns)
    {
        var deviation = Radius / Math.Sqrt(columns);
        foreach (ref var value in values)
            value = deviation * random.NextNormal();
    }
}
