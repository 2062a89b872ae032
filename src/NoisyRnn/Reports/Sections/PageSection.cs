using System.Xml.Linq;

namespace NoisyRnn.Reports;

/// <summary>One part of a page: what its address, its line in the contents and its heading are, and what stands in it.</summary>
/// <param name="Id">Its address.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Markup">What stands in it; empty where there is nothing, and then it is left out.</param>
internal sealed record PageSection(string Id, string Heading, string Markup)
{
    /// <summary>The sections of a page that have something in them.</summary>
    public static string All(IEnumerable<PageSection> sections) => string.Concat(sections.Where(IsShown).Select(static section =>
        $"<section id=\"{section.Id}\">\n{new[] { Html.Element("h2", section.Heading) }.Markup()}\n{section.Markup}\n</section>\n\n"));

    /// <summary>Their list: a column beside the page, a menu on a phone.</summary>
    public static string Contents(IEnumerable<PageSection> sections)
    {
        var list = Html.Element("ol", sections.Where(IsShown).Select(static section =>
        {
            var link = Html.Element("a", section.Heading);
            link.SetAttributeValue("href", "#" + section.Id);
            return (object)Html.Element("li", link);
        }));
        var navigation = Html.Classed("nav", "contents", Html.Element("details", Html.Element("summary", "Contents"), list));
        navigation.SetAttributeValue("aria-label", "Contents");
        return new[] { navigation }.Markup();
    }

    private static bool IsShown(PageSection section) => section.Markup.Length > 0;
}
