using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Reports;

/// <summary>All that a report shows; records in, one page out.</summary>
public sealed record ReportContent
{
    /// <summary>The experiment's title.</summary>
    public required string Title { get; init; }

    /// <summary>What was done and why, in a few sentences (plain text).</summary>
    public required string Description { get; init; }

    /// <summary>quick, full, ...</summary>
    public required string Scale { get; init; }

    /// <summary>"preview, n=3" where there are too few seeds for a verdict; else empty.</summary>
    public string Preview { get; init; } = "";

    /// <summary>The equations that were executed, one line each, with numbers put in.</summary>
    public required ImmutableArray<string> Equations { get; init; }

    /// <summary>What the claims say and how they are decided.</summary>
    public required ImmutableArray<ClaimStatement> Claims { get; init; }

    /// <summary>The rules that the claims share: how sure an interval is, and which cells are too small to speak of.</summary>
    public CommonRules Rules { get; init; } = new();

    /// <summary>The table of verdicts.</summary>
    public required ImmutableArray<Verdict> Verdicts { get; init; }

    /// <summary>The table of cells.</summary>
    public required ImmutableArray<CellSummary> Cells { get; init; }

    /// <summary>Every network that finished: a run, or the mean over runs that differ only in the part of the data.</summary>
    public required ImmutableArray<NetworkRun> Runs { get; init; }

    /// <summary>Where networks are means over parts of the data, every run by itself; else empty.</summary>
    public ImmutableArray<NetworkRun> Trainings =>
        Runs.All(static run => run.MeanOf.Length < 2) ? [] : [.. Runs.SelectMany(static run => run.MeanOf.IsEmpty ? [run] : run.MeanOf)];

    /// <summary>What of <see cref="Trainings"/> is to be said in the summary; empty where there are none.</summary>
    internal string PartsSentence => Trainings.IsEmpty ? ""
        : $" Networks are means over parts of the data: {Trainings.Length} runs in all.";

    /// <summary>What s0 is in tests of networks that learn their noise level; empty where none does.</summary>
    internal string LearntSentence => Runs.Any(static run => run.Schedule is LearntNoise)
        ? " Networks that learn their noise level stand under the s0 at which training began; in their tests s0 is the level that they learnt, of units the highest." : "";

    /// <summary>Every network with what an analysis found of it, those trained without noise once.</summary>
    internal IEnumerable<(NetworkRun Run, TResult Result)> Found<TResult>()
        where TResult : AnalysisResult =>
        from run in RunCells.EachNetworkOnce(Runs)
        let result = run.Found<TResult>()
        where result is not null
        select (run, result);

    /// <summary>A trial of each kind that the task has; empty where there is one kind.</summary>
    public ImmutableArray<TrialPicture> Pictures { get; init; } = [];

    /// <summary>Every network left out.</summary>
    public required ImmutableArray<LeftOut> LeftOut { get; init; }

    /// <summary>Version, commit, command, machine, time, seeds: name -> value.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Provenance { get; init; }

    /// <summary>The resolved experiment as YAML.</summary>
    public required string ResolvedExperiment { get; init; }

    /// <summary>The name of the loss: "mean squared error".</summary>
    public required string LossName { get; init; }

    /// <summary>Its unit: "target units^2"; empty where it has none.</summary>
    public string LossUnit { get; init; } = "";

    /// <summary>The loss in a sentence: "error", or its name.</summary>
    internal string Error => LossName == "mean squared error" ? "error" : LossName;

    /// <summary>"(target units^2)"; empty where there is no unit.</summary>
    internal string LossUnitInBrackets => LossUnit.Length == 0 ? "" : $"({LossUnit})";

    /// <summary>The loss as axes have it, its unit on a line of its own: a panel is not high.</summary>
    internal string LossLabel => PlotlyJson.Text(Wording.Typeset(LossName)) + LossUnitOnALine;

    /// <summary>The unit on a line of its own, as axes have it.</summary>
    internal string LossUnitOnALine => LossUnit.Length == 0 ? "" : "<br>" + PlotlyJson.Text(Wording.Typeset(LossUnitInBrackets));

    /// <summary>What the sweep's losses and accuracies are over, in words: "200 test trials"; empty where that is not known.</summary>
    public string SweepTrials { get; init; } = "";

    /// <summary>What the accuracy on clean inputs, beside that on perturbed ones, is over; empty where that is not known.</summary>
    public string CleanTrials { get; init; } = "";

    /// <summary>Under which noise validations run, in words: "at the training noise", "without noise".</summary>
    public string ValidationNoise { get; init; } = "at the training noise";

    /// <summary>The unit of time: "tau" or "ms".</summary>
    public required string TimeUnit { get; init; }
}
