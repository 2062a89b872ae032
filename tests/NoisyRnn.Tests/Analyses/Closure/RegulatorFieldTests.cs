using NoisyRnn.Analyses;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The mean field of one ReLU unit against closed forms, quadrature, and a long simulation of the unit.</summary>
public sealed class RegulatorFieldTests
{
    private const double Step = 0.1, Gain = Step / (2 - Step);
    private static readonly Regulator Variable = new();
    private static readonly Regulator Constant = new() { Low = 0.5, High = 0.5 };

    // What a mean over 400 midpoints leaves of a quadratic of slope 1: 1/(12 400^2).
    private const double Midpoints = 1e-6;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_noise_the_best_unit_copies_its_set_point(bool isOutside)
    {
        var field = new RegulatorField(Variable, Step, isOutside);
        var (w, b) = field.Minimise(0);
        Assert.Equal(1, w, 1e-3);
        Assert.True(b > -1e-3, $"b = {b}: set-points near 0 would be cut off");
        // (w-1)^2/12 at worst.
        Assert.InRange(field.Loss(w, b, field.BestOffset(w, b, 0), 0), 0, 1e-7);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(2)]
    public void With_noise_outside_the_unit_copies_too_and_what_remains_is_its_variance(double sigma)
    {
        var field = new RegulatorField(Variable, Step, isOutside: true);
        var (w, b) = field.Minimise(sigma);
        Assert.Equal(1, w, 1e-3);
        Assert.True(b > -1e-3, $"b = {b}");
        Assert.Equal(Gain * sigma * sigma, field.Loss(w, b, field.BestOffset(w, b, sigma), sigma), 1e-7);
        // No shift: silence is best.
        Assert.Equal(0, field.PreferredSigma(w, b, field.BestOffset(w, b, sigma), 2 * sigma));
    }

    [Fact]
    public void Far_above_the_kink_noise_inside_is_noise_outside()
    {
        // q >= 10: E (w r + b + c - r)^2 + k s^2, with E r = 1/2 and Var r = 1/12.
        const double W = 0.7, B = 3, C = -2.9, Sigma = 0.3;
        var mean = ((W - 1) / 2) + B + C;
        var expected = (mean * mean) + ((W - 1) * (W - 1) / 12) + (Gain * Sigma * Sigma);
        Assert.Equal(expected, new RegulatorField(Variable, Step, isOutside: false).Loss(W, B, C, Sigma), Midpoints);
        Assert.Equal(expected, new RegulatorField(Variable, Step, isOutside: true).Loss(W, B, C, Sigma), Midpoints);
    }

    [Theory]
    [InlineData(-3.0)]
    [InlineData(-0.5)]
    [InlineData(0.0)]
    [InlineData(1.7)]
    public void Mean_and_variance_are_those_of_a_rectified_normal(double q)
    {
        const double Sigma = 0.4, C = 0.2;
        double mean = 0, square = 0;
        // Midpoints in xi over [-9, 9]; one kink, so the error is below h^2/8 of its slope's jump.
        const double H = 1e-4;
        for (var k = 0; k < 180_000; k++)
        {
            var xi = -9 + ((k + 0.5) * H);
            var p = H * Math.Exp(-xi * xi / 2) / Math.Sqrt(2 * Math.PI);
            var h = Math.Max(0, Sigma * (q + xi));
            (mean, square) = (mean + (p * h), square + (p * h * h));
        }

        var bias = mean + C - 0.5;
        Assert.Equal(
            (bias * bias) + (Gain * (square - (mean * mean))),
            new RegulatorField(Constant, Step, isOutside: false).Loss(0, q * Sigma, C, Sigma), H * H);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.1)]
    [InlineData(0.6)]
    public void At_the_kink_the_best_test_noise_is_c2_over_c2_plus_k(double step)
    {
        // q = 0, the offset calibrated to s0: L(s) = (s - s0)^2/(2 pi) + k s^2 (1/2 - 1/(2 pi)).
        const double Sigma = 0.3;
        var field = new RegulatorField(Constant, step, isOutside: false);
        var c2 = 1 / (2 * Math.PI);
        var k = step / (2 - step) * (0.5 - c2);
        var offset = field.BestOffset(0, 0, Sigma);
        Assert.Equal(0.5 - (Sigma * Math.Sqrt(c2)), offset, 1e-12);
        // The levels searched lie 2 s0/400 apart.
        Assert.Equal(c2 / (c2 + k), field.PreferredSigma(0, 0, offset, 2 * Sigma) / Sigma, 0.0025 + 1e-9);
        Assert.Equal(Sigma * Sigma * k, field.Loss(0, 0, offset, Sigma), 1e-12);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void With_noise_inside_the_optimum_is_no_worse_than_any_other_unit(double sigma)
    {
        var field = new RegulatorField(Variable, Step, isOutside: false);
        var (w, b) = field.Minimise(sigma);
        var best = field.Loss(w, b, field.BestOffset(w, b, sigma), sigma);
        for (var i = 0; i <= 30; i++)
        {
            for (var j = -30; j <= 30; j++)
            {
                var (other, bias) = (i * 0.1, j * 0.1 * sigma);
                Assert.True(best <= field.Loss(other, bias, field.BestOffset(other, bias, sigma), sigma) + 1e-9, $"w = {other}, b = {bias}");
            }
        }

        // Attenuation pays: less than noise that passes in full.
        Assert.True(best < Gain * sigma * sigma);
    }

    [Theory]
    [InlineData(-0.2, false)]
    [InlineData(0.0, false)]
    [InlineData(0.4, false)]
    [InlineData(0.4, true)]
    public void A_long_simulation_of_the_unit_has_the_loss_of_the_field(double bias, bool isOutside)
    {
        const double Sigma = 0.3, Offset = 0.1, Target = 0.5;
        const int Batches = 100, Length = 4000;
        var random = new Random(20260104);
        var h = Math.Max(0, bias);
        var losses = new double[Batches];
        // One batch more at the start: what it leaves of the first state is (1-g)^4000.
        for (var batch = -1; batch < Batches; batch++)
        {
            var sum = 0.0;
            for (var t = 0; t < Length; t++)
            {
                var xi = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                h = ((1 - Step) * h) + (Step * (isOutside ? Math.Max(0, bias) + (Sigma * xi) : Math.Max(0, bias + (Sigma * xi))));
                sum += (h + Offset - Target) * (h + Offset - Target);
            }

            if (batch >= 0)
                losses[batch] = sum / Length;
        }

        // Batches are some 200 correlation times long: independent, so their spread gives the error of the mean.
        var mean = losses.Average();
        var error = Math.Sqrt(losses.Sum(loss => (loss - mean) * (loss - mean)) / (Batches - 1) / Batches);
        var expected = new RegulatorField(Constant, Step, isOutside).Loss(0, bias, Offset, Sigma);
        Assert.InRange(mean, expected - (4 * error), expected + (4 * error));
        Assert.True(error < 0.02 * expected, "the simulation is too short to tell");
    }
}
