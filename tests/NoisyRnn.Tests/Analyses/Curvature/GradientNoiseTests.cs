using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

public sealed class GradientNoiseTests
{
    private static readonly FunctionApproximation Task = new() { Steps = 8, LossSteps = 4 };

    [Fact]
    public void Without_noise_all_draws_are_one_gradient_which_is_the_closure_s_too()
    {
        var result = Measure(new NoisyRnn.Networks.Tanh(), 0, draws: 3);
        Assert.All(new[] { result.Start, result.End }, static point =>
        {
            Assert.InRange(point.Deviation, 0, 1e-14);
            Assert.InRange(point.FromClosure!.Value, 0, 1e-12 * point.Norm);
            Assert.True(point.Norm > 1e-3);
        });
    }

    /// <summary>Of a linear network the closure is exact, so that the mean of R draws errs by the deviation over the root of R.</summary>
    [Fact]
    public void The_mean_of_the_draws_comes_near_the_closure_of_a_linear_network_by_its_error()
    {
        const int Draws = 1024;
        var point = Measure(new Identity(), 0.8, Draws).Start;
        var error = point.Deviation / Math.Sqrt(Draws);
        Assert.InRange(point.FromClosure!.Value, 0, 3 * error);
        Assert.True(point.FromClosure > 0 && error < 0.1 * point.Norm);
    }

    [Fact]
    public void More_noise_moves_the_gradient_more_and_threads_change_no_bit()
    {
        var (low, high) = (Measure(new Relu(), 0.2, 32), Measure(new Relu(), 0.8, 32));
        Assert.True(high.End.Deviation > 2 * low.End.Deviation);
        Assert.Equal(high.End, Measure(new Relu(), 0.8, 32, threads: 3).End);
    }

    [Fact]
    public void Where_there_is_no_closure_to_train_through_the_draws_alone_are_told()
    {
        var setup = Setup(new Relu(), 0.5) with { Network = new Elman { Units = 4 } };
        var result = new GradientNoise { Trials = 4, Draws = 4 }.Run(new(setup, setup.Initialize()), cancellation: TestContext.Current.CancellationToken);
        Assert.Null(result.Start.FromClosure);
        Assert.True(result.Start.Deviation > 0);
        Assert.Equal(4, result.Findings.Metrics.Length);
    }

    private static GradientNoiseResult Measure(Activation activation, double sigma, int draws, int threads = 1)
    {
        var setup = Setup(activation, sigma);
        return new GradientNoise { Trials = 5, Draws = draws }.Run(new(setup, (setup with { Seed = 9 }).Initialize()), threads, cancellation: TestContext.Current.CancellationToken);
    }

    private static Setup Setup(Activation activation, double sigma) =>
        new() { Task = Task, Network = new Ctrnn { Units = 6, Activation = activation }, Dt = 0.2, Noise = [new() { Placement = Placement.Inside, Sigma = [sigma] }], Seed = 4 };
}
