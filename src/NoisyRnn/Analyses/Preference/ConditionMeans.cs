namespace NoisyRnn.Analyses;

/// <summary>The mean output of each condition over its draws, kept to be compared with another network's.</summary>
internal sealed class ConditionMeans
{
    private readonly List<(double Mean, double VarianceOfMean, double Weight)> _conditions = [];

    /// <summary>Adds one condition.</summary>
    /// <param name="draws">The output of each draw. [R]</param>
    /// <param name="weight">The condition's weight; one of weight 0 is skipped.</param>
    public void Add(ReadOnlySpan<double> draws, double weight)
    {
        if (weight == 0)
            return;
        var (mean, squares) = (0.0, 0.0);
        foreach (var z in draws)
            mean += z / draws.Length;
        foreach (var z in draws)
            squares += (z - mean) * (z - mean);
        _conditions.Add((mean, draws.Length > 1 ? squares / (draws.Length - 1) / draws.Length : 0, weight));
    }

    /// <summary>
    /// The weighted mean over conditions of (zbar - zbar')^2 - v/R - v'/R': unbiased for the squared difference of the two
    /// expectations where the draws of the two are independent, or one has none; may be slightly negative.
    /// </summary>
    /// <param name="other">The same conditions of another network.</param>
    public double SquaredDifference(ConditionMeans other)
    {
        if (_conditions.Count != other._conditions.Count)
            throw new ArgumentException($"{other._conditions.Count} conditions where there are {_conditions.Count}.", nameof(other));
        var (sum, total) = (0.0, 0.0);
        foreach (var (mine, its) in _conditions.Zip(other._conditions))
        {
            var difference = mine.Mean - its.Mean;
            sum += mine.Weight * ((difference * difference) - mine.VarianceOfMean - its.VarianceOfMean);
            total += mine.Weight;
        }

        return sum / total;
    }
}
