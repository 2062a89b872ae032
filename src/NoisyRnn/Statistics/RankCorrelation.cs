using MathNet.Numerics.Statistics;

namespace NoisyRnn.Statistics;

/// <summary>How well predicted values order measured ones (Spearman 1904): the correlation of their ranks, equal values sharing a mean rank.</summary>
public static class RankCorrelation
{
    /// <summary>Spearman's correlation; null where the measured values are all equal and there is nothing to order, 0 where only the predicted ones are.</summary>
    /// <param name="pairs">The pairs.</param>
    public static double? Spearman(IReadOnlyCollection<(double Predicted, double Measured)> pairs) =>
        pairs.Select(static pair => pair.Measured).Distinct().Count() <= 1 ? null
        : pairs.Select(static pair => pair.Predicted).Distinct().Count() == 1 ? 0
        : Correlation.Spearman(pairs.Select(static pair => pair.Predicted), pairs.Select(static pair => pair.Measured));
}
