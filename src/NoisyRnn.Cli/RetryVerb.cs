using System.CommandLine;
using NoisyRnn.Executors;
using NoisyRnn.Experiments;
using NoisyRnn.Numerics;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn retry DIR</c>: does what is missing or failed in a folder of runs, and nothing else.</summary>
internal static class RetryVerb
{
    public static Command Command()
    {
        var folder = new Argument<string>("dir") { Description = "a folder of runs" };
        var workers = RunVerb.Workers();
        var slurm = new SlurmOptionSet();
        var dryRun = new Option<bool>("--dry-run") { Description = "print what would be done and the estimate, or the script for Slurm, and run nothing" };
        var command = new Command("retry", "Do what is missing or failed in a folder of runs: by Slurm as before, or by workers of this process.") { folder, workers, dryRun };
        foreach (var option in slurm.All)
            command.Add(option);
        command.SetAction(parsed =>
        {
            using var progress = new ProgressDisplay(quiet: false);
            using var interruption = new Interruption(progress.Log);
            var store = FolderReport.StoreOf(parsed.GetValue(folder)!);
            var experiment = Experiment.OfFolderToRun(parsed.GetValue(folder)!);
            var options = slurm.Read(parsed, parsed.GetValue(workers), Submission.In(store).FirstOrDefault()?.Options);
            var runner = new ExperimentRunner(experiment, store, parsed.GetValue(workers) ?? options?.Workers ?? Cores.Available) { Log = progress.Log, Progress = progress.Show };
            runner.RefuseOtherVersion();
            if (parsed.GetValue(dryRun) && options is null)
                return RunVerb.Plan(experiment, runner.Pending(), parsed.GetValue(workers) ?? Cores.Available, interruption.Token);
            return RunVerb.Execute(runner, options, parsed.GetValue(dryRun), progress,
                outcome => RunVerb.Print(outcome, experiment.Runs.Length, isTable: true, json: false, isAll: false, new(false)), interruption.Token);
        });
        return command;
    }
}
