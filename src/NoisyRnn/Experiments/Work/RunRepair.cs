using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>Makes networks of a folder of runs that were trained with noise inside run without it, and writes them as model files.</summary>
public sealed class RunRepair
{
    /// <summary>The way of repair.</summary>
    public required RepairMethod Method { get; init; }

    /// <summary>The first digits of a run's hash; null for all runs trained with noise inside.</summary>
    public string? Run { get; init; }

    /// <summary>The file that receives the network; null for one beside each model.</summary>
    public string? Output { get; init; }

    /// <summary>Threads to use at most; never changes a bit.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Repairs.</summary>
    /// <param name="folder">The folder of runs; it must have kept its models.</param>
    /// <param name="cancellation">Stops between networks.</param>
    /// <exception cref="InputException">No such folder or run, no model, or a network that cannot be repaired so.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public ImmutableArray<RepairedRun> Of(string folder, CancellationToken cancellation = default)
    {
        var place = ReportPlace.Of(folder);
        var store = RunStore.OpenExisting(place.Store);
        var chosen = Chosen(store, Experiment.OfFolder(folder), folder);
        if (Output is not null && chosen.Length > 1)
            throw new InputException($"--out: {chosen.Length} networks for one file; name one with --run, or leave --out away");
        return [.. chosen.Select(plan => Of(store, plan, cancellation))];
    }

    private ImmutableArray<PlannedRun> Chosen(RunStore store, Experiment experiment, string folder)
    {
        if (Run is null)
        {
            ImmutableArray<PlannedRun> inside = [.. experiment.Runs.Where(static plan => plan.Spec.Setup.IsInside)];
            if (inside.IsEmpty)
                throw new InputException($"{folder}: no network was trained with noise inside; there is nothing to repair");
            ImmutableArray<PlannedRun> trained = [.. inside.Where(plan => DivergedAt(store, plan) is null)];
            return trained.IsEmpty ? throw new InputException($"{folder}: all networks with noise inside diverged in training; there is nothing to repair") : trained;
        }

        var found = experiment.Runs.Where(plan => plan.Hash.Hex.StartsWith(Run, StringComparison.OrdinalIgnoreCase)).ToArray();
        return found switch
        {
            [var plan] => [plan],
            [] => throw new InputException($"--run {Run}: no such run in {folder}; allowed are the first digits of one of its {experiment.Runs.Length} runs, as its report names them"),
            _ => throw new InputException($"--run {Run}: {found.Length} runs of {folder} begin so; give more digits"),
        };
    }

    private static int? DivergedAt(RunStore store, PlannedRun plan) => store.Results.Get<TrainingResult>(plan.TrainingHash, RunWork.TrainingStageName)?.DivergedAt;

    // Of a task that reads files a folder of runs says what is in them, and no more: they are read again.
    private static PlannedRun Loaded(PlannedRun plan)
    {
        if (plan.Files.IsEmpty)
            return plan;
        var (task, folder) = (plan.Spec.Setup.Task, plan.Spec.Folder);
        var loaded = task.Load(folder).Asking(plan.Spec.Setup.Training.Loss.HasAccuracy).At(plan.Spec.Setup.Dt);
        foreach (var (name, hash) in loaded.Files.Zip(plan.Files))
        {
            if (StageHash.OfFile(UserPath.In(folder, name)).Hex != hash.Hex)
                throw new InputException($"{Path.Combine(folder, name)}: not the file that the network was trained on; allowed is that file alone");
        }

        return plan with { Spec = plan.Spec with { Setup = plan.Spec.Setup with { Task = loaded } } };
    }

    private static Parameters Read(StoredModel model)
    {
        try
        {
            return model.Read();
        }
        catch (InputException error)
        {
            throw new InputException($"{error.Message}; delete the file and run the experiment again: it trains this network to the same bits", error);
        }
    }

    private RepairedRun Of(RunStore store, PlannedRun plan, CancellationToken cancellation)
    {
        if (DivergedAt(store, plan) is { } iteration)
            throw new InputException($"run {plan.Hash.Short}{plan.Point.InBrackets}: diverged in training, at iteration {iteration}; there is no network to repair");
        var model = new StoredModel(store, plan);
        if (model.Record is not { } record)
            throw new InputException($"run {plan.Hash.Short}{plan.Point.InBrackets}: not trained yet; run the experiment to its end, or name another with --run");
        if (!model.Exists)
            throw new InputException($"{model.Path}: no model of run {plan.Hash.Short}{plan.Point.InBrackets}; run the experiment with keep: models");
        var subject = Loaded(plan).Trained(Read(model), record.NoiseFactors.IsDefault ? [] : record.NoiseFactors);
        if (!subject.Setup.IsInside)
            throw new InputException($"run {plan.Hash.Short}{plan.Point.InBrackets}: trained without noise inside; allowed is a network trained with it, which alone has a shift to repair");
        if (new Repair { Methods = [Method] }.Refusal(subject.Setup) is { } refusal)
            throw new InputException($"run {plan.Hash.Short}{plan.Point.InBrackets}: {refusal}");
        var repaired = Method.Apply(subject, cancellation);
        var kind = Catalogue.KindOf(Method.GetType());
        var path = Output ?? Path.Combine(Path.GetDirectoryName(model.Path)!, $"repaired-{kind}.safetensors");
        new Model(repaired.Network, repaired.Parameters, [], plan.Spec.Setup.Dt, plan.Spec.Setup.Seed) { Readout = plan.Spec.Setup.Readout }.Write(
            path, ("scheme", CanonicalJson.Write(plan.Spec.Setup.Scheme)), ("task", plan.Spec.Setup.Task.Summary), ("repair", kind), ("repaired-from", plan.TrainingHash.Hex));
        var result = new Repair { Methods = [Method], Levels = [0] }.Run(subject, Threads, null, cancellation);
        return new(plan.Hash.Short, plan.Point.ToString(), result.NoisyLoss, result.Forms[0].SilentLoss, result.Forms[1].SilentLoss, path);
    }
}
