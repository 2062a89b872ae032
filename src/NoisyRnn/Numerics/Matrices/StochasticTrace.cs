namespace NoisyRnn.Numerics;

/// <summary>
/// The trace of a symmetric matrix from products with random signs z (Hutchinson 1990): E z^T H z = tr H. What a Lanczos basis Q has already
/// seen is taken out exactly (Hutch++, Meyer and others 2021): tr H = tr Q^T H Q + tr (I - Q Q^T) H (I - Q Q^T), so the few large
/// eigenvalues, which make the scatter, make none.
/// </summary>
/// <param name="Trace">Unbiased.</param>
/// <param name="StandardError">Its standard error from the scatter of the probes; 0 where the trace is exact; NaN with one probe.</param>
internal readonly record struct StochasticTrace(double Trace, double StandardError)
{
    /// <summary>Estimates the trace, or finds it exactly where that takes no more products.</summary>
    /// <param name="order">n.</param>
    /// <param name="product">H v.</param>
    /// <param name="draw">Random signs, -1 or 1, all equally likely.</param>
    /// <param name="probes">Most products to take, 1 or more.</param>
    /// <param name="known">A basis; null for none.</param>
    public static StochasticTrace Of(int order, SymmetricProduct product, RandomVector draw, int probes, Lanczos? known = null)
    {
        if (known is { IsComplete: true })
            return new(known.ProjectedTrace, 0);
        var (vector, image) = (new double[order], new double[order]);
        if (order <= probes)
            return new(Diagonal(product, vector, image), 0);
        double mean = 0, squares = 0;
        for (var k = 1; k <= probes; k++)
        {
            draw(vector);
            known?.Project(vector);
            product(vector, image);
            var value = 0.0;
            for (var i = 0; i < order; i++)
                value += vector[i] * image[i];
            var step = value - mean;
            mean += step / k;
            squares += step * (value - mean);
        }

        return new((known?.ProjectedTrace ?? 0) + mean, Math.Sqrt(squares / (probes - 1) / probes));
    }

    private static double Diagonal(SymmetricProduct product, double[] unit, double[] image)
    {
        var trace = 0.0;
        for (var i = 0; i < unit.Length; i++)
        {
            Array.Clear(unit);
            unit[i] = 1;
            product(unit, image);
            trace += image[i];
        }

        return trace;
    }
}
