using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using NoisyRnn.Experiments;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn watch DIR</c>: what <c>status</c> says, again and again, until nothing is left to do.</summary>
internal static class WatchVerb
{
    private const double Seconds = 3;

    public static Command Command()
    {
        var folder = new Argument<string>("dir") { Description = "a folder of runs" };
        var every = new Option<double?>("--every") { Description = $"seconds from one look to the next; default: {Seconds}", CustomParser = NumberParser.Of<double>("--every", static n => n is >= 0.2 and <= 3600, "a number from 0.2 to 3600") };
        var command = new Command("watch", "Follow a folder of runs, whoever computes them: the runs that are being computed, on a terminal drawn again in place; elsewhere a line whenever something has changed. Ends when all is done, or with Ctrl-C.") { folder, every };
        command.SetAction(parsed =>
        {
            var watch = new FolderWatch(parsed.GetValue(folder)!);
            using var stop = new Interruption(static _ => { });
            return Terminal.OutputHasEscapes ? Live(watch, TimeSpan.FromSeconds(parsed.GetValue(every) ?? Seconds), stop.Token) : Lines(watch, TimeSpan.FromSeconds(parsed.GetValue(every) ?? Seconds), stop.Token);
        });
        return command;
    }

    private static int Live(FolderWatch watch, TimeSpan every, CancellationToken stop)
    {
        var lines = new LiveLines(Terminal.Output, 1);
        using var continued = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => lines.Forget());
        try
        {
            for (var isOver = false; !isOver;)
            {
                var status = watch.Look();
                lines.Draw(LiveFrame.Draw(
                    Fraction(status), $"{watch.Name}: {Words(status)}",
                    [.. status.Runs.Where(static run => run.State == RunState.Running).Select(static run => new LiveRow(LiveRow.PointOf(run.Point), run.Holder?.Host ?? "", run.Holder?.Heartbeat))], lines.Size));
                isOver = IsOver(status) || stop.WaitHandle.WaitOne(every);
            }
        }
        finally
        {
            lines.Leave();
        }

        return ExitCode.Done;
    }

    private static int Lines(FolderWatch watch, TimeSpan every, CancellationToken stop)
    {
        var last = "";
        for (var isOver = false; !isOver;)
        {
            var status = watch.Look();
            var counts = Counts(status);
            if (counts != last)
                Console.WriteLine(Words(status));
            last = counts;
            isOver = IsOver(status) || stop.WaitHandle.WaitOne(every);
        }

        return ExitCode.Done;
    }

    private static bool IsOver(RunsStatus status) => status.Done + status.Diverged == status.Runs.Length;

    // Of those that are being computed, the share that they tell.
    private static double Fraction(RunsStatus status) =>
        (status.Done + status.Diverged + status.Runs.Where(static run => run.State == RunState.Running).Sum(static run => run.Holder?.Heartbeat?.Share ?? 0)) / Math.Max(1, status.Runs.Length);

    private static string Words(RunsStatus status) => $"{Counts(status)}, {Fraction(status).ToString("P0", CultureInfo.InvariantCulture)}"
        + (status.SecondsLeft is { } seconds && !IsOver(status) ? $", about {TimeWords.Of(seconds)} left" : "");

    private static string Counts(RunsStatus status) => string.Join(", ",
        new[] { (status.Diverged, "diverged"), (status.Running, "running"), (status.Queued, "queued"), (status.Failed, "failed"), (status.Missing, "missing") }
            .Where(static count => count.Item1 > 0).Select(static count => $"{count.Item1} {count.Item2}").Prepend($"{status.Done} of {status.Runs.Length} runs done"));
}
