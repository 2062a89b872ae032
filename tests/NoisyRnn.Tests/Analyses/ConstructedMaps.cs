using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Tests.Analyses;

/// <summary>CTRNNs with weights set by hand, whose fixed points h = E f(W h + W_in u + b + s xi) are known by other ways.</summary>
internal static class ConstructedMaps
{
    public const double Dt = 0.1;

    /// <summary>A network with one input and one output that sums the units.</summary>
    /// <param name="f">Its activation.</param>
    /// <param name="recurrent">W_rec, row-major.</param>
    /// <param name="input">W_in of every unit.</param>
    /// <param name="bias">b of every unit.</param>
    /// <param name="sigma">Level of the noise inside, per step; 0 for none.</param>
    public static TrainedNetwork Network(Activation f, double[] recurrent, double input = 0, double bias = 0, double sigma = 0)
    {
        var network = new Ctrnn { Units = (int)Math.Sqrt(recurrent.Length), Activation = f };
        var parameters = new Parameters(network.Layout(1, 1));
        recurrent.CopyTo(parameters["W_rec"]);
        parameters["W_in"].Fill(input);
        parameters["b_rec"].Fill(bias);
        parameters["W_out"].Fill(1);
        return new(new Setup { Task = new FunctionApproximation { Steps = 60 }, Network = network, Dt = Dt, Noise = sigma > 0 ? [new NoiseSource { Sigma = [sigma] }] : [] }, parameters);
    }

    /// <summary>E f(a + s xi): a plain sum over xi on [-10, 10] in steps of .02, exact to rounding for f analytic near the real line.</summary>
    public static double Averaged(Func<double, double> f, double a, double s)
    {
        if (s == 0)
            return f(a);
        var (sum, weights) = (0.0, 0.0);
        for (var k = -500; k <= 500; k++)
        {
            var xi = 0.02 * k;
            var weight = Math.Exp(-0.5 * xi * xi);
            (sum, weights) = (sum + (weight * f(a + (s * xi))), weights + weight);
        }

        return sum / weights;
    }

    /// <summary>All roots of a function on [low, high] where it changes its sign, by bisection.</summary>
    public static double[] Roots(Func<double, double> f, double low, double high)
    {
        const int Pieces = 400;
        // Ends off the middle: a root at 0 lies inside a piece.
        double[] ends = [.. Enumerable.Range(0, Pieces + 1).Select(k => low + ((high - low) * (k + 0.3) / Pieces))];
        double[] values = [.. ends.Select(f)];
        var roots = new List<double>();
        for (var k = 0; k < Pieces; k++)
        {
            var (a, b, fa) = (ends[k], ends[k + 1], values[k]);
            if (fa * values[k + 1] > 0)
                continue;
            for (var halving = 0; halving < 60; halving++)
            {
                var middle = 0.5 * (a + b);
                if (f(middle) * fa > 0)
                    a = middle;
                else
                    b = middle;
            }

            roots.Add(0.5 * (a + b));
        }

        return [.. roots];
    }
}
