using System.Collections.Immutable;
using NoisyRnn.Numerics;
using NoisyRnn.Statistics;

namespace NoisyRnn.Analyses;

/// <summary>From figures to what is said of a preference, with its intervals.</summary>
public static class PreferenceIntervals
{
    private const int Figures = 9;

    // ln of the ratio of losses within which there is no difference.
    private static readonly double Small = Elementary.Log(1.1);

    /// <summary>The preference of networks that differ in their training seed alone and have the same levels; of a single one, its own.</summary>
    /// <param name="networks">One network or more.</param>
    /// <param name="leftOut">Those left out: silence and noise cannot be compared, for outputs are not finite. None where all are such.</param>
    public static NoisePreference Of(ImmutableArray<RecordedNetwork> networks, out ImmutableArray<RecordedNetwork> leftOut)
    {
        leftOut = [.. networks.Where(static network => Diverges(network.Preference.Verdict))];
        if (leftOut.Length == networks.Length)
            leftOut = [];
        ImmutableArray<RecordedNetwork> counted = networks.RemoveRange(leftOut);
        return counted.Length == 1 || Diverges(counted[0].Preference.Verdict) ? counted[0].Preference : OverSeeds(counted);
    }

    private static NoisePreference OverSeeds(ImmutableArray<RecordedNetwork> networks)
    {
        ImmutableArray<NoisePreference> all = [.. networks.Select(static network => network.Preference)];
        var first = all[0];
        var ends = all.GroupBy(static one => one.End).MaxBy(static end => end.Count())!;
        var preference = new NoisePreference
        {
            Verdict = first.Verdict,
            Networks = all.Length,
            Preferred = Mean(static one => one.Preferred),
            PreferredBias = Mean(static one => one.PreferredBias),
            End = 2 * ends.Count() > all.Length ? ends.Key : RangeEnd.Inside,
            Compared = all.All(one => one.Compared == first.Compared) ? first.Compared : null,
            ComparedIsTraining = all.All(static one => one.ComparedIsTraining),
            Gain = Mean(static one => one.Gain),
            BestNoisy = all.All(one => one.BestNoisy == first.BestNoisy) ? first.BestNoisy : null,
            BestGain = Mean(static one => one.BestGain),
            MeanGain = Mean(static one => one.MeanGain),
            SilentShift = Mean(static one => one.SilentShift),
            OffGain = Mean(static one => one.OffGain),
            OffLoss = Mean(static one => one.OffLoss),
            NoisySpread = Mean(static one => one.NoisySpread),
            Losses = [.. Enumerable.Range(0, first.Losses.Length).Select(k => Over([.. all.Select(one => one.Losses[k].Mean)]))],
        };
        // Levels are the same: where one network has none to compare, none has.
        return first.Verdict is AuditVerdict.NoSilentLevel or AuditVerdict.OneLevel ? preference : preference with { Verdict = Decided(preference) };

        Interval? Mean(Func<NoisePreference, Interval?> figure) =>
            all.All(one => figure(one) is not null) ? Over([.. all.Select(one => figure(one)!.Mean)]) : null;
    }

    /// <summary>The preference of one network, with intervals over its trials, each with its draws.</summary>
    internal static NoisePreference OverTrials(RecordedSweep sweep)
    {
        var (scale, relative) = (sweep.Scale, sweep.IsRelative);
        var measured = sweep.Measured();
        var figures = PreferenceFigures.Of(scale, relative, measured);
        var intervals = PercentileBootstrap.Of(sweep.Trials, Figures + scale.Length, (times, values) =>
        {
            var losses = sweep.Resampled(times);
            values[8] = losses.Off;
            Write(PreferenceFigures.Of(scale, relative, losses), values);
            losses.Loss.CopyTo(values[Figures..]);
        });
        var preference = new NoisePreference
        {
            Verdict = AuditVerdict.NoDifference,
            Networks = 1,
            Preferred = At(0, figures.Preferred?.Level),
            PreferredBias = At(5, figures.PreferredBias?.Level),
            End = figures.Preferred?.End ?? RangeEnd.Inside,
            Compared = figures.Compared is { } compared ? scale[compared] : null,
            ComparedIsTraining = relative && figures.Compared is { } level && scale[level] == 1,
            Gain = At(1, figures.Gain),
            BestNoisy = figures.BestNoisy is { } best ? scale[best] : null,
            BestGain = At(2, figures.BestGain),
            MeanGain = At(6, figures.MeanGain),
            SilentShift = At(3, figures.SilentShift),
            OffGain = At(7, figures.OffGain),
            OffLoss = At(8, sweep.Off?.Point.Loss),
            NoisySpread = At(4, figures.NoisySpread),
            Losses = [.. measured.Loss.Select((loss, k) => intervals[Figures + k] with { Mean = loss })],
        };
        return preference with { Verdict = Possible(scale, measured, preference) ?? Decided(preference) };

        Interval? At(int figure, double? value) => value is { } mean ? intervals[figure] with { Mean = mean } : null;
    }

    private static void Write(PreferenceFigures figures, Span<double> values)
    {
        values[0] = figures.Preferred?.Level ?? double.NaN;
        values[1] = figures.Gain ?? double.NaN;
        values[2] = figures.BestGain ?? double.NaN;
        values[3] = figures.SilentShift ?? double.NaN;
        values[4] = figures.NoisySpread ?? double.NaN;
        values[6] = figures.MeanGain ?? double.NaN;
        values[7] = figures.OffGain ?? double.NaN;
        values[5] = figures.PreferredBias?.Level ?? double.NaN;
    }

    // What cannot be said, and why; null where it can.
    private static AuditVerdict? Possible(double[] scale, LevelLosses losses, NoisePreference preference) =>
        preference.Preferred is null ? AuditVerdict.NothingFinite
        : scale.Length == 1 ? AuditVerdict.OneLevel
        : scale[0] > 0 ? AuditVerdict.NoSilentLevel
        : !double.IsFinite(losses.Loss[0]) ? AuditVerdict.DivergesSilently
        : preference.BestNoisy is null ? AuditVerdict.DivergesWithNoise
        : null;

    // The choice of the level is on other draws than the comparison; where the two do not agree there is no difference to speak of.
    private static AuditVerdict Decided(NoisePreference preference) =>
        preference.BestGain is not { } gain || !double.IsFinite(gain.High - gain.Low) ? AuditVerdict.NoInterval
        : gain.Low > 0 && preference.Preferred!.Mean > 0 ? AuditVerdict.PrefersNoise
        : gain.High < 0 && preference.End == RangeEnd.AtMost ? AuditVerdict.PrefersSilence
        : gain.High >= Small ? AuditVerdict.Undecided
        : gain.Low > -Small && IsAlike(preference) ? AuditVerdict.NoDifference
        : AuditVerdict.NothingGained;

    // At the training noise by its interval; where that is not known, at every level.
    private static bool IsAlike(NoisePreference preference) => preference.ComparedIsTraining
        ? preference.Gain is { } gain && gain.Low > -Small && gain.High < Small
        : preference.Losses.All(loss => Math.Abs(NoiseSweepStatistics.LogLoss(loss.Mean) - NoiseSweepStatistics.LogLoss(preference.Losses[0].Mean)) < Small);

    private static bool Diverges(AuditVerdict verdict) =>
        verdict is AuditVerdict.DivergesSilently or AuditVerdict.DivergesWithNoise or AuditVerdict.NothingFinite;

    private static Interval Over(double[] values) => Array.TrueForAll(values, double.IsFinite)
        ? Bootstrap.ExpandedBca(values)
        : new(values.Max(), double.NegativeInfinity, double.PositiveInfinity);
}
