using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using NoisyRnn.Statistics;

namespace NoisyRnn.Reports;

/// <summary>
/// Elements of the page. <see cref="XElement"/> escapes every text and attribute, so no text from a user can become
/// markup; characters that no document may hold are shown as U+FFFD.
/// </summary>
internal static partial class Html
{
    /// <summary>An element; strings become text. Empty ones are written with an end tag, as HTML needs it.</summary>
    public static XElement Element(string name, params object?[] content) =>
        new(name, "", content.Select(Text));

    // Lists of contents may hold strings too, at any depth.
    private static object? Text(object? content) => content switch
    {
        string text => new XText(Clean(text)),
        IEnumerable<object?> many => many.Select(Text),
        _ => content,
    };

    /// <summary>The same with a class.</summary>
    public static XElement Classed(string name, string className, params object?[] content)
    {
        var element = Element(name, content);
        element.SetAttributeValue("class", className);
        return element;
    }

    /// <summary>A table in a container of its own that scrolls where the page is narrow.</summary>
    /// <param name="className">Its class.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="headings">One a column.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="groups">Headings over several columns each, and how many; none for a table without groups.</param>
    public static XElement Table(
        string className, string caption, IReadOnlyList<object> headings, IEnumerable<XElement> rows, IEnumerable<(string Heading, int Columns)>? groups = null)
    {
        var labelled = rows.Select(row => Labelled(row, headings));
        var container = Classed("div", "scroll", Classed("table", className,
            Element("thead", groups is null ? null : Classed("tr", "groups", groups.Select(GroupHeading)), Element("tr", [.. headings.Select(ColumnHeading)])),
            Element("tbody", [.. labelled])));
        container.SetAttributeValue("tabindex", "0");
        container.SetAttributeValue("role", "region");
        container.SetAttributeValue("aria-label", Clean(caption));
        // Above the container, not in the table: it must not scroll away sideways.
        return Element("div", Classed("p", "caption", caption), container);
    }

    /// <summary>A symbol with its subscript: s0 as a typesetter has it.</summary>
    public static object[] TrainingLevel => [Element("i", "s"), new XElement("sub", "0")];

    /// <summary>A sentence of the records with its symbols as a typesetter has them: s0 and s_c with subscripts, &gt;= as one sign.</summary>
    public static object[] Typeset(string sentence) =>
        [.. TrainingLevelOrThreshold().Split(sentence.Replace(">=", "\u2265")).SelectMany((part, i) =>
            i % 2 == 0 ? new object[] { part } : ["s", Element("sub", part[^1..])])];

    [GeneratedRegex(@"\b(?<symbol>s0|s_c)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TrainingLevelOrThreshold();

    /// <summary>A symbol of the records as a typesetter has it: "rho_in - rho_out" with subscripts.</summary>
    public static object[] Symbol(string symbol) =>
        [.. Wording.Typeset(symbol).Replace(" - ", " \u2212 ").Split(' ').SelectMany((word, i) => Subscripted(word, i > 0 ? " " : ""))];

    private static object[] Subscripted(string word, string before)
    {
        var mark = word.IndexOf('_');
        return mark < 0 ? [before + word] : [before + word[..mark], Element("sub", word[(mark + 1)..])];
    }

    /// <summary>The mean in bold, the limits fainter: a column of them reads as a column of means.</summary>
    public static object[] Interval(Interval value) => Interval(Wording.Of(value));

    /// <summary>The same of words that hold limits in brackets, or none.</summary>
    public static object[] Interval(string words)
    {
        var limits = words.IndexOf('[');
        return limits < 0
            ? [Element("b", words)]
            : [Element("b", words[..limits].TrimEnd()), " ", Classed("span", "limits", words[limits..])];
    }

    /// <summary>The markup, on one line.</summary>
    public static string Markup(this IEnumerable<XElement> elements) =>
        string.Join('\n', elements.Select(e => e.ToString(SaveOptions.DisableFormatting)));

    /// <summary>The markup of words with symbols between them.</summary>
    public static string Markup(object[] words) => string.Concat(Element("p", words).Nodes().Select(node => node.ToString(SaveOptions.DisableFormatting)));

    /// <summary>Text for the template, escaped.</summary>
    public static string Escape(string text) => new XText(Clean(text)).ToString();

    // On a phone a row is a card, and each of its cells says for itself what it is.
    private static XElement Labelled(XElement row, IReadOnlyList<object> headings)
    {
        foreach (var (cell, heading) in row.Elements().Zip(headings))
        {
            if (cell.Name == "td")
                cell.SetAttributeValue("data-label", heading as string);
        }

        return row;
    }

    private static XElement ColumnHeading(object content)
    {
        var heading = Element("th", content);
        heading.SetAttributeValue("scope", "col");
        return heading;
    }

    private static XElement GroupHeading((string Heading, int Columns) group)
    {
        // What stands over nothing is no heading.
        var heading = Element(group.Heading.Length > 0 ? "th" : "td", group.Heading);
        heading.SetAttributeValue("colspan", group.Columns);
        if (group.Heading.Length > 0)
            heading.SetAttributeValue("scope", "colgroup");
        return heading;
    }

    internal static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value))
                clean.Append(rune.ToString());
            else
                clean.Append('\uFFFD');
        }

        return clean.ToString();
    }
}
