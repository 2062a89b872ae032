using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>One of the things that a criterion asks for: the interval of a mean over seeds lies on one side of a limit.</summary>
/// <param name="Symbol">The quantity, as in the criterion.</param>
/// <param name="Values">One value a seed. Infinite ones count as very large; where one is not a number nothing is decided; without any it is not met.</param>
/// <param name="Limit">The limit.</param>
/// <param name="IsAbove">Whether the interval must lie above it; else below.</param>
/// <param name="Broken">What is said where it lies on the other side: "the shift is not predicted". Empty where that does not count against the claim.</param>
internal record Requirement(string Symbol, double[] Values, double Limit, bool IsAbove, string Broken = "") : Quantity(Symbol, Values)
{
    /// <summary>Whether the interval may reach the limit.</summary>
    public bool IsInclusive { get; init; }

    /// <summary>The limit beyond which it is broken, where that is another.</summary>
    public double BrokenBeyond { get; init; } = Limit;

    /// <summary>Values within this of 0, on both sides and by a test on each, are no effect; null where nothing is called so.</summary>
    public double? NoEffectWithin { get; init; }

    /// <summary>What must be broken with it for it to be: a preferred level says nothing where nothing is gained there. Null where it is broken by itself.</summary>
    public Requirement? BrokenWith { get; init; }

    /// <summary>Whether it can only speak against the claim: then it is met whatever its interval.</summary>
    public bool IsOnlyAgainst { get; init; }

    /// <summary>Whether its p-value counts against the claim only where the interval does; else always, and the interval decides beside it.</summary>
    public bool CountsOnceBroken { get; init; }

    /// <summary>What is said where it is not met: "rho may be below 0.5".</summary>
    public string Open { get; init; } = $"{Symbol} may be {(IsAbove ? "below" : "above")} {Limit:G3}";

    /// <summary>A requirement on the difference of two networks: above the limit for the claim, below it against it.</summary>
    /// <param name="symbol">The difference.</param>
    /// <param name="values">One value a seed.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="isAbove">Whether it must lie above; else below.</param>
    /// <param name="broken">What is said where it lies on the other side.</param>
    public static Requirement Difference(string symbol, double[] values, double limit, bool isAbove, string broken) =>
        new(symbol, values, limit, isAbove, broken) { Open = $"the difference may lie on either side of {limit:G3}" };

    /// <summary>Whether an interval meets it.</summary>
    public bool IsMet(Interval interval) => IsOnlyAgainst ||
        (IsAbove ? interval.Low > Limit || (IsInclusive && interval.Low == Limit) : interval.High < Limit || (IsInclusive && interval.High == Limit));

    /// <summary>Whether one seed's value meets it.</summary>
    public bool IsMetBy(double value) => IsMet(new Interval(value, value, value));

    /// <summary>Whether an interval speaks against the claim.</summary>
    /// <param name="interval">Its interval.</param>
    /// <param name="rules">The confidence of the interval of what must be broken with it.</param>
    public bool IsBroken(Interval interval, CommonRules rules) => Broken.Length > 0 && (IsAbove ? interval.High < BrokenBeyond : interval.Low > BrokenBeyond)
        && (BrokenWith is not { } other || other.IsBroken(other.IntervalBy(rules), rules));

    /// <summary>p of its not being met.</summary>
    /// <param name="rules">Whether skewness is taken into account.</param>
    public double PUnlessMet(CommonRules rules) => IsOnlyAgainst ? 0 : P(rules, IsAbove, Limit);

    /// <summary>p of its not being broken.</summary>
    /// <param name="rules">Whether skewness is taken into account.</param>
    /// <param name="interval">Its interval.</param>
    public double PUnlessBroken(CommonRules rules, Interval interval) =>
        CountsOnceBroken && !IsBroken(interval, rules) ? 1
        : Math.Max(P(rules, !IsAbove, BrokenBeyond), BrokenWith is { } other ? other.PUnlessBroken(rules, other.IntervalBy(rules)) : 0);

    /// <summary>p of its being no small effect: the larger of the two one-sided tests (equivalence).</summary>
    public double PUnlessNoEffect(CommonRules rules) => Math.Max(P(rules, true, -NoEffectWithin!.Value), P(rules, false, NoEffectWithin.Value));

    /// <summary>p of the mean not being above, or below, a limit.</summary>
    private protected virtual double P(CommonRules rules, bool above, double limit) => (rules.AreFormer, above) switch
    {
        (true, true) => OneSidedTest.Above(Values, limit),
        (true, false) => OneSidedTest.Below(Values, limit),
        (_, true) => OneSidedTest.AboveSkewed(WithoutInfinite(1), limit),
        _ => OneSidedTest.BelowSkewed(WithoutInfinite(-1), limit),
    };

    // A value that is infinite in favour of what is tested is at least as large as the largest that is not: taken as very large, it alone would make the mean unsure.
    private double[] WithoutInfinite(int sign)
    {
        var infinite = sign * Infinite;
        double[] finite = [.. Values.Where(value => value != infinite)];
        if (finite.Length == Values.Length || finite.Length == 0)
            return Values;
        var largest = sign > 0 ? finite.Max() : finite.Min();
        return [.. Values.Select(value => value == infinite ? largest : value)];
    }
}
