using System.Collections.Immutable;
using NoisyRnn.Executors;
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
    /// <summary>Who computes it and how far it is; null where nobody does.</summary>
    public RunHolder? Holder { get; private init; }

    /// <summary>The job of Slurm's that has it, and the element: 12_3; null where none has.</summary>
    public string? Job { get; private init; }

    /// <summary>Why it waits, as Slurm calls it, or why it failed; null where it did neither.</summary>
    public string? Reason { get; private init; }

    internal static RunStatus Of(RunStore store, PlannedRun run, SubmittedPieces submitted, IReadOnlyDictionary<StageHash, RunFailure> failures)
    {
        var status = new RunStatus(
            run.Hash, run.Point.Values, StateOf(store, run),
            [new RunStage(RunWork.TrainingStageName, run.TrainingHash), .. run.Stages.Select(static stage => new RunStage(stage.Name, stage.Hash))]);
        var piece = submitted.Of(run.Hash.Hex);
        return status.State switch
        {
            RunState.Running => status with { Holder = store.Locks.HolderOf(run.TrainingHash), Job = piece is { Lost: null } ? piece.Job : null },
            RunState.Missing when piece is { Lost: null } => status with { State = RunState.Queued, Job = piece.Job, Reason = piece.Reason },
            RunState.Missing when failures.TryGetValue(run.Hash, out var failure) => status with { State = RunState.Failed, Reason = $"{failure.Message} (on {failure.Host}, try {failure.Tries})" },
            RunState.Missing when piece is not null => status with { State = RunState.Failed, Job = piece.Job, Reason = piece.Lost },
            _ => status,
        };
    }

    // A run that diverged has no analyses; one that has some, but lacks others, is not done.
    private static RunState StateOf(RunStore store, PlannedRun run) =>
        RunWork.IsDone(store, run) ? run.Stages[0].IsIn(store) ? RunState.Done : RunState.Diverged
        : store.Locks.LooksHeld(run.TrainingHash) ? RunState.Running : RunState.Missing;
}
