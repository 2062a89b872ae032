namespace NoisyRnn.Numerics;

/// <summary>
/// A virtual vector of 64 bytes holding sixteen 32-bit words, the integer side of <see cref="ILanes{TSelf, T}"/> of
/// float. All operations are exact, so the leaves <see cref="Words512"/>, <see cref="Words256"/> and
/// <see cref="Words128"/> give the same bits.
/// </summary>
/// <typeparam name="TSelf">The leaf itself.</typeparam>
/// <typeparam name="TFloat">The leaf of <see cref="ILanes{TSelf, T}"/> of the same register width.</typeparam>
public interface IWords<TSelf, TFloat>
    where TSelf : struct, IWords<TSelf, TFloat>
    where TFloat : struct, ILanes<TFloat, float>
{
    /// <summary>Reads sixteen words.</summary>
    static abstract TSelf Load(ref readonly uint source);

    /// <summary>The same word in every lane.</summary>
    static abstract TSelf Broadcast(uint value);

    /// <summary>Writes sixteen words.</summary>
    void Store(ref uint destination);

    /// <summary>The bits in which x and y differ.</summary>
    static abstract TSelf operator ^(TSelf x, TSelf y);

    /// <summary>
    /// The 64-bit products of the words in even lanes (odd lanes are ignored): the low half of each in the even lane,
    /// the high half in the odd lane above it.
    /// </summary>
    static abstract TSelf MultiplyEven(TSelf x, TSelf y);

    /// <summary>The word of each odd lane in the even lane below it; zero in the odd lanes.</summary>
    static abstract TSelf OddToEven(TSelf x);

    /// <summary>The even lanes of <paramref name="even"/>, and those of <paramref name="odd"/> in the odd lanes.</summary>
    static abstract TSelf Interleave(TSelf even, TSelf odd);

    /// <summary>Each word shifted left; zeros come in.</summary>
    static abstract TSelf ShiftLeft(TSelf x, int count);

    /// <summary>Each word shifted right; zeros come in.</summary>
    static abstract TSelf ShiftRight(TSelf x, int count);

    /// <summary>All bits set in the words whose highest bit is set, none in the others.</summary>
    static abstract TSelf SpreadSign(TSelf x);

    /// <summary>Each word, read as a signed integer, rounded to the nearest float (ties to even).</summary>
    static abstract TFloat ToFloat(TSelf x);

    /// <summary>The same bits read as floats: a mask for <see cref="ILanes{TSelf, T}.Select"/>.</summary>
    static abstract TFloat AsFloat(TSelf x);
}
