using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NoisyRnn.Numerics;

/// <summary>Sixteen 32-bit words held in four 128-bit registers (SSE, Arm64, or none).</summary>
public readonly struct Words128 : IWords<Words128, Lanes128<float>>
{
    private readonly Vector128<uint> _v0, _v1, _v2, _v3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words128(Vector128<uint> v0, Vector128<uint> v1, Vector128<uint> v2, Vector128<uint> v3)
    {
        _v0 = v0;
        _v1 = v1;
        _v2 = v2;
        _v3 = v3;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Load(ref readonly uint source) =>
        new(Vector128.LoadUnsafe(in source), Vector128.LoadUnsafe(in source, 4), Vector128.LoadUnsafe(in source, 8), Vector128.LoadUnsafe(in source, 12));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Broadcast(uint value) =>
        new(Vector128.Create(value), Vector128.Create(value), Vector128.Create(value), Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref uint destination)
    {
        _v0.StoreUnsafe(ref destination);
        _v1.StoreUnsafe(ref destination, 4);
        _v2.StoreUnsafe(ref destination, 8);
        _v3.StoreUnsafe(ref destination, 12);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 operator ^(Words128 x, Words128 y) =>
        new(x._v0 ^ y._v0, x._v1 ^ y._v1, x._v2 ^ y._v2, x._v3 ^ y._v3);

    // The processor's widening product; elsewhere 64-bit products of the masked words, which are the same integers.
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 MultiplyEven(Words128 x, Words128 y) =>
        Sse2.IsSupported
            ? new(
                Sse2.Multiply(x._v0, y._v0).AsUInt32(),
                Sse2.Multiply(x._v1, y._v1).AsUInt32(),
                Sse2.Multiply(x._v2, y._v2).AsUInt32(),
                Sse2.Multiply(x._v3, y._v3).AsUInt32())
            : new(
                ((x._v0.AsUInt64() & Vector128.Create(0xFFFFFFFFUL)) * (y._v0.AsUInt64() & Vector128.Create(0xFFFFFFFFUL))).AsUInt32(),
                ((x._v1.AsUInt64() & Vector128.Create(0xFFFFFFFFUL)) * (y._v1.AsUInt64() & Vector128.Create(0xFFFFFFFFUL))).AsUInt32(),
                ((x._v2.AsUInt64() & Vector128.Create(0xFFFFFFFFUL)) * (y._v2.AsUInt64() & Vector128.Create(0xFFFFFFFFUL))).AsUInt32(),
                ((x._v3.AsUInt64() & Vector128.Create(0xFFFFFFFFUL)) * (y._v3.AsUInt64() & Vector128.Create(0xFFFFFFFFUL))).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 OddToEven(Words128 x) =>
        new(Vector128.ShiftRightLogical(x._v0.AsUInt64(), 32).AsUInt32(), Vector128.ShiftRightLogical(x._v1.AsUInt64(), 32).AsUInt32(), Vector128.ShiftRightLogical(x._v2.AsUInt64(), 32).AsUInt32(), Vector128.ShiftRightLogical(x._v3.AsUInt64(), 32).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Interleave(Words128 even, Words128 odd) =>
        new(
            Vector128.ConditionalSelect(Vector128.Create(0xFFFFFFFFUL).AsUInt32(), even._v0, Vector128.ShiftLeft(odd._v0.AsUInt64(), 32).AsUInt32()),
            Vector128.ConditionalSelect(Vector128.Create(0xFFFFFFFFUL).AsUInt32(), even._v1, Vector128.ShiftLeft(odd._v1.AsUInt64(), 32).AsUInt32()),
            Vector128.ConditionalSelect(Vector128.Create(0xFFFFFFFFUL).AsUInt32(), even._v2, Vector128.ShiftLeft(odd._v2.AsUInt64(), 32).AsUInt32()),
            Vector128.ConditionalSelect(Vector128.Create(0xFFFFFFFFUL).AsUInt32(), even._v3, Vector128.ShiftLeft(odd._v3.AsUInt64(), 32).AsUInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 ShiftLeft(Words128 x, int count) =>
        new(Vector128.ShiftLeft(x._v0, count), Vector128.ShiftLeft(x._v1, count), Vector128.ShiftLeft(x._v2, count), Vector128.ShiftLeft(x._v3, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 ShiftRight(Words128 x, int count) =>
        new(Vector128.ShiftRightLogical(x._v0, count), Vector128.ShiftRightLogical(x._v1, count), Vector128.ShiftRightLogical(x._v2, count), Vector128.ShiftRightLogical(x._v3, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 SpreadSign(Words128 x) =>
        new(Vector128.ShiftRightArithmetic(x._v0.AsInt32(), 31).AsUInt32(), Vector128.ShiftRightArithmetic(x._v1.AsInt32(), 31).AsUInt32(), Vector128.ShiftRightArithmetic(x._v2.AsInt32(), 31).AsUInt32(), Vector128.ShiftRightArithmetic(x._v3.AsInt32(), 31).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<float> ToFloat(Words128 x) =>
        new(Vector128.ConvertToSingle(x._v0.AsInt32()), Vector128.ConvertToSingle(x._v1.AsInt32()), Vector128.ConvertToSingle(x._v2.AsInt32()), Vector128.ConvertToSingle(x._v3.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<float> AsFloat(Words128 x) =>
        new(x._v0.AsSingle(), x._v1.AsSingle(), x._v2.AsSingle(), x._v3.AsSingle());
}
