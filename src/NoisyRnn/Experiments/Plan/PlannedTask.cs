using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Experiments;

/// <summary>The task of runs, and what was read of it: once for all that share it.</summary>
/// <param name="Task">The task, loaded; as the experiment has it where a store said what its files held.</param>
/// <param name="Files">The hashes of its files, in its order; empty where it reads none.</param>
/// <param name="Summary">What it is, with numbers put in.</param>
/// <param name="TestTrials">How many different test trials it has; null where there is no end of them, or a store does not say.</param>
internal sealed record PlannedTask(TrialTask Task, ImmutableArray<StageHash> Files, string Summary, int? TestTrials)
{
    /// <summary>A task that is loaded.</summary>
    /// <param name="task">The task.</param>
    /// <param name="hashOf">The hash of a file's content.</param>
    public static PlannedTask Of(TrialTask task, Func<string, StageHash> hashOf) =>
        new(task, [.. task.Files.Select(hashOf)], task.Summary, task.TrialCount(NoiseStream.Test));

    /// <summary>A task of which a store says what it read.</summary>
    public static PlannedTask Of(TrialTask task, TaskContents contents) =>
        new(task, [.. contents.Files.Select(static hash => new StageHash(hash))], contents.Summary, contents.TestTrials);
}
