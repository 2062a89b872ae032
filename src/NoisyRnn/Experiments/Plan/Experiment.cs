using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;

namespace NoisyRnn.Experiments;

/// <summary>An experiment file read, with scale and settings applied, and its grid laid out as runs.</summary>
public sealed class Experiment
{
    internal const string SavedName = "experiment.yaml";
    private const string ContentsKey = "contents";
    private const string FolderKey = "folder";
    private readonly string _name;

    internal Experiment(TreeMap tree, string folder, string name, IReadOnlyDictionary<string, TaskContents> contents, GridPart? part = null)
    {
        (Tree, Folder, _name) = (tree, folder, name);
        Runs = ExperimentPlan.Of((TreeMap)tree.Set(FolderKey, new TreeScalar(folder, isQuoted: true)), folder, name, contents, part);
        if (Runs.IsEmpty)
            throw new InputException($"{name}: grid: has no combination at {part}; places are counted from 0");
    }

    /// <summary>The file with scale and settings applied: what a rerun needs.</summary>
    public TreeMap Tree { get; }

    /// <summary>The folder that relative paths of the file start from.</summary>
    public string Folder { get; }

    /// <summary>The runs, in the grid's order.</summary>
    public ImmutableArray<PlannedRun> Runs { get; }

    /// <summary>The first run's spec: for all that the grid does not vary.</summary>
    public ExperimentSpec Spec => Runs[0].Spec;

    /// <summary>The chosen scale; empty where the file has none.</summary>
    public string Scale => Spec.Scale;

    /// <summary>What was read of the files of its tasks, a line each.</summary>
    public IEnumerable<string> DataRead => Runs.Select(static run => run.Spec.Setup.Task).Distinct(ReferenceEqualityComparer.Instance).Cast<TrialTask>().DistinctBy(static task => CanonicalJson.Write(task))
        .Select(static task => task.DataRead).Where(static line => line.Length > 0).Distinct();

    /// <summary>What is allowed and hardly meant, a line each.</summary>
    public IEnumerable<string> Remarks => PlanRemarks.Of(Runs);

    /// <summary>Reads an experiment.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="scale">A scale of the file; null for quick where there is one, else for the file as it stands.</param>
    /// <param name="settings">path=value, each.</param>
    /// <param name="data">The folder of the task's files, or its file, from the current folder; null for where the file says.</param>
    /// <exception cref="InputException">Anything wrong in file, scale or settings.</exception>
    public static Experiment Read(string path, string? scale, IReadOnlyList<string> settings, string? data = null) =>
        Of(YamlTree.Read(path), path, Path.GetDirectoryName(Path.GetFullPath(path))!, scale, settings, data);

    /// <summary>The same as <see cref="OfFolder(string)"/>, ready to be run: the task's files are read.</summary>
    /// <exception cref="InputException">There is none, it is damaged, or the task's files are not there.</exception>
    public static Experiment OfFolderToRun(string folder) => File.Exists(Path.Combine(folder, SavedName)) ? Read(Path.Combine(folder, SavedName), null, []) : OfFolder(folder);

    /// <summary>Reads some runs of an experiment, ready to be done.</summary>
    /// <param name="path">The YAML file.</param>
    /// <param name="part">The wanted combinations of its grid.</param>
    /// <exception cref="InputException">Anything wrong in the file, or its grid has no such combinations.</exception>
    internal static Experiment ReadPart(string path, GridPart part) =>
        Of(YamlTree.Read(path), path, Path.GetDirectoryName(Path.GetFullPath(path))!, null, [], null, part);

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

    /// <summary>Reads the experiment of a folder of runs, or of a report in it. The task's files need not be there: the folder says what they held.</summary>
    /// <exception cref="InputException">There is none, or it is damaged.</exception>
    public static Experiment OfFolder(string folder) => OfFolder(folder, null);

    /// <summary>The same with some of its runs alone: cheap, however many there are.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="part">The wanted combinations of its grid; null for all.</param>
    /// <exception cref="InputException">There is none, it is damaged, or its grid has no such combinations.</exception>
    internal static Experiment OfFolder(string folder, GridPart? part)
    {
        var path = Path.Combine(folder, SavedName);
        if (!File.Exists(path) && ReportPlace.Of(folder) is var place && place.Store != place.Folder)
        {
            string[] there = [.. ReportPlace.In(place.Store).Select(static other => other.Folder).Where(other => other != place.Store)];
            throw new InputException($"{folder}: no earlier experiment is there; there {(there.Length == 0 ? "is none" : $"are {string.Join(", ", there)}")}");
        }

        if (!File.Exists(path))
            throw new InputException($"{path}: no such file; run the experiment again with --out {ReportPlace.Of(folder).Store}: what is done there is not done again");
        SavedFile.Check(path);
        var node = YamlTree.Read(path);
        var contents = (node as TreeMap)?.Find(ContentsKey) is { } entry ? Binder.Bind<ImmutableArray<TaskContents>>(entry.Value, ContentsKey) : [];
        return Of(node, path, Path.GetDirectoryName(Path.GetFullPath(path))!, null, [], null, part, contents);
    }

    /// <summary>Keeps the experiment in a folder, for report and status, with what the task's files held. Nothing in it tells of the machine.</summary>
    public void Save(string folder)
    {
        var (path, text) = (Path.Combine(folder, SavedName), SavedText(folder));
        if (!File.Exists(path) || File.ReadAllText(path) != text)
            AtomicFile.Write(path, text);
    }

    /// <summary>Whether a folder's experiment is this one to the letter: then it need not be planned again. Of tasks that read files the folder knows, and this does not, what they held.</summary>
    internal bool IsThatOf(string folder) => Path.Combine(folder, SavedName) is var path && File.Exists(path) && Runs.All(static run => run.Files.IsEmpty) && File.ReadAllText(path) == SavedText(folder);

    /// <summary>What <see cref="Save"/> writes.</summary>
    internal string SavedText(string folder)
    {
        var tree = TreeIn(folder);
        if (TaskContents.Of(Runs) is [_, ..] contents)
            tree = (TreeMap)tree.Set(ContentsKey, TaskLocations.RelativeTo(SpecTree.Value(contents, null, withDefaults: false), Folder));
        return SavedFile.Sealed(YamlText.Write(tree));
    }

    /// <summary>The file as it stands in a folder: the task's files from where the experiment's lie, and that from the folder.</summary>
    internal TreeMap TreeIn(string folder) =>
        (TreeMap)TaskLocations.RelativeTo(Tree, Folder).Set(FolderKey, new TreeScalar(TaskLocations.Relative(Path.GetFullPath(folder), Folder), isQuoted: true));

    /// <summary>A tree of this experiment as a page shows it: nothing in it tells of the machine.</summary>
    internal TreeNode Shown(TreeMap tree) => TaskLocations.Shown(TaskLocations.RelativeTo(Grid.Without(tree, FolderKey), Folder));

    /// <summary>What the same file plans with another grid, or other arms.</summary>
    /// <param name="tree">The changed file.</param>
    /// <param name="contents">What the task's files hold, where that is known: by <see cref="TaskContents.KeyOf"/>.</param>
    /// <exception cref="InputException">The file does not allow it.</exception>
    internal Experiment Changed(TreeMap tree, IReadOnlyDictionary<string, TaskContents> contents) => new(tree, Folder, _name, contents);

    private static Experiment Of(TreeNode node, string name, string folder, string? scale, IReadOnlyList<string> settings, string? data,
        GridPart? part = null, params ImmutableArray<TaskContents> contents)
    {
        if (node is not TreeMap tree)
            throw new InputException($"{name}: an experiment file is a map of keys; see 'noisyrnn describe experiment'");
        var changed = settings.Aggregate(Scales.Apply(tree, ref scale), static (file, setting) => file.With(setting));
        var chosen = Grid.Without((data is null ? changed : TaskData.Set(changed, data)).Chosen(), ContentsKey);
        if (scale is not null)
            chosen = (TreeMap)chosen.Set("scale", new TreeScalar(scale, isQuoted: true));
        var saved = chosen.Find(FolderKey)?.Value as TreeScalar;
        chosen = Grid.Without(chosen, FolderKey);
        var start = saved is { IsNull: false, Text.Length: > 0 } ? TaskLocations.FolderOf(chosen, Places(folder, saved.Text)) : folder;
        // In the grid a path is a name, too.
        chosen = new([.. chosen.Entries.Select(entry => entry.Key == Grid.Key ? entry with { Value = TaskLocations.RelativeTo(entry.Value, start) } : entry)], chosen.File, chosen.Line, chosen.Column);
        return new Experiment(chosen, start, name, contents.DistinctBy(known => TaskContents.KeyOf(known.Task, start)).ToDictionary(known => TaskContents.KeyOf(known.Task, start)), part);
    }

    // A folder of runs may have been moved, with the task's files or without.
    private static IEnumerable<string> Places(string folder, string saved)
    {
        yield return Path.GetFullPath(Path.Combine(folder, saved));
        foreach (var recorded in new ProvenanceFolder(ReportPlace.Of(folder).Store).ExperimentFolders)
            yield return recorded;
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
            yield return above;
    }
}
