using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using NoisyRnn.Sweeps;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>From the results in a store to verdicts and the report.</summary>
internal static class ExperimentReport
{
    /// <summary>Decides the claims on all runs that have finished, and writes the page.</summary>
    public static ExperimentOutcome Write(Experiment experiment, RunStore store, ImmutableArray<JobFailure> failures)
    {
        store.Refresh();
        var finished = experiment.Runs.Where(run => RunWork.IsDone(store, run)).Select(run => new FinishedRun(
            run,
            store.Results.Get<TrainingResult>(run.TrainingHash, RunWork.TrainingStageName),
            store.Results.Get<SweepResult>(run.Hash, RunWork.SweepStageName),
            [.. run.Analyses.Select(stage => store.Results.Get(stage.Hash, stage.Analysis.Stage, stage.Analysis.ResultType)).OfType<AnalysisResult>()])).ToImmutableArray();
        var swept = finished.SelectMany(static run => run.Sweeps()).ToImmutableArray();
        var networks = Networks(experiment, swept);
        var table = ClaimTable.Decide(networks, experiment.Spec.Claims, experiment.Spec.Rules);
        var content = Content(experiment, store, finished, swept, networks, table);
        var (page, problem) = Write(content, store.Directory);
        return new ExperimentOutcome(
            content, page, finished.Count(static run => run.Training?.DivergedAt is not null), experiment.Runs.Length - finished.Length, failures, problem);
    }

    // What was found is told, too, where its page cannot be written: a disk that is full, an archive that is read-only.
    private static (string? Page, string? Problem) Write(ReportContent content, string folder)
    {
        try
        {
            return (Report.Write(content, folder), null);
        }
        catch (InputException error)
        {
            return (null, error.Message);
        }
    }

    // What is planned, not what has finished, says which parts of the data a network consists of.
    private static ImmutableArray<SweptRun> Networks(Experiment experiment, ImmutableArray<FinishedRun> swept)
    {
        var parts = experiment.Runs.ToLookup(static run => (run.Arm, run.Spec.Seed, run.Placement), static run => run.Spec.Task.Part);
        return [.. PartMean.Of(swept.Select(run => run.ToSweptRun([.. parts[(run.Plan.Arm, run.Plan.Spec.Seed, run.Plan.Placement)].Distinct()])), experiment.Spec.Rules)];
    }

    private static ReportContent Content(
        Experiment experiment, RunStore store, ImmutableArray<FinishedRun> finished, ImmutableArray<FinishedRun> swept, ImmutableArray<SweptRun> networks, ClaimTable table)
    {
        var spec = experiment.Spec;
        var leftOut = table.LeftOut.Select(static left => (left.Run, left.Cell)).ToHashSet();
        var ofNetwork = swept.ToLookup(static run => run.Network);
        var runs = networks.Select(network => (Network: network, Counted: !leftOut.Contains((network.Run, PreferenceCell.LabelOf(network.Activation, network.Placement, network.TrainingSigma))), Parts: ofNetwork[(network.Activation, network.Placement, network.TrainingSigma, network.Seed)].ToArray())).ToArray();
        return new ReportContent
        {
            Title = spec.Title.Length > 0 ? spec.Title : spec.Name,
            Description = $"{spec.Description.Trim()} The task: {experiment.Runs[0].TaskSummary}{PartsOf(experiment)}.".Trim(),
            Scale = experiment.Scale,
            Preview = table.Preview,
            Equations = ExecutedEquations.Of(experiment.Runs),
            Claims = table.Claims,
            Verdicts = table.Verdicts,
            Cells = table.Cells,
            Runs = [.. runs.Select(static run => run.Parts[0].ToReportRun(run.Counted) with { Run = run.Network.Run, Sweep = run.Network.Sweep, Results = run.Network.Results, Part = "" })],
            Trainings = swept.Length == runs.Length ? [] : [.. runs.SelectMany(static run => run.Parts.Select(part => part.ToReportRun(run.Counted)))],
            LeftOut = table.LeftOut,
            Pictures = RunMemory.HoldsTrialOf(spec.Task) ? spec.Task.Pictures(spec.Seed) : [],
            Provenance = ProvenanceOf(experiment, store, finished),
            ResolvedExperiment = Resolved(experiment),
            LossName = spec.Training.Loss.AxisLabel,
            ValidationNoise = spec.Training.ValidationNoise == ValidationNoise.None ? "without noise" : "at the training noise",
            TimeUnit = spec.Task.TimeUnit,
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

    private static string PartsOf(Experiment experiment)
    {
        var parts = experiment.Runs.Select(static run => run.Spec.Task.Part).Distinct().Where(static part => part.Length > 0).ToArray();
        return parts.Length == 0 ? "" : $"; tested on {string.Join(", ", parts)}{(parts.Length > 1 ? " in turn" : "")}";
    }

    private static string Resolved(Experiment experiment)
    {
        var grid = YamlText.Write(experiment.Tree);
        var first = YamlText.Write(experiment.Spec with { Arms = null, Grid = null, Scales = null });
        return $"# The file with scale and settings applied\n{grid}\n# The first run, every default written out\n{first}";
    }

    private static ImmutableArray<KeyValuePair<string, string>> ProvenanceOf(Experiment experiment, RunStore store, ImmutableArray<FinishedRun> finished)
    {
        var lines = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        Add("runs", $"{finished.Length} of {experiment.Runs.Length} finished");
        Add("seeds", ScalarText.List(experiment.Runs.Select(static run => run.Spec.Seed).Distinct().Order()));
        foreach (var past in store.ReadProvenance().TakeLast(5))
        {
            Add($"{past.Started:yyyy-MM-dd HH:mm} UTC", $"noisyrnn {string.Join(' ', past.Command)}");
            Add("version", $"{past.Version}, commit {past.Commit}");
            Add("machine", $"{past.Processor}, {past.Cores} cores, SIMD of {$"{past.Simd}"["Bits".Length..]} bits, {past.Runtime}, {past.System}");
        }

        if (store.Results.All.Where(static result => result.Stage == RunWork.TrainingStageName).Sum(static result => result.Seconds) is > 0 and var seconds)
            Add("time in training", $"{seconds / 60:0.#} minutes, summed over networks");
        if (TrainingEnds(finished) is { Length: > 0 } ends)
            Add("trainings ended", ends);
        Add("training revision", ScalarText.List(experiment.Runs.Select(static run => PlannedRun.TrainingRevisionOf(run.Spec)).Distinct().Order()));
        Add("sweep revision", $"{PlannedRun.SweepRevision}");
        return lines.ToImmutable();

        void Add(string name, string value) => lines.Add(new(name, value));
    }
}
