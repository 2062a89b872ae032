using System.Collections.Immutable;

namespace NoisyRnn.Reports;

/// <summary>
/// With <see cref="SeedSpread"/> the only arithmetic of the reports: the mean over seeds at each place of a curve and one standard error on
/// either side of it (of values that are not negative, mean minus standard error is not negative, so it can be drawn
/// on a log axis). With one seed the band has no width.
/// </summary>
internal sealed record SeedBand(
    ImmutableArray<double> X, ImmutableArray<double> Mean, ImmutableArray<double> Low, ImmutableArray<double> High)
{
    /// <summary>
    /// Points of all seeds' curves, in any order. What is not finite makes the mean at its place not finite: a gap
    /// in the figure, not a mean over the rest.
    /// </summary>
    public static SeedBand Over(IEnumerable<(double X, double Y)> points)
    {
        var places = points.GroupBy(p => p.X, p => p.Y).OrderBy(place => place.Key)
            .Select(place => (place.Key, Mean: place.Average(), Error: StandardError([.. place]))).ToList();
        return new(
            [.. places.Select(p => p.Key)],
            [.. places.Select(p => p.Mean)],
            [.. places.Select(p => p.Mean - p.Error)],
            [.. places.Select(p => p.Mean + p.Error)]);
    }

    private static double StandardError(double[] values)
    {
        if (values.Length < 2)
            return 0;
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1.0) / values.Length);
    }
}
