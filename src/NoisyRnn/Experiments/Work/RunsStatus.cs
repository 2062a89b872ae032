using System.Collections.Immutable;
using NoisyRnn.Executors;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>How far a folder of runs is.</summary>
/// <param name="Runs">The runs of its experiment, in the order of the grid.</param>
/// <param name="Warnings">What is wrong with the store's files.</param>
/// <param name="Others">The folders of the other experiments, from this one.</param>
public sealed record RunsStatus(ImmutableArray<RunStatus> Runs, ImmutableArray<string> Warnings, ImmutableArray<string> Others)
{
    /// <summary>Runs with results.</summary>
    public int Done => Count(RunState.Done);

    /// <summary>Runs that diverged (recorded, not lost).</summary>
    public int Diverged => Count(RunState.Diverged);

    /// <summary>Runs that some process is computing.</summary>
    public int Running => Count(RunState.Running);

    /// <summary>Runs that wait for an element of a job array.</summary>
    public int Queued => Count(RunState.Queued);

    /// <summary>Runs that failed when they were last tried.</summary>
    public int Failed => Count(RunState.Failed);

    /// <summary>The others.</summary>
    public int Missing => Count(RunState.Missing);

    /// <summary>Looks at a folder of runs, or at that of an earlier report in it: how far its experiment is, in all that was asked of it.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="Formats.InputException">Not a folder of runs.</exception>
    public static RunsStatus Of(string folder)
    {
        var place = ReportPlace.Of(folder);
        var store = RunStore.OpenExisting(place.Store);
        var experiment = Experiment.OfFolder(place.Folder);
        var submitted = SubmittedPieces.In(place.Store);
        var failures = store.Failures.All.ToDictionary(static failure => failure.Run);
        return new RunsStatus([.. experiment.Runs.Select(run => RunStatus.Of(store, run, submitted, failures))], [.. store.Warnings, .. submitted.Problems], place.Others());
    }

    /// <summary>Counts and runs as JSON.</summary>
    public string ToJson() => ResultJson.Write(new { Done, Diverged, Running, Queued, Failed, Missing, Runs, Warnings });

    private int Count(RunState state) => Runs.Count(run => run.State == state);
}
