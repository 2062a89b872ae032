using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Analyses;

namespace NoisyRnn.Claims;

/// <summary>
/// N5, in training (spec 2, section 2): trained with noise, a network is more stable on its way than its own noise-off twin, at
/// each learning rate. By the top exponent without noise, mean over training, and by the share of trainings that diverge.
/// </summary>
public sealed record TrainingStabilityClaim : TrainingNoiseClaim
{
    private const string Part = "top exponent, mean over training, less that of the noise-off twin";

    /// <inheritdoc/>
    public override string Symbol => "N5 (b)";

    /// <inheritdoc/>
    public override string Title => "training with noise is more stable";

    /// <inheritdoc/>
    public override string Summary => "trained with noise, a network is more stable through its training than its noise-off twin, at each learning rate";

    /// <inheritdoc/>
    public override string Figure => "training-stability";

    /// <inheritdoc/>
    public override string Reading =>
        "One line a noisy arm and learning rate; each network is compared with its own twin: same network, step, learning rate, data order and seed, no noise. The numbers are differences of the"
        + " exponent without noise; below 0 the network trained with noise is the more stable one.";

    /// <inheritdoc/>
    public override string Criterion(CommonRules rules) =>
        "For each noisy arm and learning rate: the top exponent of the noise-off tangent flow along test trials, mean over all looks after the start of training, of the noisy network less that of its"
        + " twin, paired by seed. A line holds if the interval of the mean lies below 0 and no larger share of the noisy trainings diverged than of their twins'; it does not hold if it lies above 0, or if, of the"
        + " pairs of which one diverged alone, the share in which that was the noisy one has its lower limit above 1/2 (Clopper and Pearson). A training that diverged, or whose network diverged on a test trial at a look, has no exponent, and counts in the shares; one that did not learn its task counts as any other. The claim holds"
        + $" if all lines hold, and does not if one does not. {Intervals(rules, "line")} Fewer than {MinSeeds} pairs are a preview.";

    private protected override ClaimLines Ask(RunTable table)
    {
        var cells = table.Noisy.Where(static cell => cell.Runs.Any(static run => IsDiverged(run) || Looked(run) is not null)).ToImmutableArray();
        var twins = table.Silent.SelectMany(static cell => cell.Runs).ToImmutableArray();
        var isLookedAt = cells.SelectMany(static cell => cell.Runs).Concat(cells.IsEmpty ? [] : twins).Any(static run => Looked(run) is not null);
        return new(isLookedAt ? [.. cells.Select(cell => LineOf(cell, twins, table.Rules))] : [], cells, "no network trained with noise was looked at in its training");
    }

    // The minimum is of pairs, whether the networks count elsewhere or not.
    private protected override CommonRules RulesOf(CommonRules rules) => rules;

    private static TrainingStabilityResult? Looked(NetworkRun run) => run.Found<TrainingStabilityResult>();

    // A training that diverged was not looked at; and one whose loss stayed finite may still diverge on test trials.
    private static bool IsDiverged(NetworkRun run) => Looked(run) is { } looked ? looked.MeanExponent is null : run.Sweep is null && run.Results.IsEmpty;

    private ClaimLine LineOf(RunCell cell, ImmutableArray<NetworkRun> twins, CommonRules rules)
    {
        var pairs = cell.Runs.Select(run => (Run: run, Twin: twins.FirstOrDefault(run.HasTwin)))
            .Where(static pair => pair.Twin is not null && new[] { pair.Run, pair.Twin }.All(static run => IsDiverged(run) || Looked(run) is not null)).ToArray();
        var line = ClaimLine.OfAll(cell, Part) with { N = pairs.Length };
        if (pairs.Length == 0)
            return line.Undecided("no twin without noise was looked at");
        var (own, others) = (pairs.Count(static pair => IsDiverged(pair.Run)), pairs.Count(static pair => IsDiverged(pair.Twin!)));
        var exponents = Differences(static result => result.MeanExponent);
        line = (line with { Remark = own + others > 0 ? $"{own} of {pairs.Length} trainings diverged, of their twins {others}" : "" }).UnlessPreview(MinSeeds).Require(
            rules, "more stable than its twin",
            [
                Requirement.Difference("exponent - twin's", exponents, 0, false, "less stable than its twin") with { CountsOnceBroken = true },
                new Quantity("spectral radius - twin's", exponents.Length == 0 ? [] : Differences(static result => result.MeanRadius)),
                .. Divergence(pairs, rules),
            ]);
        if (exponents.Length == 0 && !line.IsBroken)
            return line.Undecided("no pair of trainings that both came to an end");
        return own > others && line.IsMet ? line.CannotHold("more stable, but more trainings diverged") : line;

        double[] Differences(Func<TrainingStabilityResult, double?> of) =>
            [.. pairs.Select(pair => Looked(pair.Run) is { } own && Looked(pair.Twin!) is { } twin ? of(own) - of(twin) : null).OfType<double>().Where(double.IsFinite)];
    }

    // That fewer of the noisy trainings diverge is not asked for, only that no more do. A pair of which both or none diverged says nothing of that.
    private static IEnumerable<Requirement> Divergence((NetworkRun Run, NetworkRun? Twin)[] pairs, CommonRules rules)
    {
        const string Broken = "more trainings diverge";
        if (rules.AreFormer)
            return [new("share that diverged - twins'", [.. pairs.Select(static pair => (IsDiverged(pair.Run) ? 1.0 : 0) - (IsDiverged(pair.Twin!) ? 1 : 0))], 0, false, Broken) { IsOnlyAgainst = true, CountsOnceBroken = true }];
        var unlike = pairs.Where(static pair => IsDiverged(pair.Run) != IsDiverged(pair.Twin!)).ToArray();
        return unlike.Length == 0 ? []
            : [new ShareRequirement("noisy, of the pairs of which one diverged", unlike.Select(static pair => IsDiverged(pair.Run)), 0.5) { Broken = Broken, IsOnlyAgainst = true, CountsOnceBroken = true }];
    }
}
