using System.Text;
using NoisyRnn.Reports;
using NoisyRnn.Tests.Reports;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>noisyrnn figure</c>: a figure of a report for a paper.</summary>
public sealed class FigureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FigureTests() => Report.Write(SyntheticReport.Quick(), Path.Combine(_folder.Path, "out"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_name_the_names_are_listed() =>
        Assert.Equal("bias-variance\nexample-trials\nlearning-curves\nperformance\npreferred-noise\n", NoisyRnnProcess.Run(_folder.Path, "figure", "out").Succeeded());

    [Theory]
    [InlineData("figure absent performance", "noisyrnn: absent: has no folder figures; allowed is a folder with a report")]
    [InlineData("figure out perfomance", "noisyrnn: out: unknown figure 'perfomance'; did you mean 'performance'? (allowed: bias-variance, ")]
    [InlineData("figure out performance --format gif", "noisyrnn: --format: unknown format 'gif'; ")]
    [InlineData("figure out performance --width 85cm", "noisyrnn: --width: '85cm' is not allowed; from 40mm to 400mm")]
    [InlineData("figure out performance --width 4mm", "noisyrnn: --width: '4mm' is not allowed; from 40mm to 400mm")]
    public void What_is_wrong_is_said_and_nothing_is_written(string arguments, string expected)
    {
        Assert.StartsWith(expected, Assert.Single(NoisyRnnProcess.Run(_folder.Path, arguments.Split(' ')).Refused().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(["out"], Directory.GetFileSystemEntries(_folder.Path).Select(static entry => Path.GetFileName(entry)));
    }

    [Fact]
    public void A_browser_that_is_none_is_named()
    {
        var finished = NoisyRnnProcess.Run(_folder.Path, new Dictionary<string, string> { ["NOISYRNN_BROWSER"] = "/no/such/browser" }, ["figure", "out", "performance"]);
        Assert.Equal(2, finished.Code);
        Assert.Contains("/no/such/browser cannot be started", finished.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("svg", "<svg")]
    [InlineData("pdf", "%PDF")]
    [InlineData("png", "\u0089PNG")]
    [Trait("speed", "slow")]
    public void It_is_drawn_in_each_form_at_its_width(string format, string start)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true" || (HeadlessBrowser.Program is not null && PlotlyScript.OfThisBuild.IsEmbedded), "no Chromium, or no Plotly in this build");
        NoisyRnnProcess.Run(_folder.Path, "figure", "out", "performance", "--format", format, "--width", "85mm").Succeeded();
        var bytes = File.ReadAllBytes(Path.Combine(_folder.Path, $"performance.{format}"));
        Assert.StartsWith(start, Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        var text = Encoding.Latin1.GetString(bytes);
        // 85 mm are 321.26 pixels of 1/96 inch, 240.9 points, and at 600 an inch 2007 dots.
        Assert.Contains(format switch { "svg" => "width=\"321.2", "pdf" => "/MediaBox [0 0 240.9", _ => "\0\0\a\u00d7" }, text, StringComparison.Ordinal);
        if (format == "pdf")
            Assert.Contains("/FontFile", text, StringComparison.Ordinal);
        if (format == "svg")
            Assert.Contains("noise inside", text, StringComparison.Ordinal);
    }
}
