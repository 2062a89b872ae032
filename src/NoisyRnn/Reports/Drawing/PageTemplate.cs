using System.Text.RegularExpressions;

namespace NoisyRnn.Reports;

/// <summary>A page of <c>web/</c> with places such as <c>{{title}}</c>.</summary>
internal static partial class PageTemplate
{
    /// <summary>The page with its places filled.</summary>
    /// <param name="name">The file.</param>
    /// <param name="places">What stands in each place: markup.</param>
    public static string Fill(string name, IReadOnlyDictionary<string, string> places) =>
        // One pass: braces in a user's text are text.
        Place().Replace(PageResource.Read(name), match => places[match.Groups["name"].Value]);

    /// <summary>The rows of a table of provenance.</summary>
    /// <param name="provenance">name -> value.</param>
    public static string Rows(IEnumerable<KeyValuePair<string, string>> provenance) =>
        provenance.Select(static entry => Html.Element("tr", Html.Element("th", entry.Key), Html.Element("td", entry.Value))).Markup();

    [GeneratedRegex(@"\{\{(?<name>[a-z]+)\}\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
