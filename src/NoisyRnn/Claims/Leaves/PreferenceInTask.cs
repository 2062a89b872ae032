using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;

namespace NoisyRnn.Claims;

/// <summary>
/// C3, for the one task of an experiment: with noise that is large enough, C1 holds inside (the threshold s_c exists among the
/// levels) and C2 holds outside at that same s0. Over tasks it is k of n, never pooled.
/// </summary>
public sealed record PreferenceInTask : PreferenceClaim
{
    /// <summary>Share of the activations for which both must hold.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("share of the activations for which it must hold")]
    public double ActivationShare { get; init; } = 2.0 / 3;

    private protected override string Letter => "C3";

    /// <inheritdoc/>
    public override string Summary => "in this task too, networks trained with enough noise inside prefer it, and those trained with it outside prefer silence";

    /// <inheritdoc/>
    public override string Reading => "One line an activation, at its threshold s_c. The claim over tasks is a count of experiments, never a pooled test.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "For an activation the claim holds if C1 has a threshold s_c among the levels and C2's criterion on a single cell holds at"
        + " s0 = s_c; it does not hold if C1 fails at the largest trained s0, or if C2 fails at s_c. For the task it holds if it does for at"
        + $" least {ActivationShare:P0} of the activations, and does not if that share is out of reach." + CommonCriterion(rules);

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(RunTable table, ImmutableArray<Claim> listed)
    {
        var (rules, noisy) = (table.Rules, table.Cells);
        var inside = noisy.Where(cell => SpeaksOf(cell.Arm, Placement.Inside)).ToImmutableArray();
        var outside = noisy.Where(cell => SpeaksOf(cell.Arm, Placement.Outside)).ToImmutableArray();
        var first = (listed.OfType<PreferenceInside>().FirstOrDefault(claim => claim.On == On) ?? new() { On = On }).DecideCells(inside, rules);
        var second = (listed.OfType<PreferenceOutside>().FirstOrDefault(claim => claim.On == On) ?? new() { On = On }).DecideCells(outside, rules);
        var verdicts = inside.Zip(first).GroupBy(static pair => pair.First.Arm.Name)
            .Select(activation => OfActivation([.. activation], [.. outside.Zip(second).Where(pair => pair.First.Arm.Name == activation.Key)]))
            .ToImmutableArray();
        return [.. verdicts, DecideTable(verdicts, [.. inside, .. outside])];
    }

    private Verdict OfActivation(ImmutableArray<(RunCell Cell, Verdict Verdict)> inside, ImmutableArray<(RunCell Cell, Verdict Verdict)> outside)
    {
        var threshold = PreferenceInside.Threshold(inside);
        var asked = threshold ?? PreferenceInside.LargestTrained(inside).Cell;
        var (cell, one) = inside.FirstOrDefault(pair => pair.Cell == asked, inside[^1]);
        var (_, other) = outside.FirstOrDefault(pair => pair.Cell.Arm.TrainingSigma == cell.Arm.TrainingSigma);
        var (outcome, note) = (threshold, other) switch
        {
            _ when inside.Concat(outside).FirstOrDefault(static pair => pair.Verdict.Outcome == Outcome.Preview).Verdict is { } preview => (Outcome.Preview, preview.Note),
            _ when inside.All(static pair => pair.Verdict.Outcome == Outcome.NotTrained) => (Outcome.NotTrained, "no cell with noise inside is trained"),
            (null, _) => PreferenceInside.FailsAtTheTop(inside)
                ? (Outcome.DoesNotHold, cell == inside[^1].Cell ? "C1 fails at the largest s0" : $"C1 fails at s0 = {cell.Arm.TrainingSigma}, the largest that is trained")
                : (Outcome.Undecided, "C1 has no threshold s_c among these levels"),
            (_, null) => (Outcome.Undecided, $"s_c = {cell.Arm.TrainingSigma}; no network was trained with noise outside there"),
            _ => (other.Outcome, $"s_c = {cell.Arm.TrainingSigma}; C2 there: {other.Note}"),
        };
        return new()
        {
            Claim = Symbol,
            Cell = $"{cell.Arm.Name}, inside and outside, s0 = {cell.Arm.TrainingSigma}",
            Place = new("inside prefers noise, outside silence", cell.Arm.Name, cell.Arm.TrainingSigma),
            Outcome = outcome,
            Note = note,
            Effects = [.. Marked(one, "_in"), .. other is null ? [] : Marked(other, "_out")],
            N = Math.Min(one.N, other?.N ?? one.N),
            LeftOut = [.. one.LeftOut, .. other?.LeftOut ?? []],
            AtThreshold = threshold is not null,
        };
    }

    private static IEnumerable<Effect> Marked(Verdict verdict, string mark) => verdict.Effects.Select(effect => effect with { Symbol = effect.Symbol + mark });

    private Verdict DecideTable(ImmutableArray<Verdict> verdicts, ImmutableArray<RunCell> cells)
    {
        if (OfNoVerdict(verdicts, cells, "no network was trained with noise inside", verdicts is [var only] ? only.Note : "no activation is trained both inside and outside") is { } none)
            return none;
        var holds = verdicts.Count(static verdict => verdict.Outcome == Outcome.Holds);
        var fails = verdicts.Count(static verdict => verdict.Outcome == Outcome.DoesNotHold);
        var needed = (ActivationShare * verdicts.Length) - 1e-9;
        var outcome = holds >= needed ? Outcome.Holds : verdicts.Length - fails < needed ? Outcome.DoesNotHold : Outcome.Undecided;
        return Overall(outcome, verdicts.Length == 1 ? verdicts[0].Note : $"{holds} of {verdicts.Length} activations hold, {fails} do not", cells);
    }
}
