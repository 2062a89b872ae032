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
                Html.Classed("span", "symbol", verdicts[0].Claim), " ",
                whole is null ? null : Html.Classed("span", "claim-sign " + VerdictSign.Of(whole.Outcome).Style, VerdictSign.Words(whole)), " ",
                Html.Classed("span", "says", Capitalised(statement?.Summary ?? "")),
                Size(verdicts)),
            verdicts.Where(v => v.Cell == Verdict.All).Select(Answer),
            VerdictMatrix.Of(verdicts),
            string.IsNullOrEmpty(statement?.Reading) ? null : Html.Classed("p", "note", Html.Typeset(statement.Reading)),
            string.IsNullOrEmpty(statement?.Criterion) ? null : Html.Classed("p", "note", Html.Element("b", "Criterion, written before the first run: "), Html.Typeset(statement.Criterion)));
        card.SetAttributeValue("id", Id(verdicts[0].Claim));
        return card;
    }

    /// <summary>The address of a claim's line.</summary>
    public static string Id(string claim) => "claim-" + string.Concat(claim.Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));

    private static XElement? Size(IReadOnlyList<Verdict> verdicts)
    {
        var shown = ClaimSize.Of(verdicts);
        return shown is null ? null : Html.Classed("span", "size note", $"{shown.Cell}: ", Html.Symbol(shown.Effects[0].Symbol), Html.Interval(Wording.Of(shown.Effects[0])[shown.Effects[0].Symbol.Length..]),
            string.Create(CultureInfo.InvariantCulture, $", {shown.N} networks"));
    }

    private static XElement Answer(Verdict all) => Html.Classed("p", "answer",
        VerdictSign.Badge(all.Outcome), " ", Html.Element("strong", Html.Typeset(all.Note)), " ", Html.Classed("span", "networks note", Networks(all)));

    private static string Networks(Verdict all) => string.Create(CultureInfo.InvariantCulture,
        $"n = {all.N} networks{(all.LeftOut.IsEmpty ? "" : $", {all.LeftOut.Length} more left out")}");

    private static string Capitalised(string text) => text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
