using System.CommandLine;
using NoisyRnn.Executors;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn cancel DIR</c>: takes the runs of a folder out of Slurm's hands.</summary>
internal static class CancelVerb
{
    public static Command Command()
    {
        var folder = new Argument<string>("dir") { Description = "a folder of runs" };
        var command = new Command("cancel", "Cancel the jobs of a folder of runs: what is done stays, what runs leaves a checkpoint; 'retry' goes on from there.") { folder };
        command.SetAction(parsed =>
        {
            var store = FolderReport.StoreOf(parsed.GetValue(folder)!);
            if (Submission.In(store).IsEmpty)
                throw new InputException($"{store}: nothing of it was handed to Slurm; runs of this machine end by Ctrl-C where they were started");
            var jobs = Slurm.Cancel(store);
            var elements = jobs.Count(static job => job.Element is not null);
            Console.Error.WriteLine(elements == 0
                ? $"{store}: no job of it waits or runs"
                : $"cancelled: {elements} {(elements == 1 ? "element" : "elements")} of {string.Join(", ", jobs.Where(static job => job.Element is not null).Select(static job => job.Job).Distinct().Select(static job => $"job {job}"))}; 'noisyrnn retry {store}' goes on from there");
            return ExitCode.Done;
        });
        return command;
    }
}
