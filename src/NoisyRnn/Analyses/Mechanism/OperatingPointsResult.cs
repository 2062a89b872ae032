using System.Collections.Immutable;
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
            .. Of("V at the start", Points[0].WeightedAttenuation),
            .. Of("V trained", Points[^1].WeightedAttenuation),
            .. Of("shift/s0, weighted", Points[^1].WeightedShift),
            .. Of("incentive dV/dq", Points[^1].Incentive),
            .. Of("a/s0 at the start", Points[0].Position),
            .. Of("a/s0 trained", Points[^1].Position),
        ]);

    private static IEnumerable<Metric> Of(string name, double? value) => value is { } number ? [new(name, "", number)] : [];
}
