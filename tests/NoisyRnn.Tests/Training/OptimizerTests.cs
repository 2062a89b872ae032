using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>First steps by hand; whole runs stand in the golden arrays.</summary>
public class OptimizerTests
{
    [Fact]
    public void Adam_starts_with_a_step_of_its_rate_whatever_the_gradient()
    {
        // m' = g, v' = g^2: the step is rate g / (|g| + eps).
        Assert.Equal([1 - (0.1 * 3 / (3 + 1e-8)), 1 + (0.1 * 2e-3 / (2e-3 + 1e-8))], Step(new Adam(), [3, -2e-3], 1), Close);
    }

    [Fact]
    public void AdamW_shrinks_the_parameters_first() =>
        Assert.Equal([1 - (0.1 * 0.5) - (0.1 * 3 / (3 + 1e-8))], Step(new AdamW { Decay = 0.5 }, [3], 1), Close);

    [Fact]
    public void RmsProp_divides_by_the_root_of_the_mean_square() =>
        Assert.Equal([1 - (0.1 * 3 / ((3 * Math.Sqrt(0.01)) + 1e-8))], Step(new RmsProp(), [3], 1), Close);

    [Fact]
    public void Sgd_gathers_momentum()
    {
        // v = 3, then .9 3 + 3.
        Assert.Equal([1 - (0.1 * 3)], Step(new Sgd(), [3], 1), Close);
        Assert.Equal([1 - (0.1 * 3) - (0.1 * 5.7)], Step(new Sgd(), [3], 2), Close);
    }

    [Fact]
    public void Adam_minimises_a_parabola()
    {
        var x = new[] { 2.0 };
        var moments = new double[2];
        for (var k = 1; k <= 2000; k++)
            new Adam().Step(x, [2 * (x[0] - 0.7)], moments, 0.01, k);
        Assert.Equal(0.7, x[0], 1e-3);
    }

    private static double[] Step(Optimizer optimizer, double[] gradient, int steps)
    {
        var parameters = gradient.Select(static _ => 1.0).ToArray();
        var moments = new double[optimizer.Moments * gradient.Length];
        for (var k = 1; k <= steps; k++)
            optimizer.Step(parameters, gradient, moments, 0.1, k);
        return parameters;
    }

    private static bool Close(double x, double y) => Math.Abs(x - y) <= 1e-14;
}
