using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>archive</c>, <c>report</c> and <c>tables</c>: the results of a folder of runs elsewhere, as a page and as documents.</summary>
public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_travel_without_the_networks_and_are_tables_in_documents()
    {
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet")).Succeeded();
        Assert.Equal("written\tout.tar.br\n", NoisyRnnProcess.Run(_folder.Path, "archive", "out").Succeeded());
        var here = NoisyRnnProcess.Run(_folder.Path, "report", "out").Succeeded();
        var there = NoisyRnnProcess.Run(_folder.Path, "report", "out.tar.br");
        Assert.Equal(here, there.Succeeded());
        Assert.Equal($"report: {Path.Combine("runs", "out", "report.html")}", there.Errors);
        Assert.Equal("noisyrnn: " + Path.Combine("runs", "out") + ": is not empty; an archive is opened in a new folder", NoisyRnnProcess.Run(_folder.Path, "report", "out.tar.br").Refused());
        Assert.Equal("noisyrnn: --out: out is no archive; the report of a folder of runs stands in the folder", NoisyRnnProcess.Run(_folder.Path, "report", "out", "--out", "x").Refused());

        Assert.Equal($"written\t{Path.Combine("pages", "out.md")}\nwritten\tpages.md\n", NoisyRnnProcess.Run(_folder.Path, "tables", "out.tar.br", "--out", "pages").Succeeded());
        var page = File.ReadAllText(Path.Combine(_folder.Path, "pages", "out.md"));
        Assert.StartsWith("# Function approximation: noise inside and outside the activation\n\n" + MarkdownPage.Begin, page, StringComparison.Ordinal);
        Assert.Contains("- Left out: ", page, StringComparison.Ordinal);
        Assert.Contains("[out](pages/out.md)", File.ReadAllText(Path.Combine(_folder.Path, "pages.md")), StringComparison.Ordinal);
        // The folder itself says the same.
        NoisyRnnProcess.Run(_folder.Path, "tables", "out", "--out", "pages").Succeeded();
        Assert.Equal(page, File.ReadAllText(Path.Combine(_folder.Path, "pages", "out.md")));
    }

    [Fact]
    public void What_is_wrong_is_said_and_nothing_is_written()
    {
        _folder.Write("mine.md", "# Mine\n");
        _folder.Write("mine.tar.br", "no archive");
        Assert.StartsWith("noisyrnn: mine.tar.br: no archive of results, or one that is cut off or damaged: ", NoisyRnnProcess.Run(_folder.Path, "report", "mine.tar.br").Refused(), StringComparison.Ordinal);
        Assert.StartsWith("noisyrnn: mine.tar.br: no archive of results", NoisyRnnProcess.Run(_folder.Path, "tables", "mine.tar.br", "--out", "pages").Refused(), StringComparison.Ordinal);
        Assert.StartsWith("noisyrnn: absent: is no store of runs", NoisyRnnProcess.Run(_folder.Path, "archive", "absent").Refused(), StringComparison.Ordinal);
        Assert.Equal("noisyrnn: absent.tgz: the name of an archive ends with .tar.br", NoisyRnnProcess.Run(_folder.Path, "archive", "absent", "--out", "absent.tgz").Refused());
        Assert.StartsWith("noisyrnn: a/x, b/x: would both be ", NoisyRnnProcess.Run(_folder.Path, "tables", "a/x", "b/x", "--out", "pages").Refused(), StringComparison.Ordinal);
        Assert.Equal(["mine.md", "mine.tar.br"], Directory.GetFileSystemEntries(_folder.Path).Select(static entry => Path.GetFileName(entry)).Order());
    }
}
