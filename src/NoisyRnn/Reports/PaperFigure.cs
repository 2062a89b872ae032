using System.Globalization;
using System.Text;
using System.Text.Json;
using NoisyRnn.Formats;

namespace NoisyRnn.Reports;

/// <summary>
/// A figure of a report at the width of a column of a paper, drawn as the page draws it: by the page's own Plotly in a browser without a window. So both
/// look alike, and no second library has to learn what the first one draws.
/// </summary>
public static class PaperFigure
{
    private const double PixelsPerMillimetre = 96 / 25.4;

    /// <summary>The names of a report's figures, as <see cref="Write"/> takes them.</summary>
    /// <param name="folder">The folder of a report.</param>
    /// <exception cref="InputException">There is no report.</exception>
    public static string[] NamesIn(string folder)
    {
        var figures = Path.Combine(folder, Figure.Folder);
        return !Directory.Exists(figures)
            ? throw new InputException($"{folder}: has no folder {Figure.Folder}; allowed is a folder with a report (noisyrnn run, report, audit)")
            : [.. Directory.GetFiles(figures, "*" + Figure.JsonEnding).Select(static file => Path.GetFileName(file)[..^Figure.JsonEnding.Length]).Order(StringComparer.Ordinal)];
    }

    /// <summary>Draws a figure.</summary>
    /// <param name="folder">The folder of its report.</param>
    /// <param name="name">Its name: that of its files.</param>
    /// <param name="format">The form.</param>
    /// <param name="millimetres">The width.</param>
    /// <param name="path">The file to write; it appears whole or not at all.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">There is no such figure, no browser, no Plotly in this build, or the file cannot be written.</exception>
    public static void Write(string folder, string name, PaperFormat format, double millimetres, string path, CancellationToken cancellation)
    {
        var names = NamesIn(folder);
        if (!names.Contains(name))
            throw new InputException($"{folder}: {NearestName.Unknown("figure", name, names)}");
        if (!PlotlyScript.OfThisBuild.IsEmbedded)
            throw new InputException("figure: this build has no Plotly embedded; install npm and build again, or take the CSV beside the figure");
        var page = PageTemplate.Fill("figure.html", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["policy"] = PlotlyScript.OfThisBuild.Policy,
            ["title"] = Html.Escape(name),
            ["figure"] = Json(Path.Combine(folder, Figure.Folder, name + Figure.JsonEnding)),
            ["plotly"] = PlotlyScript.OfThisBuild.Element(),
            ["width"] = (millimetres * PixelsPerMillimetre).ToString("R", CultureInfo.InvariantCulture),
            ["format"] = Catalogue.NameOf(format),
        });
        var bytes = format == PaperFormat.Pdf ? HeadlessBrowser.Print(page, cancellation) : Picture(HeadlessBrowser.Text(page, "picture", cancellation), format);
        try
        {
            AtomicFile.Write(path, stream => stream.Write(bytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be written ({e.Message})", e);
        }
    }

    // A data address: "data:image/svg+xml,..." or "data:image/png;base64,...".
    private static byte[] Picture(string address, PaperFormat format)
    {
        var data = address[(address.IndexOf(',', StringComparison.Ordinal) + 1)..];
        return format == PaperFormat.Png ? Convert.FromBase64String(data) : Encoding.UTF8.GetBytes(Uri.UnescapeDataString(data));
    }

    // Read and written again: whatever stands in the file, none of it ends the element in which it is put.
    private static string Json(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var json = JsonDocument.Parse(stream);
            return JsonSerializer.Serialize(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: is no figure of a report ({e.Message}); 'noisyrnn report' writes it again", e);
        }
    }
}
