using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>A decision between two stimuli that are both shown in one modality, the task's own.</summary>
/// <param name="name">Its name.</param>
/// <param name="alias">Its name in neurogym.</param>
/// <param name="modality">1 or 2.</param>
/// <param name="delayed">Whether stimulus 2 comes a delay after stimulus 1.</param>
public sealed class CognitiveOneModality(string name, string alias, int modality, bool delayed) : CognitiveDecision(name, alias, delayed)
{
    /// <inheritdoc/>
    private protected override (ImmutableArray<(int Modality, double First, double Second)> Strengths, double Coherence) Strengths(RandomStream own)
    {
        var (mean, coherence) = MeanAndCoherence(own);
        return ([(modality, mean + coherence, mean - coherence)], coherence);
    }
}
