using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
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

    // And this with the sweep.
    private const double SweptShare = 0.9;

    private string Folder => store.RunFolder(plan.TrainingHash);

    private string ModelPath => ModelPathOf(store, plan);

    private string CheckpointPath => Path.Combine(Folder, "checkpoint.safetensors");

    // Only what is still to be analysed looks back.
    private Snapshots Snapshots => new(
        Folder, plan.TrainingHash.Hex, [.. Missing(store, plan).Select(static stage => stage.Analysis.LooksBackEvery).OfType<int>().Distinct()]);

    /// <summary>Where the trained network is, with keep: models.</summary>
    public static string ModelPathOf(RunStore store, PlannedRun plan) => Path.Combine(store.RunFolder(plan.TrainingHash), "model.safetensors");

    /// <summary>Whether there is nothing left to do.</summary>
    public static bool IsDone(RunStore store, PlannedRun plan) =>
        (HasSweep(store, plan) && (!Missing(store, plan).Any() || DivergedInEveryTest(store, plan)))
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
        // Another process may have finished the run since the store was last read.
        store.Refresh();
        if (!IsDone(store, plan) && LoadOrTrain(writer, progress, cancellation) is { } parameters)
        {
            Analyse(plan.Trained(parameters), writer, progress, cancellation);
        }

        Tidy();
        progress(1);
        return true;
    }

    private void Analyse(TrainedNetwork subject, ResultWriter writer, Action<double> progress, CancellationToken cancellation)
    {
        if (!HasSweep(store, plan))
        {
            writer.Append(plan.Hash, SweepStageName, new SweepResult
            {
                Sweep = plan.Spec.Sweep.Run(subject, threads, cancellation), Example = TrialExamples.Of(subject),
            });
        }

        // Of such a network there is nothing to analyse.
        if (DivergedInEveryTest(store, plan))
            return;
        var missing = Missing(store, plan).ToArray();
        for (var k = 0; k < missing.Length; k++)
        {
            var (analysis, hash) = missing[k];
            var result = analysis.Measure(
                WithHistory(subject, analysis), threads, share => progress(SweptShare + ((1 - SweptShare) * (k + share) / missing.Length)), cancellation);
            // By its own type, not the declared one.
            writer.Append<object>(hash, analysis.Stage, result);
        }
    }

    private TrainedNetwork WithHistory(TrainedNetwork subject, Analysis analysis)
    {
        if (analysis.LooksBackEvery is not { } every)
            return subject;
        var iterations = store.Results.Get<TrainingResult>(plan.TrainingHash, TrainingStageName)!.Iterations;
        return subject with { History = Snapshots.Read(subject.Parameters.Layout, every, iterations) };
    }

    private static bool DivergedInEveryTest(RunStore store, PlannedRun plan) => store.Results.Get<SweepResult>(plan.Hash, SweepStageName) is { Sweep: null };

    private static bool HasSweep(RunStore store, PlannedRun plan) => store.Results.Has(plan.Hash, SweepStageName);

    private static IEnumerable<(Analysis Analysis, StageHash Hash)> Missing(RunStore store, PlannedRun plan) =>
        plan.Analyses.Where(stage => !store.Results.Has(stage.Hash, stage.Analysis.Stage));

    private Parameters? LoadOrTrain(ResultWriter writer, Action<double> progress, CancellationToken cancellation)
    {
        var trained = store.Results.Get<TrainingResult>(plan.TrainingHash, TrainingStageName);
        if (trained is not null && File.Exists(ModelPath) && Snapshots.AreThereUpTo(trained.Iterations))
            return Load(trained);
        var started = DateTimeOffset.UtcNow;
        var state = Train(progress, cancellation);
        if (trained is not null && trained.ParametersHash != HashOf(state.Kept))
            throw new InputException($"{store.RunFolder(plan.TrainingHash)}: trained again, the network is not the one that the results are of; allowed is the version that made the folder, or a new folder (--out)");
        // Model or checkpoint, there is one: a sweep that is cut off does not cost the training.
        if (plan.Spec.Keep == Keep.Models && state.DivergedAt is null)
            Save(state.Kept);
        else
            SaveCheckpoint(state);
        if (trained is null)
            Record(state, writer, DateTimeOffset.UtcNow - started);
        return state.DivergedAt is null ? state.Kept : null;
    }

    private void Record(TrainingState state, ResultWriter writer, TimeSpan time) => writer.Append(
        plan.TrainingHash, TrainingStageName, new TrainingResult
        {
            Curve = state.ToLearningCurve(),
            Iterations = state.Iteration,
            DivergedAt = state.DivergedAt,
            TargetReached = state.TargetReached,
            OutOfPatience = state.OutOfPatience,
            KeptIteration = state.Best is null ? null : state.KeptIteration,
            ParametersHash = HashOf(state.Kept),
        }, new { Seconds = time.TotalSeconds, Machine = Environment.MachineName });

    private Parameters Load(TrainingResult trained)
    {
        const string Advice = "delete the file to train this network again";
        Parameters parameters;
        try
        {
            parameters = Model.Read(ModelPath).Parameters;
        }
        catch (InputException error)
        {
            throw new InputException($"{error.Message}; {Advice}", error);
        }

        return HashOf(parameters) == trained.ParametersHash
            ? parameters
            : throw new InputException($"{ModelPath}: not the parameters that the store's record of the training names; {Advice}");
    }

    /// <summary>SHA-256 of the parameters' bytes.</summary>
    internal static string HashOf(Parameters parameters) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(parameters.Values.AsSpan())));

    private TrainingState Train(Action<double> progress, CancellationToken cancellation)
    {
        var spec = plan.Spec;
        var trainer = NewTrainer();
        var snapshots = Snapshots;
        Checkpoint.TryRead(CheckpointPath, trainer.State, plan.TrainingHash.Hex);
        // A checkpoint from before anything looked back cannot make up for what was not kept.
        if (!snapshots.AreThereUpTo(trainer.State.Iteration))
            trainer = NewTrainer();
        var saved = Environment.TickCount64;
        try
        {
            trainer.Run(
                state =>
                {
                    progress(TrainingShare * state.Iteration / spec.Training.Iterations);
                    snapshots.Take(state);
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

        Trainer<float> NewTrainer() => new(spec.Training, spec.Network, spec.Task, spec.Noise, spec.Dt, spec.Seed, threads, spec.Scheme);
    }

    private void Save(Parameters parameters)
    {
        var spec = plan.Spec;
        var task = spec.Task.Part.Length == 0 ? spec.Task.Summary : $"{spec.Task.Summary}; tested on {spec.Task.Part}";
        Directory.CreateDirectory(Folder);
        new Model(spec.Network, parameters, spec.Noise, spec.Dt, spec.Seed).Write(
            ModelPath, ("scheme", CanonicalJson.Write(spec.Scheme)), ("task", task), ("training", plan.TrainingHash.Hex));
    }

    // A diverged state is not one to go on from: the last good one leads to the same end.
    private void SaveCheckpoint(TrainingState state)
    {
        if (state.DivergedAt is not null)
            return;
        Directory.CreateDirectory(Folder);
        Checkpoint.Write(CheckpointPath, state, plan.TrainingHash.Hex);
    }

    // The run is done; a kill may have left a checkpoint of a training that was done long ago.
    private void Tidy()
    {
        if (!Directory.Exists(Folder))
            return;
        File.Delete(CheckpointPath);
        if (plan.Spec.Keep != Keep.Models && IsDone(store, plan))
            Snapshots.Delete();
        if (!Directory.EnumerateFileSystemEntries(Folder).Any())
            Directory.Delete(Folder);
    }
}
