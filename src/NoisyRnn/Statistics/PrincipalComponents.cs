using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Numerics;

namespace NoisyRnn.Statistics;

/// <summary>
/// The first principal components of some states: orthonormal directions of the largest variance about the mean, each turned so that its
/// largest entry is positive. Of fewer dimensions than components there are as many as dimensions.
/// </summary>
internal sealed class PrincipalComponents
{
    private readonly double[] _mean;
    private readonly double[][] _directions;

    /// <summary>Finds the components.</summary>
    /// <param name="states">States [N] each, one or more.</param>
    /// <param name="count">Components wanted.</param>
    public PrincipalComponents(IReadOnlyList<double[]> states, int count)
    {
        var n = states[0].Length;
        _mean = [.. Enumerable.Range(0, n).Select(i => states.Average(state => state[i]))];
        var centred = new double[states.Count * n];
        for (var k = 0; k < states.Count; k++)
        {
            for (var i = 0; i < n; i++)
                centred[(k * n) + i] = states[k][i] - _mean[i];
        }

        var covariance = new double[n * n];
        DenseProduct.TransposeMultiply(centred, centred, covariance, n, states.Count, n);
        var decomposition = Matrix<double>.Build.Dense(n, n, covariance).Evd(Symmetricity.Symmetric);
        var total = decomposition.EigenValues.Sum(static value => value.Real);
        // Ascending in the decomposition.
        var largest = Enumerable.Range(1, Math.Min(count, n)).Select(k => n - k).ToArray();
        _directions = [.. largest.Select(k => Turned(decomposition.EigenVectors.Column(k).ToArray()))];
        Shares = [.. largest.Select(k => total > 0 ? Math.Max(0, decomposition.EigenValues[k].Real / total) : 0)];
    }

    /// <summary>The share of the variance along each.</summary>
    public ImmutableArray<double> Shares { get; }

    /// <summary>Where a state lies along each. [components]</summary>
    public ImmutableArray<double> Scores(double[] state) =>
        [.. _directions.Select(direction => direction.Zip(state, _mean).Sum(static e => e.First * (e.Second - e.Third)))];

    private static double[] Turned(double[] direction) => direction.MaxBy(Math.Abs) < 0 ? [.. direction.Select(static e => -e)] : direction;
}
