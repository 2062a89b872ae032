using System.Collections.Immutable;
using NoisyRnn.Executors;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>
/// One element of a job array: does the runs of its chunk that are not done. When its time is up, and when a run failed that may
/// be tried again, it goes back into the queue; one that gets no further is given up.
/// </summary>
/// <param name="folder">The submission's folder.</param>
/// <param name="element">The element.</param>
public sealed class ArrayElement(string folder, int element)
{
    private readonly Submission _submission = Submission.Read(folder);

    /// <summary>Gets the lines of the log.</summary>
    public Action<string> Log { get; init; } = static _ => { };

    /// <summary>Gets the progress, a few times a second.</summary>
    public Action<RunProgress> Progress { get; init; } = static _ => { };

    /// <summary>Says whether the stop that was asked for is Slurm's warning that time is nearly up.</summary>
    public Func<bool> IsTimeUp { get; init; } = static () => false;

    /// <summary>The element as Slurm numbers it, 12_3; null where this process is none of Slurm's.</summary>
    public string? Job { get; init; }

    // Slurm may call a machine otherwise than it calls itself.
    private static string Node => Environment.GetEnvironmentVariable("SLURMD_NODENAME") ?? Environment.MachineName;

    private string RecordPath => _submission.ElementPath(element);

    /// <summary>Does the runs.</summary>
    /// <param name="workers">Runs at a time.</param>
    /// <param name="cancellation">Stops, with a checkpoint.</param>
    /// <returns>Whether all of the chunk is done, or left to the next start.</returns>
    /// <exception cref="InputException">The submission cannot be read, or is another version's.</exception>
    /// <exception cref="OperationCanceledException">Stopped, and not because time is up.</exception>
    public bool Run(int workers, CancellationToken cancellation)
    {
        var chunk = Chunks.Read(_submission.ChunkPath(element));
        var runs = PlannedOrFailed(chunk);
        var store = RunStore.Open(_submission.Store, runs.SelectMany(static run => run.Stages.Select(static stage => stage.Hash).Append(run.TrainingHash)).ToHashSet());
        ImmutableArray<PlannedRun> pending = [.. runs.Where(run => !RunWork.IsComplete(store, run))];
        var record = Begin(store, runs, pending);
        if (record.Starts == 1)
            AddProvenance(store, runs);
        if (!pending.IsEmpty && record.Idle > _submission.Options.Retries)
            return GiveUp(store, record, pending);
        var minutes = chunk.ToDictionary(static piece => piece.Name, static piece => piece.CoreMinutes);
        var estimate = RunEstimate.Of(pending, pending.Select(run => minutes[run.Hash.Hex]), workers);
        foreach (var (name, error) in estimate.TooLarge)
            Failed(store, pending.First(run => run.Hash.Short == name), error.Message);
        try
        {
            new PendingRuns(store, estimate, runs.Length) { Log = Log, Progress = Progress }.Execute(workers, cancellation);
        }
        catch (OperationCanceledException) when (IsTimeUp())
        {
            return Requeue(record, "time is nearly up");
        }
        catch (OperationCanceledException)
        {
            End(record, "stopped");
            throw;
        }

        var failed = estimate.Runs.Count(run => !RunWork.IsComplete(store, run));
        if (failed > 0)
            record = record with { Failures = record.Failures + 1 };
        if (failed > 0 && record.Failures <= _submission.Options.Retries && Job is not null)
            return Requeue(record, $"{RunWords.Count(failed, "run")} failed");
        var isDone = failed == 0 && estimate.TooLarge.IsEmpty;
        End(record, isDone ? "done" : "failed");
        return isDone;
    }

    // By their places, which cost nothing: a sweep may have a hundred thousand runs, and a chunk has few.
    private ImmutableArray<PlannedRun> PlannedOrFailed(ImmutableArray<Piece> chunk)
    {
        try
        {
            return Planned(chunk);
        }
        catch (InputException error)
        {
            // Data that are not there, most often: known to whoever asks for the folder's status, too.
            var failures = RunStore.Open(_submission.Store, new HashSet<StageHash>()).Failures;
            foreach (var piece in chunk)
                failures.Add(new StageHash(piece.Name), error.Message);
            throw;
        }
    }

    private ImmutableArray<PlannedRun> Planned(ImmutableArray<Piece> chunk)
    {
        var planned = Experiment.ReadPart(Path.Combine(folder, Experiment.SavedName), GridPart.Of(chunk.Select(static piece => piece.Place))).Runs.ToDictionary(static run => run.Hash.Hex);
        if (chunk.FirstOrDefault(piece => !planned.ContainsKey(piece.Name)) is { } strange)
            throw new InputException($"{folder}: planned by version {_submission.Version}; this is {Provenance.OfThisProcess([], []).Version}, to which '{strange.Description}' is another run: submit with this version (noisyrnn retry {_submission.Store}), or let the nodes call that one (--program)");
        return [.. chunk.Select(piece => planned[piece.Name])];
    }

    private ElementRecord Begin(RunStore store, ImmutableArray<PlannedRun> runs, ImmutableArray<PlannedRun> pending)
    {
        var reached = $"{runs.Length - pending.Length} {string.Join(' ', pending.Select(run => new RunFiles(store, run).CheckpointMark).Where(static mark => mark.Length > 0))}";
        var last = ElementRecord.TryRead(RecordPath);
        var record = new ElementRecord
        {
            Host = Node, Began = DateTimeOffset.UtcNow, Reached = reached,
            Starts = (last?.Starts ?? 0) + 1, Failures = last?.Failures ?? 0, Idle = last?.Reached == reached ? last.Idle + 1 : 0,
        };
        record.Write(RecordPath);
        Log($"element {element} of job {_submission.Job ?? "?"} on {record.Host}, start {record.Starts}: {RunWords.Count(pending.Length, "run")} to do, {runs.Length - pending.Length} done");
        return record;
    }

    // Which machine computed, and with what; a result needs none of it.
    private void AddProvenance(RunStore store, ImmutableArray<PlannedRun> runs)
    {
        try
        {
            store.History.Add(Provenance.OfThisProcess([.. Environment.GetCommandLineArgs().Skip(1)], [.. runs.Select(static run => run.Spec.Setup.Seed).Distinct().Order()]));
        }
        catch (InputException error)
        {
            Log($"warning: {error.Message}");
        }
    }

    private bool GiveUp(RunStore store, ElementRecord record, ImmutableArray<PlannedRun> pending)
    {
        foreach (var run in pending)
            Failed(store, run, $"its element began {record.Idle + 1} times without getting any further (a time limit or a memory too small, or a node that fails); its log: {_submission.LogPath(element)}");
        End(record, "failed");
        return false;
    }

    private void Failed(RunStore store, PlannedRun run, string message)
    {
        store.Failures.Add(run.Hash, message);
        Log($"run {run.Hash.Short}{run.Point.InBrackets} failed: {message}");
    }

    private bool Requeue(ElementRecord record, string why)
    {
        if (Job is null)
        {
            End(record, "stopped");
            Log($"{why}; this is no job of Slurm's, so nothing is put back into a queue");
            return false;
        }

        // Said first: Slurm ends this process as it puts the job back.
        End(record, "back in the queue");
        Log($"{why}; back into the queue");
        try
        {
            Slurm.Requeue(Job);
            return true;
        }
        catch (InputException error)
        {
            End(record, "stopped");
            Log($"{error.Message}; the element ends here: 'noisyrnn retry {_submission.Store}' goes on from its checkpoint");
            return false;
        }
    }

    private void End(ElementRecord record, string outcome) => (record with { Ended = DateTimeOffset.UtcNow, Outcome = outcome }).Write(RecordPath);

    /// <summary>When all elements have ended: tidies up and writes the report.</summary>
    /// <param name="folder">The submission's folder.</param>
    /// <param name="log">Gets warnings.</param>
    /// <exception cref="InputException">The folder cannot be read.</exception>
    public static ExperimentOutcome Report(string folder, Action<string> log) => FolderReport.Close(Submission.Read(folder).Store, log);
}
