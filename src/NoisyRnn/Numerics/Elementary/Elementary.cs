using System.Numerics;
using System.Runtime.CompilerServices;

namespace NoisyRnn.Numerics;

/// <summary>
/// Elementary functions from our own polynomials, written once over <see cref="ILanes{TSelf, T}"/> for float and double.
/// Every operation is one that rounds correctly (+, -, *, /, square root, fused multiply-add) in a fixed order, so the
/// bits do not depend on the machine, the width of its registers or its mathematical library.
/// </summary>
/// <remarks>
/// Largest errors, in units in the last place of the result, are stated at each function and tested over its range.
/// The polynomials are minimax fits made by <c>tests/NoisyRnn.Tests/Numerics/golden/coefficients.py</c>.
/// </remarks>
public static partial class Elementary
{
    /// <summary>A literal in the type of the lanes; the compiler folds the conversion.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL Constant<TL, T>(double value)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TL.Broadcast(typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value));

    /// <summary>p x + c: one step of Horner's scheme.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TL Horner<TL, T>(TL p, TL x, double c)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TL.Fma(p, x, Constant<TL, T>(c));
}
