using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>Audited networks as the networks of an experiment, an arm of seeds: what the figures of a report are drawn of.</summary>
internal static class AuditRuns
{
    /// <summary>The content of such a report: what the analyses found, and the sweep where levels are told in units of the training noise.</summary>
    /// <param name="content">The audit.</param>
    public static ReportContent Of(AuditContent content) => new()
    {
        Title = content.Title, Description = "", Scale = "", Equations = content.Equations, Claims = [], Verdicts = [], Cells = [], LeftOut = [], Provenance = [], ResolvedExperiment = "",
        LossName = content.IsOfClasses ? "cross-entropy" : "mean squared error", LossUnit = content.IsOfClasses ? "nats" : "squared units of the target", TimeUnit = "unit of tau",
        Runs = [.. content.Explanations.Zip(content.Networks, static (explanation, network) => (explanation, network)).Select((one, seed) => RunOf(content, one.explanation, one.network, seed))],
    };

    private static NetworkRun RunOf(AuditContent content, NetworkExplanation explanation, RecordedNetwork network, int seed)
    {
        var sweep = content.IsRelative && network.Points[0].Level == 0
            ? NoiseSweepStatistics.Summarise(content.TrainingLevel!.Value, network.Points, network.Conditions, network.Draws, network.TargetVariance) : null;
        // Repairs have a figure of their own; a prediction is drawn beside the sweep.
        ImmutableArray<AnalysisResult> results = [.. explanation.Results.Where(result => result is not RepairResult && (sweep is not null || result is not PredictedPreferenceResult))];
        return new(explanation.Name, Arm.Of("network", explanation.Placement, explanation.Sigma ?? 0), (ulong)seed, sweep) { Results = results, Matrices = explanation.Matrices };
    }
}
