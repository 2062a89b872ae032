using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>Gradient and Hessian of every loss by one step's readouts, against differences of the loss that trains.</summary>
public sealed class LossDerivativesTests
{
    // Differences of second order: e^2 and roundings/e^2 are alike at e = 1e-4.
    private const double Step = 1e-4, Differences = 1e-6;

    [Theory]
    [MemberData(nameof(LossTests.Losses), MemberType = typeof(LossTests))]
    public void They_are_the_derivatives_of_the_loss(string name)
    {
        var loss = LossTests.Named(name);
        // Cross-entropy's targets need not sum to 1, and its mask is the first output's.
        double[] z = [0.3, -0.8, 1.1], target = [0.2, 0.5, 0.6], mask = [1.5, 0.5, 2], gradient = new double[3], hessian = new double[9];
        loss.Differentiate(z, target, mask, gradient, hessian);
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
            return LossTests.Trained(loss, moved, mask, target);
        }
    }
}
