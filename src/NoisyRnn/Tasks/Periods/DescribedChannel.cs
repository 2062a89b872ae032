using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>A channel of a described task by name: a number, or a ring of units that tell a direction together.</summary>
public sealed record DescribedChannel
{
    /// <summary>Its name.</summary>
    [Description("its name")]
    public required string Name { get; init; } = "";

    /// <summary>Units of a ring; 0 for a number.</summary>
    [Description("units of a ring, which tell a direction by a bump of activity; 0 is one channel with a number")]
    [Range(0, 1000)]
    public int Ring { get; init; }

    /// <summary>Height of the bump.</summary>
    [Description("height of the bump on a ring, times its strength")]
    [Range(0, 1e6)]
    public double Height { get; init; } = 0.8;

    /// <summary>Width of the bump.</summary>
    [Description("width of the bump on a ring: the standard deviation of its Gaussian, rad")]
    [Range(0, 10.0, MinimumIsExclusive = true)]
    public double Width { get; init; } = Math.PI / 8;

    /// <summary>Number of its units.</summary>
    internal int Units => Math.Max(1, Ring);

    /// <summary>The activity of a unit: height strength exp(-(d / width)^2 / 2), d the circular distance of the direction from 2 pi unit / ring.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="direction">The direction, rad.</param>
    /// <param name="strength">Factor of the height.</param>
    internal double Bump(int unit, double direction, double strength)
    {
        var turn = 2 * Math.PI;
        var away = Math.Abs(direction - (turn * unit / Ring)) % turn;
        var distance = Math.Min(away, turn - away) / Width;
        return Height * strength * Elementary.Exp(-distance * distance / 2);
    }
}
