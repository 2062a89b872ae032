using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Networks on their way through training, found by their training loss without noise.</summary>
public sealed class EqualLossTests
{
    private const int Every = 20, Trials = 64;
    private static readonly FunctionApproximation Task = new() { Steps = 12, LossSteps = 4 };
    private static readonly Ctrnn Network = new() { Units = 12, Activation = new Tanh() };
    private static readonly ImmutableArray<NoiseSource> Noise = [new() { Placement = Placement.Inside, Sigma = [.5] }];
    private static readonly TrainedNetwork Subject = Trained();

    // Losses of the snapshots by another road: the sweep's pass in double, on the same trials.
    private static readonly double[] Losses = [.. Subject.History.Select(static snapshot => LossOf(snapshot.Parameters))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_first_snapshot_at_or_below_a_loss_is_found_and_its_loss_is_that_without_noise()
    {
        var (high, low) = (Losses[0] * .7, Losses.Min() * 1.01);
        var found = new EqualLoss { Losses = [low, high], Every = Every, Trials = Trials }.Find(Subject, 2, CancellationToken.None).ToArray();
        Assert.Equal([high, low], found.Select(static at => at.Loss));
        foreach (var (loss, value, snapshot) in found)
        {
            var first = Array.FindIndex(Losses, other => other <= loss);
            Assert.Equal(Subject.History[first].Iteration, snapshot.Iteration);
            // Float against double: rounding of some hundred sums of squares.
            Assert.Equal(Losses[first], value, 1e-4 * Losses[first]);
        }
    }

    [Fact]
    public void A_loss_that_was_not_reached_is_left_out_and_so_are_losses_of_a_network_without_a_past()
    {
        Assert.Single(new EqualLoss { Losses = [Losses[0], Losses.Min() / 2], Every = Every, Trials = Trials }.Find(Subject, 1, CancellationToken.None));
        Assert.Empty(new EqualLoss { Losses = [1], Every = Every, Trials = Trials }.Find(Subject with { History = [] }, 1, CancellationToken.None));
    }

    [Fact]
    public void The_hessian_and_the_exponents_there_are_those_of_the_snapshot()
    {
        var at = new EqualLoss { Losses = [Losses[0] * .7], Every = Every, Trials = Trials };
        var hessian = new Hessian { Trials = 32, Top = 2, PerMatrix = false, DensityProbes = 0, AtEqualLoss = at };
        Assert.Equal(Every, hessian.LooksBackEvery);
        var result = hessian.Run(Subject, cancellation: Stop);
        var there = Assert.Single(result.AtLosses);
        var snapshot = Subject.History.Single(other => other.Iteration == there.Iteration);
        var alone = (hessian with { AtEqualLoss = null }).Run(Subject with { Parameters = snapshot.Parameters }, cancellation: Stop);
        Assert.Equal(ResultJson.Write(alone), ResultJson.Write(there.Result));
        Assert.Equal(ResultJson.Write((hessian with { AtEqualLoss = null }).Run(Subject, cancellation: Stop)), ResultJson.Write(result with { AtLosses = [] }));
        var lyapunov = new Lyapunov { Trials = 2, Exponents = 2, Hold = 0, AtEqualLoss = at };
        var exponents = Assert.Single(lyapunov.Run(Subject, cancellation: Stop).AtLosses);
        Assert.Equal(there.Iteration, exponents.Iteration);
        Assert.Equal(
            ResultJson.Write((lyapunov with { AtEqualLoss = null }).Run(Subject with { Parameters = snapshot.Parameters }, cancellation: Stop)), ResultJson.Write(exponents.Result));
    }

    [Fact]
    public void No_loss_and_a_loss_given_twice_are_refused()
    {
        Assert.Equal("losses", Assert.Single(new EqualLoss().Problems()).Key);
        Assert.Equal("losses", Assert.Single(new EqualLoss { Losses = [.1, .1] }.Problems()).Key);
        Assert.Empty(new EqualLoss { Losses = [.1, .2] }.Problems());
    }

    private static TrainedNetwork Trained()
    {
        var trainer = new Trainer<float>(new Setup { Task = Task, Network = Network, Dt = .2, Noise = Noise, Training = new TrainingSpec { Iterations = 200, Batch = 32, Optimizer = new Adam { Rate = 5e-3 } }, Seed = 3 }, threads: 2);
        var snapshots = ImmutableArray.CreateBuilder<Snapshot>();
        trainer.Run(state =>
        {
            if (state.Iteration % Every == 0)
                snapshots.Add(new(state.Iteration, state.Parameters.Copy()));
        });
        return new(new Setup { Task = Task, Network = Network, Dt = .2, Noise = Noise, Seed = 3 }, trainer.State.Parameters) { History = snapshots.ToImmutable() };
    }

    private static double LossOf(Parameters parameters)
    {
        var gradient = new double[parameters.Values.Length];
        return new HessianProducts(Subject with { Parameters = parameters }, [], Trials, 1, CancellationToken.None).Gradient(gradient);
    }
}
