using System.Collections.Immutable;
using System.Security.Cryptography;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Runs;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>
/// What a run keeps beside its results: checkpoint, snapshots and model. None of them is needed for a result, and each can
/// be made again: one that cannot be written or read is told and never ends the run.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="plan">The run.</param>
internal sealed class RunFiles(RunStore store, PlannedRun plan)
{
    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(30);
    private long _saved = Environment.TickCount64;
    private bool _saidUnwritten;

    /// <summary>The trained network.</summary>
    public StoredModel Model { get; } = new(store, plan);

    /// <summary>What analyses look back at; of those alone that are still to be done.</summary>
    public Snapshots Snapshots => new(
        Folder, plan.TrainingHash.Hex, [.. RunWork.Missing(store, plan).Select(static stage => stage.Analysis.LooksBackEvery).OfType<int>().Distinct()]);

    /// <summary>Why a file is not there that the run was to leave or needs; null where all were written.</summary>
    public InputException? Unwritten { get; private set; }

    /// <summary>What tells the checkpoint from any other; empty where there is none.</summary>
    public string CheckpointMark
    {
        get
        {
            try
            {
                return File.Exists(CheckpointPath) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(CheckpointPath)).AsSpan(0, 8)) : "";
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        }
    }

    private string Folder => store.RunFolder(plan.TrainingHash);

    private string CheckpointPath => Path.Combine(Folder, "checkpoint.safetensors");

    /// <summary>The kept network; null where there is none that is whole and the store's.</summary>
    public Parameters? TryLoad(Action<string> log)
    {
        try
        {
            return Model.Exists ? Model.Read() : null;
        }
        catch (InputException error)
        {
            log($"warning: {error.Message}; the network is trained again");
            return null;
        }
    }

    /// <summary>Fills a state from the checkpoint.</summary>
    /// <returns>False where the state is of no use: the checkpoint is damaged or another run's.</returns>
    public bool TryResume(TrainingState state, Action<string> log)
    {
        try
        {
            Checkpoint.TryRead(CheckpointPath, state, plan.TrainingHash.Hex, unsure => log($"warning: {unsure}"));
            return true;
        }
        catch (InputException error)
        {
            log($"warning: {error.Message}; the network is trained from the start");
            return false;
        }
    }

    /// <summary>After an iteration: the snapshot, where one is wanted, and now and then a checkpoint.</summary>
    public void Take(Snapshots snapshots, TrainingState state, Action<string> log)
    {
        Attempt(() => snapshots.Take(state), isNeeded: true, log);
        if (Environment.TickCount64 - _saved < CheckpointEvery.TotalMilliseconds)
            return;
        SaveCheckpoint(state, log);
        _saved = Environment.TickCount64;
    }

    /// <summary>Writes the checkpoint.</summary>
    public void SaveCheckpoint(TrainingState state, Action<string> log)
    {
        // A diverged state is not one to go on from: the last good one leads to the same end.
        if (state.DivergedAt is null)
            Attempt(() => Checkpoint.Write(CheckpointPath, state, plan.TrainingHash.Hex), isNeeded: false, log);
    }

    /// <summary>At the end of training: the model, where it is to be kept, else a checkpoint.</summary>
    public void Keep(TrainingState state, Action<string> log)
    {
        if (plan.KeepsModel && state.DivergedAt is null)
            Attempt(() => Model.Write(state.Kept, state.KeptNoiseFactors), isNeeded: true, log);
        else
            SaveCheckpoint(state, log);
    }

    /// <summary>Deletes what a finished run leaves behind, and what a kill left of writers before.</summary>
    /// <param name="held">The run's lock: without it the files may be another's by now.</param>
    public void Tidy(RunLock held)
    {
        if (!Directory.Exists(Folder) || !held.IsHeld)
            return;
        try
        {
            File.Delete(CheckpointPath);
            foreach (var temporary in AtomicFile.TemporariesOf(CheckpointPath).Concat(AtomicFile.TemporariesOf(Model.Path)))
                File.Delete(temporary);
            if (!plan.KeepsModel && RunWork.IsDone(store, plan))
                Snapshots.Delete();
            if (!Directory.EnumerateFileSystemEntries(Folder).Any())
                Directory.Delete(Folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The results are written; what is left over takes room, and no more.
        }
    }

    /// <summary>Deletes what killed processes left: temporary files, locks, and files of trainings that no run needs any more; many small files of results become few.</summary>
    /// <param name="store">The store; one that cannot be written stays as it is.</param>
    /// <param name="runs">The runs.</param>
    public static void TidyUp(RunStore store, ImmutableArray<PlannedRun> runs)
    {
        if (store.WriteProblem is not null)
            return;
        store.DeleteLeftOvers();
        store.MergeResults();
        var folders = store.RunFolders();
        foreach (var training in runs.Where(run => folders.Contains(run.TrainingHash.Hex)).GroupBy(static run => run.TrainingHash).Where(sharing => sharing.All(run => RunWork.IsComplete(store, run))))
            new RunFiles(store, training.First()).TidyUp();
    }

    /// <summary>Of a run that is complete: deletes what a kill left of it, unless another process is at it.</summary>
    public void TidyUp()
    {
        if (!Directory.Exists(Folder) || !IsUntidy)
            return;
        try
        {
            using var held = store.Locks.TryTake(plan.TrainingHash, "tidying up");
            if (held is not null)
                Tidy(held);
        }
        catch (InputException)
        {
            // The next call tidies up.
        }
    }

    private bool IsUntidy => File.Exists(CheckpointPath) || AtomicFile.TemporariesOf(CheckpointPath).Any() || AtomicFile.TemporariesOf(Model.Path).Any()
        || (!plan.KeepsModel && Snapshots.AnyIn(Folder)) || !Directory.EnumerateFileSystemEntries(Folder).Any();

    private void Attempt(Action write, bool isNeeded, Action<string> log)
    {
        try
        {
            write();
        }
        catch (InputException error)
        {
            if (isNeeded)
                Unwritten ??= error;
            if (!_saidUnwritten)
                log($"warning: run {plan.Hash.Short}: {error.Message}; the run goes on without it");
            _saidUnwritten = true;
        }
    }
}
