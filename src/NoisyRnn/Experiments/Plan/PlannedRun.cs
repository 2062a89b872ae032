using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using NoisyRnn.Workers;

namespace NoisyRnn.Experiments;

/// <summary>One run of an experiment: a point of the grid with its spec and the hashes of its stages.</summary>
public sealed record PlannedRun
{
    /// <summary>Raised whenever the bits of a trained network change for the same spec.</summary>
    public const int TrainingRevision = 1;

    /// <summary>The spec; its task is loaded, unless the run was planned from what a store says of its files.</summary>
    public required ExperimentSpec Spec { get; init; }

    /// <summary>The point.</summary>
    public required GridPoint Point { get; init; }

    /// <summary>Hash of the training stage: names the model.</summary>
    public required StageHash TrainingHash { get; init; }

    /// <summary>Hash of the first of its analyses, the test-noise sweep, which includes the training's: names the run.</summary>
    public StageHash Hash => Stages[0].Hash;

    /// <summary>Its analyses.</summary>
    internal ImmutableArray<PlannedStage> Stages { get; init; } = [];

    /// <summary>Hash of the training of its noise-off twin: all the same, and no noise. Its own where it has none.</summary>
    public required StageHash TwinHash { get; init; }

    /// <summary>Hash of the training with the noise that the penalty stands for, in its place; null without such a penalty (P + Q, at full weight).</summary>
    public StageHash? StandsForHash { get; init; }

    /// <summary>All that the hashes of the run and of its analyses are taken of, as canonical JSON: what a rerun of this one run needs.</summary>
    public required string ResolvedSpec { get; init; }

    /// <summary>The hashes of the task's files, in its order; empty where it reads none.</summary>
    public required ImmutableArray<StageHash> Files { get; init; }

    /// <summary>What the task is, with numbers put in.</summary>
    public required string TaskSummary { get; init; }

    /// <summary>How many different test trials the task has; null where there is no end of them, or a store does not say.</summary>
    public int? TestTrials { get; init; }

    /// <summary>The arm, and any value of the grid that is neither in its name nor placement, level, part of the data or seed. One network trained without noise is tested with noise in each place: two arms.</summary>
    public required Arm Arm { get; init; }

    /// <summary>The network as analyses see it, once trained.</summary>
    public TrainedNetwork Trained(Parameters parameters) => new(Spec.Setup, parameters);

    /// <summary>Plans a run: loads the task's files and takes the hashes.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="point">Where it stands in the grid.</param>
    /// <param name="folder">Where relative paths start from.</param>
    /// <param name="file">The experiment file, for errors.</param>
    /// <param name="hashOfFile">The hash of a file's content; the runs of a grid share their files.</param>
    internal static PlannedRun Of(
        ExperimentSpec spec, GridPoint point, string folder, string file, Func<string, StageHash> hashOfFile)
    {
        var isLoaded = false;
        try
        {
            var loaded = spec.Setup.Task.Load(folder);
            isLoaded = true;
            spec = spec with { Setup = spec.Setup with { Task = loaded.Asking(spec.Setup.Training.Loss.HasAccuracy).At(spec.Setup.Dt) } };
            Check(spec);
        }
        // What is wrong with the data names their own file.
        catch (InputException error) when (isLoaded || error.Message.StartsWith("task.", StringComparison.Ordinal))
        {
            throw new InputException($"{file}: {error.Message}", error);
        }

        return Of(spec, point, [.. spec.Setup.Task.Files.Select(name => hashOfFile(UserPath.In(folder, name)))], spec.Setup.Task.Summary, spec.Setup.Task.TrialCount(NoiseStream.Test));
    }

    /// <summary>Plans a run that a store has checked and hashed before: its files need not be there.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="point">Where it stands in the grid.</param>
    /// <param name="contents">What the store says of the task's files.</param>
    internal static PlannedRun Of(ExperimentSpec spec, GridPoint point, TaskContents contents) =>
        Of(spec, point, [.. contents.Files.Select(static hash => new StageHash(hash))], contents.Summary, contents.TestTrials);

    private static PlannedRun Of(ExperimentSpec spec, GridPoint point, ImmutableArray<StageHash> files, string taskSummary, int? testTrials)
    {
        var setup = spec.Setup;
        var revision = TrainingRevisionOf(setup);
        var training = StageHash.Of("train", revision, setup, files: files);
        return new PlannedRun
        {
            Spec = spec,
            Point = point,
            TrainingHash = training,
            Stages = [.. spec.Analyses.Where(stage => stage.Analysis.Concerns(setup)).Select(stage => new PlannedStage(stage.Key, stage.Analysis, StageHash.Of(stage.Key, stage.Analysis.RevisionOf(setup), stage.Analysis, [training])))],
            TwinHash = StageHash.Of("train", revision, setup with { Noise = [] }, files: files),
            StandsForHash = setup.Training.Penalty is { Weight: 1, Terms: RegularizerTerms.PAndQ } penalty && penalty.IsActive()
                ? StageHash.Of("train", revision, setup with { Noise = penalty.Noise, Training = setup.Training with { Penalty = new() } }, files: files)
                : null,
            ResolvedSpec = CanonicalJson.Of(TaskLocations.RelativeTo(SpecTree.Of(Bare(spec) with { Claims = [], Rules = new() }, withDefaults: false), spec.Folder)),
            Files = files,
            TaskSummary = taskSummary,
            TestTrials = testTrials,
            Arm = ArmOf(spec, point),
        };
    }

    /// <summary>All that the report of a network depends on, as a tree: whatever the file says of it, wherever its data lie.</summary>
    internal TreeNode Settings => SpecTree.ToHash(Bare(Spec));

    // Without what no number depends on.
    private static ExperimentSpec Bare(ExperimentSpec spec) =>
        spec with { Title = "", Description = "", Keep = default, Arms = null, Grid = null, Scales = null, Scale = "", Folder = "", Contents = [] };

    /// <summary>The revision that a training's hash is taken of: a task or a network may have had some of its own.</summary>
    internal static int TrainingRevisionOf(Setup setup) => TrainingRevision + setup.Task.Revision + setup.Network.Revision;

    // What each part accepts by itself may still not fit together.
    private static void Check(ExperimentSpec spec)
    {
        var setup = spec.Setup;
        foreach (var (key, sources) in new[] { ("noise", setup.Noise), ("training.penalty.noise", setup.Training.Penalty.Noise) })
        {
            if (sources.Length > NoiseKey.ItemLimit)
                throw new InputException($"{key}: {sources.Length} sources; allowed are at most {NoiseKey.ItemLimit}");
        }

        var shape = setup.Network.NoiseShape(setup.Task.InputCount, setup.Task.OutputCount);
        foreach (var source in setup.Noise)
        {
            source.PerStepDeviation(shape[source.Placement], setup.Dt, setup.Network.TimeConstants);
            if (setup.Network.Refusal(source) is { } refusal)
                throw new InputException(refusal);
        }

        if ((setup.Scheme.Refusal(setup.Network, setup.Noise) ?? setup.Training.Refusal(setup.Network, setup.Scheme, setup.Noise)) is { } misfit)
            throw new InputException(misfit);

        foreach (var (key, analysis) in spec.Analyses)
        {
            if (analysis.Concerns(setup) && analysis.Refusal(setup) is { } reason)
                throw new InputException($"{key}: {reason}");
        }

        foreach (var (k, claim) in spec.Claims.Index())
        {
            if (claim.NeedsMeanOutput && !spec.Sweep.MeanOutput)
                throw new InputException($"claims.{k}.on: mean-output without sweep.mean-output; allowed is single-draw, or sweep.mean-output: true");
        }

        if (setup.Task.TrialsTogether is { } together && together != setup.Training.Batch)
            throw new InputException($"training.batch: {setup.Training.Batch} trials; allowed is {together}: the task's trials that share what is drawn once a batch (task.batch)");

        if (setup.Training.Loss.HasAccuracy && setup.Task.HasTrialsWithin(MachineMemory.Usable) && !HasClasses(setup.Training.Loss, setup.Task, setup.Seed))
            throw new InputException($"training.loss: {Catalogue.KindOf(setup.Training.Loss.GetType())}, and the targets of task.kind: {Catalogue.KindOf(setup.Task.GetType())} are no classes (two outputs or more, none below 0, that sum to 1{(setup.Task is LabelledSequences ? "; or whole numbers of at least 0 at each step" : "")}); allowed is {Catalogue.NamesOf<Loss>(static loss => !loss.HasAccuracy)}");

        // The name is that of a folder.
        if (string.IsNullOrWhiteSpace(spec.Name) || spec.Name is "." or ".." || spec.Name.AsSpan().ContainsAny('/', '\\') || spec.Name.Any(char.IsControl))
            throw new InputException($"name: '{ShownText.Of(spec.Name)}' is not allowed; a name for a folder, without slashes");
        if (setup.Dt > setup.Network.LargestStep)
            throw new InputException($"dt: {setup.Dt} is above the smallest tau, {setup.Network.LargestStep}; allowed is 0 < dt/tau <= 1");
    }

    // As its first trial has them.
    private static bool HasClasses(Loss loss, TrialTask task, ulong seed)
    {
        var trial = task.Make(new TrialKey(seed, NoiseStream.Task, 0));
        return Enumerable.Range(0, trial.Steps).All(t => !trial.Counts(t) || loss.Accepts(trial.TargetsAt(t)));
    }

    private static Arm ArmOf(ExperimentSpec spec, GridPoint point)
    {
        var others = point.Values.Where(v => v.Key is not (GridPoint.ArmKey or "seed")
            && (v.Key != "network.activation" || point.Arm is not null)
            && v.Key.Split('.') is not ["noise", .., "placement" or "sigma"]
            && !(v.Key.Split('.') is ["task", var key] && spec.Setup.Task.PartKeys.Contains(key)));
        return Arm.Of(point.Arm ?? spec.Setup.Network.Label, spec.Setup.Source.Placement, spec.Setup.TrainingSigma) with
        {
            Varied = string.Join(", ", others.Select(v => $"{Short(v.Key)} = {v.Value}")),
        };

        // The last key says enough where no other path ends on it.
        string Short(string path) => path.Split('.')[^1] is var last && point.Values.Count(other => other.Key.Split('.')[^1] == last) == 1 ? last : path;
    }
}
