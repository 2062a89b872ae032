using System.Text;
using System.Xml;
using System.Xml.Linq;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>
/// Elements of the page. <see cref="XElement"/> escapes every text and attribute, so no text from a user can become
/// markup; characters that no document may hold are shown as U+FFFD.
/// </summary>
internal static class Html
{
    /// <summary>An element; strings become text. Empty ones are written with an end tag, as HTML needs it.</summary>
    public static XElement Element(string name, params object?[] content) =>
        new(name, "", content.Select(item => item is string text ? new XText(Clean(text)) : item));

    /// <summary>The same with a class.</summary>
    public static XElement Classed(string name, string className, params object?[] content)
    {
        var element = Element(name, content);
        element.SetAttributeValue("class", className);
        return element;
    }

    /// <summary>A table in a container of its own that scrolls where the page is narrow.</summary>
    public static XElement Table(string className, string caption, IEnumerable<object> headings, IEnumerable<XElement> rows)
    {
        var container = Classed("div", "scroll", Classed("table", className,
            Element("thead", Element("tr", [.. headings.Select(ColumnHeading)])),
            Element("tbody", [.. rows])));
        container.SetAttributeValue("tabindex", "0");
        container.SetAttributeValue("role", "region");
        container.SetAttributeValue("aria-label", Clean(caption));
        // Above the container, not in the table: it must not scroll away sideways.
        return Element("div", Classed("p", "caption", caption), container);
    }

    /// <summary>A symbol with its subscript: s0 as a typesetter has it.</summary>
    public static object[] TrainingLevel => [Element("i", "s"), new XElement("sub", "0")];

    /// <summary>The mean in bold, the limits fainter: a column of them reads as a column of means.</summary>
    public static object[] Interval(Interval value)
    {
        var words = Wording.Of(value);
        var limits = words.IndexOf('[');
        return limits < 0
            ? [Element("b", words)]
            : [Element("b", words[..limits].TrimEnd()), " ", Classed("span", "limits", words[limits..])];
    }

    /// <summary>The markup, on one line.</summary>
    public static string Markup(this IEnumerable<XElement> elements) =>
        string.Join('\n', elements.Select(e => e.ToString(SaveOptions.DisableFormatting)));

    /// <summary>Text for the template, escaped.</summary>
    public static string Escape(string text) => new XText(Clean(text)).ToString();

    private static XElement ColumnHeading(object content)
    {
        var heading = Element("th", content);
        heading.SetAttributeValue("scope", "col");
        return heading;
    }

    private static string Clean(string text)
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
