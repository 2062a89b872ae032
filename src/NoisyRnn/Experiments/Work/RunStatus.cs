using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>How far one run is, and which results of the store are its own.</summary>
/// <param name="Run">Its hash.</param>
/// <param name="Point">Where it stands in the grid: dotted path -> value as YAML in one line.</param>
/// <param name="State">How far.</param>
/// <param name="Stages">Its stages, training first.</param>
public sealed record RunStatus(StageHash Run, ImmutableArray<KeyValuePair<string, string>> Point, RunState State, ImmutableArray<RunStage> Stages)
{
    internal static RunStatus Of(RunStore store, PlannedRun run) => new(
        run.Hash, run.Point.Values, StateOf(store, run),
        [new RunStage(RunWork.TrainingStageName, run.TrainingHash), .. run.Stages.Select(static stage => new RunStage(stage.Name, stage.Hash))]);

    // A run that diverged has no analyses; one that has some, but lacks others, is not done.
    private static RunState StateOf(RunStore store, PlannedRun run) =>
        RunWork.IsDone(store, run) ? run.Stages[0].IsIn(store) ? RunState.Done : RunState.Diverged
        : store.LooksLocked(run.TrainingHash) ? RunState.Running : RunState.Missing;
}
