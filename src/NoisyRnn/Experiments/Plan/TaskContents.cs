using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Tasks;

namespace NoisyRnn.Experiments;

/// <summary>
/// What a task's files held when its runs were planned: all that report and status need of them, wherever the data, or the
/// folder of runs, have gone since.
/// </summary>
public sealed record TaskContents : IValidated
{
    /// <summary>The task as the experiment has it.</summary>
    [Description("the task")]
    public required TrialTask Task { get; init; }

    /// <summary>SHA-256 of each of its files, in the task's order.</summary>
    [Description("SHA-256 of each of its files")]
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>The task in words, with the numbers that only the files tell.</summary>
    [Description("the task in words")]
    public required string Summary { get; init; }

    /// <summary>Number of trials of its test part; null where that was not noted.</summary>
    [Description("number of trials of its test part")]
    [Range(1, int.MaxValue)]
    public int? TestTrials { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Files.IsDefaultOrEmpty || !Files.All(static hash => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)))
            yield return ("files", "not hashes; allowed is 64 hexadecimal digits for each file");
    }

    /// <summary>What tells a task, with its files, from any other: their places as seen from a folder.</summary>
    /// <param name="task">The task.</param>
    /// <param name="folder">The folder that its relative paths start from.</param>
    internal static string KeyOf(TrialTask task, string folder) => CanonicalJson.Of(TreeOf(task, folder));

    /// <summary>The task as a tree under its key, its files' paths relative to a folder.</summary>
    internal static TreeNode TreeOf(TrialTask task, string folder) =>
        TaskLocations.RelativeTo(new TreeMap([new("task", SpecTree.Of(task, withDefaults: false))]), folder);

    /// <summary>Of each task of some runs that reads files: its contents.</summary>
    internal static ImmutableArray<TaskContents> Of(IEnumerable<PlannedRun> runs) =>
    [
        .. runs.Where(static run => !run.Files.IsEmpty).Select(static run => run.Task).Distinct(ReferenceEqualityComparer.Instance).Cast<PlannedTask>()
            .Select(static task => new TaskContents { Task = task.Task, Files = [.. task.Files.Select(static hash => hash.Hex)], Summary = task.Summary, TestTrials = task.TestTrials })
            .DistinctBy(static contents => CanonicalJson.Write(contents.Task)),
    ];
}
