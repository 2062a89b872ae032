using System.Collections.Immutable;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>What a claim says of a table: its lines, and how the whole is told from them.</summary>
/// <param name="Lines">The lines, in the order of the table.</param>
/// <param name="Cells">The cells that it speaks of: their networks are those of the whole.</param>
/// <param name="IfNone">What is said where there is no line.</param>
internal sealed record ClaimLines(ImmutableArray<ClaimLine> Lines, ImmutableArray<RunCell> Cells, string IfNone)
{
    /// <summary>Of how many seeds it is, where there is no line and there are too few to say that there is none; else empty.</summary>
    public string Preview { get; init; } = "";

    /// <summary>What is said where no line is on networks that are trained.</summary>
    public string IfUntrained { get; init; } = "no noisy arm is trained";

    /// <summary>What a line is called.</summary>
    public string Unit { get; init; } = "lines";

    /// <summary>Which lines tell whether there is a verdict on the whole at all.</summary>
    public Func<Verdict, bool> Decides { get; init; } = static _ => true;

    /// <summary>The whole, from all verdicts; null where it holds if every line does, and does not if one does not.</summary>
    public Func<ImmutableArray<Verdict>, ClaimLine>? Conclude { get; init; }

    /// <summary>
    /// The verdicts on lines: Holm's correction over the lines of a kind that are tested at all, once for the criteria, once for
    /// their contraries and once for effects that are small.
    /// </summary>
    /// <param name="claim">The claim's symbol.</param>
    /// <param name="lines">The lines, in the order of the table.</param>
    /// <param name="tail">The family-wise error allowed on each side.</param>
    public static ImmutableArray<Verdict> Decide(string claim, ImmutableArray<ClaimLine> lines, double tail)
    {
        var (forP, againstP, smallP) = (new double[lines.Length], new double[lines.Length], new double[lines.Length]);
        foreach (var family in lines.Index().Where(static line => line.Item.Given is null).GroupBy(static line => line.Item.Kind))
        {
            var tested = family.ToArray();
            var holds = Holm.Adjust([.. tested.Select(static line => line.Item.PUnlessMet)]);
            var fails = Holm.Adjust([.. tested.Select(static line => line.Item.PUnlessBroken)]);
            var small = Holm.Adjust([.. tested.Select(static line => line.Item.PUnlessNoEffect)]);
            foreach (var (k, (index, _)) in tested.Index())
                (forP[index], againstP[index], smallP[index]) = (holds[k], fails[k], small[k]);
        }

        return [.. lines.Select((line, k) => line.Settle(claim, forP[k], againstP[k], smallP[k], tail))];
    }
}
