using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Noise;

public class KeyedPermutationTests
{
    [Fact]
    public void Every_thing_stands_at_exactly_one_place()
    {
        int[] sizes = [.. Enumerable.Range(1, 70), 127, 128, 129, 255, 256, 257, 784, 1023, 1024, 1025, 9667, 58000, 65536, 65537];
        foreach (var n in sizes)
            Assert.Equal(Enumerable.Range(0, n), new KeyedPermutation(Key(5), n).ToArray(epoch: 3).Order());
    }

    [Fact]
    public void An_order_is_a_function_of_seed_stream_source_and_epoch()
    {
        int[][] orders =
        [
            new KeyedPermutation(Key(1), 100).ToArray(0), new KeyedPermutation(Key(1), 100).ToArray(1), new KeyedPermutation(Key(2), 100).ToArray(0),
            new KeyedPermutation(NoiseKey.OfItem(Key(1).Seed, Key(1).Stream, 1), 100).ToArray(0), new KeyedPermutation(NoiseKey.OfItem(Key(1).Seed, NoiseStream.Analysis, Key(1).Source), 100).ToArray(0),
            new KeyedPermutation(Key(1), 100).ToArray(1ul << 40),
        ];
        Assert.Equal(orders[0], new KeyedPermutation(Key(1), 100).ToArray(0));
        Assert.Equal(orders.Length, orders.Select(static o => string.Join(' ', o)).Distinct().Count());
        Assert.Equal(orders[1][7], new KeyedPermutation(Key(1), 100)[7, epoch: 1]);
    }

    // The order is part of every result on a data set: these numbers never change. They came from the definition in the
    // remarks, written a second time in Python.
    [Fact]
    public void The_order_is_fixed_for_ever()
    {
        Assert.Equal([2, 5, 6, 3, 7, 9, 1, 0, 4, 8], new KeyedPermutation(Key(1), 10).ToArray(2));
        Assert.Equal([4, 1, 0, 10, 8, 7, 5, 3, 2, 11, 12, 9, 6], new KeyedPermutation(NoiseKey.OfItem(Key(7).Seed, Key(7).Stream, 3), 13).ToArray((1ul << 33) + 1));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(13)]
    public void Over_epochs_every_thing_stands_at_every_place_equally_often(int n)
    {
        const int Epochs = 20000;
        var permutation = new KeyedPermutation(Key(9), n);
        var counts = new int[n, n];
        for (var epoch = 0ul; epoch < Epochs; epoch++)
        {
            for (var place = 0; place < n; place++)
                counts[place, permutation[place, epoch]]++;
        }

        AssertEven(counts.Cast<int>(), Epochs / (double)n, freedom: (n - 1) * (n - 1), scale: (n - 1.0) / n);
    }

    [Fact]
    public void Over_epochs_every_thing_follows_every_other_equally_often()
    {
        const int N = 10, Epochs = 20000;
        var permutation = new KeyedPermutation(Key(9), N);
        var counts = new int[N * N];
        for (var epoch = 0ul; epoch < Epochs; epoch++)
        {
            var order = permutation.ToArray(epoch);
            for (var place = 1; place < N; place++)
                counts[(order[place - 1] * N) + order[place]]++;
        }

        // Each of N (N - 1) pairs is adjacent with probability 1/N in an epoch.
        AssertEven(counts.Where((_, k) => k / N != k % N), Epochs / (double)N, freedom: N * (N - 1), scale: 1);
    }

    [Fact]
    public void The_order_of_one_epoch_says_nothing_of_the_next()
    {
        const int N = 58000;
        var permutation = new KeyedPermutation(Key(3), N);
        // The rank correlation of independent orders has standard deviation 1/sqrt(N - 1); 5 of them.
        for (var epoch = 0ul; epoch < 5; epoch++)
        {
            double sum = 0;
            for (var place = 0; place < N; place += 1)
                sum += (permutation[place, epoch] - ((N - 1) / 2.0)) * (permutation[place, epoch + 1] - ((N - 1) / 2.0));
            Assert.InRange(sum / (N * ((double)N * N - 1) / 12), -5 / Math.Sqrt(N - 1), 5 / Math.Sqrt(N - 1));
        }
    }

    [Fact]
    public void A_place_outside_is_refused()
    {
        var permutation = new KeyedPermutation(Key(1), 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[10]);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[0, 1ul << 48]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyedPermutation(Key(1), 0));
    }

    private static NoiseKey Key(ulong seed) => NoiseKey.OfItem(seed, NoiseStream.Shuffle, 0);

    // Chi-square, normal approximation: mean f, standard deviation sqrt(2 f); 6 of them on each side. The scale takes account of
    // counts within a row and column that must add up.
    private static void AssertEven(IEnumerable<int> counts, double expected, int freedom, double scale)
    {
        var chi = counts.Sum(c => (c - expected) * (c - expected) / expected) / scale;
        Assert.InRange(chi, freedom - (6 * Math.Sqrt(2.0 * freedom)), freedom + (6 * Math.Sqrt(2.0 * freedom)));
    }
}
