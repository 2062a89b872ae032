using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>What a lasting change of a unit's answer does to the readout: against central differences of the network itself.</summary>
public sealed class OutputGainTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(3, false)]
    public void It_is_the_derivative_of_the_settled_readout(int layers, bool isCurrent)
    {
        // Recurrent: g = 1/2 and a radius of .5, so that (1 - g (1 - .5))^200 < 1e-24 is left of the start.
        Network network = isCurrent ? new CurrentRnn { Units = 6, Activation = new Tanh(), RecurrentInitializer = new GaussianInitializer { Radius = .5 } }
            : layers == 1
            ? new Ctrnn { Units = 6, Activation = new Tanh(), RecurrentInitializer = new GaussianInitializer { Radius = .5 } }
            : new FeedForward { Units = 5, Layers = layers, Activation = new SoftPlus() };
        var task = new FunctionApproximation { Steps = layers == 1 ? 200 : 1, LossSteps = 1 };
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = .5, Seed = 3 }, network.Initialize(1, 1, .5, 3));
        var path = new SilentPath(subject, new(0, 1));
        var plain = UnitResponse.Averaged(network, 0);
        var slopes = new double[path.Rows];
        path.Run(plain, (t, a) =>
        {
            var (padded, value, slope) = (new double[32], new double[32], new double[32]);
            for (var i = 0; i < path.Rows; i++)
                padded[i] = a[i * SilentPath.Width];
            plain.Activation.EvaluateEach(padded, value, slope);
            slope.AsSpan(0, path.Rows).CopyTo(slopes);
        });
        var gains = new OutputGain(network, subject.Parameters).At(slopes)!;
        for (var i = 0; i < path.Rows; i++)
        {
            // Central differences of step 1e-5: truncation 1e-10, rounding 1e-11.
            var difference = (Settled(i, 1e-5) - Settled(i, -1e-5)) / 2e-5;
            Assert.Equal(difference, gains[i], 1e-8);
        }

        double Settled(int unit, double change)
        {
            var offset = new double[path.Rows];
            offset[unit] = change;
            path.Run(plain with { Offset = offset });
            return path.Output(path.Steps - 1, 0, 0);
        }
    }

    [Fact]
    public void A_perfect_integrator_has_none()
    {
        var network = new Ctrnn { Units = 1 };
        var parameters = new Parameters(network.Layout(1, 1));
        parameters["W_rec"][0] = parameters["W_out"][0] = 1;
        Assert.Null(new OutputGain(network, parameters).At([1.0]));
        Assert.Equal(2, Assert.Single(new OutputGain(network, parameters).At([.5])!), 1e-15);
    }
}
