using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>What one experiment says of one claim.</summary>
/// <param name="Whole">The verdict over the whole table.</param>
/// <param name="Size">The line that tells the size; null where none was measured.</param>
public sealed record ClaimMatrixCell(Verdict Whole, Verdict? Size)
{
    /// <summary>"+" holds, "-" does not, "?" undecided; in brackets the direction of a preview; "." where there is none, "n" not trained.</summary>
    public string Sign => Whole.Outcome switch
    {
        Outcome.Preview => Whole.SoFar is { } soFar ? $"({Of(soFar)})" : ".",
        var outcome => Of(outcome),
    };

    /// <summary>The sign with the first effect of the line of <see cref="ClaimSize"/>: "+ rho 0.98".</summary>
    public string Words => Size is null ? Sign : $"{Sign} {Size.Effects[0].Symbol} {Wording.Short(Size.Effects[0].Value.Mean)}";

    private static string Of(Outcome outcome) => outcome switch { Outcome.Holds => "+", Outcome.DoesNotHold => "-", Outcome.NotTrained => "n", _ => "?" };
}
