using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using NoisyRnn.Training;
using NoisyRnn.Workers;

namespace NoisyRnn.Experiments;

/// <summary>From the results in a store to verdicts and the report.</summary>
internal static class ExperimentReport
{
    /// <summary>Decides the claims on all runs that have finished, and writes the page where it can be written.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="store">The store of its runs.</param>
    /// <param name="place">Where its report is to be.</param>
    public static ExperimentOutcome Write(Experiment experiment, RunStore store, ReportPlace place)
    {
        var outcome = Of(experiment, store, place);
        try
        {
            return outcome with { ReportPath = Report.Write(outcome.Content, place.Folder) };
        }
        catch (InputException error)
        {
            return outcome with { PageProblem = error.Message };
        }
    }

    /// <summary>The same, and nothing is written.</summary>
    public static ExperimentOutcome Of(Experiment experiment, RunStore store, ReportPlace place)
    {
        store.Refresh();
        var finished = FinishedRuns.Of(experiment, store);
        var networks = Networks(experiment, finished);
        var table = ClaimTable.Decide(networks, experiment.Spec.Claims, experiment.Spec.Rules);
        return new ExperimentOutcome(
            Content(experiment, store, place, finished, networks, table), null,
            finished.Count(static run => run.Training?.DivergedAt is not null), experiment.Runs.Length - finished.Length, []);
    }

    // What is planned, not what has finished, says which parts of the data a network consists of.
    private static ImmutableArray<NetworkRun> Networks(Experiment experiment, ImmutableArray<FinishedRun> finished)
    {
        var parts = experiment.Runs.ToLookup(static run => (run.Arm, run.Spec.Setup.Seed), static run => run.Spec.Setup.Task.Part);
        return [.. PartMean.Of(finished.SelectMany(run => run.Networks([.. parts[(run.Plan.Arm, run.Plan.Spec.Setup.Seed)].Distinct()])), experiment.Spec.Rules)];
    }

    private static ReportContent Content(
        Experiment experiment, RunStore store, ReportPlace place, ImmutableArray<FinishedRun> finished, ImmutableArray<NetworkRun> networks, ClaimTable table)
    {
        var spec = experiment.Spec;
        return new ReportContent
        {
            Title = spec.Title.Length > 0 ? spec.Title : spec.Name,
            Description = $"{spec.Description.Trim()} The task: {experiment.Runs[0].TaskSummary}{PartsOf(experiment)}.".Trim(),
            Scale = experiment.Scale,
            Preview = table.Preview,
            Equations = ExecutedEquations.Of(experiment.Runs),
            Rules = spec.Rules,
            Claims = table.Claims,
            Verdicts = table.Verdicts,
            Cells = table.Cells,
            Runs = networks,
            LeftOut = table.LeftOut,
            Pictures = experiment.Runs[0].Files.IsEmpty && spec.Setup.Task.HasTrialsWithin(MachineMemory.Usable) ? spec.Setup.Task.Pictures(spec.Setup.Seed) : [],
            Provenance = ProvenanceOf(experiment, store, place, finished),
            ResolvedExperiment = Resolved(experiment),
            SweepTrials = TestTrials(experiment, static spec => spec.Sweep.Trials),
            CleanTrials = TestTrials(experiment, static spec => spec.Robustness?.Trials),
            LossName = spec.Setup.Training.Loss.Words,
            LossUnit = spec.Setup.Training.Loss.Unit,
            ValidationNoise = spec.Setup.Training.ValidationNoise == ValidationNoise.None ? "without noise" : "at the training noise",
            TimeUnit = spec.Setup.Task.TimeUnit,
        };
    }

    // Where all trainings ended at their last iteration there is nothing to tell.
    private static string TrainingEnds(ImmutableArray<FinishedRun> finished)
    {
        var ends = finished.Select(static run => run.Training).OfType<TrainingResult>().GroupBy(static training => training.End).OrderBy(static end => end.Key).ToArray();
        return ends.All(static end => end.Key == TrainingEnd.Iterations) ? "" : string.Join(", ", ends.Select(static end => $"{end.Count()} {Words(end.Key)}"));

        static string Words(TrainingEnd end) => end switch
        {
            TrainingEnd.Target => "at the target loss",
            TrainingEnd.Patience => "as the validation loss no longer improved",
            TrainingEnd.Divergence => "by divergence",
            _ => "at the last iteration",
        };
    }

    // No test trial is seen twice.
    private static string TestTrials(Experiment experiment, Func<ExperimentSpec, int?> wanted)
    {
        var trials = experiment.Runs.Where(run => wanted(run.Spec) is not null)
            .Select(run => $"{(run.TestTrials is null && !run.Files.IsEmpty ? "up to " : "")}{Math.Min(wanted(run.Spec)!.Value, run.TestTrials ?? int.MaxValue)}").Distinct().ToArray();
        return trials.Length == 0 ? "" : $"{string.Join(" or ", trials)} test trials{(experiment.Runs.Select(static run => run.Spec.Setup.Task.Part).Distinct().Count() > 1 ? " of each part" : "")}";
    }

    private static string PartsOf(Experiment experiment)
    {
        var parts = experiment.Runs.Select(static run => run.Spec.Setup.Task.Part).Distinct().Where(static part => part.Length > 0).ToArray();
        return parts.Length == 0 ? "" : $"; tested on {string.Join(", ", parts)}{(parts.Length > 1 ? " in turn" : "")}";
    }

    // Of what was run, not of where: a page may be published.
    private static string Resolved(Experiment experiment)
    {
        var grid = YamlText.Write(experiment.Shown(experiment.Tree));
        var first = YamlText.Write(experiment.Shown((TreeMap)SpecTree.Of(experiment.Spec with { Arms = null, Grid = null, Scales = null }, withDefaults: true)));
        return $"# The file with scale and settings applied\n{grid}\n# The first run, every default written out\n{first}";
    }

    private static ImmutableArray<KeyValuePair<string, string>> ProvenanceOf(Experiment experiment, RunStore store, ReportPlace place, ImmutableArray<FinishedRun> finished)
    {
        var lines = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        Add("runs", $"{finished.Length} of {experiment.Runs.Length} finished");
        Add("seeds", ScalarText.List(experiment.Runs.Select(static run => run.Spec.Setup.Seed).Distinct().Order()));
        if (place.Others() is { Length: > 0 } others)
            Add("other experiments of this folder", string.Join(", ", others));
        foreach (var past in store.History.Read().TakeLast(5))
        {
            Add($"{past.Started:yyyy-MM-dd HH:mm} UTC", $"noisyrnn {string.Join(' ', past.Command.Select(ShownPath.Of))}");
            Add("version", $"{past.Version}, commit {past.Commit}");
            Add("machine", $"{past.Processor}, {past.Cores} cores, SIMD of {$"{past.Simd}"["Bits".Length..]} bits, {past.Runtime}, {past.System}");
        }

        var trainings = experiment.Runs.Select(static run => run.TrainingHash).ToHashSet();
        if (store.Results.All.Where(result => result.Stage == RunWork.TrainingStageName && trainings.Contains(result.Run)).Sum(static result => result.Seconds) is > 0 and var seconds)
            Add("time in training", $"{seconds / 60:0.#} minutes, summed over networks");
        if (TrainingEnds(finished) is { Length: > 0 } ends)
            Add("trainings ended", ends);
        Add("training revision", ScalarText.List(experiment.Runs.Select(static run => PlannedRun.TrainingRevisionOf(run.Spec.Setup)).Distinct().Order()));
        Add("sweep revision", ScalarText.List(experiment.Runs.Select(static run => PlannedRun.RevisionOf(run.Spec.Sweep, run.Spec.Setup)).Distinct().Order()));
        return lines.ToImmutable();

        void Add(string name, string value) => lines.Add(new(name, value));
    }
}
