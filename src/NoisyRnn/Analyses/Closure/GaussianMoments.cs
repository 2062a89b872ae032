using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>Mean and covariance of a vector, and of the pre-activations that it was made from; filled up to a multiple of 16 by zeros.</summary>
public sealed class GaussianMoments
{
    /// <summary>All zero and certain.</summary>
    /// <param name="size">Number of components.</param>
    public GaussianMoments(int size)
    {
        (Size, Width) = (size, DenseProduct.Padded(size));
        (Means, Covariances) = (new double[Width], new double[Width * Width]);
        (PreActivation, Deviation, Slope) = (new double[size], new double[size], new double[size]);
    }

    /// <summary>Number of components.</summary>
    public int Size { get; }

    /// <summary>The mean. [size]</summary>
    public ReadOnlySpan<double> Mean => Means.AsSpan(0, Size);

    /// <summary>Whether the covariance is zero.</summary>
    public bool IsCertain { get; internal set; } = true;

    /// <summary>a, the mean of the pre-activations of the step that led here. [size]</summary>
    public double[] PreActivation { get; }

    /// <summary>S, the standard deviation of the activations' arguments in that step: noise, and fluctuations of what comes in. [size]</summary>
    public double[] Deviation { get; }

    /// <summary>F_S', the mean slope there. [size]</summary>
    public double[] Slope { get; }

    /// <summary>Whether all of it is finite.</summary>
    public bool IsFinite => double.IsFinite(DotProduct.Of(Means, Means)) && (IsCertain || double.IsFinite(Trace()));

    internal int Width { get; }

    internal double[] Means { get; }

    // [Width, Width]; zero where it is certain.
    internal double[] Covariances { get; }

    /// <summary>The covariance of two components.</summary>
    public double Covariance(int i, int j) => Covariances[(i * Width) + j];

    /// <summary>The variance of a component.</summary>
    public double Variance(int i) => Covariances[i * (Width + 1)];

    /// <summary>A certain value.</summary>
    internal void Set(ReadOnlySpan<double> value)
    {
        value.CopyTo(Means);
        Array.Clear(Covariances);
        IsCertain = true;
    }

    /// <summary>Becomes the moments of a vector and independent noise.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="variances">The noise's, of that which is independent. [size, or none]</param>
    /// <param name="shared">The levels of each draw that components share. [draws][size]</param>
    internal void AddTo(GaussianMoments vector, ReadOnlySpan<double> variances, double[][] shared)
    {
        vector.Means.CopyTo(Means.AsSpan());
        vector.Covariances.CopyTo(Covariances.AsSpan());
        for (var i = 0; i < variances.Length; i++)
            Covariances[i * (Width + 1)] += variances[i];
        foreach (var level in shared)
        {
            for (var i = 0; i < Size; i++)
            {
                for (var j = 0; j < Size; j++)
                    Covariances[(i * Width) + j] += level[i] * level[j];
            }
        }

        IsCertain = false;
    }

    private double Trace()
    {
        var sum = 0.0;
        for (var i = 0; i < Size; i++)
            sum += Variance(i);
        return sum;
    }
}
