using BenchmarkDotNet.Attributes;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Benchmarks.Training;

/// <summary>A whole training iteration: trials, noise, forward, back, clipping and Adam. Counted are the recurrent products alone.</summary>
public class IterationBenchmarks : CountedWork
{
    private Trainer<float>? _trainer;

    /// <summary>Units, batch, steps.</summary>
    [ParamsSource(nameof(Sizes))]
    public string Size { get; set; } = "10/32/100";

    /// <summary>Threads at most.</summary>
    [ParamsSource(nameof(Counts))]
    public int Threads { get; set; } = 1;

    /// <summary>From small to large.</summary>
    public static IEnumerable<string> Sizes => ["10/32/100", "32/32/40", "64/64/100", "128/128/784"];

    /// <summary>One, and all.</summary>
    public static IEnumerable<int> Counts => new[] { 1, Environment.ProcessorCount }.Distinct();

    /// <inheritdoc/>
    public override double Work => 6.0 * Parts.Units * Parts.Units * Parts.Batch * Parts.Steps;

    /// <inheritdoc/>
    public override int ThreadCount => Threads;

    private (int Units, int Batch, int Steps) Parts =>
        Size.Split('/') is [var units, var batch, var steps] ? (int.Parse(units), int.Parse(batch), int.Parse(steps)) : default;

    /// <summary>Makes the network.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var (units, batch, steps) = Parts;
        var spec = new TrainingSpec { Batch = batch, Iterations = int.MaxValue, ValidateEvery = int.MaxValue, ValidationTrials = 16 };
        var task = new FunctionApproximation { Steps = steps, LossSteps = steps / 2 };
        _trainer = new Trainer<float>(new Setup { Task = task, Network = new Ctrnn { Units = units }, Dt = 0.1, Noise = [new NoiseSource { Sigma = [0.1] }], Training = spec }, threads: Threads);
    }

    /// <summary>One iteration.</summary>
    [Benchmark]
    public void Iteration() => _trainer!.Iterate();
}
