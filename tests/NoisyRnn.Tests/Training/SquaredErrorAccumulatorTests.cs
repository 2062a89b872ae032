using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

public sealed class SquaredErrorAccumulatorTests
{
    private const double Epsilon = 2.220446049250313e-16;

    [Fact]
    public void Two_conditions_worked_by_hand()
    {
        var sweep = new SquaredErrorAccumulator();
        sweep.Add([1, 3, 2, 6], target: 1, weight: 1); // zbar 3, v = (4+0+1+9)/3 = 14/3
        sweep.Add([0, 2, 0, 2], target: 1, weight: 3); // zbar 1, v = 4/3

        var point = sweep.ToPoint(level: 0.5, sigma: 0.15);

        Assert.Equal((1 * 7.5 + 3 * 1) / 4, point.Loss, 1e-15);                     // mean (z-y)^2 = (0+4+1+25)/4 and 1
        Assert.Equal((1 * (4 - 14.0 / 12) + 3 * (0 - 1.0 / 3)) / 4, point.BiasSquared!.Value, 1e-15);
        Assert.Equal((1 * 14.0 / 3 + 3 * 4.0 / 3) / 4, point.Variance!.Value, 1e-15);
        Assert.Equal((1 * 0.5 + 3 * 1) / 4, point.EvenLoss, 1e-15);                 // draws 0 and 2
        Assert.Equal((1 * 14.5 + 3 * 1) / 4, point.OddLoss, 1e-15);                 // draws 1 and 3
        Assert.Equal((0.5, 0.15), (point.Level, point.Sigma));
        Assert.Equal((2, 4), (sweep.Conditions, sweep.Draws));
        Assert.Null(point.MeanLogitsLoss);
        Assert.Null(point.JensenGap);
    }

    [Fact]
    public void The_mean_output_of_each_half_worked_by_hand()
    {
        var sweep = new SquaredErrorAccumulator();
        sweep.Add([1, 3, 2, 6], target: 1, weight: 1); // even draws 1 and 2: mean 1.5; odd draws 3 and 6: mean 4.5
        sweep.Add([0, 2, 0, 2], target: 1, weight: 3); // 0 and 2: either is 1 off

        var point = sweep.ToPoint(level: 0.5, sigma: 0.15);

        Assert.Equal(((1 * 0.25) + (3 * 1)) / 4, point.EvenMeanLoss!.Value, 1e-15);
        Assert.Equal(((1 * 12.25) + (3 * 1)) / 4, point.OddMeanLoss!.Value, 1e-15);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)] // three even draws, two odd ones
    [InlineData(64)]
    public void The_mean_output_of_each_half_is_what_a_plain_computation_gives(int draws)
    {
        const int Conditions = 50;
        var random = new Random(13);
        var sweep = new SquaredErrorAccumulator();
        double even = 0, odd = 0, weights = 0;
        for (var p = 0; p < Conditions; p++)
        {
            var z = Enumerable.Range(0, draws).Select(_ => 2 + Normal(random)).ToArray();
            var (target, weight) = (random.NextDouble(), random.NextDouble());
            sweep.Add(z, target, weight);
            even += weight * Math.Pow(z.Where(static (_, r) => r % 2 == 0).Average() - target, 2);
            odd += weight * Math.Pow(z.Where(static (_, r) => r % 2 == 1).Average() - target, 2);
            weights += weight;
        }

        var point = sweep.ToPoint(1, 1);

        // Sums of at most draws + conditions terms of one sign or of similar size, squared.
        const double Rounding = 4 * (64 + Conditions) * Epsilon;
        Assert.Equal(1, point.EvenMeanLoss!.Value / (even / weights), Rounding);
        Assert.Equal(1, point.OddMeanLoss!.Value / (odd / weights), Rounding);
    }

    [Theory]
    [InlineData(2, 1.0, 0.0)]
    [InlineData(3, 0.01, 5.0)]
    [InlineData(64, 1.0, 0.3)]
    [InlineData(65, 1e-6, 1e3)]
    public void Loss_is_bias_squared_plus_variance(int draws, double spread, double offset)
    {
        var random = new Random(7);
        var sweep = new SquaredErrorAccumulator();
        var z = new double[draws];
        for (var p = 0; p < 500; p++)
        {
            for (var r = 0; r < draws; r++)
                z[r] = offset + spread * (random.NextDouble() - 0.5);
            sweep.Add(z, target: random.NextDouble(), weight: random.NextDouble());
        }

        var point = sweep.ToPoint(1, 1);

        // Per condition each of the three is a sum of R non-negative terms (relative error R eps); conditions are compensated.
        Assert.Equal(point.Loss, point.BiasSquared!.Value + point.Variance!.Value, draws * Epsilon * point.Loss);
    }

    [Fact]
    public void Bias_squared_is_unbiased_and_not_clipped()
    {
        // An output without bias: the estimate must be around 0, hence negative about half of the time.
        var random = new Random(11);
        var estimates = new double[400];
        var z = new double[8];
        for (var i = 0; i < estimates.Length; i++)
        {
            var sweep = new SquaredErrorAccumulator();
            for (var r = 0; r < z.Length; r++)
                z[r] = Normal(random);
            sweep.Add(z, target: 0, weight: 1);
            estimates[i] = sweep.ToPoint(1, 1).BiasSquared!.Value;
        }

        // Var[zbar^2 - v/R] = (2 + 2/(R-1))/R^2 for normal draws: standard deviation .189 for R = 8; five standard errors.
        Assert.InRange(estimates.Average(), -5 * 0.189 / 20, 5 * 0.189 / 20);
        Assert.InRange(estimates.Count(e => e < 0), 100, 350);
    }

    [Fact]
    public void Equal_draws_have_exactly_no_variance()
    {
        var sweep = new SquaredErrorAccumulator();
        for (var p = 0; p < 100; p++)
            sweep.Add(Enumerable.Repeat(0.1 + p / 3.0, 64).ToArray(), target: 0.7, weight: 0.3);
        var point = sweep.ToPoint(0, 0);
        Assert.Equal(0.0, point.Variance);
        Assert.Equal(point.Loss, point.BiasSquared!.Value, 64 * Epsilon * point.Loss);
    }

    [Fact]
    public void Without_noise_one_draw_is_enough_and_is_both_halves()
    {
        var sweep = new SquaredErrorAccumulator();
        sweep.Add([2], target: 0.5, weight: 1);
        Assert.Equal(new SweepPoint(0, 0, 2.25, 2.25, 0, 2.25, 2.25) { EvenMeanLoss = 2.25, OddMeanLoss = 2.25 }, sweep.ToPoint(0, 0));
    }

    [Fact]
    public void With_noise_one_draw_is_refused()
    {
        var sweep = new SquaredErrorAccumulator();
        sweep.Add([2], target: 0.5, weight: 1);
        Assert.Throws<InvalidOperationException>(() => sweep.ToPoint(1, 0.3));
    }

    [Fact]
    public void A_masked_condition_is_skipped_whatever_it_holds()
    {
        var sweep = new SquaredErrorAccumulator();
        sweep.Add([1, 2], target: 0, weight: 1);
        sweep.Add([double.NaN, 9], target: double.NaN, weight: 0);
        Assert.Equal(1, sweep.Conditions);
        Assert.Equal(2.5, sweep.ToPoint(1, 1).Loss);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e200)] // its square overflows
    public void A_non_finite_draw_makes_the_level_diverged(double draw)
    {
        var sweep = new SquaredErrorAccumulator();
        sweep.Add([1, 2], target: 0, weight: 1);
        sweep.Add([1, draw], target: 0, weight: 1);
        var point = sweep.ToPoint(2, 2);
        Assert.True(point.Diverged);
        Assert.All([point.Loss, point.BiasSquared!.Value, point.Variance!.Value, point.EvenLoss, point.OddLoss], x => Assert.Equal(double.PositiveInfinity, x));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var sweep = new SquaredErrorAccumulator();
        Assert.Throws<InvalidOperationException>(() => sweep.ToPoint(0, 0));
        sweep.Add([1, 2], 0, 1);
        Assert.Throws<ArgumentException>(() => sweep.Add([], 0, 1));
        Assert.Throws<ArgumentException>(() => sweep.Add([1, 2, 3], 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => sweep.Add([1, 2], 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => sweep.Add([1, 2], 0, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => sweep.Add([1, 2], double.NaN, 1));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
