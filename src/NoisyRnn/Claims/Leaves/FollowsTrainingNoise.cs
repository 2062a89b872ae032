using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Numerics;

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
    public override string Summary => "the preferred noise follows the training noise, and networks trained without noise prefer none: it is not stochastic resonance";

    /// <inheritdoc/>
    public override string Reading => "One line an activation: the slope over its levels from s_c on, and networks trained without noise at each tested level.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"By seed, the slope of ln(best test noise) on ln(s0) over s0 >= s_c (C1) has its interval in [{LowestSlope:G3}, {HighestSlope:G3}]; an activation with one such level, or with a"
        + " network that prefers none there, is undecided. Networks trained without noise lose by any: ln L(s) - ln L(0) has its lower limit above 0 at every tested s > 0; where one"
        + " gains (upper limit below 0) it is resonance or dithering, and the claim does not hold. It holds if all lines do." + CommonCriterion(rules);

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(RunTable table, ImmutableArray<Claim> listed)
    {
        var cells = FromThresholdOn(table, listed);
        var silent = table.Cells.Where(static cell => cell.Arm.TrainingSigma == 0 && !cell.Arm.IsOverAgain).ToImmutableArray();
        var questions = cells.GroupBy(static cell => cell.Arm.Name).Select(group => AskSlope([.. group], table.Rules)).Concat(silent.Select(cell => Ask(cell, table)));
        var verdicts = Question.Answer([.. questions], table.Rules.Tail);
        var all = OfEveryLine(verdicts, [.. cells, .. silent], NothingToExplain, untrained: "no network counts, of those trained without noise either");
        return [.. verdicts, cells.IsEmpty && all.Outcome is Outcome.Holds or Outcome.NotTrained ? all with { Outcome = Outcome.Undecided, Note = $"no cell prefers its training noise; {all.Note}" } : all];
    }

    // Networks trained without noise, at every tested level.
    private protected override Question Ask(RunCell cell, RunTable table)
    {
        if (cell.Counted.IsEmpty)
            return Unanswered(SilentPart, cell, "no network counts");
        var levels = cell.Counted[0].Sweep!.Points.Select(static point => point.Level).Where(static level => level > 0).ToArray();
        if (levels.Length == 0)
            return Unanswered(SilentPart, cell, "tested at no level above 0");
        return Requirement.Ask(
            Line(SilentPart, cell, cell.Counted.Length) with { Place = new(SilentPart, $"{cell.Arm.Name}, {cell.Arm.PlacementName}", 0) },
            [.. levels.Select(level => new Requirement($"at s = {level}", LogRatios(cell, level), 0, true, $"gains by noise of {level}"))],
            table.Rules, "loses by any noise");
    }

    // An infinite loss is a loss; the largest double keeps intervals finite.
    private static double[] LogRatios(RunCell cell, double level) =>
        cell.Values(sweep => Math.Min(Elementary.Log(sweep.Points.First(point => point.Level == level).Loss / sweep.SilentLoss), 700));

    private Question AskSlope(ImmutableArray<RunCell> cells, CommonRules rules)
    {
        var bySeed = cells.SelectMany(static cell => cell.Counted.Select(run => (run.Seed, cell.Arm.TrainingSigma, Rho: run.Sweep!.Preferred.Level))).GroupBy(static run => run.Seed).OrderBy(static seed => seed.Key);
        var line = Line(SlopePart, cells[0], bySeed.Count()) with { Cell = $"{cells[0].Arm.Name}, inside, s0 from {cells[0].Arm.TrainingSigma} on" };
        if (cells.Length < 2 || line.Withheld is not null)
            return line.Withheld is null ? Unanswered(SlopePart, cells[0], "one level from s_c on: no slope") : line;
        if (bySeed.Any(static seed => seed.Any(static run => run.Rho <= 0)))
            return Unanswered(SlopePart, cells[0], "a network prefers none: no logarithm");
        double[] slopes = [.. bySeed.Where(static seed => seed.Count() > 1).Select(static seed => Slope([.. seed.Select(static run => (Elementary.Log(run.TrainingSigma), Elementary.Log(run.Rho * run.TrainingSigma)))]))];
        return Requirement.Ask(
            line,
            [
                new("slope", slopes, LowestSlope, true, "the preferred level follows less than the training level"),
                new("slope", slopes, HighestSlope, false, "the preferred level rises faster than the training level"),
            ],
            rules, "the preferred level follows the training level");
    }

    private static double Slope(ImmutableArray<(double X, double Y)> points)
    {
        double x = points.Average(static p => p.X), y = points.Average(static p => p.Y);
        return points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
    }
}
