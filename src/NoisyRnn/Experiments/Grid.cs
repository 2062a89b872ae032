using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>The only things that multiply: the arms, and every list under <c>grid:</c>.</summary>
internal static class Grid
{
    private const int MostRuns = 1_000_000;

    /// <summary>All combinations: of the arms, which vary slowest, then of the grid's paths, the last varying fastest.</summary>
    /// <param name="tree">The experiment without its scales.</param>
    /// <returns>For each combination the tree with its values put in (and no arms and no grid), and the combination.</returns>
    public static IEnumerable<(TreeNode Tree, GridPoint Point)> Expand(TreeMap tree)
    {
        var bare = Without(Without(tree, "grid"), Arms.Key);
        var arms = Arms.Of(tree);
        var axes = Axes(tree);
        var count = axes.Aggregate(Math.Max(1L, arms.Length), static (product, axis) => Math.Min(product * axis.Values.Length, MostRuns + 1));
        if (count > MostRuns)
            throw new InputException($"{tree.Find("grid")!.Where}: 'grid' has over {MostRuns} combinations; allowed is up to {MostRuns}");
        return arms.IsEmpty
            ? Combine(bare, axes, 0, [])
            : arms.SelectMany(arm => Combine(Arms.Apply(bare, arm.Changes), axes, 0, [new(GridPoint.ArmKey, arm.Name)]));
    }

    /// <summary>A map without one key.</summary>
    public static TreeMap Without(TreeMap map, string key) =>
        new([.. map.Entries.Where(e => e.Key != key)], map.File, map.Line, map.Column);

    private static (string Path, ImmutableArray<TreeNode> Values)[] Axes(TreeMap tree)
    {
        if (tree.Find("grid") is not { } entry || entry.Value is TreeScalar { IsNull: true })
            return [];
        return entry.Value is TreeMap grid
            ? [.. grid.Entries.Select(static axis => Arms.IsOfTheExperiment(axis.Key)
                ? throw new InputException($"{axis.Where}: grid.{axis.Key}: {axis.Key.Split('.')[0]} is the experiment's and read once for all runs; allowed in a grid is what a network is trained or swept with")
                : (axis.Key, Values(axis)))]
            : throw new InputException($"{entry.Where}: 'grid' must be a map of paths to lists of values");
    }

    private static IEnumerable<(TreeNode, GridPoint)> Combine(
        TreeNode tree, (string Path, ImmutableArray<TreeNode> Values)[] axes, int depth, ImmutableArray<KeyValuePair<string, string>> chosen)
    {
        if (depth == axes.Length)
            return [(tree, new GridPoint(chosen))];
        var (path, values) = axes[depth];
        return values.SelectMany(value => Combine(tree.Set(path, value), axes, depth + 1, chosen.Add(new(path, Text(value)))));
    }

    private static ImmutableArray<TreeNode> Values(TreeEntry axis)
    {
        if (axis.Value is TreeList list)
        {
            if (list.Items.IsEmpty)
                throw new InputException($"{axis.Where}: grid.{axis.Key} is empty; allowed is a list of one value or more");
            return list.Items;
        }

        if (axis.Value is TreeScalar { IsQuoted: false } scalar && Range(scalar) is { } range)
            return range;
        throw new InputException($"{axis.Where}: grid.{axis.Key} must be a list of values, or a range of whole numbers like 1..10");
    }

    private static ImmutableArray<TreeNode>? Range(TreeScalar scalar)
    {
        var parts = scalar.Text.Split("..");
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            return null;
        if (first > last || (long)last - first >= MostRuns)
            throw new InputException($"{scalar.Where}: range {scalar.Text}: allowed is first..last with first <= last and at most {MostRuns} values");
        return [.. Enumerable.Range(first, last - first + 1).Select(k => (TreeNode)new TreeScalar(k.ToString(CultureInfo.InvariantCulture), false, scalar.File, scalar.Line, scalar.Column))];
    }

    private static string Text(TreeNode value) => value is TreeScalar scalar
        ? scalar.Text
        : YamlText.InOneLine(value);
}
