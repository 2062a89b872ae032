using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace NoisyRnn.Numerics;

/// <summary>The eigenvalues of a general square matrix.</summary>
/// <remarks>
/// The QR iteration of the library stalls on some matrices with many equal columns of zeros, as the Jacobians of ReLU networks have. Those of
/// A + c I are the same, moved by c, and its iteration takes another way; the rounding is that of numbers as large as c.
/// </remarks>
internal static class Eigenvalues
{
    private static readonly double[] Shifts = [0, 0.5, -0.75, 1.25, -2];

    /// <summary>Finds them, in no order.</summary>
    /// <param name="matrix">A, or its transpose: they have the same. [n, n]</param>
    /// <param name="size">n.</param>
    /// <exception cref="NonConvergenceException">No shift helped.</exception>
    public static Complex[] Of(ReadOnlySpan<double> matrix, int size)
    {
        var a = Matrix<double>.Build.Dense(size, size, matrix.ToArray());
        for (var k = 0; ; k++)
        {
            var shift = Shifts[k] * Math.Max(1, a.InfinityNorm());
            try
            {
                var found = (k == 0 ? a : a + (shift * Matrix<double>.Build.DenseIdentity(size))).Evd(Symmetricity.Asymmetric).EigenValues;
                return [.. found.Select(value => k == 0 ? value : value - shift)];
            }
            catch (NonConvergenceException) when (k + 1 < Shifts.Length)
            {
            }
        }
    }
}
