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
        var result = Run(new OperatingPoints { SilentLevels = [.5, 1] }, At(1) with { Setup = At(1).Setup with { Noise = [] } });
        Assert.Equal([.5, 1], result.Points.Where(static p => p.Moment == TrainingMoment.End).Select(static p => p.Sigma));
        Assert.Equal(Attenuation(1), result.At(TrainingMoment.End, .5)!.Attenuation, 1e-10);
        Assert.Equal(Attenuation(.5), result.At(TrainingMoment.End, 1)!.Attenuation, 1e-10);
        Assert.Null(result.Findings);
    }

    [Fact]
    public void The_level_is_that_of_noise_inside_whatever_the_placement_and_scale()
    {
        // Yang's scale: a step has sqrt(2/alpha) sigma, alpha = .1.
        var point = Run(new OperatingPoints(), At(1) with { Setup = At(1).Setup with { Noise = [new() { Placement = Placement.Outside, Sigma = [Sigma / Math.Sqrt(20)], Scale = NoiseScale.SqrtTwoOverAlpha }] } }).Points[^1];
        Assert.Equal(Attenuation(1), point.Attenuation, 1e-10);
    }

    [Theory]
    [InlineData(Placement.Inside)]
    [InlineData(Placement.Outside)]
    public void Units_are_looked_at_on_the_mean_path_of_their_own_noise(Placement placement)
    {
        // Inside, with w = .5, the state settles at m = F_s0(.5 m + b): in units of s0, q = m/2 + b. Outside it stays at 0, below the kink.
        const double B = -.4;
        var subject = At(B) with { Setup = At(B).Setup with { Noise = [new() { Placement = placement, Sigma = [Sigma] }] } };
        subject.Parameters["W_rec"][0] = .5;
        var m = 0.0;
        for (var k = 0; placement == Placement.Inside && k < 100; k++)
        {
            var q = (.5 * m) + B;
            m = (q * Cumulative(q)) + Density(q);
        }

        // The last of 100 steps: less than .95^99 = .006 of m = .28 is still to come.
        Assert.Equal((.5 * m) + B, Run(new OperatingPoints { Steps = 1 }, subject).Points[^1].Position, .002);
    }

    [Fact]
    public void A_gain_is_that_of_the_mean_path()
    {
        // One unit feeds itself with w = .5 and counts 1/(1 - .5 F'(a)), F' = Phi(q), where relu' would be 0; the other counts 1.
        const double B = -.4;
        var subject = At(B, units: 2);
        (subject.Parameters["W_rec"][0], subject.Parameters["W_out"][1], subject.Parameters["b_rec"][1]) = (.5, 1, Sigma);
        var q = B;
        for (var k = 0; k < 100; k++)
            q = (.5 * ((q * Cumulative(q)) + Density(q))) + B;
        var weight = Math.Pow(1 / (1 - (.5 * Cumulative(q))), 2);
        // At the last of 100 steps q is .002 off, and v changes by at most .5 of that.
        Assert.Equal(((weight * Attenuation(q)) + Attenuation(1)) / (weight + 1), Run(new OperatingPoints { Steps = 1 }, subject).Points[^1].WeightedAttenuation!.Value, .002);
    }

    [Fact]
    public void A_unit_without_a_finite_gain_does_not_weigh()
    {
        // relu outside its noise, on its linear branch with w = 1: an integrator.
        var subject = At(1) with { Setup = At(1).Setup with { Noise = [new() { Placement = Placement.Outside, Sigma = [Sigma] }] } };
        subject.Parameters["W_rec"][0] = 1;
        var point = Run(new OperatingPoints { Trials = 3, Steps = 2 }, subject).Points[^1];
        Assert.Equal((null, null, null, 6), (point.WeightedAttenuation, point.WeightedShift, point.Incentive, point.WithoutGain));
        Assert.InRange(point.Attenuation, .9, 1);
        Assert.DoesNotContain("V trained", new OperatingPointsResult { Points = [point, point] }.Findings!.Metrics.Select(static metric => metric.Name));
    }

    [Fact]
    public void All_that_passes_is_one_at_the_steepest_slope()
    {
        // A sigmoid's is 1/4: of small noise all passes at 0, and (f'(2) / f'(0))^2 at 2. Corrections are of order s^2 = 1e-6.
        const double Small = 1e-3;
        var (network, steep) = (new Ctrnn { Units = 1, Activation = new Sigmoid() }, 1 / (1 + Math.Exp(-2)));
        foreach (var (a, passes) in new[] { (0.0, 1.0), (2.0, Math.Pow(4 * steep * (1 - steep), 2)) })
        {
            var subject = At(0) with { Setup = At(0).Setup with { Network = network, Noise = [new() { Sigma = [Small] }] } };
            subject.Parameters["b_rec"][0] = a;
            Assert.Equal(passes, Run(new OperatingPoints(), subject).Points[^1].Attenuation, 1e-5);
        }
    }

    [Theory]
    [InlineData(-10, 0)]
    [InlineData(-5.9, 0)]
    [InlineData(5.9, OperatingPoint.Bins - 1)]
    [InlineData(10, OperatingPoint.Bins - 1)]
    public void The_outermost_bins_hold_all_beyond(double q, int bin) =>
        Assert.Equal(1, Run(new OperatingPoints(), At(q)).Points[^1].Histogram!.Value[bin]);

    [Fact]
    public void Noise_of_the_cognitive_suite_has_its_scale_without_training_noise_too()
    {
        var task = new CognitiveSuite { Tasks = ["fdgo", "delaygo", "dmsgo"] }.At(20);
        var network = new Ctrnn { Units = 9, Tau = [100] };
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = 20, Noise = [new() { Sigma = [0], Scale = NoiseScale.SqrtTwoOverAlpha }], Training = new() { Loss = new MeanSquaredError { Readout = Readout.Sigmoid } }, Seed = 3 }, network.Initialize(task.InputCount, task.OutputCount, 20, 3));
        var analysis = new OperatingPoints { Trials = 20, SilentLevels = [.05, 1] };
        var result = Run(analysis, subject);
        Assert.Equal(4, result.Points.Length);
        Assert.All(result.Points, static point => Assert.InRange(point.WeightedAttenuation!.Value, 0, 1));
        Assert.Equal(ResultJson.Write(result), ResultJson.Write(Run(analysis, subject, 3)));
        // alpha = .2: the same as noise of sqrt(10) times the level in a step.
        var perStep = subject with { Setup = subject.Setup with { Noise = [new() { Sigma = [0] }] } };
        Assert.Equal(result.Points[^1].Attenuation, Run(analysis with { SilentLevels = [Math.Sqrt(10)] }, perStep).Points[^1].Attenuation, 1e-12);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        var network = new Ctrnn { Units = 20, Activation = new Tanh() };
        var subject = At(0) with { Setup = At(0).Setup with { Network = network }, Parameters = network.Initialize(1, 1, .1, 2) };
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
        return new(new Setup { Task = new Regulator(), Network = network, Dt = .1, Noise = [new() { Sigma = [Sigma] }], Seed = 7 }, parameters);
    }

    private static OperatingPointsResult Run(OperatingPoints analysis, TrainedNetwork subject, int threads = 1) =>
        analysis.Run(subject, threads, cancellation: TestContext.Current.CancellationToken);
}
