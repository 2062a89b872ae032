using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>An experiment file read, with scale and settings applied, and its grid laid out as runs.</summary>
public sealed class Experiment
{
    private Experiment(TreeMap tree, string scale, string folder, ImmutableArray<PlannedRun> runs)
    {
        (Tree, Scale, Folder, Runs) = (tree, scale, folder, runs);
        Spec = runs[0].Spec;
    }

    /// <summary>The file with scale and settings applied: what a rerun needs.</summary>
    public TreeMap Tree { get; }

    /// <summary>The chosen scale; empty where the file has none.</summary>
    public string Scale { get; }

    /// <summary>The folder that relative paths in the file start from.</summary>
    public string Folder { get; }

    /// <summary>The runs, in the grid's order.</summary>
    public ImmutableArray<PlannedRun> Runs { get; }

    /// <summary>The first run's spec: for all that the grid does not vary.</summary>
    public ExperimentSpec Spec { get; }

    /// <summary>Reads an experiment.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="scale">A scale of the file; null for quick where there is one, else for the file as it stands.</param>
    /// <param name="settings">path=value, each.</param>
    /// <exception cref="InputException">Anything wrong in file, scale or settings.</exception>
    public static Experiment Read(string path, string? scale, IReadOnlyList<string> settings)
    {
        if (YamlTree.Read(path) is not TreeMap tree)
            throw new InputException($"{path}: an experiment file is a map of keys; see 'noisyrnn describe experiment'");
        return Of(tree, Path.GetDirectoryName(Path.GetFullPath(path))!, scale, settings);
    }

    internal static Experiment Of(TreeMap tree, string folder, string? scale, IReadOnlyList<string> settings)
    {
        var chosen = Scales.Apply(tree, ref scale);
        foreach (var setting in settings)
            chosen = Settings.Apply(chosen, setting);
        var runs = ImmutableArray.CreateBuilder<PlannedRun>();
        foreach (var (node, point) in Grid.Expand(chosen))
            runs.Add(PlannedRun.Of(Binder.Bind<ExperimentSpec>(node), point, folder));
        var distinct = runs.DistinctBy(static run => run.Hash).ToImmutableArray();
        return new Experiment(chosen, scale ?? "", folder, distinct);
    }
}
