using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Executors;

/// <summary>What Slurm has of some submissions, in its queue or on its nodes. What is not here has ended.</summary>
/// <param name="Jobs">Elements and other jobs.</param>
public sealed record SlurmQueue(ImmutableArray<QueuedJob> Jobs)
{
    // Job, element, state, name, node, reason.
    private const string Fields = "%F|%K|%T|%j|%N|%r";

    /// <summary>Asks Slurm. It keeps no account of this: squeue is enough.</summary>
    /// <param name="submissions">The submissions.</param>
    /// <exception cref="InputException">Slurm is not there, or does not answer.</exception>
    public static SlurmQueue Of(IReadOnlyCollection<Submission> submissions) => submissions.Count == 0 ? new SlurmQueue([])
        : Parse(SlurmCommand.Run("squeue", "--noheader", "--array", $"--format={Fields}", $"--name={string.Join(',', submissions.Select(static each => each.JobName))}"));

    /// <summary>Reads what squeue prints.</summary>
    internal static SlurmQueue Parse(string text) => new([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static line =>
        line.Split('|') is [var job, var element, var state, var name, var node, .. var reason]
            ? new QueuedJob(name, job, int.TryParse(element, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null, state, node, string.Join('|', reason))
            : throw new InputException($"squeue: '{Printable.Line(line)}' is not what was asked for ({Fields})"))]);

    /// <summary>The elements of a submission that are there.</summary>
    /// <param name="submission">The submission.</param>
    public IEnumerable<QueuedJob> Of(Submission submission) => Jobs.Where(job => job.Name == submission.JobName && job.Element is not null);
}
