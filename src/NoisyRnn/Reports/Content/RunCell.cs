using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>The runs of one activation, placement and training level: its seeds.</summary>
internal sealed record RunCell(string Activation, string Placement, double TrainingSigma, ImmutableArray<ReportRun> Runs)
{
    /// <summary>What the closure predicts of the networks that count; empty where it was not asked.</summary>
    public ImmutableArray<PredictedPreferenceResult> Predicted => [.. Runs.Where(static r => r.Counted).SelectMany(static r => r.Results.OfType<PredictedPreferenceResult>())];

    /// <summary>Sweeps of the networks that count.</summary>
    public IEnumerable<NoiseSweepResult> Sweeps =>
        Runs.Where(r => r.Counted).Select(r => r.Sweep).OfType<NoiseSweepResult>();
}
