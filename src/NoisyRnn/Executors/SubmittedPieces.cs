using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Executors;

/// <summary>The pieces of a folder that Slurm has, or had and lost.</summary>
public sealed class SubmittedPieces
{
    private readonly Dictionary<string, SubmittedPiece> _pieces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Submission Submission, int Element)> _wordless = new(StringComparer.Ordinal);

    private SubmittedPieces()
    {
    }

    /// <summary>What could not be asked or read, a line each.</summary>
    public ImmutableArray<string> Problems { get; private set; } = [];

    /// <summary>Looks at the submissions of a folder, and asks Slurm where there are any.</summary>
    /// <param name="store">The folder of runs.</param>
    public static SubmittedPieces In(string store)
    {
        var pieces = new SubmittedPieces();
        try
        {
            var submissions = Submission.In(store);
            var queue = SlurmQueue.Of(submissions);
            foreach (var submission in submissions)
                pieces.Add(submission, queue);
            pieces.Problems =
            [
                .. queue.Jobs.Where(static job => job.IsHeldAfterFailure).Select(job => $"Slurm holds {job.Number} ({job.Reason}); 'noisyrnn retry {store}' releases it"),
                .. queue.Jobs.Where(static job => job.WaitsUnusually).GroupBy(static job => (job.Job, job.Reason)).Select(jobs =>
                    $"{Elements(jobs.Count(), jobs.First())}job {jobs.Key.Job} {(jobs.Count() == 1 ? "waits" : "wait")}: {Printable.Line(jobs.Key.Reason)}, as Slurm calls it; where that does not pass, 'noisyrnn cancel {store}' takes the job out of the queue"),
            ];
        }
        catch (InputException error)
        {
            pieces.Problems = [$"{error.Message}; what waits in a queue is not known, and counts as missing"];
        }

        return pieces;
    }

    /// <summary>Where a piece is; null where Slurm has nothing to do with it.</summary>
    /// <param name="name">The piece's name.</param>
    public SubmittedPiece? Of(string name) => _pieces.GetValueOrDefault(name);

    /// <summary>What is to be said of elements that are gone without having begun their work: a line for each job that has any.</summary>
    /// <param name="missing">The names of the pieces that are missing.</param>
    public IEnumerable<string> Wordless(IEnumerable<string> missing)
    {
        var elements = missing.Where(_wordless.ContainsKey).Select(name => _wordless[name]).Distinct();
        foreach (var lost in elements.GroupBy(static each => each.Submission))
        {
            var (submission, count) = (lost.Key, lost.Count());
            var logs = lost.Select(each => submission.LogPath(each.Element)).Where(File.Exists).ToArray();
            yield return $"{count} {(count == 1 ? "element" : "elements")} of job {submission.Job} ended without a word; "
                + (logs.Length > 0 ? $"log: {logs[0]}" : $"without a log either: cancelled, or the nodes cannot write to {submission.Logs}");
        }
    }

    private static string Elements(int count, QueuedJob job) => job.Element is null ? "" : count == 1 ? "1 element of " : $"{count} elements of ";

    private void Add(Submission submission, SlurmQueue queue)
    {
        var alive = queue.Of(submission).ToDictionary(static job => job.Element!.Value);
        foreach (var (element, job) in alive)
            Add(submission, element, new(job.Number, job.Node, job.IsRunning || job.Reason == "None" ? "" : job.Reason));
        var begun = submission.Begun.ToHashSet();
        foreach (var element in submission.Job is null ? [] : Enumerable.Range(0, submission.Elements).Where(each => !alive.ContainsKey(each) && !begun.Contains(each)))
        {
            foreach (var piece in Chunks.Read(submission.ChunkPath(element)))
                _wordless.TryAdd(piece.Name, (submission, element));
        }

        foreach (var (element, record) in Begun(submission).Where(each => each.Record.Ended is null && !alive.ContainsKey(each.Element)))
        {
            Add(submission, element, new(
                $"{submission.Job}_{element}", "", "", $"element {submission.Job}_{element} on {record.Host} ended without a word (killed, out of memory, or its node failed); its log: {submission.LogPath(element)}"));
        }
    }

    // The latest submission is looked at first; what waits or runs is more than what was lost.
    private void Add(Submission submission, int element, SubmittedPiece piece)
    {
        foreach (var name in Chunks.Read(submission.ChunkPath(element)).Select(static piece => piece.Name))
        {
            if (!_pieces.TryAdd(name, piece) && piece.Lost is null && _pieces[name].Lost is not null)
                _pieces[name] = piece;
        }
    }

    private static IEnumerable<(int Element, ElementRecord Record)> Begun(Submission submission) =>
        from number in submission.Begun
        let record = ElementRecord.TryRead(submission.ElementPath(number))
        where record is not null
        select (number, record);
}
