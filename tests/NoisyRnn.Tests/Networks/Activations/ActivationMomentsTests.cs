using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>Mean, slope and variance of every activation under Gaussian noise on its argument, the level varying by element.</summary>
public sealed class ActivationMomentsTests
{
    // Of closed forms; the trapezoid rule is promised to 1e-9 and is far below it.
    private const double Closed = 1e-10, ByQuadrature = 1e-9;

    private static readonly double[] Levels = [0, 0.01, 0.1, 0.5, 1, 2.3, 4, 10];
    private static readonly double[] Arguments = [-45, -12, -8.3, -3, -1, -0.4, -1e-3, 0, 1e-7, 0.2, 0.7, 1.9, 5, 11, 300];

    public static TheoryData<string> Kinds() => [.. Catalogue.Leaves(typeof(Activation)).Select(static leaf => leaf.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void They_are_those_of_a_quadrature_of_another_kind(string kind)
    {
        var activation = ActivationTests.Make(kind);
        AssertMoments(activation, kind is "relu" or "leaky-relu" or "identity" ? Closed : ByQuadrature);
    }

    [Fact]
    public void The_mean_and_the_slope_of_gelu_have_a_closed_form()
    {
        var gelu = new Gelu();
        foreach (var (a, s) in Pairs())
        {
            var (expected, actual) = (Reference(gelu, a, s), Of(gelu, a, s));
            Assert.Equal(expected.Mean, actual.Mean, Closed * Math.Max(1, Math.Abs(a) + s));
            Assert.Equal(expected.Slope, actual.Slope, Closed);
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void A_leaky_rectifier_has_them_at_any_leak(double leak) => AssertMoments(new LeakyRelu { Slope = leak }, Closed);

    [Theory]
    [InlineData("relu", 0.05)]
    [InlineData("relu", 1.5)]
    [InlineData("leaky-relu", 0.3)]
    [InlineData("tanh", 0.7)]
    [InlineData("gelu", 2.0)]
    public void A_smoothed_activation_has_the_mean_of_both_noises_and_the_variance_of_one(string kind, double smoothing) =>
        AssertMoments(new GaussianSmoothed { Of = ActivationTests.Make(kind), Sigma = smoothing }, ByQuadrature);

    [Fact]
    public void Smoothed_twice_is_smoothed_once_with_the_variances_added()
    {
        var twice = new GaussianSmoothed { Of = new GaussianSmoothed { Of = new Relu(), Sigma = 0.6 }, Sigma = 0.8 };
        foreach (var (a, s) in Pairs())
            Assert.Equal(Of(new GaussianSmoothed { Of = new Relu(), Sigma = 1 }, a, s), Of(twice, a, s));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_noise_they_are_the_function_its_slope_and_zero(string kind)
    {
        var activation = ActivationTests.Make(kind);
        var (value, slope) = (new double[16], new double[16]);
        foreach (var a in Arguments)
        {
            activation.Evaluate([.. Enumerable.Repeat(a, 16)], value, slope);
            var (mean, meanSlope, variance) = Of(activation, a, 0);
            // A smoothed activation's are of its closed form twice over: by lanes and by moments, an ulp apart.
            Assert.Equal(value[0], mean, 1e-14 * Math.Max(1, Math.Max(Math.Abs(a), value[0])));
            Assert.Equal(slope[0], meanSlope, 1e-14 * Math.Max(1, slope[0]));
            Assert.Equal(0, variance);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_slope_is_the_derivative_of_the_mean(string kind)
    {
        var activation = ActivationTests.Make(kind);
        foreach (var (a, s) in Pairs().Where(static p => p.S >= 0.1))
        {
            // Central differences: the third derivative of the mean is at most its slope (or 1) over s^2, and rounding |mean| u / h.
            var h = 1e-4 * s;
            var (above, below) = (Of(activation, a + h, s).Mean, Of(activation, a - h, s).Mean);
            var slope = Of(activation, a, s).Slope;
            Assert.Equal((above - below) / (2 * h), slope, (1e-8 * Math.Max(1, slope)) + (4e-16 * Math.Max(1, Math.Max(Math.Abs(a), Math.Abs(above))) / h));
        }
    }

    [Fact]
    public void The_variance_of_a_rectifier_goes_from_nothing_to_all_of_the_noise()
    {
        const double S = 3;
        var relu = new Relu();
        // E f^2 < s^2 phi(q) / |q|^3 far below the kink: nothing, whatever cancels.
        foreach (var q in new[] { -6.0, -8, -9, -20, -38, -50, -1e6, -1e200 })
            Assert.InRange(Of(relu, q * S, S).Variance / (S * S), 0, Math.Exp(-0.5 * q * q) + 1e-16);
        // Far above it the mean's square is as large as you like, and no digit of the variance is lost.
        foreach (var q in new[] { 9.0, 50, 1e8, 1e200 })
            Assert.Equal((q * S, 1, S * S), Of(relu, q * S, S));
        // At the kink: s^2 (1/2 - 1/(2 pi)).
        Assert.Equal(S * S * (0.5 - (0.5 / Math.PI)), Of(relu, 0, S).Variance, 1e-14);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_noise_of_any_kind_leaves_a_variance_between_nothing_and_the_steepest_slope(string kind)
    {
        var activation = ActivationTests.Make(kind);
        var steepest = Enumerable.Range(-8000, 16001).Max(k => Math.Abs(activation.Apply(new Dual<Real>(new Real(k * 0.005), new Real(1))).Tangent.Value));
        Check.QuickThrowOnFailure(Prop.ForAll(Elements(), element =>
        {
            var (_, _, variance) = Of(activation, element.A, element.S);
            // The steepest slope lies within .0025 of one of the points: 4e-6 of it at most.
            return variance >= 0 && variance <= element.S * element.S * steepest * steepest * (1 + 1e-5);
        }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_mean_of_a_rising_function_rises(string kind)
    {
        // GELU falls below -.75.
        if (kind == "gelu")
            return;
        var activation = ActivationTests.Make(kind);
        Check.QuickThrowOnFailure(Prop.ForAll(Elements(), Gen.Choose(0, 1000).ToArbitrary(), (element, rise) =>
        {
            var (low, high) = (Of(activation, element.A, element.S), Of(activation, element.A + (rise / 100.0), element.S));
            // Roundings of the sums: 181 or more terms of the size of the mean.
            return low.Slope >= 0 && high.Mean >= low.Mean - (1e-13 * Math.Max(1, Math.Abs(low.Mean)));
        }));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_element_does_not_know_its_neighbours(string kind)
    {
        var activation = ActivationTests.Make(kind);
        var pairs = Pairs();
        // 120 elements, and any part of them: no multiple of 16.
        foreach (var count in new[] { 1, 15, 17, pairs.Length })
        {
            var (mean, slope, variance) = (new double[count], new double[count], new double[count]);
            activation.Moments([.. pairs[..count].Select(static p => p.A)], [.. pairs[..count].Select(static p => p.S)], mean, slope, variance);
            for (var k = 0; k < count; k++)
                Assert.Equal(Of(activation, pairs[k].A, pairs[k].S), (mean[k], slope[k], variance[k]));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_diverged_argument_stays_visible(string kind)
    {
        Assert.True(double.IsNaN(Of(ActivationTests.Make(kind), double.NaN, 0.3).Mean));
        Assert.True(double.IsNaN(Of(ActivationTests.Make(kind), double.NaN, 0).Mean));
        Assert.True(double.IsNaN(Of(ActivationTests.Make(kind), 0.5, double.NaN).Mean) || kind == "identity");
    }

    private static void AssertMoments(Activation activation, double tolerance)
    {
        foreach (var (a, s) in Pairs())
        {
            var (expected, actual) = (Reference(activation, a, s), Of(activation, a, s));
            var (place, steep) = ($"a = {a}, s = {s}", Math.Max(1, Math.Abs(expected.Slope)));
            Assert.True(Math.Abs(expected.Mean - actual.Mean) <= tolerance * steep * Math.Max(1, Math.Abs(a) + s), $"mean {actual.Mean}, not {expected.Mean}, {place}");
            Assert.True(Math.Abs(expected.Slope - actual.Slope) <= tolerance * steep, $"slope {actual.Slope}, not {expected.Slope}, {place}");
            Assert.True(Math.Abs(expected.Variance - actual.Variance) <= tolerance * Math.Max(s * s, expected.Variance), $"variance {actual.Variance}, not {expected.Variance}, {place}");
        }
    }

    internal static (double A, double S)[] Pairs() => [.. Arguments.SelectMany(static a => Levels.Select(s => (a, s)))];

    private static Arbitrary<(double A, double S)> Elements() =>
        Gen.Choose(-1500, 1500).SelectMany(static a => Gen.Choose(0, 1000).Select(s => (a / 100.0, s * s / 1e5))).ToArbitrary();

    internal static (double Mean, double Slope, double Variance) Of(Activation activation, double a, double s)
    {
        var (mean, slope, variance) = (new double[1], new double[1], new double[1]);
        activation.Moments([a], [s], mean, slope, variance);
        return (mean[0], slope[0], variance[0]);
    }

    // Gauss-Legendre on pieces that meet at the kink and are short against both the noise and the function's bends.
    private static (double Mean, double Slope, double Variance) Reference(Activation activation, double a, double s)
    {
        if (s == 0)
        {
            var exact = activation.Apply(new Dual<Real>(new Real(a), new Real(1)));
            return (exact.Primal.Value, exact.Tangent.Value, 0);
        }

        var bend = activation is GaussianSmoothed { Of.Kink: not null } smoothed ? Math.Min(1, smoothed.Sigma) : 1;
        var length = Math.Min(0.5, bend / s);
        var edges = Enumerable.Range(0, (int)Math.Ceiling(20 / length) + 1).Select(k => -10 + (k * length)).Append(-a / s)
            .Where(static x => Math.Abs(x) <= 10).Append(10).Order().ToArray();
        var (nodes, weights, values, slopes) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        // Half of the 16 nodes and weights on [-1, 1]; the other half is their mirror image.
        (double X, double W)[] rule =
        [
            (0.0950125098376374, 0.1894506104550685), (0.2816035507792589, 0.1826034150449236), (0.4580167776572274, 0.1691565193950025),
            (0.6178762444026438, 0.1495959888165767), (0.7554044083550030, 0.1246289712555339), (0.8656312023878318, 0.0951585116824928),
            (0.9445750230732326, 0.0622535239386479), (0.9894009349916499, 0.0271524594117541),
        ];
        for (var k = 0; k + 1 < edges.Length; k++)
        {
            var (centre, half) = ((edges[k] + edges[k + 1]) / 2, (edges[k + 1] - edges[k]) / 2);
            foreach (var (x, w) in rule.SelectMany(static r => new[] { r, (-r.X, r.W) }))
            {
                nodes.Add(centre + (half * x));
                weights.Add(half * w * Math.Exp(-0.5 * nodes[^1] * nodes[^1]) / Math.Sqrt(2 * Math.PI));
            }
        }

        foreach (var x in nodes)
        {
            var at = activation is GaussianSmoothed ? ByKernel(a + (s * x)) : Plain(a + (s * x));
            values.Add(at.Value);
            slopes.Add(at.Slope);
        }

        // About f(a), so that the mean's square costs no digits.
        var start = Plain(a).Value;
        var (mean, slope, square) = (0.0, 0.0, 0.0);
        for (var k = 0; k < nodes.Count; k++)
        {
            mean += weights[k] * (values[k] - start);
            slope += weights[k] * slopes[k];
            square += weights[k] * (values[k] - start) * (values[k] - start);
        }

        return (start + mean, slope, square - (mean * mean));

        (double Value, double Slope) Plain(double x)
        {
            var exact = activation.Apply(new Dual<Real>(new Real(x), new Real(1)));
            return (exact.Primal.Value, exact.Tangent.Value);
        }

        // A table by Hermite interpolation where there is no closed form: as exact as the test, and quick.
        (double Value, double Slope) ByKernel(double x)
        {
            var (value, derivative) = (new double[16], new double[16]);
            activation.Evaluate([.. Enumerable.Repeat(x, 16)], value, derivative);
            return (value[0], derivative[0]);
        }
    }
}
