using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tests.Numerics;

/// <summary>Symmetric matrices written down, for what works with products alone.</summary>
internal static class SymmetricMatrices
{
    /// <summary>Random, entries of deviation 1.</summary>
    public static Matrix<double> Random(int n, int seed)
    {
        var half = Matrix<double>.Build.Dense(n, n, PlainMatrices.Gaussian(seed, n * n));
        return (half + half.Transpose()) / Math.Sqrt(2);
    }

    /// <summary>With given eigenvalues, in random directions.</summary>
    public static Matrix<double> WithEigenvalues(double[] values, int seed)
    {
        var q = Matrix<double>.Build.Dense(values.Length, values.Length, PlainMatrices.Gaussian(seed, values.Length * values.Length)).QR().Q;
        var a = q * Matrix<double>.Build.DenseOfDiagonalArray(values) * q.Transpose();
        return (a + a.Transpose()) / 2;
    }

    public static double[] Eigenvalues(Matrix<double> matrix) => [.. matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(static value => value.Real).OrderDescending()];

    public static SymmetricProduct Product(Matrix<double> matrix, Action? counted = null) => (vector, product) =>
    {
        (matrix * Vector<double>.Build.DenseOfArray(vector.ToArray())).AsArray().CopyTo(product);
        counted?.Invoke();
    };

    public static RandomVector Normals(int seed)
    {
        var next = seed * 1000;
        return vector => PlainMatrices.Gaussian(++next, vector.Length).CopyTo(vector);
    }

    public static RandomVector Signs(int seed)
    {
        var random = new Random(seed);
        return vector =>
        {
            foreach (ref var value in vector)
                value = random.Next(2) == 0 ? -1 : 1;
        };
    }
}
