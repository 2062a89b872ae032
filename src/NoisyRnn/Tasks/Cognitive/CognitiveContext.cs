using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// A decision by one modality while the other shows the same two directions with strengths of its own, which do not count.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="alias">Its name in neurogym.</param>
/// <param name="attended">The modality that counts: 1 or 2.</param>
/// <param name="delayed">Whether stimulus 2 comes a delay after stimulus 1.</param>
public sealed class CognitiveContext(string name, string alias, int attended, bool delayed) : CognitiveDecision(name, alias, delayed)
{
    private readonly bool _delayed = delayed;

    /// <inheritdoc/>
    public override double DefaultWeight => _delayed ? 1 : 5;

    /// <inheritdoc/>
    private protected override (ImmutableArray<(int Modality, double First, double Second)> Strengths, double Coherence) Strengths(RandomStream own)
    {
        var (mean1, coherence1) = MeanAndCoherence(own);
        var (mean2, coherence2) = MeanAndCoherence(own);
        return (
            [(1, mean1 + coherence1, mean1 - coherence1), (2, mean2 + coherence2, mean2 - coherence2)],
            attended == 1 ? coherence1 : coherence2);
    }
}
