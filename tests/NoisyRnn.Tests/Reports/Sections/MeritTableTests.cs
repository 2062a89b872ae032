using System.Xml.Linq;
using NoisyRnn.Reports;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>Figures of merit: one row a cell and figure, one column a level, over training seeds.</summary>
public sealed class MeritTableTests
{
    private const string Rate = "success rate", Share = "share of trials";

    // Without noise seeds have .7, .8 and .9; at a level, less a tenth of it.
    private static readonly ReportContent Walkers = BehavingReport.Of(
        [("relu", "silent, tested inside", 0), ("relu", "silent, tested outside", 0), ("relu", "inside", .3), ("tanh", "outside", .1)],
        static (seed, level) => new() { Metrics = [new(Rate, Share, .7 + (.1 * seed) - (.1 * level)), new("collisions", "per trial", seed)] }, 1, 0, .5);

    [Fact]
    public void Nothing_is_shown_where_no_network_behaves()
    {
        Assert.Empty(MeritTable.Rows(BehavingReport.Empty));
        Assert.Empty(MeritTable.Section(BehavingReport.Empty));
        Assert.DoesNotContain(MeritTable.Title, MarkdownSummary.Of(BehavingReport.Empty), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_cell_has_its_figures_with_mean_and_deviation_at_each_level()
    {
        Assert.Equal(["network", "figure of merit", "n", "without noise", "at 0.5 s0", "at s0"], MeritTable.Columns(Walkers));
        Assert.Equal(
            [
                // Trained without noise it is one network, wherever it is tested, and behaves without noise alone.
                ["relu, trained without noise", "success rate (share of trials)", "3", "0.8 \u00b1 0.1", "", ""],
                ["relu, trained without noise", "collisions (per trial)", "3", "1 \u00b1 1", "", ""],
                ["relu, inside, s0 = 0.3", "success rate (share of trials)", "3", "0.8 \u00b1 0.1", "0.75 \u00b1 0.1", "0.7 \u00b1 0.1"],
                ["relu, inside, s0 = 0.3", "collisions (per trial)", "3", "1 \u00b1 1", "1 \u00b1 1", "1 \u00b1 1"],
                ["tanh, outside, s0 = 0.1", "success rate (share of trials)", "3", "0.8 \u00b1 0.1", "0.75 \u00b1 0.1", "0.7 \u00b1 0.1"],
                ["tanh, outside, s0 = 0.1", "collisions (per trial)", "3", "1 \u00b1 1", "1 \u00b1 1", "1 \u00b1 1"],
            ],
            MeritTable.Rows(Walkers).Select(static row => row.ToArray()));
    }

    [Fact]
    public void A_network_that_is_left_out_is_in_no_mean_and_one_seed_has_no_deviation()
    {
        // Of tanh, seed 0: .8 and .9 remain; then seed 1 too.
        var two = MeritTable.Rows(Walkers.LeavingOut(9))[^2];
        Assert.Equal(["2", "0.85 \u00b1 0.071"], two.Skip(2).Take(2));
        Assert.Equal(["1", "0.9"], MeritTable.Rows(Walkers.LeavingOut(9).LeavingOut(10))[^2].Skip(2).Take(2));
    }

    [Fact]
    public void What_one_network_cannot_tell_the_mean_does_not_tell()
    {
        var content = BehavingReport.Of([("relu", "inside", 1)], static (seed, level) => new() { Metrics = [new("path length", "ratio", seed == 1 ? double.NaN : 1)] }, 0);
        Assert.Equal("n/a", MeritTable.Rows(content)[0][3]);
    }

    [Fact]
    public void A_terminal_gets_the_four_most_important_figures_the_page_has_all()
    {
        var content = BehavingReport.Of([("relu", "inside", 1), ("tanh", "inside", 1)], static (seed, level) => new() { Metrics = [.. Enumerable.Range(0, 20).Select(static k => new Metric($"perf <{k}>", Share, .5))] }, 0, 1);
        Assert.Equal(
            Enumerable.Range(0, 4).Concat(Enumerable.Range(0, 4)).Select(static k => $"perf <{k}> ({Share})"), MeritTable.Rows(content).Select(static row => row[1]));
        var section = MeritTable.Section(content).Last();
        // Two networks, each with a heading over its twenty figures.
        Assert.Equal(2 + 40, section.Descendants("tbody").Elements("tr").Count());
        Assert.Equal("row", (string?)section.Descendants("tbody").Elements("tr").Last().Element("th")!.Attribute("scope"));
        // Text, never markup.
        Assert.Contains("perf &lt;19&gt; (share of trials)", section.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_has_the_rows_of_the_terminal() => Assert.Contains(
        "| relu, inside, s0 = 0.3 | success rate (share of trials) | 3 | 0.8 \u00b1 0.1 | 0.75 \u00b1 0.1 | 0.7 \u00b1 0.1 |",
        MarkdownSummary.Of(Walkers), StringComparison.Ordinal);
}
