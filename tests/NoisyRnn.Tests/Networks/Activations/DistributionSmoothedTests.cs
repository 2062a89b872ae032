using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>The mean of an activation over noise of each law, against a quadrature of its own.</summary>
public sealed class DistributionSmoothedTests
{
    // On both sides of every kink, on some of them, and far away.
    private static readonly double[] Points =
        [.. Enumerable.Range(0, 112).Select(static k => -12 + (k * 0.2171)), .. new[] { 0, 1e-9, -1e-9, 0.3, -0.3, 1, -1, 40, -40, 5, -5, 60, -60, 2, 0.5, -0.5 }];

    public static TheoryData<string, NoiseDistribution, double> Means()
    {
        var data = new TheoryData<string, NoiseDistribution, double>();
        foreach (var kind in new[] { "relu", "leaky-relu", "softplus", "tanh", "sigmoid", "gelu", "identity" })
        {
            foreach (var law in new[] { NoiseDistribution.Uniform, NoiseDistribution.Laplace, NoiseDistribution.TwoPoint })
            {
                foreach (var sigma in new[] { 0.03, 0.3, 1, 3 })
                    data.Add(kind, law, sigma);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Means))]
    public void It_is_the_mean_over_the_noise_with_its_slope(string kind, NoiseDistribution law, double sigma)
    {
        var of = ActivationTests.Make(kind);
        var mean = DistributionSmoothed.Mean(of, sigma, law);
        var (value, slope) = Evaluate(mean, Points);
        for (var k = 0; k < Points.Length; k++)
        {
            var (exact, exactSlope) = Integral(of, law, Points[k], sigma);
            // Closed forms are exact to rounding; the table of the others adds h^4/384 max|f''''| < 1e-11.
            Assert.Equal(exact, value[k], 1e-10 * Math.Max(1, Math.Abs(Points[k]) + sigma));
            if (mean.Kink is null)
                Assert.Equal(exactSlope, slope[k], 1e-8);
            var plain = mean.Apply(new Dual<Real>(new Real(Points[k]), new Real(1)));
            Assert.Equal(plain.Primal.Value, value[k], 2e-11 * Math.Max(1, Math.Abs(Points[k]) + sigma));
        }
    }

    [Theory]
    [InlineData(NoiseDistribution.Uniform)]
    [InlineData(NoiseDistribution.Laplace)]
    [InlineData(NoiseDistribution.TwoPoint)]
    public void In_float_it_is_the_same_and_a_diverged_state_stays_visible(NoiseDistribution law)
    {
        foreach (var of in new Activation[] { new Relu(), new LeakyRelu { Slope = 0.2 }, new NoisyRnn.Networks.Tanh() })
        {
            var mean = DistributionSmoothed.Mean(of, 0.7, law);
            var (value, slope) = Evaluate(mean, Points);
            var (floatValue, floatSlope) = (new float[Points.Length], new float[Points.Length]);
            mean.Evaluate([.. Points.Select(static p => (float)p)], floatValue, floatSlope);
            for (var k = 0; k < Points.Length; k++)
            {
                // The argument, the noise and two results round: a few 2^-24 |a|.
                Assert.Equal(value[k], floatValue[k], 4e-7 * Math.Max(1, Math.Abs(Points[k])));
                Assert.Equal(slope[k], floatSlope[k], 4e-6);
            }

            Assert.All(Evaluate(mean, [.. Enumerable.Repeat(double.NaN, 16)]).Value, static v => Assert.True(double.IsNaN(v)));
        }
    }

    [Fact]
    public void The_Gaussian_law_and_no_noise_are_what_they_were()
    {
        Activation of = new NoisyRnn.Networks.Tanh();
        Assert.Equal(new GaussianSmoothed { Of = of, Sigma = 0.4 }, DistributionSmoothed.Mean(of, 0.4, NoiseDistribution.Gaussian));
        Assert.Equal(Evaluate(of, Points).Value, Evaluate(DistributionSmoothed.Mean(of, 0, NoiseDistribution.Laplace), Points).Value);
    }

    [Fact]
    public void Equal_variance_gives_smooth_activations_the_same_shift_to_second_order()
    {
        // F - f = s^2/2 f'' + s^4 m4/24 f'''' + ...: the laws part in the fourth moments, 9/5, 3, 6 and 1.
        const double Sigma = 0.1, At = 0.7;
        var tanh = new NoisyRnn.Networks.Tanh();
        var t = Math.Tanh(At);
        var (second, fourth) = (-2 * t * (1 - (t * t)), (1 - (t * t)) * ((16 * t) - (24 * t * t * t)));
        foreach (var (law, moment) in new[] { (NoiseDistribution.Uniform, 1.8), (NoiseDistribution.Gaussian, 3), (NoiseDistribution.Laplace, 6), (NoiseDistribution.TwoPoint, 1) })
        {
            var shift = DistributionSmoothed.Mean(tanh, Sigma, law).Apply(new Real(At)).Value - t;
            // The next term is s^6 m6/720 f^(6): m6 is at most 90 (Laplace), |f^(6)| below 300.
            Assert.Equal((Sigma * Sigma / 2 * second) + (Math.Pow(Sigma, 4) * moment / 24 * fourth), shift, Math.Pow(Sigma, 6) * 90 / 720 * 300);
        }
    }

    [Fact]
    public void Such_an_activation_is_refused_in_a_file()
    {
        var twoPoint = new DistributionSmoothed { Of = new Relu(), Distribution = NoiseDistribution.TwoPoint };
        Assert.Empty(twoPoint.Problems());
        Assert.Empty(new DistributionSmoothed { Of = new LeakyRelu(), Distribution = NoiseDistribution.Laplace }.Problems());
        var (key, problem) = Assert.Single(new DistributionSmoothed { Of = twoPoint, Distribution = NoiseDistribution.Laplace }.Problems());
        Assert.Equal(("of", "distribution-smoothed has kinks; allowed with distribution: laplace is a smooth activation, relu or leaky-relu"), (key, problem));
    }

    [Fact]
    public void A_function_with_kinks_of_its_own_has_no_rule() =>
        Assert.Throws<ArgumentException>(() => Evaluate(
            DistributionSmoothed.Mean(DistributionSmoothed.Mean(new Relu(), 1, NoiseDistribution.TwoPoint), 1, NoiseDistribution.Laplace), Points));

    private static (double[] Value, double[] Slope) Evaluate(Activation activation, double[] points)
    {
        var (value, slope) = (new double[points.Length], new double[points.Length]);
        activation.Evaluate(points, value, slope);
        return (value, slope);
    }

    // Gauss-Legendre on pieces that meet at the kinks of f and of the density.
    private static (double Mean, double Slope) Integral(Activation of, NoiseDistribution law, double a, double sigma)
    {
        if (law == NoiseDistribution.TwoPoint)
        {
            var (up, down) = (At(1), At(-1));
            return ((up.Primal.Value + down.Primal.Value) / 2, (up.Tangent.Value + down.Tangent.Value) / 2);
        }

        var reach = law == NoiseDistribution.Uniform ? Math.Sqrt(3) : 36 / Math.Sqrt(2);
        var edges = new[] { -reach, -a / sigma, 0, reach }.Where(x => Math.Abs(x) <= reach).Order().ToArray();
        double mean = 0, slope = 0;
        for (var k = 0; k + 1 < edges.Length; k++)
        {
            var pieces = (int)Math.Ceiling((edges[k + 1] - edges[k]) * (1 + sigma) * 2);
            for (var p = 0; p < pieces; p++)
            {
                var low = edges[k] + ((edges[k + 1] - edges[k]) * p / pieces);
                var high = edges[k] + ((edges[k + 1] - edges[k]) * (p + 1) / pieces);
                mean += MathNet.Numerics.Integration.GaussLegendreRule.Integrate(x => Density(x) * At(x).Primal.Value, low, high, 20);
                slope += MathNet.Numerics.Integration.GaussLegendreRule.Integrate(x => Density(x) * At(x).Tangent.Value, low, high, 20);
            }
        }

        return (mean, slope);

        Dual<Real> At(double x) => of.Apply(new Dual<Real>(new Real(a + (sigma * x)), new Real(1)));

        double Density(double x) => law == NoiseDistribution.Uniform ? 0.5 / Math.Sqrt(3) : Math.Exp(-Math.Sqrt(2) * Math.Abs(x)) / Math.Sqrt(2);
    }
}
