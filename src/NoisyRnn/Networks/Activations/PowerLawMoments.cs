using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// Moments of max(0, a + s xi)^p, xi ~ N(0, 1), for a whole p, in closed form: with q = a/s the partial moments M_n = E max(0, a + s xi)^n are
/// M_0 = Phi(q), M_1 = a Phi(q) + s phi(q), M_n = a M_(n-1) + (n-1) s^2 M_(n-2), by parts. E f = M_p, E f' = p M_(p-1), Var f = M_2p - M_p^2.
/// </summary>
/// <remarks>
/// Far above 0 the difference loses q^2 roundings; there f is a polynomial, whose variance is the sum of s^2j/j! (E f^(j))^2, j = 1 .. p.
/// Far below, the terms of the recursion cancel: what is left errs by some |q|^n roundings of s^n phi(q), nothing beside s^n.
/// </remarks>
internal static class PowerLawMoments
{
    // Below 5e-16 of the noise crosses 0 from here on.
    private const double FarAbove = 8;

    /// <summary>E f, E f' and Var f; f(a), f'(a) and 0 where s = 0.</summary>
    /// <param name="power">p.</param>
    /// <param name="a">The argument.</param>
    /// <param name="s">The standard deviation of the noise.</param>
    public static (double Mean, double Slope, double Variance) Of(int power, double a, double s)
    {
        Span<double> partial = stackalloc double[(2 * power) + 1];
        Fill(a, s, partial);
        var (mean, slope) = (partial[power], power * partial[power - 1]);
        if (s == 0)
            return (mean, slope, 0);
        return (mean, slope, a > FarAbove * s ? OfPolynomial(power, s, partial) : Math.Max(0, partial[2 * power] - (mean * mean)));
    }

    /// <summary>F'', F''', dV/da and dV/dv, v = s^2, of F = E f and V = Var f; all 0 where s = 0.</summary>
    /// <remarks>
    /// F^(j) = p!/(p-j)! M_(p-j), with M_(-1) = phi(q)/s and M_(-2) = -q phi(q)/s^2. dV/da = 2 Cov(f, f') and dV/dv = E f'^2 + Cov(f, f''); far above 0 by the derivatives of
    /// V = sum v^j/j! (F^(j))^2, where dF^(j)/dv = F^(j+2)/2.
    /// </remarks>
    /// <param name="power">p.</param>
    /// <param name="a">The argument.</param>
    /// <param name="s">The standard deviation of the noise.</param>
    public static (double Second, double Third, double VarianceByArgument, double VarianceByVariance) Derivatives(int power, double a, double s)
    {
        if (s == 0)
            return default;
        Span<double> partial = stackalloc double[(2 * power) + 1], mean = stackalloc double[power + 3];
        Fill(a, s, partial);
        var density = Elementary.NormalDensity(a / s) / s;
        var factor = 1.0;
        for (var j = 0; j < mean.Length; j++)
        {
            mean[j] = factor * (j <= power ? partial[power - j] : j == power + 1 ? density : -a / (s * s) * density);
            factor *= j < power ? power - j : 1;
        }

        if (a <= FarAbove * s)
        {
            return (mean[2], mean[3], 2 * ((power * partial[(2 * power) - 1]) - (mean[0] * mean[1])),
                (((power * power) + (power * (power - 1))) * partial[(2 * power) - 2]) - (mean[0] * mean[2]));
        }

        double byArgument = 0, byVariance = 0, weight = 1;
        for (var j = 1; j <= power; j++)
        {
            byVariance += weight * mean[j] * mean[j];
            weight *= s * s / j;
            byArgument += 2 * weight * mean[j] * mean[j + 1];
            byVariance += weight * mean[j] * mean[j + 2];
        }

        return (mean[2], mean[3], byArgument, byVariance);
    }

    private static void Fill(double a, double s, Span<double> partial)
    {
        var (cumulative, density) = s == 0 ? (a > 0 ? 1 : 0 * a, 0) : (Elementary.NormalCumulative(a / s), Elementary.NormalDensity(a / s));
        partial[0] = cumulative;
        partial[1] = (a * cumulative) + (s * density);
        for (var n = 2; n < partial.Length; n++)
            partial[n] = Math.Max(0, (a * partial[n - 1]) + ((n - 1) * s * s * partial[n - 2]));
    }

    private static double OfPolynomial(int power, double s, ReadOnlySpan<double> partial)
    {
        // factor: s^j p!/(p-j)!, over the root of j!.
        var (variance, factor) = (0.0, 1.0);
        for (var j = 1; j <= power; j++)
        {
            factor *= s * (power - j + 1) / Math.Sqrt(j);
            variance += factor * factor * partial[power - j] * partial[power - j];
        }

        return variance;
    }
}
