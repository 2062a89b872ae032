using System.CommandLine;
using System.Globalization;
using NoisyRnn.Experiments;
using NoisyRnn.Runs;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn status DIR</c>: how far a folder of runs is.</summary>
internal static class StatusVerb
{
    // So many runs are shown of each kind.
    private const int Shown = 20;

    public static Command Command()
    {
        var folder = new Argument<string>("dir") { Description = "a folder of runs" };
        var json = new Option<bool>("--json") { Description = "print counts and runs, each with the hashes of its stages, as JSON on stdout" };
        var command = new Command("status", "Show how many runs of a folder are done, diverged, running, queued, failed or missing, a line each with a tab before the number; then where the running ones are, and why the failed ones failed.") { folder, json };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(folder)!;
            var status = RunsStatus.Of(name);
            foreach (var warning in status.Warnings)
                Console.Error.WriteLine($"noisyrnn: {warning}");
            foreach (var other in status.Others)
                Console.Error.WriteLine($"another experiment of this folder: {Path.GetRelativePath(".", Path.Combine(name, other))}");
            if (parsed.GetValue(json))
            {
                Console.WriteLine(status.ToJson());
                return ExitCode.Done;
            }

            foreach (var (state, count) in new[] { ("done", status.Done), ("diverged", status.Diverged), ("running", status.Running), ("queued", status.Queued), ("failed", status.Failed), ("missing", status.Missing) })
                TabSeparated.Print(state, $"{count}");
            if (status.SecondsLeft is { } seconds)
                TabSeparated.Print("left", $"about {TimeWords.Of(seconds)}");
            Print(status.Runs.Where(static run => run.State == RunState.Running), static run => [HostOf(run), .. run.Holder?.Heartbeat is { } at ? Pace(at) : []]);
            Print(status.Runs.Where(static run => run.State == RunState.Failed), static run => [run.Reason!]);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(IEnumerable<RunStatus> runs, Func<RunStatus, IEnumerable<string>> words)
    {
        RunStatus[] all = [.. runs];
        foreach (var run in all.Take(Shown))
            TabSeparated.Print([$"{run.State}".ToLowerInvariant(), run.Run.Short, string.Join(", ", run.Point.Select(static value => $"{value.Key} = {value.Value}")), .. words(run)]);
        if (all.Length > Shown)
            TabSeparated.Print($"{all[0].State}".ToLowerInvariant(), $"and {all.Length - Shown} more (--json has all)");
    }

    private static string HostOf(RunStatus run) => (run.Holder is { } holder ? $"on {holder.Host}" : "") + (run.Job is { } job ? $" ({job})" : "");

    private static IEnumerable<string> Pace(Heartbeat at)
    {
        yield return at.Stage == "train" ? string.Create(CultureInfo.InvariantCulture, $"iteration {at.Iteration} of {at.Iterations}") : at.Stage;
        if (at.Loss is { } loss)
            yield return string.Create(CultureInfo.InvariantCulture, $"loss {loss:G3}");
        if (at.Rate is { } rate)
            yield return string.Create(CultureInfo.InvariantCulture, $"{rate:G3} iterations/s");
        if (at.SecondsLeft is { } left)
            yield return $"about {TimeWords.Of(left)} left";
    }
}
