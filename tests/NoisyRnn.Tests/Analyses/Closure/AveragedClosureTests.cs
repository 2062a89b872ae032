using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Networks;
using Xunit;
using static NoisyRnn.Tests.Analyses.GaussianClosureTests;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The Gaussian closure of networks whose units are averaged over noise of their own (network.smoothing).</summary>
public class AveragedClosureTests
{
    [Theory]
    [InlineData("relu", false)]
    [InlineData("tanh", false)]
    [InlineData("relu", true)]
    [InlineData("softplus", true)]
    public void Units_that_are_averaged_over_noise_of_their_own_move_as_their_averages(string kind, bool isFeedForward)
    {
        const double One = 0.7;
        // The averages are read from a table, the moments are sums.
        const double Interpolation = 1e-9;
        var activation = ActivationTests.Make(kind);
        // Without noise: the network's own trajectory, whatever the level of each unit.
        var own = Subject(Network(activation, static i => 0.2 * (i % 5)), 12);
        var (simulated, silent) = (new ManyDraws(own, [], 64), Run(own, []).State);
        for (var i = 0; i < 6; i++)
            Assert.Equal(simulated.Mean[i], silent.Hidden.Mean[i], Interpolation);
        // With noise: as the activation that is averaged, where all have one level.
        ImmutableArray<NoiseSource> noise = [new() { Sigma = [0.3] }, new() { Placement = Placement.State, Sigma = [0.1] }];
        var (units, function) = (Subject(Network(activation, static _ => One), 12), Subject(Network(new GaussianSmoothed { Of = activation, Sigma = One }, null), 12));
        var (expected, found) = (Run(function, noise), Run(units, noise));
        Assert.False(found.State.Hidden.IsCertain);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(expected.State.Hidden.Mean[i], found.State.Hidden.Mean[i], Interpolation);
            for (var j = 0; j < 6; j++)
                Assert.Equal(expected.State.Hidden.Covariance(i, j), found.State.Hidden.Covariance(i, j), Interpolation);
        }

        Network Network(Activation f, Func<int, double>? level)
        {
            ImmutableArray<double> levels = level is null ? [] : [.. Enumerable.Range(0, isFeedForward ? 12 : 6).Select(level)];
            return isFeedForward ? new FeedForward { Units = 6, Layers = 2, Activation = f, Smoothing = levels } : new Ctrnn { Units = 6, Activation = f, Smoothing = levels };
        }
    }

    /// <summary>f stood for their averages before: their results alone are found anew.</summary>
    [Fact]
    public void Results_of_averaged_units_have_a_revision_of_their_own()
    {
        var (plain, averaged) = (Subject(new Ctrnn { Units = 2 }, 3).Setup, Subject(new Ctrnn { Units = 2, Smoothing = [0.1, 0.2] }, 3).Setup);
        Assert.Equal((1, 2), (new Stationary().RevisionOf(plain), new Stationary().RevisionOf(averaged)));
        Assert.Equal((1, 2), (new PredictedPreference().RevisionOf(plain), new PredictedPreference().RevisionOf(averaged)));
        Assert.Equal(new Hessian().Revision, new Hessian().RevisionOf(averaged));
    }
}
