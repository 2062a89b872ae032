using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>
/// Where the units of a network operate, at one noise level s (per step, on the pre-activation): means over test trials and
/// steps. Weighted: each unit by w^2, its gain on the output; q = a/s, the pre-activation in units of the noise.
/// </summary>
public sealed record OperatingPoint
{
    /// <summary>Bins of the histogram.</summary>
    public const int Bins = 48;

    /// <summary>Where it starts; it ends at minus that.</summary>
    public const double LowestPosition = -6;

    /// <summary>Width of a bin.</summary>
    public const double BinWidth = -2 * LowestPosition / Bins;

    /// <summary>When.</summary>
    public required TrainingMoment Moment { get; init; }

    /// <summary>Iterations done; null for the trained network.</summary>
    public int? Iteration { get; init; }

    /// <summary>The noise level, in the scale of the experiment's noise.</summary>
    public required double Sigma { get; init; }

    /// <summary>V = sum w^2 v / sum w^2: the share of the noise's variance that passes, 0 to 1; null where no step has a gain.</summary>
    public double? WeightedAttenuation { get; init; }

    /// <summary>sum w^2 |F_s(a) - f(a)|/s / sum w^2.</summary>
    public double? WeightedShift { get; init; }

    /// <summary>The incentive: sum w^2 dv/dq / sum w^2, by how much less variance passes for a step of the biases down by s.</summary>
    public double? Incentive { get; init; }

    /// <summary>Mean of v, each unit the same.</summary>
    public required double Attenuation { get; init; }

    /// <summary>Mean of |F_s(a) - f(a)|/s, each unit the same.</summary>
    public required double Shift { get; init; }

    /// <summary>Mean of q.</summary>
    public required double Position { get; init; }

    /// <summary>Share of units, trials and steps with q in each of <see cref="Bins"/> bins, those beyond in the outermost; start and end alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<double>? Histogram { get; init; }

    /// <summary>Trials and steps left out of the weighted means: the fixed point there has no finite gain.</summary>
    public int WithoutGain { get; init; }
}
