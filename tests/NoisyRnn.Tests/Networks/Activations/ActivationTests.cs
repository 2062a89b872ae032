using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>Every activation of the catalogue, and the smoothed forms of each.</summary>
public class ActivationTests
{
    // -12 to 12 in steps that are no multiples of the table's spacing, and the neighbourhood of 0.
    private static readonly double[] Points =
        [.. Enumerable.Range(0, 480).Select(k => -12 + (k * 0.0501234)), .. new[] { -1e-3, -1e-9, 0, 1e-9, 1e-3, 40, -40, 300, -300, 5, -5, 2, -2, 1, -1, 0.5 }];

    public static TheoryData<string> Kinds() => [.. Catalogue.Leaves(typeof(Activation)).Select(static leaf => leaf.Name)];

    public static TheoryData<string, double> Smoothings()
    {
        var data = new TheoryData<string, double>();
        foreach (var kind in Catalogue.Leaves(typeof(Activation)).Select(static leaf => leaf.Name).Where(static name => name != "gaussian-smoothed"))
        {
            foreach (var sigma in new[] { 0.03, 0.3, 1, 4, 10 })
                data.Add(kind, sigma);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_kernel_is_the_plain_function_with_its_derivative(string kind)
    {
        var activation = Make(kind);
        var (value, slope) = Evaluate(activation, Points);
        for (var k = 0; k < Points.Length; k++)
        {
            var exact = activation.Apply(new Dual<Real>(new Real(Points[k]), new Real(1)));
            // Two implementations of exp, tanh and Phi, each good to a few units in the last place; where f grows faster than its argument, of f.
            Assert.Equal(exact.Primal.Value, value[k], 4e-15 * Math.Max(1, Math.Max(Math.Abs(Points[k]), Math.Abs(value[k]))));
            if (activation.Kink is not { } kink || Points[k] != kink)
                Assert.Equal(exact.Tangent.Value, slope[k], 1e-14 * Math.Max(1, Math.Abs(slope[k])));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void In_float_it_is_the_same_to_float_precision(string kind)
    {
        var activation = Make(kind);
        var (value, slope) = Evaluate(activation, Points);
        var (floatValue, floatSlope) = (new float[Points.Length], new float[Points.Length]);
        activation.Evaluate([.. Points.Select(static p => (float)p)], floatValue, floatSlope);
        for (var k = 0; k < Points.Length; k++)
        {
            // The argument itself is rounded: 2^-24 |a|, times the slope.
            var steep = Math.Max(1, Math.Abs(slope[k]));
            Assert.Equal(value[k], floatValue[k], 4e-7 * steep * Math.Max(1, Math.Abs(Points[k])));
            Assert.Equal(slope[k], floatSlope[k], 4e-6 * steep);
        }
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("softplus")]
    [InlineData("identity")]
    public void Second_and_third_derivative_are_those_of_the_plain_function(string kind)
    {
        var activation = Make(kind);
        Assert.True(activation.HasCurvature);
        var (value, slope) = Evaluate(activation, Points);
        var (second, third, none, one) = (new double[Points.Length], new double[Points.Length], new Real(0), new Real(1));
        activation.Curvature<double>(value, slope, second, third);
        for (var k = 0; k < Points.Length; k++)
        {
            // One direction three times over: the coefficient of all three is the third derivative.
            var x = new Dual<Dual<Dual<Real>>>(new(new(new(Points[k]), one), new(one, none)), new(new(one, none), new(none, none)));
            var exact = activation.Apply(x);
            Assert.Equal(exact.Tangent.Tangent.Primal.Value, second[k], 2e-14);
            Assert.Equal(exact.Tangent.Tangent.Tangent.Value, third[k], 1e-13);
        }
    }

    [Fact]
    public void A_kink_has_no_curvature()
    {
        Assert.All(Kinds().Select(static row => Make(row.Data)).Where(static f => f.HasCurvature), static f => Assert.Null(f.Kink));
        Assert.Throws<NotSupportedException>(static () => new Relu().Curvature<double>(new double[16], new double[16], new double[16], new double[16]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_diverged_state_stays_visible(string kind)
    {
        var (value, _) = Evaluate(Make(kind), [.. Enumerable.Repeat(double.NaN, 16)]);
        Assert.All(value, static v => Assert.True(double.IsNaN(v)));
    }

    [Theory]
    [MemberData(nameof(Smoothings))]
    public void Smoothed_is_the_mean_over_the_noise(string kind, double sigma)
    {
        var of = Make(kind);
        var smoothed = new GaussianSmoothed { Of = of, Sigma = sigma };
        var (value, slope) = Evaluate(smoothed, Points);
        for (var k = 0; k < Points.Length; k += 7)
        {
            var (mean, meanSlope) = Quadrature(of, Points[k], sigma);
            // Closed forms are exact to rounding, of arguments times slopes; the table of the others adds h^4/384 max|f''''| < 1e-11.
            var steep = Math.Max(1, Math.Abs(meanSlope));
            Assert.Equal(mean, value[k], 1e-10 * steep * Math.Max(1, Math.Abs(Points[k]) + sigma));
            Assert.Equal(meanSlope, slope[k], 1e-8 * steep);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_shift_of_relu_is_that_of_the_theory(double sigma)
    {
        var (value, _) = Evaluate(new GaussianSmoothed { Of = new Relu(), Sigma = sigma }, Points);
        for (var k = 0; k < Points.Length; k++)
        {
            // F - relu(a) = s [phi(q) - |q| Phi(-|q|)], q = a/s.
            var q = Math.Abs(Points[k] / sigma);
            var shift = sigma * (Elementary.NormalDensity(q) - (q * Elementary.NormalCumulative(-q)));
            Assert.Equal(Math.Max(0, Points[k]) + shift, value[k], 1e-13 * Math.Max(1, Math.Abs(Points[k])));
        }
    }

    [Fact]
    public void Smoothing_by_nothing_changes_nothing()
    {
        foreach (var leaf in Catalogue.Leaves(typeof(Activation)))
        {
            var of = Make(leaf.Name);
            Assert.Equal(Evaluate(of, Points).Value, Evaluate(new GaussianSmoothed { Of = of, Sigma = 0 }, Points).Value);
        }
    }

    [Fact]
    public void Two_smoothings_are_one_with_the_variances_added()
    {
        var twice = new GaussianSmoothed { Of = new GaussianSmoothed { Of = new NoisyRnn.Networks.Tanh(), Sigma = 0.6 }, Sigma = 0.8 };
        var once = new GaussianSmoothed { Of = new NoisyRnn.Networks.Tanh(), Sigma = 1 };
        var (a, b) = (Evaluate(twice, Points).Value, Evaluate(once, Points).Value);
        for (var k = 0; k < Points.Length; k++)
            Assert.Equal(b[k], a[k], 1e-14);
    }

    internal static Activation Make(string kind) =>
        (Activation)Activator.CreateInstance(Catalogue.Leaves(typeof(Activation)).First(leaf => leaf.Name == kind).Type)!;

    private static (double[] Value, double[] Slope) Evaluate(Activation activation, double[] points)
    {
        var (value, slope) = (new double[points.Length], new double[points.Length]);
        activation.Evaluate(points, value, slope);
        return (value, slope);
    }

    // Gauss-Legendre on short pieces that meet at the kink: independent of closed forms and of the trapezoid rule.
    private static (double Mean, double Slope) Quadrature(Activation of, double a, double sigma)
    {
        var edges = Enumerable.Range(-40, 81).Select(static k => k * 0.25).Append(-a / sigma).Where(static x => Math.Abs(x) <= 10).Order().ToArray();
        double mean = 0, slope = 0;
        for (var k = 0; k + 1 < edges.Length; k++)
        {
            // Smooth functions of a + s xi vary over 1/s in xi: pieces get shorter with s.
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

        static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);
    }
}
