using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Tasks;

/// <summary>Makes trials of a task as the trainer does.</summary>
internal static class TaskTrials
{
    internal static Trial Make(TrialTask task, ulong number, NoiseStream stream = NoiseStream.Task, ulong seed = 2) =>
        task.Make(new TrialKey(seed, stream, number));

    /// <summary>The class asked for at the last step.</summary>
    internal static int Class(Trial trial) =>
        Enumerable.Range(0, trial.Targets.GetLength(1)).Single(o => trial.Targets[trial.Steps - 1, o] == 1);
}
