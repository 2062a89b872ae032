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
        // In float, and the mean is added elsewhere.
        Assert.Equal(1, Found(Perturbed, subject).MeanMatched!.CleanLoss / Found(Perturbed, biased).CleanLoss, 1e-4);
        Assert.NotEqual(Found(Perturbed, subject).CleanLoss, Found(Perturbed, subject).MeanMatched!.CleanLoss);
    }

    [Fact]
    public void It_is_told_beside_the_first()
    {
        var subject = Subject([new() { Kind = NoiseKind.UnitUniform, Sigma = [Sigma] }]);
        Assert.Contains("largest, silent, mean matched", Found(Exponents, subject).Findings.Metrics.Select(static metric => metric.Name));
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
