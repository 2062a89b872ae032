using BenchmarkDotNet.Attributes;
using NoisyRnn.Numerics;

namespace NoisyRnn.Benchmarks.Numerics;

/// <summary>The recurrent product of one step: [N, N] times 32 trials.</summary>
public class ProductBenchmarks : CountedWork
{
    private const int Width = 32;
    private float[] _matrix = [], _source = [], _destination = [];

    /// <summary>N.</summary>
    [Params(16, 32, 64, 100, 128, 256)]
    public int Units { get; set; }

    /// <inheritdoc/>
    public override double Work => 2.0 * Units * Units * Width;

    /// <summary>Allocates.</summary>
    [GlobalSetup]
    public void Prepare() =>
        (_matrix, _source, _destination) = (Numbers.Some(Units * Units), Numbers.Some(Units * Width), new float[Units * Width]);

    /// <summary>destination += matrix * source.</summary>
    [Benchmark]
    public void Product() => NoisyRnn.Numerics.Product.Add<float>(_matrix, _source, _destination, Units, Units, Width);
}
