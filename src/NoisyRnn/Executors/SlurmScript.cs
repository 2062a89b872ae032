using System.Globalization;

namespace NoisyRnn.Executors;

/// <summary>The scripts of a submission, as a user may read them and submit them again.</summary>
internal static class SlurmScript
{
    // Slurm sends the signal up to a minute early; a checkpoint takes an iteration and a moment.
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(5);

    // It holds what the report shows of all runs, and an element what its own need.
    private const string ReportMemory = "4096M";

    /// <summary>The verb that the nodes call.</summary>
    internal const string Verb = "element";

    /// <summary>The script of the job array.</summary>
    /// <param name="submission">The submission; its folder is known.</param>
    /// <param name="memory">The memory of an element, as Slurm writes it.</param>
    public static string OfArray(Submission submission, string memory)
    {
        var options = submission.Options;
        var lead = options.Time is { } time && SlurmTime.TryParse(time) <= Short ? 30 : 90;
        var parallel = options.MaxParallel is { } most ? $"%{most}" : "";
        return Text(
            submission, memory, $"{submission.Size}; {(submission.Elements == 1 ? "it" : "each")} does those of its chunk, chunks/N.tsv, that are not done yet", "%a", "",
            $"--array=0-{submission.Elements - 1}{parallel}",
            // Before time is up: a checkpoint, and back into the queue. A node that fails and a job that is preempted are put back by Slurm itself.
            string.Create(CultureInfo.InvariantCulture, $"--signal=B:USR1@{lead}"));
    }

    /// <summary>The script of the job that tidies up and writes the report.</summary>
    /// <param name="submission">The submission.</param>
    public static string OfReport(Submission submission) =>
        Text(submission, submission.Options.Memory ?? ReportMemory, "When all elements have ended: tidies up and writes the report", "report", " --report");

    private static string Text(Submission submission, string memory, string what, string log, string words, params IEnumerable<string> own)
    {
        var options = submission.Options;
        IEnumerable<string> lines =
        [
            $"--job-name={submission.JobName}", .. own, "--ntasks=1", $"--cpus-per-task={options.Workers}", $"--mem={memory}",
            .. Given("--time", options.Time), .. Given("--partition", options.Partition), .. Given("--account", options.Account),
            "--requeue", "--open-mode=append", $"--output={Quoted(Path.Combine(submission.Logs.Replace("%", "%%", StringComparison.Ordinal), log + ".log"))}", .. options.Sbatch,
        ];
        return $"#!/bin/bash\n{string.Concat(lines.Select(static line => $"#SBATCH {line}\n"))}# {what}.\nexec {(options.Program.Length > 0 ? options.Program : OwnProgram())} {Verb} {Word(submission.Folder)}{words}\n";
    }

    // The command as it was started, wherever it lies.
    private static string OwnProgram()
    {
        var path = Environment.ProcessPath!;
        string[] words = Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, Path.GetFullPath(Environment.GetCommandLineArgs()[0])] : [path];
        return string.Join(' ', words.Select(Word));
    }

    /// <summary>A word as the shell reads it.</summary>
    internal static string Word(string text) =>
        text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-') ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    // As sbatch reads its own lines.
    private static string Quoted(string text) => $"\"{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static IEnumerable<string> Given(string name, string? value) => value is null ? [] : [$"{name}={value}"];
}
