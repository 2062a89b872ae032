using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using Xunit;
using static NoisyRnn.Tests.Tasks.TaskTrials;

namespace NoisyRnn.Tests.Tasks;

/// <summary>A set-point held as input and asked for at the end.</summary>
public sealed class RegulatorTests
{
    private static readonly Regulator Task = new() { Low = -1, High = 3, Steps = 7, LossSteps = 2 };

    [Fact]
    public void The_set_point_is_held_as_input_and_as_target_and_the_last_steps_count()
    {
        var trial = Make(Task, 5);
        Assert.All(Steps(trial.Inputs), input => Assert.Equal(trial.Inputs[0, 0], input));
        Assert.Equal(Steps(trial.Inputs), Steps(trial.Targets));
        Assert.Equal([0, 0, 0, 0, 0, 1, 1], Steps(trial.Mask));
        Assert.Equal((1, 1, 7), (Task.InputCount, Task.OutputCount, Task.StepCount));
    }

    [Fact]
    public void Set_points_are_uniform()
    {
        const int Trials = 10_000;
        var points = Enumerable.Range(0, Trials).Select(static k => Make(Task, (ulong)k).Inputs[0, 0]).ToArray();
        Assert.All(points, static r => Assert.InRange(r, -1, 3));
        // Width 4: standard deviation 4/sqrt(12), and of each tenth's count sqrt(.09 n).
        Assert.Equal(1, points.Average(), 4 * 4 / Math.Sqrt(12.0 * Trials));
        foreach (var tenth in points.GroupBy(static r => (int)((r + 1) / 0.4)))
            Assert.Equal(Trials / 10.0, tenth.Count(), 4 * Math.Sqrt(0.09 * Trials));
    }

    [Fact]
    public void With_equal_ends_the_set_point_is_constant()
    {
        var task = new Regulator { Low = 0.5, High = 0.5 };
        Assert.All(Enumerable.Range(0, 50), k => Assert.Equal(0.5, Make(task, (ulong)k).Inputs[0, 0]));
        Assert.StartsWith("hold the set-point 0.5", task.Summary, StringComparison.Ordinal);
        Assert.StartsWith("settle at a set-point from -1 to 3", Task.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trial_is_a_function_of_its_key_alone()
    {
        var first = Make(Task, 3).Inputs[0, 0];
        Make(Task, 8);
        Assert.Equal(first, Make(Task, 3).Inputs[0, 0]);
        Assert.Equal(100, Enumerable.Range(0, 100).Select(static k => Make(Task, (ulong)k).Inputs[0, 0]).Distinct().Count());
        Assert.NotEqual(first, Make(Task, 3, NoiseStream.Test).Inputs[0, 0]);
        Assert.NotEqual(first, Make(Task, 3, seed: 9).Inputs[0, 0]);
    }

    private static IEnumerable<double> Steps(double[,] array) => array.Cast<double>();
}
