using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Noise;

public class ScaleConversionTests
{
    private const double Dt = 0.2, Tau = 1, Sigma = 0.05;

    public static TheoryData<Placement, NoiseScale> Integrated()
    {
        var data = new TheoryData<Placement, NoiseScale>();
        foreach (var placement in new[] { Placement.Inside, Placement.Outside, Placement.State })
        {
            foreach (var scale in Enum.GetValues<NoiseScale>())
                data.Add(placement, scale);
        }

        return data;
    }

    // The table of the conventions of the field, alpha = dt/tau.
    [Theory]
    [InlineData(Placement.Inside, NoiseScale.PerStep, "s sqrt(a/(2-a))")]
    [InlineData(Placement.Outside, NoiseScale.PerStep, "s sqrt(a/(2-a))")]
    [InlineData(Placement.Inside, NoiseScale.SqrtTwoOverAlpha, "s sqrt(2/(2-a))")]
    [InlineData(Placement.State, NoiseScale.PerStep, "s / sqrt(a(2-a))")]
    [InlineData(Placement.State, NoiseScale.SqrtDt, "s sqrt(tau/(2-a))")]
    [InlineData(Placement.Outside, NoiseScale.SqrtDt, "s sqrt(tau/(2-a))")]
    public void The_stationary_deviation_is_that_of_the_table(Placement placement, NoiseScale scale, string formula)
    {
        foreach (var (dt, tau) in new[] { (0.2, 1.0), (20.0, 100.0), (0.01, 0.5) })
        {
            var a = dt / tau;
            var expected = formula switch
            {
                "s sqrt(a/(2-a))" => Sigma * Math.Sqrt(a / (2 - a)),
                "s sqrt(2/(2-a))" => Sigma * Math.Sqrt(2 / (2 - a)),
                "s / sqrt(a(2-a))" => Sigma / Math.Sqrt(a * (2 - a)),
                _ => Sigma * Math.Sqrt(tau / (2 - a)),
            };
            Assert.Equal(expected, ScaleConversion.StationaryDeviation(Sigma, scale, placement, dt, tau), 1e-13 * expected);
        }
    }

    [Theory]
    [MemberData(nameof(Integrated))]
    public void A_leaky_unit_under_the_noise_has_that_deviation(Placement placement, NoiseScale scale)
    {
        const int Units = 64, Steps = 60, Trials = 64;
        var network = new Ctrnn { Units = Units, Activation = new Identity(), Tau = [Tau] };
        var parameters = new Parameters(network.Layout(1, 1));
        ImmutableArray<NoiseSource> noise = [new() { Placement = placement, Scale = scale, Sigma = [Sigma] }];
        var rollout = new Rollout<double>(network, parameters.Layout, Dt, network.Draw<double>(noise, 1, NoiseStream.Analysis, 1, 1, Dt));
        rollout.Refresh(parameters);
        var block = new Block<double>(rollout.Cell, parameters.Layout, Steps, 1, 1, Trials, backward: false);
        for (var b = 0; b < Trials; b++)
            block.Trials[b] = (ulong)b;
        rollout.Forward(block);
        var last = block.At(block.States, Steps, Units).ToArray();
        // n = 4096 independent values: the variance is known to a relative sqrt(2/n); (1-a)^60 of the start is left, 1e-6.
        var expected = ScaleConversion.StationaryDeviation(Sigma, scale, placement, Dt, Tau);
        Assert.Equal(1, last.Average(static h => h * h) / (expected * expected), 4 * Math.Sqrt(2.0 / last.Length));
    }

    [Theory]
    [MemberData(nameof(Integrated))]
    public void Converting_there_and_back_changes_nothing_and_keeps_the_noise(Placement placement, NoiseScale from)
    {
        foreach (var to in Enum.GetValues<NoiseScale>())
        {
            var there = ScaleConversion.Convert(Sigma, from, to, placement, Dt, Tau);
            Assert.Equal(Sigma, ScaleConversion.Convert(there, to, from, placement, Dt, Tau), 1e-15);
            Assert.Equal(
                ScaleConversion.StationaryDeviation(Sigma, from, placement, Dt, Tau),
                ScaleConversion.StationaryDeviation(there, to, placement, Dt, Tau), 1e-15);
        }
    }

    [Fact]
    public void Levels_must_be_one_or_one_a_unit_and_the_readout_has_no_time()
    {
        var message = Assert.Throws<InputException>(() => new NoiseSource { Sigma = [1, 2] }.PerStepDeviation(3, Dt, [Tau])).Message;
        Assert.Contains("2 levels for 3 units", message, StringComparison.Ordinal);
        message = Assert.Throws<InputException>(() => new NoiseSource { Placement = Placement.Readout, Scale = NoiseScale.SqrtDt }.PerStepDeviation(3, Dt, [Tau])).Message;
        Assert.Contains("per-step", message, StringComparison.Ordinal);
        message = Assert.Throws<InputException>(() => new NoiseSource { Placement = Placement.Input, Scale = NoiseScale.SqrtDt }.PerStepDeviation(3, Dt, [1, 2])).Message;
        Assert.Contains("single tau", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_scale_common_draws_and_arms_share_them()
    {
        // Doubling is exact: any difference would be a different draw.
        var (half, full, outside) = (Draw(Placement.Inside, 0.5), Draw(Placement.Inside, 1), Draw(Placement.Outside, 1));
        Assert.Equal(full, half.Select(static x => 2 * x));
        Assert.Equal(full, outside);
    }

    [Fact]
    public void Sources_of_one_placement_are_independent_and_add_up()
    {
        ImmutableArray<NoiseSource> both = [new() { Sigma = [1] }, new() { Sigma = [1] }];
        var sum = Draw(both, Placement.Inside);
        var first = Draw([both[0], both[1] with { Sigma = [0] }], Placement.Inside);
        var second = Draw([both[0] with { Sigma = [0] }, both[1]], Placement.Inside);
        Assert.NotEqual(first, second);
        for (var k = 0; k < sum.Length; k++)
            Assert.Equal(first[k] + second[k], sum[k], 1e-15);
    }

    private static double[] Draw(Placement placement, double sigma) => Draw([new() { Placement = placement, Sigma = [sigma] }], placement);

    private static double[] Draw(ImmutableArray<NoiseSource> sources, Placement placement)
    {
        var increments = new SourceIncrements<double>(sources, 3, NoiseStream.Analysis, new NoiseShape(5, 5, 5, 1, 1), Dt, [Tau]);
        var term = new double[5 * 16];
        increments.Fill((NoiseTerm)placement, 7, [.. Enumerable.Range(0, 16).Select(static k => (ulong)k)], term);
        return term;
    }
}
