using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>An experiment file and its changes so far: by a scale, then by <c>--set training.iterations=500</c>, <c>--set grid.seed=[1,2]</c>.</summary>
/// <param name="Tree">The file with the changes.</param>
/// <param name="Selection">Names of the arms to run; null for all. Kept apart: a later selection is again one of all arms.</param>
internal sealed record ChangedFile(TreeMap Tree, TreeNode? Selection = null)
{
    private const string GridPrefix = "grid.";
    private const string ArmsPrefix = $"{Arms.Key}.";

    /// <summary>The tree with the selected arms.</summary>
    public TreeMap Chosen() => Selection is null ? Tree : Arms.Select(Tree, Selection);

    /// <summary>
    /// Changes one value. A path that the grid or an arm varies is taken out of them: it is fixed now. What stands below
    /// <c>grid</c> and <c>arms</c> changes these; a name or a list of names for <c>arms</c> selects.
    /// </summary>
    public ChangedFile With(string path, TreeNode value)
    {
        if (path.StartsWith(GridPrefix, StringComparison.Ordinal))
            return WithAxis(path[GridPrefix.Length..], value);
        if (path.StartsWith(ArmsPrefix, StringComparison.Ordinal))
            return this with { Tree = Arms.Set(Tree, path[ArmsPrefix.Length..], value) };
        if (path == Arms.Key)
            return value is TreeList or TreeScalar { IsNull: false } ? this with { Selection = value } : new ChangedFile((TreeMap)Tree.Set(path, value));
        var tree = Arms.Fix(Tree, path, value);
        if (tree.Find(Grid.Key)?.Value is TreeMap or TreeList)
            tree = Grid.Change(tree, grid => AxisOf(grid, path) is { } axis ? Grid.Without(grid, axis) : grid);
        return this with { Tree = (TreeMap)tree.Set(path, value) };
    }

    /// <summary>Applies <c>path=value</c>.</summary>
    public ChangedFile With(string setting)
    {
        var (path, value) = Assignment.Parse(setting);
        return With(path, value);
    }

    /// <summary>Replaces or adds one path of the grid.</summary>
    public ChangedFile WithAxis(string path, TreeNode values)
    {
        var entry = new TreeEntry(path, values);
        return this with
        {
            Tree = Grid.Change(Tree, grid => new TreeMap(
                AxisOf(grid, path) is { } axis ? [.. grid.Entries.Select(e => e.Key == axis ? entry : e)] : grid.Entries.Add(entry), grid.File, grid.Line, grid.Column)),
        };
    }

    /// <summary>The grid's key for a path: noise.sigma is noise.0.sigma where there is one noise.</summary>
    private string? AxisOf(TreeMap grid, string path)
    {
        var shortest = TreePath.Shortest(Tree, path);
        return grid.Entries.FirstOrDefault(axis => TreePath.Shortest(Tree, axis.Key) == shortest)?.Key;
    }
}
