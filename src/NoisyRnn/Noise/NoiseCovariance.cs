using System.Collections.Immutable;

namespace NoisyRnn.Noise;

/// <summary>The covariance of white noise, diag(own) + sum c c^T: of draws that each row has by itself, and of draws that rows share.</summary>
/// <param name="Own">Variances of the first. [rows]</param>
/// <param name="Shared">The levels c of each of the others. [draws][rows]</param>
internal sealed record NoiseCovariance(double[] Own, double[][] Shared)
{
    /// <summary>That of a term in the step's equation: of all additive sources at a placement together.</summary>
    /// <param name="placement">Where.</param>
    /// <param name="noise">The sources.</param>
    /// <param name="shape">The network's rows.</param>
    /// <param name="dt">Time step, in the unit of tau.</param>
    /// <param name="tau">Time constant of each unit; one entry or one a unit.</param>
    public static NoiseCovariance At(Placement placement, ImmutableArray<NoiseSource> noise, NoiseShape shape, double dt, ImmutableArray<double> tau)
    {
        var own = new double[shape[placement]];
        var shared = new List<double[]>();
        foreach (var source in noise.Where(source => source.Placement == placement && source.IsActive()))
        {
            var deviations = source.PerStepDeviation(shape, dt, tau);
            shared.AddRange(shape.Shared(source, deviations));
            for (var i = 0; !source.IsCommon() && i < own.Length; i++)
                own[i] += deviations[i] * deviations[i];
        }

        return new(own, [.. shared]);
    }

    /// <summary>The variance in each row. [rows]</summary>
    public double[] Variances => [.. Own.Select((own, i) => own + Shared.Sum(level => level[i] * level[i]))];

    /// <summary>Some of the rows.</summary>
    public NoiseCovariance this[Range rows] => new(Own[rows], [.. Shared.Select(level => level[rows])]);

    /// <summary>Whether there is no noise.</summary>
    public bool IsNone => !Own.AsSpan().ContainsAnyExcept(0) && Shared.Length == 0;

    /// <summary>The part that is shared, sum c c^T; empty where nothing is. [width, width]</summary>
    /// <param name="width">Rows, padded.</param>
    public double[] SharedSquare(int width)
    {
        var covariance = new double[Shared.Length == 0 ? 0 : width * width];
        AddShared(covariance, width);
        return covariance;
    }

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
