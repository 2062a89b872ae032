namespace NoisyRnn.Tasks;

/// <summary>What a decision is between.</summary>
/// <param name="First">Direction of stimulus 1, radians in [0, 2 pi).</param>
/// <param name="Second">Direction of stimulus 2, radians in [0, 2 pi).</param>
/// <param name="Coherence">
/// Signed coherence of the evidence that counts: half of strength 1 - strength 2 in the attended modality, or in the mean of
/// both modalities. Above 0 stimulus 1 is right.
/// </param>
public sealed record CognitiveEvidence(double First, double Second, double Coherence)
{
    /// <summary>Direction of the stronger stimulus, radians.</summary>
    public double Stronger => Coherence > 0 ? First : Second;
}
