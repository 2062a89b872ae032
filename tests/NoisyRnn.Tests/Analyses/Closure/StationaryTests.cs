using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>States, pre-activations and outputs under noise, over draws and by the closure.</summary>
public sealed class StationaryTests
{
    private const double Dt = 0.1, Sigma = 0.4;

    [Theory]
    [InlineData(1, Placement.Inside)]
    [InlineData(2, Placement.Outside)]
    [InlineData(2, Placement.State)]
    [InlineData(7, Placement.Inside)]
    public void A_linear_network_has_the_law_of_the_closure_within_four_standard_errors(int units, Placement placement)
    {
        var result = Run(Subject(new Ctrnn { Units = units, Activation = new Identity() }, placement), new Stationary { Draws = 2048, Trials = 4 });
        Assert.Equal([0, .5, 1, 1.5], result.Levels.Select(static level => level.Level));
        foreach (var level in result.Levels)
        {
            Assert.Equal((0, 0, 4 * units), (level.MeansApart, level.VariancesApart, level.Compared));
            foreach (var trial in level.Trials)
            {
                for (var i = 0; i < units; i++)
                {
                    // The most of a hundred: 4 standard errors for each.
                    Assert.Equal(trial.ClosureMean[i], trial.Mean[i], (4 * trial.MeanError[i]) + 1e-12);
                    Assert.Equal(trial.ClosureVariance[i], trial.Variance[i], (4 * trial.VarianceError[i]) + 1e-12);
                }
            }
        }

        Assert.All(result.Levels.Skip(1), static level => Assert.InRange(level.OutputVarianceRatio!.Value, 0.9, 1.1));
        Assert.All(result.Levels.Skip(1), level => Assert.True(units == 1 ? level.CovarianceCorrelation is null : level.CovarianceCorrelation is > 0.9 || units == 2));
    }

    [Fact]
    public void Held_long_enough_it_is_the_stationary_law()
    {
        // One unit by itself: s^2 g/(2-g); the transient's share is .9^400.
        var network = new Ctrnn { Units = 1, Activation = new Identity(), RecurrentInitializer = new ZeroInitializer() };
        var result = Run(Subject(network, Placement.Inside), new Stationary { Levels = [1], Draws = 4096, Trials = 1, Hold = 200 });
        var trial = Assert.Single(Assert.Single(result.Levels).Trials);
        Assert.Equal(Sigma * Sigma * Dt / (2 - Dt), trial.ClosureVariance[0], 1e-12);
        Assert.Equal(Sigma * Sigma * Dt / (2 - Dt), trial.Variance[0], 4 * trial.VarianceError[0]);
        // The error itself, of a Gaussian: sqrt(2/R) of the variance.
        Assert.Equal(trial.Variance[0] * Math.Sqrt(2.0 / 4096), trial.VarianceError[0], 0.1 * trial.VarianceError[0]);
    }

    [Fact]
    public void A_law_that_is_far_from_gaussian_is_said_to_disagree()
    {
        // g = 1 and a steep recurrence: two states, between which noise decides.
        var subject = Subject(new Ctrnn { Units = 2, Activation = new NoisyRnn.Networks.Tanh() }, Placement.Inside) with { Setup = Subject(new Ctrnn { Units = 2, Activation = new NoisyRnn.Networks.Tanh() }, Placement.Inside).Setup with { Dt = 1 } };
        subject.Parameters["W_rec"].Clear();
        subject.Parameters["W_rec"][0] = subject.Parameters["W_rec"][3] = 4;
        subject.Parameters["W_in"].Clear();
        subject.Parameters["b_rec"].Fill(0.3);
        var level = Run(subject, new Stationary { Levels = [1], Draws = 1024, Trials = 3 }).Levels[0];
        Assert.True(level.MeansApart + level.VariancesApart > 0);
        Assert.True(level.LargestVarianceDifference > 0.05);
    }

    [Fact]
    public void Without_noise_both_are_the_trajectory()
    {
        var level = Run(Subject(new Ctrnn { Units = 12, Activation = new Relu() }, Placement.Inside), new Stationary { Levels = [0], Trials = 5 }).Levels[0];
        Assert.Equal((0, 0, null, null, null, null), (level.MeansApart, level.VariancesApart, level.LargestMeanDifference, level.LargestVarianceDifference, level.CovarianceCorrelation, level.OutputVarianceRatio));
        Assert.Equal(3, level.Trials.Length);
        Assert.InRange(level.OutputMeanDifference, 0, 1e-12);
        Assert.All(level.Trials, static trial => Assert.All(trial.Variance, static variance => Assert.Equal(0, variance)));
    }

    [Fact]
    public void Histograms_are_shares_about_what_is_expected()
    {
        var result = Run(Subject(new Ctrnn { Units = 16, Activation = new Relu() }, Placement.Inside), new Stationary { Levels = [0, 1], Draws = 256 });
        Assert.Equal(Sigma, result.Scale);
        foreach (var level in result.Levels)
        {
            foreach (var (shares, range) in new[] { (level.PreActivations, result.PreActivationRange), (level.Outputs, result.OutputRange) })
            {
                Assert.Equal(40, shares.Length);
                Assert.Equal(1, shares.Sum(), 1e-12);
                Assert.True(range.Low <= 0 && range.High >= 0 && shares[0] + shares[^1] < 0.1);
            }

            // The mean of the pre-activations, bin by bin, is that of the closure: W m + W_in u + b in training levels.
            var (state, mean) = (result.Levels.IndexOf(level), level.PreActivations.Select((share, bin) => share * result.PreActivationRange.Middle(bin, 40)).Sum());
            Assert.True(state is 0 or 1);
            Assert.InRange(mean, result.PreActivationRange.Low, result.PreActivationRange.High);
        }

        // Noise spreads the outputs.
        Assert.True(result.Levels[1].Outputs.Count(static share => share > 0) >= result.Levels[0].Outputs.Count(static share => share > 0));
    }

    [Fact]
    public void The_bin_of_a_value()
    {
        var range = new HistogramRange(-1, 3);
        Assert.Equal([0, 0, 1, 3, 3, 3], new[] { -5, -1, 0, 2.9, 3, 100 }.Select(x => range.BinOf(x, 4)));
        Assert.Equal([-.5, .5, 1.5, 2.5], Enumerable.Range(0, 4).Select(bin => range.Middle(bin, 4)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_feed_forward_network_has_its_states_and_outputs_too(int layers)
    {
        var result = Run(Subject(new FeedForward { Units = 8, Layers = layers, Activation = new Relu() }, Placement.Outside), new Stationary { Levels = [0, 1], Draws = 512 });
        Assert.Equal(0, result.Levels[0].MeansApart);
        // The last layer's own noise is there in full.
        Assert.All(result.Levels[1].Trials[0].ClosureVariance, static variance => Assert.True(variance >= Sigma * Sigma));
        Assert.Equal(1, result.Levels[1].PreActivations.Sum(), 1e-12);
    }

    [Fact]
    public void Trained_without_noise_it_is_tested_at_absolute_levels_in_units_of_its_own()
    {
        var silent = Subject(new Ctrnn { Units = 4 }, Placement.Inside) with { Setup = Subject(new Ctrnn { Units = 4 }, Placement.Inside).Setup with { Noise = [] } };
        var result = Run(silent, new Stationary { AbsoluteLevels = [0, 0.2], Draws = 64 });
        Assert.Equal((1, 0), (result.Scale, result.TrainingSigma));
        Assert.Equal([(0, 0), (.2, .2)], result.Levels.Select(static level => (level.Level, level.Sigma)));
        Assert.Empty(result.FiguresOfMerit);
    }

    [Fact]
    public void Neither_threads_nor_the_store_change_a_bit_and_it_can_be_stopped()
    {
        var subject = Subject(new Ctrnn { Units = 70, Activation = new SoftPlus() }, Placement.Inside);
        var analysis = new Stationary { Levels = [0, 1], Draws = 48, Trials = 3 };
        var shares = new List<double>();
        var once = ResultJson.Write(analysis.Run(subject, 1, shares.Add, TestContext.Current.CancellationToken));
        Assert.Equal([.5, 1], shares);
        Assert.Equal(once, ResultJson.Write(analysis.Run(subject, 2, cancellation: TestContext.Current.CancellationToken)));
        Assert.Equal(once, ResultJson.Write(ResultJson.Read<StationaryResult>(once)));
        // Of a large network one trial is kept unit by unit.
        Assert.All(ResultJson.Read<StationaryResult>(once).Levels, static level => Assert.Single(level.Trials));
        Assert.ThrowsAny<OperationCanceledException>(() => analysis.Run(subject, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Its_figures_of_merit_are_of_levels_with_noise()
    {
        var result = Run(Subject(new Ctrnn { Units = 4 }, Placement.Inside), new Stationary { Levels = [0, 1], Draws = 64 });
        Assert.Equal(
            [(1, "largest difference of a unit's mean from the closure", result.Levels[1].LargestMeanDifference!.Value), (1, "output variance over the closure's", result.Levels[1].OutputVarianceRatio!.Value)],
            result.FiguresOfMerit.Select(static merit => (merit.Level, merit.Metric.Name, merit.Metric.Value)));
    }

    [Fact]
    public void What_has_no_closure_is_refused()
    {
        var subject = Subject(new Ctrnn { Units = 3 }, Placement.Inside);
        Assert.Null(new Stationary().Refusal(subject.Setup with { Training = new() { Loss = new CrossEntropy() } }));
        Assert.Equal("the Gaussian closure is not for elman; allowed is ctrnn, current or feedforward", new Stationary().Refusal(subject.Setup with { Network = new Elman() }));
        Assert.Equal("levels", Assert.Single(new Stationary { Levels = [] }.Problems()).Key);
    }

    private static StationaryResult Run(TrainedNetwork subject, Stationary analysis) => analysis.Run(subject, 2, cancellation: TestContext.Current.CancellationToken);

    private static TrainedNetwork Subject(Network network, Placement placement)
    {
        ImmutableArray<NoiseSource> noise = [new() { Placement = placement, Sigma = [Sigma] }];
        return new(new Setup { Task = new HeldInputs(20), Network = network, Dt = Dt, Noise = noise, Seed = 5 }, network.Initialize(3, 2, Dt, 5));
    }
}
