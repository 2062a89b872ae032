using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Noise;

public sealed class RandomStreamTests
{
    private static RandomStream Stream(ulong seed = 5, ulong trial = 9) => new(NoiseKey.OfItem(seed, NoiseStream.Task, 0), trial);

    [Fact]
    public void The_same_key_and_trial_give_the_same_sequence_and_others_another()
    {
        static double[] Draw(RandomStream stream) => [.. Enumerable.Range(0, 50).Select(_ => stream.NextUniform())];
        var sequence = Draw(Stream());
        Assert.Equal(sequence, Draw(Stream()));
        Assert.Empty(sequence.Intersect(Draw(Stream(seed: 6))));
        Assert.Empty(sequence.Intersect(Draw(Stream(trial: 9 + (1UL << 32)))));
        Assert.Empty(sequence.Intersect(Draw(new(NoiseKey.OfItem(5, NoiseStream.Task, 1), 9))));
        Assert.Empty(sequence.Intersect(Draw(new(NoiseKey.OfItem(5, NoiseStream.Shuffle, 0), 9))));
    }

    [Fact]
    public void Its_first_words_are_those_of_the_documented_counter()
    {
        uint c0 = 9, c1 = 0, c2 = 0x80000000, c3 = (uint)NoiseStream.Task;
        Philox.Block(ref c0, ref c1, ref c2, ref c3, 5);
        var stream = Stream();
        Assert.Equal((((ulong)c1 << 32 | c0) >> 11) / Math.Pow(2, 53), stream.NextUniform());
        Assert.Equal(GaussianReference.Normal(c2, c3, second: false), stream.NextNormal());
    }

    [Fact]
    public void It_shares_no_block_with_the_noise_of_the_same_key()
    {
        var key = NoiseKey.OfItem(5, NoiseStream.Dynamics, 0);
        var filled = new HashSet<(double, double)>();
        var noise = new double[64 * 16];
        for (uint step = 0; step < 8; step++)
        {
            Gaussian.Fill<double>(key, [.. Enumerable.Range(0, 16).Select(i => (ulong)i)], step, 64, noise);
            for (var i = 0; i < noise.Length / 4; i++)
                filled.Add((noise[i / 16 * 64 + i % 16], noise[i / 16 * 64 + 32 + i % 16]));
        }

        // Two normals of one block, units 4k and 4k + 2 there; 2048 pairs of 40 random bits against 1000 never meet.
        Assert.Equal(2048, filled.Count);
        var stream = new RandomStream(key, 3);
        Assert.DoesNotContain(Enumerable.Range(0, 1000).Select(_ => (stream.NextNormal(), stream.NextNormal())), filled.Contains);
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_of_the_uniform_distribution()
    {
        const int n = 200_000;
        var stream = Stream();
        double sum = 0, squares = 0, least = 1, most = 0;
        for (var i = 0; i < n; i++)
        {
            var u = stream.NextUniform();
            sum += u - 0.5;
            squares += (u - 0.5) * (u - 0.5);
            (least, most) = (Math.Min(least, u), Math.Max(most, u));
        }

        // Standard errors sqrt(1/12/n) and sqrt(1/180/n); five of them. An extreme misses its end by 20/n with e^-20.
        Assert.Equal(0, sum / n, 5 * Math.Sqrt(1.0 / 12 / n));
        Assert.Equal(1.0 / 12, squares / n, 5 * Math.Sqrt(1.0 / 180 / n));
        Assert.InRange(least, 0, 20.0 / n);
        Assert.InRange(most, 1 - 20.0 / n, 1 - Math.Pow(2, -54));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Integers_are_equally_likely(int n)
    {
        const int perBin = 2000;
        var stream = Stream();
        var counts = new int[n];
        for (var i = 0; i < n * perBin; i++)
            counts[stream.NextInt(n)]++;

        // Chi squared has mean n - 1 and variance 2(n - 1); five deviations and a little for its skew at small n.
        var chiSquared = counts.Sum(c => Math.Pow(c - perBin, 2) / perBin);
        Assert.InRange(chiSquared, 0, n - 1 + 5 * Math.Sqrt(2.0 * (n - 1)) + 8);
    }

    [Fact]
    public void Rejection_keeps_large_ranges_unbiased()
    {
        // Without rejection, n = 3 2^29 would hit residues 0, 1 mod 3 ... with probabilities 3/8, 3/8, 2/8.
        const int n = 3 << 29, draws = 60_000;
        var stream = Stream();
        var counts = new int[3];
        for (var i = 0; i < draws; i++)
            counts[stream.NextInt(n) % 3]++;
        Assert.All(counts, c => Assert.Equal(draws / 3.0, c, 5 * Math.Sqrt(draws * 2.0 / 9)));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream(trial: Philox.TrialLimit));
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream().NextInt(0));
        Assert.Throws<ArgumentException>(() => Stream().NextUniform(1, 0));
        Assert.Throws<ArgumentException>(() => Stream().NextUniform(0, double.NaN));
        Assert.Throws<ArgumentException>(() => Stream().NextUniform(double.NegativeInfinity, 0));
        Assert.Equal(2, Stream().NextUniform(2, 2));
    }
}
