using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>An analysis of one run: a stage with a hash of its own.</summary>
/// <param name="Name">Its name in the store: the key that asks for it.</param>
/// <param name="Analysis">The analysis.</param>
/// <param name="Hash">Its hash, which includes the training's.</param>
internal sealed record PlannedStage(string Name, Analysis Analysis, StageHash Hash)
{
    /// <summary>Whether its result is there.</summary>
    public bool IsIn(RunStore store) => store.Results.Has(Hash, Name);

    /// <summary>Its result; null where it is not there.</summary>
    public AnalysisResult? ResultIn(RunStore store) => (AnalysisResult?)store.Results.Get(Hash, Name, Analysis.ResultType);
}
