using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Claims;

/// <summary>
/// C2: a network trained with noise outside the activation performs best without noise. Per cell by rho and D; over the
/// table, and paired by seed with the networks trained with noise inside, at equal s0 and at equal output variance.
/// </summary>
/// <remarks>
/// p-values: to hold, the largest of three one-sided p (rho below, D below, the share below their limits); not to hold, the larger of two (rho above, D above 0).
/// Below the threshold of C1 the inside network prefers no noise either, so a pair speaks on the claim only where C1
/// holds for its inside cell; the other pairs are shown. Cells and the two kinds of pairs are corrected by Holm each.
/// </remarks>
public sealed record PreferenceOutside : PlacedPreferenceClaim
{
    /// <summary>The upper limit of rho must lie at or below this.</summary>
    [Range(0.0, double.MaxValue), Description("upper limit of the preferred level, in units of s0")]
    public double HighestRho { get; init; } = 0.1;

    /// <summary>The upper limit of the share of networks whose rho is above the limit must lie below this.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("upper limit of the share of networks that prefer more than the limit of rho, by the binomial distribution")]
    public double LargestShare { get; init; } = SilencePreference.LargestShare;

    /// <summary>D within ln of this of 0, by an equivalence test, is no effect.</summary>
    [Range(1.0, double.MaxValue), Description("ratio of the losses without noise and at the training noise within which the noise has no effect")]
    public double LeastLossRatio { get; init; } = 1.1;

    /// <summary>The verdict over the table counts cells from this s0 on.</summary>
    [Range(0.0, double.MaxValue), Description("smallest s0 that counts in the verdict over the table")]
    public double SmallestSigma { get; init; } = 0.1;

    /// <summary>Share of the cells, and of the pairs, that must hold.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("share of the cells that must hold")]
    public double CellShare { get; init; } = 0.9;

    /// <summary>The lower limit of rho_in - rho_out must lie above this.</summary>
    [Range(0.0, double.MaxValue), Description("difference of preferred levels, inside less outside, at least")]
    public double LeastDifference { get; init; } = 0.5;

    /// <summary>Output variances within this factor of each other count as equal.</summary>
    [Range(1.0, double.MaxValue), Description("output variances within this factor are matched")]
    public double VarianceFactor { get; init; } = 2;

    // The fewest networks of which none prefers noise that bound the share.
    private int SeedsNeeded(CommonRules rules) => (int)Math.Ceiling(Elementary.Log(rules.Tail) / Elementary.Log(1 - LargestShare));

    private protected override string Letter => "C2";

    private protected override Placement Placement => Placement.Outside;

    /// <inheritdoc/>
    public override string Title => "noise outside: best without noise";

    /// <inheritdoc/>
    public override string Summary => "trained with noise outside the activation, a network performs best without noise";

    /// <inheritdoc/>
    public override string Reading =>
        "The claim is also put to the test in pairs of networks with the same seed, inside less outside. A pair is counted where C1 holds"
        + " for its network with noise inside; at lower levels that network prefers no noise either, and there is no difference"
        + $" for C2 to find. Cells with s0 below {SmallestSigma:G3}, and levels without a match of equal variance, are not counted either.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"A cell (arm, s0) trained with noise outside holds if the upper limit of mean rho is at most {HighestRho:G3} and that"
        + $" of mean D = ln L(0) - ln L(s0) below 0, and if the upper limit of the share of networks with rho above {HighestRho:G3} is below {LargestShare:G3} (Clopper and Pearson: {SeedsNeeded(rules)} networks"
        + $" without an exception, before Holm's correction); it does not hold if the lower limit of rho is above {HighestRho:G3} and that of D above 0; that D lies within ln {LeastLossRatio:G3} of 0, by an equivalence test, is"
        + " \"no effect\". (Until 2026-11-29 the share was not asked, and rho alone spoke against.) Of noise with a mean of its own all of it is asked beside the silence that has that mean."
        + $" Paired by seed, rho of inside less rho of outside must have its lower limit above {LeastDifference:G3} (it does not hold"
        + $" where the upper limit is below), at equal s0 and at the outside level whose output variance at its training noise is"
        + $" nearest in log, within a factor {VarianceFactor:G3}; pairs speak where C1 holds for the inside cell."
        + $" The claim holds if, of the trained cells with s0 >= {SmallestSigma:G3}, none fails and at least {CellShare:P0} hold,"
        + " and the same is true of either kind of pairs; it does not hold if one fails." + GainOfMeans(LeastLossRatio) + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = CellsOf(table);
        var pairs = new PairedPreference(table.Rules, cells, LeastDifference, VarianceFactor);
        // A pair speaks where C1 holds for its network with noise inside.
        var inside = table.Decide<PreferenceInside>(On).Select(static pair => (pair.Cell, Holds: pair.Verdict.AsSoFar.Outcome == Outcome.Holds)).ToImmutableArray();
        var single = cells.Zip(LinesOf(table), (cell, line) => cell.Arm.TrainingSigma >= SmallestSigma ? line : line.NotCounted($"s0 is below {SmallestSigma:G3}"));
        return new([.. single, .. pairs.AtEqualLevel(inside), .. pairs.AtEqualVariance(inside)], cells, "no network was trained with noise outside")
        {
            IfUntrained = "no cell is trained",
            Unit = "cells",
            Decides = static verdict => !PairedPreference.IsPair(verdict),
            Conclude = verdicts => Conclude(verdicts, cells),
        };
    }

    private protected override ClaimLine LineOf(RunCell cell, CommonRules rules)
    {
        var line = ClaimLine.Of(cell, $"noise {cell.Arm.PlacementName}");
        if (cell.Counted.IsEmpty)
            return line;
        // Of noise with a mean the silence that has it decides: what is gained over the other may be for the mean alone.
        var isMatched = !rules.AreFormer && cell.Sweeps.All(static sweep => sweep.MeanMatched?.Gain is not null);
        var (rho, gain) = isMatched
            ? (new Requirement("rho, mean matched", cell.Values(static sweep => sweep.MeanMatched!.Preferred.Level), HighestRho, false, "prefers noise"),
                new Requirement("D, mean matched", cell.Values(static sweep => sweep.MeanMatched!.Gain!.Value), 0, false) { Open = "the mean-matched D may reach 0" })
            : (new Requirement("rho", cell.Rho(), HighestRho, false, "prefers noise") { End = cell.PreferredEnd },
                new Requirement(cell.GainSymbol, cell.Gain(), 0, false) { Open = $"{cell.GainSymbol} may reach 0" });
        gain = gain with { NoEffectWithin = isMatched ? Elementary.Log(LeastLossRatio) : cell.GainAt(LeastLossRatio) };
        var silence = SilencePreference.Requirements(cell, rules, rho with { IsInclusive = true }, gain.Values, LargestShare);
        return line.Require(rules, "prefers silence", [silence[0], gain, .. silence[1..], .. isMatched ? [new Quantity("rho", cell.Rho()) { End = cell.PreferredEnd }, new Quantity("D", cell.Gain())] : Array.Empty<Quantity>()]);
    }

    private ClaimLine Conclude(ImmutableArray<Verdict> verdicts, ImmutableArray<RunCell> cells)
    {
        Tally alone = TallyOf(LineKind.Own), level = TallyOf(LineKind.PairAtEqualLevel), variance = TallyOf(LineKind.PairAtEqualVariance);
        return ClaimLine.Whole(
            Tally.Of(new[] { alone, level, variance }.Select(part => part.AtLeastShareAndNoneFails(CellShare))).All,
            $"{Words(alone)} cells with s0 >= {SmallestSigma:G3} hold; where C1 holds, inside prefers more noise than outside in"
            + $" {Words(level)} pairs at equal s0 and {Words(variance)} at equal output variance",
            cells);

        // Those not trained, and previews, do not speak.
        Tally TallyOf(LineKind kind) =>
            Tally.Of(verdicts.Where(verdict => verdict.Kind == kind && verdict.Counted && verdict.Outcome is not (Outcome.NotTrained or Outcome.Preview)));

        static string Words(Tally part) => $"{part.Holding} of {part.Count}" + (part.Failing > 0 ? $" ({part.Failing} {(part.Failing == 1 ? "fails" : "fail")})" : "");
    }
}
