using NoisyRnn.Experiments;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class PathIntegrationTests
{
    private const double Dt = 0.1;

    [Fact]
    public void The_place_after_a_step_is_the_place_before_plus_velocity_times_dt()
    {
        var task = new PathIntegration { Box = 2.5, Speed = 0.3, WallDistance = 0.1, Steps = 300 };
        for (var k = 0ul; k < 20; k++)
        {
            var trial = Make(task, k);
            var (x, y) = (0.0, 0.0);
            for (var t = 0; t < task.Steps; t++)
            {
                (x, y) = (x + (task.Speed * trial.Inputs[t, 0] * Dt), y + (task.Speed * trial.Inputs[t, 1] * Dt));
                Assert.Equal(x, trial.Targets[t, 0] * task.Box / 2, SumTolerance(task));
                Assert.Equal(y, trial.Targets[t, 1] * task.Box / 2, SumTolerance(task));
                Assert.Equal([1, 1], [trial.Mask[t, 0], trial.Mask[t, 1]]);
            }
        }
    }

    [Fact]
    public void Speed_and_heading_tell_the_same_walk_as_velocity()
    {
        var (polar, cartesian) = (Make(new PathIntegration { Input = PathIntegrationInput.SpeedAndHeading }, 7), Make(new PathIntegration(), 7));
        Assert.Equal(cartesian.Targets, polar.Targets);
        for (var t = 0; t < polar.Steps; t++)
        {
            var (speed, sin, cos) = (polar.Inputs[t, 0], polar.Inputs[t, 1], polar.Inputs[t, 2]);
            Assert.Equal(1, (sin * sin) + (cos * cos), 1e-14);
            Assert.Equal([cartesian.Inputs[t, 0], cartesian.Inputs[t, 1]], [speed * cos, speed * sin]);
        }
    }

    [Theory]
    [InlineData(PathIntegrationStart.Centre, 0.15, 0.05, 1.5)]
    [InlineData(PathIntegrationStart.Random, 0.15, 0.05, 1.5)]
    [InlineData(PathIntegrationStart.Random, 1.5, 0.5, 0.0)]
    public void In_a_thousand_trials_nobody_leaves_the_box_and_all_of_it_is_visited(PathIntegrationStart start, double speed, double wallDistance, double turning)
    {
        var task = new PathIntegration { Start = start, Speed = speed, WallDistance = wallDistance, Turning = turning };
        var farthest = 0.0;
        for (var k = 0ul; k < 1000; k++)
            farthest = Math.Max(farthest, Make(task, k).Targets.Cast<double>().Max(Math.Abs));
        // Walkers come to the wall as near as a longest step from the wall distance leads them, and nearer from a random start.
        Assert.InRange(farthest, 1 - (2 * wallDistance), 1);
    }

    [Fact]
    public void Near_a_wall_nobody_moves_towards_it()
    {
        var task = new PathIntegration { Steps = 200 };
        var near = 1 - (2 * task.WallDistance / task.Box);
        var steps = 0;
        for (var k = 0ul; k < 100; k++)
        {
            var trial = Make(task, k);
            for (var t = 1; t < task.Steps; t++)
            {
                for (var axis = 0; axis < 2; axis++)
                {
                    var place = trial.Targets[t - 1, axis];
                    if (Math.Abs(place) <= near)
                        continue;
                    steps++;
                    Assert.True(trial.Inputs[t, axis] * place <= 0, $"trial {k}, step {t}: at {place} with velocity {trial.Inputs[t, axis]}");
                }
            }
        }

        // A twentieth of the box's width on each side, and walkers turn back at once: some per cent of 40,000.
        Assert.InRange(steps, 400, 8000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    public void Speeds_have_a_Rayleigh_distribution_of_the_given_mean_at_the_beginning_and_at_the_end(int from)
    {
        var task = new PathIntegration { Input = PathIntegrationInput.SpeedAndHeading };
        var speeds = Enumerable.Range(0, 500).SelectMany(k => Make(task, (ulong)k).Inputs.Cast<double>().Where(static (_, i) => i % 3 == 0).Skip(from).Take(10)).Order().ToArray();
        Assert.Equal(5000, speeds.Length);
        // P(v < x mean) = 1 - exp(-pi x^2 / 4) up to the cut, e^-8 = 3e-4. Kolmogorov-Smirnov at 1e-4: 2.23 / sqrt(n).
        var distance = speeds.Select((v, k) => Math.Abs(1 - Math.Exp(-Math.PI * v * v / 4) - ((k + 0.5) / speeds.Length))).Max();
        Assert.True(distance < (2.23 / Math.Sqrt(speeds.Length)) + Math.Exp(-8), $"{distance}");
        Assert.True(speeds[^1] <= 4 * Math.Sqrt(2 / Math.PI));
    }

    [Fact]
    public void Away_from_walls_the_heading_is_a_random_walk_of_the_given_rate()
    {
        var task = new PathIntegration { Input = PathIntegrationInput.SpeedAndHeading, Turning = 3 };
        var cosines = new List<double>();
        for (var k = 0ul; k < 200; k++)
        {
            var trial = Make(task, k);
            for (var t = 1; t < task.Steps; t++)
            {
                if (Math.Abs(trial.Targets[t - 1, 0]) < 0.9 && Math.Abs(trial.Targets[t - 1, 1]) < 0.9)
                    cosines.Add((trial.Inputs[t, 1] * trial.Inputs[t - 1, 1]) + (trial.Inputs[t, 2] * trial.Inputs[t - 1, 2]));
            }
        }

        // E cos of a Gaussian angle is exp(-variance / 2), E cos^2 = (1 + exp(-2 variance)) / 2; five standard errors.
        var variance = task.Turning * task.Turning * Dt;
        var (mean, square) = (Math.Exp(-variance / 2), (1 + Math.Exp(-2 * variance)) / 2);
        Assert.True(cosines.Count > 10_000);
        Assert.Equal(mean, cosines.Average(), 5 * Math.Sqrt((square - (mean * mean)) / cosines.Count));
    }

    [Fact]
    public void A_random_start_is_told_in_the_first_steps_and_fills_the_box()
    {
        var task = new PathIntegration { Start = PathIntegrationStart.Random, StartSteps = 3, Steps = 5 };
        Assert.Equal(4, task.InputCount);
        var starts = new List<double>();
        for (var k = 0ul; k < 1000; k++)
        {
            var trial = Make(task, k);
            for (var t = 0; t < task.Steps; t++)
            {
                for (var axis = 0; axis < 2; axis++)
                    Assert.Equal(t < 3 ? trial.Targets[0, axis] - (2 * task.Speed * trial.Inputs[0, axis] * Dt) : 0, trial.Inputs[t, 2 + axis], SumTolerance(task));
            }

            starts.AddRange([trial.Inputs[0, 2], trial.Inputs[0, 3]]);
        }

        var distance = starts.Order().Select((u, k) => Math.Abs(((u + 1) / 2) - ((k + 0.5) / starts.Count))).Max();
        Assert.True(distance < 2.23 / Math.Sqrt(starts.Count), $"{distance}");
    }

    [Fact]
    public void A_trial_is_a_function_of_its_key_alone()
    {
        var task = new PathIntegration { Start = PathIntegrationStart.Random };
        var first = Make(task, 3);
        Make(task, 8);
        Assert.Equal(first.Inputs, Make(task, 3).Inputs);
        Assert.Equal(first.Targets, Make(task, 3).Targets);
        Assert.NotEqual(first.Inputs, Make(task, 4).Inputs);
        Assert.NotEqual(first.Inputs, TaskTrials.Make(task.At(Dt), 3, NoiseStream.Test).Inputs);
        Assert.NotEqual(first.Inputs, TaskTrials.Make(task.At(Dt), 3, seed: 5).Inputs);
    }

    [Theory]
    [InlineData("box: 0", "task.box: 0 is not allowed; a number above 0")]
    [InlineData("box: .08", "task.wall-distance: 0.05 in a box of side 0.08; allowed is at most half the side, 0.04")]
    [InlineData("speed: .2", "task.speed: 0.2 is too fast: a step of dt = 0.1 may be 0.064 long, more than task.wall-distance = 0.05; allowed is at most 0.157, or a smaller dt or a larger wall-distance")]
    [InlineData("targets: {kind: place-cells, cells: 0}", "task.targets.cells: 0 is not allowed; a whole number from 2 to 64")]
    [InlineData("targets: {kind: place-cell}", "did you mean 'place-cells'?")]
    [InlineData("start: random, start-steps: 101", "task.start-steps: 101 of 100 steps; allowed is 1 to steps")]
    [InlineData("input: velocty", "did you mean 'velocity'?")]
    public void Bad_input_is_refused_by_name(string setting, string expected) =>
        Assert.Contains(expected, Refusal.Of(() => Experiment.Parse($"name: a\ntask: {{kind: path-integration, {setting}}}\n", "a.yaml", ".", null, [])), StringComparison.Ordinal);

    // One rounding a step of a sum of at most half a box, two orders for good measure.
    private static double SumTolerance(PathIntegration task) => 100 * task.Steps * 1.1e-16 * task.Box / 2;

    private static Trial Make(PathIntegration task, ulong number) => TaskTrials.Make(task.At(Dt), number);
}
