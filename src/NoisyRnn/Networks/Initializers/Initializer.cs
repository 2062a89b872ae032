using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>How an array of parameters starts.</summary>
[Leaf("gaussian", typeof(GaussianInitializer))]
[Leaf("normal", typeof(NormalInitializer))]
[Leaf("diagonal", typeof(DiagonalInitializer))]
[Leaf("orthogonal", typeof(OrthogonalInitializer))]
[Leaf("uniform-fan-in", typeof(UniformFanInInitializer))]
[Leaf("zero", typeof(ZeroInitializer))]
[Leaf("constant", typeof(ConstantInitializer))]
public abstract record Initializer
{
    /// <summary>What the array is, in a few words.</summary>
    public abstract string Summary { get; }

    /// <summary>Fills an array.</summary>
    /// <param name="random">This array's own random numbers.</param>
    /// <param name="values">[rows, columns], row-major.</param>
    /// <param name="rows">Rows (post).</param>
    /// <param name="columns">Columns (pre, the fan-in).</param>
    public abstract void Fill(RandomStream random, Span<double> values, int rows, int columns);
}
