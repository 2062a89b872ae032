using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>The weights of a suite's tasks as the user writes them: a map by task, or a list in the order of the tasks.</summary>
internal static class CognitiveWeights
{
    /// <summary>The weights, one a task.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="written">As written; null for each task's default.</param>
    /// <param name="problems">Receives what is not allowed.</param>
    public static double[] Of(ImmutableArray<CognitiveTask> tasks, TreeNode? written, List<(string Key, string Problem)> problems)
    {
        double[] weights = [.. tasks.Select(static task => task.DefaultWeight)];
        if (written is TreeMap map)
        {
            var given = new HashSet<int>();
            foreach (var entry in map.Entries)
            {
                var k = CognitiveTask.Find(entry.Key) is { } task ? tasks.IndexOf(task) : -1;
                if (k < 0)
                    problems.Add(("weights", CognitiveMix.Unknown(entry.Key, tasks)));
                else if (!given.Add(k))
                    problems.Add(("weights", $"'{entry.Key}' stands twice (it is {tasks[k].Name}); allowed is each task once"));
                else
                    weights[k] = Weight(entry.Value, tasks[k].Name, problems);
            }
        }
        else if (written is TreeList list && list.Items.Length == tasks.Length)
        {
            weights = [.. list.Items.Select((item, k) => Weight(item, tasks[k].Name, problems))];
        }
        else if (written is TreeList other)
        {
            problems.Add(("weights", $"a list of {other.Items.Length}; allowed is one weight for each of the {tasks.Length} tasks, or a map by task"));
        }
        else if (written is not null)
        {
            problems.Add(("weights", $"{written.InWords} is not allowed; a map of weights by task, or a list of one weight a task"));
        }

        if (problems.Count == 0 && !(weights.Sum() > 0))
            problems.Add(("weights", "all are 0; allowed is one or more above 0"));
        return weights;
    }

    private static double Weight(TreeNode node, string task, List<(string Key, string Problem)> problems)
    {
        if (node is TreeScalar { IsQuoted: false } scalar && ScalarText.TryDouble(scalar.Text, out var weight) && weight is >= 0 and <= MostWeight)
            return weight;
        problems.Add(("weights", $"{task}: {node.InWords} is not allowed; a number from 0 to {MostWeight}"));
        return 0;
    }

    // More would only let the sum overflow.
    private const double MostWeight = 1e6;
}
