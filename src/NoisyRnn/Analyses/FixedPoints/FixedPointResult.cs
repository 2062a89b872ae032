using System.Collections.Immutable;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>The fixed points of a network, in silence and averaged over noise.</summary>
public sealed record FixedPointResult : AnalysisResult
{
    /// <summary>s0, per step, of the noise inside that the map is averaged over; 0 where there is the noise-free map alone.</summary>
    public required double Sigma { get; init; }

    /// <summary>Why there is the noise-free map alone; null where there is the noise-averaged one too.</summary>
    public string? NoiseFreeBecause { get; init; }

    /// <summary>Shares of the visited states' variance along their first principal components.</summary>
    public required ImmutableArray<double> VarianceShares { get; init; }

    /// <summary>Some visited states, in principal components: all networks of one task visit as many.</summary>
    public required ImmutableArray<ImmutableArray<double>> Visited { get; init; }

    /// <summary>One entry an input.</summary>
    public required ImmutableArray<FixedPointsAtInput> Inputs { get; init; }

    internal override Findings Findings => new("Fixed points of a held input: in silence, and of the step averaged over the noise s0",
    [
        .. PerInput("fixed points", static level => level.Found),
        .. PerInput("stable", static level => level.StableCount),
        .. PerInput("largest |eigenvalue|", static level => level.Points.Select(static point => point.LargestEigenvalue).DefaultIfEmpty(double.NaN).Max()),
        .. Shifts.Where(static shift => shift.Level == 1 && double.IsFinite(shift.State))
            .SelectMany(static shift => ImmutableArray.Create<Metric>(new("shift/s0", "", shift.State), new("shift of the readout", "", shift.Readout))),
    ]);

    /// <summary>
    /// The mean shift at each level: over inputs and over the branches that begin in silence at a stable (or marginal) point, as
    /// far as they go; NaN where none is left. Empty where there is the noise-free map alone.
    /// </summary>
    internal IEnumerable<(double Level, double State, double Readout)> Shifts => NoiseFreeBecause is not null || Inputs.IsEmpty ? [] :
        Inputs[0].Levels.Select((level, k) =>
        {
            var points = (from input in Inputs
                          let branches = input.Levels[0].Points.Where(static point => point.Attracts).Select(static point => point.Branch).ToHashSet()
                          from point in input.Levels[k].Points
                          where branches.Contains(point.Branch)
                          select point).ToArray();
            return (level.Level, points.Select(static point => point.Shift!.Value).DefaultIfEmpty(double.NaN).Average(),
                points.Select(static point => point.ReadoutShift!.Value).DefaultIfEmpty(double.NaN).Average());
        });

    // The mean over inputs.
    private IEnumerable<Metric> PerInput(string name, Func<FixedPointLevel, double> value) =>
        from level in Searched
        let values = Inputs.Select(input => input.At(level.Level)).OfType<FixedPointLevel>().Select(value).Where(double.IsFinite).ToArray()
        where values.Length > 0
        select new Metric($"{name}, {level.Name}", "", values.Average());

    private static ImmutableArray<(double Level, string Name)> Searched => [(0, "silent"), (1, "at s0")];
}
