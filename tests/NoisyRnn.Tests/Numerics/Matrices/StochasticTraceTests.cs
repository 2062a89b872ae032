using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

/// <summary>Traces from products with random signs.</summary>
public sealed class StochasticTraceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Over_all_vectors_of_signs_the_mean_is_the_trace(bool deflated)
    {
        // All 2^8 of them, each once: unbiased exactly, whatever was taken out before.
        const int N = 8;
        var matrix = SymmetricMatrices.Random(N, 4);
        var known = deflated ? new Lanczos(N, SymmetricMatrices.Product(matrix), SymmetricMatrices.Normals(2)) : null;
        for (var step = 0; step < 3; step++)
            known?.Step();
        var code = 0;
        RandomVector next = vector =>
        {
            for (var i = 0; i < N; i++)
                vector[i] = (code >> i & 1) == 0 ? -1 : 1;
            code++;
        };
        var trace = Enumerable.Range(0, 1 << N).Average(_ => StochasticTrace.Of(N, SymmetricMatrices.Product(matrix), next, 1, known).Trace);
        Assert.Equal(1 << N, code);
        Assert.Equal(matrix.Trace(), trace, 1e-12 * N);
    }

    [Fact]
    public void Its_standard_error_is_that_of_repeated_estimates()
    {
        const int N = 60, Probes = 20, Estimates = 400;
        var matrix = SymmetricMatrices.Random(N, 6);
        var signs = SymmetricMatrices.Signs(1);
        var estimates = Enumerable.Range(0, Estimates).Select(_ => StochasticTrace.Of(N, SymmetricMatrices.Product(matrix), signs, Probes)).ToArray();
        var mean = estimates.Average(static e => e.Trace);
        var deviation = Math.Sqrt(estimates.Average(e => (e.Trace - mean) * (e.Trace - mean)));
        Assert.Equal(matrix.Trace(), mean, 4 * deviation / Math.Sqrt(Estimates));
        // Known: 2 sum of squares off the diagonal, a probe. The deviation of 400 is sure to 1/sqrt(800) = 3.5 %; five of these.
        var known = Math.Sqrt(2 * (matrix.PointwiseMultiply(matrix).Enumerate().Sum() - matrix.Diagonal().PointwiseMultiply(matrix.Diagonal()).Sum()) / Probes);
        Assert.InRange(deviation / known, 0.82, 1.18);
        Assert.InRange(Math.Sqrt(estimates.Average(static e => e.StandardError * e.StandardError)) / known, 0.9, 1.1);
    }

    [Fact]
    public void What_Lanczos_has_seen_makes_no_scatter()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(static k => k < 4 ? 1000.0 / (k + 1) : 1e-3)];
        var matrix = SymmetricMatrices.WithEigenvalues(values, 8);
        var known = new Lanczos(100, SymmetricMatrices.Product(matrix), SymmetricMatrices.Normals(3));
        while (known.Steps < 12)
            known.Step();
        var plain = StochasticTrace.Of(100, SymmetricMatrices.Product(matrix), SymmetricMatrices.Signs(2), 10);
        var deflated = StochasticTrace.Of(100, SymmetricMatrices.Product(matrix), SymmetricMatrices.Signs(2), 10, known);
        Assert.True(plain.StandardError > 10);
        // What is left is 1e-3 (I - Q Q^T): a probe has the variance 1e-6 times 2 rank Q at most, here 24.
        Assert.InRange(deflated.StandardError, 0, 3 * 1e-3 * Math.Sqrt(24.0 / 10));
        Assert.Equal(values.Sum(), deflated.Trace, 5 * 1e-3 * Math.Sqrt(24.0 / 10));
    }

    [Fact]
    public void It_is_exact_where_that_takes_no_more_products()
    {
        var matrix = SymmetricMatrices.Random(6, 1);
        var products = 0;
        var product = SymmetricMatrices.Product(matrix, () => products++);
        var trace = StochasticTrace.Of(6, product, SymmetricMatrices.Signs(1), 6);
        Assert.Equal((0.0, 6), (trace.StandardError, products));
        Assert.Equal(matrix.Trace(), trace.Trace, 1e-13);
        var complete = new Lanczos(6, product, SymmetricMatrices.Normals(1));
        while (!complete.IsComplete)
            complete.Step();
        products = 0;
        trace = StochasticTrace.Of(6, product, SymmetricMatrices.Signs(1), 2, complete);
        Assert.Equal((0.0, 0), (trace.StandardError, products));
        Assert.Equal(matrix.Trace(), trace.Trace, 1e-13);
    }
}
