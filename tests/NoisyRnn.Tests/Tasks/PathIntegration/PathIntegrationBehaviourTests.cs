using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

/// <summary>
/// A linear network with W_rec = I keeps and adds up: h' = h + g W_in u. With W_in = 2 speed dt / (box g) it is a perfect
/// path integrator, h the place in units of half the side.
/// </summary>
public sealed class PathIntegrationBehaviourTests
{
    private const double Dt = 0.1;
    private const double Rounding = 1e-12;

    [Fact]
    public void A_perfect_integrator_makes_no_error_at_any_step()
    {
        var task = new PathIntegration { Box = 2.2, Speed = 0.3, WallDistance = 0.1 };
        var behaviour = Behave(task, trials: 40);
        Assert.Equal(["error", "error, all steps"], behaviour.Metrics.Select(static m => m.Name));
        Assert.All(behaviour.Metrics, static m => Assert.InRange(m.Value, 0, Rounding));
        Assert.All(behaviour.Curves[0].Y, static e => Assert.InRange(e, 0, Rounding));
        Assert.Equal((100, 0.1, 10.0), (behaviour.Curves[0].X.Length, behaviour.Curves[0].X[0], behaviour.Curves[0].X[^1]));
    }

    [Fact]
    public void With_place_cells_its_error_is_that_of_decoding()
    {
        // -|p - p_c|^2 / (2 w^2) is linear in p but for a term common to all cells: a readout gives the logits exactly.
        var cells = new PathIntegrationPlaceCells { Cells = 11 };
        var error = Behave(new PathIntegration { Targets = cells }, trials: 40).Metrics[1].Value;
        // Mean over the square [0, 1/2]^2 of the distance from (1/3, 1/3), .215 of the distance between cells, .1; and its bound.
        const double Spacing = 0.1, MeanDistance = 0.215;
        Assert.InRange(error, 0.9 * MeanDistance * Spacing, 1.1 * MeanDistance * Spacing);
    }

    [Fact]
    public void An_integrator_that_feels_too_little_falls_behind_by_that_share_of_the_way()
    {
        var behaviour = Behave(new PathIntegration(), trials: 30, gain: 0.75);
        var (error, distance) = (behaviour.Curves[0].Y, behaviour.Curves[1].Y);
        Assert.Equal("without integration: the centre", behaviour.Curves[1].Name);
        for (var t = 0; t < error.Length; t++)
            Assert.Equal(0.25 * distance[t], error[t], Rounding);
        Assert.Equal(error[^1], behaviour.Metrics[0].Value);
        Assert.True(distance[^1] > 2 * distance[5], "walkers go away from the centre");
    }

    [Fact]
    public void Three_trials_are_drawn_with_box_true_and_decoded_path()
    {
        var task = new PathIntegration { Box = 2 };
        var drawings = Behave(task, trials: 5, gain: 0.5).Drawings;
        Assert.Equal(3, drawings.Length);
        for (var k = 0; k < 3; k++)
        {
            var trial = TaskTrials.Make(task.At(Dt), (ulong)k, NoiseStream.Test, seed: 1);
            Assert.Equal([-1, 1, 1, -1, -1], drawings[k].Walls.Single().X);
            Assert.Equal(["true", "decoded"], drawings[k].Paths.Select(static p => p.Name));
            Assert.Equal((0, 0), (drawings[k].Places.Single().X[0], drawings[k].Places.Single().Y[0]));
            var (truth, decoded) = (drawings[k].Paths[0], drawings[k].Paths[1]);
            Assert.Equal((task.Steps + 1, task.Steps), (truth.X.Length, decoded.X.Length));
            for (var t = 0; t < task.Steps; t++)
            {
                Assert.Equal(trial.Targets[t, 1], truth.Y[t + 1], Rounding);
                Assert.Equal(trial.Targets[t, 0] / 2, decoded.X[t], Rounding);
            }
        }

        Assert.Single(Behave(task, trials: 1).Drawings);
    }

    [Fact]
    public void Threads_and_the_number_of_trials_change_no_trial()
    {
        NoiseSource[] noise = [new() { Placement = Placement.Outside, Sigma = [0.1] }];
        var (one, two) = (Behave(new PathIntegration(), 50, noise: noise), Behave(new PathIntegration(), 50, threads: 3, noise: noise));
        Assert.Equal(one.Metrics, two.Metrics);
        Assert.Equal(one.Curves[0].Y, two.Curves[0].Y);
        Assert.True(one.Metrics[0].Value > 0.001);
        Assert.Equal(one.Drawings[2].Paths[1].X, Behave(new PathIntegration(), 3, noise: noise).Drawings[2].Paths[1].X);
    }

    private static Behaviour Behave(PathIntegration spec, int trials, double gain = 1, int threads = 1, NoiseSource[]? noise = null)
    {
        var task = (PathIntegration)spec.At(Dt);
        var network = new Ctrnn { Units = 2, Activation = new Identity() };
        var parameters = network.Initialize(task.InputCount, task.OutputCount, Dt, 1);
        Array.Clear(parameters.Values);
        var layout = parameters.Layout;
        var recurrent = parameters[layout["W_rec"]];
        var inputs = parameters[layout["W_in"]];
        recurrent[0] = recurrent[3] = 1;
        inputs[0] = inputs[3] = gain * 2 * task.Speed / task.Box;
        var readout = parameters[layout["W_out"]];
        var bias = parameters[layout["b_out"]];
        for (var o = 0; o < task.OutputCount; o++)
        {
            var (x, y) = task.Targets is PathIntegrationPlaceCells { Cells: var n } ? (Place(o % n, n), Place(o / n, n)) : (1.0 - o, o);
            (readout[2 * o], readout[(2 * o) + 1]) = (x, y);
            bias[o] = task.Targets is PathIntegrationPlaceCells ? -((x * x) + (y * y)) / 2 : 0;
        }

        var trained = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = Dt, Noise = [.. noise ?? []] }, parameters);
        return task.Behave(trained.Prepare<double>(network, trained.Noise), 1, trials, threads, CancellationToken.None)!;

        static double Place(int cell, int cells) => (2.0 * cell / (cells - 1)) - 1;
    }
}
