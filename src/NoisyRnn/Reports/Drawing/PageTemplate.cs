using System.Text.RegularExpressions;

namespace NoisyRnn.Reports;

/// <summary>A page of <c>web/</c> with places such as <c>{{title}}</c>.</summary>
internal static partial class PageTemplate
{
    /// <summary>The page with its places filled.</summary>
    /// <param name="name">The file.</param>
    /// <param name="places">What stands in each place: markup.</param>
    internal static string Fill(string name, IReadOnlyDictionary<string, string> places) =>
        // One pass: braces in a user's text are text.
        Place().Replace(PageResource.Read(name), match => places[match.Groups["name"].Value]);

    /// <summary>A whole page: what stands in its main part, between the head and the scripts that all pages have.</summary>
    /// <param name="main">The file of the main part.</param>
    /// <param name="places">What stands in each place of it, title among them, and perhaps the contents of the page: markup.</param>
    /// <param name="css">Files of style.</param>
    /// <param name="plotly">The script of the figures.</param>
    /// <param name="isDrawn">Whether there are figures.</param>
    public static string Page(string main, IReadOnlyDictionary<string, string> places, string[] css, PlotlyScript plotly, bool isDrawn) => Fill("page.html", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["policy"] = plotly.Policy,
        ["title"] = places["title"],
        ["css"] = string.Concat(css.Select(PageResource.Read)),
        ["contents"] = places.GetValueOrDefault("contents", ""),
        ["layout"] = places.ContainsKey("contents") ? " class=\"with-contents\"" : "",
        ["main"] = Fill(main, places).TrimEnd('\n'),
        ["plotly"] = isDrawn ? plotly.Element() : "",
        ["js"] = PageResource.Read("report.js"),
    });

    /// <summary>The rows of a table of provenance.</summary>
    /// <param name="provenance">name -> value.</param>
    public static string Rows(IEnumerable<KeyValuePair<string, string>> provenance) =>
        provenance.Select(static entry => Html.Element("tr", Html.Element("th", entry.Key), Html.Element("td", entry.Value))).Markup();

    [GeneratedRegex(@"\{\{(?<name>[a-z]+)\}\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
