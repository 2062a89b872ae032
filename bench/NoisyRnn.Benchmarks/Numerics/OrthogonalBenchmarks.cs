using BenchmarkDotNet.Attributes;
using NoisyRnn.Numerics;

namespace NoisyRnn.Benchmarks.Numerics;

/// <summary>What an orthogonal network adds to each iteration: its recurrent matrix from a skew one, and the way back.</summary>
public class OrthogonalBenchmarks : CountedWork
{
    private double[] _skew = [], _gradient = [], _destination = [];

    /// <summary>N.</summary>
    [Params(32, 128, 256)]
    public int Units { get; set; }

    /// <summary>Entries of the matrix: its time is said per entry.</summary>
    public override double Work => (double)Units * Units;

    /// <inheritdoc/>
    public override bool CountsOperations => false;

    /// <summary>Allocates.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(1);
        (_skew, _gradient, _destination) = (new double[Units * Units], new double[Units * Units], new double[Units * Units]);
        for (var i = 0; i < Units; i++)
        {
            for (var j = 0; j < Units; j++)
                _gradient[(i * Units) + j] = random.NextDouble() - 0.5;
            for (var j = 0; j < i; j++)
            {
                // Of 1-norm 4 or so: degree 13 without squaring or with one, as after some training.
                _skew[(i * Units) + j] = (random.NextDouble() - 0.5) * 16 / Units;
                _skew[(j * Units) + i] = -_skew[(i * Units) + j];
            }
        }
    }

    /// <summary>exp(K).</summary>
    [Benchmark]
    public void Exponential() => MatrixExponential.Evaluate(_skew, Units, _destination);

    /// <summary>The pull-back of exp.</summary>
    [Benchmark]
    public void ExponentialBack() => MatrixExponential.PullBack(_skew, _gradient, Units, _destination);

    /// <summary>(I + K)^-1 (I - K).</summary>
    [Benchmark]
    public void Cayley() => CayleyTransform.Evaluate(_skew, Units, _destination);

    /// <summary>Its pull-back.</summary>
    [Benchmark]
    public void CayleyBack() => CayleyTransform.PullBack(_skew, _gradient, Units, _destination);
}
