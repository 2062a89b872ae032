using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NoisyRnn.Numerics;

/// <summary>Sixteen 32-bit words held in two 256-bit registers (AVX2).</summary>
public readonly struct Words256 : IWords<Words256, Lanes256<float>>
{
    private readonly Vector256<uint> _v0, _v1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words256(Vector256<uint> v0, Vector256<uint> v1)
    {
        _v0 = v0;
        _v1 = v1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Load(ref readonly uint source) =>
        new(Vector256.LoadUnsafe(in source), Vector256.LoadUnsafe(in source, 8));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Broadcast(uint value) =>
        new(Vector256.Create(value), Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref uint destination)
    {
        _v0.StoreUnsafe(ref destination);
        _v1.StoreUnsafe(ref destination, 8);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator ^(Words256 x, Words256 y) =>
        new(x._v0 ^ y._v0, x._v1 ^ y._v1);

    // The processor's widening product; elsewhere 64-bit products of the masked words, which are the same integers.
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 MultiplyEven(Words256 x, Words256 y) =>
        Avx2.IsSupported
            ? new(
                Avx2.Multiply(x._v0, y._v0).AsUInt32(),
                Avx2.Multiply(x._v1, y._v1).AsUInt32())
            : new(
                ((x._v0.AsUInt64() & Vector256.Create(0xFFFFFFFFUL)) * (y._v0.AsUInt64() & Vector256.Create(0xFFFFFFFFUL))).AsUInt32(),
                ((x._v1.AsUInt64() & Vector256.Create(0xFFFFFFFFUL)) * (y._v1.AsUInt64() & Vector256.Create(0xFFFFFFFFUL))).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 OddToEven(Words256 x) =>
        new(Vector256.ShiftRightLogical(x._v0.AsUInt64(), 32).AsUInt32(), Vector256.ShiftRightLogical(x._v1.AsUInt64(), 32).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Interleave(Words256 even, Words256 odd) =>
        new(
            Vector256.ConditionalSelect(Vector256.Create(0xFFFFFFFFUL).AsUInt32(), even._v0, Vector256.ShiftLeft(odd._v0.AsUInt64(), 32).AsUInt32()),
            Vector256.ConditionalSelect(Vector256.Create(0xFFFFFFFFUL).AsUInt32(), even._v1, Vector256.ShiftLeft(odd._v1.AsUInt64(), 32).AsUInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 ShiftLeft(Words256 x, int count) =>
        new(Vector256.ShiftLeft(x._v0, count), Vector256.ShiftLeft(x._v1, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 ShiftRight(Words256 x, int count) =>
        new(Vector256.ShiftRightLogical(x._v0, count), Vector256.ShiftRightLogical(x._v1, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 SpreadSign(Words256 x) =>
        new(Vector256.ShiftRightArithmetic(x._v0.AsInt32(), 31).AsUInt32(), Vector256.ShiftRightArithmetic(x._v1.AsInt32(), 31).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<float> ToFloat(Words256 x) =>
        new(Vector256.ConvertToSingle(x._v0.AsInt32()), Vector256.ConvertToSingle(x._v1.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<float> AsFloat(Words256 x) =>
        new(x._v0.AsSingle(), x._v1.AsSingle());
}
