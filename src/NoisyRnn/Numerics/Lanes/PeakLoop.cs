using System.Runtime.CompilerServices;

namespace NoisyRnn.Numerics;

/// <summary>Nothing but fused multiply-adds in registers: the machine's peak in single precision, to quote speeds against.</summary>
internal static class PeakLoop
{
    private static float s_sink;

    /// <summary>Runs a number of rounds and returns the number of floating-point operations.</summary>
    public static double Run(int rounds) => Simd.Tier switch
    {
        SimdTier.Bits512 => Run<Lanes512<float>>(rounds, 2),
        SimdTier.Bits256 => Run<Lanes256<float>>(rounds, 1),
        _ => Run<Lanes128<float>>(rounds, 1),
    };

    // 6 chains of 2 vectors each hide the latency on 256-bit machines, 12 of one on 512-bit ones.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Run<TL>(int rounds, int repeats)
        where TL : struct, ILanes<TL, float>
    {
        var (x, y) = (TL.Broadcast(0.999f), TL.Broadcast(1e-3f));
        TL a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y;
        for (var k = 0; k < rounds * repeats; k++)
        {
            a = TL.Fma(a, x, y);
            b = TL.Fma(b, x, y);
            c = TL.Fma(c, x, y);
            d = TL.Fma(d, x, y);
            e = TL.Fma(e, x, y);
            f = TL.Fma(f, x, y);
            if (repeats == 1)
                continue;
            g = TL.Fma(g, x, y);
            h = TL.Fma(h, x, y);
            i = TL.Fma(i, x, y);
            j = TL.Fma(j, x, y);
        }

        s_sink = TL.Sum(a + b + (c + d) + (e + f) + (g + h) + (i + j));
        return (double)rounds * repeats * (repeats == 1 ? 6 : 10) * 16 * 2;
    }
}
