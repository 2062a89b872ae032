using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>
/// A ring of 32 units with preferred directions 2 pi k / 32. A stimulus or response at direction x with strength a is the
/// bump 0.8 a exp(-(d / (pi / 8))^2 / 2), d the circular distance of x from the preferred direction.
/// </summary>
/// <remarks>Yang et al. 2019, Task representations in neural networks trained to perform many cognitive tasks.</remarks>
public static class CognitiveRing
{
    /// <summary>Units of a ring.</summary>
    public const int Units = 32;

    private const double Height = 0.8, Width = Math.PI / 8;

    /// <summary>The preferred direction of a unit, radians.</summary>
    /// <param name="unit">0 to 31.</param>
    public static double Preferred(int unit) => 2 * Math.PI * unit / Units;

    /// <summary>Circular distance of two directions, radians in [0, pi].</summary>
    /// <param name="a">Radians in [0, 2 pi).</param>
    /// <param name="b">Radians in [0, 2 pi).</param>
    public static double Distance(double a, double b)
    {
        var distance = Math.Abs(a - b);
        return Math.Min(distance, (2 * Math.PI) - distance);
    }

    /// <summary>A direction brought back into [0, 2 pi).</summary>
    /// <param name="direction">Radians in [-2 pi, 4 pi).</param>
    public static double Wrap(double direction)
    {
        // Adding a turn to a tiny negative number rounds to the whole turn, which is 0.
        var wrapped = direction < 0 ? direction + (2 * Math.PI) : direction;
        return wrapped >= 2 * Math.PI ? wrapped - (2 * Math.PI) : wrapped;
    }

    /// <summary>The bump of a direction.</summary>
    /// <param name="direction">Radians in [0, 2 pi).</param>
    /// <param name="strength">Its factor.</param>
    /// <param name="activity">Receives the activity of the units. [32]</param>
    public static void Bump(double direction, double strength, Span<double> activity)
    {
        for (var k = 0; k < Units; k++)
        {
            var d = Distance(direction, Preferred(k)) / Width;
            activity[k] = Height * strength * Elementary.Exp(-d * d / 2);
        }
    }
}
