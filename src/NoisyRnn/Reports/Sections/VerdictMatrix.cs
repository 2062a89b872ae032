using System.Xml.Linq;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>
/// A claim's verdicts as a matrix: rows are arms or kinds of perturbation, in parts that have a heading each; columns
/// are the levels s0, or arms; a cell is the sign of its outcome above its effects.
/// </summary>
internal static class VerdictMatrix
{
    // Symbols of more characters do not fit beside the cells of a table with columns of one width.
    private const int LongSymbol = 20;

    private const string Empty = "\u00a0";

    /// <summary>The matrix; null where no verdict of the claim has a place in one.</summary>
    public static XElement? Of(IEnumerable<Verdict> verdicts)
    {
        var placed = verdicts.Where(v => v.Place is not null).ToList();
        if (placed.Count == 0)
            return null;
        // Levels ascend, and all have the empty name; names keep their order, for a stable sort leaves it.
        var columns = placed.Select(v => ColumnOf(v)).Distinct().OrderBy(column => column.Name.Length > 0 ? 0 : column.Level).ToList();
        var head = Html.Element("thead", Html.Element("tr", columns[0].Name.Length > 0 ? Heading("col") : Heading("col", "s", Html.Element("sub", "0")),
            columns.Select(column => Heading("col", column.Name.Length > 0 ? column.Name : Wording.Number(column.Level)))));
        var isLong = columns[0].Name.Length == 0 && placed.Any(static v => v.Effects.Any(static e => e.Symbol.Length > LongSymbol));
        return Html.Classed("div", "fits", Html.Classed("table", isLong ? "matrix long" : "matrix", head,
            placed.GroupBy(v => v.Place!.Part).Select(part => Part(part.Key, [.. part], columns))));
    }

    private static (string Name, double Level) ColumnOf(Verdict verdict) =>
        verdict.Place!.Column is { Length: > 0 } name ? (name, 0) : ("", verdict.Place.TrainingSigma);

    private static XElement Part(string name, List<Verdict> verdicts, List<(string Name, double Level)> columns)
    {
        var title = Heading("colgroup", [.. Html.Typeset(name)]);
        title.SetAttributeValue("colspan", columns.Count + 1);
        return Html.Element("tbody", Html.Classed("tr", "part", title), verdicts.GroupBy(v => v.Place!.Row).Select(row =>
            Row(row.Key, [.. columns.Select(column => row.FirstOrDefault(v => ColumnOf(v) == column))], isNamed: columns[0].Name.Length > 0)));
    }

    private static XElement Row(string name, List<Verdict?> cells, bool isNamed)
    {
        // The effects' names stand once, on the lines on which the cells have the numbers: all cells have as many lines, and the last ones
        // stand side by side where the row's name takes two.
        var longest = cells.OfType<Verdict>().MaxBy(v => v.Effects.Length)!.Effects;
        var names = isNamed ? [] : longest.Select(e => Html.Classed("span", "line", Html.Symbol(e.Symbol)));
        return Html.Element("tr", Heading("row", Html.Classed("span", "line name", name), names), cells.Select(cell => Cell(cell, longest.Length)));
    }

    private static XElement Cell(Verdict? verdict, int lines)
    {
        if (verdict is null)
            return Html.Classed("td", "absent");
        var (style, sign) = VerdictSign.Of(verdict.Outcome);
        var classes = (verdict.Counted ? style : "muted") + (verdict.AtThreshold ? " threshold" : "");
        var cell = Html.Classed("td", classes, Sign(verdict, sign), verdict.Effects.Select(Mean).Concat(Enumerable.Repeat(Empty, lines - verdict.Effects.Length)).Select(static line => Html.Classed("span", "line", line)));
        cell.SetAttributeValue("title", Html.Clean(Words(verdict)));
        return cell;
    }

    private static XElement Sign(Verdict verdict, string sign)
    {
        var element = Html.Classed("span", "line sign", sign.Length > 0 ? sign : Empty);
        if (sign.Length > 0)
        {
            element.SetAttributeValue("role", "img");
            element.SetAttributeValue("aria-label", Wording.Of(verdict.Outcome) + (verdict.Counted ? "" : ", not counted"));
        }

        return element;
    }

    // Two digits after the point are what a glance takes in; the table has three digits and the intervals.
    private static string Mean(Effect effect) => (effect.End == RangeEnd.AtLeast ? "\u2265" : "") + Wording.Short(effect.Value.Mean);

    private static string Words(Verdict verdict) => string.Join("\n",
        verdict.Effects.Select(Wording.Of).Prepend($"{verdict.Cell}: {Wording.Of(verdict.Outcome)}").Append(verdict.Note).Where(line => line.Length > 0));

    private static XElement Heading(string scope, params object?[] content)
    {
        var heading = Html.Element("th", content);
        heading.SetAttributeValue("scope", scope);
        return heading;
    }
}
