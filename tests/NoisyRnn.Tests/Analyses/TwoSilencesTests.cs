using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>
/// Of noise with a mean of its own, silence is told twice: with the noise off, and with its mean in its place, which is the network without noise whose
/// biases hold that mean.
/// </summary>
public sealed class TwoSilencesTests
{
    private const double Sigma = 0.8;

    private static readonly Lyapunov Exponents = new() { Trials = 2, Exponents = 2, Hold = 0 };

    private static readonly FixedPointsAnalysis Standing = new() { Levels = [0, 1], Starts = 4, Inputs = 2 };

    private static readonly Stability Bounds = new() { Trials = 2, Hold = 0 };

    private static readonly TrainingStability OnTheWay = new() { Trials = 2, RadiusSteps = 2, Batches = 1, Batch = 4 };

    private static readonly Hessian Curvature = new() { Trials = 4, Steps = 4, TraceProbes = 2, DensityProbes = 1, DensitySteps = 2 };

    private static readonly Robustness Perturbed = new() { Trials = 8, PerturbedTrials = 8, AdversarialTrials = 8, Draws = 2, Perturbations = [new WhitePerturbation { Strengths = [0.1] }] };

    [Fact]
    public void The_second_is_the_network_whose_biases_hold_the_mean()
    {
        var subject = Subject([new() { Kind = NoiseKind.UnitUniform, Sigma = [Sigma] }]);
        var biased = Subject([]);
        foreach (ref var bias in biased.Parameters["b_rec"])
            bias += Sigma / 2;
        Close(Found(Exponents, biased).Levels[0].Exponents, Found(Exponents, subject).MeanMatched!.Exponents, 1e-9);
        Close(Found(Exponents, Subject([])).Levels[0].Exponents, Found(Exponents, subject).Levels[0].Exponents, 0);
        Assert.Equal(Found(Curvature, biased).Loss, Found(Curvature, subject).MeanMatched!.Loss, 1e-12);
        // On the input too: analyses that perturb inputs have no second silence there.
        var onInput = Subject([new() { Kind = NoiseKind.UnitUniform, Placement = Placement.Input, Sigma = [Sigma] }]);
        Assert.NotEqual(Found(Curvature, onInput).Loss, Found(Curvature, onInput).MeanMatched!.Loss, 1e-6);
        Assert.Null(Found(Perturbed, onInput).MeanMatched);
        Assert.Equal(Found(Bounds, biased).Levels[0].Exponent!.Value, Found(Bounds, subject).MeanMatched!.Exponent!.Value, 1e-9);
        Assert.Null(Found(Bounds, subject).MeanMatched!.PathSlope);
        Assert.Equal(Found(OnTheWay, biased).Looks[^1].Exponent!.Value, Found(OnTheWay, subject).Looks[^1].MeanMatchedExponent!.Value, 1e-9);
        // In float, and the mean is added elsewhere.
        Assert.Equal(1, Found(Perturbed, subject).MeanMatched!.CleanLoss / Found(Perturbed, biased).CleanLoss, 1e-4);
        Assert.NotEqual(Found(Perturbed, subject).CleanLoss, Found(Perturbed, subject).MeanMatched!.CleanLoss);
    }

    [Theory]
    [InlineData(Placement.Inside)]
    [InlineData(Placement.Outside)]
    [InlineData(Placement.State)]
    [InlineData(Placement.Feedback)]
    [InlineData(Placement.Input)]
    [InlineData(Placement.Readout)]
    public void The_fixed_points_of_the_second_stand_where_the_network_stands_under_that_mean(Placement placement)
    {
        var subject = Subject([new() { Kind = NoiseKind.UnitUniform, Placement = placement, Sigma = [0.3] }]);
        var found = Found(Standing, subject);
        // From other starts: the noise makes the states that are visited.
        Close(SilentReadouts(Found(Standing, Subject([]))), SilentReadouts(found), 1e-9);
        var end = Ends(subject, NoiseSweep.MeanMatched(subject.Noise, 0.3, 0));
        foreach (var input in found.MeanMatched!.Inputs)
        {
            var point = Assert.Single(input.Levels[0].Points);
            Assert.Equal(FixedPointStability.Stable, point.Stability);
            Assert.Equal(end[input.Trial], point.Readout[0], 1e-6);
            Assert.NotEqual(Ends(subject, [])[input.Trial], point.Readout[0], 1e-3);
        }

        Assert.Contains("fixed points, silent, mean matched", found.Findings.Metrics.Select(static metric => metric.Name));

        static ImmutableArray<double> SilentReadouts(FixedPointResult result) => [.. result.Inputs.Select(static input => input.Levels[0].Points[0].Readout[0])];

        // The input is held for as long as the slowest direction needs.
        static double[] Ends(TrainedNetwork subject, ImmutableArray<NoiseSource> noise)
        {
            var draws = new NoisePortraitDraws(subject, 8, 4, 600);
            return [.. draws.Run(noise, (0, 0), 1, TestContext.Current.CancellationToken).Outputs.Select(static outputs => outputs[0])];
        }
    }

    [Fact]
    public void Where_there_is_a_step_averaged_over_noise_the_mean_beside_it_stands_in_both()
    {
        // Gaussian inside, and a mean outside: at s0 both silences lead to one averaged step, in which the mean is.
        var subject = Subject([new() { Sigma = [0.5] }, new() { Kind = NoiseKind.UnitUniform, Placement = Placement.Outside, Sigma = [0.5] }]);
        var found = Found(Standing, subject);
        foreach (var (off, kept) in found.Inputs.Zip(found.MeanMatched!.Inputs))
        {
            Assert.Equal(off.At(1)!.Points[0].Readout[0], kept.At(1)!.Points[0].Readout[0], 1e-9);
            Assert.NotEqual(off.Levels[0].Points[0].Readout[0], kept.Levels[0].Points[0].Readout[0], 1e-3);
            // Most of what moves is the mean.
            Assert.True(kept.At(1)!.Points[0].Shift < off.At(1)!.Points[0].Shift);
        }
    }

    [Fact]
    public void The_portrait_shows_it_beside_the_first()
    {
        var portrait = new NoisePortrait { Levels = [0, 1], Trials = 3, States = 2, OutputTrials = 4, Draws = 4, Starts = 4 };
        var subject = Subject([new() { Kind = NoiseKind.UnitUniform, Sigma = [Sigma] }]);
        var biased = Subject([]);
        foreach (ref var bias in biased.Parameters["b_rec"])
            bias += Sigma / 2;
        var (found, expected) = (Found(portrait, subject), Found(portrait with { AbsoluteLevels = [0] }, biased).Levels[0]);
        Close(expected.Mean, found.MeanMatched!.Mean, 1e-9);
        Assert.Equal(expected.Loss, found.MeanMatched.Loss, 1e-12);
        Assert.Equal(expected.Points.Select(static point => Math.Round(point.Output, 6)), found.MeanMatched.Points.Select(static point => Math.Round(point.Output, 6)));
        Assert.Equal([0, 0, 1], found.Shown.Select(static level => level.Level));
        Assert.Null(Found(portrait, Subject([new() { Sigma = [Sigma] }])).MeanMatched);
    }

    [Fact]
    public void It_is_told_beside_the_first()
    {
        var subject = Subject([new() { Kind = NoiseKind.UnitUniform, Sigma = [Sigma] }]);
        Assert.Contains("largest, silent, mean matched", Found(Exponents, subject).Findings.Metrics.Select(static metric => metric.Name));
        Assert.Contains("top exponent, silent, mean matched", Found(Bounds, subject).Findings!.Metrics.Select(static metric => metric.Name));
        Assert.Contains("top exponent, mean over training, mean matched", Found(OnTheWay, subject).Findings!.Metrics.Select(static metric => metric.Name));
        Assert.Contains("largest eigenvalue, mean matched", Found(Curvature, subject).Findings!.Metrics.Select(static metric => metric.Name));
        Assert.Contains("loss, clean, mean matched", Found(Perturbed, subject).Findings!.Metrics.Select(static metric => metric.Name));
    }

    [Fact]
    public void Of_noise_without_a_mean_of_its_own_there_is_one()
    {
        foreach (var source in new NoiseSource[] { new() { Sigma = [Sigma] }, new() { Kind = NoiseKind.UnitUniform, Sigma = [Sigma], Offset = -Sigma / 2 } })
        {
            var subject = Subject([source]);
            Assert.Null(Found(Exponents, subject).MeanMatched);
            Assert.Null(Found(Bounds, subject).MeanMatched);
            Assert.Null(Found(OnTheWay, subject).Looks[^1].MeanMatchedExponent);
            Assert.Null(Found(Standing, subject).MeanMatched);
            Assert.Null(Found(Curvature, subject).MeanMatched);
            Assert.Null(Found(Perturbed, subject).MeanMatched);
            Assert.Null(Found(Perturbed, subject).Findings);
        }
    }

    private static TResult Found<TResult>(Analysis<TResult> analysis, TrainedNetwork subject)
        where TResult : AnalysisResult => analysis.Run(subject, cancellation: TestContext.Current.CancellationToken);

    private static void Close(ImmutableArray<double> expected, ImmutableArray<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], actual[k], tolerance);
    }

    private static TrainedNetwork Subject(ImmutableArray<NoiseSource> noise)
    {
        var setup = new Setup { Network = new Ctrnn { Units = 6, Activation = new NoisyRnn.Networks.Tanh() }, Noise = noise, Seed = 3 };
        return new(setup, setup.Initialize());
    }
}
