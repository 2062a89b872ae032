using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// A decision by both modalities together. A stimulus of strength s has strength s + d/2 in the one and s - d/2 in the other,
/// d = s U(0.2, 0.8) with a random sign, drawn for each stimulus: their sum decides.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="alias">Its name in neurogym.</param>
/// <param name="delayed">Whether stimulus 2 comes a delay after stimulus 1.</param>
public sealed class CognitiveTwoModalities(string name, string alias, bool delayed) : CognitiveDecision(name, alias, delayed)
{
    /// <inheritdoc/>
    private protected override (ImmutableArray<(int Modality, double First, double Second)> Strengths, double Coherence) Strengths(RandomStream own)
    {
        var (mean, coherence) = MeanAndCoherence(own);
        var (first, second) = (mean + coherence, mean - coherence);
        var (d1, d2) = (Difference(first, own), Difference(second, own));
        return ([(1, first + (d1 / 2), second + (d2 / 2)), (2, first - (d1 / 2), second - (d2 / 2))], coherence);
    }

    private static double Difference(double strength, RandomStream own)
    {
        var difference = strength * own.NextUniform(0.2, 0.8);
        return Toss(own) ? difference : -difference;
    }
}
