using System.Numerics;
using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

/// <summary>Every operation of every leaf against its scalar definition, bit for bit.</summary>
public sealed class LanesTests
{
    [Fact]
    public void Lanes512_of_float_do_what_the_interface_says() => CheckAll<Lanes512<float>, float>();

    [Fact]
    public void Lanes512_of_double_do_what_the_interface_says() => CheckAll<Lanes512<double>, double>();

    [Fact]
    public void Lanes256_of_float_do_what_the_interface_says() => CheckAll<Lanes256<float>, float>();

    [Fact]
    public void Lanes256_of_double_do_what_the_interface_says() => CheckAll<Lanes256<double>, double>();

    [Fact]
    public void Lanes128_of_float_do_what_the_interface_says() => CheckAll<Lanes128<float>, float>();

    [Fact]
    public void Lanes128_of_double_do_what_the_interface_says() => CheckAll<Lanes128<double>, double>();

    [Fact]
    public void One_lane_of_float_does_what_the_interface_says() => CheckAll<OneLane<float>, float>();

    [Fact]
    public void One_lane_of_double_does_what_the_interface_says() => CheckAll<OneLane<double>, double>();

    private static void CheckAll<TL, T>()
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = LaneInputs.For<T>();
        var random = new Random(3);
        var y = x.ToArray();
        random.Shuffle(y);
        var z = x.ToArray();
        random.Shuffle(z);

        Check<TL, T>(x, y, z, (a, b, c) => a + b, (a, b, c) => a + b);
        Check<TL, T>(x, y, z, (a, b, c) => a - b, (a, b, c) => a - b);
        Check<TL, T>(x, y, z, (a, b, c) => a * b, (a, b, c) => a * b);
        Check<TL, T>(x, y, z, (a, b, c) => a / b, (a, b, c) => a / b);
        Check<TL, T>(x, y, z, TL.Fma, T.FusedMultiplyAdd);
        Check<TL, T>(x, y, z, (a, b, c) => TL.Sqrt(a), (a, b, c) => T.Sqrt(a));
        Check<TL, T>(x, y, z, (a, b, c) => TL.Abs(a), (a, b, c) => T.Abs(a));
        Check<TL, T>(x, y, z, (a, b, c) => TL.Negate(a), (a, b, c) => -a);
        Check<TL, T>(x, y, z, (a, b, c) => TL.Round(a), (a, b, c) => T.Round(a, MidpointRounding.ToEven));
        Check<TL, T>(x, y, z, (a, b, c) => TL.Max(a, b), (a, b, c) => a > b ? a : b);
        Check<TL, T>(x, y, z, (a, b, c) => TL.Max(a, a), (a, b, c) => a);
        Check<TL, T>(x, y, z, (a, b, c) => TL.Min(a, b), (a, b, c) => a < b ? a : b);
        Check<TL, T>(x, y, z, (a, b, c) => TL.Select(TL.GreaterThan(a, b), a, c), (a, b, c) => a > b ? a : c);
        Check<TL, T>(x, y, z, (a, b, c) => TL.Select(TL.GreaterThan(a, a), a, c), (a, b, c) => c);
        Check<TL, T>(x, y, z, (a, b, c) => TL.Select(TL.AreEqual(a, b), a, c), (a, b, c) => a == b ? a : c);
        Check<TL, T>(x, y, z, (a, b, c) => TL.Select(TL.AreEqual(a, a), b, c), (a, b, c) => T.IsNaN(a) ? c : b);
        Check<TL, T>(x, y, z, (a, b, c) => TL.Broadcast(T.CreateChecked(0.1)), (a, b, c) => T.CreateChecked(0.1));
        CheckSums<TL, T>(x);
        CheckMask<TL, T>(x, y);
        CheckPowers<TL, T>(z);
        CheckExponents<TL, T>(x);
        CheckSum<TL, T>(x);
    }

    private static void Check<TL, T>(T[] x, T[] y, T[] z, Func<TL, TL, TL, TL> lanes, Func<T, T, T, T> scalar)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var actual = new T[x.Length];
        for (var i = 0; i < x.Length; i += Count<TL, T>())
            lanes(TL.Load(in x[i]), TL.Load(in y[i]), TL.Load(in z[i])).Store(ref actual[i]);
        var expected = x.Select((a, i) => scalar(a, y[i], z[i])).ToArray();
        Assert.Equal(LaneInputs.Bits(expected), LaneInputs.Bits(actual));
    }

    // The tree is written once more, so Sums is held against Sum and against the definition.
    private static void CheckSums<TL, T>(T[] x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var finite = x.Where(static a => T.Abs(a) < T.CreateChecked(1e30)).ToArray();
        var count = Count<TL, T>();
        for (var i = 0; i + (4 * count) <= finite.Length; i += count)
        {
            var (a, b, c, d) = (TL.Load(in finite[i]), TL.Load(in finite[i + count]), TL.Load(in finite[i + (2 * count)]), TL.Load(in finite[i + (3 * count)]));
            var sums = TL.Sums(a, b, c, d);
            Assert.Equal(
                [TL.Sum(a), TL.Sum(b), TL.Sum(c), TL.Sum(d)],
                Enumerable.Range(0, 4).Select(k => T.CreateTruncating(sums[k])));
        }
    }

    private static void CheckMask<TL, T>(T[] x, T[] y)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // A comparison sets all bits or none, and Select works bit by bit, so the sign alone can be taken from x.
        var all = Unsafe.SizeOf<T>() == 4 ? uint.MaxValue : ulong.MaxValue;
        var mask = new T[Count<TL, T>()];
        for (var i = 0; i < x.Length; i += mask.Length)
        {
            TL.GreaterThan(TL.Load(in x[i]), TL.Load(in y[i])).Store(ref mask[0]);
            for (var lane = 0; lane < mask.Length; lane++)
                Assert.Equal(x[i + lane] > y[i + lane] ? all : 0, LaneInputs.RawBits(mask[lane]));
        }

        var (positive, negative) = (y.Select(T.Abs).ToArray(), y.Select(v => -T.Abs(v)).ToArray());
        Check<TL, T>(x, positive, y, (a, b, c) => TL.Select(TL.Broadcast(-T.Zero), a, b), (a, b, c) => T.CopySign(b, a));
        Check<TL, T>(x, negative, y, (a, b, c) => TL.Select(TL.Broadcast(-T.Zero), a, b), (a, b, c) => T.CopySign(b, a));
    }

    private static void CheckPowers<TL, T>(T[] like)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var largest = Unsafe.SizeOf<T>() == 4 ? 127 : 1023;
        var n = like.Select((_, i) => T.CreateChecked(i % (2 * largest) - (largest - 1))).ToArray();
        Check<TL, T>(n, n, n, (a, b, c) => TL.PowerOfTwo(a), (a, b, c) => T.ScaleB(T.One, int.CreateChecked(a)));
    }

    private static void CheckExponents<TL, T>(T[] x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Positive normal numbers, and those around sqrt(1/2) 2^e where the exponent steps.
        var least = T.ScaleB(T.One, Unsafe.SizeOf<T>() == 4 ? -126 : -1022);
        var root = T.Sqrt(T.CreateChecked(0.5));
        var normal = x.Select((a, i) => T.IsNormal(a) && i % 3 != 0
            ? T.Abs(a)
            : T.ScaleB(i % 2 == 0 ? root : T.BitDecrement(root), i % 120 - 60)).ToArray();
        normal[^1] = least;
        Check<TL, T>(normal, x, x, (a, b, c) => TL.Exponent(a, out _), (a, b, c) => Exponent(a).Exponent);
        Check<TL, T>(normal, x, x, (a, b, c) => Mantissa<TL, T>(a), (a, b, c) => Exponent(a).Mantissa);
    }

    private static TL Mantissa<TL, T>(TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TL.Exponent(x, out var mantissa);
        return mantissa;
    }

    private static (T Exponent, T Mantissa) Exponent<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // sqrt(1/2) rounded up to the type counts as the first of its octave.
        var exponent = T.ILogB(x);
        var mantissa = T.ScaleB(x, -exponent);
        var half = mantissa / T.CreateChecked(2);
        return half * half * T.CreateChecked(2) >= T.One || half >= T.Sqrt(T.CreateChecked(0.5))
            ? (T.CreateChecked(exponent + 1), half)
            : (T.CreateChecked(exponent), mantissa);
    }

    private static void CheckSum<TL, T>(T[] x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < x.Length; i += Count<TL, T>())
        {
            var tree = x.AsSpan(i, Count<TL, T>()).ToArray();
            for (var half = tree.Length / 2; half > 0; half /= 2)
            {
                for (var lane = 0; lane < half; lane++)
                    tree[lane] += tree[lane + half];
            }

            Assert.Equal(LaneInputs.Bits([tree[0]]), LaneInputs.Bits([TL.Sum(TL.Load(in x[i]))]));
        }
    }

    // Lanes that one vector holds: sixteen floats, eight doubles, or the single one of OneLane.
    private static int Count<TL, T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(TL) == typeof(OneLane<T>) ? 1 : 64 / Unsafe.SizeOf<T>();
}
