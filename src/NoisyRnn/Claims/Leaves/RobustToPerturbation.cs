using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Tasks;

namespace NoisyRnn.Claims;

/// <summary>
/// N6 (spec 2, section 2): trained with noise, a network stands perturbed inputs better than its own noise-off twin, and keeps
/// its clean accuracy. Per noisy arm and kind of perturbation by the area under accuracy against strength, paired by seed.
/// </summary>
/// <remarks>
/// The specification speaks of four kinds that are not adversarial and names three; the fourth here is dropped values.
/// Adversarial kinds are shown without a part in the verdict. Holm's correction runs over all arms and the kinds that count;
/// those that do not are a family of their own.
/// </remarks>
public sealed record RobustToPerturbation : TrainingNoiseClaim
{
    private const string Part = "area under accuracy less that of the noise-off twin, in points", AllKinds = "all kinds";

    // Named by the specification; of four kinds it names three.
    private static readonly ImmutableArray<string> Named = ["white", "multiplicative", "salt-and-pepper"];

    // A twin that loses less than this under a kind of perturbation leaves nothing to gain, in points.
    private const double NothingToGain = 0.5;

    /// <summary>So many of the kinds of perturbation that are not adversarial must improve.</summary>
    [Range(1, 100), Description("kinds of perturbation, of those that are not adversarial, that must improve")]
    public int LeastKinds { get; init; } = 3;

    /// <summary>Clean accuracy may lie this much below the best baseline's.</summary>
    [Range(0.0, 1.0), Description("clean accuracy may be lower than the best baseline's by this much")]
    public double CleanLoss { get; init; } = 0.01;

    /// <inheritdoc/>
    public override int MinSeeds { get; init; } = SeedsOfSpec2;

    /// <inheritdoc/>
    public override string Symbol => "N6";

    /// <inheritdoc/>
    public override string Title => "training with noise makes robust to perturbed inputs";

    /// <inheritdoc/>
    public override string Summary => "trained with noise, a network stands perturbed inputs better than its noise-off twin, and keeps its clean accuracy";

    /// <inheritdoc/>
    public override string Figure => "robustness";

    /// <inheritdoc/>
    public override string Reading =>
        "Each noisy arm is compared with its own twin: same network, step, training and seed, no noise. Accuracy is that of the network"
        + " without noise of its own. Rows of adversarial perturbations are shown; the claim does not count them. The last row says whether"
        + " the arm meets the criterion, clean accuracy included.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "For each noisy arm and kind of perturbation: the area under accuracy against strength (from 0 to the largest, divided by it) of the"
        + $" noisy network less that of its twin, in percentage points, paired by seed; the row holds if the interval of the mean lies above 0, and does not hold if below; within {NothingToGain:G3} points of 0 by an equivalence test it is \"no effect\"."
        + $" An arm holds if at least {LeastKinds} of the kinds that are not adversarial hold and its clean accuracy less that of each arm trained"
        + $" without noise, its twin included, paired by seed, has its lower limit above -{Allowed} (the upper limit of one below it: lower), both by tests too, corrected over the arms (until 2026-11-29 the mean against that of the best arm); it does not hold if so many kinds are out of"
        + " reach or the clean accuracy is lower. The claim holds if any noisy arm holds; it does not hold if all do not. Adversarial kinds are"
        + " corrected by Holm among themselves." + CommonCriterion(rules);

    private protected override ClaimLines Ask(RunTable table)
    {
        var perturbed = table.Cells.Where(static cell => cell.Counted.Any(static run => run.Found<RobustnessResult>() is not null)).ToImmutableArray();
        var cells = perturbed.Where(HasRobustness).ToImmutableArray();
        var silent = cells.Where(static cell => cell.Arm.IsSilent).ToImmutableArray();
        // An arm of which no network counts may not drop out of the claim.
        var noisy = table.Cells.Where(static cell => !cell.Arm.IsSilent && (HasRobustness(cell) || (cell.Counted.IsEmpty && !cell.Arm.IsRejudged))).ToImmutableArray();
        if (cells.IsEmpty || noisy.IsEmpty)
            return new([], noisy, perturbed.Length > cells.Length ? "not applicable: outputs that are no classes have no accuracy" : "no network trained with noise was perturbed");
        var lines = noisy.SelectMany(cell => KindsOf(cell).Select(kind => (Cell: cell, Kind: kind, Line: LineOf(cell, NameOf(cell, noisy), kind, silent, table.Rules)))).ToImmutableArray();
        var verdicts = lines.Zip(ClaimLines.Decide(Symbol, [.. lines.Select(static line => line.Line)], table.Rules.Tail), static (line, verdict) => (line.Cell, line.Kind, Verdict: verdict)).ToArray();
        var clean = ClaimLines.Decide(Symbol, [.. noisy.Select(cell => CleanLine(cell, silent, table.Rules))], table.Rules.Tail);
        var arms = noisy.Zip(clean, (cell, kept) => LineOfArm(cell, NameOf(cell, noisy), [.. from line in verdicts where line.Cell == cell select (line.Kind, line.Verdict)], kept, silent, table.Rules)).ToImmutableArray();
        return new([.. lines.Select(static line => line.Line), .. arms], noisy, "")
        {
            Decides = static verdict => verdict.Kind == LineKind.Arm,
            Conclude = verdicts => Conclude(noisy, [.. verdicts.Where(static verdict => verdict.Kind == LineKind.Arm)]),
        };
    }

    // In points. An allowance of exactly one is kept, whatever the rounding of the means.
    private double Limit => (-100 * CleanLoss) - 1e-9;

    private string Allowed => $"{100 * CleanLoss:G3} {(CleanLoss == 0.01 ? "point" : "points")}";

    // One name may stand for noise of several levels or in several places.
    private static string NameOf(RunCell cell, ImmutableArray<RunCell> noisy) =>
        noisy.Count(other => other.Arm.Name == cell.Arm.Name) > 1 ? cell.Label : cell.Arm.Name;

    private static bool HasRobustness(RunCell cell) =>
        cell.Counted.Any(static run => run.Found<RobustnessResult>()?.CleanAccuracy is not null);

    private static string[] KindsOf(RunCell cell) => [.. cell.Counted.SelectMany(static run => run.Found<RobustnessResult>()?.Perturbations ?? []).Distinct()];

    private static bool IsAdversarial(string kind) =>
        Catalogue.Leaves(typeof(Perturbation)).Single(leaf => leaf.Name == kind).Type.IsSubclassOf(typeof(AdversarialPerturbation));

    private static ClaimLine LineOf(RunCell cell, string name, string kind, ImmutableArray<RunCell> silent, CommonRules rules)
    {
        var twin = cell.TwinAmong(silent);
        double[] differences =
        [
            .. cell.WithTwins(twin).Where(pair => IsPerturbedAlike(pair.Noisy, pair.Twin, kind))
                .Select(pair => Points(Area(pair.Noisy, kind) - Area(pair.Twin, kind))).OfType<double>(),
        ];
        var line = ClaimLine.Of(cell, Part, differences.Length > 0 ? twin : null) with
        {
            Cell = $"{name}, {kind}",
            Place = new(Part, kind, cell.Arm.TrainingSigma) { Column = name },
            N = differences.Length,
            // What counts is corrected together, and the rest by itself.
            Counted = !IsAdversarial(kind),
            Kind = IsAdversarial(kind) ? LineKind.Adversarial : LineKind.Own,
            Remark = IsAdversarial(kind) ? "adversarial: shown, not counted" : "",
        };
        if (differences.Length == 0)
            return line.Undecided("no twin without noise was perturbed alike");
        var lost = twin!.Counted.Select(run => Points(run.Found<RobustnessResult>()?.CleanAccuracy - Area(run, kind))).OfType<double>().ToArray();
        if (!rules.AreFormer && lost.Length > 1 && rules.IntervalOf(lost) is { } loss && loss.High < NothingToGain)
            line = line with { Remark = string.Join("; ", new[] { line.Remark, $"nothing to gain: its twin loses {loss.Mean:F2} points" }.Where(static part => part.Length > 0)) };
        return line.UnlessMostLack(cell.Runs.Length, "have a twin that was perturbed alike", rules).Require(rules, "more robust than its twin", Requirement.Difference("area - twin's (points)", differences, 0, true, "less robust than its twin") with { NoEffectWithin = NothingToGain });
    }

    private ClaimLine LineOfArm(RunCell cell, string name, ImmutableArray<(string Name, Verdict Verdict)> kinds, Verdict kept, ImmutableArray<RunCell> silent, CommonRules rules)
    {
        var line = ClaimLine.Of(cell, Part) with { Cell = $"{name}, {AllKinds}", Kind = LineKind.Arm, Place = new(Part, AllKinds, cell.Arm.TrainingSigma) { Column = name } };
        if (cell.Counted.IsEmpty)
            return line;
        var counted = kinds.Where(static kind => kind.Verdict.Counted).ToArray();
        var holding = counted.Where(static kind => kind.Verdict.AsSoFar.Outcome == Outcome.Holds).Select(static kind => kind.Name).ToArray();
        var (keeps, clean) = rules.AreFormer ? (KeepsClean(cell, silent, out var former) ? Outcome.Holds : Outcome.DoesNotHold, former) : (kept.AsSoFar.Outcome, CleanInWords(cell, kept));
        var withheld = counted.Select(static kind => kind.Verdict).FirstOrDefault(static verdict => verdict.Outcome is Outcome.Preview or Outcome.NotTrained);
        var outcome = counted.Length < LeastKinds ? Outcome.Undecided
            : keeps == Outcome.DoesNotHold ? keeps
            : Tally.Of(counted.Select(static kind => kind.Verdict.AsSoFar)).AtLeast(LeastKinds) is var robust && keeps == Outcome.Undecided && robust == Outcome.Holds ? keeps
            : robust;
        var notes = new[]
        {
            $"{holding.Length} of {counted.Length} kinds hold{(withheld?.Outcome == Outcome.Preview ? " so far" : "")}{(holding.Length > 0 ? $" ({ArmNames.Listed(holding)})" : "")}",
            counted.Length < LeastKinds ? $"a verdict needs {LeastKinds} kinds that are not adversarial" : "",
            clean,
            $"strictly, of {ArmNames.Listed(Named)} alone: {holding.Count(Named.Contains)} of {Named.Length}",
        };
        return line.Told(withheld?.Outcome ?? outcome, string.Join("; ", notes.Where(static note => note.Length > 0)), withheld?.Preview ?? "") with { SoFar = outcome };
    }

    // Beside each arm without noise, paired by seed: kept where all differences lie above what may be lost, lost where one lies below it. The best of several,
    // by its mean, would be best by chance too. Corrected over the noisy arms; the arm's own line tells what comes of it.
    private ClaimLine CleanLine(RunCell cell, ImmutableArray<RunCell> silent, CommonRules rules)
    {
        var own = Clean(cell);
        ImmutableArray<Quantity> differences =
        [
            .. from other in silent.DistinctBy(static other => other.Arm.Name)
               where other.Withheld != Outcome.NotTrained
               let values = Clean(other).Where(run => own.ContainsKey(run.Key)).Select(run => 100 * (own[run.Key] - run.Value)).ToArray()
               where values.Length > 0
               select new Requirement(other.Arm.Name, values, Limit, true, "lower") { IsInclusive = true },
        ];
        var line = (ClaimLine.Of(cell, Part) with { N = own.Count }).UnlessMostLack(cell.Runs.Length, "have a clean accuracy", rules);
        return differences.IsEmpty ? line.Undecided("no arm without noise to compare the clean accuracy with") : line.Require(rules, "kept", differences);
    }

    private string CleanInWords(RunCell cell, Verdict kept)
    {
        if (kept.Effects.IsEmpty)
            return kept.Beside;
        var worst = kept.Effects.MinBy(static effect => effect.Value.Mean)!;
        return $"clean accuracy {100 * MeanClean(cell):F2} %, {worst.Value.Mean:+0.00;-0.00;0.00} points [{worst.Value.Low:F2}, {worst.Value.High:F2}] beside the best arm without noise ({worst.Symbol}): "
            + (kept.AsSoFar.Outcome switch { Outcome.NotTrained => "not judged", Outcome.Holds => "kept", Outcome.DoesNotHold => $"lower by more than {Allowed}", _ when kept.Effects.All(effect => effect.Value.Low >= Limit) => "kept by its intervals alone: p, corrected, is too large", _ when worst.Value.High < Limit => "lower by its interval alone: p, corrected, is too large", _ => $"may be lower by more than {Allowed}" });
    }

    private static Dictionary<ulong, double> Clean(RunCell cell) => cell.Counted.Where(static run => run.Found<RobustnessResult>()?.CleanAccuracy is not null)
        .DistinctBy(static run => run.Seed).ToDictionary(static run => run.Seed, static run => run.Found<RobustnessResult>()!.CleanAccuracy!.Value);

    // The rule before 2026-11-30. Against the best of all arms without noise. The best one that is not the twin, and the twin, are both reported.
    private bool KeepsClean(RunCell cell, ImmutableArray<RunCell> silent, out string note)
    {
        var own = MeanClean(cell);
        var trained = silent.Where(static other => other.Withheld != Outcome.NotTrained)
            .Select(other => (other.Arm.Name, Clean: MeanClean(other), IsTwin: cell.IsTwin(other)))
            .OrderByDescending(static other => other.Clean).ToArray();
        var others = new[] { trained.FirstOrDefault(static other => !other.IsTwin), trained.FirstOrDefault(static other => other.IsTwin) }
            .Where(static other => other.Name is not null)
            .Select(static other => $"{(other.IsTwin ? "its twin" : "best baseline")} {100 * other.Clean:F2} % ({other.Name})").ToArray();
        // An allowance of exactly one point is kept, whatever the rounding of the means.
        var keeps = trained.Length == 0 || own >= trained[0].Clean - CleanLoss - 1e-12;
        note = others.Length == 0
            ? "no arm without noise to compare the clean accuracy with"
            : $"clean accuracy {100 * own:F2} %, {string.Join(", ", others)}: {(keeps ? "kept" : $"lower by more than {Allowed}")}";
        return keeps;
    }

    private static ClaimLine Conclude(ImmutableArray<RunCell> noisy, ImmutableArray<Verdict> arms)
    {
        var holding = noisy.Zip(arms).Where(static pair => pair.Second.Outcome == Outcome.Holds).Select(pair => NameOf(pair.First, noisy)).ToArray();
        return ClaimLine.Whole(
            Tally.Of(arms.Select(static arm => arm.Outcome)).Any,
            holding.Length == 0 ? "no noisy arm meets the criterion" : $"{ArmNames.Listed(holding)} {(holding.Length == 1 ? "meets" : "meet")} the criterion", noisy);
    }

    private static bool IsPerturbedAlike(NetworkRun run, NetworkRun twin, string kind) => Curve(run, kind).SequenceEqual(Curve(twin, kind));

    private static IEnumerable<(double, int)> Curve(NetworkRun run, string kind) =>
        run.Found<RobustnessResult>()?.Points.Where(point => point.Perturbation == kind).Select(static point => (point.Strength, point.Trials)) ?? [];

    // Accuracies are shares of trials: what is left of equal ones by rounding is no difference.
    private static double? Points(double? difference) => difference is { } value ? Math.Round(100 * value, 9) : null;

    private static double? Area(NetworkRun? run, string kind) => run?.Found<RobustnessResult>()?.Area(kind);

    private static double MeanClean(RunCell cell) =>
        cell.Counted.Where(static run => run.Found<RobustnessResult>()?.CleanAccuracy is not null).Average(static run => run.Found<RobustnessResult>()!.CleanAccuracy!.Value);
}
