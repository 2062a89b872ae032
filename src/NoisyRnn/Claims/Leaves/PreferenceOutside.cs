using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>
/// C2: a network trained with noise outside the activation performs best without noise. Per cell by rho and D; over the
/// table, and paired by seed with the networks trained with noise inside, at equal s0 and at equal output variance.
/// </summary>
/// <remarks>
/// p-values: to hold, the larger of the two one-sided p (rho below, D below their limits); not to hold, that of rho above.
/// Below the threshold of C1 the inside network prefers no noise either, so a pair speaks on the claim only where C1
/// holds for its inside cell; the other pairs are shown. Cells and the two kinds of pairs are corrected by Holm each.
/// </remarks>
public sealed record PreferenceOutside : PreferenceClaim
{
    /// <summary>The upper limit of rho must lie at or below this.</summary>
    [Range(0.0, double.MaxValue), Description("upper limit of the preferred level, in units of s0")]
    public double HighestRho { get; init; } = 0.1;

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

    private protected override string Letter => "C2";

    /// <inheritdoc/>
    public override string Summary => "trained with noise outside the activation, a network performs best without noise";

    /// <inheritdoc/>
    public override string Reading =>
        "The claim is also put to the test in pairs of networks with the same seed, inside less outside. A pair is counted where C1 holds"
        + " for its network with noise inside; at lower levels that network prefers no noise either, and there is no difference"
        + $" for C2 to find. Cells with s0 below {SmallestSigma:G3}, and levels without a match of equal variance, are not counted either.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"A cell (activation, s0) trained with noise outside holds if the upper limit of mean rho is at most {HighestRho:G3} and that"
        + $" of mean D = ln L(0) - ln L(s0) below 0; it does not hold if the lower limit of rho is above {HighestRho:G3}."
        + $" Paired by seed, rho of inside less rho of outside must have its lower limit above {LeastDifference:G3} (it does not hold"
        + $" where the upper limit is below), at equal s0 and at the outside level whose output variance at its training noise is"
        + $" nearest in log, within a factor {VarianceFactor:G3}; pairs speak where C1 holds for the inside cell."
        + $" The claim holds if, of the trained cells with s0 >= {SmallestSigma:G3}, none fails and at least {CellShare:P0} hold,"
        + " and the same is true of either kind of pairs; it does not hold if one fails." + CommonCriterion(rules);

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(RunTable table, ImmutableArray<Claim> listed)
    {
        var rules = table.Rules;
        var outside = table.Cells.Where(cell => SpeaksOf(cell.Arm, Placement.Outside)).ToImmutableArray();
        var inside = table.Cells.Where(cell => SpeaksOf(cell.Arm, Placement.Inside)).ToImmutableArray();
        var cells = DecideCells(outside, rules);

        var claim = listed.OfType<PreferenceInside>().FirstOrDefault(claim => claim.On == On) ?? new() { On = On };
        var holding = inside.Zip(claim.DecideCells(inside, rules))
            .Where(pair => pair.Second.Outcome == Outcome.Holds).Select(pair => pair.First).ToHashSet();
        var pairing = new PairedPreference(this, rules, outside);
        ImmutableArray<Verdict> single = [.. cells.Zip(outside, (verdict, cell) =>
            cell.Arm.TrainingSigma >= SmallestSigma ? verdict : NotCounted(verdict, $"s0 is below {SmallestSigma:G3}"))];
        var level = CountedPairs(pairing.AtEqualLevel(inside), holding);
        var variance = CountedPairs(pairing.AtEqualVariance(inside), holding);
        return [.. single, .. level, .. variance, DecideTable(outside, single, level, variance)];
    }

    /// <summary>The verdict on each cell, in their order.</summary>
    internal ImmutableArray<Verdict> DecideCells(ImmutableArray<RunCell> cells, CommonRules rules) =>
        Question.Answer([.. cells.Select(cell => Ask(cell, rules))], rules.Tail);

    private static ImmutableArray<Verdict> CountedPairs(ImmutableArray<PairedPreference.Pair> pairs, HashSet<RunCell> holding) =>
        [.. pairs.Select(pair => !pair.Matched ? NotCounted(pair.Verdict, "no outside network of equal variance")
            : !holding.Contains(pair.Inside) ? NotCounted(pair.Verdict, "C1 does not hold inside at this level")
            : pair.Verdict)];

    // The outcome stays as it was measured. Of a preview, and of networks that are not trained, nothing is said.
    private static Verdict NotCounted(Verdict verdict, string why) =>
        verdict.Outcome is Outcome.Preview or Outcome.NotTrained ? verdict
        : verdict with { Counted = false, Note = $"not counted: {why}; {verdict.Note}" };

    private Question Ask(RunCell cell, CommonRules rules)
    {
        var question = new Question { Claim = Symbol, Cell = cell.Label, Place = new($"noise {cell.Arm.PlacementName}", cell.Arm.Name, cell.Arm.TrainingSigma), N = cell.Counted.Length, LeftOut = cell.LeftOut };
        if (cell.Counted.IsEmpty)
            return question with { Withheld = cell.Withheld, UndecidedNote = cell.WithheldNote };
        double[] rhos = cell.Rho(), gains = cell.Gain();
        var preferred = cell.PreferredEffect(rules);
        Interval rho = preferred.Value, gain = rules.IntervalOf(gains);
        var why = new[]
        {
            rho.High > HighestRho ? $"rho may be above {HighestRho:G3}" : "",
            gain.High >= 0 ? "D may reach 0" : "",
        };
        return question with
        {
            Effects = [preferred, new("D", gain)],
            Withheld = cell.Withheld,
            Criterion = (
                rho.High <= HighestRho && gain.High < 0,
                Math.Max(OneSidedTest.Below(rhos, HighestRho), OneSidedTest.Below(gains, 0))),
            Contrary = (rho.Low > HighestRho, OneSidedTest.Above(rhos, HighestRho)),
            HoldsNote = "prefers silence",
            FailsNote = "prefers noise",
            UndecidedNote = cell.Withheld is null ? string.Join("; ", why.Where(reason => reason.Length > 0)) : cell.WithheldNote,
        };
    }

    // Those not trained, and previews, do not speak.
    private (Outcome Outcome, string Words) Tally(IEnumerable<Verdict> verdicts)
    {
        var spoken = verdicts.Where(verdict => verdict.Counted && verdict.Outcome is not (Outcome.NotTrained or Outcome.Preview)).ToArray();
        var holds = spoken.Count(verdict => verdict.Outcome == Outcome.Holds);
        var fails = spoken.Count(verdict => verdict.Outcome == Outcome.DoesNotHold);
        if (spoken.Length == 0)
            return (Outcome.Undecided, "0 of 0");
        return (
            fails > 0 ? Outcome.DoesNotHold : holds >= CellShare * spoken.Length - 1e-9 ? Outcome.Holds : Outcome.Undecided,
            $"{holds} of {spoken.Length}" + (fails > 0 ? $" ({fails} {(fails == 1 ? "fails" : "fail")})" : ""));
    }

    private Verdict DecideTable(
        ImmutableArray<RunCell> outside, ImmutableArray<Verdict> cells, ImmutableArray<Verdict> level, ImmutableArray<Verdict> variance)
    {
        if (OfNoVerdict(cells, outside, "no network was trained with noise outside", "no cell is trained") is { } none)
            return none;
        var (alone, atLevel, atVariance) = (Tally(cells), Tally(level), Tally(variance));
        Outcome[] parts = [alone.Outcome, atLevel.Outcome, atVariance.Outcome];
        var outcome = parts.Contains(Outcome.DoesNotHold) ? Outcome.DoesNotHold
            : parts.All(part => part == Outcome.Holds) ? Outcome.Holds
            : Outcome.Undecided;
        return Overall(
            outcome,
            $"{alone.Words} cells with s0 >= {SmallestSigma:G3} prefer silence; where C1 holds, inside prefers more noise than outside in"
            + $" {atLevel.Words} pairs at equal s0 and {atVariance.Words} at equal output variance",
            outside);
    }
}
