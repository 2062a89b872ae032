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
    /// <param name="places">What stands in each place of the main part, title and contents of the page among them: markup.</param>
    /// <param name="plotly">The script of the figures.</param>
    /// <param name="isDrawn">Whether there are figures.</param>
    public static string Page(IReadOnlyDictionary<string, string> places, PlotlyScript plotly, bool isDrawn) => Fill("page.html", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["policy"] = plotly.Policy,
        ["title"] = places["title"],
        ["css"] = PageResource.Read("report.css"),
        ["contents"] = places["contents"],
        ["main"] = Fill("report.html", places).TrimEnd('\n'),
        ["plotly"] = isDrawn ? plotly.Element() : "",
        ["js"] = PageResource.Read("report.js"),
    });

    [GeneratedRegex(@"\{\{(?<name>[a-z]+)\}\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
