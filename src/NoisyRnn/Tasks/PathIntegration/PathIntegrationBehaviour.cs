using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>How far from its true place a path integrator believes to be.</summary>
/// <param name="task">The task.</param>
/// <param name="policy">The network, ready to run.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="trials">Number of test trials.</param>
internal sealed class PathIntegrationBehaviour(PathIntegration task, Rollout<double> policy, ulong seed, int trials)
{
    private const int Drawn = 3;
    private const string Unit = "share of the box's side";

    private readonly PlaneDrawing[] _drawings = new PlaneDrawing[Math.Min(Drawn, trials)];

    internal Behaviour Run(int threads, CancellationToken cancellation)
    {
        var loop = new ParallelLoop<TrialDraws>(threads, () => new(policy, task, WantedOutputs.All));
        var sums = loop.Run(TrialRange.Blocks(trials, TrialDraws.Lanes), Measure, cancellation: cancellation);
        var error = Mean(sums.Select(static block => block.Errors));
        ImmutableArray<double> time = [.. Enumerable.Range(1, task.Steps).Select(t => t * task.Dt)];
        return new Behaviour
        {
            Metrics = [new("error", Unit, error[^1]), new("error, all steps", Unit, error.Average())],
            Curves = [Curve("", error), Curve("without integration: the centre", Mean(sums.Select(static block => block.Distances)))],
            Drawings = [.. _drawings],
        };

        BehaviourCurve Curve(string name, ImmutableArray<double> values) =>
            new("error against time", name, "time (unit of tau)", $"mean error ({Unit})", time, values);
    }

    // Sums over the trials of a block: of the error, and of the distance from the centre. [T]
    private (double[] Errors, double[] Distances) Measure(TrialRange range, TrialDraws trialDraws)
    {
        var (errors, distances) = (new double[task.Steps], new double[task.Steps]);
        var outputs = new double[task.OutputCount];
        foreach (var lanes in trialDraws.Run(task.Make(seed, NoiseStream.Test, range)))
        {
            var (block, number) = (trialDraws.Block, range.First + lanes.Trial);
            var (truth, decoded) = (TruePath(number), new (double X, double Y)[task.Steps]);
            for (var t = 0; t < task.Steps; t++)
            {
                block.ReadLane(block.Outputs, t, outputs.Length, lanes.First, outputs);
                var (x, y) = task.Targets.Decode(outputs);
                decoded[t] = (x * task.Box / 2, y * task.Box / 2);
                var (truthX, truthY) = truth[t + 1];
                errors[t] += Distance(decoded[t].X - truthX, decoded[t].Y - truthY);
                distances[t] += Distance(truthX, truthY);
            }

            if (number < _drawings.Length)
                _drawings[number] = Draw(number, truth, decoded);
        }

        return (errors, distances);
    }

    // From the start on. [T + 1]
    private (double X, double Y)[] TruePath(int trial)
    {
        var walk = new PathIntegrationWalk(task, task.Dt, new TrialKey(seed, NoiseStream.Test, (ulong)trial).Random());
        var path = new (double X, double Y)[task.Steps + 1];
        path[0] = (walk.X, walk.Y);
        for (var t = 1; t < path.Length; t++)
        {
            walk.Step();
            path[t] = (walk.X, walk.Y);
        }

        return path;
    }

    private PlaneDrawing Draw(int trial, (double X, double Y)[] truth, (double X, double Y)[] decoded)
    {
        var half = task.Box / 2;
        var error = Distance(decoded[^1].X - truth[^1].X, decoded[^1].Y - truth[^1].Y);
        return new PlaneDrawing
        {
            Title = $"trial {trial + 1}: error {error:0.000} of the side at the end",
            Walls = [new Polyline("box", [-half, half, half, -half, -half], [-half, -half, half, half, -half])],
            Paths = [Line("true", truth), Line("decoded", decoded)],
            Places = [Line("start", [truth[0]])],
        };
    }

    private static Polyline Line(string name, (double X, double Y)[] points) =>
        new(name, [.. points.Select(static p => p.X)], [.. points.Select(static p => p.Y)]);

    private double Distance(double x, double y) => Math.Sqrt((x * x) + (y * y)) / task.Box;

    // Sums of blocks in their order, whichever thread made them.
    private ImmutableArray<double> Mean(IEnumerable<double[]> sums) =>
        [.. Enumerable.Range(0, task.Steps).Select(t => sums.Sum(block => block[t]) / trials)];
}
