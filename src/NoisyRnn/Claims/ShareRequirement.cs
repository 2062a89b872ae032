using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>A requirement on the share of networks that do something: its interval and p are those of the binomial distribution, which ten equal networks do not make certain.</summary>
internal sealed record ShareRequirement : Requirement
{
    /// <summary>Prepares it.</summary>
    /// <param name="symbol">The share: "share that prefers noise".</param>
    /// <param name="does">Whether each network does it.</param>
    /// <param name="limit">The share that it must lie below.</param>
    public ShareRequirement(string symbol, IEnumerable<bool> does, double limit)
        : base(symbol, [.. does.Select(static done => done ? 1.0 : 0)], limit, IsAbove: false) => Open = $"{symbol} may be above {limit:G3}";

    private int Count => Values.Count(static value => value > 0);

    /// <inheritdoc/>
    public override Interval IntervalBy(CommonRules rules) => ShareInterval.ClopperPearson(Count, Values.Length, rules.Confidence);

    private protected override double P(CommonRules rules, bool above, double limit) =>
        above ? OneSidedTest.ShareAbove(Count, Values.Length, limit) : OneSidedTest.ShareBelow(Count, Values.Length, limit);
}
