using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>What a plan has that is allowed and hardly meant: options that change nothing, units that nothing recurrent reaches. A grid may vary what matters: only what holds of all runs of an arm is told.</summary>
internal static class PlanRemarks
{
    // Of a grid over thousands of networks.
    private const int MostNetworks = 100;

    /// <summary>The remarks, a line each, in the order of the runs.</summary>
    /// <param name="runs">The runs.</param>
    public static IEnumerable<string> Of(ImmutableArray<PlannedRun> runs) =>
    [
        .. runs.Select(static run => run.Spec.Setup).DistinctBy(static setup => setup.Network, ReferenceEqualityComparer.Instance).Take(MostNetworks)
            .Select(static setup => setup.Network.Remark(setup.Seed)).OfType<string>().Distinct(),
        .. runs.GroupBy(static run => run.Point.Arm).SelectMany(static arm => OfNoise([.. arm.Select(static run => run.Spec.Setup)]).Select(remark => arm.Key is null ? remark : $"arms.{arm.Key}: {remark}")),
    ];

    private static IEnumerable<string> OfNoise(IReadOnlyList<Setup> setups)
    {
        var isSilent = setups.All(static setup => !setup.Noise.Any(static source => source.IsActive()));
        if (isSilent && setups.FirstOrDefault(static setup => setup.Training.NoiseSchedule.Varies) is { } scheduled)
            yield return $"training.noise-schedule: {Catalogue.KindOf(scheduled.Training.NoiseSchedule.GetType())} changes nothing: there is no noise above 0";
        var most = setups.Max(static setup => setup.Noise.Length);
        for (var k = 0; k < most; k++)
        {
            NoiseSource[] sources = [.. setups.Where(setup => setup.Noise.Length > k).Select(setup => setup.Noise[k])];
            if (sources.Any(static source => source.IsActive()))
                continue;
            var key = most == 1 ? "noise" : $"noise.{k}";
            if (!isSilent)
                yield return $"{key}: sigma 0 beside other noise: it changes nothing, in training or in tests";
            else if (sources.SelectMany(Options).Distinct().ToArray() is { Length: > 0 } options)
                yield return $"{key}: sigma 0 with {string.Join(", ", options)}: in training {(options.Length == 1 ? "it changes" : "they change")} nothing, tests have noise of that kind";
        }
    }

    private static IEnumerable<string> Options(NoiseSource source)
    {
        var plain = new NoiseSource();
        if (source.Kind != plain.Kind)
            yield return "kind";
        if (source.Distribution != plain.Distribution)
            yield return "distribution";
        if (source.CorrelationTime != plain.CorrelationTime)
            yield return "correlation-time";
        if (source.Common != plain.Common)
            yield return "common";
        if (source.Layer != plain.Layer)
            yield return "layer";
    }
}
