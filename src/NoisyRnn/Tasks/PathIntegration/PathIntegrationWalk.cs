using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>
/// A random walk in a square box around 0. Each step the heading turns by a Gaussian angle, the speed is Rayleigh, and a
/// walker within the wall distance of a wall turns away from it: a heading towards the wall is mirrored.
/// </summary>
/// <remarks>
/// No step is longer than the wall distance, so a walker farther away than that cannot reach the wall, and one nearer only
/// moves away: it never leaves the box.
/// </remarks>
internal sealed class PathIntegrationWalk
{
    /// <summary>The highest speed, in units of the mode of the Rayleigh distribution: the rest, e^-8 of it, is cut off.</summary>
    internal const double HighestSpeed = 4;

    // The mode of a Rayleigh distribution is its mean times sqrt(2 / pi).
    private static readonly double ModeOverMean = Math.Sqrt(2 / Math.PI);
    private static readonly double Kept = 1 - Elementary.Exp(-0.5 * HighestSpeed * HighestSpeed);
    private readonly RandomStream _random;
    private readonly double _dt, _near, _turn, _mode;

    internal PathIntegrationWalk(PathIntegration task, double dt, RandomStream random)
    {
        (_random, _dt, _near, _mode) = (random, dt, (task.Box / 2) - task.WallDistance, task.Speed * ModeOverMean);
        _turn = task.Turning * Math.Sqrt(dt) / (2 * Math.PI);
        (HeadingY, HeadingX) = Elementary.SinCosTurns(random.NextUniform());
        if (task.Start == PathIntegrationStart.Random)
            (X, Y) = (random.NextUniform(-task.Box / 2, task.Box / 2), random.NextUniform(-task.Box / 2, task.Box / 2));
    }

    /// <summary>Place, relative to the centre.</summary>
    internal double X { get; private set; }

    /// <summary>Place, relative to the centre.</summary>
    internal double Y { get; private set; }

    /// <summary>Cosine of the heading of the last step.</summary>
    internal double HeadingX { get; private set; }

    /// <summary>Sine of the heading of the last step.</summary>
    internal double HeadingY { get; private set; }

    /// <summary>Speed of the last step.</summary>
    internal double Speed { get; private set; }

    /// <summary>The length of the longest step.</summary>
    internal static double LongestStep(double meanSpeed, double dt) => HighestSpeed * meanSpeed * ModeOverMean * dt;

    /// <summary>One step: turn, turn away from walls, go.</summary>
    internal void Step()
    {
        var (sin, cos) = Elementary.SinCosTurns(_turn * _random.NextNormal());
        var (x, y) = ((HeadingX * cos) - (HeadingY * sin), (HeadingX * sin) + (HeadingY * cos));
        var length = Math.Sqrt((x * x) + (y * y));
        (HeadingX, HeadingY) = (Away(X, x / length), Away(Y, y / length));
        Speed = _mode * Math.Min(HighestSpeed, Math.Sqrt(-2 * Elementary.Log(1 - (Kept * _random.NextUniform()))));
        X += Speed * HeadingX * _dt;
        Y += Speed * HeadingY * _dt;
    }

    // Not towards a wall that is near.
    private double Away(double place, double heading) => Math.Abs(place) > _near ? -Math.Sign(place) * Math.Abs(heading) : heading;
}
