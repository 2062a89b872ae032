using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>What the reader of an audit must know beside its answer: what was recorded otherwise than it should be.</summary>
internal static class AuditCaveats
{
    private const int FewTrials = 20;

    /// <summary>A sentence each.</summary>
    public static ImmutableArray<string> Of(AuditContent content) =>
    [
        .. content.Networks.SelectMany(network => OfNetwork(network, content)),
        .. content.LeftOut.Select(network => $"Left out: {network.Name}: {(network.Preference.Verdict == AuditVerdict.DivergesSilently ? "without noise" : network.Preference.Verdict == AuditVerdict.NothingFinite ? "at every level" : "with any noise")} some outputs are not finite."),
        .. TrainingLevel(content),
    ];

    private static IEnumerable<string> TrainingLevel(AuditContent content)
    {
        if (content.IsRelative && content.Networks.All(static network => network.Points.All(static point => point.Level != 1)))
            yield return $"The training noise {Wording.Number(content.TrainingLevel!.Value)} is not among the levels: the best noisy level takes its place. Record it too.";
    }

    private static IEnumerable<string> OfNetwork(RecordedNetwork network, AuditContent content)
    {
        var name = content.Networks.Length > 1 ? $"{network.Name}: " : "";
        if (network.NoiseAtZero)
            yield return $"{name}At level 0 the draws differ: some noise was left on (dropout, noisy inputs?), so level 0 is not silence.";
        if (!network.NoiselessLevels.IsEmpty)
            yield return $"{name}At {string.Join(", ", network.NoiselessLevels.Select(level => Level(level, content)))} all draws are the same: no noise was on (an evaluation mode that switches it off, one seed for all draws?).";
        foreach (var (point, count) in network.Points.Zip(network.NotFinite).Where(static level => level.Second > 0))
            yield return $"{name}At {Level(point.Level, content)} {count} outputs are not finite: the network counts as diverged there.";
        if (Untrained(network) is { } reason)
            yield return $"{name}It has hardly learnt its task: {reason}. What such a network prefers says little.";
        if (network.Trials is > 1 and < FewTrials && content.Preference.Networks == 1)
            yield return $"{name}{network.Trials} trials are few: the intervals are rough.";
    }

    // The rule of the claims, at the training noise where it was recorded, else at the best level.
    private static string? Untrained(RecordedNetwork network)
    {
        var rules = new CommonRules();
        var finite = network.Points.Where(static point => !point.Diverged).ToArray();
        if (finite.Length == 0 || network.TargetVariance == 0)
            return null;
        var point = (network.Preference.ComparedIsTraining ? finite.FirstOrDefault(static p => p.Level == 1) : null) ?? finite.MinBy(static p => p.Loss)!;
        if (network.ChanceAccuracy is { } chance)
        {
            var needed = chance + (rules.UntrainedAccuracyShare * (1 - chance));
            return point.Accuracy < needed ? $"accuracy {Wording.Number(point.Accuracy!.Value)} is below {Wording.Number(needed)}, half of the way from chance to 1" : null;
        }

        return point.Loss > rules.UntrainedLossShare * network.TargetVariance
            ? $"error {Wording.Number(point.Loss)} is over {Wording.Number(rules.UntrainedLossShare)} of the target's variance {Wording.Number(network.TargetVariance)}" : null;
    }

    private static string Level(double level, AuditContent content) =>
        !content.IsRelative || level == 0 ? $"level {Wording.Number(level)}" : level == 1 ? "the training noise" : $"{Wording.Number(level)} of the training noise";
}
