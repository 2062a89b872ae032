using System.Collections.Immutable;
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
