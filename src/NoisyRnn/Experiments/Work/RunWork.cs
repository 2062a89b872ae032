using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Runs;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>
/// The stages of one run: train, then analyse. A stage whose output is in the store is skipped; a training that was cut off
/// goes on from its checkpoint. What is damaged is told and made again.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="plan">The run.</param>
/// <param name="threads">Threads for this one run; never changes a bit.</param>
internal sealed class RunWork(RunStore store, PlannedRun plan, int threads)
{
    /// <summary>Name of the training stage in the store.</summary>
    public const string TrainingStageName = "train";

    private readonly RunFiles _files = new(store, plan);

    /// <summary>Gets what was wrong with the run's files without being an error.</summary>
    public required Action<string> Log { get; init; }

    /// <summary>Whether all results are there.</summary>
    public static bool IsDone(RunStore store, PlannedRun plan) =>
        (store.Results.Has(plan.TrainingHash, TrainingStageName) && !Missing(store, plan).Any()) || HasDiverged(store, plan);

    /// <summary>Whether all that the run is to leave is there: its results and, with keep: models, its network.</summary>
    public static bool IsComplete(RunStore store, PlannedRun plan) =>
        IsDone(store, plan) && (!plan.KeepsModel || new StoredModel(store, plan).Exists || HasDiverged(store, plan));

    /// <summary>Whether it diverged in training. Nothing is analysed then, so a run that has its sweep need not be looked at.</summary>
    public static bool HasDiverged(RunStore store, PlannedRun plan) => !plan.Stages[0].IsIn(store) &&
        store.Results.Get<TrainingResult>(plan.TrainingHash, TrainingStageName) is { DivergedAt: not null };

    /// <summary>The analyses without results; none where the first left nothing to analyse.</summary>
    public static ImmutableArray<PlannedStage> Missing(RunStore store, PlannedRun plan)
    {
        ImmutableArray<PlannedStage> missing = [.. plan.Stages.Where(stage => !stage.IsIn(store))];
        return missing.IsEmpty || plan.Stages[0].ResultIn(store) is { LeavesNothing: true } ? [] : missing;
    }

    /// <summary>Does what is missing.</summary>
    /// <param name="writer">This worker's results.</param>
    /// <param name="progress">Gets how far the run is, some times a second.</param>
    /// <param name="cancellation">Stops between iterations, with a checkpoint.</param>
    /// <returns>False where another process is computing the run.</returns>
    public bool Execute(ResultWriter writer, Action<Heartbeat> progress, CancellationToken cancellation)
    {
        using var held = store.Locks.TryTake(plan.TrainingHash, plan.Point.ToString());
        if (held is null)
            return false;
        var pace = new RunPace(plan.Spec.Setup.Training.Iterations, heartbeat =>
        {
            held.Progress = heartbeat;
            progress(heartbeat);
        });
        try
        {
            // Another process may have finished the run since the store was last read.
            store.Refresh();
            if (!IsComplete(store, plan) && LoadOrTrain(writer, pace, cancellation) is { } subject)
                Analyse(subject, writer, pace, cancellation);
            _files.Tidy(held);
        }
        catch (InputException) when (!held.IsHeld)
        {
            // A process that was asleep for long: the run is another's by now, and so are its files.
            return false;
        }

        pace.AtEnd();
        return _files.Unwritten is { } problem ? throw new InputException(problem.Message, problem) : true;
    }

    private void Analyse(TrainedNetwork subject, ResultWriter writer, RunPace pace, CancellationToken cancellation)
    {
        var missing = Missing(store, plan);
        foreach (var (k, stage) in missing.Index())
        {
            pace.At(stage.Name, (double)k / missing.Length);
            var result = stage.Analysis.Analyse(
                WithHistory(subject, stage.Analysis), threads, share => pace.At(stage.Name, (k + share) / missing.Length), cancellation);
            // By its own type, not the declared one.
            writer.Append<object>(stage.Hash, stage.Name, result);
            if (result.LeavesNothing)
                return;
        }
    }

    private TrainedNetwork WithHistory(TrainedNetwork subject, Analysis analysis)
    {
        if (analysis.LooksBackEvery is not { } every)
            return subject;
        if (_files.Unwritten is { } problem)
            throw new InputException(problem.Message, problem);
        return subject with { History = _files.Snapshots.Read(subject.Parameters.Layout, every, _files.Model.Record!.Iterations) };
    }

    private TrainedNetwork? LoadOrTrain(ResultWriter writer, RunPace pace, CancellationToken cancellation)
    {
        var trained = _files.Model.Record;
        if (trained is not null && _files.TryLoad(Log) is { } kept && _files.Snapshots.AreWholeUpTo(trained.Iterations, Log))
            return plan.Trained(kept, trained.NoiseFactors.IsDefault ? [] : trained.NoiseFactors);
        var started = DateTimeOffset.UtcNow;
        var state = Train(pace, cancellation);
        if (trained is not null && trained.ParametersHash != StoredModel.HashOf(state.Kept))
            throw new InputException($"{store.RunFolder(plan.TrainingHash)}: trained again, the network is not the one that the results are of; allowed is the version that made the folder, or a new folder (--out)");
        // Model or checkpoint, there is one: an analysis that is cut off does not cost the training.
        _files.Keep(state, Log);
        if (trained is null)
            Record(state, writer, DateTimeOffset.UtcNow - started);
        return state.DivergedAt is null ? plan.Trained(state) : null;
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
            NoiseFactors = state.KeptNoiseFactors is { Length: > 0 } factors ? [.. factors] : default,
            ParametersHash = StoredModel.HashOf(state.Kept),
        }, new { Seconds = time.TotalSeconds, Machine = Environment.MachineName });

    private TrainingState Train(RunPace pace, CancellationToken cancellation)
    {
        var spec = plan.Spec;
        var snapshots = _files.Snapshots;
        var trainer = NewTrainer();
        // A checkpoint from before anything looked back cannot make up for what was not kept.
        if (!_files.TryResume(trainer.State, Log) || !snapshots.AreWholeUpTo(trainer.State.Iteration, Log))
            trainer = NewTrainer();
        try
        {
            trainer.Run(
                state =>
                {
                    pace.At(state);
                    _files.Take(snapshots, state, Log);
                },
                cancellation);
        }
        catch (OperationCanceledException)
        {
            _files.SaveCheckpoint(trainer.State, Log);
            throw;
        }

        return trainer.State;

        Trainer<float> NewTrainer() => new(spec.Setup, threads);
    }
}
