using System.Collections.Immutable;

namespace NoisyRnn.Claims;

/// <summary>What a claim says of a table: its lines, and how the whole is told from them.</summary>
/// <param name="Lines">The lines, in the order of the table.</param>
/// <param name="Cells">The cells that it speaks of: their networks are those of the whole.</param>
/// <param name="IfNone">What is said where there is no line.</param>
internal sealed record ClaimLines(ImmutableArray<ClaimLine> Lines, ImmutableArray<RunCell> Cells, string IfNone)
{
    /// <summary>What is said where no line is on networks that are trained.</summary>
    public string IfUntrained { get; init; } = "no noisy arm is trained";

    /// <summary>What a line is called.</summary>
    public string Unit { get; init; } = "lines";

    /// <summary>Which lines tell whether there is a verdict on the whole at all.</summary>
    public Func<Verdict, bool> Decides { get; init; } = static _ => true;

    /// <summary>The whole, from all verdicts; null where it holds if every line does, and does not if one does not.</summary>
    public Func<ImmutableArray<Verdict>, ClaimLine>? Conclude { get; init; }
}
