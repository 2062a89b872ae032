using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

public sealed class CrossEntropyAccumulatorTests
{
    [Fact]
    public void Two_draws_worked_by_hand()
    {
        var sweep = new CrossEntropyAccumulator();
        // Class 0 is right. Draw 0: logits (0, 0), loss ln 2. Draw 1: logits (ln 3, 0), loss -ln(3/4).
        sweep.Add([0, 0, Math.Log(3), 0], target: [1, 0], weight: 2);

        var point = sweep.ToPoint(1, 0.3);

        double first = Math.Log(2), second = Math.Log(4.0 / 3), ofMean = Math.Log(1 + 1 / Math.Sqrt(3));
        Assert.Equal((first + second) / 2, point.Loss, 1e-15);
        Assert.Equal(first, point.EvenLoss, 1e-15);
        Assert.Equal(second, point.OddLoss, 1e-15);
        Assert.Equal(ofMean, point.MeanLogitsLoss!.Value, 1e-15);
        Assert.Equal(point.Loss - ofMean, point.JensenGap!.Value, 1e-15);
        Assert.Null(point.BiasSquared);
        Assert.Null(point.Variance);
        Assert.Equal(1.0, point.Accuracy); // a tie goes to the first class
    }

    [Fact]
    public void The_Jensen_gap_is_positive_with_noise_and_zero_without()
    {
        var random = new Random(3);
        var noisy = new CrossEntropyAccumulator();
        var silent = new CrossEntropyAccumulator();
        for (var p = 0; p < 50; p++)
        {
            var logits = Enumerable.Range(0, 3 * 16).Select(_ => 4 * random.NextDouble()).ToArray();
            noisy.Add(logits, [0.2, 0.5, 0.3], 1);
            silent.Add(logits.AsSpan(0, 3), [0.2, 0.5, 0.3], 1);
        }

        Assert.InRange(noisy.ToPoint(1, 1).JensenGap!.Value, 0.01, 10);
        Assert.Equal(0.0, silent.ToPoint(0, 0).JensenGap!.Value, 1e-14);
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        var sweep = new CrossEntropyAccumulator();
        sweep.Add([1e5, 0, 0, 1e5], [0, 1], 1);
        Assert.Equal(5e4, sweep.ToPoint(1, 1).Loss);
    }

    [Fact]
    public void A_non_finite_logit_makes_the_level_diverged()
    {
        var sweep = new CrossEntropyAccumulator();
        sweep.Add([0, double.NaN], [0, 1], 1);
        Assert.True(sweep.ToPoint(0, 0).Diverged);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var sweep = new CrossEntropyAccumulator();
        Assert.Throws<InvalidOperationException>(() => sweep.ToPoint(0, 0));
        Assert.Throws<ArgumentException>(() => sweep.Add([1, 2], [0.5, 0.6], 1));
        Assert.Throws<ArgumentException>(() => sweep.Add([1, 2], [-0.5, 1.5], 1));
        Assert.Throws<ArgumentException>(() => sweep.Add([1, 2, 3], [0, 1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => sweep.Add([1, 2], [0, 1], double.NaN));
    }
}
