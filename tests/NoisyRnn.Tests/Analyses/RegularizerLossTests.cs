using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Gradient and Hessian of every loss by one step's readouts, against differences of the loss that trains.</summary>
public sealed class RegularizerLossTests
{
    // Differences of second order: e^2 and roundings/e^2 are alike at e = 1e-4.
    private const double Step = 1e-4, Differences = 1e-6;

    public static TheoryData<string> Losses() => [.. Catalogue.Leaves(typeof(Loss)).Select(static leaf => leaf.Name), "mse of a sigmoid"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void They_are_the_derivatives_of_the_loss(string name)
    {
        Loss loss = name switch
        {
            "mse" => new MeanSquaredError(),
            "mse of a sigmoid" => new MeanSquaredError { Readout = Readout.Sigmoid },
            _ => (Loss)Activator.CreateInstance(Catalogue.Leaves(typeof(Loss)).Single(leaf => leaf.Name == name).Type)!,
        };
        Assert.Null(RegularizerLoss.Refusal(loss));
        // Cross-entropy's targets need not sum to 1, and its mask is the first output's.
        double[] z = [0.3, -0.8, 1.1], target = [0.2, 0.5, 0.6], mask = [1.5, 0.5, 2], gradient = new double[3], hessian = new double[9];
        RegularizerLoss.Evaluate(loss, z, target, mask, gradient, hessian);
        for (var o = 0; o < 3; o++)
        {
            Assert.Equal((At((o, 1)) - At((o, -1))) / (2 * Step), gradient[o], Differences);
            for (var k = 0; k < 3; k++)
            {
                var difference = (At((o, 1), (k, 1)) - At((o, 1), (k, -1)) - At((o, -1), (k, 1)) + At((o, -1), (k, -1))) / (4 * Step * Step);
                Assert.Equal(difference, hessian[(o * 3) + k], Differences);
            }
        }

        double At(params (int Output, int Sign)[] moves)
        {
            var moved = z.ToArray();
            foreach (var (output, sign) in moves)
                moved[output] += sign * Step;
            return Trained(loss, moved, target, mask);
        }
    }

    // The loss of a block of one step, all of whose trials are alike.
    private static double Trained(Loss loss, double[] z, double[] target, double[] mask)
    {
        var network = new Elman { Units = 1 };
        var layout = network.Layout(1, 3);
        var block = new Block<double>(network.Prepare<double>(layout, 1), layout, 1, 1, 3, 16, backward: false);
        double[] Spread(double[] values) => [.. values.SelectMany(static value => Enumerable.Repeat(value, 16))];
        Spread(z).CopyTo(block.Outputs, 0);
        var losses = new double[16];
        loss.Evaluate(block, Spread(target), Spread(mask), 1, losses);
        return losses[0];
    }
}
