using System.Collections.Immutable;
using System.CommandLine;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn reproduce [NAME]</c>: runs shipped experiments and prints one table of all their claims.</summary>
internal static class ReproduceVerb
{
    public static Command Command()
    {
        var name = new Argument<string>("name") { Description = "a shipped experiment, or all", DefaultValueFactory = static _ => Reproduction.All };
        var scale = new Option<string?>("--scale") { Description = "the scale (quick, full); default: quick" };
        var data = new Option<string[]>("--data") { Description = "where experiments on data have their files: a folder for all of them, or name=folder for one, as in ecg=DIR; may be given for several", DefaultValueFactory = static _ => [] };
        var folder = new Option<string>("--out") { Description = "folder that receives a folder of runs for each experiment", DefaultValueFactory = static _ => "runs" };
        var workers = new Option<int?>("--workers") { Description = "runs at a time, one a core; default: all cores (in a Slurm job, those of the task)", CustomParser = NumberParser.Of<int>("--workers", static n => n is >= 1 and <= 1024, "a whole number from 1 to 1024") };
        var tsv = TableForm.Option();
        var quiet = new Option<bool>("--quiet") { Description = "no progress" };
        var command = new Command("reproduce", "Run the shipped experiments, or one, and print one table of all claims.") { name, scale, data, folder, workers, tsv, quiet };
        command.SetAction(parsed =>
        {
            using var progress = new ProgressDisplay(parsed.GetValue(quiet));
            using var interruption = new Interruption(progress.Log);
            var reproduced = new Reproduction
            {
                Scale = parsed.GetValue(scale), Data = Folders(parsed.GetValue(data)!), CommonData = Common(parsed.GetValue(data)!), Folder = UserPath.Expand(parsed.GetValue(folder)!, "--out"),
                Workers = parsed.GetValue(workers) ?? Cores.Available, Log = progress.Log, Progress = progress.Show,
            }.Run(parsed.GetValue(name)!, interruption.Token);
            progress.Dispose();
            VerdictTables.Print(reproduced, new(parsed.GetValue(tsv)));
            foreach (var (name, outcome, _) in reproduced)
            {
                if (outcome is not null)
                    Failures.Print(outcome, $"{name}: ");
            }

            if (parsed.GetValue(name) == Reproduction.All && reproduced.Any(static each => each.Outcome is not null))
                Console.Error.WriteLine($"index: {Reproduction.WriteIndex(reproduced, UserPath.Expand(parsed.GetValue(folder)!, "--out"))}");
            // What is done is shown, though not all is.
            interruption.Token.ThrowIfCancellationRequested();
            return Exit(reproduced);
        });
        return command;
    }

    private static ImmutableDictionary<string, string> Folders(string[] data)
    {
        var folders = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var entry in data)
        {
            if (!entry.Contains('=', StringComparison.Ordinal))
                continue;
            if (entry.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } path])
                throw new InputException($"--data {entry}: allowed is a folder, or name=folder, as in ecg=DIR");
            folders[name] = path;
        }

        return folders.ToImmutable();
    }

    private static string? Common(string[] data)
    {
        var common = data.Where(static entry => !entry.Contains('=', StringComparison.Ordinal)).ToArray();
        if (common.Length > 1)
            throw new InputException($"--data {common[1]}: a second folder for all experiments; allowed is one, and name=folder for others");
        return common.FirstOrDefault() is not { } folder || Directory.Exists(folder) ? common.FirstOrDefault()
            : throw new InputException($"--data {folder}: no such folder; allowed is a folder, or name=folder for one experiment, as in ecg=DIR");
    }

    // Experiments on data that nobody names are no failure of those that ran; that none ran is one of what was asked for.
    private static int Exit(ImmutableArray<Reproduced> reproduced) =>
        reproduced.All(static each => each.Outcome is null) ? ExitCode.BadInput
        : reproduced.All(static each => each.Outcome is null or { Failures.IsEmpty: true, Diverged: 0, PageProblem: null }) ? ExitCode.Done : ExitCode.Failed;
}
