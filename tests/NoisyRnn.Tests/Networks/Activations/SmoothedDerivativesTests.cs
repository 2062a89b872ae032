using NoisyRnn.Networks;
using Xunit;

namespace NoisyRnn.Tests.Networks;

public sealed class SmoothedDerivativesTests
{
    public static TheoryData<Activation> Activations => [new Identity(), new Relu(), new LeakyRelu { Slope = 0.3 }, new NoisyRnn.Networks.Tanh(), new NoisyRnn.Networks.Sigmoid(), new SoftPlus(), new Gelu(), new Probit { Slope = 1.5 },
        new PowerLaw { Exponent = 1 }, new PowerLaw { Gain = 0.3 }, new PowerLaw { Exponent = 3 }];

    /// <summary>By central differences of the moments that the analyses use.</summary>
    [Theory]
    [MemberData(nameof(Activations))]
    public void They_are_the_derivatives_of_the_moments(Activation activation)
    {
        double[] a = [-2, -0.7, -0.1, 0, 0.3, 1.1, 2.5, 6], s = [0.2, 1, 0.05, 0.6, 3, 0.4, 2, 0.8];
        const double Step = 1e-4;
        var moments = At(a, s);
        var (above, below) = (At([.. a.Select(static x => x + Step)], s), At([.. a.Select(static x => x - Step)], s));
        // In the variance.
        var (more, less) = (At(a, [.. s.Select(static x => Math.Sqrt((x * x) + (Step * x * x)))]), At(a, [.. s.Select(static x => Math.Sqrt((x * x) - (Step * x * x)))]));
        for (var i = 0; i < a.Length; i++)
        {
            var byVariance = 2 * Step * s[i] * s[i];
            // Differences err by h^2 times a derivative two orders up, which grows with 1/s.
            var most = 1e-6 * Math.Max(1, 1 / (s[i] * s[i]));
            Near((above.Mean[i] - below.Mean[i]) / (2 * Step), moments.Slope[i], most);
            Near((above.Slope[i] - below.Slope[i]) / (2 * Step), moments.Second[i], most);
            Near((above.Second[i] - below.Second[i]) / (2 * Step), moments.Third[i], most / s[i]);
            Near((above.Variance[i] - below.Variance[i]) / (2 * Step), moments.VarianceByArgument[i], most);
            Near((more.Mean[i] - less.Mean[i]) / byVariance, moments.Second[i] / 2, most);
            Near((more.Slope[i] - less.Slope[i]) / byVariance, moments.Third[i] / 2, most);
            Near((more.Variance[i] - less.Variance[i]) / byVariance, moments.VarianceByVariance[i], most);
        }

        SmoothedDerivatives At(double[] arguments, double[] deviations)
        {
            var found = new SmoothedDerivatives(arguments.Length);
            found.Fill(activation, arguments, deviations);
            return found;
        }

        static void Near(double expected, double actual, double most) => Assert.Equal(expected, actual, most * (1 + Math.Abs(expected)));
    }
}
