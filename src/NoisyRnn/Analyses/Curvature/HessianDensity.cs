using System.Collections.Immutable;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// How eigenvalues are spread, by their size: shares in bins of a quarter of a decade, eight decades down from the largest; below that they
/// cannot be told from 0. The shares, positive and negative and near 0, sum to 1.
/// </summary>
public sealed record HessianDensity
{
    /// <summary>Decades that the bins cover.</summary>
    internal const int Decades = 8;

    /// <summary>Bins of a decade.</summary>
    internal const int BinsOfDecade = 4;

    /// <summary>The upper end of the last bin: the largest |lambda|.</summary>
    public required double Largest { get; init; }

    /// <summary>Share of positive eigenvalues in each bin, from small to large.</summary>
    public required ImmutableArray<double> Positive { get; init; }

    /// <summary>Share of negative eigenvalues in each bin, from small to large |lambda|.</summary>
    public required ImmutableArray<double> Negative { get; init; }

    /// <summary>Share of the eigenvalues below all bins.</summary>
    public required double NearZero { get; init; }

    /// <summary>Random vectors that it is a mean over.</summary>
    public required int Probes { get; init; }

    /// <summary>The middle of a bin on a log axis, an |lambda|.</summary>
    /// <param name="bin">From 0.</param>
    public double Middle(int bin) => Largest * Elementary.Exp(Elementary.Log(10) * (((bin + 0.5) / BinsOfDecade) - Decades));

    /// <summary>Sorts eigenvalues with their weights into bins: the mean over probes, each with weights that sum to 1.</summary>
    internal static HessianDensity Of(IReadOnlyCollection<ImmutableArray<RitzValue>> probes)
    {
        var (positive, negative, nearZero) = (new double[Decades * BinsOfDecade], new double[Decades * BinsOfDecade], 0.0);
        var largest = probes.Max(static probe => probe.Max(static ritz => Math.Abs(ritz.Value)));
        foreach (var ritz in probes.SelectMany(static probe => probe))
        {
            var share = ritz.Weight / probes.Count;
            // Where all are 0 there is no bin at all.
            var bin = ritz.Value == 0 ? -1 : (int)Math.Floor(BinsOfDecade * (Decades + (Elementary.Log(Math.Abs(ritz.Value) / largest) / Elementary.Log(10))));
            if (bin < 0)
                nearZero += share;
            else
                (ritz.Value > 0 ? positive : negative)[Math.Min(bin, positive.Length - 1)] += share;
        }

        return new() { Largest = largest, Positive = [.. positive], Negative = [.. negative], NearZero = nearZero, Probes = probes.Count };
    }
}
