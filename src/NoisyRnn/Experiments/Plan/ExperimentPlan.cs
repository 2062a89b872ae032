using System.Collections.Immutable;
using NoisyRnn.Claims;
using NoisyRnn.Formats;

namespace NoisyRnn.Experiments;

/// <summary>From an experiment file to its runs.</summary>
internal static class ExperimentPlan
{
    /// <summary>The runs, in the grid's order.</summary>
    /// <param name="tree">The file.</param>
    /// <param name="folder">Where relative paths start from.</param>
    /// <param name="name">What to call the file in errors.</param>
    /// <param name="contents">What the files of tasks hold, by <see cref="TaskContents.KeyOf"/>: those need not be there.</param>
    /// <param name="part">The combinations of the grid that are wanted; null for all.</param>
    /// <exception cref="InputException">Anything wrong in the file.</exception>
    public static ImmutableArray<PlannedRun> Of(TreeMap tree, string folder, string name, IReadOnlyDictionary<string, TaskContents> contents, GridPart? part = null)
    {
        var planner = new RunPlanner(folder, name, contents);
        return Different(Grid.Expand(tree, part).Select(each => planner.Plan(each.Tree, each.Point) with { Place = each.Place }), name);
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

        var networks = new Dictionary<(Arm, string, ulong), PlannedRun>(different.Count);
        foreach (var second in different.Values)
        {
            if (!networks.TryAdd((second.Arm, second.Spec.Setup.Task.Part, second.Spec.Setup.Seed), second))
                throw new InputException($"{name}: two networks would stand in one cell under one seed: {networks[(second.Arm, second.Spec.Setup.Task.Part, second.Spec.Setup.Seed)].Point}; {second.Point}; give them names with arms:");
        }

        return [.. different.Values];
    }
}
