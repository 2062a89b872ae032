using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Claims;

/// <summary>
/// C1: a network trained with noise inside the activation performs best at, or near, the training noise. Per cell by
/// rho (preferred level over s0) and D = ln L(0) - ln L(s0); over the table by the threshold s_c of each arm, the
/// smallest s0 from which all larger trained cells hold.
/// </summary>
/// <remarks>
/// p-values: to hold, the largest of the three one-sided p (rho above, rho below, D above their limits: all are needed);
/// not to hold, twice the smaller of two (either is enough).
/// </remarks>
public sealed record PreferenceInside : PlacedPreferenceClaim
{
    // More arms of one threshold are told by their number, where they are most.
    private const int MostListed = 4;

    /// <summary>The interval of rho must lie at or above this.</summary>
    [Range(0.0, double.MaxValue), Description("lower limit of the preferred level, in units of s0")]
    public double LowestRho { get; init; } = 0.5;

    /// <summary>The interval of rho must lie at or below this.</summary>
    [Range(0.0, double.MaxValue, MinimumIsExclusive = true), Description("upper limit of the preferred level, in units of s0")]
    public double HighestRho { get; init; } = 1.25;

    /// <summary>"At" the training noise where the interval of rho lies within this of 1; else "near".</summary>
    [Range(0.0, 1.0), Description("'at' the training noise: rho within this of 1")]
    public double AtWithin { get; init; } = 0.1;

    /// <summary>The lower limit of D must lie above ln of this: the loss without noise over that with.</summary>
    [Range(1.0, double.MaxValue), Description("loss without noise over loss at the training noise, at least")]
    public double LeastLossRatio { get; init; } = 1.1;

    /// <summary>Share of the arms that must have a threshold s_c.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("share of the arms that must have a threshold")]
    public double ArmShare { get; init; } = 2.0 / 3;

    private protected override string Letter => "C1";

    private protected override Placement Placement => Placement.Inside;

    /// <inheritdoc/>
    public override string Title => "noise inside: best at, or near, the training noise";

    /// <inheritdoc/>
    public override string Summary => "trained with noise inside the activation, a network performs best at, or near, the training noise, and worse without";

    /// <inheritdoc/>
    public override string Reading =>
        "The claim is about noise that is large enough. s_c, the threshold of an arm, is the smallest s0 from which on"
        + " all its larger ones hold; a cell left of it shows noise too weak for the effect, and is no exception to the claim.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"A cell (arm, s0) trained with noise inside holds if the interval of mean rho lies in [{LowestRho:G3}, {HighestRho:G3}]"
        + $" and the lower limit of mean D = ln L(0) - ln L(s0) is above ln {LeastLossRatio:G3}"
        + $" (\"at\" the training noise: interval of rho in [{1 - AtWithin:G3}, {1 + AtWithin:G3}]; else \"near\")."
        + $" It does not hold if the upper limit of rho is below {LowestRho:G3} or that of D below 0; that D lies within ln {LeastLossRatio:G3} of 0, by an equivalence test, is \"no effect\"."
        + " Where the mean of the noise moves with its level, rho and D must lie there too beside a silence that keeps that mean."
        + $" Where the tested levels end below {HighestRho:G3} and a network prefers the highest of them, the cell does not hold but stays undecided: rho may lie beyond."
        + " Threshold s_c: the smallest s0 from which all larger trained cells of the arm hold."
        + $" The claim holds if s_c exists for at least {ArmShare:P0} of the arms; it does not hold if so many"
        + " fail at their largest trained s0 that this share is out of reach." + GainOfMeans(LeastLossRatio) + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var (cells, lines) = (CellsOf(table), LinesOf(table));
        var thresholds = Threshold.Of(cells.Zip(ClaimLines.Decide(Symbol, lines, table.Rules.Tail)));
        return new([.. cells.Zip(lines, (cell, line) => line with { AtThreshold = line.Given != Outcome.Preview && thresholds.Any(threshold => threshold.Cell == cell) })], cells, "no network was trained with noise inside")
        {
            IfUntrained = "no cell is trained",
            Unit = "cells",
            Conclude = _ => ClaimLine.Whole(Tally.Of(thresholds.Select(static threshold => threshold.Outcome)).AtLeastShare(ArmShare), Answer(thresholds), cells),
        };
    }

    private protected override ClaimLine LineOf(RunCell cell, CommonRules rules)
    {
        var line = ClaimLine.Of(cell, $"noise {cell.Arm.PlacementName}");
        if (cell.Counted.IsEmpty)
            return line;
        var rhos = cell.Rho();
        var rho = rules.IntervalOf(rhos);
        var isAt = rho.Low >= 1 - AtWithin && rho.High <= 1 + AtWithin;
        // Where no level has another loss than silence the lowest is the first.
        var less = !rules.AreFormer && cell.Gain().All(static gain => gain == 0) ? "" : $"prefers less than {LowestRho:G3} s0";
        var highest = cell.Counted.Count(static run => run.Sweep!.Preferred.End == RangeEnd.AtLeast);
        Quantity[] matched = [.. MeanMatched(cell, rules)];
        line = (line with { Remark = highest == 0 ? "" : $"{highest} of {cell.Counted.Length} prefer at least the highest level" }).Require(
            rules, isAt ? "at the training noise" : "near the training noise",
            [new Requirement("rho", rhos, LowestRho, true, less) { IsInclusive = true, End = cell.PreferredEnd },
            new Requirement("rho", rhos, HighestRho, false) { IsInclusive = true, Open = rho.Low > HighestRho ? $"prefers more than {HighestRho:G3} s0" : $"rho may be above {HighestRho:G3}" },
            new Requirement(cell.GainSymbol, cell.Gain(), cell.GainAt(LeastLossRatio), true, rho.High < LowestRho ? less : "the training noise raises the loss")
            {
                BrokenBeyond = 0,
                Open = $"the loss without noise may be below {LeastLossRatio:G3} times that with it",
                // Of noise with a mean it is the silence with that mean beside which nothing may be gained.
                NoEffectWithin = matched.Length > 0 ? null : cell.GainAt(LeastLossRatio),
            },
            .. matched]);
        // Where the levels end below the upper limit, it may lie beyond.
        var end = cell.Sweeps.Max(static sweep => sweep.Points[^1].Level);
        return !rules.AreFormer && highest > 0 && end < HighestRho && line.IsMet ? line.CannotHold($"tested up to {end:G3} s0 alone: rho may be above {HighestRho:G3}") : line;
    }

    // A preference that is gone where silence has the mean of the noise was for that mean, not for the noise.
    private IEnumerable<Quantity> MeanMatched(RunCell cell, CommonRules rules)
    {
        if (cell.Sweeps.Any(static sweep => sweep.MeanMatched?.Gain is null))
            return [];
        const string Gone = "it is gone where silence has the mean of the noise";
        var levels = cell.Values(static sweep => sweep.MeanMatched!.Preferred.Level);
        return
        [
            new Requirement("rho, mean matched", levels, LowestRho, true, Gone) { IsInclusive = true },
            .. rules.AreFormer ? [] : new[] { new Requirement("rho, mean matched", levels, HighestRho, false) { IsInclusive = true } },
            new Requirement("D, mean matched", cell.Values(static sweep => sweep.MeanMatched!.Gain!.Value), Elementary.Log(LeastLossRatio), true, Gone)
            {
                BrokenBeyond = 0, Open = "the mean-matched D may be too small", NoEffectWithin = Elementary.Log(LeastLossRatio),
            },
        ];
    }

    // "relu and tanh prefer the training noise from s0 = 0.3 on, softplus from s0 = 1 on; gelu has no threshold"; "rank 1 (activation = relu) prefers the training
    // noise from s0 = 1 on, the other 7 arms from s0 = 0.3 on".
    private static string Answer(ImmutableArray<Threshold> arms)
    {
        var levels = arms.Where(static arm => arm.Cell is not null).GroupBy(static arm => arm.Cell!.Arm.TrainingSigma, static arm => arm.Arm).Select(static level => (Sigma: level.Key, Arms: level.ToArray())).ToList();
        var without = arms.Where(static arm => arm.Cell is null).ToArray();
        var most = without.Length > 0 ? default : levels.FirstOrDefault(level => level.Arms.Length > MostListed && 2 * level.Arms.Length > arms.Length);
        var clauses = levels.Where(level => level != most).Select(static level => (Names: ArmNames.Of(level.Arms), IsOne: level.Arms.Length == 1, level.Sigma)).ToList();
        if (most.Arms is { Length: var count })
            clauses.Add((count == arms.Length ? $"all {count} arms" : $"the other {count} arms", false, most.Sigma));
        var none = without.Length == 0 ? "" : $"{ArmNames.Listed([.. without.GroupBy(UpTo, static arm => arm.Arm).Select(static alike => Bounded(ArmNames.Of(alike), alike.Key, alike.Count()))])} {(without.Length == 1 ? "has" : "have")} no threshold";
        return string.Join("; ", new[] { string.Join(", ", clauses.Select(static (clause, i) => $"{clause.Names}{(i > 0 ? "" : clause.IsOne ? " prefers the training noise" : " prefer the training noise")} from s0 = {clause.Sigma} on")), none }.Where(static text => text.Length > 0));
    }

    // "up to s0 = 0.3, the largest that is trained", where larger ones are not.
    private static string UpTo(Threshold arm) =>
        arm.LargestTrained is { } top && top != arm.Levels[^1].Cell ? $"up to s0 = {top.Arm.TrainingSigma}, the largest that is trained" : "";

    // In the brackets that a name has already.
    private static string Bounded(string names, string upTo, int count) =>
        upTo.Length == 0 ? names : count == 1 && names.EndsWith(')') ? $"{names[..^1]}; {upTo})" : $"{names} ({upTo})";
}
