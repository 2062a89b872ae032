using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// N6 (spec 2, section 2): trained with noise, a network stands perturbed inputs better than its own noise-off twin, and keeps
/// its clean accuracy. Per noisy arm and kind of perturbation by the area under accuracy against strength, paired by seed.
/// </summary>
/// <remarks>
/// The specification speaks of four kinds that are not adversarial and names three; the fourth here is dropped values.
/// Adversarial kinds are shown without a part in the verdict. Holm's correction runs over all arms and kinds.
/// </remarks>
public sealed record RobustToPerturbation : Claim
{
    private const string Clean = "clean accuracy";

    /// <summary>So many of the kinds of perturbation that are not adversarial must improve.</summary>
    [Range(1, 100), Description("kinds of perturbation, of those that are not adversarial, that must improve")]
    public int LeastKinds { get; init; } = 3;

    /// <summary>Clean accuracy may lie this much below the best baseline's.</summary>
    [Range(0.0, 1.0), Description("clean accuracy may be lower than the best baseline's by this much")]
    public double CleanLoss { get; init; } = 0.01;

    /// <inheritdoc/>
    public override string Symbol => "N6";

    /// <inheritdoc/>
    public override string Summary => "trained with noise, a network stands perturbed inputs better than its noise-off twin, and keeps its clean accuracy";

    /// <inheritdoc/>
    public override string Reading =>
        "Each noisy arm is compared with its own twin: same network, step, training and seed, no noise. Accuracy is that of the network"
        + " without noise of its own. Rows of adversarial perturbations are shown; the claim does not count them.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "For each noisy arm and kind of perturbation: the area under accuracy against strength (from 0 to the largest, divided by it) of the"
        + " noisy network less that of its twin, in percentage points, paired by seed; the row holds if the interval of the mean lies above 0, and does not hold if below."
        + $" An arm holds if at least {LeastKinds} of the kinds that are not adversarial hold and its mean clean accuracy is not lower by more than"
        + $" {100 * CleanLoss:G3} points than that of the best arm trained without noise; it does not hold if so many kinds are out of reach or the"
        + " clean accuracy is lower. The claim holds if any noisy arm holds; it does not hold if all do not." + CommonCriterion(rules);

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(PreferenceTable table, ImmutableArray<Claim> listed)
    {
        var silent = table.Cells.Where(static cell => cell.TrainingSigma == 0 && HasRobustness(cell)).ToImmutableArray();
        var noisy = table.Cells.Where(static cell => cell.TrainingSigma > 0 && HasRobustness(cell)).ToImmutableArray();
        if (noisy.IsEmpty)
            return [Overall(Outcome.Undecided, "no network trained with noise was perturbed", noisy)];
        var questions = noisy.SelectMany(cell => KindsOf(cell).Select(kind => (Cell: cell, Kind: kind, Question: Ask(cell, kind, silent, table.Rules)))).ToArray();
        var verdicts = Question.Answer([.. questions.Select(static q => q.Question)], table.Rules.Tail);
        var lines = questions.Zip(verdicts, (q, verdict) => (q.Cell, q.Kind, Verdict: verdict with { Counted = !IsAdversarial(q.Kind) })).ToArray();
        var arms = noisy.Select(cell => DecideArm(cell, [.. lines.Where(line => line.Cell == cell).Select(line => (line.Kind, line.Verdict))], silent)).ToImmutableArray();
        return [.. lines.Select(static line => line.Verdict), .. arms, DecideTable(noisy, arms)];
    }

    private static bool HasRobustness(PreferenceCell cell) =>
        cell.Counted.Any(static run => run.Robustness?.CleanAccuracy is not null);

    private static string[] KindsOf(PreferenceCell cell) => [.. cell.Counted.SelectMany(static run => run.Robustness?.Perturbations ?? []).Distinct()];

    private static bool IsAdversarial(string kind) =>
        Catalogue.Leaves(typeof(Perturbation)).Single(leaf => leaf.Name == kind).Type.IsSubclassOf(typeof(AdversarialPerturbation));

    private Question Ask(PreferenceCell cell, string kind, ImmutableArray<PreferenceCell> silent, CommonRules rules)
    {
        var twins = silent.SelectMany(static other => other.Counted).GroupBy(static run => run.Training).ToDictionary(static twin => twin.Key, static twin => twin.First());
        double[] differences =
        [
            .. cell.Counted.Where(run => twins.ContainsKey(run.Twin)).Select(run => 100 * (Area(run, kind) - Area(twins[run.Twin], kind))).OfType<double>(),
        ];
        var question = new Question
        {
            Claim = Symbol,
            Cell = $"{cell.Activation}, {kind}",
            Place = new($"area under accuracy, {cell.Activation} less its twin", kind, cell.TrainingSigma),
            N = differences.Length,
            LeftOut = cell.LeftOut,
            Withheld = cell.Withheld,
            UndecidedNote = cell.WithheldNote,
            Remark = IsAdversarial(kind) ? "adversarial: shown, not counted" : "",
        };
        if (differences.Length == 0)
            return question with { Withheld = question.Withheld ?? Outcome.Undecided, UndecidedNote = "no twin without noise was perturbed alike" };
        if (question.Withheld is null && differences.Length < rules.MinSeeds)
            question = question with { Withheld = Outcome.Preview, UndecidedNote = $"preview, n={differences.Length}" };
        var difference = rules.IntervalOf(differences);
        return question with
        {
            Effects = [new("area - twin's (points)", difference)],
            Criterion = (difference.Low > 0, OneSidedTest.Above(differences, 0)),
            Contrary = (difference.High < 0, OneSidedTest.Below(differences, 0)),
            HoldsNote = "more robust than its twin",
            FailsNote = "less robust than its twin",
            UndecidedNote = question.Withheld is null ? "the difference may lie on either side of 0" : question.UndecidedNote,
        };
    }

    private Verdict DecideArm(PreferenceCell cell, (string Kind, Verdict Verdict)[] lines, ImmutableArray<PreferenceCell> silent)
    {
        var counted = lines.Where(static line => !IsAdversarial(line.Kind)).ToArray();
        var holding = counted.Where(static line => line.Verdict.Outcome == Outcome.Holds).Select(static line => line.Kind).ToArray();
        var reachable = counted.Count(static line => line.Verdict.Outcome != Outcome.DoesNotHold);
        var clean = MeanClean(cell);
        var best = silent.Where(static other => other.Withheld is null or Outcome.Preview).OrderByDescending(MeanClean).FirstOrDefault();
        var keeps = best is null || clean >= MeanClean(best) - CleanLoss;
        var outcome = counted.FirstOrDefault(static line => line.Verdict.Outcome is Outcome.Preview or Outcome.NotTrained).Verdict?.Outcome
            ?? (holding.Length >= LeastKinds && keeps ? Outcome.Holds : reachable < LeastKinds || !keeps ? Outcome.DoesNotHold : Outcome.Undecided);
        var named = counted.Where(static line => line.Kind != "dropped").ToArray();
        var notes = new[]
        {
            $"{holding.Length} of {counted.Length} kinds hold{(holding.Length > 0 ? $" ({Listed(holding)})" : "")}",
            best is null ? "no arm without noise to compare the clean accuracy with"
                : $"clean accuracy {100 * clean:F2} %, best without noise {100 * MeanClean(best):F2} % ({best.Activation}): {(keeps ? "kept" : $"lower by more than {100 * CleanLoss:G3} points")}",
            $"without dropped values: {named.Count(static line => line.Verdict.Outcome == Outcome.Holds)} of {named.Length}",
        };
        return new Verdict
        {
            Claim = Symbol,
            Cell = $"{cell.Activation}, all kinds",
            Outcome = outcome,
            Note = string.Join("; ", notes),
            N = cell.Counted.Length,
            LeftOut = cell.LeftOut,
        };
    }

    private Verdict DecideTable(ImmutableArray<PreferenceCell> noisy, ImmutableArray<Verdict> arms)
    {
        if (arms.FirstOrDefault(static arm => arm.Outcome == Outcome.Preview) is { } preview)
            return Overall(Outcome.Preview, $"preview, n={preview.N}", noisy);
        var outcome = arms.Any(static arm => arm.Outcome == Outcome.Holds) ? Outcome.Holds
            : arms.All(static arm => arm.Outcome is Outcome.DoesNotHold) ? Outcome.DoesNotHold
            : Outcome.Undecided;
        var holding = noisy.Zip(arms).Where(static pair => pair.Second.Outcome == Outcome.Holds).Select(static pair => pair.First.Activation).ToArray();
        return Overall(outcome, holding.Length == 0 ? "no noisy arm meets the criterion" : $"{Listed(holding)} {(holding.Length == 1 ? "meets" : "meet")} the criterion", noisy);
    }

    private static double? Area(SweptRun run, string kind) => run.Robustness?.Area(kind);

    private static double MeanClean(PreferenceCell cell) =>
        cell.Counted.Where(static run => run.Robustness?.CleanAccuracy is not null).Average(static run => run.Robustness!.CleanAccuracy!.Value);
}
