namespace NoisyRnn.Analyses;

/// <summary>A fixed point in the portrait of a network.</summary>
/// <param name="Trial">The test trial whose input is held.</param>
/// <param name="Branch">Number of its branch at this input: the same at all levels.</param>
/// <param name="Stability">Its class.</param>
/// <param name="First">Its place along the first principal component of the states.</param>
/// <param name="Second">Along the second; 0 where there is but one.</param>
/// <param name="Output">The first output y = r(z) there.</param>
public sealed record NoisePortraitPoint(int Trial, int Branch, FixedPointStability Stability, double First, double Second, double Output)
{
    /// <summary>Whether a network comes to stand there, or on a line or ring through it.</summary>
    internal bool Attracts => Stability is FixedPointStability.Stable or FixedPointStability.Marginal;
}
