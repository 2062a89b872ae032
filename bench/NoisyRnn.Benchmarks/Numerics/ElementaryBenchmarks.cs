using BenchmarkDotNet.Attributes;
using NoisyRnn.Networks;

namespace NoisyRnn.Benchmarks.Numerics;

/// <summary>Activations with their slopes: the elementary functions as training uses them.</summary>
public class ElementaryBenchmarks : CountedWork
{
    private const int Length = 4096;
    private readonly float[] _x = Numbers.Some(Length), _value = new float[Length], _slope = new float[Length];

    /// <summary>f.</summary>
    [ParamsSource(nameof(Activations))]
    public Activation Activation { get; set; } = new Relu();

    /// <summary>All with a kernel of their own.</summary>
    public static IEnumerable<Activation> Activations => [new Relu(), new SoftPlus(), new NoisyRnn.Networks.Tanh(), new Sigmoid(), new Gelu()];

    /// <inheritdoc/>
    public override double Work => Length;

    /// <inheritdoc/>
    public override bool CountsOperations => false;

    /// <summary>f and f'.</summary>
    [Benchmark]
    public void ValueAndSlope() => Activation.Evaluate(_x, _value, _slope);
}
