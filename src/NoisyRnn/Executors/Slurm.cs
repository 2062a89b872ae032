using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Executors;

/// <summary>Hands work to Slurm: one job array, an element a chunk of pieces, and a job that writes the report at the end.</summary>
/// <param name="options">What the user asks of Slurm.</param>
public sealed class Slurm(SlurmOptions options) : Executor
{
    // Slurm's own default, for clusters that cannot be asked.
    private const int UsualArraySize = 1001;

    private readonly SlurmOptions _options = options.Checked();

    /// <inheritdoc/>
    /// <remarks>Pieces that an earlier submission still has in the queue are left to it.</remarks>
    public override Execution Execute(SweepWork work, CancellationToken cancellation)
    {
        var pieces = NotQueued(work);
        if (pieces.IsEmpty)
        {
            work.Taken();
            return new([]) { IsHandedOn = true };
        }

        WarnOfProgram(work);
        var chunks = Cut(pieces, MaxArraySize());
        var (submission, memory) = (Plan(work, pieces.Length, chunks.Length), Memory(pieces));
        cancellation.ThrowIfCancellationRequested();
        submission = submission.Claim(work.Folder);
        work.SaveTo(submission.Folder);
        foreach (var (element, chunk) in chunks.Index())
            Chunks.Write(submission.ChunkPath(element), chunk);
        Directory.CreateDirectory(submission.Logs);
        AtomicFile.Write(submission.ScriptPath, SlurmScript.OfArray(submission, memory));
        AtomicFile.Write(submission.ReportScriptPath, SlurmScript.OfReport(submission));
        submission = Submit(submission, work);
        work.Log($"job {submission.Job}: {submission.Size}{(submission.ReportJob is { } report ? $", and job {report} for the report" : "")}; scripts and logs: {submission.Folder}");
        return new([]) { IsHandedOn = true };
    }

    /// <summary>The script that would be submitted; nothing is written, and Slurm need not be there.</summary>
    /// <param name="work">The work.</param>
    public string Script(SweepWork work)
    {
        var most = UsualArraySize;
        try
        {
            most = MaxArraySize();
        }
        catch (InputException error)
        {
            work.Log($"{error.Message}; up to {most} elements are assumed");
        }

        WarnOfProgram(work);
        var submission = Plan(work, work.Pieces.Length, Cut(work.Pieces, most).Length) with { Folder = Path.GetFullPath(Path.Combine(work.Folder, "slurm", "1")) };
        return SlurmScript.OfArray(submission, Memory(work.Pieces));
    }

    /// <summary>Takes the elements that wait or run out of Slurm's hands; those that run leave a checkpoint.</summary>
    /// <param name="store">The folder of runs.</param>
    /// <returns>What was cancelled.</returns>
    /// <exception cref="InputException">Slurm does not answer, or refuses.</exception>
    public static ImmutableArray<QueuedJob> Cancel(string store)
    {
        var jobs = SlurmQueue.Of(Submission.In(store)).Jobs;
        string[] numbers = [.. jobs.Select(static job => job.Job).Distinct()];
        if (numbers.Length > 0)
            _ = SlurmCommand.Run("scancel", numbers);
        return jobs;
    }

    /// <summary>Puts the job that this process is an element of back into the queue.</summary>
    /// <exception cref="InputException">Slurm does not answer, or refuses.</exception>
    internal static void Requeue(string job) => _ = SlurmCommand.Run("scontrol", "requeue", job);

    private static Submission Submit(Submission submission, SweepWork work)
    {
        try
        {
            submission = (submission with { Job = SlurmCommand.Run("sbatch", "--parsable", submission.ScriptPath).Trim().Split(';')[0] }).Save();
        }
        catch (InputException)
        {
            // Nothing of it is in the queue: no later call is to look for it there.
            submission.Delete();
            throw;
        }

        work.Taken();

        try
        {
            return (submission with { ReportJob = SlurmCommand.Run("sbatch", "--parsable", $"--dependency=afterany:{submission.Job}", submission.ReportScriptPath).Trim().Split(';')[0] }).Save();
        }
        catch (InputException error)
        {
            work.Log($"warning: {error.Message}; the job that writes the report was refused: 'noisyrnn report {submission.Store}' writes it");
            return submission;
        }
    }

    private void WarnOfProgram(SweepWork work)
    {
        if (NodeProgram.Problem(_options.Program) is { } problem)
            work.Log($"warning: --program: {problem}; where the nodes have none either, no element begins");
    }

    private static ImmutableArray<Piece> NotQueued(SweepWork work)
    {
        var submissions = Submission.In(work.Folder);
        var queue = SlurmQueue.Of(submissions);
        foreach (var job in queue.Jobs.Where(static job => job.IsHeldAfterFailure))
        {
            _ = SlurmCommand.Run("scontrol", "release", job.Number);
            work.Log($"{job.Number} was held by Slurm ({job.Reason}), and is released");
        }

        var queued = submissions.SelectMany(submission => queue.Of(submission).SelectMany(job => Chunks.Read(submission.ChunkPath(job.Element!.Value)))).Select(static piece => piece.Name).ToHashSet();
        ImmutableArray<Piece> left = [.. work.Pieces.Where(piece => !queued.Contains(piece.Name))];
        if (left.Length < work.Pieces.Length)
            work.Log($"{work.Pieces.Length - left.Length} of these runs are in Slurm's queue already, by an earlier call, and are left to it; 'noisyrnn cancel {work.Folder}' takes them out of it");
        return left;
    }

    private ImmutableArray<ImmutableArray<Piece>> Cut(ImmutableArray<Piece> pieces, int most) =>
        Chunks.Of(pieces, most, _options.Chunk, _options.Time is { } time ? SlurmTime.TryParse(time) : null, _options.Workers);

    private Submission Plan(SweepWork work, int pieces, int chunks) => new()
    {
        JobName = $"noisyrnn-{string.Concat(work.Name.Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))}-{Guid.NewGuid().ToString("N")[..8]}",
        Elements = chunks, Runs = pieces, Options = _options,
        Version = Runs.Provenance.OfThisProcess([], []).Version, User = Environment.UserName, Created = DateTimeOffset.UtcNow,
    };

    // The runtime itself takes some, too.
    private string Memory(ImmutableArray<Piece> pieces)
    {
        const double MiB = 1 << 20, Runtime = 512, Step = 256;
        if (_options.Memory is { } asked)
            return asked;
        var needed = Runtime + (1.25 * _options.Workers * pieces.Max(static piece => piece.Bytes) / MiB);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1024, Math.Ceiling(needed / Step) * Step):F0}M");
    }

    private static int MaxArraySize()
    {
        const string Key = "MaxArraySize";
        var line = SlurmCommand.Run("scontrol", "show", "config").Split('\n').FirstOrDefault(static line => line.StartsWith(Key, StringComparison.Ordinal));
        return int.TryParse(line?.Split('=')[^1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 1
            ? most
            : throw new InputException($"scontrol: {Key} is {line?.Split('=')[^1].Trim() ?? "not said"}; a sweep needs job arrays");
    }
}
