using System.Runtime.CompilerServices;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// Moments of f(a + s xi), xi ~ N(0, 1), for f(a) = max(a, c a) in closed form (spec 1, section 3). With q = a/s:
/// E f = c a + (1-c) [a Phi(q) + s phi(q)], E f' = c + (1-c) Phi(q), Var f = s^2 [c^2 + 2 c (1-c) Phi(q) + (1-c)^2 v(q)].
/// </summary>
/// <remarks>
/// v(q) = (q^2+1) Phi + q phi - (q Phi + phi)^2 loses q^2 roundings as it stands. Written as Phi + q^2 Phi (1-Phi) + q phi (1-2 Phi)
/// - phi^2 each term is of the size of the density or less on either side, but for Phi itself: absolute error below 1e-14.
/// The mixed term of the variance is the covariance of a + s xi with its rectified value, s^2 Phi(q) (Stein's lemma).
/// </remarks>
internal static class RectifierMoments
{
    private const int Lanes = 16;

    // Beyond this many deviations Phi is 0 or 1 and the density 0, to the last bit.
    private const double Farthest = 40;

    /// <summary>mean = E f, slope = E f', variance = Var f, element by element; where s = 0 they are f(a), f'(a) and 0.</summary>
    /// <param name="c">The slope below 0, at least 0 and at most 1.</param>
    /// <param name="a">Arguments, any number.</param>
    /// <param name="s">Standard deviations, one an argument.</param>
    /// <param name="mean">Receives the means; must not overlap a or s.</param>
    /// <param name="slope">Receives the derivatives of the means in a.</param>
    /// <param name="variance">Receives the variances.</param>
    public static void Of(double c, ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance)
    {
        Span<double> q = stackalloc double[Lanes], cumulative = stackalloc double[Lanes], density = stackalloc double[Lanes];
        q.Clear();
        for (var first = 0; first < a.Length; first += Lanes)
        {
            var count = Math.Min(Lanes, a.Length - first);
            for (var k = 0; k < count; k++)
                q[k] = Quotient(a[first + k], s[first + k]);
            Elementwise.Apply(new NormalLaw(), q, cumulative, density);
            for (var k = 0; k < count; k++)
            {
                var (x, deviation, p) = (a[first + k], s[first + k], cumulative[k]);
                mean[first + k] = (c * x) + ((1 - c) * ((x * p) + (deviation * density[k])));
                slope[first + k] = c + ((1 - c) * p);
                variance[first + k] = deviation * deviation
                    * ((c * c) + (2 * c * (1 - c) * p) + ((1 - c) * (1 - c) * Attenuation(q[k], p, density[k])));
            }
        }
    }

    // The kink belongs to its left side.
    private static double Quotient(double a, double s) =>
        s == 0 ? (a > 0 ? Farthest : -Farthest) : Math.Clamp(a / s, -Farthest, Farthest);

    // v(q): from 0 at q = -infinity to 1 at q = +infinity; not a number stays one.
    private static double Attenuation(double q, double p, double density)
    {
        var rest = 1 - p;
        return Math.Clamp(p + (q * p * (q * rest)) + (q * density * (rest - p)) - (density * density), 0, 1);
    }

    // Phi with its slope, the density.
    private readonly struct NormalLaw : ILaneFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            slope = Elementary.NormalDensity<TL, T>(x);
            return Elementary.NormalCumulative<TL, T>(x);
        }
    }
}
