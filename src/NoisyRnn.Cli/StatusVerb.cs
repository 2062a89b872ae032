using System.CommandLine;
using NoisyRnn.Experiments;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn status DIR</c>: how far a folder of runs is.</summary>
internal static class StatusVerb
{
    public static Command Command()
    {
        var folder = new Argument<string>("dir") { Description = "a folder of runs" };
        var json = new Option<bool>("--json") { Description = "print counts and runs, each with the hashes of its stages, as JSON on stdout" };
        var command = new Command("status", "Show how many runs of a folder are done, diverged, running or missing: a line each, with a tab before the number.") { folder, json };
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

            Console.WriteLine($"done\t{status.Done}");
            Console.WriteLine($"diverged\t{status.Diverged}");
            Console.WriteLine($"running\t{status.Running}");
            Console.WriteLine($"queued\t{status.Queued}");
            Console.WriteLine($"failed\t{status.Failed}");
            Console.WriteLine($"missing\t{status.Missing}");
            return ExitCode.Done;
        });
        return command;
    }
}
