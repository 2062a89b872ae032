using System.Collections.Immutable;
using System.ComponentModel;
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

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Files.IsDefaultOrEmpty || !Files.All(static hash => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)))
            yield return ("files", "not hashes; allowed is 64 hexadecimal digits for each file");
    }

    /// <summary>Of each task of some runs that reads files: its contents.</summary>
    internal static ImmutableArray<TaskContents> Of(IEnumerable<PlannedRun> runs) =>
    [
        .. runs.Where(static run => !run.Files.IsEmpty)
            .Select(static run => new TaskContents { Task = run.Spec.Task, Files = [.. run.Files.Select(static hash => hash.Hex)], Summary = run.TaskSummary })
            .DistinctBy(static contents => CanonicalJson.Write(contents.Task)),
    ];
}
