using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>k max(0, a)^p beyond what every activation of the catalogue is asked: other exponents, extremes and bad input.</summary>
public sealed class PowerLawTests
{
    [Theory]
    [InlineData(1, 1.0)]
    [InlineData(0.04, 2.0)]
    [InlineData(2, 3.0)]
    [InlineData(1, 5.0)]
    [InlineData(0.5, 1.5)]
    [InlineData(1, 2.7)]
    public void Its_moments_are_those_of_a_quadrature(double gain, double exponent)
    {
        var law = new PowerLaw { Gain = gain, Exponent = exponent };
        // Of a whole exponent closed forms; else a quadrature with a root at its end (and the reference rounds a + s xi): both in parts of the largest value within 3 deviations.
        var tolerance = exponent == Math.Round(exponent) ? 1e-11 : 1e-8;
        foreach (var (a, s) in ActivationMomentsTests.Pairs())
        {
            var (mean, below, square) = (gain * Moment(exponent, a, s), gain * Moment(exponent - 1, a, s), gain * gain * Moment(2 * exponent, a, s));
            var actual = ActivationMomentsTests.Of(law, a, s);
            var reach = Math.Max(1e-3, Math.Abs(a) + (3 * s));
            var largest = gain * Math.Pow(reach, exponent);
            Assert.Equal(mean, actual.Mean, tolerance * largest);
            Assert.Equal(exponent * below, actual.Slope, tolerance * exponent * largest / Math.Max(s, 0.01 * reach));
            Assert.Equal(square - (mean * mean), actual.Variance, tolerance * largest * largest);
        }
    }

    [Theory]
    [InlineData(2.0, 0.4)]
    [InlineData(3.0, 1.3)]
    [InlineData(1.5, 0.4)]
    public void Averaged_its_kernel_is_its_plain_function_with_its_derivative(double exponent, double sigma)
    {
        var averaged = new GaussianSmoothed { Of = new PowerLaw { Gain = 0.7, Exponent = exponent }, Sigma = sigma };
        double[] places = [.. Enumerable.Range(0, 64).Select(static k => -4 + (k * 0.1234))];
        var (value, slope) = (new double[64], new double[64]);
        averaged.Evaluate(places, value, slope);
        for (var k = 0; k < places.Length; k++)
        {
            var exact = averaged.Apply(new Dual<Real>(new Real(places[k]), new Real(1)));
            // Of a whole exponent closed forms twice over; else a table read by cubics (FormulaSmoothed).
            var tolerance = exponent == Math.Round(exponent) ? 1e-13 : 1e-7;
            Assert.Equal(exact.Primal.Value, value[k], tolerance * Math.Max(1, value[k]));
            Assert.Equal(exact.Tangent.Value, slope[k], 100 * tolerance * Math.Max(1, slope[k]));
        }
    }

    [Fact]
    public void The_first_power_is_the_rectifier()
    {
        double[] places = [.. Enumerable.Range(-8, 16).Select(static k => 0.37 * k)];
        var (law, relu) = (new PowerLaw { Exponent = 1 }, new Relu());
        Assert.Equal(At(relu).Value, At(law).Value);
        Assert.Equal(At(relu).Slope, At(law).Slope);

        (double[] Value, double[] Slope) At(Activation f)
        {
            var (value, slope) = (new double[16], new double[16]);
            f.Evaluate(places, value, slope);
            return (value, slope);
        }
    }

    [Fact]
    public void Far_above_0_no_digit_of_the_variance_is_lost_and_far_below_nothing_is_left()
    {
        var (mean, slope, variance) = (new double[3], new double[3], new double[3]);
        new PowerLaw().Moments([1e8, -1e8, -30], [1, 1, 1], mean, slope, variance);
        // Var (a + xi)^2 = 4 a^2 + 2.
        Assert.Equal(4e16 + 2, variance[0], 64.0);
        Assert.Equal([0.0, 0.0, 0.0], [mean[1], slope[1], variance[1]]);
        Assert.InRange(mean[2], 0, 1e-190);
        Assert.InRange(variance[2], 0, 1e-190);
    }

    [Theory]
    [InlineData("power", "did you mean 'power-law'?")]
    [InlineData("{kind: power-law, exponent: 0.5}", "network.activation.exponent: 0.5")]
    [InlineData("{kind: power-law, gain: 0}", "network.activation.gain: 0")]
    [InlineData("{kind: power-law, power: 2}", "unknown key 'power'")]
    public void What_is_none_is_refused(string yaml, string problem) =>
        Assert.Contains(problem, Assert.Throws<InputException>(() => Binder.Bind<Activation>(YamlTree.ParseValue(yaml, "x.yaml"), "network.activation")).Message, StringComparison.Ordinal);

    // E max(0, a + s xi)^n by Gauss and Legendre in t, a + s xi = t^4: then the root at 0 is none.
    private static double Moment(double n, double a, double s)
    {
        if (s == 0)
            return a > 0 ? Math.Pow(a, n) : 0;
        var (low, high) = (Math.Pow(Math.Max(0, a - (10 * s)), 0.25), Math.Pow(Math.Max(0, a + (10 * s)), 0.25));
        const int Pieces = 60;
        return Enumerable.Range(0, Pieces).Sum(k => MathNet.Numerics.Integration.GaussLegendreRule.Integrate(At, low + ((high - low) * k / Pieces), low + ((high - low) * (k + 1) / Pieces), 20));

        double At(double t) => 4 * t * t * t * Math.Pow(t, 4 * n) * Elementary.NormalDensity(((t * t * t * t) - a) / s) / s;
    }
}
