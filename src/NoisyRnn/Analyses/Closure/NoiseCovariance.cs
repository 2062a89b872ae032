namespace NoisyRnn.Analyses;

/// <summary>The covariance of white noise, diag(own) + sum c c^T: of draws that each row has by itself, and of draws that rows share.</summary>
/// <param name="Own">Variances of the first. [rows]</param>
/// <param name="Shared">The levels c of each of the others. [draws][rows]</param>
internal sealed record NoiseCovariance(double[] Own, double[][] Shared)
{
    /// <summary>Whether there is no noise.</summary>
    public bool IsNone => !Own.AsSpan().ContainsAnyExcept(0) && Shared.Length == 0;

    /// <summary>Adds the part that is shared, sum c c^T.</summary>
    /// <param name="covariance">To which. [rows, width]</param>
    /// <param name="width">Distance of its rows.</param>
    public void AddShared(double[] covariance, int width)
    {
        foreach (var level in Shared)
            AddSquare(level, covariance, width);
    }

    /// <summary>Adds M C M^T: what arrives of it through weights.</summary>
    /// <param name="weights">M. [units, rows]</param>
    /// <param name="covariance">To which. [units, width]</param>
    /// <param name="width">Distance of its rows.</param>
    public void AddThrough(double[] weights, double[] covariance, int width)
    {
        var rows = Own.Length;
        var units = rows == 0 ? 0 : weights.Length / rows;
        for (var i = 0; i < units; i++)
        {
            for (var j = 0; j < units; j++)
            {
                for (var k = 0; k < rows; k++)
                    covariance[(i * width) + j] += weights[(i * rows) + k] * Own[k] * weights[(j * rows) + k];
            }
        }

        foreach (var level in Shared)
            AddSquare([.. Enumerable.Range(0, units).Select(i => Enumerable.Range(0, rows).Sum(k => weights[(i * rows) + k] * level[k]))], covariance, width);
    }

    private static void AddSquare(double[] vector, double[] covariance, int width)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            for (var j = 0; j < vector.Length; j++)
                covariance[(i * width) + j] += vector[i] * vector[j];
        }
    }
}
