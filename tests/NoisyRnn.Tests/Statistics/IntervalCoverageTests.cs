using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Statistics;

/// <summary>
/// How often the 95 % interval of the mean preferred level covers the true mean optimum, over simulated experiments.
/// The numbers in docs/numerics.md, "Intervals over seeds", are this test's output.
/// </summary>
public sealed class IntervalCoverageTests(ITestOutputHelper output)
{
    [Fact]
    public void Ten_seeds_are_covered_near_the_nominal_rate()
    {
        const int Experiments = 400;
        var (plain, expanded) = Coverage(new() { Skewed = false, Smooth = false, Seeds = 10 }, Experiments, 2000);
        // True coverage in [.93, .97] may show 3.3 binomial standard errors beyond: 3.3 sqrt(.93 x .07/400) = .042, 3.3 sqrt(.97 x .03/400) = .028.
        Assert.InRange(expanded, .93 - .042, .97 + .028);
        Assert.True(plain < expanded);
    }

    [Theory, Trait("speed", "slow")]
    [InlineData(false, false, 10)]
    [InlineData(false, false, 20)]
    [InlineData(false, true, 10)]
    [InlineData(false, true, 20)]
    [InlineData(true, false, 10)]
    [InlineData(true, false, 20)]
    [InlineData(true, true, 10)]
    [InlineData(true, true, 20)]
    public void Ninety_three_to_ninety_seven_per_cent(bool skewed, bool smooth, int seeds)
    {
        var (_, expanded) = Coverage(new() { Skewed = skewed, Smooth = smooth, Seeds = seeds }, 4000, Bootstrap.Resamples);
        // 4,000 experiments: two binomial standard errors are 2 sqrt(.93 x .07/4000) = .008 and 2 sqrt(.97 x .03/4000) = .006.
        Assert.InRange(expanded, .93 - .008, .97 + .006);
    }

    [Fact, Trait("speed", "slow")]
    public void Draws_shared_by_all_seeds_cost_coverage()
    {
        // Their error is common to all seeds, so it does not show in the spread over seeds; more seeds make it worse.
        var (_, ten) = Coverage(new() { Skewed = false, Smooth = false, Seeds = 10, SeedsShareDraws = true }, 4000, Bootstrap.Resamples);
        var (_, twenty) = Coverage(new() { Skewed = false, Smooth = false, Seeds = 20, SeedsShareDraws = true }, 4000, Bootstrap.Resamples);
        Assert.InRange(ten, .90, .935);
        Assert.True(twenty < ten);
    }

    [Theory, Trait("speed", "slow")]
    [InlineData(3)]
    [InlineData(5)]
    public void Fewer_seeds_than_a_verdict_needs_are_covered_less(int seeds)
    {
        // An interval from resamples cannot leave the range of the values, and at n = 3 all three lie on one side of the
        // true mean in 25 % of normal samples: no bootstrap can cover more than 75 % there.
        var (plain, expanded) = Coverage(new() { Skewed = false, Smooth = false, Seeds = seeds }, 4000, Bootstrap.Resamples);
        Assert.InRange(expanded, plain, .93);
    }

    private (double Plain, double Expanded) Coverage(SimulatedSweeps sweeps, int experiments, int resamples)
    {
        var covered = new (bool Plain, bool Expanded)[experiments];
        Parallel.For(0, experiments, new ParallelOptions { MaxDegreeOfParallelism = 2 }, e =>
        {
            var rho = sweeps.Preferred(e);
            covered[e] = (Covers(Bootstrap.PlainBca(rho, .95, resamples)), Covers(Bootstrap.ExpandedBca(rho, .95, resamples)));
        });
        var plain = covered.Count(c => c.Plain) / (double)experiments;
        var expanded = covered.Count(c => c.Expanded) / (double)experiments;
        output.WriteLine($"{(sweeps.Skewed ? "skewed" : "normal")} {(sweeps.Smooth ? "smooth" : "kinked")} n={sweeps.Seeds} draws {(sweeps.SeedsShareDraws ? "shared" : "own")}: plain {plain:P2}, expanded {expanded:P2} of {experiments}");
        return (plain, expanded);
    }

    private static bool Covers(Interval interval) =>
        interval.Low <= SimulatedSweeps.MeanOptimum && SimulatedSweeps.MeanOptimum <= interval.High;
}
