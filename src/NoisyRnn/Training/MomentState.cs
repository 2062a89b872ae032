namespace NoisyRnn.Training;

/// <summary>Mean and covariance of a hidden state, or the gradient by them.</summary>
/// <param name="width">N, padded.</param>
internal sealed class MomentState(int width)
{
    /// <summary>m. [width]</summary>
    public double[] Mean { get; } = new double[width];

    /// <summary>Sigma, symmetric. [width, width]</summary>
    public double[] Covariance { get; } = new double[width * width];

    /// <summary>All zero again.</summary>
    public void Clear()
    {
        Array.Clear(Mean);
        Array.Clear(Covariance);
    }
}
