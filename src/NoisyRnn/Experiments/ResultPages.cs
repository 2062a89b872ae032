using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Reports;

namespace NoisyRnn.Experiments;

/// <summary>The tables of experiments as Markdown: a page for each (<c>DIR/NAME.md</c>), and one over all, beside the folder (<c>DIR.md</c>).</summary>
public static class ResultPages
{
    /// <summary>Writes the pages; what people wrote outside the marks of <see cref="MarkdownPage"/> is kept. Either all are written, or none where one cannot be.</summary>
    /// <param name="sources">Folders of runs, and archives of results; each page is named after its file or folder.</param>
    /// <param name="folder">The folder of the pages.</param>
    /// <param name="log">Gets warnings.</param>
    /// <returns>The pages, that over all last.</returns>
    /// <exception cref="InputException">A source is neither, two have one name, a page has not the marks, or cannot be written.</exception>
    public static ImmutableArray<string> Write(IReadOnlyList<string> sources, string folder, Action<string> log)
    {
        folder = Path.TrimEndingDirectorySeparator(folder);
        if (sources.GroupBy(NameOf).FirstOrDefault(static named => named.Count() > 1) is { } twice)
            throw new InputException($"{string.Join(", ", twice)}: would both be {Path.Combine(folder, twice.Key + ".md")}; give each a name of its own");
        ImmutableArray<(string Name, ReportContent Content)> all = [.. sources.Select(source => (NameOf(source), Read(source, log))).OrderBy(static source => source.Item1, StringComparer.Ordinal)];
        var over = folder + ".md";
        var pages = all.Select(each => (At: Path.Combine(folder, each.Name + ".md"), each.Content.Title, Tables: Tables(each.Content)))
            .Append((At: over, Title: "Results", Tables: MarkdownMatrix.Of([.. all.Select(each => new IndexEntry(each.Name, each.Content, $"{Path.GetFileName(folder)}/{each.Name}.md", ""))])))
            .Select(static page => (page.At, Text: MarkdownPage.With(page.At, page.Title, page.Tables))).ToImmutableArray();
        foreach (var (path, text) in pages)
            AtomicFile.Write(path, text);
        return [.. pages.Select(static page => page.At)];
    }

    /// <summary>The written part of an experiment's page: its tables, and who made them.</summary>
    internal static string Tables(ReportContent content) => MarkdownSummary.Of(content) + MarkdownSummary.MadeBy(content);

    /// <summary>What a folder of runs, or an archive of results, says; nothing of it is changed.</summary>
    /// <param name="source">The folder or the archive.</param>
    /// <param name="log">Gets warnings.</param>
    /// <exception cref="InputException">It is neither.</exception>
    public static ReportContent Read(string source, Action<string> log)
    {
        if (!File.Exists(source))
            return FolderReport.Decide(source, log).Content;
        var parent = Directory.CreateTempSubdirectory("noisyrnn-").FullName;
        try
        {
            var opened = Path.Combine(parent, "runs");
            ResultArchive.Open(source, opened);
            return FolderReport.Decide(opened, log).Content;
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    private static string NameOf(string source)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source)));
        return name.EndsWith(ResultArchive.Extension, StringComparison.Ordinal) ? name[..^ResultArchive.Extension.Length] : name;
    }
}
