using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Reports;

/// <summary>Writes the report of an experiment. It lays records out; it measures and decides nothing.</summary>
public static class Report
{
    /// <summary>The page's file name in the report's folder.</summary>
    public const string PageName = "report.html";

    /// <summary>The folder of the figures' files in the report's folder.</summary>
    public const string FigureFolder = Figure.Folder;

    /// <summary>
    /// Writes <c>report.html</c>, one page that works alone and offline, and for each figure
    /// <c>figures/NAME.csv</c> (every digit) and <c>figures/NAME.plotly.json</c> (six digits). Each file appears whole
    /// or not at all; the page comes last, so a page that is there has its figures beside it.
    /// </summary>
    /// <param name="content">What to show.</param>
    /// <param name="folder">The report's folder; made where it is missing.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    public static string Write(ReportContent content, string folder) => Write(content, folder, PlotlyScript.OfThisBuild);

    internal static string Write(ReportContent content, string folder, PlotlyScript plotly)
    {
        var drawn = DrawnPart.Of(content);
        var figures = FigureCatalogue.Of(drawn);
        return Write(folder, figures, () =>
        {
            if (!ReferenceEquals(drawn, content))
                WholeTables.Write(content, Path.Combine(folder, FigureFolder));
            return ReportPage.Of(content, figures, plotly);
        });
    }

    /// <summary>Writes the page over several reports, <c>index.html</c>.</summary>
    /// <param name="entries">The reports.</param>
    /// <param name="folder">Its folder; made where it is missing.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    public static string WriteIndex(ImmutableArray<IndexEntry> entries, string folder)
    {
        var page = Path.Combine(folder, "index.html");
        try
        {
            Directory.CreateDirectory(folder);
            AtomicFile.Write(page, IndexPage.Of(entries));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"folder '{folder}': cannot be written ({e.Message}); give a folder in which files may be made", e);
        }

        return page;
    }

    /// <summary>Writes an audit in the same form.</summary>
    /// <param name="content">What to show.</param>
    /// <param name="folder">Its folder; made where it is missing.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="InputException">The folder cannot be written.</exception>
    public static string Write(AuditContent content, string folder)
    {
        var figures = AuditFigures.Of(content);
        return Write(folder, figures.All, () => AuditPage.Of(content, figures, PlotlyScript.OfThisBuild));
    }

    private static string Write(string folder, ImmutableArray<Figure> figures, Func<string> pageText)
    {
        var figureFolder = Path.Combine(folder, FigureFolder);
        var page = Path.Combine(folder, PageName);
        try
        {
            Directory.CreateDirectory(figureFolder);
            foreach (var figure in figures)
            {
                AtomicFile.Write(Path.Combine(figureFolder, figure.CsvName), figure.Table.WriteTo);
                AtomicFile.Write(Path.Combine(figureFolder, figure.JsonName), PlotlyJson.Of(figure));
            }

            AtomicFile.Write(page, pageText());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException(
                $"report folder '{folder}': cannot be written ({e.Message}); give a folder in which files may be made", e);
        }

        return page;
    }
}
