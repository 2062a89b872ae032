using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace NoisyRnn.Reports;

/// <summary>The figures in the page: heading, place for the drawing, caption, and the data for drawing and downloading.</summary>
internal static class FigureSection
{
    // A page may be mailed: numbers beyond this, of many thousands of runs, stay in the file beside it, where the link leads.
    private const int MostEmbedded = 8_000_000;

    /// <summary>Figures in their order.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="before">How many there are before them on the page.</param>
    public static string Of(ImmutableArray<Figure> figures, int before = 0) => Of(figures.Index().Select(entry => (before + entry.Index + 1, entry.Item)));

    /// <summary>Some of the figures of a page, with their numbers; empty where there are none.</summary>
    public static string Of(IEnumerable<(int Number, Figure Figure)> figures)
    {
        var text = new StringBuilder();
        foreach (var (number, figure) in figures)
        {
            var isEmbedded = figure.Table.Length <= MostEmbedded;
            text.Append(new[] { Visible(figure, number, isEmbedded) }.Markup());
            // The JSON writer escapes '<', and base 64 has none: neither can end its element.
            text.Append("\n<script type=\"application/json\" id=\"json-").Append(figure.Name).Append("\">").Append(PlotlyJson.Of(figure)).Append("</script>");
            if (isEmbedded)
                text.Append("\n<script type=\"text/plain\" id=\"csv-").Append(figure.Name).Append("\">").Append(Packed(figure.Table.ToString())).Append("</script>");
            text.Append('\n');
        }

        return text.ToString();
    }

    private static XElement Visible(Figure figure, int number, bool isEmbedded)
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"Figure {number}. ");
        var element = Html.Classed("figure", "plot",
            Html.Element("h3", label + figure.Title),
            figure.Finding.Length == 0 ? null : Html.Classed("p", "finding", Html.Typeset(figure.Finding)),
            Html.Classed("div", "legend"),
            Drawing(figure),
            Html.Element("figcaption", figure.Caption, " ",
                Html.Classed("span", "downloads", Download(figure.CsvName, isEmbedded ? "csv" : null, "CSV"), " ", Download(figure.JsonName, "json", "Plotly JSON"))));
        element.SetAttributeValue("id", figure.Name);
        return element;
    }

    // To a screen reader a drawing is a group, for it holds buttons, with the words that stand around it; its numbers are the CSV.
    private static XElement Drawing(Figure figure)
    {
        var drawing = Html.Classed("div", "drawing");
        drawing.SetAttributeValue("role", "group");
        drawing.SetAttributeValue("aria-label", Html.Clean($"{figure.Title}. {(figure.Finding.Length > 0 ? figure.Finding : figure.Caption)}"));
        return drawing;
    }

    // The address serves a page that lies beside its figures and runs no scripts; else the script gives the embedded data.
    private static XElement Download(string file, string? kind, string text)
    {
        var link = Html.Element("a", text);
        link.SetAttributeValue("href", $"{Figure.Folder}/{file}");
        link.SetAttributeValue("download", file);
        link.SetAttributeValue("data-kind", kind);
        return link;
    }

    /// <summary>gzip in base 64: the CSV of hundreds of learning curves would otherwise be most of the page.</summary>
    private static string Packed(string csv)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(csv));
        return Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
