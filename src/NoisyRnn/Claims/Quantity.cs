using NoisyRnn.Analyses;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>A measured quantity of a line: shown as an effect, its mean over seeds with the interval.</summary>
/// <param name="Symbol">The quantity, as in the criterion.</param>
/// <param name="Values">One value a seed. Infinite ones count as very large; without any there is nothing to show.</param>
internal record Quantity(string Symbol, double[] Values)
{
    // ln of the largest double: a loss that diverges, where a ratio of losses is asked for. Intervals and tests need finite values.
    private protected const double Infinite = 700;

    /// <inheritdoc cref="Quantity" path="/param[@name='Values']"/>
    public double[] Values { get; } = [.. Values.Select(static value => double.IsInfinity(value) ? Math.CopySign(Infinite, value) : value)];

    /// <summary>The interval of its mean.</summary>
    public virtual Interval IntervalBy(CommonRules rules) => rules.IntervalOf(Values);

    /// <summary>Of a preferred level: the end of the tested range at which most networks sit.</summary>
    public RangeEnd End { get; init; } = RangeEnd.Inside;
}
