using System.CommandLine;
using NoisyRnn.Experiments;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn status DIR</c>: how far a folder of runs is.</summary>
internal static class StatusVerb
{
    public static Command Command()
    {
        var folder = new Argument<string>("dir") { Description = "a folder of runs" };
        var command = new Command("status", "Show how many runs of a folder are done, diverged, running or missing.") { folder };
        command.SetAction(parsed =>
        {
            var status = RunsStatus.Of(parsed.GetValue(folder)!);
            foreach (var warning in status.Warnings)
                Console.Error.WriteLine($"noisyrnn: {warning}");
            Console.WriteLine($"done\t{status.Done}");
            Console.WriteLine($"diverged\t{status.Diverged}");
            Console.WriteLine($"running\t{status.Running}");
            Console.WriteLine($"missing\t{status.Missing}");
            return ExitCode.Done;
        });
        return command;
    }
}
