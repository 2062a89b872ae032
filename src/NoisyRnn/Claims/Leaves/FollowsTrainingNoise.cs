using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Numerics;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>
/// C7: it is not stochastic resonance. There a fixed system has an optimal noise of its own; here the optimum follows the training
/// noise, and a network trained without noise prefers none.
/// </summary>
public sealed record FollowsTrainingNoise : MechanismClaim
{
    private const string SlopePart = "noise inside: slope of ln(best s) on ln(s0)";
    private const string SilentPart = "trained without noise: ln L(s) - ln L(0)";

    /// <summary>The slope's interval must lie at or above this.</summary>
    [Description("lower limit of the slope of ln(best s) on ln(s0)")]
    public double LowestSlope { get; init; } = 0.8;

    /// <summary>The slope's interval must lie at or below this.</summary>
    [Description("upper limit of the slope")]
    public double HighestSlope { get; init; } = 1.2;

    /// <inheritdoc/>
    public override string Symbol => "C7";

    /// <inheritdoc/>
    public override string Title => "no stochastic resonance: the best noise follows the training noise";

    /// <inheritdoc/>
    public override string Summary => "the preferred noise follows the training noise, and networks trained without noise prefer none: it is not stochastic resonance";

    /// <inheritdoc/>
    public override string Figure => "preferred-noise";

    /// <inheritdoc/>
    public override string Reading => "One line an arm: the slope over its levels from s_c on, and networks trained without noise at each tested level.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"By seed, the slope of ln(best test noise) on ln(s0) over s0 >= s_c (C1) has its interval in [{LowestSlope:G3}, {HighestSlope:G3}]; an arm with one such level, or with a"
        + " network that prefers none there, is undecided. Networks trained without noise lose by any: ln L(s) - ln L(0) has its lower limit above 0 at every tested s > 0; where one"
        + " gains (upper limit below 0) it is resonance or dithering, and the claim does not hold. It holds if all lines do." + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = FromThresholdOn(table);
        var silent = table.Silent;
        return new(
            [.. cells.GroupBy(static cell => cell.Arm.Name).Select(group => LineOfSlope([.. group], table.Rules)), .. silent.Select(cell => LineOf(cell, table))],
            [.. cells, .. silent], NothingToExplain)
        {
            IfUntrained = "no network counts, of those trained without noise either",
            Preview = PreviewOf(table),
        };
    }

    // Networks trained without noise do not show it alone.
    private protected override ClaimLine Whole(ClaimLines asked, ImmutableArray<Verdict> verdicts)
    {
        var all = base.Whole(asked, verdicts);
        return all.Given is Outcome.Holds or Outcome.NotTrained && asked.Cells.All(static cell => cell.Arm.IsSilent)
            ? all.Told(Outcome.Undecided, $"C1 has no threshold s_c; {all.Note}")
            : all;
    }

    // Networks trained without noise, at every tested level.
    private protected override ClaimLine LineOf(RunCell cell, RunTable table)
    {
        if (cell.Counted.IsEmpty)
            return Unanswered(SilentPart, cell, "no network counts");
        var levels = cell.Counted[0].Sweep!.Points.Select(static point => point.Level).Where(static level => level > 0).ToArray();
        if (levels.Length == 0)
            return Unanswered(SilentPart, cell, "tested at no level above 0");
        return (ClaimLine.Of(cell, SilentPart) with { Place = new(SilentPart, $"{cell.Arm.Name}, {cell.Arm.PlacementName}", 0) }).Require(
            table.Rules, "loses by any noise",
            [.. levels.Select(level => new Requirement($"at s = {level}", LogRatios(cell, level), 0, true, $"gains by noise of {level}"))]);
    }

    private static double[] LogRatios(RunCell cell, double level) =>
        cell.Values(sweep => Elementary.Log(sweep.Points.First(point => point.Level == level).Loss / sweep.SilentLoss));

    private ClaimLine LineOfSlope(ImmutableArray<RunCell> cells, CommonRules rules)
    {
        var first = cells[0];
        var bySeed = cells.SelectMany(static cell => cell.Counted.Select(run => (run.Seed, cell.Arm.TrainingSigma, Rho: run.Sweep!.Preferred.Level))).GroupBy(static run => run.Seed).OrderBy(static seed => seed.Key).ToArray();
        var line = ClaimLine.Of(first, SlopePart, [.. cells[1..]]) with { Cell = $"{first.Arm.Name}, inside, s0 from {first.Arm.TrainingSigma} on", N = bySeed.Length };
        if (line.Given is not (null or Outcome.Preview))
            return line;
        var several = bySeed.Where(static seed => seed.Count() > 1).ToArray();
        if (several.Length == 0)
            return Unanswered(SlopePart, first, "one level from s_c on: no slope");
        if (bySeed.Any(static seed => seed.Any(static run => run.Rho <= 0)))
            return Unanswered(SlopePart, first, "a network prefers none: no logarithm");
        double[] slopes = [.. several.Select(static seed => LeastSquares.Slope([.. seed.Select(static run => (Elementary.Log(run.TrainingSigma), Elementary.Log(run.Rho * run.TrainingSigma)))]))];
        return line.Require(
            rules, "the preferred level follows the training level",
            new Requirement("slope", slopes, LowestSlope, true, "the preferred level follows less than the training level"),
            new Requirement("slope", slopes, HighestSlope, false, "the preferred level rises faster than the training level"));
    }
}
