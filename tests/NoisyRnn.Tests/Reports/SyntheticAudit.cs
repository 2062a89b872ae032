using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using NoisyRnn.Statistics;
using NoisyRnn.Training;

namespace NoisyRnn.Tests.Reports;

/// <summary>An audit of invented numbers: no network stands behind it.</summary>
internal static class SyntheticAudit
{
    /// <summary>Levels 0, .5, 1 and 2 of s0 = 0.3; the error is lowest at s0.</summary>
    internal static AuditContent Of(NoisePreference? preference = null, OutputKind kind = OutputKind.Values, double? trainingLevel = 0.3, int networks = 1)
    {
        var judged = Enumerable.Range(0, networks).Select(n => Network(n, kind, trainingLevel, preference ?? Prefers)).ToImmutableArray();
        return new()
        {
            Title = "Audit of outputs.npz", Kind = kind, TrainingLevel = trainingLevel, Networks = judged, LeftOut = [], Preference = preference ?? Prefers with { Networks = networks },
            Remarks = [], Provenance = [new("version", "0.1.0")],
        };
    }

    /// <summary>Prefers noise at .9 of s0, 4.2 times worse when silent.</summary>
    internal static NoisePreference Prefers { get; } = new()
    {
        Verdict = AuditVerdict.PrefersNoise, Networks = 1,
        Preferred = new(0.9, 0.85, 0.95), PreferredBias = new(0.97, 0.9, 1), End = RangeEnd.Inside,
        Compared = 1, ComparedIsTraining = true, Gain = Ratio(4.2, 3.9, 4.6), BestNoisy = 1, BestGain = Ratio(4.2, 3.9, 4.6),
        SilentShift = new(0.93, 0.9, 0.96), NoisySpread = new(0.8, 0.7, 0.9),
        Losses = [new(0.42, 0.4, 0.44), new(0.2, 0.19, 0.21), new(0.1, 0.09, 0.11), new(0.3, 0.28, 0.32)],
    };

    internal static Interval Ratio(double mean, double low, double high) => new(Math.Log(mean), Math.Log(low), Math.Log(high));

    private static RecordedNetwork Network(int number, OutputKind kind, double? s0, NoisePreference preference) => new()
    {
        Name = $"outputs{number}.npz", Trials = 200, Conditions = 400, Draws = 64, NotFinite = [0, 0, 0, 0], NoiselessLevels = [], NoiseAtZero = false,
        TargetVariance = 0.5, ChanceAccuracy = kind == OutputKind.Values ? null : 0.5, Preference = preference with { Networks = 1 },
        Points = [Point(0, 0.42, 0.42, kind, s0), Point(0.5, 0.2, 0.19, kind, s0), Point(1, 0.1, 0.02, kind, s0), Point(2, 0.3, 0.1, kind, s0)],
    };

    private static SweepPoint Point(double level, double loss, double systematic, OutputKind kind, double? s0)
    {
        var scale = s0 > 0 ? s0.Value : 1;
        return kind == OutputKind.Values
            ? new(level, level * scale, loss, systematic, loss - systematic, loss, loss)
            : new(level, level * scale, loss, null, null, loss, loss) { MeanLogitsLoss = systematic, JensenGap = loss - systematic, Accuracy = 1 - loss };
    }
}
