using NoisyRnn.Experiments;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>
/// The results that are committed, <c>experiments/results/NAME.tar.br</c> (<c>NAME-SCALE</c> where the scale is not full): from them the tables of <c>docs/results</c> and each report come out byte for byte. Whoever
/// changes a page finds it beside the tests, and copies <c>results/*.txt</c> from there over <c>golden/results/</c>; tables are written by <c>noisyrnn tables</c>.
/// </summary>
public sealed class CommittedResultsTests
{
    // What a clone pays for them.
    private const long MostBytes = 12_000_000;

    private static readonly string[] Archives = [.. Directory.GetFiles(Checkout.Path("experiments", "results")).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. Archives.Select(static path => Path.GetFileName(path)[..^ResultArchive.Extension.Length])];

    [Fact]
    public void They_are_archives_of_shipped_experiments_and_small() => Assert.Multiple(
        static () => Assert.NotEmpty(Archives),
        static () => Assert.All(Archives, static path => Assert.EndsWith(ResultArchive.Extension, path, StringComparison.Ordinal)),
        static () => Assert.InRange(Archives.Sum(static path => new FileInfo(path).Length), 1, MostBytes));

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("speed", "slow")]
    public void The_report_comes_out_byte_for_byte_of_all_runs_of_the_shipped_experiment_at_its_scale(string name)
    {
        using var folder = new TemporaryFolder();
        var opened = Path.Combine(folder.Path, "runs");
        ResultArchive.Open(Archive(name), opened);
        var experiment = Experiment.OfFolder(opened);
        var (of, scale) = (experiment.Spec.Name, experiment.Scale);
        Assert.Equal(name, scale == "full" ? of : $"{of}-{scale}");
        var shipped = Experiment.Parse(ShippedExperiments.Find(of)!, of, folder.Path, scale, []);
        // Of results that are no longer those of the file, or of this version, the tables would be of something else.
        Assert.Equal(shipped.Runs.Select(static run => run.Hash), experiment.Runs.Select(static run => run.Hash));
        Assert.Subset(
            shipped.Runs.SelectMany(static run => run.Stages).Select(static stage => (stage.Name, stage.Hash)).ToHashSet(),
            experiment.Runs.SelectMany(static run => run.Stages).Select(static stage => (stage.Name, stage.Hash)).ToHashSet());
        var outcome = FolderReport.Decide(opened, static line => Assert.Fail(line));
        Assert.Equal(0, outcome.Missing);

        var page = Checkout.Path("docs", "results", name + ".md");
        Assert.True(File.Exists(page), $"{page}: make it with 'noisyrnn tables'");
        Assert.Equal(File.ReadAllText(page), MarkdownPage.With(page, outcome.Content.Title, ResultPages.Tables(outcome.Content)));
        ReportHashes.AreKept(outcome.Content, "results", name);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void The_table_over_all_is_that_of_the_archives()
    {
        using var folder = new TemporaryFolder();
        var document = Path.Combine(folder.Path, "results.md");
        File.Copy(Checkout.Path("docs", "results.md"), document);
        ResultPages.Write(Archives, Path.Combine(folder.Path, "results"), static line => Assert.Fail(line));
        Assert.Equal(File.ReadAllText(Checkout.Path("docs", "results.md")), File.ReadAllText(document));
    }

    private static string Archive(string name) => Checkout.Path("experiments", "results", name + ResultArchive.Extension);
}
