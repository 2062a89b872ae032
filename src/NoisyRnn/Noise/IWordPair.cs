using NoisyRnn.Numerics;

namespace NoisyRnn.Noise;

/// <summary>How two random words make the numbers of two units.</summary>
internal interface IWordPair
{
    /// <summary>Sixteen pairs at once.</summary>
    static abstract void Pair<TWords, TFloat>(TWords a, TWords b, out TFloat first, out TFloat second)
        where TWords : struct, IWords<TWords, TFloat>
        where TFloat : struct, ILanes<TFloat, float>;
}
