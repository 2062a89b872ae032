using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class DigitSequenceTests : IDisposable
{
    private readonly DigitFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Digits_are_read_one_after_the_other_and_named_in_their_order_after_the_cue()
    {
        var task = Load(new DigitSequence { Data = _folder.Path, Length = 3, Chunk = 392, Delay = 2, AnswerSteps = 2 });
        Assert.Equal((393, 10, 6 + 2 + 6), (task.InputCount, task.OutputCount, task.StepCount));
        var pixels = (PixelSequence)new PixelSequence { Data = _folder.Path, Chunk = 392 }.Load("/");
        for (var n = 0ul; n < 5; n++)
        {
            var trial = TaskTrials.Make(task, n);
            for (var k = 0; k < 3; k++)
            {
                // The next images of the part, in the order of the epoch.
                var image = TaskTrials.Make(pixels, (3 * n) + (ulong)k);
                for (var t = 0; t < 2; t++)
                {
                    Assert.Equal(image.InputsAt(t), trial.InputsAt((2 * k) + t)[..392]);
                    Assert.Equal(TaskTrials.Class(image), trial.TargetsAt(8 + (2 * k) + t).IndexOf(1));
                    Assert.Equal(1, trial.Inputs[8 + (2 * k) + t, 392]);
                }
            }

            Assert.All(Enumerable.Range(0, 8), t => Assert.False(trial.Counts(t) || trial.Inputs[t, 392] != 0));
            Assert.All(Enumerable.Range(8, 6), t => Assert.All(trial.MaskAt(t).ToArray(), static weight => Assert.Equal(1, weight)));
        }
    }

    [Fact]
    public void Their_sum_is_a_class_of_its_own()
    {
        var (task, named) = (Load(new DigitSequence { Data = _folder.Path, Chunk = 784, Ask = DigitQuestion.Sum }), Load(new DigitSequence { Data = _folder.Path, Chunk = 784 }));
        Assert.Equal(28, task.OutputCount);
        var (trial, digits) = (TaskTrials.Make(task, 4), TaskTrials.Make(named, 4));
        Assert.Equal(new[] { 13, 15, 17 }.Sum(t => digits.TargetsAt(t).IndexOf(1)), trial.TargetsAt(14).IndexOf(1));
    }

    [Fact]
    public void Parts_have_a_third_of_the_trials_of_single_images_and_share_none()
    {
        var task = Load(new DigitSequence { Data = _folder.Path, Chunk = 784, ValidationShare = 0.2 });
        Assert.Equal((72 / 3, 18 / 3, 20 / 3), (task.TrialCount(NoiseStream.Task), task.TrialCount(NoiseStream.Validation), task.TrialCount(NoiseStream.Test)));
    }

    [Fact]
    public void A_network_that_always_says_one_digit_is_as_right_as_that_digit_is_frequent()
    {
        var task = Load(new DigitSequence { Data = _folder.Path, Length = 2, Chunk = 784 });
        var network = new Ctrnn { Units = 2 };
        var parameters = network.Initialize(task.InputCount, task.OutputCount, 1, 1);
        Array.Clear(parameters.Values);
        parameters[parameters.Layout["b_out"]][7] = 1;
        var trained = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = 1 }, parameters);
        var behaviour = task.Behave(trained.Prepare<double>(network, trained.Noise), 1, 10, 1, CancellationToken.None);
        var labels = Enumerable.Range(0, 10).Select(n => TaskTrials.Make(task, (ulong)n, NoiseStream.Test, 1)).Select(static trial => new[] { trial.TargetsAt(13).IndexOf(1), trial.TargetsAt(15).IndexOf(1) }).ToList();
        Assert.Equal(labels.Sum(static pair => pair.Count(static digit => digit == 7)) / 20.0, behaviour.Metrics[0].Value);
        Assert.Equal(labels.Count(static pair => pair[0] == 7) / 10.0, behaviour.Curves[0].Y[0]);
        Assert.Equal(("digits right", "sequences right"), (behaviour.Metrics[0].Name, behaviour.Metrics[1].Name));
    }

    private static TrialTask Load(DigitSequence task) => task.Load("/");
}
