using System.Numerics;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

/// <summary>Eigenvalues of general matrices, of those too on which the library's iteration stalls.</summary>
public sealed class EigenvaluesTests
{
    [Fact]
    public void A_rotation_and_a_triangle_have_theirs()
    {
        Equal([-1, 1], Eigenvalues.Of([0, 1, -1, 0], 2).Select(static value => value.Imaginary));
        Equal([1, 4, 6], Eigenvalues.Of([1, 2, 3, 0, 4, 5, 0, 0, 6], 3).Select(static value => value.Real));

        // Rounding of numbers below 10, times the size.
        static void Equal(double[] expected, IEnumerable<double> found) => Assert.All(expected.Zip(found.Order()), static pair => Assert.Equal(pair.First, pair.Second, 1e-13));
    }

    /// <summary>Their sum is the trace and the sum of their squares that of A^2, whatever columns are 0.</summary>
    [Fact]
    public void Of_matrices_with_many_columns_of_zeros_all_are_found()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 300; trial++)
        {
            var n = 2 + (trial % 14);
            var a = new double[n * n];
            for (var column = 0; column < n; column++)
            {
                var isOpen = random.NextDouble() < 0.4;
                for (var row = 0; row < n; row++)
                    a[(row * n) + column] = isOpen ? random.NextDouble() - 0.5 : 0;
            }

            var found = Eigenvalues.Of(a, n);
            double trace = 0, squares = 0;
            for (var i = 0; i < n; i++)
            {
                trace += a[(i * n) + i];
                for (var j = 0; j < n; j++)
                    squares += a[(i * n) + j] * a[(j * n) + i];
            }

            // Both are backward stable: sums of n numbers of size 1, rounded at 1e-15 of them.
            Assert.Equal(trace, found.Aggregate(Complex.Zero, static (sum, value) => sum + value).Real, 1e-12);
            Assert.Equal(squares, found.Aggregate(Complex.Zero, static (sum, value) => sum + (value * value)).Real, 1e-12);
        }
    }
}
