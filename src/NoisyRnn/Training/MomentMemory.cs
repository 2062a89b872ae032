namespace NoisyRnn.Training;

/// <summary>Working memory of a step of <see cref="MomentLayer"/>, for one thread at a time.</summary>
/// <param name="units">N.</param>
/// <param name="width">N, padded.</param>
internal sealed class MomentMemory(int units, int width)
{
    /// <summary>a. [N]</summary>
    public double[] Argument { get; } = new double[units];

    /// <summary>S. [N]</summary>
    public double[] Deviation { get; } = new double[units];

    /// <summary>W Sigma. [width, width]</summary>
    public double[] Carried { get; } = new double[width * width];

    /// <summary>W Sigma W^T. [width, width]</summary>
    public double[] Spread { get; } = new double[width * width];

    /// <summary>dE/da. [width]</summary>
    public double[] ByArgument { get; } = new double[width];

    /// <summary>dE/d(W Sigma). [width, width]</summary>
    public double[] ByCarried { get; } = new double[width * width];

    /// <summary>dE/d(W Sigma W^T). [width, width]</summary>
    public double[] BySpread { get; } = new double[width * width];

    /// <summary>dE/dW, by way of the covariance. [width, width]</summary>
    public double[] ByWeights { get; } = new double[width * width];

    /// <summary>A product. [width, width]</summary>
    public double[] Product { get; } = new double[width * width];
}
