using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// A match is the same direction, in half of the trials; else the directions are U(pi/9, 17 pi/9) apart, to either side.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="alias">Its name in neurogym.</param>
/// <param name="goOnMatch">Whether a match asks for the response; else a non-match does.</param>
public sealed class CognitiveMatchToSample(string name, string alias, bool goOnMatch) : CognitiveMatch(name, alias, goOnMatch)
{
    /// <inheritdoc/>
    private protected override (double First, double Second, bool IsMatch) Pair(RandomStream own)
    {
        var first = Anywhere(own);
        if (Toss(own))
            return (first, first, true);
        var distance = own.NextUniform(Math.PI / 9, 17 * Math.PI / 9);
        return (first, CognitiveRing.Wrap(Toss(own) ? first + distance : first - distance), false);
    }

    /// <inheritdoc/>
    private protected override int ResponsePeriod(CognitivePeriods periods) => periods.Of(500);
}
