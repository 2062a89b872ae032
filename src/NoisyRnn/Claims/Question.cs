using System.Collections.Immutable;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>A line of the table of verdicts before the correction for the number of lines.</summary>
internal sealed record Question
{
    public required string Claim { get; init; }

    public required string Cell { get; init; }

    public required VerdictPlace Place { get; init; }

    public required int N { get; init; }

    public ImmutableArray<LeftOut> LeftOut { get; init; } = [];

    public ImmutableArray<Effect> Effects { get; init; } = [];

    /// <summary>The outcome where there is nothing to decide: Preview, NotTrained, or Undecided for want of a match.</summary>
    public Outcome? Withheld { get; init; }

    /// <summary>Whether the intervals meet the criterion, with the p-value of its negation.</summary>
    public (bool Met, double P) Criterion { get; init; } = (false, 1);

    /// <summary>Whether the intervals meet the contrary criterion, with the p-value of its negation.</summary>
    public (bool Met, double P) Contrary { get; init; } = (false, 1);

    public string HoldsNote { get; init; } = "";

    public string FailsNote { get; init; } = "";

    public string UndecidedNote { get; init; } = "";

    /// <summary>Added to every note, whatever the outcome.</summary>
    public string Remark { get; init; } = "";

    /// <summary>
    /// The verdicts on all lines of one family: Holm's correction over the lines that are decided at all, once for the
    /// criteria and once for their contraries.
    /// </summary>
    /// <param name="family">The lines, in the order of the table.</param>
    /// <param name="tail">The family-wise error allowed on each side.</param>
    public static ImmutableArray<Verdict> Answer(IReadOnlyList<Question> family, double tail)
    {
        var open = family.Where(question => question.Withheld is null).ToArray();
        var forP = Holm.Adjust([.. open.Select(question => question.Criterion.P)]);
        var againstP = Holm.Adjust([.. open.Select(question => question.Contrary.P)]);
        var next = 0;
        var verdicts = ImmutableArray.CreateBuilder<Verdict>(family.Count);
        foreach (var question in family)
        {
            if (question.Withheld is { } withheld)
                verdicts.Add(question.Verdict(withheld, question.UndecidedNote, null));
            else
            {
                verdicts.Add(question.Settle(forP[next], againstP[next], tail));
                next++;
            }
        }

        return verdicts.ToImmutable();
    }

    private Verdict Settle(double forP, double againstP, double tail)
    {
        if (Criterion.Met && forP <= tail)
            return Verdict(Outcome.Holds, HoldsNote, forP);
        if (Contrary.Met && againstP <= tail)
            return Verdict(Outcome.DoesNotHold, FailsNote, againstP);
        var note = Criterion.Met || Contrary.Met ? "by its intervals alone, not after Holm's correction" : UndecidedNote;
        return Verdict(Outcome.Undecided, note, Contrary.Met ? againstP : forP);
    }

    private Verdict Verdict(Outcome outcome, string note, double? adjustedP) => new()
    {
        Claim = Claim,
        Cell = Cell,
        Place = Place,
        Outcome = outcome,
        Note = string.Join("; ", new[] { note, Remark }.Where(part => part.Length > 0)),
        Effects = Effects,
        N = N,
        LeftOut = LeftOut,
        AdjustedP = adjustedP,
    };
}
