using System.Globalization;
using System.Xml.Linq;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>One claim at a glance: what it says, what became of it in one sentence, and where it holds.</summary>
internal static class ClaimCard
{
    /// <summary>The card.</summary>
    /// <param name="statement">What the claim says; null where the records do not tell.</param>
    /// <param name="verdicts">All its verdicts.</param>
    public static XElement Of(ClaimStatement? statement, IReadOnlyList<Verdict> verdicts) => Html.Classed("article", "claim",
        Html.Element("h3", Html.Classed("span", "symbol", verdicts[0].Claim), " ", Capitalised(statement?.Summary ?? "")),
        verdicts.Where(v => v.Cell == Verdict.All).Select(Answer),
        VerdictMatrix.Of(verdicts),
        string.IsNullOrEmpty(statement?.Reading) ? null : Html.Classed("p", "note", Html.Typeset(statement.Reading)));

    private static XElement Answer(Verdict all) => Html.Classed("p", "answer",
        VerdictSign.Badge(all.Outcome), " ", Html.Element("strong", Html.Typeset(all.Note)), " ", Html.Classed("span", "networks note", Networks(all)));

    private static string Networks(Verdict all) => string.Create(CultureInfo.InvariantCulture,
        $"n = {all.N} networks{(all.LeftOut.IsEmpty ? "" : $", {all.LeftOut.Length} more left out")}");

    private static string Capitalised(string text) => text.Length == 0 ? "" : $"{char.ToUpperInvariant(text[0])}{text[1..]}.";
}
