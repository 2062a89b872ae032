using System.Numerics;
using System.Runtime.CompilerServices;

namespace NoisyRnn.Tests.Numerics;

/// <summary>Numbers that find out whether leaves of lanes differ: special ones, and random ones of every size.</summary>
internal static class LaneInputs
{
    public static T[] For<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T one = T.One, least = T.Epsilon, most = T.BitDecrement(T.PositiveInfinity);
        T[] positive =
        [
            T.Zero, least, T.CreateChecked(1e-40), T.CreateChecked(1.2e-38), T.CreateChecked(0.3), T.CreateChecked(0.5),
            T.CreateChecked(0.67), T.BitDecrement(one), one, T.BitIncrement(one), T.CreateChecked(1.5), T.CreateChecked(2.5),
            T.CreateChecked(8.5), T.CreateChecked(88.7), T.CreateChecked(104), T.CreateChecked(709.7), T.CreateChecked(745),
            T.CreateChecked(8388607.5), T.CreateChecked(4503599627370495.5), most, T.PositiveInfinity, T.NaN,
        ];
        var random = new Random(20240607);
        var any = Enumerable.Range(0, 2004).Select(i => T.CreateTruncating(
            (random.Next(2) * 2 - 1) * (i % 2 == 0 ? Math.Exp(random.NextDouble() * 160 - 80) : random.NextDouble() * 20)));
        return [.. positive, .. positive.Select(x => -x), .. any];
    }

    /// <summary>Bits, with one pattern for every NaN: which NaN an operation gives is not promised.</summary>
    public static ulong[] Bits<T>(T[] values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. values.Select(x => T.IsNaN(x) ? ulong.MaxValue : RawBits(x))];

    public static ulong RawBits<T>(T x)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() == 4 ? Unsafe.BitCast<T, uint>(x) : Unsafe.BitCast<T, ulong>(x);
}
