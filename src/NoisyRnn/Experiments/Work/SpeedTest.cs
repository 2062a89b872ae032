using System.Collections.Immutable;
using System.Diagnostics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>Times whole training iterations of some networks and sizes against the machine's peak, in one process, in turn.</summary>
/// <param name="duration">Time a measurement.</param>
/// <param name="threads">Threads.</param>
public sealed class SpeedTest(TimeSpan duration, int threads)
{
    // Matrices: those of N x N that a step reads, or would read where its form were not thinner.
    private static readonly (string Name, Network Network, int Matrices, ImmutableArray<NoiseSource> Noise, double Dt, int Batch, int Steps)[] Cases =
    [
        ("ctrnn", new Ctrnn { Units = 10 }, 1, Inside, 0.1, 32, 100),
        ("ctrnn", new Ctrnn { Units = 64 }, 1, Inside, 0.1, 64, 100),
        ("ctrnn, Dale's law", new Ctrnn { Units = 64, Recurrent = new() { Dale = new() } }, 1, Inside, 0.1, 64, 100),
        ("ctrnn, trained tau", new Ctrnn { Units = 64, TrainTau = TauTraining.PerUnit }, 1, Inside, 0.1, 64, 100),
        ("ctrnn of rank 8", new Ctrnn { Units = 64, Recurrent = new() { Rank = 8 } }, 1, Inside, 0.1, 64, 100),
        ("ctrnn, power law", new Ctrnn { Units = 64, Activation = new PowerLaw { Gain = 0.1 } }, 1, Inside, 0.1, 64, 100),
        ("ctrnn of 2 layers", new Ctrnn { Units = 64, Layers = 2 }, 3, Inside, 0.1, 64, 100),
        ("ctrnn", new Ctrnn { Units = 128 }, 1, Inside, 0.1, 128, 784),
        ("lipschitz", new Lipschitz { Units = 128 }, 2, Released, 0.01, 128, 784),
    ];

    /// <summary>One measurement.</summary>
    /// <param name="Network">ctrnn, what it is told, or lipschitz with the noise of the released program: the noisy RNN.</param>
    /// <param name="Units">N.</param>
    /// <param name="Batch">B.</param>
    /// <param name="Steps">T.</param>
    /// <param name="Threads">Threads.</param>
    /// <param name="Milliseconds">Median time of one iteration: noise, forward, back, optimiser.</param>
    /// <param name="LeastMilliseconds">The shortest of these times: what the machine does when nothing else runs on it.</param>
    /// <param name="Gigaflops">6 N^2 B T for each matrix of N x N (its products alone) per second; of low rank for the whole matrix, so that it tells the time that its thin products save.</param>
    /// <param name="PeakGigaflops">Fused multiply-adds in registers on the same threads, measured just before.</param>
    public sealed record Line(string Network, int Units, int Batch, int Steps, int Threads, double Milliseconds, double LeastMilliseconds, double Gigaflops, double PeakGigaflops);

    /// <summary>Measures.</summary>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public IEnumerable<Line> Run(CancellationToken cancellation = default)
    {
        foreach (var (name, network, matrices, noise, dt, batch, steps) in Cases)
        {
            var peak = PeakGigaflops();
            var (median, least) = Iteration(network, noise, dt, batch, steps, cancellation);
            var operations = 6.0 * matrices * network.Units * network.Units * batch * steps;
            yield return new Line(
                name, network.Units, batch, steps, threads, median * 1e3, least * 1e3, operations / median / 1e9, peak);
        }
    }

    private (double Median, double Least) Iteration(Network network, ImmutableArray<NoiseSource> noise, double dt, int batch, int steps, CancellationToken cancellation)
    {
        var setup = new Setup
        {
            Task = new FunctionApproximation { Steps = steps, LossSteps = steps / 2 },
            Network = network,
            Dt = dt,
            Noise = noise,
            Training = new() { Batch = batch, Iterations = int.MaxValue, ValidateEvery = int.MaxValue, ValidationTrials = 16 },
        };
        var trainer = new Trainer<float>(setup, threads);
        for (var k = 0; k < 3; k++)
            trainer.Iterate();
        var times = new List<double>();
        var clock = Stopwatch.StartNew();
        while (times.Count < 3 || clock.Elapsed < duration)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            trainer.Iterate();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        times.Sort();
        return (times[times.Count / 2], times[0]);
    }

    private static ImmutableArray<NoiseSource> Inside => [new() { Sigma = [0.1] }];

    private static ImmutableArray<NoiseSource> Released =>
        [new() { Placement = Placement.State, Sigma = [0.02] }, new() { Placement = Placement.State, Kind = NoiseKind.ReleasedUniform, Sigma = [0.02] }];

    // The fastest slice of each thread, all threads running: clocks drop when all cores work.
    private double PeakGigaflops()
    {
        var rates = new double[threads];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, k =>
        {
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < TimeSpan.FromMilliseconds(200))
            {
                var start = Stopwatch.GetTimestamp();
                var operations = PeakLoop.Run(20_000);
                rates[k] = Math.Max(rates[k], operations / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
            }
        });
        return rates.Sum();
    }
}
