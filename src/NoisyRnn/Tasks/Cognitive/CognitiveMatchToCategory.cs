using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// A match is the same category: direction below pi, or above. The directions are independent, among 0.1 pi, 0.3 pi, ..., 1.9 pi.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="alias">Its name in neurogym.</param>
/// <param name="goOnMatch">Whether a match asks for the response; else a non-match does.</param>
public sealed class CognitiveMatchToCategory(string name, string alias, bool goOnMatch) : CognitiveMatch(name, alias, goOnMatch)
{
    private const int Directions = 10;

    /// <inheritdoc/>
    private protected override (double First, double Second, bool IsMatch) Pair(RandomStream own)
    {
        var (first, second) = (Direction(own), Direction(own));
        return (first, second, first < Math.PI == second < Math.PI);
    }

    /// <inheritdoc/>
    private protected override int ResponsePeriod(CognitivePeriods periods) => periods.OneOf(200, 400, 600);

    private static double Direction(RandomStream own) => ((2 * own.NextInt(Directions)) + 1) * Math.PI / Directions;
}
