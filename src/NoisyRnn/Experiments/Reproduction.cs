using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NoisyRnn.Formats;
using NoisyRnn.Reports;

namespace NoisyRnn.Experiments;

/// <summary>Runs shipped experiments one after the other, each in a folder of its own: what is done is not done again.</summary>
public sealed class Reproduction
{
    /// <summary>All shipped experiments.</summary>
    public const string All = "all";

    private const string Interrupted = "interrupted; the same command goes on from here";

    /// <summary>The scale of all of them; null for each one's default.</summary>
    public string? Scale { get; init; }

    /// <summary>Where the files of experiments on data are: name of the experiment -> folder.</summary>
    public ImmutableDictionary<string, string> Data { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The folder in which all other experiments on data look for their files; null for where each says.</summary>
    public string? CommonData { get; init; }

    /// <summary>The folder that receives a folder of runs for each.</summary>
    public string Folder { get; init; } = "runs";

    /// <summary>Runs at a time.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Gets the lines of the log.</summary>
    public Action<string> Log { get; init; } = static _ => { };

    /// <summary>Gets the progress of the experiment at hand, a few times a second.</summary>
    public Action<RunProgress> Progress { get; init; } = static _ => { };

    /// <summary>Runs one experiment, or all.</summary>
    /// <param name="name">Its name, or <see cref="All"/>.</param>
    /// <param name="cancellation">Stops; nothing that is done is lost.</param>
    /// <returns>
    /// One entry an experiment. Of all, those that cannot be run here (data that nobody names, a scale they lack) say so, and so do those that were not finished
    /// when it was stopped.
    /// </returns>
    /// <exception cref="InputException">No such experiment; or it alone is asked for, and cannot be run.</exception>
    /// <exception cref="OperationCanceledException">Stopped, and one experiment was asked for.</exception>
    public ImmutableArray<Reproduced> Run(string name, CancellationToken cancellation)
    {
        string[] known = [.. ShippedExperiments.All().Select(static experiment => experiment.Name)];
        foreach (var wrong in Data.Keys.Except(known))
            throw new InputException($"{wrong}: {NearestName.Unknown("shipped experiment", wrong, known)}");
        if (name != All && !known.Contains(name))
            throw new InputException($"{name}: {NearestName.Unknown("shipped experiment", name, [.. known, All])}");
        if (name != All && Data.Keys.FirstOrDefault(other => other != name) is { } idle)
            throw new InputException($"--data {idle}=...: {idle} is not reproduced here; allowed is {name}, or reproduce {All}");
        if (name != All)
            return [new(name, RunOne(name, cancellation))];
        var planned = known.Select(Plan).ToImmutableArray();
        foreach (var (names, why) in Reproduced.NotRunTogether([.. planned.Where(static plan => plan.Experiment is null).Select(static plan => new Reproduced(plan.Name, null, plan.NotRun))]))
            Log($"{names}: not run: {why}");
        var work = Announce(planned, cancellation);
        return [.. planned.Select(plan => plan.Experiment is null ? new(plan.Name, null, plan.NotRun) : Finish(plan.Name, plan.Experiment, work.GetValueOrDefault(plan.Name), cancellation))];
    }

    /// <summary>Writes <c>index.html</c>: what each experiment found, all claims as one matrix, and the way to every report.</summary>
    /// <param name="reproduced">The experiments.</param>
    /// <param name="folder">The folder that holds their folders.</param>
    /// <returns>The page's path.</returns>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static string WriteIndex(ImmutableArray<Reproduced> reproduced, string folder) =>
        Report.WriteIndex([.. reproduced.Select(each => new IndexEntry(each.Name, each.Outcome?.Content, each.Outcome?.ReportPath is { } page ? Path.GetRelativePath(folder, page).Replace('\\', '/') : null, ShownPath.In(each.NotRun)))], folder);

    private (string Name, Experiment? Experiment, string NotRun) Plan(string name)
    {
        try
        {
            return (name, Parse(name), "");
        }
        catch (InputException error)
        {
            return (name, null, WithoutPlace(name, error.Message));
        }
    }

    // "ecg.yaml:3:9: task.data: ...": the place is in a file of ours, and several lack the same.
    private static string WithoutPlace(string name, string message) => Regex.Replace(message, $@"^{Regex.Escape(name)}(\.yaml)?(:\d+)*: ", "", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    // What all will take, before the first begins: of each the estimate by which it then runs.
    private Dictionary<string, EstimatedRuns> Announce(ImmutableArray<(string Name, Experiment? Experiment, string NotRun)> planned, CancellationToken cancellation)
    {
        var work = new Dictionary<string, EstimatedRuns>(StringComparer.Ordinal);
        foreach (var (name, experiment, _) in planned.Where(static plan => plan.Experiment is not null))
        {
            if (cancellation.IsCancellationRequested)
                break;
            try
            {
                var runner = Runner(name, experiment!);
                var pending = runner.Pending();
                work.Add(name, new(pending, runner.Estimate(pending, cancellation)));
            }
            catch (Exception e) when (e is InputException or OperationCanceledException)
            {
                // Said where it is run, or where all stop.
            }
        }

        var (runs, minutes) = (work.Values.Sum(static each => each.Runs.Length), work.Values.Sum(static each => each.Estimate.CoreMinutes));
        if (runs > 0)
        {
            Log($"{RunWords.Count(planned.Count(static plan => plan.Experiment is not null), "experiment")}: {RunWords.Count(runs, "run")} to do; {RunWords.CoreMinutes(minutes, "about")}, "
                + $"{RunWords.Time(minutes / Workers)} on {RunWords.Count(Workers, "worker")}");
        }

        return work;
    }

    private Reproduced Finish(string name, Experiment experiment, EstimatedRuns? work, CancellationToken cancellation)
    {
        try
        {
            return cancellation.IsCancellationRequested ? new(name, null, Interrupted) : new(name, Runner(name, experiment).Run(work, cancellation));
        }
        catch (InputException error)
        {
            Log($"{name}: not run: {error.Message}");
            return new(name, null, error.Message);
        }
        catch (OperationCanceledException)
        {
            return new(name, null, Interrupted);
        }
    }

    private Experiment Parse(string name) => Experiment.Parse(ShippedExperiments.Find(name)!, name, Directory.GetCurrentDirectory(), Scale, [], Data.GetValueOrDefault(name) ?? CommonDataOf(name));

    // An experiment without files has no use for a folder of them.
    private string? CommonDataOf(string name) => CommonData is { } folder && ShippedExperiments.IsOnData(name) ? folder : null;

    private ExperimentRunner Runner(string name, Experiment experiment) => new(experiment, Path.Combine(Folder, name), Workers) { Log = Log, Progress = Progress };

    private ExperimentOutcome RunOne(string name, CancellationToken cancellation) => Runner(name, Parse(name)).Run(cancellation);
}
