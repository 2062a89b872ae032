using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Where units operate: one ReLU unit at a known pre-activation, against the closed form of its attenuation.</summary>
public sealed class OperatingPointsTests
{
    private const double Sigma = .5;

    [Theory]
    [InlineData(-2)]
    [InlineData(0)]
    [InlineData(.8)]
    public void A_single_unit_is_where_its_bias_puts_it(double q)
    {
        var point = Run(new OperatingPoints(), At(q)).At(TrainingMoment.End, Sigma)!;
        Assert.Equal(q, point.Position, 1e-12);
        Assert.Equal(Attenuation(q), point.Attenuation, 1e-10);
        Assert.Equal(Attenuation(q), point.WeightedAttenuation!.Value, 1e-10);
        Assert.Equal(Density(q) - (Math.Abs(q) * Cumulative(-Math.Abs(q))), point.Shift, 1e-10);
        Assert.Equal(point.Shift, point.WeightedShift!.Value, 1e-10);
        // The difference quotient of the analysis has a step of 1e-3, this one 1e-4: errors of 1e-7.
        Assert.Equal((Attenuation(q + 1e-4) - Attenuation(q - 1e-4)) / 2e-4, point.Incentive!.Value, 1e-6);
        Assert.Equal((null, Sigma, 0), (point.Iteration, point.Sigma, point.WithoutGain));
        // All in one bin.
        Assert.Equal(1, point.Histogram!.Value[(int)((q + 6) * 4)]);
        Assert.Equal(1, point.Histogram.Value.Sum());
    }

    [Fact]
    public void Units_count_by_their_gain_on_the_output()
    {
        // Two units without recurrence, gains 1 and 3.
        var subject = At(0, units: 2);
        (subject.Parameters["b_rec"][1], subject.Parameters["W_out"][1]) = (Sigma, 3);
        var point = Run(new OperatingPoints(), subject).Points[^1];
        Assert.Equal((Attenuation(0) + (9 * Attenuation(1))) / 10, point.WeightedAttenuation!.Value, 1e-10);
        Assert.Equal((Attenuation(0) + Attenuation(1)) / 2, point.Attenuation, 1e-10);
    }

    [Fact]
    public void Training_is_followed_from_the_initial_parameters()
    {
        var subject = At(1);
        var between = At(-1).Parameters;
        var result = Run(new OperatingPoints { Every = 10 }, subject with { History = [new(10, between), new(20, subject.Parameters)] });
        Assert.Equal([TrainingMoment.Start, TrainingMoment.OnTheWay, TrainingMoment.OnTheWay, TrainingMoment.End], result.Points.Select(static p => p.Moment));
        Assert.Equal([0, 10, 20, null], result.Points.Select(static p => p.Iteration));
        Assert.Equal([-1.0, 1, 1], result.Points.Skip(1).Select(static p => Math.Round(p.Position, 12)));
        var start = subject with { Parameters = subject.Network.Initialize(1, 1, subject.Dt, subject.Seed) };
        Assert.Equal(Run(new OperatingPoints(), start).Points[^1].Attenuation, result.Points[0].Attenuation);
        Assert.Equal(result.Points[^1].WeightedAttenuation - result.Points[0].WeightedAttenuation, result.ChangeAt(Sigma));
        Assert.Null(result.ChangeAt(2 * Sigma));
    }

    [Fact]
    public void Without_training_noise_a_network_is_judged_at_the_levels_of_the_others()
    {
        var result = Run(new OperatingPoints { SilentLevels = [.5, 1] }, At(1) with { Noise = [] });
        Assert.Equal([.5, 1], result.Points.Where(static p => p.Moment == TrainingMoment.End).Select(static p => p.Sigma));
        Assert.Equal(Attenuation(1), result.At(TrainingMoment.End, .5)!.Attenuation, 1e-10);
        Assert.Equal(Attenuation(.5), result.At(TrainingMoment.End, 1)!.Attenuation, 1e-10);
        Assert.Null(result.Findings);
    }

    [Fact]
    public void The_level_is_that_of_noise_inside_whatever_the_placement_and_scale()
    {
        // Yang's scale: a step has sqrt(2/alpha) sigma, alpha = .1.
        var point = Run(new OperatingPoints(), At(1) with { Noise = [new() { Placement = Placement.Outside, Sigma = [Sigma / Math.Sqrt(20)], Scale = NoiseScale.SqrtTwoOverAlpha }] }).Points[^1];
        Assert.Equal(Attenuation(1), point.Attenuation, 1e-10);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        var network = new Ctrnn { Units = 20, Activation = new Tanh() };
        var subject = At(0) with { Network = network, Parameters = network.Initialize(1, 1, .1, 2) };
        var analysis = new OperatingPoints { Trials = 70 };
        Assert.Equal(ResultJson.Write(Run(analysis, subject, 1)), ResultJson.Write(Run(analysis, subject, 3)));
    }

    private static double Density(double q) => Math.Exp(-q * q / 2) / Math.Sqrt(2 * Math.PI);

    private static double Cumulative(double q) => .5 * MathNet.Numerics.SpecialFunctions.Erfc(-q / Math.Sqrt(2));

    // v(q) of spec 1, section 3.
    private static double Attenuation(double q)
    {
        var mean = (q * Cumulative(q)) + Density(q);
        return (((q * q) + 1) * Cumulative(q)) + (q * Density(q)) - (mean * mean);
    }

    private static TrainedNetwork At(double q, int units = 1)
    {
        var network = new Ctrnn { Units = units };
        var parameters = new Parameters(network.Layout(1, 1));
        parameters["b_rec"][0] = q * Sigma;
        parameters["W_out"][0] = 1;
        return new(network, parameters, new Regulator(), new MeanSquaredError(), [new() { Sigma = [Sigma] }], .1, 7);
    }

    private static OperatingPointsResult Run(OperatingPoints analysis, TrainedNetwork subject, int threads = 1) =>
        analysis.Run(subject, threads, cancellation: TestContext.Current.CancellationToken);
}
