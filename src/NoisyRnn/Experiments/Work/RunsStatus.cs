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

    /// <summary>Estimate of the seconds until all is done, at the pace of now; null where nothing runs, or nothing is known of the pace.</summary>
    public double? SecondsLeft { get; private init; }

    /// <summary>Looks at a folder of runs, or at that of an earlier report in it: how far its experiment is, in all that was asked of it.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="Formats.InputException">Not a folder of runs.</exception>
    public static RunsStatus Of(string folder) => new FolderWatch(folder).Look();

    internal static RunsStatus Of(ReportPlace place, RunStore store, Experiment experiment, SubmittedPieces submitted)
    {
        var failures = store.Failures.All.ToDictionary(static failure => failure.Run);
        ImmutableArray<RunStatus> runs = [.. experiment.Runs.Select(run => RunStatus.Of(store, run, submitted, failures))];
        var wordless = submitted.Wordless(runs.Where(static run => run.State == RunState.Missing).Select(static run => run.Run.Hex));
        return new RunsStatus(runs, [.. store.Warnings, .. submitted.Problems, .. wordless], place.Others()) { SecondsLeft = Left(runs, store) };
    }

    // As many runs at a time as there are now, each as long as those before it.
    private static double? Left(ImmutableArray<RunStatus> runs, RunStore store)
    {
        RunStatus[] running = [.. runs.Where(static run => run.State == RunState.Running)];
        double[] times = [.. store.Results.All.Where(static result => result.Stage == RunWork.TrainingStageName).Select(static result => result.Seconds).OfType<double>()];
        double? each = times.Length > 0 ? times.Average() / RunPace.TrainingShare : running.Select(static run => run.Holder?.Heartbeat).OfType<Heartbeat>().Where(static at => at.Share > 0).Select(static at => at.SecondsLeft / (1 - at.Share)).Average();
        var waiting = runs.Count(static run => run.State is RunState.Queued or RunState.Missing);
        return running.Length > 0 && each is { } seconds
            ? (running.Sum(run => run.Holder?.Heartbeat?.SecondsLeft ?? (seconds / 2)) + (waiting * seconds)) / running.Length
            : null;
    }

    /// <summary>Counts and runs as JSON.</summary>
    public string ToJson() => ResultJson.Write(new { Done, Diverged, Running, Queued, Failed, Missing, SecondsLeft, Runs, Warnings });

    private int Count(RunState state) => Runs.Count(run => run.State == state);
}
