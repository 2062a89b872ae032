using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>
/// C1: a network trained with noise inside the activation performs best at, or near, the training noise. Per cell by
/// rho (preferred level over s0) and D = ln L(0) - ln L(s0); over the table by the threshold s_c of each activation, the
/// smallest s0 from which all larger trained cells hold.
/// </summary>
/// <remarks>
/// p-values: to hold, the largest of the three one-sided p (rho above, rho below, D above their limits: all are needed);
/// not to hold, twice the smaller of two (either is enough).
/// </remarks>
public sealed record PreferenceInside : PreferenceClaim
{
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

    /// <summary>Share of the activations that must have a threshold s_c.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("share of the activations that must have a threshold")]
    public double ActivationShare { get; init; } = 2.0 / 3;

    private protected override string Letter => "C1";

    /// <inheritdoc/>
    public override string Summary => "trained with noise inside the activation, a network performs best at, or near, the training noise, and worse without";

    /// <inheritdoc/>
    public override string Reading =>
        "The claim is about noise that is large enough. s_c, the threshold of an activation, is the smallest s0 from which on"
        + " all its larger ones hold; a cell left of it shows noise too weak for the effect, and is no exception to the claim.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        $"A cell (activation, s0) trained with noise inside holds if the interval of mean rho lies in [{LowestRho:G3}, {HighestRho:G3}]"
        + $" and the lower limit of mean D = ln L(0) - ln L(s0) is above ln {LeastLossRatio:G3}"
        + $" (\"at\" the training noise: interval of rho in [{1 - AtWithin:G3}, {1 + AtWithin:G3}]; else \"near\")."
        + $" It does not hold if the upper limit of rho is below {LowestRho:G3} or that of D below 0."
        + " Threshold s_c: the smallest s0 from which all larger trained cells of the activation hold."
        + $" The claim holds if s_c exists for at least {ActivationShare:P0} of the activations; it does not hold if so many"
        + " fail at their largest trained s0 that this share is out of reach." + CommonCriterion(rules);

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(RunTable table, ImmutableArray<Claim> listed)
    {
        var cells = table.Cells.Where(cell => SpeaksOf(cell.Arm, Placement.Inside)).ToImmutableArray();
        var verdicts = DecideCells(cells, table.Rules);
        var all = DecideTable(cells, verdicts, out var thresholds);
        return
        [
            .. cells.Zip(verdicts, (cell, verdict) => verdict with { AtThreshold = thresholds.Contains(cell) }),
            all,
        ];
    }

    /// <summary>The verdict on each cell, in their order.</summary>
    internal ImmutableArray<Verdict> DecideCells(ImmutableArray<RunCell> cells, CommonRules rules) =>
        Question.Answer([.. cells.Select(cell => Ask(cell, rules))], rules.Tail);

    private Question Ask(RunCell cell, CommonRules rules)
    {
        var question = new Question { Claim = Symbol, Cell = cell.Label, Place = new($"noise {cell.Arm.PlacementName}", cell.Arm.Name, cell.Arm.TrainingSigma), N = cell.Counted.Length, LeftOut = cell.LeftOut };
        if (cell.Counted.IsEmpty)
            return question with { Withheld = cell.Withheld, UndecidedNote = cell.WithheldNote };
        double[] rhos = cell.Rho(), gains = cell.Gain();
        var preferred = cell.PreferredEffect(rules);
        Interval rho = preferred.Value, gain = rules.IntervalOf(gains);
        var least = Elementary.Log(LeastLossRatio);
        var at = rho.Low >= 1 - AtWithin && rho.High <= 1 + AtWithin;
        return question with
        {
            Effects = [preferred, new("D", gain)],
            Withheld = cell.Withheld,
            Criterion = (
                rho.Low >= LowestRho && rho.High <= HighestRho && gain.Low > least,
                Math.Max(OneSidedTest.Above(gains, least), Math.Max(OneSidedTest.Above(rhos, LowestRho), OneSidedTest.Below(rhos, HighestRho)))),
            Contrary = (
                rho.High < LowestRho || gain.High < 0,
                Math.Min(1, 2 * Math.Min(OneSidedTest.Below(rhos, LowestRho), OneSidedTest.Below(gains, 0)))),
            HoldsNote = at ? "at the training noise" : "near the training noise",
            FailsNote = rho.High < LowestRho ? $"prefers less than {LowestRho:G3} s0" : "the training noise raises the loss",
            UndecidedNote = cell.Withheld is null ? WhyUndecided(rho, gain, least) : cell.WithheldNote,
            Remark = Ends(cell),
        };
    }

    private string WhyUndecided(Interval rho, Interval gain, double least) => string.Join("; ", new[]
    {
        rho.Low > HighestRho ? $"prefers more than {HighestRho:G3} s0" : "",
        rho.Low < LowestRho ? $"rho may be below {LowestRho:G3}" : "",
        rho.Low <= HighestRho && rho.High > HighestRho ? $"rho may be above {HighestRho:G3}" : "",
        gain.Low <= least ? $"D may be below ln {LeastLossRatio:G3}" : "",
    }.Where(reason => reason.Length > 0));

    private static string Ends(RunCell cell)
    {
        var highest = cell.Counted.Count(run => run.Sweep!.Preferred.End == RangeEnd.AtLeast);
        return highest == 0 ? "" : $"{highest} of {cell.Counted.Length} prefer at least the highest level";
    }

    private Verdict DecideTable(ImmutableArray<RunCell> cells, ImmutableArray<Verdict> verdicts, out ImmutableArray<RunCell> thresholds)
    {
        thresholds = [];
        if (OfNoVerdict(verdicts, cells, "no network was trained with noise inside", "no cell is trained") is { } none)
            return none;
        var found = cells.Zip(verdicts)
            .GroupBy(pair => pair.First.Arm.Name)
            .Select(group => (Activation: group.Key, Cell: Threshold(group), Impossible: FailsAtTheTop(group), Top: UpTo([.. group])))
            .ToArray();
        thresholds = [.. found.Select(t => t.Cell).OfType<RunCell>()];
        var needed = ActivationShare * found.Length - 1e-9;
        var outcome = thresholds.Length >= needed ? Outcome.Holds
            : found.Count(t => !t.Impossible) < needed ? Outcome.DoesNotHold
            : Outcome.Undecided;
        return Overall(outcome, Answer(thresholds, [.. found.Where(t => t.Cell is null).Select(t => t.Activation + t.Top)]), cells);
    }

    // "relu and tanh prefer the training noise from s0 = 0.3 on, softplus from s0 = 1 on; gelu has no threshold".
    private static string Answer(ImmutableArray<RunCell> thresholds, string[] without)
    {
        var levels = thresholds.GroupBy(cell => cell.Arm.TrainingSigma, cell => cell.Arm.Name)
            .Select((level, i) => $"{Listed([.. level])}{(i > 0 ? "" : level.Count() > 1 ? " prefer the training noise" : " prefers the training noise")} from s0 = {level.Key} on");
        var none = without.Length == 0 ? [] : new[] { $"{Listed(without)} {(without.Length == 1 ? "has" : "have")} no threshold" };
        return string.Join("; ", new[] { string.Join(", ", levels) }.Where(text => text.Length > 0).Concat(none));
    }

    // " (up to s0 = 0.3, the largest that is trained)", where larger ones are not.
    private static string UpTo((RunCell Cell, Verdict Verdict)[] ascending) =>
        LargestTrained(ascending).Cell is { } top && top != ascending[^1].Cell ? $" (up to s0 = {top.Arm.TrainingSigma}, the largest that is trained)" : "";

    // Cells come by ascending s0. Those not trained do not speak.
    internal static RunCell? Threshold(IEnumerable<(RunCell Cell, Verdict Verdict)> ascending)
    {
        RunCell? threshold = null;
        foreach (var (cell, verdict) in ascending.Where(pair => pair.Verdict.Outcome != Outcome.NotTrained).Reverse())
        {
            if (verdict.Outcome != Outcome.Holds)
                break;
            threshold = cell;
        }

        return threshold;
    }

    // Where it fails, no outcome of the undecided cells could give this activation a threshold.
    internal static bool FailsAtTheTop(IEnumerable<(RunCell Cell, Verdict Verdict)> ascending) => LargestTrained(ascending).Verdict?.Outcome == Outcome.DoesNotHold;

    internal static (RunCell? Cell, Verdict? Verdict) LargestTrained(IEnumerable<(RunCell Cell, Verdict Verdict)> ascending) =>
        ascending.LastOrDefault(pair => pair.Verdict.Outcome != Outcome.NotTrained);
}
