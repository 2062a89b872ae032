using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>One run of an experiment: a point of the grid with its spec and the hashes of its stages.</summary>
public sealed record PlannedRun
{
    /// <summary>Raised whenever the bits of a trained network change for the same spec.</summary>
    public const int TrainingRevision = 1;

    private const string WidthKey = "network.units";

    /// <summary>The spec; its task is loaded, unless the run was planned from what a store says of its files.</summary>
    public required ExperimentSpec Spec { get; init; }

    /// <summary>The point.</summary>
    public required GridPoint Point { get; init; }

    /// <summary>Its place among all combinations of the grid, counted from 0.</summary>
    public int Place { get; init; }

    /// <summary>The task, and what was read of it; one and the same object for all runs that share it.</summary>
    internal PlannedTask Task { get; init; } = null!;

    /// <summary>Hash of the training stage: names the model.</summary>
    public required StageHash TrainingHash { get; init; }

    /// <summary>Hash of the first of its analyses, the test-noise sweep, which includes the training's: names the run.</summary>
    public StageHash Hash => Stages[0].Hash;

    /// <summary>Its analyses.</summary>
    internal ImmutableArray<PlannedStage> Stages { get; init; } = [];

    /// <summary>Hash of the training of its noise-off twin: all the same, and no noise. Its own where it has none.</summary>
    public required StageHash TwinHash { get; init; }

    /// <summary>Whether its trained network is kept.</summary>
    internal bool KeepsModel => Spec.Keep == Keep.Models;

    /// <summary>Hash of the training with the noise that the penalty stands for, in its place; null without such a penalty (P + Q, at full weight).</summary>
    public StageHash? StandsForHash { get; init; }

    /// <summary>Hash of the training with draws of the noise, where this one goes through their moments; null where it draws.</summary>
    public StageHash? DrawnHash { get; init; }

    /// <summary>All that the hashes of the run and of its analyses are taken of, as canonical JSON: what a rerun of this one run needs.</summary>
    public string ResolvedSpec => Text(TaskLocations.RelativeTo(SpecTree.Of(Bare(Spec) with { Claims = [], Rules = new() }, withDefaults: false, Parts), Spec.Folder));

    /// <summary>The hashes of the task's files, in its order; empty where it reads none.</summary>
    public ImmutableArray<StageHash> Files => Task.Files;

    /// <summary>What the task is, with numbers put in.</summary>
    public string TaskSummary => Task.Summary;

    /// <summary>How many different test trials the task has; null where there is no end of them, or a store does not say.</summary>
    public int? TestTrials => Task.TestTrials;

    /// <summary>The arm, and any value of the grid that is neither in its name nor placement, level, part of the data or seed. One network trained without noise is tested with noise in each place: two arms.</summary>
    public required Arm Arm { get; init; }

    /// <summary>The network as analyses see it, once trained: under the noise that training left.</summary>
    /// <param name="state">Its training, at the end.</param>
    public TrainedNetwork Trained(TrainingState state) => Trained(state.Kept, state.KeptNoiseFactors);

    /// <summary>The same of what a store holds.</summary>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="noiseFactors">exp(theta) where the level of the noise was trained: <see cref="TrainingResult.NoiseFactors"/>.</param>
    internal TrainedNetwork Trained(Parameters parameters, IReadOnlyList<double> noiseFactors) => new(Spec.Setup.WithLearntLevel(noiseFactors), parameters);

    /// <summary>Plans a run that a store has checked and hashed before: its files need not be there.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="point">Where it stands in the grid.</param>
    /// <param name="contents">What the store says of the task's files.</param>
    internal static PlannedRun Of(ExperimentSpec spec, GridPoint point, TaskContents contents) => Of(spec, point, PlannedTask.Of(spec.Setup.Task, contents), new());

    /// <summary>Plans a run whose spec has been checked.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="point">Where it stands in the grid.</param>
    /// <param name="task">Its task and what that reads.</param>
    /// <param name="parts">What was written for the runs before.</param>
    internal static PlannedRun Of(ExperimentSpec spec, GridPoint point, PlannedTask task, SharedParts parts)
    {
        var setup = spec.Setup;
        var revision = TrainingRevisionOf(setup);
        var training = Training(setup);
        return new PlannedRun
        {
            Spec = spec,
            Point = point,
            Task = task,
            TrainingHash = training,
            Stages = [.. spec.Analyses.Where(stage => stage.Analysis.Concerns(setup)).Select(stage => new PlannedStage(stage.Key, stage.Analysis, StageHash.Of(stage.Key, RevisionOf(stage.Analysis, setup), stage.Analysis, [training], default, parts)))],
            TwinHash = setup.Noise.IsEmpty ? training : Training(setup with { Noise = [] }),
            StandsForHash = setup.Training.Penalty is { Weight: 1, Terms: RegularizerTerms.PAndQ } penalty && penalty.IsActive()
                ? Training(setup with { Noise = penalty.Noise, Training = setup.Training with { Penalty = new() } })
                : null,
            DrawnHash = setup.Training.Moments == TrainingMoments.Drawn ? null : Training(setup with { Training = setup.Training with { Moments = TrainingMoments.Drawn } }),
            Arm = ArmOf(spec, point),
            Parts = parts,
        };

        StageHash Training(Setup setup) => StageHash.Of("train", revision, setup, default, task.Files, parts);
    }

    /// <summary>All that the report of a network depends on, as a tree: whatever the file says of it, wherever its data lie.</summary>
    internal TreeNode Settings => SpecTree.ToHash(Bare(Spec), Parts);

    /// <summary>The same as canonical JSON.</summary>
    internal string SettingsText => Text(Settings);

    /// <summary>What is trained, as canonical JSON.</summary>
    internal string SetupText => Text(SpecTree.Of(Spec.Setup, withDefaults: false, Parts));

    // Of all runs of the experiment.
    private SharedParts Parts { get; init; } = new();

    private string Text(TreeNode tree) => CanonicalJson.Of(tree, Parts);

    // Without what no number depends on.
    private static ExperimentSpec Bare(ExperimentSpec spec) =>
        spec with { Title = "", Description = "", Keep = default, Arms = null, Grid = null, Scales = null, Scale = "", Folder = "", Contents = [] };

    /// <summary>The revision that a training's hash is taken of: a task or a network may have had some of its own.</summary>
    internal static int TrainingRevisionOf(Setup setup) => TrainingRevision + setup.Task.Revision + setup.Network.Revision;

    /// <summary>The revision that an analysis's hash is taken of: 1 more where the noise level is trained, for s0 was the level at which training began, and is the level learnt.</summary>
    internal static int RevisionOf(Analysis analysis, Setup setup) => analysis.RevisionOf(setup) + (setup.LearntSource is null ? 0 : 1);

    private static Arm ArmOf(ExperimentSpec spec, GridPoint point)
    {
        var others = point.Values.Where(v => v.Key is not (GridPoint.ArmKey or "seed")
            && (v.Key != "network.activation" || point.Arm is not null)
            && v.Key != WidthKey
            && v.Key.Split('.') is not ["noise", .., "placement" or "sigma"]
            && !(v.Key.Split('.') is ["task", var key] && spec.Setup.Task.PartKeys.Contains(key)));
        return Arm.Of(point.Arm ?? spec.Setup.Network.Label, spec.Setup.Source.Placement, spec.Setup.TrainingSigma) with
        {
            Width = point.Values.Any(static v => v.Key == WidthKey) ? spec.Setup.Network.Units : null,
            Varied = string.Join(", ", others.Select(v => $"{Short(v.Key)} = {v.Value}")),
            Beside = string.Join(" and ", spec.Setup.Noise.Where(source => source.IsActive() && source.Placement != spec.Setup.Source.Placement).Select(static source => Catalogue.NameOf(source.Placement)).Distinct()),
            IsOfTestsAlone = spec.Setup.TrainingSigma > 0 && spec.Setup.Training.NoiseSchedule.IsSilent(spec.Setup.Training.Iterations),
        };

        // The last key says enough where no other path ends on it.
        string Short(string path) => path.Split('.')[^1] is var last && point.Values.Count(other => other.Key.Split('.')[^1] == last) == 1 ? last : path;
    }
}
