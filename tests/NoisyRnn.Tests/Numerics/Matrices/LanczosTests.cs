using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

/// <summary>Eigenvalues from products alone, beside MathNet's from the whole matrix.</summary>
public sealed class LanczosTests
{
    // Either decomposition errs by n u ||A||, times a constant.
    private static double Tolerance(int n, double norm) => 20 * n * PlainMatrices.RoundOff * norm;

    [Fact]
    public void After_n_steps_all_eigenvalues_are_there_for_sizes_1_to_40()
    {
        for (var n = 1; n <= 40; n++)
        {
            var matrix = SymmetricMatrices.Random(n, n);
            var lanczos = Run(matrix, n);
            Assert.True(lanczos.IsComplete);
            AssertClose(SymmetricMatrices.Eigenvalues(matrix), lanczos);
            Assert.Equal(matrix.Trace(), lanczos.ProjectedTrace, Tolerance(n, n * matrix.L2Norm()));
            Assert.Equal(1, lanczos.RitzValues().Sum(static ritz => ritz.Weight), 1e-12);
            Assert.All(lanczos.RitzValues(), static ritz => Assert.Equal(0, ritz.Residual));
            Assert.InRange(lanczos.Asymmetry, 0, Tolerance(n, matrix.L2Norm()));
        }
    }

    [Theory]
    [InlineData(new double[] { 3, 3, 3, 1, 1, 0, 0, -2 })]
    [InlineData(new double[] { 0, 0, 0, 0 })]
    [InlineData(new double[] { 1, 1, 1, 1, 1 })]
    [InlineData(new double[] { 1e6, 1, 1, 1e-6, 0, 0 })]
    [InlineData(new double[] { 5, 0, 0, 0, 0, 0, 0, -5 })]
    [InlineData(new double[] { 1e-100, 2e-100, 0 })]
    public void Eigenvalues_come_as_often_as_they_are(double[] values)
    {
        // One starting vector sees each but once: the space is exhausted before n steps.
        var lanczos = Run(SymmetricMatrices.WithEigenvalues(values, 3), values.Length);
        AssertClose([.. values.OrderDescending()], lanczos);
    }

    [Fact]
    public void Before_the_end_each_residual_is_that_of_an_eigenvalue_and_the_largest_come_first()
    {
        double[] values = [.. Enumerable.Range(0, 200).Select(static k => k < 3 ? 100.0 - (20 * k) : Math.Exp(-k / 20.0))];
        var matrix = SymmetricMatrices.WithEigenvalues(values, 7);
        var lanczos = Run(matrix, 25);
        var ritz = lanczos.RitzValues();
        Assert.Equal(25, ritz.Length);
        Assert.All(ritz, pair => Assert.True(values.Min(value => Math.Abs(value - pair.Value)) <= pair.Residual + Tolerance(200, 100)));
        for (var k = 0; k < 3; k++)
            Assert.Equal(values[k], ritz[k].Value, Tolerance(200, 100));
        // Not vacuous: in the bulk they are not there yet.
        Assert.True(ritz.Max(static pair => pair.Residual) > 1e-3);
        Assert.Equal([.. ritz.Select(static pair => pair.Value).OrderDescending()], ritz.Select(static pair => pair.Value));
    }

    [Fact]
    public void Its_quadrature_is_exact_for_polynomials_up_to_degree_2m_minus_1()
    {
        const int N = 30, Steps = 6;
        var matrix = SymmetricMatrices.Random(N, 11) / Math.Sqrt(N);
        var start = new double[N];
        SymmetricMatrices.Normals(1)(start);
        var v = Vector<double>.Build.DenseOfArray(start).Normalize(2);
        var ritz = Run(matrix, Steps).RitzValues();
        var (image, degree) = (v, 0);
        for (; degree < 2 * Steps; degree++, image = matrix * image)
            Assert.Equal(v * image, ritz.Sum(pair => pair.Weight * Math.Pow(pair.Value, degree)), 1e-12 * Math.Pow(matrix.L2Norm(), degree));
        Assert.NotEqual(v * image, ritz.Sum(pair => pair.Weight * Math.Pow(pair.Value, degree)), 1e-6);
    }

    [Fact]
    public void Products_that_are_not_symmetric_are_measured()
    {
        var matrix = SymmetricMatrices.Random(20, 5);
        matrix[3, 12] += 0.25;
        // By the part that is not symmetric, (A - A^T)/2 of norm 1/8, twice: in random directions less.
        Assert.InRange(Run(matrix, 20).Asymmetry, 0.005, 0.25);
    }

    [Fact]
    public void It_takes_out_its_basis_and_goes_no_further_than_the_whole_space()
    {
        var matrix = SymmetricMatrices.Random(12, 2);
        var lanczos = Run(matrix, 5);
        var vector = PlainMatrices.Gaussian(9, 12);
        lanczos.Project(vector);
        var once = vector.ToArray();
        lanczos.Project(vector);
        Assert.Equal(once, vector, static (x, y) => Math.Abs(x - y) <= 1e-14);
        Assert.InRange(PlainMatrices.Frobenius(once), 0.1, PlainMatrices.Frobenius(PlainMatrices.Gaussian(9, 12)));
        Assert.Throws<InvalidOperationException>(Run(matrix, 12).Step);
        Assert.Throws<ArithmeticException>(new Lanczos(3, static (_, product) => product.Fill(double.NaN), SymmetricMatrices.Normals(1)).Step);
    }

    private static Lanczos Run(Matrix<double> matrix, int steps)
    {
        var lanczos = new Lanczos(matrix.RowCount, SymmetricMatrices.Product(matrix), SymmetricMatrices.Normals(1));
        while (lanczos.Steps < steps)
            lanczos.Step();
        return lanczos;
    }

    private static void AssertClose(double[] expected, Lanczos lanczos)
    {
        var tolerance = Tolerance(expected.Length, expected.Max(Math.Abs));
        var found = lanczos.RitzValues();
        Assert.Equal(expected.Length, found.Length);
        for (var k = 0; k < found.Length; k++)
            Assert.True(Math.Abs(expected[k] - found[k].Value) <= tolerance, $"{expected[k]:R} {found[k].Value:R}");
    }
}
