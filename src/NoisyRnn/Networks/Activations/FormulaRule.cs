using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>A rule to integrate by, with the values of a formula; filled up to a multiple of 16 by nodes of no weight.</summary>
/// <param name="Places">Where the nodes lie.</param>
/// <param name="Weights">Their weights.</param>
/// <param name="Values">f at the nodes.</param>
internal sealed record FormulaRule(double[] Places, double[] Weights, double[] Values)
{
    /// <summary>Some of the nodes.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    public FormulaRule Part(int first, int count)
    {
        return new(Some(Places), Some(Weights), Some(Values));

        double[] Some(double[] of)
        {
            var some = new double[(count + 15) / 16 * 16];
            of.AsSpan(first, count).CopyTo(some);
            return some;
        }
    }

    /// <summary>E f(x), its derivative in a, and Var f(x), x ~ N(a, s^2): by a density that the weights make sum to 1.</summary>
    public (double Mean, double Slope, double Variance) Moments(double a, double s)
    {
        var (xi, weights) = (new double[Places.Length], new double[Places.Length]);
        for (var k = 0; k < xi.Length; k++)
            xi[k] = (Places[k] - a) / s;
        Elementwise.Apply<double, NormalLaw>(default, xi, weights, []);
        var total = 0.0;
        for (var k = 0; k < weights.Length; k++)
            total += weights[k] *= Weights[k];
        for (var k = 0; k < weights.Length; k++)
            weights[k] /= total;
        var mean = DotProduct.Of(Values, weights);
        // By parts, so that f itself is enough; about the mean, so that a large one costs no digits.
        var (tilt, variance) = (0.0, 0.0);
        for (var k = 0; k < weights.Length; k++)
        {
            var above = weights[k] * (Values[k] - mean);
            tilt += above * xi[k];
            variance += above * (Values[k] - mean);
        }

        return (mean, tilt / s, variance);
    }

    // The density; its slope is not asked for.
    private readonly struct NormalLaw : ILaneFunction
    {
        public TL Evaluate<TL, T>(TL x, out TL slope)
            where TL : struct, ILanes<TL, T>
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            slope = x;
            return Elementary.NormalDensity<TL, T>(x);
        }
    }
}
