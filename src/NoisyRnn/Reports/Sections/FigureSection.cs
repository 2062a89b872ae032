using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace NoisyRnn.Reports;

/// <summary>The figures in the page: heading, place for the drawing, caption, and the data for drawing and downloading.</summary>
internal static class FigureSection
{
    /// <summary>All figures of a report in their order.</summary>
    public static string OfReport(ImmutableArray<Figure> figures) =>
        figures.IsEmpty ? new[] { Html.Element("p", "No run has finished: there is nothing to draw.") }.Markup() : Of(figures);

    /// <summary>Figures in their order.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="before">How many there are before them on the page.</param>
    public static string Of(ImmutableArray<Figure> figures, int before = 0)
    {
        var text = new StringBuilder();
        foreach (var (index, figure) in figures.Index())
        {
            text.Append(new[] { Visible(figure, before + index + 1) }.Markup());
            // The JSON writer escapes '<', and base 64 has none: neither can end its element.
            text.Append("\n<script type=\"application/json\" id=\"json-").Append(figure.Name).Append("\">").Append(PlotlyJson.Of(figure)).Append("</script>");
            text.Append("\n<script type=\"text/plain\" id=\"csv-").Append(figure.Name).Append("\">").Append(Packed(figure.Table.ToString())).Append("</script>\n");
        }

        return text.ToString();
    }

    private static XElement Visible(Figure figure, int number)
    {
        var label = string.Create(CultureInfo.InvariantCulture, $"Figure {number}. ");
        var element = Html.Classed("figure", "plot",
            Html.Element("h3", label + figure.Title),
            Html.Classed("div", "legend"),
            Html.Classed("div", "drawing"),
            Html.Element("figcaption", figure.Caption, " ",
                Html.Classed("span", "downloads", Download(figure.CsvName, "csv", "CSV"), " ", Download(figure.JsonName, "json", "Plotly JSON"))));
        element.SetAttributeValue("id", figure.Name);
        return element;
    }

    // The address serves a page that lies beside its figures and runs no scripts; else the script gives the embedded data.
    private static XElement Download(string file, string kind, string text)
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
