using System.Collections.Immutable;
using System.CommandLine;
using NoisyRnn.Executors;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Cli;

/// <summary><c>noisyrnn run FILE</c>: trains and tests what is missing, decides the claims, writes the report.</summary>
internal static class RunVerb
{
    public static Command Command()
    {
        var file = new Argument<string>("file") { Description = "an experiment file, or the name of a shipped experiment" };
        var set = new Option<string[]>("--set") { Description = "change a value: path=value, as in training.iterations=500, noise.0.sigma=.2 or grid.seed=1..5; a value that begins with [, { or a quote is YAML, any other is taken as it stands, to its end", DefaultValueFactory = _ => [] };
        var data = new Option<string?>("--data") { Description = "folder of the task's files (or its one file), instead of where the experiment file says" };
        var scale = new Option<string?>("--scale") { Description = "a scale of the file (quick, full, ...); default: quick, where there is one" };
        var folder = new Option<string?>("--out") { Description = "folder of runs and report; default: runs/NAME" };
        var workers = Workers();
        var json = new Option<bool>("--json") { Description = "print verdicts and cells as JSON on stdout" };
        var all = new Option<bool>("--all") { Description = "print every table, not the answer and the claims alone" };
        var tsv = TableForm.Option();
        var dryRun = new Option<bool>("--dry-run") { Description = "print the runs of the grid and the estimate, or the script for Slurm, and run nothing" };
        var slurm = new SlurmOptionSet();
        var quiet = new Option<bool>("--quiet") { Description = "no progress" };
        var follow = EventLines.Option();
        var command = new Command("run", "Run an experiment: train, sweep the test noise, decide the claims, write the report.")
            { file, set, data, scale, folder, workers, json, tsv, all, dryRun, quiet, follow };
        foreach (var option in slurm.All)
            command.Add(option);
        command.SetAction(parsed =>
        {
            using var progress = new ProgressDisplay(parsed.GetValue(quiet));
            var isTable = !EventLines.IsOutput(parsed.GetValue(follow));
            if (!isTable && (parsed.GetValue(json) || parsed.GetValue(tsv) || parsed.GetValue(all)))
                throw new InputException("--events -: stdout has the events, and no tables: allowed is it without --json, --tsv and --all, or --events FILE");
            using var events = EventLines.Open(parsed.GetValue(dryRun) ? null : parsed.GetValue(follow), progress.Log);
            using var interruption = new Interruption(Log);
            var output = parsed.GetValue(folder) is { } named ? UserPath.Expand(named, "--out") : null;
            var experiment = Read(parsed.GetValue(file)!, parsed.GetValue(scale), parsed.GetValue(set)!, parsed.GetValue(data));
            interruption.Token.ThrowIfCancellationRequested();
            var options = slurm.Read(parsed, parsed.GetValue(workers));
            var cores = parsed.GetValue(workers) ?? options?.Workers ?? Cores.Available;
            var store = output ?? Path.Combine("runs", experiment.Spec.Name);
            if (parsed.GetValue(dryRun))
            {
                foreach (var note in ExperimentRunner.NotesOn(experiment, store))
                    progress.Log(note);
                if (options is null)
                    return Plan(experiment, experiment.Runs, cores, interruption.Token);
            }

            var runner = new ExperimentRunner(experiment, store, cores) { Log = Log, Progress = Show };
            events?.Begin(experiment, store);
            try
            {
                return Execute(runner, options, parsed.GetValue(dryRun), progress, outcome =>
                {
                    events?.Finish(outcome);
                    return Print(outcome, experiment.Runs.Length, isTable, parsed.GetValue(json), parsed.GetValue(all), new(parsed.GetValue(tsv)));
                }, interruption.Token);
            }
            catch (Exception error)
            {
                events?.Stop(error is OperationCanceledException ? "interrupted" : error.Message);
                throw;
            }

            void Log(string line)
            {
                progress.Log(line);
                events?.Log(line);
            }

            void Show(RunProgress state)
            {
                progress.Show(state);
                events?.Show(state);
            }
        });
        return command;
    }

    /// <summary>The option that says how many runs are done at a time.</summary>
    public static Option<int?> Workers() => new Option<int?>("--workers") { Description = "runs at a time, one a core; default: all cores (in a Slurm job, those of the task); with --executor slurm: cores of an element, default 1", CustomParser = NumberParser.Of<int>("--workers", static n => n is >= 1 and <= 1024, "a whole number from 1 to 1024") };

    /// <summary>Has the runs done, here or by Slurm.</summary>
    public static int Execute(ExperimentRunner runner, SlurmOptions? options, bool isDry, ProgressDisplay progress, Func<ExperimentOutcome, int> print, CancellationToken cancellation)
    {
        if (options is not null && isDry)
        {
            Console.Write(runner.Script(new Slurm(options), cancellation));
            return ExitCode.Done;
        }

        var outcome = options is null ? runner.Run(cancellation) : runner.RunBy(new Slurm(options), cancellation);
        progress.Dispose();
        return outcome is null ? ExitCode.Done : print(outcome);
    }

    private static Experiment Read(string file, string? scale, string[] settings, string? data)
    {
        if (File.Exists(file) || Directory.Exists(file))
            return Experiment.Read(file, scale, settings, data);
        if (ShippedExperiments.Find(file) is { } text)
            return Experiment.Parse(text, file, Directory.GetCurrentDirectory(), scale, settings, data);
        throw new InputException($"{file}: no such file; {NearestName.Unknown("shipped experiment", file, [.. ShippedExperiments.All().Select(static e => e.Name)])}");
    }

    /// <summary>Prints runs and what they will cost; runs nothing.</summary>
    public static int Plan(Experiment experiment, ImmutableArray<PlannedRun> runs, int workers, CancellationToken cancellation)
    {
        foreach (var line in experiment.DataRead)
            Console.Error.WriteLine(line);
        foreach (var remark in experiment.Remarks)
            Console.Error.WriteLine($"warning: {remark}");
        foreach (var run in runs)
            TabSeparated.Print(run.Hash.Short, $"{run.Point}");
        var estimate = new ExperimentRunner(experiment, "", workers).Estimate(runs, cancellation);
        foreach (var failure in estimate.TooLarge)
            Console.Error.WriteLine($"noisyrnn: run {failure.Name} would fail: {failure.Error.Message}");
        Console.Error.WriteLine($"{RunWords.Count(runs.Length, "run")}, {estimate.TimeInWords("about")}");
        return estimate.TooLarge.IsEmpty ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Prints what an experiment gave.</summary>
    public static int Print(ExperimentOutcome outcome, int runs, bool isTable, bool json, bool isAll, TableForm form)
    {
        if (json)
            Console.WriteLine(outcome.ToJson());
        else if (isTable)
            VerdictTables.Print(outcome.Content, isAll, form);
        if (outcome.PageProblem is null)
            Console.Error.WriteLine($"report: {outcome.ReportPath}");
        Failures.Print(outcome);
        if (outcome.Diverged > 0)
            Console.Error.WriteLine($"noisyrnn: {outcome.Diverged} of {runs} runs diverged; they are listed in the report");
        return outcome is { Failures.IsEmpty: true, Diverged: 0, PageProblem: null } ? ExitCode.Done : ExitCode.Failed;
    }
}
