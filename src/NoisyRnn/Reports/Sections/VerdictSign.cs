using System.Xml.Linq;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>An outcome as a sign and a style of the page. The word always stands beside it, or under the pointer.</summary>
/// <param name="Style">The class in the style sheet, which gives the colour.</param>
/// <param name="Sign">One character.</param>
internal sealed record VerdictSign(string Style, string Sign)
{
    /// <summary>The sign of an outcome; a preview has none, for nothing is decided.</summary>
    public static VerdictSign Of(Outcome outcome) => outcome switch
    {
        Outcome.Holds => new("holds", "\u2713"),
        Outcome.DoesNotHold => new("fails", "\u2717"),
        Outcome.Undecided => new("undecided", "?"),
        Outcome.NoEffect => new("undecided", "="),
        Outcome.Preview => new("preview", ""),
        _ => new("untrained", "\u2013"),
    };

    /// <summary>"\u2713 holds"; of a preview its direction: "so far 2 of 3 lines for, 1 against", or that there is none.</summary>
    public static string Words(Verdict verdict)
    {
        var sign = Of(verdict.Outcome).Sign;
        return sign.Length > 0 ? $"{sign} {Wording.Of(verdict.Outcome)}"
            : verdict.Direction.Length > 0 ? verdict.Direction : "preview";
    }

    /// <summary>Sign and word in a frame; the word alone where nothing is decided.</summary>
    public static XElement Badge(Outcome outcome)
    {
        var (style, sign) = Of(outcome);
        return sign.Length == 0
            ? Html.Classed("span", "open", "no verdict:")
            : Html.Classed("span", "badge " + style, $"{sign} {Wording.Of(outcome)}");
    }
}
