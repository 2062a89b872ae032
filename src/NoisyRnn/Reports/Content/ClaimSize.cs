using System.Collections.Immutable;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>
/// How large the effect of a claim is, at one place that is chosen by where it stands, never by what came out: the first row of the claim's matrix, at its largest
/// training noise.
/// </summary>
public static class ClaimSize
{
    /// <summary>The line; null where none that counts was measured.</summary>
    /// <param name="verdicts">All verdicts of one claim.</param>
    public static Verdict? Of(IEnumerable<Verdict> verdicts) => OfRows(verdicts).FirstOrDefault();

    /// <summary>The same of each row of the first part of the claim's matrix: an arm, a kind of perturbation.</summary>
    /// <param name="verdicts">All verdicts of one claim.</param>
    public static ImmutableArray<Verdict> OfRows(IEnumerable<Verdict> verdicts)
    {
        var measured = verdicts.Where(static verdict => verdict is { Place: not null, Counted: true, Effects.IsEmpty: false }).ToList();
        return
        [
            .. measured.Where(verdict => verdict.Place!.Part == measured[0].Place!.Part).GroupBy(static verdict => verdict.Place!.Row, StringComparer.Ordinal)
                .Select(static row => row.MaxBy(static verdict => verdict.Place!.TrainingSigma)!),
        ];
    }
}
