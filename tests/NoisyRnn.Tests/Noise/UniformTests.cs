using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Noise;

public sealed class UniformTests
{
    private static readonly NoiseKey Key = NoiseKey.OfItem(0x0123456789ABCDEF, NoiseStream.Dynamics, 3);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(33)]
    public void Every_register_width_gives_the_numbers_of_Philox_words(int units)
    {
        ulong[] trials = [.. Enumerable.Range(0, 32).Select(static i => (ulong)(i * 2654435761L) % Philox.TrialLimit)];
        var expected = new float[units * trials.Length];
        for (var unit = 0; unit < units; unit++)
        {
            for (var i = 0; i < trials.Length; i++)
                expected[(unit * trials.Length) + i] = Uniform.Of(Word(trials[i], 7, unit));
        }

        var actual = new float[expected.Length];
        Uniform.Fill<float>(Key, trials, 7, units, actual);
        Assert.Equal(expected, actual);
        var wide = new double[expected.Length];
        Uniform.Fill<double>(Key, trials, 7, units, wide);
        Assert.Equal(expected.Select(static x => (double)x), wide);
    }

    [Fact]
    public void They_lie_inside_the_unit_interval_with_the_moments_of_a_uniform_number()
    {
        Assert.True(Uniform.Of(0) > 0);
        // The largest word rounds to 1 in float: a factor of 1 - sigma, the interval's end.
        Assert.True(Uniform.Of(uint.MaxValue) <= 1);
        const int Count = 1024 * 64;
        var numbers = new double[Count];
        Uniform.Fill<double>(Key, [.. Enumerable.Range(0, 1024).Select(static i => (ulong)i)], 1, 64, numbers);
        // Mean 1/2 and variance 1/12; of their estimates the deviations are sqrt(1/12 n) and sqrt((1/80 - 1/144)/n).
        Assert.Equal(0.5, numbers.Average(), 4 * Math.Sqrt(1.0 / 12 / Count));
        Assert.Equal(1.0 / 12, numbers.Average(static u => (u - 0.5) * (u - 0.5)), 4 * Math.Sqrt(((1.0 / 80) - (1.0 / 144)) / Count));
    }

    private static uint Word(ulong trial, uint step, int unit)
    {
        uint c0 = (uint)trial, c1 = step, c2 = (uint)unit / 4, c3 = Philox.FourthWord(Key, trial);
        Philox.Block(ref c0, ref c1, ref c2, ref c3, Key.Seed);
        return (unit % 4) switch { 0 => c0, 1 => c1, 2 => c2, _ => c3 };
    }
}
