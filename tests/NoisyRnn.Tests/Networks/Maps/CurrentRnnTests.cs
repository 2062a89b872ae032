using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>The current form beside the rate form; kernels, gradients and PyTorch's numbers are conformance and golden tests' affair.</summary>
public sealed class CurrentRnnTests
{
    private static readonly FunctionApproximation Task = new() { Steps = 12, LossSteps = 6 };

    /// <summary>With f(x) = x the two forms are one equation: noise in the current is the rate form's noise inside.</summary>
    [Theory]
    [InlineData(NoiseScale.PerStep)]
    [InlineData(NoiseScale.SqrtTwoOverAlpha)]
    public void A_linear_network_is_the_rate_form(NoiseScale scale)
    {
        var noise = new NoiseSource { Sigma = [0.3], Scale = scale };
        var current = new Setup { Task = Task, Network = new CurrentRnn { Units = 5, Activation = new Identity(), Tau = [0.5] }, Dt = 0.1, Noise = [noise], Seed = 3 };
        var rate = current with { Network = new Ctrnn { Units = 5, Activation = new Identity(), Tau = [0.5] } };
        var parameters = current.Initialize();
        var copied = new Parameters(rate.Layout);
        foreach (var slice in copied.Layout.Slices)
            parameters[slice.Name].CopyTo(copied[slice]);
        var sweep = new NoiseSweep { Trials = 6, Draws = 8 };
        var stop = TestContext.Current.CancellationToken;
        var (ours, theirs) = (sweep.Run(new TrainedNetwork(current, parameters), cancellation: stop).Sweep!, sweep.Run(new TrainedNetwork(rate, copied), cancellation: stop).Sweep!);
        // 12 steps of 5 units, the leak written in two ways: some 1e-15 each, of losses of about 1.
        foreach (var (our, their) in ours.Points.Zip(theirs.Points))
            Assert.Equal(their.Loss, our.Loss, 1e-12 * Math.Max(1, their.Loss));
    }

    /// <summary>sqrt(2 alpha) s xi on x, as PsychRNN has it, is g times the noise inside of scale sqrt-2-over-alpha.</summary>
    [Fact]
    public void Noise_inside_moves_the_current_by_g_s_and_of_scale_sqrt_2_over_alpha_by_s_sqrt_2_alpha()
    {
        const double G = 0.2, S = 0.3;
        var source = new NoiseSource { Sigma = [S], Scale = NoiseScale.SqrtTwoOverAlpha };
        Assert.Equal(S * Math.Sqrt(2 * G), G * source.PerStepDeviation(1, 0.1, [0.5])[0], 1e-15);
    }

    [Fact]
    public void Noise_on_the_state_is_refused_with_where_it_belongs() =>
        Assert.Contains("allowed are inside", new CurrentRnn().Refusal(new NoiseSource { Placement = Placement.State }), StringComparison.Ordinal);

    [Fact]
    public void One_time_constant_or_one_a_unit() =>
        Assert.Equal(["tau"], new CurrentRnn { Units = 4, Tau = [1, 2] }.Problems().Select(static problem => problem.Key));
}
