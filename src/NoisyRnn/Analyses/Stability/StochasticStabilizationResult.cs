using System.Collections.Immutable;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>What noise that grows with the state does to the stability of a network, of units that are apart, and of random systems.</summary>
public sealed record StochasticStabilizationResult : AnalysisResult
{
    /// <summary>sqrt(2 (lambda_max(A^sym) + L s_max(W))): common noise above it stabilises the network; 0 where it is stable without.</summary>
    public required double Threshold { get; init; }

    /// <summary>The network, its input and bias 0, under one Brownian motion for all units, ascending in s.</summary>
    public required ImmutableArray<StochasticStabilizationSystem> Common { get; init; }

    /// <summary>The network under a Brownian motion of its own for each unit.</summary>
    public required ImmutableArray<StochasticStabilizationSystem> Independent { get; init; }

    /// <summary>a of two units that are apart.</summary>
    public required double DecoupledRate { get; init; }

    /// <summary>Two units that are apart, each with its own: stable from s^2 = 2 a on, which the bound never says.</summary>
    public required ImmutableArray<StochasticStabilizationSystem> Decoupled { get; init; }

    /// <summary>Random systems.</summary>
    public required ImmutableArray<StochasticStabilizationSystem> Systems { get; init; }

    /// <summary>Without noise and at the lowest level that is certified to stabilise; empty where the network has not two units.</summary>
    public required ImmutableArray<StochasticStabilizationPortrait> Portraits { get; init; }

    /// <summary>All systems that were measured.</summary>
    internal IEnumerable<StochasticStabilizationSystem> All => [.. Common, .. Independent, .. Decoupled, .. Systems];

    /// <summary>The network under common noise of the lowest level that the bound certifies, where it is not certified without; null where there is none.</summary>
    internal StochasticStabilizationSystem? FirstCertified => Common.FirstOrDefault(static system => system.Level > 0 && system.IsCertified);

    internal override Findings? Findings => new("Stochastic stabilisation",
    [
        new("exponent without noise", "per unit of time", Common[0].Exponent),
        new("threshold s", "", Threshold),
        .. FirstCertified is { } certified ? new Metric[] { new("lowest certified s tested", "", certified.Level), new("exponent there, common noise", "per unit of time", certified.Exponent) } : [],
        .. FirstCertified is { } same ? new Metric[] { new("exponent there, independent noise", "per unit of time", Independent.First(system => system.Level == same.Level).Exponent) } : [],
        new("random systems", "", Systems.Length),
        new("tight ones", "", Systems.Count(static system => system.IsTight)),
        new("systems outside their bounds", "", All.Count(static system => !system.IsRespected)),
        .. Systems.IsEmpty ? [] : new Metric[]
        {
            new("upper bound less exponent, median", "per unit of time", Median(Systems.Where(static system => !system.IsTight).Select(static system => system.Upper - system.Controlled))),
            new("the same of tight systems, largest size", "per unit of time", Systems.Where(static system => system.IsTight).Select(static system => Math.Abs(system.Upper - system.Controlled)).DefaultIfEmpty(double.NaN).Max()),
        },
    ]);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

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
