using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>Where the units of one network operate, through its training.</summary>
public sealed record OperatingPointsResult : AnalysisResult
{
    /// <summary>Ascending in time, at each time ascending in level; a network trained with noise has its own level alone.</summary>
    public required ImmutableArray<OperatingPoint> Points { get; init; }

    /// <summary>The change of V by training at one level; null where it was not looked at, or has no gain.</summary>
    /// <param name="sigma">The level.</param>
    internal double? ChangeAt(double sigma) => At(TrainingMoment.End, sigma)?.WeightedAttenuation - At(TrainingMoment.Start, sigma)?.WeightedAttenuation;

    internal OperatingPoint? At(TrainingMoment moment, double sigma) => Points.FirstOrDefault(point => point.Moment == moment && point.Sigma == sigma);

    // A network trained without noise is looked at at levels that are not its own: they stand in the figure.
    internal override Findings? Findings => Points.Select(static point => point.Sigma).Distinct().Count() > 1
        ? null
        : new("Where units operate: the share of the noise that passes, V, the shift of units, and their position a/s0",
        [
            .. Of("V at the start", Beginning?.WeightedAttenuation),
            .. Of("V trained", Points[^1].WeightedAttenuation),
            .. Of("shift/s0, weighted", Points[^1].WeightedShift),
            .. Of("incentive dV/dq", Points[^1].Incentive),
            .. Of("a/s0 at the start", Beginning?.Position),
            .. Of("a/s0 trained", Points[^1].Position),
        ]);

    // Not known of networks that were trained elsewhere.
    private OperatingPoint? Beginning => Points[0].Moment == TrainingMoment.End ? null : Points[0];

    private static IEnumerable<Metric> Of(string name, double? value) => value is { } number ? [new(name, "", number)] : [];
}

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

/// <summary>When a network was looked at.</summary>
public enum TrainingMoment
{
    /// <summary>Before the first iteration.</summary>
    Start,

    /// <summary>In training.</summary>
    OnTheWay,

    /// <summary>As the trained network.</summary>
    End,
}
