using System.Collections.Immutable;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>One of the things that a criterion asks for: the interval of a mean over seeds lies on one side of a limit.</summary>
/// <param name="Symbol">The quantity, as in the criterion.</param>
/// <param name="Values">One value a seed. Infinite ones count as very large, and where one is not a number nothing is decided.</param>
/// <param name="Limit">The limit.</param>
/// <param name="IsAbove">Whether the interval must lie above it; else below.</param>
/// <param name="Broken">What is said where it lies on the other side: "the shift is not predicted".</param>
internal sealed record Requirement(string Symbol, double[] Values, double Limit, bool IsAbove, string Broken)
{
    // ln of the largest double: a loss that diverges, where a ratio of losses is asked for. Intervals and tests need finite values.
    private const double Infinite = 700;

    /// <summary>
    /// A line of the table that holds if all requirements are met, by their intervals and by the largest of their p-values, and
    /// does not if any is broken: p the smallest of theirs, times their number.
    /// </summary>
    /// <param name="question">Claim, cell and place.</param>
    /// <param name="requirements">At least one.</param>
    /// <param name="rules">The intervals' confidence.</param>
    /// <param name="holdsNote">What is said where all are met.</param>
    public static Question Ask(Question question, ImmutableArray<Requirement> requirements, CommonRules rules, string holdsNote)
    {
        if (requirements.FirstOrDefault(static requirement => requirement.Values.Any(double.IsNaN)) is { } unknown)
        {
            return question.Withheld is not null ? question : question with
            {
                Withheld = Outcome.Undecided,
                UndecidedNote = $"{unknown.Symbol} is not a number in {unknown.Values.Count(double.IsNaN)} of {unknown.Values.Length} networks",
            };
        }

        requirements = [.. requirements.Select(static requirement => requirement with { Values = [.. requirement.Values.Select(Finite)] })];
        var intervals = requirements.Select(requirement => rules.IntervalOf(requirement.Values)).ToArray();
        var broken = requirements.Zip(intervals).Where(static pair => pair.First.IsBroken(pair.Second)).Select(static pair => pair.First.Broken).ToArray();
        var open = requirements.Zip(intervals).Where(static pair => !pair.First.IsMet(pair.Second)).Select(static pair => $"{pair.First.Symbol} may be {(pair.First.IsAbove ? "below" : "above")} {pair.First.Limit:G3}");
        return question with
        {
            Effects = [.. requirements.Zip(intervals, static (requirement, interval) => new Effect(requirement.Symbol, interval)).DistinctBy(static effect => effect.Symbol)],
            Criterion = (requirements.Zip(intervals).All(static pair => pair.First.IsMet(pair.Second)), requirements.Max(static requirement => requirement.PUnlessMet())),
            Contrary = (broken.Length > 0, Math.Min(1, requirements.Length * requirements.Min(static requirement => requirement.PUnlessBroken()))),
            HoldsNote = holdsNote,
            FailsNote = string.Join("; ", broken.Distinct()),
            UndecidedNote = question.Withheld is null ? string.Join("; ", open) : question.UndecidedNote,
        };
    }

    private static double Finite(double value) => double.IsInfinity(value) ? Math.CopySign(Infinite, value) : value;

    private bool IsMet(Interval interval) => IsAbove ? interval.Low > Limit : interval.High < Limit;

    private bool IsBroken(Interval interval) => IsAbove ? interval.High < Limit : interval.Low > Limit;

    private double PUnlessMet() => IsAbove ? OneSidedTest.Above(Values, Limit) : OneSidedTest.Below(Values, Limit);

    private double PUnlessBroken() => IsAbove ? OneSidedTest.Below(Values, Limit) : OneSidedTest.Above(Values, Limit);
}
