using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>An experiment file read, with scale and settings applied, and its grid laid out as runs.</summary>
public sealed class Experiment
{
    private const string SavedName = "experiment.yaml";
    private const string ContentsKey = "contents";

    private Experiment(TreeMap tree, ImmutableArray<PlannedRun> runs) => (Tree, Runs) = (tree, runs);

    /// <summary>The file with scale and settings applied: what a rerun needs.</summary>
    public TreeMap Tree { get; }

    /// <summary>The runs, in the grid's order.</summary>
    public ImmutableArray<PlannedRun> Runs { get; }

    /// <summary>The first run's spec: for all that the grid does not vary.</summary>
    public ExperimentSpec Spec => Runs[0].Spec;

    /// <summary>The chosen scale; empty where the file has none.</summary>
    public string Scale => Spec.Scale;

    /// <summary>Reads an experiment.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="scale">A scale of the file; null for quick where there is one, else for the file as it stands.</param>
    /// <param name="settings">path=value, each.</param>
    /// <param name="data">The folder of the task's files, or its file, from the current folder; null for where the file says.</param>
    /// <exception cref="InputException">Anything wrong in file, scale or settings.</exception>
    public static Experiment Read(string path, string? scale, IReadOnlyList<string> settings, string? data = null) =>
        Of(YamlTree.Read(path), path, Path.GetDirectoryName(Path.GetFullPath(path))!, scale, settings, data);

    /// <summary>Reads an experiment from text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <param name="folder">Where relative paths start from.</param>
    /// <param name="scale">As for a file.</param>
    /// <param name="settings">As for a file.</param>
    /// <param name="data">As for a file.</param>
    /// <exception cref="InputException">Anything wrong in text, scale or settings.</exception>
    public static Experiment Parse(string text, string name, string folder, string? scale, IReadOnlyList<string> settings, string? data = null) =>
        Of(YamlTree.Parse(text, name), name, folder, scale, settings, data);

    /// <summary>Reads the experiment of a folder of runs. The task's files need not be there: the folder says what they held.</summary>
    /// <exception cref="InputException">There is none, or it is damaged.</exception>
    public static Experiment OfFolder(string folder)
    {
        var path = Path.Combine(folder, SavedName);
        var node = YamlTree.Read(path);
        var contents = (node as TreeMap)?.Find(ContentsKey) is { } entry
            ? Binder.Bind<ImmutableArray<TaskContents>>(entry.Value, ContentsKey).ToDictionary(static contents => CanonicalJson.Write(contents.Task))
            : [];
        return Of(node, path, Path.GetDirectoryName(Path.GetFullPath(path))!, null, [], null, contents);
    }

    /// <summary>Keeps the experiment in its folder of runs, for report and status, with what the task's files held.</summary>
    public void Save(string folder)
    {
        var contents = TaskContents.Of(Runs);
        var tree = contents.IsEmpty ? Tree : Tree.Set(ContentsKey, SpecTree.Value(contents, null, withDefaults: false));
        AtomicFile.Write(Path.Combine(folder, SavedName), YamlText.Write(tree));
    }

    private static Experiment Of(TreeNode node, string name, string folder, string? scale, IReadOnlyList<string> settings, string? data,
        Dictionary<string, TaskContents>? contents = null)
    {
        if (node is not TreeMap tree)
            throw new InputException($"{name}: an experiment file is a map of keys; see 'noisyrnn describe experiment'");
        var changed = settings.Aggregate(Scales.Apply(tree, ref scale), static (file, setting) => file.With(setting));
        var chosen = (data is null ? changed : TaskData.Set(changed, data)).Chosen();
        chosen = Grid.Without(chosen, ContentsKey);
        if (scale is not null)
            chosen = (TreeMap)chosen.Set("scale", new TreeScalar(scale, isQuoted: true));
        if (chosen.Find("folder")?.Value is TreeScalar { IsNull: false } saved)
            folder = saved.Text;
        else
            chosen = (TreeMap)chosen.Set("folder", new TreeScalar(folder, isQuoted: true));
        var runs = ImmutableArray.CreateBuilder<PlannedRun>();
        var hashes = new Dictionary<string, StageHash>(StringComparer.Ordinal);
        foreach (var (varied, point) in Grid.Expand(chosen))
        {
            var spec = Binder.Bind<ExperimentSpec>(varied);
            runs.Add(contents?.GetValueOrDefault(CanonicalJson.Write(spec.Task)) is { } known
                ? PlannedRun.Of(spec, point, known)
                : PlannedRun.Of(spec, point, folder, name, HashOfFile));
        }

        return new Experiment(chosen, Different(runs, name));

        StageHash HashOfFile(string file) => hashes.TryGetValue(file, out var known) ? known : hashes[file] = StageHash.OfFile(file);
    }

    // A value that stands twice in the grid is one run; under two names it would be one network counted as two, or one lost.
    private static ImmutableArray<PlannedRun> Different(IEnumerable<PlannedRun> runs, string name)
    {
        var different = new Dictionary<StageHash, PlannedRun>();
        foreach (var run in runs)
        {
            if (different.TryAdd(run.Hash, run))
                continue;
            var first = different[run.Hash];
            if (first.Point.Arm != run.Point.Arm)
                throw new InputException($"{name}: arms: '{first.Point.Arm}' and '{run.Point.Arm}' are the same run ({first.Point}); leave one out, or let them differ in what a run reads");
            if (first.ResolvedSpec != run.ResolvedSpec)
                throw new InputException($"{name}: grid: one network is to be analysed in two ways ({first.Point}; {run.Point}); allowed in a grid is what a network is trained or swept with");
        }

        foreach (var network in different.Values.GroupBy(static run => (run.Arm, run.Cell, run.Spec.Task.Part, run.Spec.Seed)).Where(static network => network.Skip(1).Any()))
        {
            var (first, second) = (network.First(), network.Skip(1).First());
            throw new InputException($"{name}: two networks would stand in one cell under one seed: {first.Point}; {second.Point}; give them names with arms:");
        }

        return [.. different.Values];
    }
}
