namespace NoisyRnn.Claims;

/// <summary>Something that may be true of the networks of a line: whether the intervals say so, and p of its not being so.</summary>
/// <param name="Says">What is said where they do: "prefers noise".</param>
/// <param name="IsMet">Whether the intervals say so.</param>
/// <param name="PUnlessMet">p of its not being so.</param>
internal sealed record Hypothesis(string Says, bool IsMet, double PUnlessMet)
{
    /// <summary>That one requirement is met.</summary>
    /// <param name="rules">The intervals' confidence.</param>
    /// <param name="requirement">The requirement, of two values or more.</param>
    public static Hypothesis Of(CommonRules rules, Requirement requirement) =>
        new(requirement.Symbol, requirement.IsMet(rules.IntervalOf(requirement.Values)), requirement.PUnlessMet());

    /// <summary>That all are true: p is the largest of theirs.</summary>
    /// <param name="says">What is said then.</param>
    /// <param name="parts">One or more.</param>
    public static Hypothesis All(string says, params ReadOnlySpan<Hypothesis> parts)
    {
        var (isMet, p) = (true, 0.0);
        foreach (var part in parts)
            (isMet, p) = (isMet && part.IsMet, Math.Max(p, part.PUnlessMet));
        return new(says, isMet, p);
    }

    /// <summary>That one is true, whichever: p is the smallest of theirs times their number. What is said is what the first one that is met says.</summary>
    /// <param name="parts">One or more.</param>
    public static Hypothesis Any(params ReadOnlySpan<Hypothesis> parts)
    {
        var (met, p) = ((Hypothesis?)null, 1.0);
        foreach (var part in parts)
            (met, p) = (met ?? (part.IsMet ? part : null), Math.Min(p, part.PUnlessMet));
        return new((met ?? parts[0]).Says, met is not null, Math.Min(1, parts.Length * p));
    }
}
