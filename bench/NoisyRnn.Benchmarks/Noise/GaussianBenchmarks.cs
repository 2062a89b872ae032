using BenchmarkDotNet.Attributes;
using NoisyRnn.Noise;

namespace NoisyRnn.Benchmarks.Noise;

/// <summary>The noise of one step: N normals for each of 32 trials.</summary>
public class GaussianBenchmarks : CountedWork
{
    private const int Width = 32;
    private static readonly NoiseKey s_key = NoiseKey.OfItem(1, NoiseStream.Dynamics, 0);
    private readonly ulong[] _trials = [.. Enumerable.Range(0, Width).Select(static k => (ulong)k)];
    private float[] _normals = [];
    private uint _step;

    /// <summary>N.</summary>
    [Params(10, 64, 128)]
    public int Units { get; set; }

    /// <inheritdoc/>
    public override double Work => Units * Width;

    /// <inheritdoc/>
    public override bool CountsOperations => false;

    /// <summary>Allocates.</summary>
    [GlobalSetup]
    public void Prepare() => _normals = new float[Units * Width];

    /// <summary>Standard normals.</summary>
    [Benchmark]
    public void Fill() => Gaussian.Fill<float>(s_key, _trials, _step++, Units, _normals);
}
