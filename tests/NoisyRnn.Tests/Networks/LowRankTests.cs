using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Analyses;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>A recurrent matrix of low rank: its factors, and that all is what it is with the whole matrix.</summary>
public sealed class LowRankTests
{
    // Sums of products in another order, over some hundred steps.
    private const double Rounding = 1e-10;

    [Fact]
    public void The_matrix_is_the_product_and_starts_as_large_as_the_initialiser_says()
    {
        var network = new Ctrnn { Units = 30, Recurrent = new() { Rank = 2 } };
        var parameters = network.Initialize(1, 1, 0.1, 5);
        var effective = network.Effective(parameters);
        for (var i = 0; i < 30; i++)
        {
            for (var j = 0; j < 30; j++)
                Assert.Equal((parameters["m"][2 * i] * parameters["n"][j]) + (parameters["m"][(2 * i) + 1] * parameters["n"][30 + j]), effective["W_rec"][(i * 30) + j], 1e-14);
        }

        var plain = new Ctrnn { Units = 30 }.Initialize(1, 1, 0.1, 5);
        Assert.Equal(plain["W_rec"].ToArray().Sum(static w => w * w), effective["W_rec"].ToArray().Sum(static w => w * w), 1e-9);
        Assert.Equal(plain["W_in"].ToArray(), parameters["W_in"].ToArray());
        Assert.False(parameters.Layout["W_rec"].Trainable);
    }

    [Theory]
    [InlineData(1, "ctrnn")]
    [InlineData(2, "ctrnn")]
    [InlineData(2, "current")]
    public void Fixed_points_are_those_of_the_whole_matrix(int rank, string kind)
    {
        Network network = kind == "ctrnn"
            ? new Ctrnn { Units = 12, Activation = new Tanh(), Recurrent = new() { Rank = rank }, RecurrentInitializer = new GaussianInitializer { Radius = 3 } }
            : new CurrentRnn { Units = 12, Activation = new Tanh(), Recurrent = new() { Rank = rank }, RecurrentInitializer = new GaussianInitializer { Radius = 3 } };
        var (thin, whole) = Both(network, [new() { Sigma = [0.3] }]);
        var analysis = new FixedPointsAnalysis { Levels = [0, 1], Inputs = 2, Starts = 48 };
        var (found, expected) = (analysis.Run(thin, cancellation: TestContext.Current.CancellationToken), analysis.Run(whole, cancellation: TestContext.Current.CancellationToken));
        var many = 0;
        foreach (var (mine, theirs) in found.Inputs.Zip(expected.Inputs))
        {
            foreach (var (level, other) in mine.Levels.Zip(theirs.Levels))
            {
                Assert.Equal(other.Found, level.Found);
                many = Math.Max(many, level.Found);
                foreach (var (point, place) in ByReadout(level.Points).Zip(ByReadout(other.Points)))
                {
                    Assert.Equal(place.Readout, point.Readout, (x, y) => Math.Abs(x - y) < Rounding);
                    Assert.Equal(place.LargestEigenvalue, point.LargestEigenvalue, Rounding);
                    Assert.InRange(point.Speed, 0, 1e-24);
                }
            }
        }

        Assert.True(many > 1, "no network here has more than one fixed point");
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 21)]
    [InlineData(2, 40)]
    public void The_closure_is_that_of_the_whole_matrix(int rank, int units)
    {
        ImmutableArray<NoiseSource> noise = [new() { Sigma = [0.4] }, new() { Placement = Placement.Outside, Sigma = [0.2] }, new() { Placement = Placement.Input, Sigma = [0.3] }];
        var (thin, whole) = Both(new Ctrnn { Units = units, Activation = new Tanh(), Recurrent = new() { Rank = rank } }, noise);
        var (mine, theirs) = (new GaussianClosure(thin, noise), new GaussianClosure(whole, noise));
        var (state, expected) = (mine.Start(), theirs.Start());
        for (var t = 0; t < 60; t++)
        {
            mine.Step(state, [0.5]);
            theirs.Step(expected, [0.5]);
        }

        for (var i = 0; i < units; i++)
        {
            Assert.Equal(expected.Hidden.Mean[i], state.Hidden.Mean[i], Rounding);
            Assert.Equal(expected.Hidden.Variance(i), state.Hidden.Variance(i), Rounding);
            Assert.InRange(state.Hidden.Variance(i), 1e-6, 10);
        }

        Assert.Equal(theirs.Read(expected).Covariance[0, 0], mine.Read(state).Covariance[0, 0], Rounding);
    }

    [Theory]
    [InlineData("{rank: 3}", "3 of 2 units; allowed is 1 to 2")]
    [InlineData("{rank: 1, dale: {}}", "allowed is rank alone")]
    [InlineData("{rank: 1, density: .5}", "allowed is rank alone")]
    public void A_rank_that_does_not_fit_is_refused(string recurrent, string words) =>
        Assert.Contains(words, Assert.Throws<InputException>(() => Binder.Bind<Network>(YamlTree.ParseValue($"{{kind: ctrnn, units: 2, recurrent: {recurrent}}}", "network"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_model_file_holds_the_factors_and_their_product()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.safetensors");
        var network = new Ctrnn { Units = 4, Recurrent = new() { Rank = 1 } };
        var model = new Model(network, network.Initialize(1, 1, 0.1, 5), [], 0.1, 5);
        model.Parameters["m"].Fill(2);
        model.Write(path);
        var file = Safetensors.Read(path);
        Assert.Equal(network.Effective(model.Parameters)["W_rec"].ToArray(), file.Find("W_rec")!.ToDouble());
        Assert.Null(file.Find("W_rec_effective"));
        Assert.Equal(model.Parameters["n"].ToArray(), Model.Read(path).Parameters["n"].ToArray());
    }

    private static IEnumerable<FixedPoint> ByReadout(IEnumerable<FixedPoint> points) => points.OrderBy(static point => Math.Round(point.Readout[0], 6));

    // A network, and the same with its whole matrix.
    private static (TrainedNetwork Thin, TrainedNetwork Whole) Both(Network network, ImmutableArray<NoiseSource> noise)
    {
        var setup = new Setup { Task = new NoisyRnn.Tasks.FunctionApproximation { Steps = 30, LossSteps = 5 }, Network = network, Noise = noise, Seed = 4 };
        var parameters = setup.Initialize();
        // n along m: then some states hold themselves up.
        var (units, rank) = (network.Units, parameters.Layout["m"].Columns);
        for (var k = 0; k < units * rank; k++)
            parameters["n"][(k % rank * units) + (k / rank)] = 3 * parameters["m"][k] / parameters["m"].ToArray().Sum(static m => m * m);
        Network plain = network is Ctrnn ctrnn ? ctrnn with { Recurrent = new() } : ((CurrentRnn)network) with { Recurrent = new() };
        var whole = new Parameters(plain.Layout(1, 1));
        foreach (var slice in whole.Layout.Slices)
            network.Effective(parameters)[slice.Name].CopyTo(whole[slice]);
        return (new(setup, parameters), new(setup with { Network = plain }, whole));
    }
}
