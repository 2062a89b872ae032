using BenchmarkDotNet.Attributes;
using NoisyRnn.Numerics;

namespace NoisyRnn.Benchmarks.Numerics;

/// <summary>The recurrent weights' gradient over one chunk of steps and one group of lanes.</summary>
public class OuterProductBenchmarks : CountedWork
{
    private const int Width = 32, Steps = OuterProduct.ChunkSteps;
    private float[] _delta = [], _states = [];
    private double[] _accumulator = [];

    /// <summary>N.</summary>
    [Params(16, 32, 64, 100, 128, 256)]
    public int Units { get; set; }

    /// <inheritdoc/>
    public override double Work => 2.0 * Units * Units * 16 * Steps;

    /// <summary>Allocates.</summary>
    [GlobalSetup]
    public void Prepare() =>
        (_delta, _states, _accumulator) = (Numbers.Some(Steps * Units * Width), Numbers.Some(Steps * Units * Width), new double[Units * Units]);

    /// <summary>accumulator += sum of delta times state.</summary>
    [Benchmark]
    public void Gradient() =>
        OuterProduct.Add<float>(_delta, Units * Width, _states, Units * Width, Steps, Units, Units, Width, 0, _accumulator);
}
