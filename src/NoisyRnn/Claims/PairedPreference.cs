using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Claims;

/// <summary>
/// The paired part of C2: rho of the network trained with noise inside less rho of the one with noise outside, by seed.
/// Inside noise is attenuated, so equal s0 is not equal disturbance; hence a second pairing at equal output variance.
/// </summary>
/// <param name="rules">How many seeds a verdict needs.</param>
/// <param name="outside">The cells with noise outside.</param>
/// <param name="leastDifference">The lower limit of rho_in - rho_out must lie above this.</param>
/// <param name="varianceFactor">Output variances within this factor of each other count as equal.</param>
internal sealed class PairedPreference(CommonRules rules, ImmutableArray<RunCell> outside, double leastDifference, double varianceFactor)
{
    private const string EqualLevel = "inside less outside, at equal s0";
    private const string EqualVariance = "inside less outside, at equal output variance";

    /// <summary>Whether a verdict is on pairs.</summary>
    public static bool IsPair(Verdict verdict) => verdict.Kind is LineKind.PairAtEqualLevel or LineKind.PairAtEqualVariance;

    /// <summary>Each inside cell with the outside cell of the same arm and s0; those without one are left away.</summary>
    /// <param name="inside">The inside cells, and whether C1 holds there.</param>
    public IEnumerable<ClaimLine> AtEqualLevel(ImmutableArray<(RunCell Cell, bool Holds)> inside) =>
        from pair in inside
        let cell = pair.Cell
        let other = outside.FirstOrDefault(other => other.Arm == cell.Arm.At(Placement.Outside))
        where other is not null
        select WhereC1Holds(pair.Holds, Compare(cell, other, LineKind.PairAtEqualLevel, $"{cell.Arm.Name}, inside - outside, s0 = {cell.Arm.TrainingSigma}"));

    /// <summary>Each inside cell with the trained outside cell of the same arm whose output variance is nearest in log.</summary>
    /// <param name="inside">The inside cells, and whether C1 holds there.</param>
    public IEnumerable<ClaimLine> AtEqualVariance(ImmutableArray<(RunCell Cell, bool Holds)> inside) =>
        inside.Where(pair => outside.Any(other => other.Arm.Name == pair.Cell.Arm.Name)).Select(pair => Match(pair.Cell, pair.Holds));

    private ClaimLine Match(RunCell inside, bool holds)
    {
        var label = $"{inside.Arm.Name}, inside - outside at equal variance, s0 = {inside.Arm.TrainingSigma}";
        var nearest = inside.NearestByVariance(outside.Where(cell => cell.Arm.Name == inside.Arm.Name));
        if (nearest is { } match && RunCell.AreAlike(match.Ratio, varianceFactor))
        {
            return WhereC1Holds(holds, Compare(inside, match.Cell, LineKind.PairAtEqualVariance, label) with
            {
                Remark = $"matched with outside s0 = {match.Cell.Arm.TrainingSigma}, variance ratio {match.Ratio:G3}",
            });
        }

        var line = ClaimLine.Of(inside, EqualVariance) with
        {
            Cell = label,
            Kind = LineKind.PairAtEqualVariance,
            N = 0,
            Remark = nearest is { } far ? $"no match: the nearest, outside s0 = {far.Cell.Arm.TrainingSigma}, has {far.Ratio:G3} times the variance" : "no match: no output variance to compare",
        };
        return line.Undecided("").NotCounted("no outside network of equal variance");
    }

    private ClaimLine Compare(RunCell inside, RunCell other, LineKind kind, string label)
    {
        var partner = other.Counted.ToDictionary(run => run.Seed, run => run.Sweep!.Preferred.Level);
        double[] differences =
        [
            .. inside.Counted.Where(run => partner.ContainsKey(run.Seed))
                .Select(run => run.Sweep!.Preferred.Level - partner[run.Seed]),
        ];
        var line = ClaimLine.Of(inside, kind == LineKind.PairAtEqualLevel ? EqualLevel : EqualVariance, other) with { Cell = label, Kind = kind, N = differences.Length };
        return differences.Length == 0
            ? line.Undecided("no seed counts in both arms")
            : line.Require(rules, "inside prefers more noise", Requirement.Difference("rho_in - rho_out", differences, leastDifference, true, $"differ by less than {leastDifference:G3}"));
    }

    private static ClaimLine WhereC1Holds(bool holds, ClaimLine line) => holds ? line : line.NotCounted("C1 is not shown to hold inside at this level");
}
