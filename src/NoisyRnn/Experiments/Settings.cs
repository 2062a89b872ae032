using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>Changes from the command line: <c>--set training.iterations=500</c>, <c>--set grid.seed=[1,2]</c>.</summary>
internal static class Settings
{
    private const string GridPrefix = "grid.";

    /// <summary>
    /// Applies one setting. A path that the grid multiplies is taken out of the grid: the user has fixed it.
    /// </summary>
    public static TreeMap Apply(TreeMap tree, string setting)
    {
        var (path, value) = Assignment.Parse(setting);
        if (path.StartsWith(GridPrefix, StringComparison.Ordinal))
            return SetAxis(tree, path[GridPrefix.Length..], value);
        if (tree.Find("grid")?.Value is TreeMap grid && grid.Find(path) is not null)
            tree = (TreeMap)tree.Set("grid", Grid.Without(grid, path));
        return (TreeMap)tree.Set(path, value);
    }

    /// <summary>Replaces or adds one path of the grid.</summary>
    public static TreeMap SetAxis(TreeMap tree, string path, TreeNode values)
    {
        var grid = tree.Find("grid")?.Value as TreeMap ?? new TreeMap([]);
        var entry = new TreeEntry(path, values);
        var entries = grid.Find(path) is null
            ? grid.Entries.Add(entry)
            : [.. grid.Entries.Select(e => e.Key == path ? entry : e)];
        return (TreeMap)tree.Set("grid", new TreeMap(entries, grid.File, grid.Line, grid.Column));
    }
}
