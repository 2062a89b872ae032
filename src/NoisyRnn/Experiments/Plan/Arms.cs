using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>
/// Named sets of changes, <c>arms: {lipschitz: {dt: .03, network: {...}}, ...}</c>: each is run with the whole grid. A change's
/// value replaces what stands at its path, whole, as one of a scale, of <c>--set</c> and of the grid does.
/// </summary>
internal static class Arms
{
    public const string Key = "arms";

    // Read once for all runs, from the first of them: an arm that changed them would change nothing, or all arms.
    private static readonly string[] OfTheExperiment =
        ["format", "name", "title", "description", "claims", "rules", "grid", Key, "scales", "scale", "folder", "contents"];

    /// <summary>Whether a path leads to what is read once for all runs.</summary>
    public static bool IsOfTheExperiment(string path) => OfTheExperiment.Contains(path.Split('.')[0]);

    /// <summary>The arms in the file's order; empty where there are none.</summary>
    public static ImmutableArray<(string Name, TreeMap Changes)> Of(TreeMap tree)
    {
        if (tree.Find(Key) is not { } entry || entry.Value is TreeScalar { IsNull: true })
            return [];
        if (entry.Value is not TreeMap arms)
            throw new InputException($"{entry.Where}: '{Key}' must be a map of names to changes");
        return [.. arms.Entries.Select(static arm => (arm.Key, Changes(arm)))];
    }

    /// <summary>The tree with an arm's changes put in.</summary>
    public static TreeMap Apply(TreeMap tree, TreeMap changes) =>
        changes.Entries.Aggregate(tree, static (changed, change) => (TreeMap)changed.Set(change.Key, change.Value));

    /// <summary>The tree with some of its arms only, in the order in which they are named.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="selection">Names: a list, or one.</param>
    public static TreeMap Select(TreeMap tree, TreeNode selection)
    {
        var arms = (tree.Find(Key)?.Value as TreeMap)?.Entries ?? [];
        if (arms.IsEmpty)
            throw new InputException($"{selection.Where}: {Key}: {tree.File} has no arms to select from");
        var names = selection is TreeList list ? list.Items : [selection];
        if (names.IsEmpty)
            throw new InputException($"{selection.Where}: {Key} is empty; allowed is one of these or more: {string.Join(", ", arms.Select(static arm => arm.Key))}");
        return (TreeMap)tree.Set(Key, new TreeMap([.. names.Select(name => Find(arms, name)).Distinct()], selection.File, selection.Line, selection.Column));
    }

    /// <summary>The tree with a value that no arm changes any more: who sets it means it for all of them.</summary>
    public static TreeMap Fix(TreeMap tree, string path, TreeNode value)
    {
        if (tree.Find(Key)?.Value is not TreeMap arms)
            return tree;
        var entries = arms.Entries.Select(arm => arm.Value is TreeMap changes ? arm with { Value = Fix(tree, changes, path, value, mayAdd: false) } : arm);
        return (TreeMap)tree.Set(Key, new TreeMap([.. entries], arms.File, arms.Line, arms.Column));
    }

    /// <summary>The tree with one arm, or one change of an arm, replaced or added: <c>lipschitz</c>, <c>lipschitz.network.units</c>.</summary>
    public static TreeMap Set(TreeMap tree, string path, TreeNode value)
    {
        var arms = tree.Find(Key)?.Value as TreeMap ?? new TreeMap([], tree.File);
        // Names may hold dots themselves.
        var name = arms.Entries.Select(static arm => arm.Key).Where(arm => path.StartsWith($"{arm}.", StringComparison.Ordinal)).MaxBy(static arm => arm.Length);
        if (name is null && path.Contains('.', StringComparison.Ordinal) && arms.Find(path) is null)
            throw new InputException($"{value.Where}: {NearestName.Unknown("arm", path[..path.IndexOf('.', StringComparison.Ordinal)], [.. arms.Entries.Select(static arm => arm.Key)])}");
        var isWhole = name is null || arms.Find(path) is not null;
        var entry = isWhole
            ? new TreeEntry(path, value)
            : new TreeEntry(name!, Fix(tree, Changes(arms.Find(name!)!), path[(name!.Length + 1)..], value, mayAdd: true));
        var entries = arms.Find(entry.Key) is null ? arms.Entries.Add(entry) : [.. arms.Entries.Select(arm => arm.Key == entry.Key ? entry : arm)];
        return (TreeMap)tree.Set(Key, new TreeMap(entries, arms.File, arms.Line, arms.Column));
    }

    private static TreeMap Fix(TreeMap tree, TreeMap changes, string path, TreeNode value, bool mayAdd)
    {
        var shortest = TreePath.Shortest(tree, path);
        var entries = ImmutableArray.CreateBuilder<TreeEntry>();
        var isInside = false;
        foreach (var change in changes.Entries)
        {
            var key = TreePath.Shortest(tree, change.Key);
            if (key == shortest || key.StartsWith($"{shortest}.", StringComparison.Ordinal))
                continue;
            var holds = shortest.StartsWith($"{key}.", StringComparison.Ordinal);
            isInside |= holds;
            // Set from the root: an error names the whole path.
            entries.Add(holds ? change with { Value = new TreeMap([]).Set(change.Key, change.Value).Set(path, value).Get(change.Key)! } : change);
        }

        if (mayAdd && !isInside)
            entries.Add(new TreeEntry(path, value));
        return new TreeMap(entries.ToImmutable(), changes.File, changes.Line, changes.Column);
    }

    private static TreeMap Changes(TreeEntry arm)
    {
        if (arm.Key.Length == 0)
            throw new InputException($"{arm.Where}: an arm needs a name");
        if (arm.Value is TreeScalar { IsNull: true })
            return new TreeMap([]);
        if (arm.Value is not TreeMap changes)
            throw new InputException($"{arm.Where}: arm '{arm.Key}' must be a map of paths to values");
        if (changes.Entries.FirstOrDefault(static change => IsOfTheExperiment(change.Key)) is { } wrong)
        {
            var allowed = Catalogue.Keys(typeof(ExperimentSpec)).Select(static key => key.Path.Split('.')[0]).Distinct().Except(OfTheExperiment);
            throw new InputException($"{wrong.Where}: '{wrong.Key}' cannot differ between arms, as in arm '{arm.Key}'; allowed: {string.Join(", ", allowed)}");
        }

        return changes;
    }

    private static TreeEntry Find(ImmutableArray<TreeEntry> arms, TreeNode name)
    {
        if (name is not TreeScalar { Text: var text })
            throw new InputException($"{name.Where}: {Key}: {name.InWords} is not allowed; the names of arms");
        return arms.FirstOrDefault(arm => arm.Key == text)
            ?? throw new InputException($"{name.Where}: {NearestName.Unknown("arm", text, [.. arms.Select(static arm => arm.Key)])}");
    }
}
