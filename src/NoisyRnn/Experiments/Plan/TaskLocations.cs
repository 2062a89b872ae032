using NoisyRnn.Formats;
using NoisyRnn.Tasks;

namespace NoisyRnn.Experiments;

/// <summary>
/// The paths of a task's files, wherever an experiment has them: in its task, an arm, the grid, or what the files held. A file
/// that is kept has them relative to a folder, so that it tells nothing of the machine and may be moved with the data.
/// </summary>
internal static class TaskLocations
{
    private const string TaskKey = "task";

    private static readonly HashSet<string> Keys =
    [
        .. Catalogue.Leaves(typeof(TrialTask)).SelectMany(static leaf => SpecShape.Of(leaf.Type).Properties).Where(static property => property.IsLocation).Select(static property => property.Name),
    ];

    /// <summary>The tree with its absolute paths made relative to a folder.</summary>
    public static TreeNode RelativeTo(TreeNode tree, string folder) =>
        Map(tree, path => Path.IsPathFullyQualified(path) ? Relative(folder, path) : path);

    /// <summary>The tree with its relative paths starting from another folder.</summary>
    public static TreeNode Moved(TreeNode tree, string from, string to) =>
        from == to ? tree : Map(tree, path => IsOfUser(path) ? path : Relative(to, Path.GetFullPath(Path.Combine(from, path))));

    /// <summary>The tree as a page shows it: of paths that lead out of the experiment's folder the name alone, for what lies on the way is the user's machine.</summary>
    public static TreeNode Shown(TreeNode tree) => Map(tree, static path => ShownPath.OfFile(path));

    /// <summary>The tree with its paths left empty.</summary>
    public static TreeNode Without(TreeNode tree) => Map(tree, static _ => "");

    /// <summary>The paths, in the tree's order.</summary>
    public static List<string> In(TreeNode tree)
    {
        var paths = new List<string>();
        Map(tree, path =>
        {
            paths.Add(path);
            return path;
        });
        return paths;
    }

    /// <summary>A path from a folder, the same on every system.</summary>
    public static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>
    /// The folder that relative paths start from: of the candidates the first from which all the files are there; where they
    /// are nowhere, the first.
    /// </summary>
    public static string FolderOf(TreeMap tree, IEnumerable<string> candidates)
    {
        var paths = In(tree);
        var folders = candidates.Distinct().ToArray();
        return folders.FirstOrDefault(folder => paths.TrueForAll(path => IsOfUser(path) || Path.Exists(Path.Combine(folder, path)))) ?? folders[0];
    }

    // ~/data and $DATA are each user's own, wherever a folder lies.
    private static bool IsOfUser(string path) => path[0] is '~' or '$';

    private static TreeNode Map(TreeNode node, Func<string, string> change) => node switch
    {
        TreeMap map => With(map, entry => Map(entry.Key, entry.Value, change)),
        TreeList list => With(list, item => Map(item, change)),
        _ => node,
    };

    // What holds no path stays the object that it is: trees of many runs share their parts.
    private static TreeMap With(TreeMap map, Func<TreeEntry, TreeNode> change)
    {
        TreeNode[] values = [.. map.Entries.Select(change)];
        return map.Entries.Zip(values).All(static pair => ReferenceEquals(pair.First.Value, pair.Second)) ? map
            : new TreeMap([.. map.Entries.Zip(values, static (entry, value) => entry with { Value = value })], map.File, map.Line, map.Column);
    }

    private static TreeList With(TreeList list, Func<TreeNode, TreeNode> change)
    {
        TreeNode[] items = [.. list.Items.Select(change)];
        return list.Items.Zip(items).All(static pair => ReferenceEquals(pair.First, pair.Second)) ? list : new TreeList([.. items], list.File, list.Line, list.Column);
    }

    // In arms and grid a key may be a whole path.
    private static TreeNode Map(string key, TreeNode value, Func<string, string> change) =>
        key == TaskKey ? InTasks(value, change)
        : key.StartsWith($"{TaskKey}.", StringComparison.Ordinal) && Keys.Contains(key[(TaskKey.Length + 1)..]) ? Paths(value, change)
        : Map(value, change);

    private static TreeNode InTasks(TreeNode task, Func<string, string> change) => task switch
    {
        TreeMap map => With(map, entry => Keys.Contains(entry.Key) ? Paths(entry.Value, change) : entry.Value),
        TreeList list => With(list, item => InTasks(item, change)),
        _ => task,
    };

    private static TreeNode Paths(TreeNode value, Func<string, string> change) => value switch
    {
        TreeScalar { IsNull: false, Text.Length: > 0 } path => change(path.Text) is var changed && changed == path.Text ? path : new TreeScalar(changed, isQuoted: true, path.File, path.Line, path.Column),
        TreeList list => With(list, item => Paths(item, change)),
        _ => value,
    };
}
