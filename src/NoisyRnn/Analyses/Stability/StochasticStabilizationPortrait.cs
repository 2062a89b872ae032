using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Analyses;

/// <summary>Paths of a system of two units in its plane.</summary>
/// <param name="Level">s of the noise that both units share; 0 for none.</param>
/// <param name="First">h_1 of each path, at regular times. [paths][times]</param>
/// <param name="Second">h_2 likewise.</param>
public sealed record StochasticStabilizationPortrait(double Level, ImmutableArray<ImmutableArray<double>> First, ImmutableArray<ImmutableArray<double>> Second)
{
    private const int Starts = 4, Points = 120;
    private const double Duration = 6, Radius = 0.5;

    // Beyond this nothing new is to be seen.
    private const double Edge = 4;

    /// <summary>Draws paths from four places around the origin.</summary>
    /// <param name="system">Of two units.</param>
    /// <param name="level">s.</param>
    /// <param name="timeStep">dt.</param>
    /// <param name="random">Noise.</param>
    internal static StochasticStabilizationPortrait Of(StabilitySystem system, double level, double timeStep, RandomStream random)
    {
        var paths = new StochasticStabilizationPaths(system, isIndependent: false, level, timeStep);
        paths.Start(random);
        for (var p = 0; p < Starts; p++)
            paths.Start(p, [Radius * ((p & 1) == 0 ? 1 : -1), Radius * ((p & 2) == 0 ? 1 : -1)]);
        var steps = Math.Max(1, (int)Math.Round(Duration / timeStep / Points));
        var places = Enumerable.Range(0, Starts).Select(static _ => new List<(double X, double Y)>()).ToArray();
        for (var t = 0; t <= Points * steps; t++)
        {
            for (var p = 0; p < Starts && t % steps == 0; p++)
            {
                if (places[p].Count == t / steps && Math.Max(Math.Abs(paths.State(p, 0)), Math.Abs(paths.State(p, 1))) < Edge)
                    places[p].Add((paths.State(p, 0), paths.State(p, 1)));
            }

            paths.Step(random);
        }

        return new(level, [.. places.Select(static path => path.Select(static place => place.X).ToImmutableArray())], [.. places.Select(static path => path.Select(static place => place.Y).ToImmutableArray())]);
    }
}
