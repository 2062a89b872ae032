using System.Runtime.InteropServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>
/// What the outputs of one step say. The population vector sum y_k (cos p_k, sin p_k), p_k the preferred direction of ring
/// output k, points where the response goes.
/// </summary>
/// <param name="Fixating">Whether the fixation output is above 0.5.</param>
/// <param name="X">Horizontal part of the population vector.</param>
/// <param name="Y">Vertical part of the population vector.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CognitiveAnswer(bool Fixating, double X, double Y)
{
    /// <summary>How near the population vector must be to the target: 0.2 pi, radians.</summary>
    public const double Tolerance = 0.2 * Math.PI;

    // cos(0.2 pi), 0.2 pi being a tenth of a turn.
    private static readonly double CosTolerance = Elementary.SinCosTurns(0.1).Cos;

    /// <summary>Reads the outputs.</summary>
    /// <param name="outputs">y, after the sigmoid: fixation, then the ring. [33]</param>
    public static CognitiveAnswer Of(ReadOnlySpan<double> outputs)
    {
        double x = 0, y = 0, sum = 0;
        for (var k = 0; k < CognitiveRing.Units; k++)
        {
            var (sin, cos) = Elementary.SinCosTurns((double)k / CognitiveRing.Units);
            x += outputs[1 + k] * cos;
            y += outputs[1 + k] * sin;
            sum += Math.Abs(outputs[1 + k]);
        }

        // Equal outputs leave a vector of rounding errors, which points nowhere.
        return Math.Max(Math.Abs(x), Math.Abs(y)) > 1e-12 * sum ? new(outputs[0] > 0.5, x, y) : new(outputs[0] > 0.5, 0, 0);
    }

    /// <summary>Whether the trial is done right: fixating where no response is asked for; else not fixating, and pointing to within 0.2 pi of the target.</summary>
    /// <param name="target">Direction asked for, radians; null for none.</param>
    public bool IsRight(double? target) =>
        target is { } direction ? !Fixating && Along(direction) > CosTolerance * Math.Sqrt((X * X) + (Y * Y)) : Fixating;

    /// <summary>
    /// Which of two directions is nearer to the population vector: true for the first. Null where no choice was made: the
    /// answer is to fixate, or the vector points nowhere.
    /// </summary>
    /// <param name="first">Radians.</param>
    /// <param name="second">Radians.</param>
    public bool? IsFirst(double first, double second) =>
        Fixating || !(Math.Abs(X) + Math.Abs(Y) > 0) ? null : Along(first) > Along(second);

    // The vector's length times the cosine of its angle to a direction.
    private double Along(double direction)
    {
        var (sin, cos) = Elementary.SinCosTurns(direction / (2 * Math.PI));
        return (X * cos) + (Y * sin);
    }
}
