using System.Collections.Immutable;
using NoisyRnn.Experiments;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Experiments read from a few lines, with no folder behind them.</summary>
internal static class SmallExperiment
{
    /// <summary>The name that errors begin with.</summary>
    internal const string File = "x.yaml";

    internal static Experiment Of(string yaml, params string[] settings) => OfScale(null, yaml, settings);

    internal static Experiment OfScale(string? scale, string yaml, params string[] settings) =>
        Experiment.Parse($"name: small\n{yaml}", File, "/", scale, settings);

    /// <summary>The points of the grid as text.</summary>
    internal static ImmutableArray<string> Points(Experiment experiment) => [.. experiment.Runs.Select(static run => run.Point.ToString())];
}
