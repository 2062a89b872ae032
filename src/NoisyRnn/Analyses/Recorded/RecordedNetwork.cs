using System.Collections.Immutable;
using NoisyRnn.Statistics;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>The recorded outputs of one network, judged.</summary>
public sealed record RecordedNetwork
{
    /// <summary>The file, and the number of the seed where it holds several.</summary>
    public required string Name { get; init; }

    /// <summary>Trials that count.</summary>
    public required int Trials { get; init; }

    /// <summary>P: trials times steps that count, and times outputs where each has a loss of its own.</summary>
    public required int Conditions { get; init; }

    /// <summary>R.</summary>
    public required int Draws { get; init; }

    /// <summary>One entry a level, ascending; the same figures as those of the test-noise sweep.</summary>
    public required ImmutableArray<SweepPoint> Points { get; init; }

    /// <summary>The noise simply off, where level 0 is the noise replaced by its mean; null of noise whose mean is 0.</summary>
    public SweepPoint? Off { get; init; }

    /// <summary>Outputs at each level that count and are not finite.</summary>
    public required ImmutableArray<int> NotFinite { get; init; }

    /// <summary>Levels above 0 at which all draws are the same: no noise was on.</summary>
    public required ImmutableArray<double> NoiselessLevels { get; init; }

    /// <summary>Whether draws differ at level 0: some noise was left on.</summary>
    public required bool NoiseAtZero { get; init; }

    /// <summary>Weighted variance of the targets about the mean of each output.</summary>
    public required double TargetVariance { get; init; }

    /// <summary>Classes: the accuracy of guessing; null for values.</summary>
    public required double? ChanceAccuracy { get; init; }

    /// <summary>Its preference, with intervals over its trials.</summary>
    public required NoisePreference Preference { get; init; }

    /// <summary>Judges the networks of a file.</summary>
    /// <param name="recorded">The outputs.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops between levels.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static ImmutableArray<RecordedNetwork> Of(RecordedOutputs recorded, int threads = 1, CancellationToken cancellation = default) =>
        [.. Enumerable.Range(0, recorded.Networks).Select(network => Of(recorded, RecordedSweep.Of(recorded, network, threads, cancellation), network))];

    private static RecordedNetwork Of(RecordedOutputs recorded, RecordedSweep sweep, int network)
    {
        var sums = new TargetSpread.Sums(recorded.Outputs);
        for (var p = 0; p < recorded.Trials; p++)
        {
            for (var t = 0; t < recorded.Steps; t++)
                sums.Add(recorded.TargetsAt(p, t), recorded.MaskAt(p, t));
        }

        var spread = sums.ToSpread();
        return new()
        {
            Name = recorded.Networks == 1 ? recorded.File : $"{recorded.File}, seed {network + 1}",
            Trials = sweep.Trials,
            Conditions = recorded.Loss.IsSeparable ? spread.Count : spread.Count / recorded.Outputs,
            Draws = recorded.Draws,
            Points = [.. sweep.Levels.Select(static level => level.Point)],
            Off = sweep.Off?.Point,
            NotFinite = [.. sweep.Levels.Select(static level => level.NotFinite)],
            NoiselessLevels = [.. sweep.Levels.Where(static level => level is { DrawsAreAlike: true, NotFinite: 0, Point.Sigma: > 0 }).Select(static level => level.Point.Level)],
            NoiseAtZero = sweep.Levels.Append(sweep.Off).OfType<RecordedLevel>().Any(static level => level is { DrawsAreAlike: false, NotFinite: 0, Point.Sigma: 0 }),
            TargetVariance = spread.Variance,
            ChanceAccuracy = recorded.Loss.HasAccuracy ? 1.0 / recorded.Outputs : null,
            Preference = PreferenceIntervals.OverTrials(sweep),
        };
    }
}
