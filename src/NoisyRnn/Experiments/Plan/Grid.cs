using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>
/// The only things that multiply: the arms, and every list under <c>grid:</c>. A list of maps there is several grids, one after
/// the other, each with all arms or those that it names under <c>arms</c>.
/// </summary>
internal static class Grid
{
    /// <summary>The key of the grid.</summary>
    public const string Key = "grid";

    private const int MostRuns = 100_000;

    /// <summary>All combinations: of the arms, which vary slowest, then of the grid's paths, the last varying fastest.</summary>
    /// <param name="tree">The experiment without its scales.</param>
    /// <param name="part">Those that are wanted; null for all.</param>
    /// <returns>For each combination the tree with its values put in (and no arms and no grid), and the combination with its place among all.</returns>
    public static IEnumerable<(TreeNode Tree, GridPoint Point, int Place)> Expand(TreeMap tree, GridPart? part = null)
    {
        var bare = Without(Without(tree, Key), Arms.Key);
        var arms = Arms.Of(tree).ToDictionary(static arm => arm.Name, static arm => arm.Changes);
        var blocks = Blocks(tree);
        if (blocks.Sum(static block => block.Count) > MostRuns)
            throw TooMany(tree.Find(Key)!);
        var first = 0;
        return blocks.SelectMany(block =>
        {
            var start = first;
            first += (int)block.Count;
            return Combine(bare, arms, block.Axes, 0, [], start, part);
        });
    }

    /// <summary>A map without one key.</summary>
    public static TreeMap Without(TreeMap map, string key) =>
        new([.. map.Entries.Where(e => e.Key != key)], map.File, map.Line, map.Column);

    /// <summary>The tree with each map of its grid changed; without a grid an empty one is.</summary>
    public static TreeMap Change(TreeMap tree, Func<TreeMap, TreeMap> change) => (TreeMap)tree.Set(Key, tree.Find(Key)?.Value switch
    {
        TreeList list => new TreeList([.. list.Items.Select(item => item is TreeMap map ? change(map) : item)], list.File, list.Line, list.Column),
        TreeMap map => change(map),
        _ => change(new TreeMap([])),
    });

    /// <summary>The grid as blocks; one without axes where there is none.</summary>
    public static ImmutableArray<GridBlock> Blocks(TreeMap tree) => tree.Find(Key) switch
    {
        null or { Value: TreeScalar { IsNull: true } } => [new([.. ArmsOf(tree)])],
        { Value: TreeMap map } entry => [new([.. ArmsOf(tree), .. Axes(entry, map)])],
        { Value: TreeList { Items: { IsEmpty: false } maps } } entry => [.. maps.Select(map => Block(tree, entry, map as TreeMap ?? throw NoMap(entry)))],
        var entry => throw NoMap(entry),
    };

    /// <summary>The tree with a grid of such blocks.</summary>
    public static TreeMap With(TreeMap tree, ImmutableArray<GridBlock> blocks)
    {
        var all = ArmsOf(tree).SingleOrDefault();
        var maps = blocks.Select(block => new TreeMap(
            [.. block.Axes.Where(axis => axis.Path != Arms.Key || !axis.Contains(all!)).Select(static axis => new TreeEntry(axis.Path, axis.ToTree()))])).ToArray();
        return maps is [{ Entries.IsEmpty: true }] ? Without(tree, Key) : (TreeMap)tree.Set(Key, maps is [var one] && one.Find(Arms.Key) is null ? one : new TreeList([.. maps]));
    }

    private static InputException NoMap(TreeEntry grid) => new($"{grid.Where}: 'grid' must be a map of paths to lists of values");

    private static InputException TooMany(TreeEntry grid) => new($"{grid.Where}: 'grid' has over {MostRuns} combinations; allowed is up to {MostRuns}");

    private static GridBlock Block(TreeMap tree, TreeEntry grid, TreeMap map) =>
        new([.. ArmsOf(map.Find(Arms.Key) is { } names ? Arms.Select(tree, names.Value) : tree), .. Axes(grid, Without(map, Arms.Key))]);

    private static IEnumerable<GridAxis> ArmsOf(TreeMap tree)
    {
        if (Arms.Of(tree) is { IsEmpty: false } arms)
            yield return new(Arms.Key, [.. arms.Select(static arm => new TreeScalar(arm.Name, isQuoted: true))]);
    }

    // Counted before a value is made: a few ranges are soon more than there is memory for.
    private static IEnumerable<GridAxis> Axes(TreeEntry grid, TreeMap map) =>
        map.Entries.Aggregate(1L, static (product, axis) => Math.Min(product * Math.Max(1, Count(axis)), MostRuns + 1)) > MostRuns
            ? throw TooMany(grid)
            : map.Entries.Select(Axis);

    private static int Count(TreeEntry axis) => axis.Value switch
    {
        TreeList list => list.Items.Length,
        TreeScalar { IsQuoted: false } scalar when Range(scalar) is var (_, length) => length,
        _ => 0,
    };

    private static GridAxis Axis(TreeEntry axis) => Arms.IsOfTheExperiment(axis.Key)
        ? throw new InputException($"{axis.Where}: grid.{axis.Key}: {axis.Key.Split('.')[0]} is the experiment's and read once for all runs; allowed in a grid is what a network is trained or swept with")
        : new(axis.Key, Values(axis));

    private static IEnumerable<(TreeNode, GridPoint, int)> Combine(
        TreeMap tree, Dictionary<string, TreeMap> arms, ImmutableArray<GridAxis> axes, int depth, ImmutableArray<KeyValuePair<string, string>> chosen, int first, GridPart? part)
    {
        if (depth == axes.Length)
            return [(tree, new GridPoint(chosen), first)];
        var (path, values) = axes[depth];
        var (isArm, below) = (path == Arms.Key, axes.Skip(depth + 1).Aggregate(1, static (product, axis) => product * axis.Values.Length));
        return values.Index().Where(value => part?.Touches(first + (value.Index * below), below) != false).SelectMany(value => Combine(
            isArm ? Arms.Apply(tree, arms[Text(value.Item)]) : (TreeMap)tree.Set(path, value.Item),
            arms, axes, depth + 1, chosen.Add(new(isArm ? GridPoint.ArmKey : path, Text(value.Item))), first + (value.Index * below), part));
    }

    private static ImmutableArray<TreeNode> Values(TreeEntry axis)
    {
        if (axis.Value is TreeList list)
        {
            if (list.Items.IsEmpty)
                throw new InputException($"{axis.Where}: grid.{axis.Key} is empty; allowed is a list of one value or more");
            return list.Items;
        }

        if (axis.Value is TreeScalar { IsQuoted: false } scalar && Range(scalar) is var (first, length))
            return [.. Enumerable.Range(first, length).Select(k => (TreeNode)new TreeScalar($"{k}", false, scalar.File, scalar.Line, scalar.Column))];
        throw new InputException($"{axis.Where}: grid.{axis.Key} must be a list of values, or a range of whole numbers like 1..10");
    }

    private static (int First, int Length)? Range(TreeScalar scalar)
    {
        var parts = scalar.Text.Split("..");
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            return null;
        if (first > last || (long)last - first >= MostRuns)
            throw new InputException($"{scalar.Where}: range {scalar.Text}: allowed is first..last with first <= last and at most {MostRuns} values");
        return (first, last - first + 1);
    }

    private static string Text(TreeNode value) => value is TreeScalar scalar
        ? scalar.Text
        : YamlText.InOneLine(value);
}
