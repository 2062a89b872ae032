using System.Globalization;
using System.Xml.Linq;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>One claim at a glance: what it says, what became of it in one sentence, and where it holds.</summary>
internal static class ClaimCard
{
    /// <summary>The line, which opens to all that is known of the claim: its matrix, how to read it, its criterion.</summary>
    /// <param name="statement">What the claim says; null where the records do not tell.</param>
    /// <param name="verdicts">All its verdicts.</param>
    public static XElement Of(ClaimStatement? statement, IReadOnlyList<Verdict> verdicts)
    {
        var whole = verdicts.FirstOrDefault(static verdict => verdict.Cell == Verdict.All);
        var card = Html.Classed("details", "claim",
            Html.Element("summary",
                Html.Classed("span", "symbol", verdicts[0].Claim), " ", Html.Classed("span", "says", Capitalised(statement?.Title ?? "")),
                whole is null ? null : new object[] { " ", Sign(whole) },
                Found(verdicts, whole)),
            string.IsNullOrEmpty(statement?.Summary) || statement.Summary == statement.Title ? null : Html.Element("p", $"{Capitalised(statement.Summary)}."),
            verdicts.Where(v => v.Cell == Verdict.All).Select(Answer),
            VerdictMatrix.Of(verdicts),
            string.IsNullOrEmpty(statement?.Reading) ? null : Html.Classed("p", "note", Html.Typeset(statement.Reading)),
            string.IsNullOrEmpty(statement?.Criterion) ? null : Html.Classed("p", "note", Html.Element("b", "Criterion, written before the first run: "), Html.Typeset(statement.Criterion)));
        card.SetAttributeValue("id", Id(verdicts[0].Claim));
        return card;
    }

    /// <summary>The address of a claim's line.</summary>
    public static string Id(string claim) => "claim-" + string.Concat(claim.Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));

    /// <summary>What it says and what became of it, leading to its line.</summary>
    /// <param name="statement">What the claim says; null where the records do not tell.</param>
    /// <param name="whole">The verdict over the whole table.</param>
    public static XElement Link(ClaimStatement? statement, Verdict whole)
    {
        var link = Html.Element("a", Html.Element("b", whole.Claim), $" {Capitalised(statement?.Title ?? "")} ", Sign(whole));
        link.SetAttributeValue("href", "#" + Id(whole.Claim));
        return link;
    }

    private static XElement Sign(Verdict whole) =>
        Html.Classed("span", "claim-sign " + VerdictSign.Of(whole.Outcome == Outcome.Preview ? whole.SoFar ?? Outcome.Preview : whole.Outcome).Style, VerdictSign.Words(whole));

    // What is said beside the outcome, and how large the effect is.
    private static XElement? Found(IReadOnlyList<Verdict> verdicts, Verdict? whole)
    {
        var size = ClaimSize.Of(verdicts);
        object?[] parts =
        [
            whole is { Beside.Length: > 0 } ? Html.Classed("span", "beside", Html.Typeset($"{Capitalised(whole.Beside)}. ")) : null,
            .. size is null ? [] : new object[]
            {
                $"{size.Cell}: ", Html.Symbol(size.Effects[0].Symbol), Html.Interval(Wording.Of(size.Effects[0])[size.Effects[0].Symbol.Length..]), $", {size.N} seed{(size.N == 1 ? "" : "s")}",
            },
        ];
        return parts.Any(static part => part is not null) ? Html.Classed("span", "size note", parts) : null;
    }

    private static XElement Answer(Verdict all) => Html.Classed("p", "answer",
        VerdictSign.Badge(all.Outcome), " ", Html.Element("strong", Html.Typeset(all.Note)), " ", Html.Classed("span", "networks note", Networks(all)));

    private static string Networks(Verdict all) => string.Create(CultureInfo.InvariantCulture,
        $"n = {all.N} networks{(all.LeftOut.IsEmpty ? "" : $", {all.LeftOut.Length} more left out")}");

    private static string Capitalised(string text) => text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
