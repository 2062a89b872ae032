using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>Which parameters a training keeps, when it gives up, and that an interruption changes neither.</summary>
public sealed class KeepBestTests : IDisposable
{
    private static readonly FunctionApproximation Task = new() { Steps = 10, LossSteps = 5 };

    // A high rate: the validation loss goes up and down, and its lowest value comes early.
    private static readonly TrainingSpec Restless = new()
    {
        Iterations = 40, Batch = 4, ValidateEvery = 2, ValidationTrials = 16, Optimizer = new Adam { Rate = 0.1 },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_parameters_kept_are_those_of_the_lowest_validation_loss()
    {
        var state = Trained(Restless with { KeepBest = true }).State;
        var lowest = state.Curve.MinBy(static e => e.Validation);
        Assert.True(lowest.Iteration < Restless.Iterations, "the lowest loss came last: there is nothing to tell the two apart by");
        Assert.Equal(lowest.Iteration, state.KeptIteration);

        var stopped = Make(Restless);
        while (stopped.State.Iteration < lowest.Iteration)
            stopped.Iterate();
        Assert.Equal(stopped.State.Parameters.Values, state.Kept.Values);
    }

    [Fact]
    public void Training_goes_on_from_the_last_parameters_whatever_is_kept()
    {
        var (last, best) = (Trained(Restless).State, Trained(Restless with { KeepBest = true }).State);
        Assert.Equal(last.Parameters.Values, best.Parameters.Values);
        Assert.Equal(last.Curve, best.Curve);
        Assert.Same(last.Parameters, last.Kept);
        Assert.Equal(Restless.Iterations, last.KeptIteration);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Training_stops_after_so_many_validations_without_a_new_lowest_loss(int patience)
    {
        var whole = Trained(Restless).State;
        var state = Trained(Restless with { Patience = patience }).State;
        Assert.True(state.OutOfPatience);
        Assert.Equal(whole.Curve.Take(state.Curve.Count), state.Curve);

        var losses = whole.Curve.Select(static e => e.Validation).ToList();
        var first = Enumerable.Range(patience, losses.Count - patience).First(k => losses[(k - patience + 1)..(k + 1)].TrueForAll(x => x >= losses[..(k - patience + 1)].Min()));
        Assert.Equal(whole.Curve[first].Iteration, state.Iteration);
        // Patience alone keeps the last parameters.
        Assert.Same(state.Parameters, state.Kept);
    }

    [Fact]
    public void Of_equal_losses_the_first_is_kept_and_the_second_is_no_improvement()
    {
        var state = Make(Restless with { KeepBest = true, Patience = 2 }).State;
        foreach (var (iteration, loss) in new[] { (2, 1.0), (4, 0.5), (6, 0.5) })
        {
            state.Parameters.Values[0] = iteration;
            state.Iteration = iteration;
            state.Record(new(iteration, 0, loss));
        }

        Assert.Equal((4, 4.0), (state.KeptIteration, state.Kept.Values[0]));
        Assert.False(state.OutOfPatience);
        state.Record(new(8, 0, 0.6));
        Assert.True(state.OutOfPatience);
    }

    [Fact]
    public void An_interruption_changes_neither_what_is_kept_nor_where_training_stops()
    {
        var spec = Restless with { KeepBest = true, Patience = 6 };
        var whole = Trained(spec).State;
        Assert.True(whole.OutOfPatience);
        for (var stop = 0; stop <= whole.Iteration; stop++)
        {
            var first = Make(spec);
            while (first.State.Iteration < stop)
                first.Iterate();
            var second = Make(spec);
            Assert.True(Checkpoint.TryRead(Written(first.State), second.State, "run"));
            second.Run(cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(whole.Kept.Values, second.State.Kept.Values);
            Assert.Equal((whole.KeptIteration, whole.Iteration), (second.State.KeptIteration, second.State.Iteration));
            Assert.Equal(whole.Curve, second.State.Curve);
        }
    }

    [Fact]
    public void A_checkpoint_without_the_best_parameters_serves_only_a_training_that_keeps_the_last()
    {
        var path = Written(Trained(Restless).State);
        Assert.True(Checkpoint.TryRead(path, Make(Restless).State, "run"));
        Assert.Equal(
            $"{path}: array 'best' is missing or of another size",
            Refusal.Of(() => Checkpoint.TryRead(path, Make(Restless with { KeepBest = true }).State, "run")));
    }

    private string Written(TrainingState state)
    {
        var path = Path.Combine(_folder.Path, "checkpoint.safetensors");
        Checkpoint.Write(path, state, "run");
        return path;
    }

    private static Trainer<float> Make(TrainingSpec spec) =>
        new(new Setup { Task = Task, Network = new Ctrnn { Units = 5 }, Dt = 0.1, Noise = [new NoiseSource { Sigma = [0.3] }], Training = spec, Seed = 4 }, threads: 1);

    private static Trainer<float> Trained(TrainingSpec spec)
    {
        var trainer = Make(spec);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        return trainer;
    }
}
