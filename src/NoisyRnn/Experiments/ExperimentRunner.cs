using System.Collections.Immutable;
using NoisyRnn.Executors;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>The front door: does what is missing of an experiment, decides its claims and writes its report.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="folder">The folder of runs and report.</param>
/// <param name="workers">Runs at a time.</param>
public sealed class ExperimentRunner(Experiment experiment, string folder, int workers)
{
    /// <summary>Gets the lines of the log.</summary>
    public Action<string> Log { get; init; } = static _ => { };

    /// <summary>Gets the progress, a few times a second.</summary>
    public Action<RunProgress> Progress { get; init; } = static _ => { };

    /// <summary>Runs the experiment.</summary>
    /// <param name="cancellation">Stops; nothing that is done is lost.</param>
    /// <exception cref="InputException">The folder cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public ExperimentOutcome Run(CancellationToken cancellation) => Run(null, cancellation);

    /// <summary>The same, with an estimate that was made before, as long as the runs that it is of are those to do.</summary>
    internal ExperimentOutcome Run(EstimatedRuns? known, CancellationToken cancellation) => RunBy(new InThisProcess(workers), known, cancellation)!;

    /// <summary>Has the experiment run.</summary>
    /// <param name="executor">By whom.</param>
    /// <param name="cancellation">Stops; nothing that is done is lost.</param>
    /// <returns>Null where the runs were handed to others, who report when all are done.</returns>
    /// <exception cref="InputException">The folder cannot be used, or the executor refuses.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public ExperimentOutcome? RunBy(Executor executor, CancellationToken cancellation)
    {
        var (isNew, isFolderNew) = (!RunStore.Exists(folder), !Directory.Exists(folder));
        try
        {
            return RunBy(executor, null, cancellation);
        }
        catch when (isNew && executor is not InThisProcess)
        {
            StoreFolder.DeleteUnused(folder, isFolderNew);
            throw;
        }
    }

    /// <summary>Refuses a folder whose runs another version planned: to this one they are all other runs, and none would count as done.</summary>
    /// <exception cref="InputException">None of the runs is the folder's.</exception>
    public void RefuseOtherVersion()
    {
        var store = RunStore.OpenExisting(folder);
        var known = store.Manifest.Select(static entry => entry.Run).ToHashSet();
        if (known.Count > 0 && !experiment.Runs.Any(run => known.Contains(run.Hash)))
            throw new InputException($"{folder}: planned by version {store.History.Read().FirstOrDefault()?.Version ?? "unknown"}, to whose runs those of this version ({Provenance.OfThisProcess([], []).Version}) are others: all would be done anew; allowed is that version, or 'noisyrnn run' with the experiment's file");
    }

    /// <summary>The script of a job array that would do what is missing; nothing is written.</summary>
    /// <param name="slurm">What is asked of Slurm.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="InputException">The folder cannot be used.</exception>
    public string Script(Slurm slurm, CancellationToken cancellation)
    {
        var pending = Pending();
        if (pending.IsEmpty)
            throw new InputException($"{folder}: all {experiment.Runs.Length} runs are done; there is nothing to submit");
        var estimate = Estimate(pending, cancellation);
        Announce(pending.Length, estimate, isHere: false);
        return slurm.Script(WorkOf(null, estimate));
    }

    private ExperimentOutcome? RunBy(Executor executor, EstimatedRuns? known, CancellationToken cancellation)
    {
        var store = RunStore.Open(folder);
        foreach (var line in experiment.DataRead)
            Log(line);
        foreach (var remark in experiment.Remarks)
            Log($"warning: {remark}");
        FolderReport.Warn(store, Log);
        var pending = experiment.Runs.Where(run => !RunWork.IsComplete(store, run)).ToImmutableArray();
        var problem = store.WriteProblem;
        if (problem is not null && !pending.IsEmpty)
            throw new InputException($"{problem}; {RunWords.Count(pending.Length, "run")} to do");
        if (problem is not null)
            Log($"warning: {problem}; nothing is left to do, and nothing is noted");
        else if (executor is InThisProcess)
            Note(store);
        var estimate = known is not null && known.Runs.Select(static run => run.Hash).SequenceEqual(pending.Select(static run => run.Hash)) ? known.Estimate : Estimate(pending, cancellation);
        Announce(pending.Length, estimate, executor is InThisProcess);
        // What others are to do is noted when they have taken it: what they refuse changes nothing here.
        if (problem is null && executor is not InThisProcess && estimate.Runs.IsEmpty)
            Note(store);
        var execution = estimate.Runs.IsEmpty ? new([]) : executor.Execute(WorkOf(store, estimate), cancellation);
        if (execution.IsHandedOn)
            return null;
        RunFiles.TidyUp(store, experiment.Runs);
        return Report(store) with { Failures = [.. estimate.TooLarge, .. execution.Failures], Diverged = experiment.Runs.Count(run => RunWork.HasDiverged(store, run)) };
    }

    private SweepWork WorkOf(RunStore? store, RunEstimate estimate) => new()
    {
        Name = experiment.Spec.Name,
        Folder = folder,
        Pieces = [.. estimate.Runs.Zip(estimate.Costs, static (run, cost) => new Piece(run.Hash.Hex, run.Place, cost.CoreMinutes, cost.Bytes, run.Point.ToString()))],
        Here = (workers, cancellation) => new PendingRuns(store!, estimate, experiment.Runs.Length) { Log = Log, Progress = Progress }.Execute(workers, cancellation),
        SaveTo = place => AtomicFile.Write(Path.Combine(place, Experiment.SavedName), YamlText.Write(experiment.TreeIn(place))),
        Taken = () => Note(store!),
        Log = Log,
    };

    /// <summary>The runs that are not done yet; nothing is written.</summary>
    internal ImmutableArray<PlannedRun> Pending()
    {
        if (!RunStore.Exists(folder))
            return experiment.Runs;
        var store = RunStore.OpenExisting(folder);
        return [.. experiment.Runs.Where(run => !RunWork.IsComplete(store, run))];
    }

    /// <summary>What runs will cost on this machine, and which of them are too large for it.</summary>
    internal RunEstimate Estimate(ImmutableArray<PlannedRun> runs, CancellationToken cancellation) => RunEstimate.Of(runs, workers, cancellation);

    /// <summary>What a folder of runs holds already, and what a run would replace and keep there, a line each; nothing is written.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="folder">The folder of runs; it need not be there.</param>
    public static ImmutableArray<string> NotesOn(Experiment experiment, string folder) =>
        RunStore.Exists(folder) ? FolderExperiments.With(folder, experiment).Notes : [];

    // On all that the folder's experiment is by now: other calls may have added to it, or put another one in its place.
    private ExperimentOutcome Report(RunStore store)
    {
        if (FolderExperiments.PlaceOf(folder, experiment) is { } known)
            return ExperimentReport.Write(experiment.IsThatOf(known.Folder) ? experiment : Experiment.OfFolder(known.Folder), store, known);
        try
        {
            return ExperimentReport.Write(Take(static _ => { }), store, new(folder, folder));
        }
        catch (InputException error)
        {
            // What is there could not be kept: it is not written over.
            return ExperimentReport.Of(experiment, store, new(folder, folder)) with { PageProblem = error.Message };
        }
    }

    private Experiment Take(Action<string> log)
    {
        using var gate = StoreGate.Enter(folder);
        var stored = FolderExperiments.With(folder, experiment);
        foreach (var note in stored.Notes)
            log(note);
        stored.Save();
        return stored.Whole;
    }

    // None of it is needed for a result: a full disk may have room again when the first is written.
    private void Note(RunStore store)
    {
        store.DeleteLeftOvers();
        store.MergeResults();
        Attempt(() => Take(Log));
        Attempt(() => store.AddToManifest(experiment.Runs.Where(run => !store.IsPlanned(run.Hash, withModel: run.KeepsModel)).Select(static run => new ManifestEntry
        {
            Run = run.Hash, Point = run.Point.Values, Spec = run.ResolvedSpec, Model = run.KeepsModel ? RunStore.RunFolderIn(run.TrainingHash) : null, Created = DateTimeOffset.UtcNow,
        })));
        ImmutableArray<ulong> seeds = [.. experiment.Runs.Select(static run => run.Spec.Setup.Seed).Distinct().Order()];
        Attempt(() => store.History.Add(Provenance.OfThisProcess([.. Environment.GetCommandLineArgs().Skip(1)], seeds) with { Folder = experiment.Folder }));

        void Attempt(Action write)
        {
            try
            {
                write();
            }
            catch (InputException error)
            {
                Log($"warning: {error.Message}");
            }
        }
    }

    private void Announce(int pending, RunEstimate estimate, bool isHere)
    {
        var done = experiment.Runs.Length - pending;
        var scale = experiment.Scale.Length > 0 ? $" (scale {experiment.Scale})" : "";
        if (pending == 0)
        {
            Log($"{experiment.Spec.Name}{scale}: all {done} runs are done");
            return;
        }

        var mayStopEarly = experiment.Runs.Any(static run => run.Spec.Setup.Training is { Patience: not null } or { TargetLoss: not null });
        var bound = mayStopEarly ? "at most" : "about";
        var busy = Math.Max(1, Math.Min(workers, estimate.Runs.Length));
        Log($"{experiment.Spec.Name}{scale}: {RunWords.Count(pending, "run")} to do, {done} done; "
            + $"{estimate.TimeInWords(bound)}{(isHere && !estimate.Runs.IsEmpty ? $", {RunWords.Time(estimate.CoreMinutes / busy)} on {RunWords.Count(busy, "worker")}" : "")}");
    }
}
