using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The one trial of a network that its report draws.</summary>
public sealed class TrialExamplesTests
{
    private const ulong Seed = 3;
    private static readonly Ctrnn Network = new() { Units = 2 };

    [Fact]
    public void Of_classes_it_is_the_probability_of_the_right_one()
    {
        using var digits = new DigitFolder();
        var task = new PixelSequence { Data = digits.Path, Chunk = 392 }.Load("/");
        var right = TaskTrials.Class(TaskTrials.Make(task, 0, NoiseStream.Test, Seed));
        // The same logits whatever is seen: ln 9 for one class, 0 for the nine others.
        var parameters = new Parameters(Network.Layout(task.InputCount, task.OutputCount));
        parameters["b_out"][right] = Math.Log(9);
        var example = TrialExamples.Of(new TrainedNetwork(new Setup { Task = task, Network = Network, Dt = 0.1, Training = new() { Loss = new CrossEntropy() }, Seed = Seed }, parameters));
        Assert.True(example.IsProbability);
        Assert.Equal([double.NaN, 1], Assert.Single(example.Targets));
        Assert.All(Assert.Single(example.SilentOutputs), static p => Assert.Equal(0.5, p, 1e-15));
        Assert.Equal(example.SilentOutputs[0], Assert.Single(example.NoisyOutputs));
        Assert.Equal(task.InputCount, example.Inputs.Length);
    }

    [Fact]
    public void Before_each_step_that_asks_the_right_class_is_the_one_asked_for_next()
    {
        var task = new TwoQuestions();
        var parameters = new Parameters(Network.Layout(task.InputCount, task.OutputCount));
        parameters["b_out"][0] = Math.Log(3);
        var example = TrialExamples.Of(new TrainedNetwork(new Setup { Task = task, Network = Network, Dt = 0.1, Training = new() { Loss = new CrossEntropy() }, Seed = Seed }, parameters));
        Assert.Equal([double.NaN, 1, double.NaN, 1, double.NaN], example.Targets[0]);
        // Class 0 is asked for at step 1, class 1 at step 3: 3/4 and 1/4; behind the last question its class stays.
        double[] expected = [.75, .75, .25, .25, .25];
        Assert.All(expected.Zip(example.SilentOutputs[0]), static pair => Assert.Equal(pair.First, pair.Second, 1e-15));
    }

    [Fact]
    public void Of_values_it_is_every_output_as_it_is()
    {
        var task = new FunctionApproximation { Steps = 4, LossSteps = 2 };
        var parameters = new Parameters(Network.Layout(1, 1));
        parameters["b_out"][0] = 0.25;
        var example = TrialExamples.Of(new TrainedNetwork(new Setup { Task = task, Network = Network, Dt = 0.1, Seed = Seed }, parameters));
        Assert.False(example.IsProbability);
        Assert.Equal([0.25, 0.25, 0.25, 0.25], example.SilentOutputs[0]);
        Assert.Equal([true, true, false, false], example.Targets[0].Select(double.IsNaN));
    }

    private sealed record TwoQuestions : TrialTask
    {
        public override int InputCount => 1;

        public override int OutputCount => 2;

        public override int StepCount => 5;

        public override string Summary => "class 0 at step 1, class 1 at step 3";

        public override void Fill(TrialKey key, Trial trial)
        {
            foreach (var (step, right) in new[] { (1, 0), (3, 1) })
            {
                trial.Targets[step, right] = 1;
                trial.Mask[step, 0] = trial.Mask[step, 1] = 1;
            }
        }
    }
}
