using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Runs;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>
/// The stages of one run: train, then sweep. A stage whose output is in the store is skipped; a training that was cut off
/// goes on from its checkpoint.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="plan">The run.</param>
/// <param name="threads">Threads for this one run; never changes a bit.</param>
internal sealed class RunWork(RunStore store, PlannedRun plan, int threads)
{
    /// <summary>Name of the training stage in the store.</summary>
    public const string TrainingStageName = "train";

    /// <summary>Name of the sweep stage in the store.</summary>
    public const string SweepStageName = "sweep";

    private static readonly TimeSpan CheckpointEvery = TimeSpan.FromSeconds(30);

    // Training is about this share of a run's time.
    private const double TrainingShare = 0.8;

    private string Folder => store.RunFolder(plan.TrainingHash);

    private string ModelPath => Path.Combine(Folder, "model.safetensors");

    private string CheckpointPath => Path.Combine(Folder, "checkpoint.safetensors");

    /// <summary>Whether there is nothing left to do.</summary>
    public static bool IsDone(RunStore store, PlannedRun plan) =>
        store.Results.Has(plan.Hash, SweepStageName)
        || store.Results.Get<TrainingResult>(plan.TrainingHash, TrainingStageName) is { DivergedAt: not null };

    /// <summary>Does what is missing.</summary>
    /// <param name="writer">This worker's results.</param>
    /// <param name="progress">Gets the share of the run that is done.</param>
    /// <param name="cancellation">Stops between iterations, with a checkpoint.</param>
    /// <returns>False where another process is computing the run.</returns>
    public bool Execute(ResultWriter writer, Action<double> progress, CancellationToken cancellation)
    {
        using var held = store.TryLock(plan.TrainingHash, plan.Point.ToString());
        if (held is null)
            return false;
        if (IsDone(store, plan))
            return true;
        if (LoadOrTrain(writer, progress, cancellation) is not { } parameters)
            return true;
        var subject = plan.Trained(parameters);
        writer.Append(plan.Hash, SweepStageName, new SweepResult { Sweep = plan.Spec.Sweep.Run(subject), Example = TrialExamples.Of(subject) });
        progress(1);
        return true;
    }

    private Parameters? LoadOrTrain(ResultWriter writer, Action<double> progress, CancellationToken cancellation)
    {
        if (store.Results.Has(plan.TrainingHash, TrainingStageName) && File.Exists(ModelPath))
            return Model.Read(ModelPath).Parameters;
        var started = DateTimeOffset.UtcNow;
        var state = Train(progress, cancellation);
        if (state.DivergedAt is null && plan.Spec.Keep == Keep.Models)
            Save(state.Parameters);
        writer.Append(plan.TrainingHash, TrainingStageName, new TrainingResult
        {
            Curve = state.ToLearningCurve(),
            Iterations = state.Iteration,
            DivergedAt = state.DivergedAt,
            TargetReached = state.TargetReached,
            ParametersHash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(state.Parameters.Values.AsSpan()))),
        }, new { Seconds = (DateTimeOffset.UtcNow - started).TotalSeconds, Machine = Environment.MachineName });
        DeleteCheckpoint();
        return state.DivergedAt is null ? state.Parameters : null;
    }

    private TrainingState Train(Action<double> progress, CancellationToken cancellation)
    {
        var spec = plan.Spec;
        var trainer = new Trainer<float>(spec.Training, spec.Network, spec.Task, spec.Noise, spec.Dt, spec.Seed, threads);
        Checkpoint.TryRead(CheckpointPath, trainer.State, plan.TrainingHash.Hex);
        var saved = Environment.TickCount64;
        try
        {
            trainer.Run(
                state =>
                {
                    progress(TrainingShare * state.Iteration / spec.Training.Iterations);
                    if (Environment.TickCount64 - saved < CheckpointEvery.TotalMilliseconds)
                        return;
                    SaveCheckpoint(state);
                    saved = Environment.TickCount64;
                },
                cancellation);
        }
        catch (OperationCanceledException)
        {
            SaveCheckpoint(trainer.State);
            throw;
        }

        return trainer.State;
    }

    private void Save(Parameters parameters)
    {
        var spec = plan.Spec;
        Directory.CreateDirectory(Folder);
        new Model(spec.Network, parameters, spec.Noise, spec.Dt, spec.Seed).Write(
            ModelPath, ("task", spec.Task.Summary), ("training", plan.TrainingHash.Hex));
    }

    private void SaveCheckpoint(TrainingState state)
    {
        Directory.CreateDirectory(Folder);
        Checkpoint.Write(CheckpointPath, state, plan.TrainingHash.Hex);
    }

    private void DeleteCheckpoint()
    {
        if (!Directory.Exists(Folder))
            return;
        File.Delete(CheckpointPath);
        if (!Directory.EnumerateFileSystemEntries(Folder).Any())
            Directory.Delete(Folder);
    }
}
