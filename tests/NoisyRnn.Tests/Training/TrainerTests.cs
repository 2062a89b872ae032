using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

public class TrainerTests
{
    private static readonly FunctionApproximation Task = new() { Steps = 10, LossSteps = 5 };

    [Fact]
    public void A_network_learns_the_function()
    {
        var trainer = Make(new TrainingSpec { Iterations = 300, Optimizer = new Adam { Rate = 1e-2 }, ValidateEvery = 50 }, sigma: 0.05);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        // The target's variance is 1/2; what 300 iterations reach is far below a tenth of it.
        Assert.True(trainer.State.Curve[^1].Validation < 0.05, $"{trainer.State.Curve[^1]}");
        Assert.Equal([50, 100, 150, 200, 250, 300], trainer.State.Curve.Select(static e => e.Iteration));
        Assert.Null(trainer.State.DivergedAt);
    }

    [Fact]
    public void Training_stops_at_its_target()
    {
        var trainer = Make(new TrainingSpec { Iterations = 5000, Optimizer = new Adam { Rate = 1e-2 }, ValidateEvery = 10, TargetLoss = 0.2 }, sigma: 0.05);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.True(trainer.State.TargetReached);
        Assert.True(trainer.State.Iteration < 5000);
        Assert.True(trainer.State.Curve[^1].Validation <= 0.2);
        Assert.True(trainer.State.Curve[^2].Validation > 0.2);
    }

    [Fact]
    public void A_run_that_diverges_is_recorded_as_diverged_and_stops()
    {
        var trainer = Make(new TrainingSpec { Iterations = 500, Optimizer = new Sgd { Rate = 1e6 }, ClipNorm = null }, sigma: 0.05);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.NotNull(trainer.State.DivergedAt);
        Assert.True(trainer.IsDone);
        Assert.True(trainer.State.Iteration < 500);
    }

    [Fact]
    public void Arms_share_trials_and_draws_and_differ_only_in_where_the_noise_stands()
    {
        // With the identity and g = 1, noise inside and outside is the same thing; so is all that is learnt from it.
        var (inside, outside) = (Linear(Placement.Inside), Linear(Placement.Outside));
        inside.Run(cancellation: TestContext.Current.CancellationToken);
        outside.Run(cancellation: TestContext.Current.CancellationToken);
        for (var k = 0; k < inside.State.Parameters.Values.Length; k++)
            Assert.Equal(inside.State.Parameters.Values[k], outside.State.Parameters.Values[k], 1e-9);

        static Trainer<double> Linear(Placement placement) => new(new Setup { Task = Task, Network = new Ctrnn { Units = 6, Activation = new Identity() }, Dt = 1, Noise = [new NoiseSource { Placement = placement, Sigma = [0.3] }], Training = new TrainingSpec { Iterations = 20 }, Seed = 4 }, threads: 1);
    }

    public static TheoryData<string, Ctrnn> PartlyTrained() => new()
    {
        { "without bias and readout", new Ctrnn { Units = 6, TrainBias = false, TrainReadout = false } },
        { "with a fixed gain of the readout, its offset trained", new Ctrnn { Units = 6, TrainReadoutWeights = false } },
        { "without the readout's offset", new Ctrnn { Units = 6, ReadoutBias = false } },
        { "without recurrent weights, with the initial state", new Ctrnn { Units = 6, TrainRecurrent = false, TrainInitialState = true } },
    };

    [Theory]
    [MemberData(nameof(PartlyTrained))]
    public void What_is_not_to_be_trained_stays_as_it_was_and_all_else_moves(string what, Ctrnn network)
    {
        Assert.NotEmpty(what);
        var trainer = new Trainer<float>(new Setup { Task = Task, Network = network, Dt = 0.1, Training = new TrainingSpec { Iterations = 5 }, Seed = 4 }, threads: 1);
        var before = trainer.State.Parameters.Copy();
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        foreach (var slice in before.Layout.Slices)
        {
            if (slice.Trainable)
                Assert.NotEqual(before[slice].ToArray(), trainer.State.Parameters[slice].ToArray());
            else
                Assert.Equal(before[slice].ToArray(), trainer.State.Parameters[slice].ToArray());
        }
    }

    [Fact]
    public void Float_follows_double_for_the_first_iterations()
    {
        var single = Make(new TrainingSpec { Iterations = 10 }, sigma: 0.3);
        var reference = new Trainer<double>(new Setup { Task = Task, Network = new Ctrnn { Units = 8 }, Dt = 0.1, Noise = [new NoiseSource { Sigma = [0.3] }], Training = new TrainingSpec { Iterations = 10 }, Seed = 4 }, threads: 1);
        single.Run(cancellation: TestContext.Current.CancellationToken);
        reference.Run(cancellation: TestContext.Current.CancellationToken);
        // Adam's first steps are rate * sign(g): an entry whose gradient is lost in float's rounding may go the other way, most may not.
        var off = single.State.Parameters.Values.Zip(reference.State.Parameters.Values).Count(static p => Math.Abs(p.First - p.Second) > 1e-5);
        Assert.True(off <= 2, $"{off} of {single.State.Parameters.Values.Length} parameters differ");
    }

    private static Trainer<float> Make(TrainingSpec spec, double sigma) =>
        new(new Setup { Task = Task, Network = new Ctrnn { Units = 8 }, Dt = 0.1, Noise = [new NoiseSource { Sigma = [sigma] }], Training = spec, Seed = 4 }, threads: 1);
}
