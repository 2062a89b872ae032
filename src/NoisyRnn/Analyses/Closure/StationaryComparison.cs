using System.Collections.Immutable;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>Draws of one trial beside what the closure says of it.</summary>
internal sealed class StationaryComparison
{
    // Beyond this many standard errors a difference is no chance.
    private const double StandardErrors = 4;

    // What the closure promises for small steps: means within .01 s, variances within 5 % (of units that hardly move, of a tenth of the largest).
    private const double MeanAccuracy = 0.01, VarianceAccuracy = 0.05, HardlyMoves = 0.1;

    // What is left of rounding in trajectories without noise.
    private const double Rounding = 1e-9;

    /// <summary>Compares.</summary>
    /// <param name="number">The trial's number.</param>
    /// <param name="hidden">States. [N, R]</param>
    /// <param name="draws">R.</param>
    /// <param name="closure">The closure's moments of the state.</param>
    /// <param name="noise">The test level s per step; 0 without noise.</param>
    public StationaryComparison(int number, double[] hidden, int draws, GaussianMoments closure, double noise)
    {
        var units = closure.Size;
        double[] mean = new double[units], meanError = new double[units], variance = new double[units], varianceError = new double[units];
        var centred = new double[units * draws];
        for (var i = 0; i < units; i++)
            (mean[i], meanError[i], variance[i], varianceError[i]) = Moments(hidden.AsSpan(i * draws, draws), centred.AsSpan(i * draws, draws));
        var least = HardlyMoves * variance.Max();
        for (var i = 0; i < units; i++)
        {
            var difference = Math.Abs(mean[i] - closure.Mean[i]);
            var apart = Math.Abs(variance[i] - closure.Variance(i));
            var yardstick = Math.Max(closure.Variance(i), least);
            // Not a number is apart.
            MeansApart += difference <= Math.Max(StandardErrors * meanError[i], (MeanAccuracy * noise) + (Rounding * (1 + Math.Abs(mean[i])))) ? 0 : 1;
            VariancesApart += apart <= Math.Max(StandardErrors * varianceError[i], (VarianceAccuracy * yardstick) + Rounding) ? 0 : 1;
            LargestMean = Math.Max(LargestMean, difference);
            if (yardstick > 0)
                LargestVariance = Math.Max(LargestVariance, apart / yardstick);
        }

        Trial = new()
        {
            Trial = number,
            Mean = [.. mean],
            MeanError = [.. meanError],
            Variance = [.. variance],
            VarianceError = [.. varianceError],
            ClosureMean = [.. closure.Mean],
            ClosureVariance = [.. Enumerable.Range(0, units).Select(closure.Variance)],
        };
        Correlation = noise > 0 && units > 1 && draws > 1 ? CorrelationWith(closure, centred, draws) : null;
    }

    /// <summary>Unit by unit.</summary>
    public StationaryTrial Trial { get; }

    /// <summary>Means over four standard errors and beyond the expected accuracy from the closure's.</summary>
    public int MeansApart { get; }

    /// <summary>Variances likewise.</summary>
    public int VariancesApart { get; }

    /// <summary>The largest difference of a mean.</summary>
    public double LargestMean { get; }

    /// <summary>The largest relative difference of a variance.</summary>
    public double LargestVariance { get; }

    /// <summary>Correlation of the covariances of different units; null where there is none.</summary>
    public double? Correlation { get; }

    /// <summary>Mean and unbiased variance with their standard errors; of a single draw 0.</summary>
    /// <param name="draws">The draws.</param>
    /// <param name="centred">Receives them less their mean.</param>
    public static (double Mean, double MeanError, double Variance, double VarianceError) Moments(ReadOnlySpan<double> draws, Span<double> centred)
    {
        // Measured from the first draw, equal draws have their mean exactly.
        double offset = 0, squares = 0, fourth = 0;
        foreach (var x in draws)
            offset += x - draws[0];
        var mean = draws[0] + (offset / draws.Length);
        for (var r = 0; r < draws.Length; r++)
        {
            centred[r] = draws[r] - mean;
            var square = centred[r] * centred[r];
            squares += square;
            fourth += square * square;
        }

        if (draws.Length == 1)
            return (mean, 0, 0, 0);
        var variance = squares / (draws.Length - 1);
        return (
            mean, Math.Sqrt(variance / draws.Length), variance,
            Math.Sqrt(Math.Max(0, (fourth / draws.Length) - (variance * variance)) / draws.Length));
    }

    // Pearson's, over pairs of different units.
    private static double? CorrelationWith(GaussianMoments closure, double[] centred, int draws)
    {
        var units = closure.Size;
        var products = new double[units * units];
        DenseProduct.MultiplyTranspose(centred, centred, products, units, draws, units);
        List<double> simulated = [], predicted = [];
        for (var i = 0; i < units; i++)
        {
            for (var j = 0; j < i; j++)
            {
                simulated.Add(products[(i * units) + j] / (draws - 1));
                predicted.Add(closure.Covariance(i, j));
            }
        }

        var correlation = MathNet.Numerics.Statistics.Correlation.Pearson(simulated, predicted);
        return double.IsFinite(correlation) ? correlation : null;
    }
}
