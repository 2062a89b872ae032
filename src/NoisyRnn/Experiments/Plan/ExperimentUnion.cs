using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>Two calls of one experiment: what they plan together. It is one experiment where nothing differs but the values of grid, arms and seed.</summary>
internal static class ExperimentUnion
{
    private const string Seed = "seed";

    /// <summary>The experiment with the runs of an earlier call too; null where that was another one.</summary>
    public static Experiment? Of(Experiment asked, Experiment earlier)
    {
        if (ReferenceEquals(asked, earlier) || Covers(asked, earlier))
            return asked;
        try
        {
            return Both(asked, earlier);
        }
        catch (InputException)
        {
            // The one's settings do not go with the other's grid.
            return null;
        }
    }

    /// <summary>Whether an experiment plans all that another does, to the same numbers and verdicts.</summary>
    public static bool Covers(Experiment whole, Experiment part)
    {
        var runs = whole.Runs.ToDictionary(static run => run.Hash);
        return part.Runs.All(run => runs.TryGetValue(run.Hash, out var same) && same.SettingsText == run.SettingsText);
    }

    private static Experiment? Both(Experiment asked, Experiment earlier)
    {
        var theirs = TaskLocations.Moved(TaskLocations.RelativeTo(earlier.Tree, earlier.Folder), earlier.Folder, asked.Folder);
        if (WithArmsOf((TreeMap)theirs, (TreeMap)TaskLocations.RelativeTo(asked.Tree, asked.Folder)) is not { } tree || Contents(asked, earlier) is not { } contents)
            return null;
        var (mine, before) = (WithSeed(asked.Tree), WithSeed((TreeMap)theirs));
        if (!before.Concat(mine).All(mine[0].HasAxesOf))
            return null;
        tree = Grid.Without(tree, Seed);
        // The test of what differs is the plan itself: with the earlier grid this file must give the earlier runs.
        var again = asked.Changed((TreeMap)Grid.With(tree, before).Set("scale", new TreeScalar(earlier.Scale, isQuoted: true)), contents);
        if (again.Runs.Length != earlier.Runs.Length || !Covers(again, earlier))
            return null;
        return Covers(again, asked) ? again : asked.Changed(Grid.With(tree, GridBlock.Union([.. before, .. mine])), contents);
    }

    // Arms of one name must be the same; null where they are not.
    private static TreeMap? WithArmsOf(TreeMap earlier, TreeMap asked)
    {
        var (before, mine) = (Arms.Of(earlier), Arms.Of(asked).ToDictionary(static arm => arm.Name, static arm => arm.Changes));
        if (before.IsEmpty || mine.Count == 0)
            return before.IsEmpty && mine.Count == 0 ? asked : null;
        if (before.Any(arm => mine.TryGetValue(arm.Name, out var changes) && Text(changes) != Text(arm.Changes)))
            return null;
        var names = before.Select(static arm => arm.Name).ToHashSet();
        return (TreeMap)asked.Set(Arms.Key, new TreeMap(
            [.. before.Select(arm => new TreeEntry(arm.Name, mine.GetValueOrDefault(arm.Name) ?? arm.Changes)), .. mine.Where(arm => !names.Contains(arm.Key)).Select(static arm => new TreeEntry(arm.Key, arm.Value))]));

        static string Text(TreeMap changes) => CanonicalJson.Of(TaskLocations.Without(changes));
    }

    // A file of the same place must hold the same; null where it does not.
    private static Dictionary<string, TaskContents>? Contents(Experiment asked, Experiment earlier)
    {
        var contents = new Dictionary<string, TaskContents>(StringComparer.Ordinal);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (each, folder) in TaskContents.Of(asked.Runs).Select(each => (each, asked.Folder)).Concat(TaskContents.Of(earlier.Runs).Select(each => (each, earlier.Folder))))
        {
            var task = TaskLocations.Moved(TaskContents.TreeOf(each.Task, folder), folder, asked.Folder);
            var held = string.Join(' ', each.Files);
            if (files.TryAdd(string.Join('\n', TaskLocations.In(task)), held) || files[string.Join('\n', TaskLocations.In(task))] == held)
                contents.TryAdd(CanonicalJson.Of(task), each);
            else
                return null;
        }

        return contents;
    }

    // A fixed seed is a grid of one.
    private static ImmutableArray<GridBlock> WithSeed(TreeMap tree) =>
    [
        .. Grid.Blocks(tree).Select(block => block.Axes.Any(static axis => axis.Path == Seed) ? block
            : new GridBlock(block.Axes.Add(new(Seed, [tree.Find(Seed)?.Value is TreeScalar { IsNull: false } fixedSeed ? fixedSeed : new TreeScalar("1")])))),
    ];
}
