using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Noise;

public sealed class GaussianTests
{
    private static readonly NoiseKey Key = NoiseKey.OfItem(0x0123456789ABCDEF, NoiseStream.Dynamics, 3);

    public static TheoryData<int> Units => [1, 2, 3, 4, 5, 7, 8, 33];

    private static ulong[] Trials(int count)
    {
        // Not consecutive, out of order, with the smallest and the largest allowed.
        var trials = Enumerable.Range(0, count).Select(i => (ulong)(i * 2654435761L) * 104729 % Philox.TrialLimit).ToArray();
        (trials[1], trials[count - 2]) = (Philox.TrialLimit - 1, 0xFFFFFFFF);
        return trials;
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void Every_register_width_agrees_with_the_scalar_reference_bit_for_bit(int units)
    {
        var trials = Trials(48);
        const uint step = 4_000_000_001;
        var expected = new float[units * trials.Length];
        for (var unit = 0; unit < units; unit++)
        {
            for (var i = 0; i < trials.Length; i++)
                expected[unit * trials.Length + i] = GaussianReference.Normal(Key, trials[i], step, unit);
        }

        var actual = new float[expected.Length];
        Gaussian.Fill<Words512, Lanes512<float>, float>(Key, trials, step, units, actual);
        Assert.Equal(expected, actual);
        Array.Clear(actual);
        Gaussian.Fill<Words256, Lanes256<float>, float>(Key, trials, step, units, actual);
        Assert.Equal(expected, actual);
        Array.Clear(actual);
        Gaussian.Fill<Words128, Lanes128<float>, float>(Key, trials, step, units, actual);
        Assert.Equal(expected, actual);
        Array.Clear(actual);
        Gaussian.Fill<float>(Key, trials, step, units, actual);
        Assert.Equal(expected, actual);
        var wide = new double[expected.Length];
        Gaussian.Fill<double>(Key, trials, step, units, wide);
        Assert.Equal(expected.Select(x => (double)x), wide);
    }

    [Fact]
    public void The_normal_of_extreme_words_is_finite_and_the_tail_reaches_beyond_six_sigma()
    {
        foreach (var a in new uint[] { 0, 1, 2, 3, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF })
        {
            foreach (var b in new uint[] { 0, 1, 0x1FFFFFFF, 0x20000000, 0x3FFFFFFF, 0x40000000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF })
            {
                var (first, second) = Gaussian.Pair(a, b);
                Assert.Equal(GaussianReference.Normal(a, b, second: false), first);
                Assert.Equal(GaussianReference.Normal(a, b, second: true), second);
                Assert.True(float.IsFinite(first) && float.IsFinite(second));
            }
        }

        // u = 2^-32: sqrt(-2 log u) = sqrt(64 log 2); half a unit in the last place of a float near 6.66 is 2.4e-7.
        Assert.Equal(Math.Sqrt(64 * Math.Log(2)), Gaussian.Pair(0, 0).First, 5e-7);
    }

    [Fact]
    public void The_pair_is_Box_and_Mullers_in_exact_arithmetic_to_a_few_roundings()
    {
        // u, log, square root, polynomial and product round in float: within 4 units in the last place of the radius.
        for (uint i = 0; i < 20_000; i++)
        {
            uint a = i * 2654435769, b = i * 2246822519 + 12345;
            var radius = Math.Sqrt(-2 * Math.Log((float)((float)(a >> 1) * Math.Pow(2, -31) + Math.Pow(2, -32))));
            var t = Math.PI / 4 * (int)(b << 2) * Math.Pow(2, -31);
            var angle = ((b >> 30) & 1) != 0 ? Math.PI / 2 - t : t;
            radius = b >> 31 != 0 ? -radius : radius;
            var tolerance = 4 * Math.Pow(2, -23) * Math.Max(Math.Abs(radius), 0.1);
            var (first, second) = Gaussian.Pair(a, b);
            Assert.Equal(radius * Math.Cos(angle), first, tolerance);
            Assert.Equal(radius * Math.Sin(angle), second, tolerance);
        }
    }

    [Fact]
    public void A_normal_depends_on_its_own_trial_step_and_unit_only()
    {
        var trials = Trials(32);
        var all = new float[9 * 32];
        Gaussian.Fill<float>(Key, trials, 7, 9, all);
        var reversed = new float[5 * 32];
        Gaussian.Fill<float>(Key, [.. trials.Reverse()], 7, 5, reversed);
        for (var unit = 0; unit < 5; unit++)
        {
            for (var i = 0; i < 32; i++)
                Assert.Equal(all[unit * 32 + i], reversed[unit * 32 + 31 - i]);
        }
    }

    [Fact]
    public void Lengths_that_do_not_fit_and_trials_that_are_too_large_are_refused()
    {
        var trials = Trials(16);
        var buffer = new float[64];
        Assert.Throws<ArgumentOutOfRangeException>(() => Gaussian.Fill<float>(Key, trials, 0, 0, buffer));
        Assert.Throws<ArgumentException>(() => Gaussian.Fill<float>(Key, trials.AsSpan(0, 15), 0, 4, buffer));
        Assert.Throws<ArgumentException>(() => Gaussian.Fill<float>(Key, trials, 0, 3, buffer));
        trials[9] = Philox.TrialLimit;
        Assert.Throws<ArgumentOutOfRangeException>(() => Gaussian.Fill<float>(Key, trials, 0, 4, buffer));
    }

    [Fact]
    public void The_bits_are_those_of_the_first_release()
    {
        // Every stored result depends on these numbers. If this test fails, the definition has changed: don't change it.
        var normals = new float[64 * 256];
        Gaussian.Fill<float>(Key, [.. Enumerable.Range(0, 256).Select(i => (ulong)i)], 12, 64, normals);
        Assert.Equal("585B06524CAB1A32", Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(normals.AsSpan())))[..16]);
    }

    [Fact]
    public void No_trials_are_no_work()
    {
        Gaussian.Fill<float>(Key, [], 0, 4, []);
    }
}
