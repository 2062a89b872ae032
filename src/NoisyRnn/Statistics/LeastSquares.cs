namespace NoisyRnn.Statistics;

/// <summary>The straight line through points with the least squared distances in y.</summary>
public static class LeastSquares
{
    /// <summary>Its slope, sum (x - mean x)(y - mean y) / sum (x - mean x)^2; not a number where all x are equal.</summary>
    /// <param name="points">The points, at least one.</param>
    public static double Slope(IReadOnlyCollection<(double X, double Y)> points)
    {
        double x = points.Average(static p => p.X), y = points.Average(static p => p.Y);
        return points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
    }
}
