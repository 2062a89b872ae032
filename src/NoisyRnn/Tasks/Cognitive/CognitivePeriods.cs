using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// The periods of a trial in steps, and what else is drawn once a batch. Every period of the suite is a multiple of 100 ms,
/// so all of them are whole numbers of steps as soon as 100 ms are.
/// </summary>
/// <param name="stepsPer100">Steps in 100 ms.</param>
/// <param name="draws">The batch's random numbers; null for the longest trial there can be.</param>
internal sealed class CognitivePeriods(int stepsPer100, RandomStream? draws)
{
    /// <summary>A fixed period.</summary>
    /// <param name="ms">Milliseconds, a multiple of 100.</param>
    public int Of(int ms) => ms / 100 * stepsPer100;

    /// <summary>One of some periods, all equally likely.</summary>
    /// <param name="ms">Milliseconds, multiples of 100, ascending.</param>
    public int OneOf(params ReadOnlySpan<int> ms) => Of(draws is null ? ms[^1] : ms[draws.NextInt(ms.Length)]);

    /// <summary>
    /// A period uniform in [low, high), in whole steps begun: floor(U(low, high) / dt). Both bounds are whole numbers of
    /// steps, so these are low / dt to high / dt - 1, all equally likely.
    /// </summary>
    /// <param name="low">Milliseconds, a multiple of 100.</param>
    /// <param name="high">Milliseconds, a multiple of 100.</param>
    public int Between(int low, int high) => draws is null ? Of(high) - 1 : Of(low) + draws.NextInt(Of(high) - Of(low));

    /// <summary>The modality that all trials of a batch share: 1 or 2.</summary>
    public int Modality() => draws is null ? 1 : 1 + draws.NextInt(2);
}
