using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>The tasks that a suite consists of and how often each comes in training.</summary>
internal sealed class CognitiveMix
{
    private readonly ImmutableArray<string> _names;
    private readonly TreeNode? _written;
    private readonly double[] _cumulative;
    private readonly int _stepsPer100;

    /// <summary>Reads the tasks and weights as written.</summary>
    /// <exception cref="InputException">A name or a weight is not allowed.</exception>
    public CognitiveMix(ImmutableArray<string> names, TreeNode? weights, int stepsPer100)
    {
        var problems = Problems(names, weights).Select(static p => $"task.{p.Key}: {p.Problem}").ToList();
        if (problems.Count > 0)
            throw new InputException(string.Join('\n', problems));
        (_names, _written, _stepsPer100) = (names, weights, stepsPer100);
        Tasks = [.. names.Select(static name => CognitiveTask.Find(name)!)];
        _cumulative = [.. CognitiveWeights.Of(Tasks, weights, [])];
        for (var k = 1; k < _cumulative.Length; k++)
            _cumulative[k] += _cumulative[k - 1];
        var longest = new CognitivePeriods(stepsPer100, null);
        Longest = Tasks.Max(task => task.Draw(longest, new RandomStream(default, 0)).Steps);
    }

    /// <summary>The tasks, in the order written.</summary>
    public ImmutableArray<CognitiveTask> Tasks { get; }

    /// <summary>Steps of the longest trial there can be.</summary>
    public int Longest { get; }

    /// <summary>What is not allowed in the tasks and weights as written.</summary>
    public static List<(string Key, string Problem)> Problems(ImmutableArray<string> names, TreeNode? weights)
    {
        var problems = new List<(string Key, string Problem)>();
        var tasks = new List<CognitiveTask>();
        if (names.IsDefaultOrEmpty)
            problems.Add(("tasks", "the list is empty; allowed are one or more of " + string.Join(", ", CognitiveTask.All.Select(static t => t.Name))));
        foreach (var name in names.IsDefault ? [] : names)
        {
            if (CognitiveTask.Find(name) is not { } task)
                problems.Add(("tasks", Unknown(name, CognitiveTask.All)));
            else if (tasks.Contains(task))
                problems.Add(("tasks", $"'{name}' stands twice{(name == task.Name ? "" : $" (it is {task.Name})")}; allowed is each task once"));
            else
                tasks.Add(task);
        }

        if (problems.Count == 0)
            CognitiveWeights.Of([.. tasks], weights, problems);
        return problems;
    }

    /// <summary>"unknown task 'delaydm3'; did you mean 'delaydm1'? (allowed: ...)", aliases being guessed but not listed.</summary>
    public static string Unknown(string name, IReadOnlyCollection<CognitiveTask> allowed)
    {
        var near = NearestName.Of(name, allowed.SelectMany(static task => new[] { task.Name, task.Alias }));
        return $"unknown task '{name}'; {(near is null ? "" : $"did you mean '{near}'? ")}(allowed: {string.Join(", ", allowed.Select(static t => t.Name))})";
    }

    /// <summary>Whether it was made of these.</summary>
    public bool IsOf(ImmutableArray<string> names, TreeNode? weights, int stepsPer100) =>
        _names == names && ReferenceEquals(_written, weights) && _stepsPer100 == stepsPer100;

    /// <summary>A task at random, by the weights.</summary>
    public CognitiveTask Pick(RandomStream draws)
    {
        var at = draws.NextUniform() * _cumulative[^1];
        var k = 0;
        while (k < _cumulative.Length - 1 && at >= _cumulative[k])
            k++;
        return Tasks[k];
    }
}
