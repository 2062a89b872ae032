using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NoisyRnn.Numerics;

/// <summary>Sixteen 32-bit words held in one 512-bit register (AVX-512).</summary>
public readonly struct Words512 : IWords<Words512, Lanes512<float>>
{
    private readonly Vector512<uint> _v0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words512(Vector512<uint> v0)
    {
        _v0 = v0;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Load(ref readonly uint source) =>
        new(Vector512.LoadUnsafe(in source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Broadcast(uint value) =>
        new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref uint destination)
    {
        _v0.StoreUnsafe(ref destination);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator ^(Words512 x, Words512 y) =>
        new(x._v0 ^ y._v0);

    // The processor's widening product; elsewhere 64-bit products of the masked words, which are the same integers.
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 MultiplyEven(Words512 x, Words512 y) =>
        Avx512F.IsSupported
            ? new(Avx512F.Multiply(x._v0, y._v0).AsUInt32())
            : new(((x._v0.AsUInt64() & Vector512.Create(0xFFFFFFFFUL)) * (y._v0.AsUInt64() & Vector512.Create(0xFFFFFFFFUL))).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 OddToEven(Words512 x) =>
        new(Vector512.ShiftRightLogical(x._v0.AsUInt64(), 32).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Interleave(Words512 even, Words512 odd) =>
        new(Vector512.ConditionalSelect(Vector512.Create(0xFFFFFFFFUL).AsUInt32(), even._v0, Vector512.ShiftLeft(odd._v0.AsUInt64(), 32).AsUInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 ShiftLeft(Words512 x, int count) =>
        new(Vector512.ShiftLeft(x._v0, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 ShiftRight(Words512 x, int count) =>
        new(Vector512.ShiftRightLogical(x._v0, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 SpreadSign(Words512 x) =>
        new(Vector512.ShiftRightArithmetic(x._v0.AsInt32(), 31).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<float> ToFloat(Words512 x) =>
        new(Vector512.ConvertToSingle(x._v0.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<float> AsFloat(Words512 x) =>
        new(x._v0.AsSingle());
}
