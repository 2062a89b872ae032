using System.Buffers;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// Moments of f(a + s xi), xi ~ N(0, 1), by the trapezoid rule in xi on [-9, 9] with weights normalised to 1 (spec 1,
/// section 3). For a smooth f with a step of at most min(.1, .2 w/s) the error is below 1e-12 up to s = 10, w the width of
/// the bend of f (1 for the activations here: their nearest singularities lie pi/2 from the real line).
/// </summary>
/// <remarks>
/// Steps are .1 / 2^m, so that nodes and weights are made once. The finest grid has 46,081 nodes, right up to s = 512 w;
/// beyond it the rule is coarser than it should be. All sums run over lanes in a fixed order: the same bits on every tier.
/// </remarks>
internal static class ActivationQuadrature
{
    private const double Reach = 9, WidestStep = 0.1, StepsInBend = 0.2;
    private const int FinestGrid = 8;
    private static readonly Lazy<Grid>[] Grids = [.. Enumerable.Range(0, FinestGrid + 1).Select(static m => new Lazy<Grid>(() => new Grid(m)))];

    /// <summary>mean = E f, slope = E f', variance = Var f, element by element; where s = 0 they are f(a), f'(a) and 0.</summary>
    /// <param name="activation">f, smooth.</param>
    /// <param name="width">w, the length over which f bends.</param>
    /// <param name="a">Arguments, any number.</param>
    /// <param name="s">Standard deviations, one an argument.</param>
    /// <param name="mean">Receives the means; must not overlap a or s.</param>
    /// <param name="slope">Receives the derivatives of the means in a.</param>
    /// <param name="variance">Receives the variances.</param>
    public static void Moments(
        Activation activation, double width, ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance)
    {
        var largest = GridFor(Largest(s) / width).Nodes.Length;
        var memory = ArrayPool<double>.Shared.Rent(2 * largest);
        for (var i = 0; i < a.Length; i++)
        {
            var grid = GridFor(s[i] / width);
            // Without noise all nodes are one.
            var count = s[i] == 0 ? 16 : grid.Nodes.Length;
            var f = memory.AsSpan(0, count);
            var d = memory.AsSpan(largest, count);
            f.Fill(a[i]);
            Rows.AddScaled<double>([s[i]], grid.Nodes.AsSpan(0, count), f, count);
            activation.Evaluate(f, f, d);
            if (s[i] == 0)
                (mean[i], slope[i], variance[i]) = (f[0], d[0], 0);
            else
            {
                mean[i] = DotProduct.Of(f, grid.Weights);
                slope[i] = DotProduct.Of(d, grid.Weights);
                // About the mean, so that a large one costs no digits.
                variance[i] = DotProduct.OfSquares(f, grid.Weights, mean[i]);
            }
        }

        ArrayPool<double>.Shared.Return(memory);
    }

    /// <summary>F'', F''', dV/da and dV/dv of a smooth f; where s = 0 they are left as they are.</summary>
    /// <param name="activation">f.</param>
    /// <param name="width">The length over which f bends.</param>
    /// <param name="a">Arguments.</param>
    /// <param name="s">Standard deviations.</param>
    /// <param name="moments">With F and F'; receives the others.</param>
    public static void Derivatives(Activation activation, double width, ReadOnlySpan<double> a, ReadOnlySpan<double> s, SmoothedDerivatives moments)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (!(s[i] > 0))
                continue;
            var grid = GridFor(s[i] / width);
            var memory = ArrayPool<double>.Shared.Rent(2 * grid.Nodes.Length);
            Span<double> f = memory.AsSpan(0, grid.Nodes.Length), d = memory.AsSpan(grid.Nodes.Length, grid.Nodes.Length);
            f.Fill(a[i]);
            Rows.AddScaled<double>([s[i]], grid.Nodes, f, f.Length);
            activation.Evaluate(f, f, d);
            double first = 0, second = 0, joint = 0, tilted = 0;
            for (var k = 0; k < f.Length; k++)
            {
                var (xi, weighted) = (grid.Nodes[k], grid.Weights[k] * d[k]);
                first += weighted * xi;
                second += weighted * ((xi * xi) - 1);
                joint += weighted * (f[k] - moments.Mean[i]);
                tilted += weighted * (f[k] - moments.Mean[i]) * xi;
            }

            (moments.Second[i], moments.Third[i]) = (first / s[i], second / (s[i] * s[i]));
            (moments.VarianceByArgument[i], moments.VarianceByVariance[i]) = (2 * joint, tilted / s[i]);
            ArrayPool<double>.Shared.Return(memory);
        }
    }

    // Not a number where any is none: then every grid will do.
    private static double Largest(ReadOnlySpan<double> s)
    {
        var largest = 0.0;
        foreach (var x in s)
            largest = x > largest ? x : largest;
        return largest;
    }

    private static Grid GridFor(double noiseInBends)
    {
        var m = 0;
        while (m < FinestGrid && noiseInBends * WidestStep > StepsInBend * (1 << m))
            m++;
        return Grids[m].Value;
    }

    // Nodes and weights of step .1 / 2^m, filled up to a multiple of 16 by nodes at 0 of no weight.
    private sealed class Grid
    {
        public Grid(int m)
        {
            var step = WidestStep / (1 << m);
            var half = (int)Math.Round(Reach / step);
            (Nodes, Weights) = (new double[DenseProduct.Padded((2 * half) + 1)], new double[DenseProduct.Padded((2 * half) + 1)]);
            var total = 0.0;
            for (var k = 0; k <= 2 * half; k++)
            {
                Nodes[k] = (k - half) * step;
                total += Weights[k] = Elementary.Exp(-0.5 * Nodes[k] * Nodes[k]);
            }

            for (var k = 0; k <= 2 * half; k++)
                Weights[k] /= total;
        }

        public double[] Nodes { get; }

        public double[] Weights { get; }
    }
}
