using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NoisyRnn.Numerics;

/// <summary>
/// Sums over two vectors in double, over lanes in a fixed order: one accumulator of eight lanes, then their written tree. The
/// same bits on every tier.
/// </summary>
internal static class DotProduct
{
    /// <summary>sum of x y. Lengths are multiples of 16; those beyond the first's are not read.</summary>
    public static double Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, y);
        return Simd.Tier switch
        {
            SimdTier.Bits512 => Of<Lanes512<double>>(x, y),
            SimdTier.Bits256 => Of<Lanes256<double>>(x, y),
            _ => Of<Lanes128<double>>(x, y),
        };
    }

    /// <summary>sum of weight (x - centre)^2. Lengths as in <see cref="Of(ReadOnlySpan{double}, ReadOnlySpan{double})"/>.</summary>
    public static double OfSquares(ReadOnlySpan<double> x, ReadOnlySpan<double> weight, double centre)
    {
        Check(x, weight);
        return Simd.Tier switch
        {
            SimdTier.Bits512 => OfSquares<Lanes512<double>>(x, weight, centre),
            SimdTier.Bits256 => OfSquares<Lanes256<double>>(x, weight, centre),
            _ => OfSquares<Lanes128<double>>(x, weight, centre),
        };
    }

    internal static double Of<TL>(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
        where TL : struct, ILanes<TL, double>
    {
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        var sum = TL.Broadcast(0);
        for (var k = 0; k < x.Length; k += 8)
            sum = TL.Fma(TL.Load(ref Unsafe.Add(ref first, k)), TL.Load(ref Unsafe.Add(ref second, k)), sum);
        return TL.Sum(sum);
    }

    internal static double OfSquares<TL>(ReadOnlySpan<double> x, ReadOnlySpan<double> weight, double centre)
        where TL : struct, ILanes<TL, double>
    {
        ref var value = ref MemoryMarshal.GetReference(x);
        ref var factor = ref MemoryMarshal.GetReference(weight);
        var (sum, middle) = (TL.Broadcast(0), TL.Broadcast(centre));
        for (var k = 0; k < x.Length; k += 8)
        {
            var rest = TL.Load(ref Unsafe.Add(ref value, k)) - middle;
            sum = TL.Fma(TL.Load(ref Unsafe.Add(ref factor, k)) * rest, rest, sum);
        }

        return TL.Sum(sum);
    }

    private static void Check(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length % 16 != 0 || y.Length < x.Length)
            throw new ArgumentException($"lengths do not fit: {x.Length}, {y.Length}", nameof(x));
    }
}
