using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.ComponentModel;
using NoisyRnn.Noise;

namespace NoisyRnn.Claims;

/// <summary>
/// C3, for the one task of an experiment: with noise that is large enough, C1 holds inside (the threshold s_c exists among the
/// levels) and C2 holds outside at that same s0. Over tasks it is k of n, never pooled.
/// </summary>
public sealed record PreferenceInTask : PreferenceClaim
{
    /// <summary>Share of the arms for which both must hold.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("share of the arms for which it must hold")]
    public double ArmShare { get; init; } = 2.0 / 3;

    private protected override string Letter => "C3";

    /// <inheritdoc/>
    public override string Title => "both hold in this task: inside prefers noise, outside silence";

    /// <inheritdoc/>
    public override string Summary => "in this task too, networks trained with enough noise inside prefer it, and those trained with it outside prefer silence";

    /// <inheritdoc/>
    public override string Reading => "One line an arm, at its threshold s_c. The claim over tasks is a count of experiments, never a pooled test.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "For an arm the claim holds if C1 has a threshold s_c among the levels and C2's criterion on a single cell holds at"
        + " s0 = s_c; it does not hold if C1 fails at the largest trained s0, or if C2 fails at s_c. For the task it holds if it does for at"
        + $" least {ArmShare:P0} of the arms, and does not if that share is out of reach." + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var second = table.Decide<PreferenceOutside>(On);
        var lines = table.Thresholds<PreferenceInside>(On).Select(first => LineOf(first, [.. second.Where(pair => pair.Cell.Arm.Name == first.Name)])).ToImmutableArray();
        ImmutableArray<RunCell> cells = [.. CellsOf(table, Placement.Inside), .. CellsOf(table, Placement.Outside)];
        return new(lines, cells, "no network was trained with noise inside")
        {
            IfUntrained = lines is [var only] ? only.Note : "no arm is trained both inside and outside",
            Conclude = verdicts =>
            {
                var tally = Tally.Of(verdicts);
                return ClaimLine.Whole(tally.AtLeastShare(ArmShare), tally.Count == 1 ? verdicts[0].Note : $"{tally.Holding} of {tally.Count} arms hold, {tally.Failing} do not", cells);
            },
        };
    }

    // At the threshold; else at the largest level that is trained, or the largest.
    private static ClaimLine LineOf(Threshold first, ImmutableArray<(RunCell Cell, Verdict Verdict)> second)
    {
        var inside = first.Levels;
        var place = first.Cell ?? first.LargestTrained;
        var (cell, one) = inside.FirstOrDefault(pair => pair.Cell == place, inside[^1]);
        var (_, other) = second.FirstOrDefault(pair => pair.Cell.Arm.TrainingSigma == cell.Arm.TrainingSigma);
        var preview = inside.Concat(second).FirstOrDefault(static pair => pair.Verdict.Outcome == Outcome.Preview).Verdict;
        var (outcome, note) = (first.Cell, other) switch
        {
            _ when first.LargestTrained is null => (Outcome.NotTrained, "no cell with noise inside is trained"),
            (null, _) => first.Outcome == Outcome.DoesNotHold
                ? (Outcome.DoesNotHold, cell == inside[^1].Cell ? "C1 fails at the largest s0" : $"C1 fails at s0 = {cell.Arm.TrainingSigma}, the largest that is trained")
                : (Outcome.Undecided, "C1 has no threshold s_c among these levels"),
            (_, null) => (Outcome.Undecided, $"s_c = {cell.Arm.TrainingSigma}; no network was trained with noise outside there"),
            // That there is no effect is not that they prefer silence.
            _ when other.AsSoFar.Outcome == Outcome.NoEffect => (Outcome.Undecided, $"s_c = {cell.Arm.TrainingSigma}; C2 there: no effect"),
            _ => (other.AsSoFar.Outcome, $"s_c = {cell.Arm.TrainingSigma}; C2 there: {other.AsSoFar.Note}"),
        };
        return ClaimLine.Of(cell, "inside prefers noise, outside silence").Told(preview is null ? outcome : Outcome.Preview, note, preview?.Preview ?? "") with
        {
            Cell = $"{cell.Arm.Name}, inside and outside, s0 = {cell.Arm.TrainingSigma}",
            Effects = [.. Marked(one, "_in"), .. other is null ? [] : Marked(other, "_out")],
            N = Math.Min(one.N, other?.N ?? one.N),
            LeftOut = [.. one.LeftOut, .. other?.LeftOut ?? []],
            AtThreshold = first.Cell is not null && preview is null,
            SoFar = preview is null ? null : outcome,
        };
    }

    private static IEnumerable<Effect> Marked(Verdict verdict, string mark) => verdict.Effects.Select(effect => effect with { Symbol = effect.Symbol + mark });
}
