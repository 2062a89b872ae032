using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>
/// N5, in training (spec 2, section 2): trained with noise, a network is more stable on its way than its own noise-off twin, at
/// each learning rate. By the top exponent without noise, mean over training, and by the share of trainings that diverge.
/// </summary>
public sealed record TrainingStabilityClaim : Claim
{
    private const string Part = "top exponent, mean over training, less that of the noise-off twin";

    /// <summary>Seeds of a cell below which nothing is decided: spec 2 asks for five.</summary>
    [Range(2, int.MaxValue), Description("seeds of a cell below which nothing is decided; here instead of rules.min-seeds")]
    public int MinSeeds { get; init; } = 5;

    /// <inheritdoc/>
    public override string Symbol => "N5 (b)";

    /// <inheritdoc/>
    public override string Summary => "trained with noise, a network is more stable through its training than its noise-off twin, at each learning rate";

    /// <inheritdoc/>
    public override string Reading =>
        "One line a noisy arm and learning rate; each network is compared with its own twin: same network, step, learning rate, data order and seed, no noise. The numbers are differences of the"
        + " exponent without noise; below 0 the network trained with noise is the more stable one.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "For each noisy arm and learning rate: the top exponent of the noise-off tangent flow along test trials, mean over all looks after the start of training, of the noisy network less that of its"
        + " twin, paired by seed. A line holds if the interval of the mean lies below 0 and no larger share of the noisy trainings diverged than of their twins'; it does not hold if it lies above 0, or if the"
        + " interval of the difference of the shares lies above 0. A training that diverged, or whose network left the numbers on a test trial at a look, has no exponent, and counts in the shares; one that did not learn its task counts as any other. The claim holds"
        + $" if all lines hold, and does not if one does not. Intervals are {rules.Confidence:P0} expanded BCa intervals of the mean over seeds; a verdict on a line also needs a t-test whose p, corrected by"
        + $" Holm over the lines, is at most {rules.Tail:G3}. Fewer than {MinSeeds} pairs are a preview.";

    /// <inheritdoc/>
    public override ImmutableArray<Verdict> Decide(RunTable table, ImmutableArray<Claim> listed)
    {
        var cells = table.Cells.Where(static cell => cell.Arm.TrainingSigma > 0 && !cell.Arm.IsOverAgain && cell.Runs.Any(static run => IsDiverged(run) || Looked(run) is not null)).ToImmutableArray();
        var twins = table.Cells.Where(static cell => cell.Arm.TrainingSigma == 0).SelectMany(static cell => cell.Runs).ToImmutableArray();
        if (cells.IsEmpty || !cells.SelectMany(static cell => cell.Runs).Concat(twins).Any(static run => Looked(run) is not null))
            return [Overall(Outcome.Undecided, "no network trained with noise was looked at in its training", cells)];
        var verdicts = Question.Answer([.. cells.Select(cell => Ask(cell, twins, table.Rules))], table.Rules.Tail);
        return [.. verdicts, OfEveryLine(verdicts, cells, "no network was trained with noise")];
    }

    private static TrainingStabilityResult? Looked(NetworkRun run) => run.Results.OfType<TrainingStabilityResult>().FirstOrDefault();

    // A training that diverged was not looked at; and one whose loss stayed finite may have left the numbers on test trials.
    private static bool IsDiverged(NetworkRun run) => Looked(run) is { } looked ? looked.MeanExponent is null : run.Sweep is null && run.Results.IsEmpty;

    private Question Ask(RunCell cell, ImmutableArray<NetworkRun> twins, CommonRules rules)
    {
        var pairs = cell.Runs.Select(run => (Run: run, Twin: twins.FirstOrDefault(run.HasTwin)))
            .Where(static pair => pair.Twin is not null && new[] { pair.Run, pair.Twin }.All(static run => IsDiverged(run) || Looked(run) is not null)).ToArray();
        double[] Differences(Func<TrainingStabilityResult, double?> of) =>
            [.. pairs.Select(pair => Looked(pair.Run) is { } own && Looked(pair.Twin!) is { } twin ? of(own) - of(twin) : null).OfType<double>().Where(double.IsFinite)];
        var (exponents, radii) = (Differences(static result => result.MeanExponent), Differences(static result => result.MeanRadius));
        double[] diverged = [.. pairs.Select(static pair => (IsDiverged(pair.Run) ? 1.0 : 0) - (IsDiverged(pair.Twin!) ? 1 : 0))];
        var (own, others) = (pairs.Count(static pair => IsDiverged(pair.Run)), pairs.Count(static pair => IsDiverged(pair.Twin!)));
        var question = new Question
        {
            Claim = Symbol,
            Cell = cell.Label,
            Place = new(Part, cell.Arm.Name, cell.Arm.TrainingSigma),
            N = pairs.Length,
            Remark = own + others > 0 ? $"{own} of {pairs.Length} trainings diverged, of their twins {others}" : "",
            Withheld = pairs.Length == 0 ? Outcome.Undecided : pairs.Length < MinSeeds ? Outcome.Preview : null,
            UndecidedNote = pairs.Length == 0 ? "no twin without noise was looked at" : pairs.Length < MinSeeds ? $"preview, n={pairs.Length}" : "",
        };
        if (pairs.Length == 0)
            return question;
        var share = rules.IntervalOf(diverged);
        var (moreDiverge, pOfShare) = (share.Low > 0, OneSidedTest.Above(diverged, 0));
        question = question with { Effects = [new("share that diverged - twins'", share)], Contrary = (moreDiverge, moreDiverge ? pOfShare : 1), FailsNote = "more trainings diverge" };
        if (exponents.Length == 0)
            return question.Withheld is null && !moreDiverge ? question with { Withheld = Outcome.Undecided, UndecidedNote = "no pair of trainings that both came to an end" } : question;
        var exponent = rules.IntervalOf(exponents);
        var isHigher = exponent.Low > 0;
        return question with
        {
            Effects = [new("exponent - twin's", exponent), .. radii.Length > 0 ? [new Effect("spectral radius - twin's", rules.IntervalOf(radii))] : Array.Empty<Effect>(), .. question.Effects],
            Criterion = (exponent.High < 0 && own <= others, OneSidedTest.Below(exponents, 0)),
            // Two ways to fail: twice the smaller p of those that are met.
            Contrary = (isHigher || moreDiverge, Math.Min(1, 2 * Math.Min(isHigher ? OneSidedTest.Above(exponents, 0) : 1, moreDiverge ? pOfShare : 1))),
            HoldsNote = "more stable than its twin",
            FailsNote = string.Join("; ", new[] { isHigher ? "less stable than its twin" : "", moreDiverge ? "more trainings diverge" : "" }.Where(static note => note.Length > 0)),
            UndecidedNote = question.Withheld is not null ? question.UndecidedNote : exponent.High < 0 ? "more stable, but more trainings diverged" : "the difference may lie on either side of 0",
        };
    }
}
