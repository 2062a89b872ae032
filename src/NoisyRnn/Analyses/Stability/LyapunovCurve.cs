namespace NoisyRnn.Analyses;

/// <summary>The exponents of one path, as they come with time.</summary>
/// <param name="Means">The means over the time counted so far, at each time that is kept. [times][k]</param>
internal sealed record LyapunovCurve(double[][] Means)
{
    /// <summary>At the path's end. [k]</summary>
    public double[] Final => Means[^1];
}
